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
	if (size) /* first, middle and last, which may be one */
		v = (uint64_t)(unsigned char)text[0] | (uint64_t)(unsigned char)text[size / 2] << 8 * (size / 2) |
		    (uint64_t)(unsigned char)text[size - 1] << 8 * (size - 1);
	return v;
}

/* The same without a branch, where eight bytes can be read whatever the size. */
static inline uint64_t digits_load_part(const char *text, size_t size)
{
	return digits_load(text) & (((uint64_t)(size < 8) << (8 * size & 63)) - 1);
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

/* Eight digits as a number, from their pairs: fours, then all, in one register. */
static inline uint32_t digits_pairs_value(uint64_t v)
{
	v = (v * 100 + (v >> 16)) & 0x0000FFFF0000FFFF;
	return (uint32_t)(v * 10000 + (v >> 32));
}

static inline uint32_t digits_value(uint64_t v)
{
	return digits_pairs_value(digits_pairs(v));
}

/* Eight digits as a number; false when one of the eight bytes is no digit. */
static inline bool digits_8(const char *text, uint32_t *out)
{
	uint64_t v = digits_load(text);
	*out = digits_value(v);
	return digits_are(v);
}

/* Eight loaded digits as if they were of base two: the last one counts once, each one before twice as much. */
static inline unsigned digits_doubled(uint64_t v)
{
	v &= 0x0F0F0F0F0F0F0F0F;
	v = (v * 2 + (v >> 8)) & 0x00FF00FF00FF00FF;
	v = (v * 4 + (v >> 16)) & 0x0000FFFF0000FFFF;
	return (unsigned)(v * 16 + (v >> 32)) & 0xFFFF;
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

/* Writes a value below 100 with two digits. */
static inline void digits_put_two(char *text, uint64_t value)
{
	uint64_t tens = value * 103 >> 10;
	text[0] = (char)('0' + tens);
	text[1] = (char)('0' + value - 10 * tens);
}

/* Writes `value` with exactly `count` digits, zeros in front. */
static inline void digits_put(char *text, size_t count, uint64_t value)
{
	for (; count >= 2; value /= 100)
		digits_put_two(text + (count -= 2), value % 100);
	if (count)
		*text = (char)('0' + value % 10);
}

#endif
