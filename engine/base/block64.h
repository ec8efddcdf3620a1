/* 64 bytes as masks, for every level of base/simd.h: bit i is byte i.
 *
 *   LEVEL_equal(block, c)    bytes that are c
 *   LEVEL_up_to(block, c)    bytes that are at most c, unsigned
 *   LEVEL_prefix_xor(bits)   bit i: the parity of bits 0 … i; turns quotes into what is inside them
 *   LEVEL_utf8(block)        what characters of UTF-8 the bytes belong to, as far as that is easily told
 *
 * block: 64 readable bytes at any address. Call them from functions of the same target only, so that they are inlined. */
#ifndef HECHA_BLOCK64_H
#define HECHA_BLOCK64_H

#include "base/digits.h"
#include "base/simd.h"

#define BLOCK64_BYTES 64
#define BLOCK64_INLINE static inline __attribute__((unused))

/* tail: bytes 80 … BF. lead: bytes that begin a character of three bytes, whatever tails follow, and no wide blank: E1, E2, E4 … EC, EE, EF;
 * Chinese is made of these. other: any other byte beyond ASCII. */
struct block64_utf8 {
	uint64_t tail, lead, other;
};

BLOCK64_INLINE uint64_t portable_prefix_xor(uint64_t bits)
{
	for (int shift = 1; shift < 64; shift *= 2)
		bits ^= bits << shift;
	return bits;
}

/* One bit for each byte that is 0x80 or 0. */
BLOCK64_INLINE uint64_t portable_gather(uint64_t word)
{
	return (word >> 7) * 0x0102040810204080u >> 56;
}

BLOCK64_INLINE uint64_t portable_equal(const char *block, char c)
{
	const uint64_t low = 0x7f7f7f7f7f7f7f7fu;
	uint64_t bits = 0;
	for (int at = 0; at < BLOCK64_BYTES; at += 8) {
		uint64_t diff = digits_load(block + at) ^ 0x0101010101010101u * (unsigned char)c;
		bits |= portable_gather(~(((diff & low) + low) | diff | low)) << at;
	}
	return bits;
}

/* Seven bits of each byte are compared, so that no carry goes from one byte into the next. */
BLOCK64_INLINE uint64_t portable_up_to(const char *block, unsigned char c)
{
	const uint64_t low = 0x7f7f7f7f7f7f7f7fu;
	uint64_t bits = 0;
	for (int at = 0; at < BLOCK64_BYTES; at += 8) {
		uint64_t word = digits_load(block + at), beyond = (word & low) + 0x0101010101010101u * (uint64_t)(0x7f - (c & 0x7f));
		uint64_t above = (c & 0x80 ? beyond & word : beyond | word) & ~low;
		bits |= portable_gather(above ^ ~low) << at;
	}
	return bits;
}

#define BLOCK64_UTF8(level, target)                                                                                    \
	target BLOCK64_INLINE struct block64_utf8 level##_utf8(const char *block)                                      \
	{                                                                                                              \
		uint64_t ascii = level##_up_to(block, 0x7F), before_leads = level##_up_to(block, 0xBF);                \
		uint64_t lead = level##_up_to(block, 0xEF) & ~(level##_up_to(block, 0xE0) | level##_equal(block, '\xE3') | level##_equal(block, '\xED')); \
		return (struct block64_utf8){before_leads & ~ascii, lead, ~(before_leads | lead)};                     \
	}
BLOCK64_UTF8(portable, )

#ifdef __x86_64__
#include <immintrin.h>

BLOCK64_INLINE __m128i sse2_part(const char *block, int at)
{
	return _mm_loadu_si128((const __m128i *)(const void *)(block + 16 * at));
}

BLOCK64_INLINE uint64_t sse2_equal(const char *block, char c)
{
	uint64_t bits = 0;
	for (int at = 0; at < 4; at++)
		bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(sse2_part(block, at), _mm_set1_epi8(c))) << (16 * at);
	return bits;
}

BLOCK64_INLINE uint64_t sse2_up_to(const char *block, unsigned char c)
{
	uint64_t bits = 0;
	for (int at = 0; at < 4; at++) {
		__m128i part = sse2_part(block, at), lower = _mm_min_epu8(part, _mm_set1_epi8((char)c));
		bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(part, lower)) << (16 * at);
	}
	return bits;
}
#define sse2_prefix_xor portable_prefix_xor
BLOCK64_UTF8(sse2, )

