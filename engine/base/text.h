/* Text helpers on UTF-8: validity, trimming, null tokens, names compared on a normalised form, suggestions. */
#ifndef HECHA_TEXT_H
#define HECHA_TEXT_H

#include "base/digits.h"
#include "base/memory.h"

static inline bool text_is_ascii(struct span s)
{
	uint64_t seen = s.size <= 8 ? digits_load_few(s.data, s.size) : digits_load(s.data + s.size - 8);
	for (size_t at = 0; at + 8 < s.size; at += 8)
		seen |= digits_load(s.data + at);
	return !(seen & 0x8080808080808080);
}
bool text_utf8_valid(struct span s); /* strict: no overlong forms, no surrogates, at most U+10FFFF */
/* Decodes one character at s.data[*at] (*at < s.size), advances *at; malformed bytes give U+FFFD and advance by one. */
uint32_t text_next(struct span s, size_t *at);
void text_put(struct buffer *buffer, uint32_t character); /* what is no character becomes U+FFFD */

/* ASCII blanks (TAB, CR, LF, VT and FF too), U+00A0 and U+3000 off both ends. `gb18030`: the U+3000 there is A1 A1 and no
 * U+00A0 is cut. */
struct span text_trim(struct span s, bool gb18030);
/* Empty, NULL, null, 无, / and \N, after trimming (done here; trimming twice is harmless). `gb18030`: 无 is CE DE. */
bool text_is_null(struct span s, bool gb18030);

/* The glyph a traditional or variant character, or one of GBK's private use, is usually written with; others as they are. */
uint32_t text_usual_glyph(uint32_t c);

/* A name without blanks and name dots (· U+00B7 U+2022 U+2027 U+30FB U+FF0E U+FF65 .), width folded, ASCII upper case, in usual glyphs. */
void text_normal_name(struct span s, struct buffer *out);
bool text_same_name(struct span a, struct span b);
/* Equal after normalising, but for one character replaced (none put in or left out), or but for any number of characters
 * that stand for a lost one in either name: `?`, U+FFFD, private use. Something must be really equal: 张伟 is like 张三,
 * ? is like nobody. */
bool text_name_like(struct span a, struct span b);

/* Characters; a malformed byte counts as one. left and substr give a part of s; outside it there is nothing, as in SQL. */
int64_t text_length(struct span s);
struct span text_left(struct span s, int64_t characters);
struct span text_substr(struct span s, int64_t from_1, int64_t characters);
/* SQL LIKE with % and _ over characters. */
bool text_like(struct span s, struct span pattern);
/* Columns a terminal uses: 2 for wide (CJK) characters, 0 for combining ones, 1 for a TAB: carets under Chinese lines. */
int text_width(struct span s);

/* Edit distance (a swap of neighbours is one) at most 2 and under half the length of word: the nearest of count candidates,
 * the first of equally near ones, or NULL. For "did you mean". */
const char *text_suggest(struct span word, const char *const *candidates, size_t count);

/* First character kept, each of the rest as ＊: for anything that leaves the 0600 files. */
void text_mask(struct span s, struct buffer *out);

#endif
