/* base/bits.h */
#include "base/bits.h"
#include "unit.h"

enum { MOST = 200 };

/* Words that are full, empty and between, and a last one that ends anywhere: each position in order, nothing behind the last. */
static void test_positions_are_those_of_the_bits(void **state)
{
	(void)state;
	struct arena arena = ARENA_INIT;
	for (uint32_t count = 0; count <= MOST; count++)
		for (uint32_t step = 1; step < 80; step += 13) {
			uint64_t *bits = step == 1 ? bits_all(count, &arena) : bits_none(count, &arena);
			uint32_t at[MOST + 1], expected = 0;
			for (uint32_t position = 0; position < count; position += step)
				bits_add(bits, position);
			at[count] = 12345;
			uint32_t found = bits_positions(bits, count, at);
			for (uint32_t position = 0; position < count; position += step)
				assert_int_equal(at[expected++], position);
			assert_int_equal(found, expected);
			assert_int_equal(found, bits_count(bits, count));
			assert_int_equal(at[count], 12345);
			assert_int_equal(bits_any(bits, count), count > 0);
		}
	arena_free(&arena);
}

static void test_all_positions(void **state)
{
	(void)state;
	for (uint32_t count = 0; count <= MOST; count++) {
		uint32_t at[MOST + 1];
		at[count] = 12345;
		bits_all_positions(count, at);
		for (uint32_t position = 0; position < count; position++)
			assert_int_equal(at[position], position);
		assert_int_equal(at[count], 12345);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_positions_are_those_of_the_bits),
		cmocka_unit_test(test_all_positions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
