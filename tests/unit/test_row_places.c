/* lookup/row_places.h */
#include "lookup/row_places.h"
#include "unit.h"

static void check(const struct place *place, uint32_t count)
{
	struct places places;
	places_init(&places, count);
	for (uint32_t at = 0; at < count; at++)
		places_add(&places, place[at]);
	for (uint32_t at = 0; at < count; at++) {
		struct place found = places_at(&places, at);
		assert_int_equal(place_compare(found, place[at]), 0);
	}
	places_release(&places);
}

/* Extracts that follow one another, stretches of more than 4 GB, lines and bytes that go back. */
static void test_places_are_those_added(void **state)
{
	(void)state;
	const uint64_t far = UINT32_MAX;
	const struct place edges[] = {
		{0, 2, 20}, {0, 3, 20 + far}, {0, 4, 21 + far}, {0, 4 + far, 22 + far}, {0, 5 + far, 23 + far}, {0, 6 + 2 * far, 24 + far},
		{1, 6 + 2 * far, 24 + far}, {1, 1, 24 + far}, {1, 1, 0}, {7, UINT64_MAX, UINT64_MAX}, {7, 0, 0}, {7, 0, 0},
	};
	check(edges, COUNT_OF(edges));
	check(NULL, 0);
	uint64_t seed = 1;
	struct place place[500];
	for (uint32_t round = 0; round < 200; round++) {
		struct place at = {0, 2, 0};
		for (uint32_t row = 0; row < COUNT_OF(place); row++) {
			bool next = !random_below(&seed, 100), jump = !random_below(&seed, 50);
			at = (struct place){at.extract + next, at.line + 1 + (jump ? far - 5 : 0), next ? 0 : at.byte + random_below(&seed, 100) + (jump ? far - 50 : 0)};
			place[row] = at;
		}
		check(place, COUNT_OF(place));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places_are_those_added),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
