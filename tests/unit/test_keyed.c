/* base/keyed.h */
#include "base/keyed.h"
#include "unit.h"

#include <stdlib.h>

/* The plain way: by key, then as they came (what counts them). */
static int plain_order(const void *left, const void *right)
{
	const struct keyed *a = left, *b = right;
	return a->key != b->key ? (a->key > b->key) - (a->key < b->key) : (a->what > b->what) - (a->what < b->what);
}

/* Keys that differ in some bits only, wherever these lie; few values, so that many are equal; none, one and many items. */
static void test_as_a_stable_sort(void **state)
{
	(void)state;
	uint64_t seed = 1;
	for (uint32_t round = 0; round < 400; round++) {
		uint32_t count = round < 4 ? round : random_below(&seed, 5000);
		uint64_t mask = ((uint64_t)pseudo_random(&seed) << 33 ^ (uint64_t)pseudo_random(&seed) << 7) >> round % 64;
		struct keyed *item = mem_alloc(count * sizeof *item), *wanted = mem_alloc(count * sizeof *wanted);
		for (uint32_t at = 0; at < count; at++)
			item[at] = wanted[at] = (struct keyed){~mask ^ (((uint64_t)pseudo_random(&seed) << 32 | pseudo_random(&seed)) & mask), at};
		keyed_sort(item, count);
		if (count)
			qsort(wanted, count, sizeof *wanted, plain_order);
		assert_memory_equal(item, wanted, count * sizeof *item);
		free(item);
		free(wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_a_stable_sort),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
