/* Sets of positions, 64 a word: bit i of word w is position 64 * w + i. Bits behind the last position are 0. */
#ifndef HECHA_BITS_H
#define HECHA_BITS_H

#include "base/memory.h"

static inline uint32_t bits_words(uint32_t count)
{
	return (count + 63) / 64;
}

/* The bits of word w that stand for one of `count` positions. */
static inline uint64_t bits_of_word(uint32_t w, uint32_t count)
{
	return count - 64 * w < 64 ? (1ull << (count & 63)) - 1 : UINT64_MAX;
}

static inline uint64_t *bits_none(uint32_t count, struct arena *arena)
{
	return arena_zero(arena, bits_words(count) + 1, sizeof(uint64_t));
}

static inline uint64_t *bits_all(uint32_t count, struct arena *arena)
{
	uint64_t *bits = arena_alloc(arena, (bits_words(count) + 1) * sizeof *bits);
	for (uint32_t w = 0; w < bits_words(count); w++)
		bits[w] = bits_of_word(w, count);
	return bits;
}

static inline bool bits_has(const uint64_t *bits, uint32_t position)
{
	return bits[position / 64] >> (position & 63) & 1;
}

static inline void bits_add(uint64_t *bits, uint32_t position)
{
	bits[position / 64] |= 1ull << (position & 63);
}

static inline bool bits_any(const uint64_t *bits, uint32_t count)
{
	uint64_t any = 0;
	for (uint32_t w = 0; w < bits_words(count); w++)
		any |= bits[w];
	return any != 0;
}

/* How many there are. */
static inline uint32_t bits_count(const uint64_t *bits, uint32_t count)
{
	uint32_t found = 0;
	for (uint32_t w = 0; w < bits_words(count); w++)
		found += (uint32_t)__builtin_popcountll(bits[w]);
	return found;
}

/* The positions themselves, ascending, into `at`, which has room for `count`; returns how many. */
static inline uint32_t bits_positions(const uint64_t *bits, uint32_t count, uint32_t *at)
{
	uint32_t found = 0;
	for (uint32_t w = 0; w < bits_words(count); w++)
		for (uint64_t left = bits[w]; left; left &= left - 1)
			at[found++] = 64 * w + (uint32_t)__builtin_ctzll(left);
	return found;
}

#endif
