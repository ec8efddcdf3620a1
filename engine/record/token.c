#include "record/token.h"

#include "record/token_put.h"
#include "record/token_step.h"

static bool ends_row(const struct token_window *window, uint32_t index)
{
	return window->data[window->after[index] - 1] == '\n';
}

/* after has count offsets, row_count of them behind a line end. Nearly always all rows are of one length: where every so many separators one
 * is a line end, and there are no more line ends than these, no other one is. */
static void find_rows(struct token_window *window, uint32_t count, uint32_t row_count)
{
	uint32_t length = window->column_count, row = 0, found = 0;
	while (row < row_count && (row + 1) * length < count && ends_row(window, (row + 1) * length))
		row++;
	window->even = row == row_count;
	for (uint32_t at = 1; at < count && !window->even; at++)
		if (ends_row(window, at))
			window->row_end[found++] = at;
}

static void finish(struct token_window *window, struct token_state state)
{
	find_rows(window, state.count, state.row_count);
	window->row_count = state.row_count;
	window->care_count = state.care_count;
	window->odd_count = state.odd_count;
	while (window->row_count && window->after[token_row_end(window, window->row_count - 1)] > state.irregular)
		window->row_count--;
}

/* What it calls is inlined, so it uses the level's instructions throughout. Up to the first block with a quote nothing is asked about quotes.
 * An offset that is written may be anything to the compiler, even a field of window, or of a state whose address is known elsewhere: what
 * the loop reads lives in variables of its own. */
#define TOKEN_SCAN(level, target)                                                                                                         \
	target TOKEN_INLINE uint32_t scan_blocks_##level(struct token_window *window, struct token_state *state, uint32_t at, bool quoted, bool texts) \
	{                                                                                                                                 \
		char delimiter = window->delimiter, copy[TOKEN_BLOCK];                                                                    \
		const char *data = window->data;                                                                                          \
		uint32_t until = window->until, *after = window->after;                                                                   \
		for (; at < until && state->irregular == UINT32_MAX; at += TOKEN_BLOCK) {                                                 \
			const char *block = token_block(data, at, until, copy);                                                           \
			struct token_masks mask = {level##_equal(block, delimiter), level##_equal(block, '\n'), level##_up_to(block, '"'), 0, 0, 0};\
			uint64_t separators;                                                                                              \
			bool done = !quoted && token_step_plain(state, &mask, &separators);                                               \
			if (!done)                                                                                                        \
				mask.quote = level##_equal(block, '"');                                                                   \
			if (!quoted && mask.quote)                                                                                        \
				break;                                                                                                    \
			if (quoted) {                                                                                                     \
				mask.flips = level##_prefix_xor(mask.quote);                                                              \
				done = token_step_quoted(state, &mask, &separators);                                                      \
			}                                                                                                                 \
			if (!done) {                                                                                                      \
				mask.cr = level##_equal(block, '\r');                                                                     \
				separators = token_step(window, state, at, &mask, quoted);                                                \
			}                                                                                                                 \
			if (texts)                                                                                                        \
				token_text(window, state, level##_utf8(block), mask.line_end & separators);                               \
			uint32_t count = (uint32_t)__builtin_popcountll(separators);                                                      \
			level##_put(after + state->count, separators, at + 1, count);                                                     \
			state->count += count;                                                                                            \
		}                                                                                                                         \
		return at;                                                                                                                \
	}                                                                                                                                 \
                                                                                                                                          \
	target TOKEN_INLINE void scan_window_##level(struct token_window *window, bool texts)                                             \
	{                                                                                                                                 \
		struct token_state state = token_start(window);                                                                           \
		uint32_t at = scan_blocks_##level(window, &state, window->from, false, texts);                                            \
		window->quoted = at < window->until;                                                                                      \
		scan_blocks_##level(window, &state, at, true, texts);                                                                     \
		finish(window, state);                                                                                                    \
	}                                                                                                                                 \
                                                                                                                                          \
	target static void token_scan_##level(struct token_window *window)                                                                \
	{                                                                                                                                 \
		window->texts ? scan_window_##level(window, true) : scan_window_##level(window, false);                                   \
	}

TOKEN_SCAN(portable, )
#ifdef __x86_64__
TOKEN_SCAN(sse2, )
TOKEN_SCAN(avx2, SIMD_TARGET_AVX2)
TOKEN_SCAN(avx512, SIMD_TARGET_AVX512)
#elif defined(__aarch64__)
TOKEN_SCAN(neon, )
#endif

token_scan *token_scan_of(enum simd_level level)
{
	switch (level) {
#ifdef __x86_64__
	case SIMD_AVX512:
		return token_scan_avx512;
	case SIMD_AVX2:
		return token_scan_avx2;
	case SIMD_SSE2:
		return token_scan_sse2;
#elif defined(__aarch64__)
	case SIMD_NEON:
		return token_scan_neon;
#endif
	default:
		return token_scan_portable;
	}
}
