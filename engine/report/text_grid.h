/* Cells in columns that line up on a terminal, wide characters counted as two. */
#ifndef HECHA_TEXT_GRID_H
#define HECHA_TEXT_GRID_H

#include "base/memory.h"

struct text_grid {
	const char *align; /* one letter per column: l or r */
	uint32_t cell_count, cell_capacity;
	struct span *cell;
	struct arena arena;
};

void text_grid_add(struct text_grid *grid, const char *format, ...) PRINTF_LIKE(2, 3); /* the next cell, row by row */
/* Writes the rows, each behind `indent` blanks, columns two blanks apart, nothing behind the last cell; frees the grid. */
void text_grid_end(struct text_grid *grid, uint32_t indent, struct buffer *out);

#endif
