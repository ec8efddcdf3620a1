/* Which vector instructions this machine has. A kernel is written once for each level it gains from, and all levels give equal results.
 * Ask when an object is made, not per row. */
#ifndef HECHA_SIMD_H
#define HECHA_SIMD_H

#include <stdbool.h>

/* Names as HECHA_SIMD spells them. A higher level of one kind of machine has all of the lower ones. */
#define SIMD_LEVELS(LEVEL)                                                                                             \
	LEVEL(PORTABLE, portable)                                                                                      \
	LEVEL(SSE2, sse2)                                                                                              \
	LEVEL(AVX2, avx2)                                                                                              \
	LEVEL(AVX512, avx512)                                                                                          \
	LEVEL(NEON, neon)

#define SIMD_ENUM(NAME, name) SIMD_##NAME,
enum simd_level { SIMD_LEVELS(SIMD_ENUM) SIMD_LEVEL_COUNT };
#undef SIMD_ENUM
extern const char *const simd_level_names[SIMD_LEVEL_COUNT];

/* What a function of a level may use; simd_has tests for all of it. */
#define SIMD_TARGET_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul")))
#define SIMD_TARGET_AVX512                                                                                             \
	__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt,pclmul")))

bool simd_has(enum simd_level level);

/* The best level of this machine, or the one that the environment variable HECHA_SIMD names, for tests; a name that is unknown or not to
 * be had here changes nothing. */
enum simd_level simd_level(void);

#endif
