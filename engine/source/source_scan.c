#include "source/source_scan.h"

#include "base/block64.h"

#define STEP static inline __attribute__((always_inline))

struct state {
	struct span bytes;
	const struct dialect *dialect;
	uint64_t inside;	    /* quotes, at the next byte: all ones or zero */
	uint64_t closed, closed_cr; /* bit 0: the last byte was a closing quote, or a CR behind one */
	uint64_t begins;	    /* bit 0: the next byte begins a record */
	uint64_t quotes, nuls, irregular; /* bits anywhere: there were some */
	uint64_t line_count, record_count;
	size_t record_at;     /* start of the record that the next byte is in, unless it begins later: */
	size_t lines_until;   /* behind the last line end before this, which no quotes are around; 0: nothing is known */
	size_t checked_until; /* records of several lines are known to be good up to here */
};

/* The last block of 64 is seldom whole: it is copied, with something harmless behind it. */
STEP const char *block_at(struct span bytes, size_t at, char copy[BLOCK64_BYTES])
{
	if (at + BLOCK64_BYTES <= bytes.size)
		return bytes.data + at;
	memset(copy, 'x', BLOCK64_BYTES);
	memcpy(copy, bytes.data + at, bytes.size - at);
	return copy;
}

/* Of records that begin with a blank, a control or at a line end, those that are blank lines. */
static __attribute__((noinline)) uint64_t blank_lines(struct span bytes, const struct dialect *dialect, size_t at, uint64_t candidates)
{
	uint64_t count = 0;
	for (; candidates; candidates &= candidates - 1) {
		size_t from = at + (size_t)__builtin_ctzll(candidates);
		const char *line_end = memchr(bytes.data + from, '\n', bytes.size - from);
		if (line_end)
			count += boundary_is_blank(span_slice(bytes, from, (size_t)(line_end - bytes.data) - from), dialect);
	}
	return count;
}

/* A record of several lines is one only if its length and its fields say so. Returns the end of this one, 0 when it is none. */
static __attribute__((noinline)) size_t lines_inside(struct span bytes, const struct dialect *dialect, size_t from)
{
	struct dialect without = *dialect;
	size_t size;
	without.gb18030 = false;
	bool found = boundary_find(span_slice(bytes, from, bytes.size - from), &without, false, &size) == BOUNDARY_RECORD;
	return found ? from + size : 0;
}

static size_t record_start(const struct state *state)
{
	const char *line_end = memrchr(state->bytes.data, '\n', state->lines_until);
	size_t behind = line_end ? (size_t)(line_end + 1 - state->bytes.data) : 0;
	return behind > state->record_at ? behind : state->record_at;
}

STEP void check_lines_inside(struct state *state, size_t at, uint64_t inside, uint64_t outside)
{
	for (; inside && !state->irregular; inside &= inside - 1) {
		uint64_t before = outside & ((inside & -inside) - 1);
		size_t from = before ? at + 64 - (size_t)__builtin_clzll(before) : record_start(state);
		if (at + (size_t)__builtin_ctzll(inside) < state->checked_until)
			continue;
		state->checked_until = lines_inside(state->bytes, state->dialect, from);
		state->irregular |= !state->checked_until;
	}
}

STEP bool is_field_start(const struct state *state, size_t at)
{
	char before = at ? state->bytes.data[at - 1] : '\n';
	return !state->inside && (before == '\n' || before == state->dialect->delimiter);
}

/* Line ends outside quotes. flips: prefix xor of quote. */
STEP uint64_t step_quotes(struct state *state, size_t at, uint64_t line_end, uint64_t quote, uint64_t flips, uint64_t delimiter, uint64_t cr)
{
	uint64_t inside = flips ^ state->inside; /* with the opening quote, without the closing one */
	uint64_t outside = line_end & ~inside;
	uint64_t separator = outside | (delimiter & ~inside);
	uint64_t open = quote & inside, close = quote & ~inside;
	uint64_t behind_close = close << 1 | state->closed;
	uint64_t behind_cr = (behind_close & cr) << 1 | state->closed_cr;
	state->irregular |= (open & ~(separator << 1 | is_field_start(state, at) | behind_close)) |
			    (behind_close & ~(separator | quote | cr)) | (behind_cr & ~line_end);
	state->quotes |= quote;
	if (__builtin_expect((line_end & inside) != 0, 0))
		check_lines_inside(state, at, line_end & inside, outside);
	state->inside = (uint64_t)((int64_t)inside >> 63);
	state->closed = close >> 63;
	state->closed_cr = (behind_close & cr) >> 63;
	return outside;
}

