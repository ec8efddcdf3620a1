/* Wilson's interval against values known from the literature and against what it means. */
#include "base/wilson.h"

#include "unit.h"

static void check(uint64_t hits, uint64_t trials, uint32_t low, uint32_t high)
{
	struct share_interval got = wilson_95(hits, trials);
	assert_int_equal(got.low, low);
	assert_int_equal(got.high, high);
}

static void test_known_values(void **state)
{
	(void)state;
	check(8, 10, 4902, 9433);
	check(0, 10, 0, 2775);
	check(10, 10, 7225, 10000);
	check(0, 1, 0, 7935);
	check(1, 1, 2065, 10000);
	check(81, 263, 2553, 3662); /* Newcombe 1998, table I */
	check(15, 148, 624, 1605);  /* … */
	check(1, 29, 61, 1718);	    /* … */
	check(500000000, 1000000000, 5000, 5000);
}

/* What the interval means: the true shares p that lie within z standard errors, √(p(1 − p)/n), of the one found. */
static bool is_inside(double p, double hits, double trials)
{
	const double z2 = 3.841458820694124, off = hits / trials - p;
	return trials * off * off <= z2 * p * (1 - p);
}

/* Half a ten-thousandth is rounding. */
static void check_edges(uint64_t hits, uint64_t trials)
{
	const double k = (double)hits, n = (double)trials, unit = 1e-4, more = 0.5001 * unit;
	struct share_interval got = wilson_95(hits, trials);
	assert_true(is_inside(got.low * unit + more, k, n) && is_inside(got.high * unit - more, k, n));
	assert_true(got.low == 0 || !is_inside(got.low * unit - more, k, n));
	assert_true(got.high == 10000 || !is_inside(got.high * unit + more, k, n));
	assert_in_range(share_of(hits, trials), got.low, got.high);
}

static void test_every_small_share(void **state)
{
	(void)state;
	for (uint64_t trials = 1; trials <= 300; trials++)
		for (uint64_t hits = 0; hits <= trials; hits++)
			check_edges(hits, trials);
}

static void test_share_rounds_half_up(void **state)
{
	(void)state;
	assert_int_equal(share_of(0, 7), 0);
	assert_int_equal(share_of(1, 3), 3333);
	assert_int_equal(share_of(2, 3), 6667);
	assert_int_equal(share_of(1, 20000), 1);
	assert_int_equal(share_of(UINT64_MAX / 2, UINT64_MAX / 2), 10000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_known_values), cmocka_unit_test(test_every_small_share),
					   cmocka_unit_test(test_share_rounds_half_up)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
