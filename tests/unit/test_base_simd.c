/* base/simd.h: the level tests may force, and what happens to a name that is none. */
#include "base/simd.h"

#include <stdlib.h>

#include "unit.h"

static void test_level(void **state)
{
	(void)state;
	unsetenv("HECHA_SIMD");
	enum simd_level best = simd_level();
	assert_true(simd_has(best));
	for (enum simd_level level = SIMD_PORTABLE; level < SIMD_LEVEL_COUNT; level++) {
		setenv("HECHA_SIMD", simd_level_names[level], 1);
		assert_int_equal(simd_level(), simd_has(level) ? level : best);
	}
	setenv("HECHA_SIMD", "no-such-level", 1);
	assert_int_equal(simd_level(), best);
}

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(simd_level_names[SIMD_PORTABLE], "portable");
	assert_string_equal(simd_level_names[SIMD_AVX512], "avx512");
	assert_true(simd_has(SIMD_PORTABLE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_level), cmocka_unit_test(test_names)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
