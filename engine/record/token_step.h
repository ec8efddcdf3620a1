/* Inside token.c only: what every level does with the masks of 64 bytes. Bit i is byte i of the block. */
#ifndef HECHA_TOKEN_STEP_H
#define HECHA_TOKEN_STEP_H

#include "base/block64.h"
#include "record/token.h"

#define TOKEN_INLINE static inline __attribute__((always_inline))

struct token_masks {
	uint64_t delimiter, line_end;
	uint64_t low;	 /* bytes up to the quote: blanks, CR, quotes and line ends among them */
	uint64_t quote; /* not asked for in blocks without low bytes but separators, like the rest */
	uint64_t flips; /* prefix xor of quote: from an odd quote on, up to the even one behind it */
	uint64_t cr;
};

/* What the next block has to know of the last one: all ones or zero for inside, bit 0 for the others. */
struct token_state {
	uint64_t inside, separator, blank, closed, closed_cr;
	uint64_t lead;	/* of block64_utf8 */
	uint32_t count; /* of after */
	uint32_t row_count, care_count, odd_count;
	bool quoted; /* there were quotes */
	uint32_t irregular; /* offset of the first byte that is not regular */
};

TOKEN_INLINE struct token_state token_start(struct token_window *window)
{
	window->after[0] = window->from;
	return (struct token_state){.separator = 1, .count = 1, .irregular = UINT32_MAX};
}

/* The last block of a chunk is seldom whole: it is copied, so that nothing behind it is read. */
TOKEN_INLINE const char *token_block(const char *data, uint32_t at, uint32_t until, char copy[TOKEN_BLOCK])
{
	if (until - at >= TOKEN_BLOCK)
		return data + at;
	memset(copy, 0x7f, TOKEN_BLOCK);
	memcpy(copy, data + at, until - at);
	return copy;
}

/* Adds the rows with one of the bits, each once; returns their count then. row: of the first byte of the block; line_end: outside quotes. */
static __attribute__((noinline)) uint32_t token_mark(uint32_t *list, uint32_t count, uint32_t row, uint64_t bits, uint64_t line_end)
{
	while (bits) {
		uint64_t before = (bits - 1) & ~bits;
		uint32_t marked = row + (uint32_t)__builtin_popcountll(line_end & before);
		if (!count || list[count - 1] != marked)
			list[count++] = marked;
		uint64_t ends = line_end & ~before;
		bits &= ~(ends ^ (ends - 1)); /* go on behind the end of this row */
	}
	return count;
}

/* Behind the step of a block: rows with bytes that should be a tail and are none, or the other way round, or that nothing is known of. A character
 * that ends too early is told of before its row ends, for line ends are no tails. */
TOKEN_INLINE void token_text(struct token_window *window, struct token_state *state, struct block64_utf8 utf8, uint64_t line_end)
{
	uint64_t tails = (utf8.lead << 1 | state->lead >> 63) | (utf8.lead << 2 | state->lead >> 62);
	uint64_t odd = (tails ^ utf8.tail) | utf8.other;
	uint32_t row = state->row_count - (uint32_t)__builtin_popcountll(line_end);
	state->lead = utf8.lead;
	if (__builtin_expect(odd != 0, 0))
		state->odd_count = token_mark(window->odd_row, state->odd_count, row, odd, line_end);
}

/* Takes what is inside quotes out of separators and blank; returns the bits that need care. */
TOKEN_INLINE uint64_t token_quotes(struct token_state *state, uint32_t at, const struct token_masks *mask, uint64_t *separators,
				   uint64_t *blank)
{
	uint64_t inside = mask->flips ^ state->inside; /* with the opening quote, without the closing one */
	uint64_t open = mask->quote & inside, close = mask->quote & ~inside;
	uint64_t line_end_inside = mask->line_end & inside;
	*separators &= ~inside;
	*blank &= ~inside;
	uint64_t behind_close = close << 1 | state->closed;
	uint64_t behind_close_cr = (behind_close & mask->cr) << 1 | state->closed_cr;
	uint64_t irregular = (open & ~(*separators << 1 | state->separator | behind_close)) |
			     (behind_close & ~(*separators | mask->quote | mask->cr)) | (behind_close_cr & ~mask->line_end);
	if (irregular)
		state->irregular = at + (uint32_t)__builtin_ctzll(irregular);
	state->inside = (uint64_t)((int64_t)inside >> 63);
	state->closed = close >> 63;
	state->closed_cr = (behind_close & mask->cr) >> 63;
	return (open & behind_close) | line_end_inside;
}

/* A block of separators and what fields are made of: no quote, no blank, nothing that needs care. A CR is at the end of its row, or belongs to a field. */
TOKEN_INLINE void token_step_plain(struct token_state *state, const struct token_masks *mask)
{
	state->separator = (mask->delimiter | mask->line_end) >> 63;
	state->row_count += (uint32_t)__builtin_popcountll(mask->line_end);
}

/* The separators of a block with quotes that stand between separators and fields, and blanks only within them. False when it is none. */
TOKEN_INLINE bool token_step_quoted(struct token_state *state, const struct token_masks *mask, uint64_t *separators)
{
	uint64_t inside = mask->flips ^ state->inside;
	uint64_t open = mask->quote & inside, close = mask->quote & ~inside;
	*separators = (mask->delimiter | mask->line_end) & ~inside;
	uint64_t odd = (open & ~(*separators << 1 | state->separator)) | ((close << 1 | state->closed) & ~*separators);
	odd |= (mask->low & ~(inside | *separators | close)) | (mask->line_end & inside);
	if (odd | state->blank | state->closed_cr)
		return false;
	state->inside = (uint64_t)((int64_t)inside >> 63);
	state->separator = *separators >> 63;
	state->closed = close >> 63;
	state->row_count += (uint32_t)__builtin_popcountll(mask->line_end);
	return true;
}

/* Returns the separators of any block; it starts at `at`. */
TOKEN_INLINE uint64_t token_step(struct token_window *window, struct token_state *state, uint32_t at, const struct token_masks *mask)
{
	uint64_t separators = mask->delimiter | mask->line_end;
	uint64_t blank = mask->low & ~(separators | mask->cr | mask->quote);
	uint64_t care = token_quotes(state, at, mask, &separators, &blank);
	uint64_t line_end = mask->line_end & separators;
	care |= (blank & (separators << 1 | state->separator)) | ((separators | mask->cr) & (blank << 1 | state->blank));
	state->quoted |= mask->quote != 0;
	state->separator = separators >> 63;
	state->blank = blank >> 63;
	if (__builtin_expect(care != 0, 0))
		state->care_count = token_mark(window->care_row, state->care_count, state->row_count, care, line_end);
	state->row_count += (uint32_t)__builtin_popcountll(line_end);
	return separators;
}

#endif