SIMD_TARGET_AVX2 BLOCK64_INLINE __m256i avx2_part(const char *block, int at)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)(block + 32 * at));
}

SIMD_TARGET_AVX2 BLOCK64_INLINE uint64_t avx2_join(__m256i low, __m256i high)
{
	return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

SIMD_TARGET_AVX2 BLOCK64_INLINE uint64_t avx2_equal(const char *block, char c)
{
	__m256i pattern = _mm256_set1_epi8(c);
	return avx2_join(_mm256_cmpeq_epi8(avx2_part(block, 0), pattern), _mm256_cmpeq_epi8(avx2_part(block, 1), pattern));
}

SIMD_TARGET_AVX2 BLOCK64_INLINE uint64_t avx2_up_to(const char *block, unsigned char c)
{
	__m256i most = _mm256_set1_epi8((char)c), low = avx2_part(block, 0), high = avx2_part(block, 1);
	return avx2_join(_mm256_cmpeq_epi8(_mm256_min_epu8(low, most), low), _mm256_cmpeq_epi8(_mm256_min_epu8(high, most), high));
}

/* Times all ones, without carries. */
SIMD_TARGET_AVX2 BLOCK64_INLINE uint64_t avx2_prefix_xor(uint64_t bits)
{
	return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)bits), _mm_set1_epi8(-1), 0));
}

BLOCK64_UTF8(avx2, SIMD_TARGET_AVX2)

SIMD_TARGET_AVX512 BLOCK64_INLINE uint64_t avx512_equal(const char *block, char c)
{
	return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(block), _mm512_set1_epi8(c));
}

SIMD_TARGET_AVX512 BLOCK64_INLINE uint64_t avx512_up_to(const char *block, unsigned char c)
{
	return _mm512_cmple_epu8_mask(_mm512_loadu_si512(block), _mm512_set1_epi8((char)c));
}
#define avx512_prefix_xor avx2_prefix_xor

/* Leads by a table of bytes C0 … FF; those below look up something, too. */
SIMD_TARGET_AVX512 BLOCK64_INLINE struct block64_utf8 avx512_utf8(const char *block)
{
	const __m512i leads = _mm512_set_epi64(0, 0, (int64_t)0xFFFF00FFFFFFFFFF, (int64_t)0xFFFFFFFF00FFFF00, 0, 0, 0, 0);
	__m512i bytes = _mm512_loadu_si512(block);
	uint64_t beyond = _mm512_movepi8_mask(bytes), tail = _mm512_cmplt_epi8_mask(bytes, _mm512_set1_epi8((char)0xC0));
	uint64_t lead = _mm512_movepi8_mask(_mm512_permutexvar_epi8(bytes, leads)) & beyond & ~tail;
	return (struct block64_utf8){tail, lead, beyond & ~(tail | lead)};
}
#endif

#ifdef __aarch64__
#include <arm_neon.h>

/* NEON has no movemask: a bit kept of each byte, then pairs added until 64 bytes are 8. */
BLOCK64_INLINE uint64_t neon_join(const uint8x16_t truth[4])
{
	const uint8x16_t bit = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
	uint8x16_t low = vpaddq_u8(vandq_u8(truth[0], bit), vandq_u8(truth[1], bit));
	uint8x16_t high = vpaddq_u8(vandq_u8(truth[2], bit), vandq_u8(truth[3], bit));
	low = vpaddq_u8(low, high);
	return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(low, low)), 0);
}

BLOCK64_INLINE uint64_t neon_equal(const char *block, char c)
{
	uint8x16_t truth[4];
	for (int at = 0; at < 4; at++)
		truth[at] = vceqq_u8(vld1q_u8((const uint8_t *)block + 16 * at), vdupq_n_u8((uint8_t)c));
	return neon_join(truth);
}

BLOCK64_INLINE uint64_t neon_up_to(const char *block, unsigned char c)
{
	uint8x16_t truth[4];
	for (int at = 0; at < 4; at++)
		truth[at] = vcleq_u8(vld1q_u8((const uint8_t *)block + 16 * at), vdupq_n_u8(c));
	return neon_join(truth);
}
#define neon_prefix_xor portable_prefix_xor
BLOCK64_UTF8(neon, )
#endif

#endif
