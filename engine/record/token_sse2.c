#include "record/token_step.h"

#ifdef __x86_64__
#include <emmintrin.h>

static inline uint64_t equal_bits(const __m128i part[4], __m128i pattern)
{
	uint64_t bits = 0;
	for (int at = 0; at < 4; at++)
		bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(part[at], pattern)) << (16 * at);
	return bits;
}

static inline uint64_t control_bits(const __m128i part[4])
{
	uint64_t bits = 0;
	for (int at = 0; at < 4; at++) {
		__m128i lower = _mm_min_epu8(part[at], _mm_set1_epi8(0x20));
		bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(part[at], lower)) << (16 * at);
	}
	return bits;
}

static inline struct token_masks block_masks(const char *block, char delimiter)
{
	__m128i part[4];
	for (int at = 0; at < 4; at++)
		part[at] = _mm_loadu_si128((const __m128i *)(const void *)(block + 16 * at));
	return (struct token_masks){
		.delimiter = equal_bits(part, _mm_set1_epi8(delimiter)),
		.line_end = equal_bits(part, _mm_set1_epi8('\n')),
		.quote = equal_bits(part, _mm_set1_epi8('"')),
		.cr = equal_bits(part, _mm_set1_epi8('\r')),
		.control = control_bits(part),
	};
}

#define block_put token_put
#define prefix_xor token_prefix_xor
TOKEN_SCAN(sse2, )
#endif
