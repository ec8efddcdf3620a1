/* Records of values: bits, tags, and marks made of them. */
#include "base/file.h"
#include "lookup/records.h"
#include "unit.h"
#include "unit_growth.h"

enum { VALUES = 5000, ODD_VALUES = 5001, ALL = 3 };

static uint64_t three_bits(const void *context, uint64_t bits)
{
	(void)context;
	return (bits & ALL) == ALL ? bits : 0;
}

static void note_one(struct records *records, uint64_t hash, uint64_t bits, uint64_t tag, struct arena *scratch)
{
	struct record_rows rows = {.count = 1, .hash = &hash, .bits = &bits, .tag = {&tag}, .seen = {5}, .distinct = {2}};
	records_note(records, &rows, scratch);
}

static void test_marks_are_of_those_with_all_bits(void **state)
{
	(void)state;
	struct arena scratch = ARENA_INIT;
	struct records *records = records_new(0, 1, UNLIMITED);
	for (uint64_t value = 0; value < VALUES; value++) {
		note_one(records, hash_mix(value), 1, 0, &scratch);
		if (value % 7 == 0)
			note_one(records, hash_mix(value), 2, 0, &scratch);
	}
	struct marks *marks = marks_new(records, three_bits, NULL);
	for (uint64_t value = 0; value < 2 * VALUES; value++)
		assert_int_equal(marks_of(marks, hash_mix(value)), value < VALUES && value % 7 == 0 ? ALL : 0);
	marks_free(marks);
	records_free(records);
	arena_free(&scratch);
}

/* Values that share a badge with one that is marked seem to be as well. */
static void test_badges_tell_no_less_than_values(void **state)
{
	(void)state;
	struct arena scratch = ARENA_INIT;
	struct records *records = records_new(0, 1, UNLIMITED);
	const uint64_t low = 0xFFFFFFFF;
	for (uint64_t value = 0; value < VALUES; value++) {
		note_one(records, hash_mix(value) | low, value % 7 == 0 ? ALL : 1, 0, &scratch);
		note_one(records, hash_mix(value) & ~low, value % 3 == 0 ? 8 | ALL : 1, 0, &scratch);
	}
	struct marks *marks = marks_new(records, three_bits, NULL);
	for (uint64_t value = 0; value < 2 * VALUES; value++) {
		uint64_t wanted = value >= VALUES ? 0 : value % 3 == 0 ? 8 | ALL : value % 7 == 0 ? ALL : 0;
		assert_int_equal(marks_of_badge(marks, mark_badge(hash_mix(value))), wanted);
		assert_true(!wanted || marks_may_badge(marks, mark_badge(hash_mix(value))));
		assert_int_equal(marks_of(marks, hash_mix(value) | low), value < VALUES && value % 7 == 0 ? ALL : 0);
	}
	marks_free(marks);
	records_free(records);
	arena_free(&scratch);
}

static void test_two_tags_set_the_bit_before(void **state)
{
	(void)state;
	struct arena scratch = ARENA_INIT;
	struct records *records = records_new(1, 1, UNLIMITED);
	for (uint64_t value = 0; value < VALUES; value++)
		for (uint64_t row = 0; row < 3; row++)
			note_one(records, hash_mix(value), 1ull << 5 | ALL, value % 5 ? 0 : row / 2, &scratch);
	struct marks *marks = marks_new(records, three_bits, NULL);
	for (uint64_t value = 0; value < VALUES; value++)
		assert_int_equal(marks_of(marks, hash_mix(value)) >> 4 & 1, value % 5 == 0);
	marks_free(marks);
	records_free(records);
	arena_free(&scratch);
}

static void test_tag_without_its_bit_does_not_count(void **state)
{
	(void)state;
	struct arena scratch = ARENA_INIT;
	struct records *records = records_new(1, 1, UNLIMITED);
	note_one(records, 9, 1ull << 5 | ALL, 1, &scratch);
	note_one(records, 9, ALL, 2, &scratch);
	struct marks *marks = marks_new(records, three_bits, NULL);
	assert_int_equal(marks_of(marks, 9) >> 4 & 1, 0);
	marks_free(marks);
	records_free(records);
	arena_free(&scratch);
}

