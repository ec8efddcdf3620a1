#include "report/text_grid.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"

void text_grid_add(struct text_grid *grid, const char *format, ...)
{
	va_list args;
	struct buffer text = BUFFER_INIT;
	va_start(args, format);
	int size = vsnprintf(NULL, 0, format, args);
	va_end(args);
	va_start(args, format);
	vsnprintf(buffer_room(&text, (size_t)size + 1), (size_t)size + 1, format, args);
	va_end(args);
	text.size = (size_t)size;
	ARRAY_GROW(grid->cell, grid->cell_count, grid->cell_capacity);
	grid->cell[grid->cell_count++] = arena_span(&grid->arena, buffer_span(&text));
	buffer_free(&text);
}

static void put_blanks(struct buffer *out, int count)
{
	while (count-- > 0)
		buffer_add_char(out, ' ');
}

static int column_width(const struct text_grid *grid, uint32_t column, uint32_t columns)
{
	int width = 0;
	for (uint32_t at = column; at < grid->cell_count; at += columns)
		if (text_width(grid->cell[at]) > width)
			width = text_width(grid->cell[at]);
	return width;
}

void text_grid_end(struct text_grid *grid, uint32_t indent, struct buffer *out)
{
	uint32_t columns = (uint32_t)strlen(grid->align);
	int *width = mem_alloc(columns * sizeof *width);
	for (uint32_t column = 0; column < columns; column++)
		width[column] = column_width(grid, column, columns);
	for (uint32_t at = 0; at < grid->cell_count; at++) {
		uint32_t column = at % columns;
		int room = width[column] - text_width(grid->cell[at]);
		bool last = column + 1 == columns, right = grid->align[column] == 'r';
		put_blanks(out, column ? 2 : (int)indent);
		put_blanks(out, right ? room : 0);
		buffer_add_span(out, grid->cell[at]);
		put_blanks(out, right || last ? 0 : room);
		while (last && out->size && out->data[out->size - 1] == ' ') /* empty cells at the end of a row */
			out->size--;
		if (last)
			buffer_add_char(out, '\n');
	}
	free(width);
	free(grid->cell);
	arena_free(&grid->arena);
}
