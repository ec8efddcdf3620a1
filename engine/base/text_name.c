/* Names of people as several agencies type them: the same name with other blanks, dots, widths and glyph variants
 * is the same name. */
#include "base/text.h"
#include "base/utf8.h"

/* After folding: every blank of Unicode, the zero-width ones too, and the dots between the parts of a name. */
static bool name_ignores(uint32_t c)
{
	switch (c) {
	case '\t':
	case '\n':
	case '\v':
	case '\f':
	case '\r':
	case ' ':
	case '.':
	case 0x85:
	case 0xA0:
	case 0xB7:
	case 0x1680:
	case 0x2022:
	case 0x2027:
	case 0x2028:
	case 0x2029:
	case 0x202F:
	case 0x205F:
	case 0x30FB:
	case 0xFEFF:
	case 0xFF65:
		return true;
	default:
		return c >= 0x2000 && c <= 0x200B;
	}
}

/* The next character of the normalised name but for its glyph, see text_usual_glyph; false at its end. */
static bool name_next(struct span s, size_t *at, uint32_t *out)
{
	while (*at < s.size) {
		uint32_t c = utf8_narrow(utf8_next(s, at));
		if (name_ignores(c))
			continue;
		*out = c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
		return true;
	}
	return false;
}

/* Mostly they are the same character, and nothing has to be looked up; if not, they become the usual ones. */
static bool same_glyph(uint32_t *a, uint32_t *b)
{
	if (*a == *b)
		return true;
	*a = text_usual_glyph(*a);
	*b = text_usual_glyph(*b);
	return *a == *b;
}

void text_normal_name(struct span s, struct buffer *out)
{
	uint32_t c;
	for (size_t at = 0; name_next(s, &at, &c);) {
		c = text_usual_glyph(c);
		if (c >= UTF8_MALFORMED)
			buffer_add_char(out, (char)(c - UTF8_MALFORMED));
		else
			text_put(out, c);
	}
}

bool text_same_name(struct span a, struct span b)
{
	if (span_equal(a, b))
		return true;
	size_t at_a = 0, at_b = 0;
	for (;;) {
		uint32_t in_a, in_b;
		bool more_a = name_next(a, &at_a, &in_a), more_b = name_next(b, &at_b, &in_b);
		if (!more_a || !more_b)
			return more_a == more_b;
		if (!same_glyph(&in_a, &in_b))
			return false;
	}
}

/* What stands where a rare character was lost: a question mark, U+FFFD, or a code point of private use. */
static bool lost_character(uint32_t c)
{
	return c == '?' || c == 0xFFFD || (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && c <= 0x10FFFF);
}

bool text_name_like(struct span a, struct span b)
{
	size_t at_a = 0, at_b = 0;
	unsigned equal = 0, lost = 0, different = 0;
	for (;;) {
		uint32_t in_a, in_b;
		bool more_a = name_next(a, &at_a, &in_a), more_b = name_next(b, &at_b, &in_b);
		if (more_a != more_b)
			return false;
		if (!more_a)
			break;
		if (same_glyph(&in_a, &in_b))
			equal++;
		else if (lost_character(in_a) || lost_character(in_b))
			lost++;
		else
			different++;
	}
	if (lost + different == 0)
		return true;
	return equal && (different == 0 || (different == 1 && lost == 0));
}

void text_mask(struct span s, struct buffer *out)
{
	size_t at = 0;
	if (s.size == 0)
		return;
	text_put(out, text_next(s, &at));
	while (at < s.size) {
		text_next(s, &at);
		text_put(out, 0xFF0A);
	}
}