/* The same rows, in batches of runs or one by one, from one thread or eight: the same marks. */
static void note_many(struct records *records, uint64_t batch, struct arena *scratch)
{
	enum { ROWS = 512 };
	uint64_t hash[ROWS], bits[ROWS], tag[ROWS];
	for (uint64_t row = 0; row < ROWS; row++) {
		uint64_t value = (batch * ROWS + row) / 3 % ODD_VALUES; /* odd: another one of the four kinds of rows each time */
		hash[row] = hash_mix(value);
		bits[row] = row % 4 == 0 ? 0 : row % 4 == 1 ? 1 : row % 4 == 2 ? 1ull << 5 : 1ull << 5 | 2;
		tag[row] = value % 5 ? 7 : batch * ROWS + row;
	}
	struct record_rows rows = {.count = ROWS, .hash = hash, .bits = bits, .tag = {NULL, tag}, .seen = {0, 5}, .distinct = {0, 2}};
	records_note(records, &rows, scratch);
}

static uint64_t all_bits(const void *context, uint64_t bits)
{
	(void)context;
	return bits;
}

static void test_threads_and_runs_change_nothing(void **state)
{
	(void)state;
	enum { BATCHES = 200 };
	struct records *records = records_new(2, 8, UNLIMITED);
#pragma omp parallel num_threads(8)
	{
		struct arena scratch = ARENA_INIT;
#pragma omp for
		for (uint64_t batch = 0; batch < BATCHES; batch++)
			note_many(records, batch, &scratch);
		arena_free(&scratch);
	}
	struct marks *marks = marks_new(records, all_bits, NULL);
	for (uint64_t value = 0; value < ODD_VALUES; value++)
		assert_int_equal(marks_of(marks, hash_mix(value)), ALL | 1 << 5 | (value % 5 ? 0 : 1 << 4));
	marks_free(marks);
	records_free(records);
}

/* A run whose tags are equal but for a row that does not show its own. */
static void test_a_run_compares_what_its_rows_show(void **state)
{
	(void)state;
	struct arena scratch = ARENA_INIT;
	for (uint64_t last = 1; last <= 2; last++) {
		struct records *records = records_new(1, 1, UNLIMITED);
		uint64_t hash[4] = {9, 9, 9, 8}, bits[4] = {1 << 5, 1, 1 << 5, 1 << 5}, tag[4] = {1, 3, last, 4};
		struct record_rows rows = {.count = 4, .hash = hash, .bits = bits, .tag = {tag}, .seen = {5}, .distinct = {2}};
		records_note(records, &rows, &scratch);
		struct marks *marks = marks_new(records, all_bits, NULL);
		assert_int_equal(marks_of(marks, 9), 1 | 1 << 5 | (last == 1 ? 0 : 1 << 4));
		assert_int_equal(marks_of(marks, 8), 1 << 5);
		marks_free(marks);
		records_free(records);
	}
	arena_free(&scratch);
}

/* Value v meets v % 10 different numbers, each several times, in one batch or in many, from one thread or several. */
static void note_numbers(struct records *records, uint32_t wanted, uint64_t batch, bool together, struct arena *scratch)
{
	enum { ROWS = 512 };
	uint64_t hash[ROWS], bits[ROWS], tag[2][ROWS], row = 0;
	for (uint64_t value = batch * 10; value < batch * 10 + 10; value++)
		for (uint64_t each = 0; each < 4 * (value % 10); each++, row++) {
			hash[row] = hash_mix(value);
			bits[row] = 1ull << 5 | 1ull << 9;
			tag[0][row] = each % 2 ? each / 4 : each % (value % 10);
			tag[1][row] = each % 2;
		}
	struct record_rows rows = {.count = (uint32_t)row, .hash = hash, .bits = bits, .tag = {tag[0], tag[1]}, .seen = {5, 9}, .distinct = {wanted, 2}};
	if (together)
		records_note(records, &rows, scratch);
	for (uint64_t at = 0; at < row && !together; at++) {
		rows = (struct record_rows){.count = 1, .hash = &hash[at], .bits = &bits[at], .tag = {&tag[0][at], &tag[1][at]}, .seen = {5, 9}, .distinct = {wanted, 2}};
		records_note(records, &rows, scratch);
	}
	arena_reset(scratch);
}

