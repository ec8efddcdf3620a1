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

/* Positions from … from + 63: vector stores, as the length is known. */
static inline void bits_run(uint32_t from, uint32_t *at)
{
	for (uint32_t each = 0; each < 64; each++)
		at[each] = from + each;
}

/* The positions themselves, ascending, into `at`, which has room for `count`; returns how many. */
static inline uint32_t bits_positions(const uint64_t *bits, uint32_t count, uint32_t *at)
{
	uint32_t found = 0;
	for (uint32_t w = 0; w < bits_words(count); w++) {
		if (bits[w] == UINT64_MAX) {
			bits_run(64 * w, at + found);
			found += 64;
			continue;
		}
		for (uint64_t left = bits[w]; left; left &= left - 1)
			at[found++] = 64 * w + (uint32_t)__builtin_ctzll(left);
	}
	return found;
}

/* 0 … count - 1 into `at`. */
static inline void bits_all_positions(uint32_t count, uint32_t *at)
{
	uint32_t each = 0;
	for (; each + 64 <= count; each += 64)
		bits_run(each, at + each);
	for (; each < count; each++)
		at[each] = each;
}

#endif
