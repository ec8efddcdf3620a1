/* Runs of ASCII digits, four and eight at a time: dates, months and identity numbers are read once per row. */
#ifndef HECHA_DIGITS_H
#define HECHA_DIGITS_H

#include "base/span.h"

static inline bool digit_is(char c)
{
	return (unsigned char)(c - '0') < 10;
}

/* Eight bytes with the first one lowest, on every machine. */
static inline uint64_t digits_load(const char *text)
{
	uint64_t v;
	memcpy(&v, text, sizeof v);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	return v;
}

/* Up to eight bytes, the first one lowest, zeros above; nothing outside the text is read. */
static inline uint64_t digits_load_few(const char *text, size_t size)
{
	uint64_t v = 0;
	if (size >= 4) {
		uint32_t low, high; /* they overlap below eight bytes */
		memcpy(&low, text, 4);
		memcpy(&high, text + size - 4, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		low = __builtin_bswap32(low);
		high = __builtin_bswap32(high);
#endif
		return low | (uint64_t)high << 8 * (size - 4);
	}
	for (size_t i = 0; i < size; i++)
		v |= (uint64_t)(unsigned char)text[i] << 8 * i;
	return v;
}

/* Whether eight loaded bytes are digits. */
static inline bool digits_are(uint64_t v)
{
	const uint64_t high = 0xF0F0F0F0F0F0F0F0, zeros = 0x3030303030303030;
	return ((v & high) == zeros) & (((v + 0x0606060606060606) & high) == zeros);
}

/* Eight loaded digits as four numbers of two digits, 16 bits each. */
static inline uint64_t digits_pairs(uint64_t v)
{
	v -= 0x3030303030303030;
	return (v * 10 + (v >> 8)) & 0x00FF00FF00FF00FF;
}

/* Eight loaded digits as a number: pairs (10·a + b), then fours, then all, in one register. */
static inline uint32_t digits_value(uint64_t v)
{
	v = digits_pairs(v);
	v = (v * 100 + (v >> 16)) & 0x0000FFFF0000FFFF;
	return (uint32_t)(v * 10000 + (v >> 32));
}

/* Eight digits as a number; false when one of the eight bytes is no digit. */
static inline bool digits_8(const char *text, uint32_t *out)
{
	uint64_t v = digits_load(text);
	*out = digits_value(v);
	return digits_are(v);
}

/* The weighted sum of eight digits, weights up to 255. One multiplication adds four products in its top 16 bits: lane i of
 * the digits meets lane 3 - i of the weights there. The constant weights are folded by the compiler. */
static inline unsigned digits_8_weighted(const char *text, const uint8_t weight[8])
{
	const uint64_t lanes = 0x000F000F000F000F;
	uint64_t v = digits_load(text), even = 0, odd = 0;
	for (int i = 0; i < 8; i += 2) {
		even = even << 16 | weight[i];
		odd = odd << 16 | weight[i + 1];
	}
	return (unsigned)(((v & lanes) * even >> 48) + ((v >> 8 & lanes) * odd >> 48));
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
