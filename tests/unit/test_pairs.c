/* Pairs of rows: which number was met with which key. */
#include "base/file.h"
#include "lookup/pairs.h"
#include "unit.h"
#include "unit_growth.h"

static void test_a_pair_is_met_the_second_time(void **state)
{
	(void)state;
	struct arena scratch = ARENA_INIT;
	struct pairs *pairs = pairs_new(1, UNLIMITED);
	uint64_t key[4] = {hash_mix(1), hash_mix(1), hash_mix(2), hash_mix(1)};
	uint8_t number[4] = {0, PAIR_NUMBERS - 1, 0, 0};
	bool met[4];
	pairs_meet(pairs, key, number, 4, met, &scratch);
	assert_false(met[0] || met[1] || met[2]);
	assert_true(met[3]);
	pairs_meet(pairs, key, number, 4, met, &scratch);
	assert_true(met[0] && met[1] && met[2] && met[3]);
	pairs_meet(pairs, key, number, 0, met, &scratch);
	pairs_free(pairs);
	arena_free(&scratch);
}

/* Keys are told apart by their low 32 bits and the first six, whatever these are; one whose low bits are zero is a key like others. */
static void test_keys_are_told_apart(void **state)
{
	(void)state;
	struct arena scratch = ARENA_INIT;
	struct pairs *pairs = pairs_new(1, UNLIMITED);
	uint64_t key[6] = {0, 1, 1ull << 58, 1ull << 58 | 1, 1ull << 31, 0x1000};
	uint8_t number[6] = {3, 3, 3, 3, 3, 3};
	bool met[6];
	for (uint32_t times = 0; times < 2; times++) {
		pairs_meet(pairs, key, number, 6, met, &scratch);
		for (uint32_t at = 0; at < 6; at++)
			assert_int_equal(met[at], times);
	}
	pairs_free(pairs);
	arena_free(&scratch);
}

/* Many keys, tables that grow, several threads: of two rows that agree one learns it, of others none does. */
static void test_growth_and_threads(void **state)
{
	(void)state;
	enum { BATCHES = 400, ROWS = 500 };
	for (uint32_t threads = 1; threads <= 8; threads *= 8) {
		struct unit_growth growth = {.limit = SIZE_MAX};
		struct pairs *pairs = pairs_new(threads, UNIT_GROWTH(&growth));
		uint64_t met_count = 0;
#pragma omp parallel for num_threads(threads) reduction(+ : met_count)
		for (uint64_t batch = 0; batch < BATCHES; batch++) {
			struct arena scratch = ARENA_INIT;
			uint64_t key[ROWS];
			uint8_t number[ROWS];
			bool met[ROWS];
			for (uint64_t row = 0; row < ROWS; row++) {
				key[row] = hash_mix(batch / 2 * ROWS + row); /* each twice … */
				number[row] = (uint8_t)(row % 10 ? batch % 2 : 5); /* … a tenth of them with the same number */
			}
			pairs_meet(pairs, key, number, ROWS, met, &scratch);
			for (uint64_t row = 0; row < ROWS; row++)
				met_count += met[row];
			arena_free(&scratch);
		}
		assert_int_equal(met_count, BATCHES / 2 * ROWS / 10);
		assert_true(growth.bytes > (size_t)BATCHES / 2 * ROWS * 8 && growth.bytes < (size_t)BATCHES / 2 * ROWS * 8 * 4);
		pairs_free(pairs);
	}
}

/* A table never fills up: without room rows are left out. */
static void test_no_room_leaves_keys_out(void **state)
{
	(void)state;
	enum { KEYS = 100000 };
	struct arena scratch = ARENA_INIT;
	struct unit_growth growth = {.limit = 100000};
	struct pairs *pairs = pairs_new(2, UNIT_GROWTH(&growth));
	bool met = false, any = false;
	for (uint64_t each = 0; each < KEYS; each++) {
		pairs_meet(pairs, &(uint64_t){hash_mix(each)}, &(uint8_t){7}, 1, &met, &scratch);
		any |= met;
		arena_reset(&scratch);
	}
	assert_true(!any && growth.bytes > 0 && growth.bytes <= growth.limit);
	pairs_free(pairs);
	arena_free(&scratch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_pair_is_met_the_second_time),
		cmocka_unit_test(test_keys_are_told_apart),
		cmocka_unit_test(test_growth_and_threads),
		cmocka_unit_test(test_no_room_leaves_keys_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
