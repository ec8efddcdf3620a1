/* Inside token.c only: a mask of 64 bytes to a list of offsets, for every level of base/simd.h.
 *
 *   LEVEL_put(after, separators, behind, count)    the offsets behind these separators; behind: behind the first byte of the block
 *
 * Vectors are written whole: what is behind the count of separators means nothing. */
#ifndef HECHA_TOKEN_PUT_H
#define HECHA_TOKEN_PUT_H

#include "base/block64.h"

BLOCK64_INLINE void portable_put(uint32_t *after, uint64_t separators, uint32_t behind, uint32_t count)
{
	(void)count;
	for (; separators; separators &= separators - 1)
		*after++ = behind + (uint32_t)__builtin_ctzll(separators);
}
#define sse2_put portable_put
#define neon_put portable_put

#ifdef __x86_64__
/* Eight offsets whether there are so many or not: the number of separators is no branch the processor could foresee. _tzcnt_u64 of
 * nothing left is 64, and the next block writes over it. */
SIMD_TARGET_AVX2 BLOCK64_INLINE void avx2_put(uint32_t *after, uint64_t separators, uint32_t behind, uint32_t count)
{
	(void)count;
	for (; separators; after += 8)
		for (int at = 0; at < 8; at++) {
			after[at] = behind + (uint32_t)_tzcnt_u64(separators);
			separators = _blsr_u64(separators);
		}
}

SIMD_TARGET_AVX512 BLOCK64_INLINE void avx512_put_sixteen(uint32_t *after, __m128i index, uint32_t behind)
{
	_mm512_storeu_si512(after, _mm512_add_epi32(_mm512_cvtepu8_epi32(index), _mm512_set1_epi32((int)behind)));
}

SIMD_TARGET_AVX512 BLOCK64_INLINE void avx512_put(uint32_t *after, uint64_t separators, uint32_t behind, uint32_t count)
{
	const __m512i ascending = _mm512_set_epi64(0x3f3e3d3c3b3a3938, 0x3736353433323130, 0x2f2e2d2c2b2a2928, 0x2726252423222120,
						   0x1f1e1d1c1b1a1918, 0x1716151413121110, 0x0f0e0d0c0b0a0908, 0x0706050403020100);
	__m512i index = _mm512_maskz_compress_epi8(separators, ascending);
	avx512_put_sixteen(after, _mm512_castsi512_si128(index), behind);
	if (__builtin_expect(count <= 16, 1))
		return;
	avx512_put_sixteen(after + 16, _mm512_extracti32x4_epi32(index, 1), behind);
	avx512_put_sixteen(after + 32, _mm512_extracti32x4_epi32(index, 2), behind);
	avx512_put_sixteen(after + 48, _mm512_extracti32x4_epi32(index, 3), behind);
}
#endif

#endif
