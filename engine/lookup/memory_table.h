/* Rows kept in memory: reference extracts, derived tables, the cases. Filled by parts from several threads, then put into order and
 * constant, but for columns that nobody reads any more. */
#ifndef HECHA_MEMORY_TABLE_H
#define HECHA_MEMORY_TABLE_H

#include "lookup/row_places.h"

struct memory_column {
	const char *name;
	enum value_type type;
	const struct dictionary *dictionary; /* labels of a CODE, may be NULL */
	bool raw;			     /* keep raw cells */
};

struct memory_table {
	struct rowset rowset; /* first */
	uint32_t column_count;
	struct memory_column *info; /* borrowed */
	struct symbols *symbols;
	struct column **column; /* NULL: dropped */
	bool *whole;		/* per column: no cell lacks a value */
	struct arena *room;	/* per column: its cells and texts */
	uint32_t thread_count;
	struct text_room **texts; /* per thread and column, until the table is finished; NULL: none */
	struct places at;
	const void **tag; /* per row, what the adder said of it; NULL: nothing of any */
	struct memory_part **part;
	uint32_t part_count, part_capacity;
	struct arena arena;
};

/* threads: so many may add to it. */
struct memory_table *memory_table_new(const struct memory_column *info, uint32_t column_count, struct symbols *symbols, uint32_t threads);
void memory_table_free(struct memory_table *table);

/* Something kept with a row, made in the arena of its part; may be NULL. */
typedef const void *(*row_tag)(const struct rowset *from, uint32_t row, struct arena *arena);

/* Copies rows (texts too) of a rowset as one part. source_column: per column of this table the column of the rowset, UINT32_MAX:
 * null. tag: asked for every row, NULL: no tags. Parts may be added by several threads at once. */
void memory_table_add(struct memory_table *table, uint32_t thread, struct rowset *from, const uint32_t *source_column, const uint32_t *row,
		      uint32_t count, row_tag tag);
/* Orders the rows by place and closes the table, by all threads. Rows with equal places (derived tables) are ordered by their values. */
void memory_table_finish(struct memory_table *table);
/* Gives back the memory of a column of a finished table. Nobody reads it from here on. */
void memory_table_drop(struct memory_table *table, uint32_t column);

#endif
