/* Texts looked at for a few odd bytes, sixteen at a time: vectors as gcc and clang spell them for every machine. */
#ifndef HECHA_BYTES_H
#define HECHA_BYTES_H

#include "base/span.h"

typedef uint8_t bytes16 __attribute__((vector_size(16)));

static inline bytes16 bytes_load(const char *text)
{
	bytes16 all;
	memcpy(&all, text, sizeof all);
	return all;
}

/* Every one of 1 … 16 bytes, some more than once, and no other. */
static inline bytes16 bytes_cover(const char *text, size_t size)
{
	uint64_t half[2];
	if (size >= 8) {
		memcpy(&half[0], text, 8);
		memcpy(&half[1], text + size - 8, 8);
	} else if (size >= 4) {
		uint32_t quarter[2];
		memcpy(&quarter[0], text, 4);
		memcpy(&quarter[1], text + size - 4, 4);
		half[0] = half[1] = (uint64_t)quarter[0] << 32 | quarter[1];
	} else { /* first, middle and last, which may be one */
		half[0] = half[1] = (unsigned char)text[0] * 0x0101010101010000u | (uint64_t)(unsigned char)text[size / 2] << 8 |
				    (unsigned char)text[size - 1];
	}
	bytes16 all;
	memcpy(&all, half, sizeof all);
	return all;
}

/* Whether one of them is not 0: what comparisons answer where they hold. */
static inline bool bytes_any(bytes16 found)
{
	uint64_t half[2];
	memcpy(half, &found, sizeof half);
	return (half[0] | half[1]) != 0;
}

/* Whether a byte of the text is one of those that `odd` finds: it answers other than 0 in their place. Give it a function by name, so that it
 * becomes a part of the loop. */
static inline __attribute__((always_inline)) bool bytes_have(struct span text, bytes16 (*odd)(bytes16 bytes))
{
	if (text.size <= 16)
		return text.size && bytes_any(odd(bytes_cover(text.data, text.size)));
	bytes16 found = odd(bytes_load(text.data + text.size - 16));
	for (size_t at = 0; at + 16 < text.size; at += 16)
		found |= odd(bytes_load(text.data + at));
	return bytes_any(found);
}

#endif
