/* Records of values: bits, tags, pairs, and marks made of them. */
#include "base/file.h"
#include "lookup/records.h"
#include "unit.h"

enum { VALUES = 5000, ALL = 3 };

static uint64_t three_bits(const void *context, uint64_t bits)
{
	(void)context;
	return (bits & ALL) == ALL ? bits : 0;
}

static void note_one(struct records *records, uint64_t hash, uint64_t bits, uint64_t tag, struct arena *scratch)
{
	struct record_rows rows = {.count = 1, .hash = &hash, .bits = &bits, .tag = {&tag}, .seen = {5}};
	records_note(records, &rows, scratch);
}

static void test_marks_are_of_those_with_all_bits(void **state)
{
	(void)state;
	struct arena scratch = ARENA_INIT;
	struct records *records = records_new(0);
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

static void test_two_tags_set_the_bit_before(void **state)
{
	(void)state;
	struct arena scratch = ARENA_INIT;
	struct records *records = records_new(1);
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
	struct records *records = records_new(1);
	note_one(records, 9, 1ull << 5 | ALL, 1, &scratch);
	note_one(records, 9, ALL, 2, &scratch);
	struct marks *marks = marks_new(records, three_bits, NULL);
	assert_int_equal(marks_of(marks, 9) >> 4 & 1, 0);
	marks_free(marks);
	records_free(records);
	arena_free(&scratch);
}

static void test_a_pair_is_met_the_second_time(void **state)
{
	(void)state;
	struct arena scratch = ARENA_INIT;
	struct records *records = records_new(0);
	uint64_t key[4] = {hash_mix(1), hash_mix(1), hash_mix(2), hash_mix(1)};
	uint8_t number[4] = {0, 63, 0, 0};
	bool met[4];
	records_meet(records, key, number, 4, met, &scratch);
	assert_false(met[0] || met[1] || met[2]);
	assert_true(met[3]);
	records_meet(records, key, number, 4, met, &scratch);
	assert_true(met[0] && met[1] && met[2] && met[3]);
	records_free(records);
	arena_free(&scratch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks_are_of_those_with_all_bits),
		cmocka_unit_test(test_two_tags_set_the_bit_before),
		cmocka_unit_test(test_tag_without_its_bit_does_not_count),
		cmocka_unit_test(test_a_pair_is_met_the_second_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
