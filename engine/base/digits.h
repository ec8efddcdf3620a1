/* Runs of ASCII digits, four and eight at a time: dates, months and identity numbers are read once per row. */
#ifndef HECHA_DIGITS_H
#define HECHA_DIGITS_H

#include "base/span.h"

static inline bool digit_is(char c)
{
	return (unsigned char)(c - '0') < 10;
}

/* Eight digits as a number; false when one of the eight bytes is no digit. The bytes are added pairwise (10·a + b), then
 * the pairs, then the fours, all in one register. */
static inline bool digits_8(const char *text, uint32_t *out)
{
	uint64_t v;
	memcpy(&v, text, sizeof v);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	const uint64_t high = 0xF0F0F0F0F0F0F0F0, zeros = 0x3030303030303030;
	bool good = ((v & high) == zeros) & (((v + 0x0606060606060606) & high) == zeros);
	v -= zeros;
	v = (v * 10 + (v >> 8)) & 0x00FF00FF00FF00FF;
	v = (v * 100 + (v >> 16)) & 0x0000FFFF0000FFFF;
	*out = (uint32_t)(v * 10000 + (v >> 32));
	return good;
}

/* From one to four digits as a number. */
static inline bool digits_few(const char *text, size_t count, uint32_t *out)
{
	uint32_t value = 0;
	bool good = true;
	for (size_t i = 0; i < count; i++) {
		good &= digit_is(text[i]);
		value = value * 10 + (uint32_t)(text[i] - '0');
	}
	*out = value;
	return good;
}

/* Writes `value` with exactly `count` digits, zeros in front. */
static inline void digits_put(char *text, size_t count, uint64_t value)
{
	while (count) {
		text[--count] = (char)('0' + value % 10);
		value /= 10;
	}
}

#endif
