#include "record/token_step.h"

#ifdef __x86_64__
#include <immintrin.h>

SIMD_TARGET_AVX2 static inline uint64_t join(__m256i low, __m256i high)
{
	return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

SIMD_TARGET_AVX2 static inline uint64_t equal_bits(__m256i low, __m256i high, char c)
{
	__m256i pattern = _mm256_set1_epi8(c);
	return join(_mm256_cmpeq_epi8(low, pattern), _mm256_cmpeq_epi8(high, pattern));
}

SIMD_TARGET_AVX2 static inline struct token_masks block_masks(const char *block, char delimiter)
{
	__m256i low = _mm256_loadu_si256((const __m256i *)(const void *)block);
	__m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(block + 32));
	__m256i blank = _mm256_set1_epi8(0x20);
	return (struct token_masks){
		.delimiter = equal_bits(low, high, delimiter),
		.line_end = equal_bits(low, high, '\n'),
		.quote = equal_bits(low, high, '"'),
		.cr = equal_bits(low, high, '\r'),
		.control = join(_mm256_cmpeq_epi8(_mm256_min_epu8(low, blank), low), _mm256_cmpeq_epi8(_mm256_min_epu8(high, blank), high)),
	};
}

/* Times all ones, without carries. */
SIMD_TARGET_AVX2 static inline uint64_t prefix_xor(uint64_t bits)
{
	return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)bits), _mm_set1_epi8(-1), 0));
}

/* Eight offsets whether there are so many or not: the number of separators is no branch the processor could foresee. _tzcnt_u64 of
 * nothing left is 64, and the next block writes over it. */
SIMD_TARGET_AVX2 static inline void block_put(uint32_t *after, uint64_t separators, uint32_t behind, uint32_t count)
{
	(void)count;
	for (; separators; after += 8)
		for (int at = 0; at < 8; at++) {
			after[at] = behind + (uint32_t)_tzcnt_u64(separators);
			separators = _blsr_u64(separators);
		}
}

TOKEN_SCAN(avx2, SIMD_TARGET_AVX2)
#endif
