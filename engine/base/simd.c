#include "base/simd.h"

#include <stdlib.h>
#include <string.h>

#define SIMD_NAME(NAME, name) [SIMD_##NAME] = #name,
const char *const simd_level_names[SIMD_LEVEL_COUNT] = {SIMD_LEVELS(SIMD_NAME)};

#ifdef __x86_64__
static bool has_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
	       __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
}

static bool has_avx512(void)
{
	return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
	       __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vbmi") &&
	       __builtin_cpu_supports("avx512vbmi2");
}
#endif

bool simd_has(enum simd_level level)
{
#ifdef __x86_64__
	if (level == SIMD_AVX512)
		return has_avx512();
	if (level == SIMD_AVX2)
		return has_avx2();
	return level == SIMD_SSE2 || level == SIMD_PORTABLE;
#elif defined(__aarch64__)
	return level == SIMD_NEON || level == SIMD_PORTABLE;
#else
	return level == SIMD_PORTABLE;
#endif
}

enum simd_level simd_level(void)
{
	const char *wanted = getenv("HECHA_SIMD");
	enum simd_level best = SIMD_PORTABLE;
	for (enum simd_level level = SIMD_PORTABLE; level < SIMD_LEVEL_COUNT; level++) {
		if (!simd_has(level))
			continue;
		if (wanted && !strcmp(wanted, simd_level_names[level]))
			return level;
		best = level;
	}
	return best;
}