/* low: bytes up to a blank. */
STEP void step_records(struct state *state, size_t at, uint64_t line_end, uint64_t outside, uint64_t low)
{
	uint64_t candidates = (outside << 1 | state->begins) & low;
	state->line_count += (uint64_t)__builtin_popcountll(line_end);
	state->record_count += (uint64_t)__builtin_popcountll(outside);
	if (__builtin_expect(candidates != 0, 0))
		state->record_count -= blank_lines(state->bytes, state->dialect, at, candidates);
	state->begins = outside >> 63;
	if (outside)
		state->record_at = at + 64 - (size_t)__builtin_clzll(outside);
}

/* Blocks up to `at` with lines that are a record each. */
STEP void step_over(struct state *state, size_t at, uint64_t begins, uint64_t line_count)
{
	state->begins = begins;
	state->line_count += line_count;
	state->record_count += line_count;
	state->lines_until = line_count ? at : state->lines_until;
}

STEP struct scan scan_end(const struct state *state)
{
	struct span bytes = state->bytes;
	return (struct scan){
		.line_count = state->line_count,
		.nul = state->nuls != 0,
		.quoted = state->quotes != 0,
		.whole = !state->irregular && !state->inside && bytes.size && bytes.data[bytes.size - 1] == '\n',
		.record_count = state->record_count,
	};
}

/* The functions of a level. What they call is inlined, so it uses the level's instructions throughout. A line end inside quotes that
 * do not stand around a field still counts as a line.
 *
 * scan_lines goes over blocks in which no byte is as low as a quote but CR and line ends, and none of these begins a line: nearly all blocks of a file
 * without quotes. scan_quoted does so once there were quotes: around whole fields, no line end or NUL inside, nothing low outside. They are
 * functions of their own so that all they need stays in registers, and return where they stopped. */
