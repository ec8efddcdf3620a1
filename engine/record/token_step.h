/* Inside token_*.c only: what every level does with the masks of 64 bytes. Bit i is byte i of the block. A level has two or three functions
 * of its own: block_masks (compares), block_put (a mask to a list of offsets), and the prefix xor where it has an instruction for it. */
#ifndef HECHA_TOKEN_STEP_H
#define HECHA_TOKEN_STEP_H

#include "record/token.h"

#define TOKEN_INLINE static inline __attribute__((always_inline))

struct token_masks {
	uint64_t delimiter, line_end, quote, cr;
	uint64_t control; /* bytes up to 0x20: whatever could be a blank */
	uint64_t flips;	  /* prefix xor of quote: from an odd quote on, up to the even one behind it */
};

/* What the next block has to know of the last one: all ones or zero for inside, bit 0 for the others. */
struct token_state {
	uint64_t inside, separator, blank, closed, closed_cr;
	uint32_t count; /* of after */
	uint32_t row_count, care_count;
	uint32_t irregular; /* offset of the first byte that is not regular */
};

TOKEN_INLINE struct token_state token_start(struct token_window *window)
{
	window->after[0] = window->from;
	return (struct token_state){.separator = 1, .count = 1, .irregular = UINT32_MAX};
}

/* The last block of a chunk is seldom whole: it is copied, so that nothing behind it is read. */
TOKEN_INLINE const char *token_block(const struct token_window *window, uint32_t at, char copy[TOKEN_BLOCK])
{
	if (window->until - at >= TOKEN_BLOCK)
		return window->data + at;
	memset(copy, 0, TOKEN_BLOCK);
	memcpy(copy, window->data + at, window->until - at);
	return copy;
}

TOKEN_INLINE uint64_t token_prefix_xor(uint64_t bits)
{
	for (int shift = 1; shift < TOKEN_BLOCK; shift *= 2)
		bits ^= bits << shift;
	return bits;
}

/* Rows with a bit of care, each once. */
TOKEN_INLINE void token_care(struct token_window *window, struct token_state *state, uint64_t care, uint64_t line_end)
{
	while (care) {
		uint64_t before = (care - 1) & ~care;
		uint32_t row = state->row_count + (uint32_t)__builtin_popcountll(line_end & before);
		if (!state->care_count || window->care_row[state->care_count - 1] != row)
			window->care_row[state->care_count++] = row;
		uint64_t ends = line_end & ~before;
		care &= ~(ends ^ (ends - 1)); /* go on behind the end of this row */
	}
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

/* Where rows end. Nearly every block ends none or one of them, at random, so one is written without asking. */
TOKEN_INLINE void token_rows(struct token_window *window, struct token_state *state, uint64_t line_end, uint64_t separators)
{
	uint64_t below = (line_end - 1) & ~line_end;
	window->row_end[state->row_count] = state->count + (uint32_t)__builtin_popcountll(separators & below);
	state->row_count += line_end != 0;
	for (line_end &= line_end - 1; line_end; line_end &= line_end - 1) {
		below = (line_end - 1) & ~line_end;
		window->row_end[state->row_count++] = state->count + (uint32_t)__builtin_popcountll(separators & below);
	}
}

/* Returns the separators of the block that starts at `at`, for block_put; then the caller counts them. */
TOKEN_INLINE uint64_t token_step(struct token_window *window, struct token_state *state, uint32_t at, struct token_masks mask, bool quoted)
{
	uint64_t separators = mask.delimiter | mask.line_end;
	uint64_t blank = mask.control & ~(separators | mask.cr);
	uint64_t care = quoted ? token_quotes(state, at, &mask, &separators, &blank) : 0;
	uint64_t line_end = mask.line_end & separators;
	care |= (blank & (separators << 1 | state->separator)) | ((separators | mask.cr) & (blank << 1 | state->blank));
	state->separator = separators >> 63;
	state->blank = blank >> 63;
	if (__builtin_expect(care != 0, 0))
		token_care(window, state, care, line_end);
	token_rows(window, state, line_end, separators);
	return separators;
}

/* The offsets behind these separators; behind: behind the block's first byte. block_put of the levels that have nothing better. */
TOKEN_INLINE void token_put(uint32_t *after, uint64_t separators, uint32_t behind, uint32_t count)
{
	(void)count;
	for (; separators; separators &= separators - 1)
		*after++ = behind + (uint32_t)__builtin_ctzll(separators);
}

TOKEN_INLINE void token_end(struct token_window *window, const struct token_state *state)
{
	window->row_count = state->row_count;
	window->care_count = state->care_count;
	while (window->row_count && window->after[window->row_end[window->row_count - 1]] > state->irregular)
		window->row_count--;
}

/* The scan of a level from its own block_masks, block_put and prefix_xor; what it calls is inlined, so it uses the level's instructions
 * throughout. Up to the first block with a quote nothing is asked about quotes. */
#define TOKEN_SCAN(level, target)                                                                                      \
	target TOKEN_INLINE uint32_t token_blocks_##level(struct token_window *window, struct token_state *state, uint32_t at, bool quoted) \
	{                                                                                                              \
		char delimiter = window->delimiter, copy[TOKEN_BLOCK];                                                 \
		for (; at < window->until && state->irregular == UINT32_MAX; at += TOKEN_BLOCK) {                      \
			struct token_masks mask = block_masks(token_block(window, at, copy), delimiter);               \
			if (!quoted && mask.quote)                                                                     \
				break;                                                                                 \
			if (quoted)                                                                                    \
				mask.flips = prefix_xor(mask.quote);                                                   \
			uint64_t separators = token_step(window, state, at, mask, quoted);                             \
			uint32_t count = (uint32_t)__builtin_popcountll(separators);                                   \
			block_put(window->after + state->count, separators, at + 1, count);                            \
			state->count += count;                                                                         \
		}                                                                                                      \
		return at;                                                                                             \
	}                                                                                                              \
                                                                                                                       \
	target void token_scan_##level(struct token_window *window)                                                    \
	{                                                                                                              \
		struct token_state state = token_start(window);                                                        \
		uint32_t at = token_blocks_##level(window, &state, window->from, false);                               \
		window->quoted = at < window->until;                                                                   \
		token_blocks_##level(window, &state, at, true);                                                        \
		token_end(window, &state);                                                                             \
	}

#endif
