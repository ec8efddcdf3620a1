/* The size of a text, its first eight bytes and its last: most texts that differ, differ there. */
#ifndef HECHA_TEXT_ENDS_H
#define HECHA_TEXT_ENDS_H

#include "base/digits.h"

struct text_ends {
	uint64_t size, first, last;
};

static inline struct text_ends text_ends(struct span text)
{
	bool words = text.size >= 8;
	return (struct text_ends){text.size, words ? digits_load(text.data) : digits_load_few(text.data, text.size),
				  words ? digits_load(text.data + text.size - 8) : 0};
}

/* Up to 16 bytes the ends are the whole text. */
static inline bool text_ends_equal(struct text_ends a, struct text_ends b, struct span a_text, struct span b_text)
{
	return a.size == b.size && a.first == b.first && a.last == b.last && (a.size <= 16 || span_equal(a_text, b_text));
}

#endif
