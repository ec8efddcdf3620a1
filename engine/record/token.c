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
	window->quoted = state.quoted;
	window->row_count = state.row_count;
	window->care_count = state.care_count;
	window->odd_count = state.odd_count;
	while (window->row_count && window->after[token_row_end(window, window->row_count - 1)] > state.irregular)
		window->row_count--;
}

/* What they call is inlined, so it uses the level's instructions throughout. scan_plain and scan_quoted go over the blocks that are as nearly all
 * are, up to the last whole one, and return where they stopped; scan_any takes one block, whatever it is. Each of them is a function of its own and
 * works on a copy of the state, so that all its loop needs stays in registers: an offset that is written may be anything to the compiler, even
 * a field of window. */
#define TOKEN_SCAN(level, target)                                                                                                         \
	/* What a block that was stepped through leaves: odd rows where they are wanted, and offsets. line_end: outside quotes. */                \
	target TOKEN_INLINE void put_block_##level(struct token_window *window, struct token_state *state, const char *block, uint32_t at, bool texts, \
						   uint64_t line_end, uint64_t separators, uint32_t *after)                               \
	{                                                                                                                                 \
		if (texts)                                                                                                                \
			token_text(window, state, level##_utf8(block), line_end);                                                         \
		uint32_t count = (uint32_t)__builtin_popcountll(separators);                                                              \
		level##_put(after + state->count, separators, at + 1, count);                                                             \
		state->count += count;                                                                                                    \
	}                                                                                                                                 \
                                                                                                                                          \
	target static __attribute__((noinline)) uint32_t scan_plain_##level(struct token_window *window, struct token_state *shared, uint32_t at) \
	{                                                                                                                                 \
		struct token_state state = *shared;                                                                                       \
		char delimiter = window->delimiter;                                                                                       \
		bool texts = window->texts;                                                                                               \
		const char *data = window->data;                                                                                          \
		uint32_t until = window->until, *after = window->after;                                                                   \
		for (; until - at >= TOKEN_BLOCK; at += TOKEN_BLOCK) {                                                                    \
			const char *block = data + at;                                                                                    \
			struct token_masks mask = {level##_equal(block, delimiter), level##_equal(block, '\n'), level##_up_to(block, '"'), 0, 0, 0};\
			uint64_t separators = mask.delimiter | mask.line_end, odd = mask.low & ~separators;                               \
			if (state.blank || (odd && odd != level##_equal(block, '\r')))                                                    \
				break;                                                                                                    \
			token_step_plain(&state, &mask);                                                                                  \
			put_block_##level(window, &state, block, at, texts, mask.line_end, separators, after);                            \
		}                                                                                                                         \
		*shared = state;                                                                                                          \
		return at;                                                                                                                \
	}                                                                                                                                 \
                                                                                                                                          \
	target static __attribute__((noinline)) uint32_t scan_quoted_##level(struct token_window *window, struct token_state *shared, uint32_t at) \
	{                                                                                                                                 \
		struct token_state state = *shared;                                                                                       \
		char delimiter = window->delimiter;                                                                                       \
		bool texts = window->texts;                                                                                               \
		const char *data = window->data;                                                                                          \
		uint32_t until = window->until, *after = window->after;                                                                   \
		for (; until - at >= TOKEN_BLOCK; at += TOKEN_BLOCK) {                                                                    \
			const char *block = data + at;                                                                                    \
			struct token_masks mask = {level##_equal(block, delimiter), level##_equal(block, '\n'), level##_up_to(block, '"'), \
						   level##_equal(block, '"'), 0, 0};                                                       \
			uint64_t separators;                                                                                              \
			mask.flips = level##_prefix_xor(mask.quote);                                                                      \
			if (!token_step_quoted(&state, &mask, &separators))                                                               \
				break;                                                                                                    \
			put_block_##level(window, &state, block, at, texts, mask.line_end, separators, after);                            \
		}                                                                                                                         \
		*shared = state;                                                                                                          \
		return at;                                                                                                                \
	}                                                                                                                                 \
                                                                                                                                          \
	target static __attribute__((noinline)) void scan_any_##level(struct token_window *window, struct token_state *state, uint32_t at)  \
	{                                                                                                                                 \
		char copy[TOKEN_BLOCK];                                                                                                   \
		const char *block = token_block(window->data, at, window->until, copy);                                                   \
		struct token_masks mask = {level##_equal(block, window->delimiter), level##_equal(block, '\n'), level##_up_to(block, '"'), \
					   level##_equal(block, '"'), 0, level##_equal(block, '\r')};                                     \
		mask.flips = level##_prefix_xor(mask.quote);                                                                              \
		uint64_t separators = token_step(window, state, at, &mask);                                                               \
		put_block_##level(window, state, block, at, window->texts, mask.line_end & separators, separators, window->after);        \
	}                                                                                                                                 \
                                                                                                                                          \
	target static void token_scan_##level(struct token_window *window)                                                                \
	{                                                                                                                                 \
		struct token_state state = token_start(window);                                                                           \
		for (uint32_t at = window->from; at < window->until && state.irregular == UINT32_MAX; at += TOKEN_BLOCK) {                \
			at = (state.quoted ? scan_quoted_##level : scan_plain_##level)(window, &state, at);                               \
			if (at < window->until)                                                                                           \
				scan_any_##level(window, &state, at);                                                                     \
		}                                                                                                                         \
		finish(window, state);                                                                                                    \
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