static void check_numbers(uint32_t wanted, bool together, uint32_t threads)
{
	enum { BATCHES = 100 };
	struct records *records = records_new(2, threads, UNLIMITED);
#pragma omp parallel num_threads(threads)
	{
		struct arena scratch = ARENA_INIT;
#pragma omp for
		for (uint64_t batch = 0; batch < 2 * BATCHES; batch++) /* everything twice */
			note_numbers(records, wanted, batch % BATCHES, together, &scratch);
		arena_free(&scratch);
	}
	struct marks *marks = marks_new(records, all_bits, NULL);
	for (uint64_t value = 0; value < 10 * BATCHES; value++) {
		uint64_t of_value = marks_of(marks, hash_mix(value));
		assert_int_equal(of_value >> 4 & 1, value % 10 >= wanted);
		assert_int_equal(of_value >> 8 & 1, value % 10 > 0);
	}
	marks_free(marks);
	records_free(records);
}

static void test_as_many_numbers_as_wanted(void **state)
{
	(void)state;
	for (uint32_t wanted = 2; wanted <= HECHA_DISTINCT_MAX; wanted++)
		for (uint32_t threads = 1; threads <= 8; threads *= 8) {
			check_numbers(wanted, true, threads);
			check_numbers(wanted, false, threads);
		}
}

/* A row that does not show its number does not count, and is one with those that do. */
static void test_numbers_are_counted_where_shown(void **state)
{
	(void)state;
	struct arena scratch = ARENA_INIT;
	for (uint64_t last = 2; last <= 3; last++) {
		struct records *records = records_new(1, 1, UNLIMITED);
		uint64_t hash[6] = {9, 9, 9, 9, 9, 8}, bits[6] = {1 << 5, 1, 1 << 5, 2, 1 << 5, 1 << 5}, tag[6] = {1, 7, 2, 8, last, 4};
		records_note(records, &(struct record_rows){.count = 6, .hash = hash, .bits = bits, .tag = {tag}, .seen = {5}, .distinct = {3}}, &scratch);
		struct marks *marks = marks_new(records, all_bits, NULL);
		assert_int_equal(marks_of(marks, 9), ALL | 1 << 5 | (last == 2 ? 0 : 1 << 4));
		assert_int_equal(marks_of(marks, 8), 1 << 5);
		marks_free(marks);
		records_free(records);
	}
	arena_free(&scratch);
}

/* Values that have a place keep it when there is no more room, and only they. */
static void test_no_room_leaves_values_out(void **state)
{
	(void)state;
	struct arena scratch = ARENA_INIT;
	struct unit_growth growth = {.limit = 200 * sizeof(struct mark)};
	struct records *records = records_new(0, 2, UNIT_GROWTH(&growth));
	for (uint64_t bits = 1; bits <= 2; bits *= 2)
		for (uint64_t value = 0; value < VALUES; value++)
			note_one(records, hash_mix(value), bits, 0, &scratch);
	struct marks *marks = marks_new(records, all_bits, NULL);
	uint64_t count = 0;
	for (uint64_t value = 0; value < VALUES; value++) {
		uint64_t of_value = marks_of(marks, hash_mix(value));
		assert_true(of_value == 0 || of_value == ALL);
		count += of_value == ALL;
	}
	assert_true(count > 100 && count < VALUES && growth.bytes <= growth.limit);
	marks_free(marks);
	records_free(records);
	arena_free(&scratch);
}

static void test_rows_without_bits_are_nobodys(void **state)
{
	(void)state;
	struct arena scratch = ARENA_INIT;
	struct records *records = records_new(0, 1, UNLIMITED);
	uint64_t hash[3] = {1, 2, 3}, bits[3] = {0, 2, 0};
	records_note(records, &(struct record_rows){.count = 3, .hash = hash, .bits = bits}, &scratch);
	records_note(records, &(struct record_rows){.count = 0}, &scratch);
	struct marks *marks = marks_new(records, all_bits, NULL);
	for (uint64_t value = 1; value <= 3; value++)
		assert_int_equal(marks_of(marks, value), value == 2 ? 2 : 0);
	marks_free(marks);
	records_free(records);
	arena_free(&scratch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks_are_of_those_with_all_bits),
		cmocka_unit_test(test_badges_tell_no_less_than_values),
		cmocka_unit_test(test_two_tags_set_the_bit_before),
		cmocka_unit_test(test_tag_without_its_bit_does_not_count),
		cmocka_unit_test(test_threads_and_runs_change_nothing),
		cmocka_unit_test(test_a_run_compares_what_its_rows_show),
		cmocka_unit_test(test_as_many_numbers_as_wanted),
		cmocka_unit_test(test_numbers_are_counted_where_shown),
		cmocka_unit_test(test_no_room_leaves_values_out),
		cmocka_unit_test(test_rows_without_bits_are_nobodys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
