/*
 * One file of one table being written. A row is an array of cells in the order of the table's columns; the
 * sheet puts them in the file's order, encoding, quoting and line ends, and counts what it wrote.
 */
#ifndef SHEET_H
#define SHEET_H
#include "dialect.h"
#include "gen.h"
#include "tables.h"

struct cell {
	const char *at;
	uint32_t size;
	bool safe; /* ASCII without delimiters, quotes and line ends: written as it is */
};

struct sheet {
	struct world *world;
	const struct table_def *table;
	struct dialect dialect;
	struct sink *sink;
	size_t file;                     /* index in world.files */
	int order[COLUMN_LIMIT], column_count;
	struct cell cells[COLUMN_LIMIT]; /* by column of the table */
	int64_t sum;                     /* fen, of the sum column */
	size_t used;
	char scratch[2048];              /* cells of the row */
	char line[8192];
};

/* name: file name without extension; glob: pattern for hecha.yaml without extension. Both below inbox/. */
void sheet_open(struct sheet *s, struct world *w, enum table table, struct dialect d, const char *name,
	const char *glob);
void sheet_close(struct sheet *s);
struct written_file *sheet_file(struct sheet *s);

/* Room in the row's scratch for a cell of at most `size` bytes. */
char *sheet_room(struct sheet *s, size_t size);
void cell_text(struct sheet *s, int column, const char *at, size_t size);
void cell_string(struct sheet *s, int column, const char *text);
/* ASCII that needs no quotes; borrowed until the row is written. */
void cell_safe(struct sheet *s, int column, const char *at, size_t size);
void cell_null(struct sheet *s, int column);
void cell_day(struct sheet *s, int column, int day);
void cell_month(struct sheet *s, int column, int month);
void cell_money(struct sheet *s, int column, int64_t fen);
void cell_number(struct sheet *s, int column, int64_t value);
/* The same number spelled as this system spells it; random picks among harmless spellings. */
void cell_id(struct sheet *s, int column, const char id[19], enum id_spelling how);

void sheet_row(struct sheet *s);
/* The row with one field too many, or one too few: a reject. */
void sheet_row_broken(struct sheet *s, bool too_many);
#endif
