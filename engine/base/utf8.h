/* One character of UTF-8 at a time, for the text_*.c files. Others use text_next, which hides what was malformed. */
#ifndef HECHA_UTF8_H
#define HECHA_UTF8_H

#include "base/span.h"

/* A malformed byte decodes to UTF8_MALFORMED + byte, so that two different broken texts do not compare equal. */
#define UTF8_MALFORMED 0x110000u

static inline bool utf8_tail(struct span s, size_t at)
{
	return at < s.size && ((unsigned char)s.data[at] & 0xC0) == 0x80;
}

/* Decodes the character at *at (in front of the end) and moves *at behind it; behind a malformed byte only that byte. */
static inline uint32_t utf8_next(struct span s, size_t *at)
{
	size_t from = (*at)++;
	uint32_t c = (unsigned char)s.data[from];
	if (c < 0x80)
		return c;
	int more = c >= 0xC2 && c < 0xE0 ? 1 : c >= 0xE0 && c < 0xF0 ? 2 : c >= 0xF0 && c < 0xF5 ? 3 : 0;
	static const uint32_t least[] = {UINT32_MAX, 0x80, 0x800, 0x10000}; /* smaller ones are overlong */
	uint32_t value = c & (0x3Fu >> more);
	for (int i = 1; i <= more; i++) {
		if (!utf8_tail(s, from + (size_t)i))
			return UTF8_MALFORMED + c;
		value = value << 6 | ((unsigned char)s.data[from + (size_t)i] & 0x3F);
	}
	if (value < least[more] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
		return UTF8_MALFORMED + c;
	*at = from + 1 + (size_t)more;
	return value;
}

/* Full-width ASCII and the full-width blank as ASCII, other characters unchanged. */
static inline uint32_t utf8_narrow(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		return c - 0xFEE0;
	return c == 0x3000 ? ' ' : c;
}

#endif
