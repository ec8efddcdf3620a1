/* index_filter for one key that is a number, eight rows at a time. */
#include "lookup/filter_avx512.h"

#ifdef __x86_64__
#include <immintrin.h>

/* hash_mix of each. */
SIMD_TARGET_AVX512 static inline __m512i mix(__m512i x)
{
	x = _mm512_xor_si512(x, _mm512_srli_epi64(x, 32));
	x = _mm512_mullo_epi64(x, _mm512_set1_epi64((long long)0x9E3779B97F4A7C15ull));
	x = _mm512_xor_si512(x, _mm512_srli_epi64(x, 29));
	return _mm512_xor_si512(_mm512_mullo_epi64(x, _mm512_set1_epi64((long long)0xBF58476D1CE4E5B9ull)), _mm512_srli_epi64(x, 32));
}

/* index_filter_bits of each. */
SIMD_TARGET_AVX512 static inline __m512i bits_of(__m512i hash)
{
	__m512i one = _mm512_set1_epi64(1), low = _mm512_set1_epi64(63);
	return _mm512_or_si512(_mm512_sllv_epi64(one, _mm512_and_si512(hash, low)),
			       _mm512_sllv_epi64(one, _mm512_and_si512(_mm512_srli_epi64(hash, 6), low)));
}

/* Numbers of up to eight rows; mostly the rows follow each other. */
SIMD_TARGET_AVX512 static inline __m512i numbers_of(const struct column *probe, __mmask8 there, const uint32_t *at, __m256i position)
{
	if (there == 0xFF && at[7] - at[0] == 7 && probe->mask)
		return _mm512_loadu_si512(probe->number + at[0]);
	__m256i row = _mm256_and_si256(position, _mm256_set1_epi32((int)probe->mask));
	return _mm512_mask_i32gather_epi64(_mm512_setzero_si512(), there, row, probe->number, 8);
}

SIMD_TARGET_AVX512 uint32_t filter_numbers_avx512(const struct index *index, const struct column *probe, uint32_t *at, uint32_t count)
{
	const __m512i none = _mm512_setzero_si512(), word_mask = _mm512_set1_epi64((long long)index->filter_mask);
	uint32_t kept = 0;
	for (uint32_t from = 0; from < count; from += 8) {
		__mmask8 there = (__mmask8)(count - from < 8 ? (1u << (count - from)) - 1 : 0xFF);
		__m256i position = _mm256_maskz_loadu_epi32(there, at + from);
		__m512i hash = mix(numbers_of(probe, there, at + from, position));
		__m512i place = _mm512_and_si512(_mm512_srli_epi64(hash, 40), word_mask), bits = bits_of(hash);
		__m512i word = _mm512_mask_i64gather_epi64(none, there, place, index->filter, 8);
		__mmask8 pass = _mm512_mask_cmpeq_epi64_mask(there, _mm512_and_si512(word, bits), bits);
		uint32_t passed = (uint32_t)__builtin_popcount(pass);
		_mm256_mask_storeu_epi32(at + kept, (__mmask8)((1u << passed) - 1), _mm256_maskz_compress_epi32(pass, position));
		kept += passed;
	}
	return kept;
}
#endif
