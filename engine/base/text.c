#include "base/text.h"

#include "base/utf8.h"

/* Eight ASCII bytes at a time: most of an extract is digits. */
static size_t ascii_run(struct span s, size_t at)
{
	uint64_t eight;
	for (; at + sizeof eight <= s.size; at += sizeof eight) {
		memcpy(&eight, s.data + at, sizeof eight);
		if (eight & 0x8080808080808080)
			break;
	}
	while (at < s.size && (unsigned char)s.data[at] < 0x80)
		at++;
	return at;
}

/* Characters of three bytes whose first byte alone says that they are neither overlong nor surrogates: nearly all that are not ASCII. */
static size_t han_run(struct span s, size_t at)
{
	for (; at + 3 <= s.size; at += 3) {
		const unsigned char *c = (const unsigned char *)s.data + at;
		bool whole = !(((c[0] & 0xF0) ^ 0xE0) | ((c[1] & 0xC0) ^ 0x80) | ((c[2] & 0xC0) ^ 0x80));
		if (!whole || c[0] == 0xE0 || c[0] == 0xED)
			break;
	}
	return at;
}

bool text_utf8_valid(struct span s)
{
	for (size_t at = han_run(s, ascii_run(s, 0)); at < s.size; at = han_run(s, ascii_run(s, at)))
		if (utf8_next(s, &at) >= UTF8_MALFORMED)
			return false;
	return true;
}

uint32_t text_next(struct span s, size_t *at)
{
	uint32_t character = utf8_next(s, at);
	return character < UTF8_MALFORMED ? character : 0xFFFD;
}

void text_put(struct buffer *buffer, uint32_t c)
{
	char *room = buffer_room(buffer, 4);
	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		c = 0xFFFD;
	int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3; /* bytes behind the first */
	static const unsigned char lead[] = {0x00, 0xC0, 0xE0, 0xF0};
	room[0] = (char)(lead[more] | c >> 6 * more);
	for (int i = 1; i <= more; i++)
		room[i] = (char)(0x80 | (c >> 6 * (more - i) & 0x3F));
	buffer->size += 1 + (size_t)more;
}

static bool blank_byte(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The wide blanks an encoding has. None can be the tail of another character there: UTF-8 has no such tails, and a
 * GB18030 character that ends in A1 is two bytes long. */
static size_t wide_blank(const char *at, size_t size, bool gb18030)
{
	if (gb18030)
		return size >= 2 && memcmp(at, "\xA1\xA1", 2) == 0 ? 2 : 0;
	if (size >= 3 && memcmp(at, "\xE3\x80\x80", 3) == 0)
		return 3;
	return size >= 2 && memcmp(at, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

static size_t blank_in_front(struct span s, bool gb18030)
{
	if (s.size == 0)
		return 0;
	return blank_byte(s.data[0]) ? 1 : wide_blank(s.data, s.size, gb18030);
}

static size_t blank_behind(struct span s, bool gb18030)
{
	if (s.size == 0)
		return 0;
	if (blank_byte(s.data[s.size - 1]))
		return 1;
	for (size_t size = 2; size <= 3 && size <= s.size; size++)
		if (wide_blank(s.data + s.size - size, size, gb18030) == size)
			return size;
	return 0;
}

struct span text_trim(struct span s, bool gb18030)
{
	size_t size;
	while ((size = blank_in_front(s, gb18030)))
		s = span_slice(s, size, s.size - size);
	while ((size = blank_behind(s, gb18030)))
		s.size -= size;
	return s;
}

bool text_is_null(struct span s, bool gb18030)
{
	s = text_trim(s, gb18030);
	switch (s.size) {
	case 0:
		return true;
	case 1:
		return s.data[0] == '/';
	case 2:
		return memcmp(s.data, "\\N", 2) == 0 || (gb18030 && memcmp(s.data, "\xCE\xDE", 2) == 0);
	case 3:
		return !gb18030 && memcmp(s.data, "无", 3) == 0;
	case 4:
		return memcmp(s.data, "NULL", 4) == 0 || memcmp(s.data, "null", 4) == 0;
	default:
		return false;
	}
}

int64_t text_length(struct span s)
{
	int64_t characters = 0;
	for (size_t at = 0; at < s.size; characters++)
		utf8_next(s, &at);
	return characters;
}

/* Where the character with this 0-based index starts; the end when there are fewer. */
static size_t place_of(struct span s, int64_t index)
{
	size_t at = 0;
	for (; index > 0 && at < s.size; index--)
		utf8_next(s, &at);
	return at;
}

struct span text_left(struct span s, int64_t characters)
{
	s.size = place_of(s, characters);
	return s;
}

struct span text_substr(struct span s, int64_t from_1, int64_t characters)
{
	int64_t end_1; /* the first character behind the part */
	if (characters < 0 || __builtin_add_overflow(from_1, characters, &end_1))
		end_1 = characters < 0 ? from_1 : INT64_MAX;
	size_t from = from_1 > 1 ? place_of(s, from_1 - 1) : 0;
	size_t end = end_1 > 1 ? place_of(s, end_1 - 1) : 0;
	return s.size ? span_slice(s, from, end > from ? end - from : 0) : s;
}
