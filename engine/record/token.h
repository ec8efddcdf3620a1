/* One pass over a window of bytes: where fields and records end, 64 bytes at a time.
 *
 *   64 bytes ──compare──▶ masks of quotes, delimiters, line ends … ──prefix xor──▶ what is inside quotes ──▶ lists of positions
 *
 * It knows regular records only: a quote stands at the very start of a field, before the delimiter or line end behind it, or doubled in
 * between. It notices every record that is not so and stops there; those are for boundary.h and libcsv to judge. Of regular ones it finds
 * the ends that boundary.h finds. */
#ifndef HECHA_TOKEN_H
#define HECHA_TOKEN_H

#include "base/simd.h"
#include "base/span.h"
#include "hecha_limits.h"

enum { TOKEN_BLOCK = 64 };

/* Room for the offsets of a window. */
#define TOKEN_OFFSETS (HECHA_WINDOW_BYTES + TOKEN_BLOCK + 1)

/* Offsets count from data, and lists are written a vector at a time: what is behind their counts means nothing. */
struct token_window {
	/* asked */
	const char *data;
	uint32_t from;	/* a record starts here */
	uint32_t until; /* no byte from here on is read; at most HECHA_WINDOW_BYTES behind from */
	char delimiter;
	uint32_t column_count; /* of most rows; found are rows of any length */
	bool texts; /* odd_row is wanted */
	uint32_t *after; /* [0] becomes from; then, behind each delimiter and line end outside quotes, the offset: field i is from after[i]
			    to after[i + 1] - 1. Room for TOKEN_OFFSETS, borrowed */

	/* found */
	uint32_t row_count;  /* whole regular records, blank lines among them */
	uint32_t care_count; /* of care_row */
	uint32_t odd_count;  /* of odd_row */
	bool quoted;	     /* there are quotes */
	bool even;	     /* all rows have column_count fields: row_end is not filled */
	uint32_t row_end[HECHA_WINDOW_BYTES + 1]; /* per row, see token_row_end */
	uint32_t care_row[HECHA_WINDOW_BYTES + 2]; /* rows, ascending, whose spans are not all there is to them: a doubled quote, a line
						      end inside quotes, a blank at an edge of an unquoted field. May go on behind
						      row_count */
	uint32_t odd_row[HECHA_WINDOW_BYTES + 2]; /* the same of rows that hold anything but ASCII and whole characters of block64_utf8 */
};

/* Index into after, behind the line end of a row. */
static inline uint32_t token_row_end(const struct token_window *window, uint32_t row)
{
	return window->even ? (row + 1) * window->column_count : window->row_end[row];
}

typedef void token_scan(struct token_window *window);

/* The scan of a level that simd_has; all give equal results. */
token_scan *token_scan_of(enum simd_level level);

#endif
