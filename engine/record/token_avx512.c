#include "record/token_step.h"

#ifdef __x86_64__
#include <immintrin.h>

SIMD_TARGET_AVX512 static inline struct token_masks block_masks(const char *block, char delimiter)
{
	__m512i bytes = _mm512_loadu_si512(block);
	return (struct token_masks){
		.delimiter = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(delimiter)),
		.line_end = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n')),
		.quote = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')),
		.cr = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r')),
		.control = _mm512_cmple_epu8_mask(bytes, _mm512_set1_epi8(0x20)),
	};
}

/* Times all ones, without carries. */
SIMD_TARGET_AVX512 static inline uint64_t prefix_xor(uint64_t bits)
{
	return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)bits), _mm_set1_epi8(-1), 0));
}

SIMD_TARGET_AVX512 static inline void put_sixteen(uint32_t *after, __m128i index, uint32_t behind)
{
	_mm512_storeu_si512(after, _mm512_add_epi32(_mm512_cvtepu8_epi32(index), _mm512_set1_epi32((int)behind)));
}

SIMD_TARGET_AVX512 static inline void block_put(uint32_t *after, uint64_t separators, uint32_t behind, uint32_t count)
{
	const __m512i ascending = _mm512_set_epi64(0x3f3e3d3c3b3a3938, 0x3736353433323130, 0x2f2e2d2c2b2a2928, 0x2726252423222120,
						   0x1f1e1d1c1b1a1918, 0x1716151413121110, 0x0f0e0d0c0b0a0908, 0x0706050403020100);
	__m512i index = _mm512_maskz_compress_epi8(separators, ascending);
	put_sixteen(after, _mm512_castsi512_si128(index), behind);
	if (__builtin_expect(count <= 16, 1))
		return;
	put_sixteen(after + 16, _mm512_extracti32x4_epi32(index, 1), behind);
	put_sixteen(after + 32, _mm512_extracti32x4_epi32(index, 2), behind);
	put_sixteen(after + 48, _mm512_extracti32x4_epi32(index, 3), behind);
}

TOKEN_SCAN(avx512, SIMD_TARGET_AVX512)
#endif
