/* Inside record/ only: spans of one column from the lists of a window (record/token.h). */
#ifndef HECHA_FILL_H
#define HECHA_FILL_H

#include "base/memory.h"

/* Consecutive regular rows with the same number of fields. All pointers are borrowed. */
struct fill {
	const char *data;      /* of the window */
	const uint32_t *after; /* of the first row: its field c is from after[c] to after[c + 1] - 1 */
	uint32_t column_count; /* at least 2; the next row's list stands so much further on */
	uint32_t row_count;
	char delimiter;
	bool quoted; /* there may be quotes */
	bool care;   /* there may be doubled quotes and blanks at edges */
};

/* out[row] becomes the field without its quotes and the CR of the line end, in place; with care, without blanks at its edges when it is not
 * quoted, and a field with a doubled quote is copied into arena. */
void fill_column(const struct fill *fill, uint32_t column, struct arena *arena, struct span *out);

#endif