#define SCAN(level, target)                                                                                            \
	target static __attribute__((noinline)) size_t scan_lines_##level(struct state *state, size_t at)              \
	{                                                                                                              \
		const char *data = state->bytes.data;                                                                  \
		uint64_t begins = state->begins, line_count = 0;                                                       \
		size_t size = state->bytes.size;                                                                       \
		for (; at + BLOCK64_BYTES <= size; at += BLOCK64_BYTES) {                                              \
			uint64_t line_end = level##_equal(data + at, '\n'), low = level##_up_to(data + at, '"');       \
			uint64_t odd = low ^ line_end;                                                                 \
			if ((odd && odd != level##_equal(data + at, '\r')) || (low & (line_end << 1 | begins)))        \
				break;                                                                                 \
			line_count += (uint64_t)__builtin_popcountll(line_end);                                        \
			begins = line_end >> 63;                                                                       \
		}                                                                                                      \
		step_over(state, at, begins, line_count);                                                              \
		return at;                                                                                             \
	}                                                                                                              \
	target static __attribute__((noinline)) size_t scan_quoted_##level(struct state *state, size_t at)             \
	{                                                                                                              \
		const char *data = state->bytes.data;                                                                  \
		char delimiter = state->dialect->delimiter;                                                            \
		uint64_t begins = state->begins, was_inside = state->inside, closed = state->closed, line_count = 0;   \
		uint64_t separated = is_field_start(state, at);                                                        \
		size_t size = state->bytes.size;                                                                       \
		for (; at + BLOCK64_BYTES <= size; at += BLOCK64_BYTES) {                                              \
			const char *block = data + at;                                                                 \
			uint64_t line_end = level##_equal(block, '\n'), quote = level##_equal(block, '"');             \
			uint64_t low = level##_up_to(block, '"'), inside = level##_prefix_xor(quote) ^ was_inside;      \
			uint64_t separator = (line_end | level##_equal(block, delimiter)) & ~inside;                   \
			uint64_t open = quote & inside, close = quote & ~inside;                                       \
			uint64_t odd = (open & ~(separator << 1 | separated)) | ((close << 1 | closed) & ~separator);  \
			odd |= (low & ~(inside | separator | close)) | (low & separator & (line_end << 1 | begins));   \
			if (odd | (line_end & inside) | level##_equal(block, '\0'))                                    \
				break;                                                                                 \
			line_count += (uint64_t)__builtin_popcountll(line_end);                                        \
			begins = line_end >> 63;                                                                       \
			separated = separator >> 63;                                                                   \
			closed = close >> 63;                                                                          \
			was_inside = (uint64_t)((int64_t)inside >> 63);                                                \
		}                                                                                                      \
		state->inside = was_inside;                                                                            \
		state->closed = closed;                                                                                \
		step_over(state, at, begins, line_count);                                                              \
		return at;                                                                                             \
	}                                                                                                              \
	target STEP void scan_step_##level(struct state *state, size_t at)                                             \
	{                                                                                                              \
		char copy[BLOCK64_BYTES];                                                                              \
		const char *block = block_at(state->bytes, at, copy);                                                  \
		uint64_t line_end = level##_equal(block, '\n'), quote = level##_equal(block, '"'), outside = line_end; \
		state->nuls |= level##_equal(block, '\0');                                                             \
		if (quote | state->inside | state->closed | state->closed_cr)                                          \
			outside = step_quotes(state, at, line_end, quote, level##_prefix_xor(quote),                   \
					      level##_equal(block, state->dialect->delimiter), level##_equal(block, '\r')); \
		step_records(state, at, line_end, outside, level##_up_to(block, ' '));                                 \
	}                                                                                                              \
	target static struct scan scan_block_##level(struct span bytes, const struct dialect *dialect)                 \
	{                                                                                                              \
		struct state state = {.bytes = bytes, .dialect = dialect, .begins = 1};                                \
		for (size_t at = 0; at < bytes.size; at += BLOCK64_BYTES) {                                            \
			if (!state.closed_cr)                                                                          \
				at = (state.quotes ? scan_quoted_##level : scan_lines_##level)(&state, at);            \
			if (at < bytes.size)                                                                           \
				scan_step_##level(&state, at);                                                         \
		}                                                                                                      \
		return scan_end(&state);                                                                               \
	}                                                                                                              \
	target static size_t scan_ascii_##level(struct span bytes)                                                     \
	{                                                                                                              \
		char copy[BLOCK64_BYTES];                                                                              \
		for (size_t at = 0; at < bytes.size; at += BLOCK64_BYTES) {                                            \
			uint64_t beyond = ~level##_up_to(block_at(bytes, at, copy), 0x7f);                             \
			if (beyond)                                                                                    \
				return at + (size_t)__builtin_ctzll(beyond);                                           \
		}                                                                                                      \
		return bytes.size;                                                                                     \
	}

SCAN(portable, )
#ifdef __x86_64__
SCAN(sse2, )
SCAN(avx2, SIMD_TARGET_AVX2)
SCAN(avx512, SIMD_TARGET_AVX512)
#elif defined(__aarch64__)
SCAN(neon, )
#endif

#define OF_LEVEL(what)                                                                                                 \
	what *what##_of(enum simd_level level)                                                                         \
	{                                                                                                              \
		static what *const of_level[SIMD_LEVEL_COUNT] = {LEVELS(what)};                                        \
		return of_level[level];                                                                                \
	}
#ifdef __x86_64__
#define LEVELS(what)                                                                                                   \
	[SIMD_PORTABLE] = what##_portable, [SIMD_SSE2] = what##_sse2, [SIMD_AVX2] = what##_avx2, [SIMD_AVX512] = what##_avx512
#elif defined(__aarch64__)
#define LEVELS(what) [SIMD_PORTABLE] = what##_portable, [SIMD_NEON] = what##_neon
#else
#define LEVELS(what) [SIMD_PORTABLE] = what##_portable
#endif
OF_LEVEL(scan_block)
OF_LEVEL(scan_ascii)
