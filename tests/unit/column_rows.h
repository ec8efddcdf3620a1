/* Rows of a test as whole columns: a rowset that anything may read. */
#ifndef HECHA_COLUMN_ROWS_H
#define HECHA_COLUMN_ROWS_H

#include "eval/eval.h"

enum { COLUMN_ROWS_COLUMNS_MAX = 5 };

struct column_rows {
	struct rowset rowset; /* first; its memo and whether it is complete are the test's to set */
	struct column *column[COLUMN_ROWS_COLUMNS_MAX]; /* borrowed */
};

static inline const struct column *column_rows_read(struct rowset *set, uint32_t column, const uint32_t *row, uint32_t count)
{
	(void)row, (void)count;
	return ((struct column_rows *)set)->column[column];
}

/* Behind a header line. */
static inline struct place column_rows_place(const struct rowset *set, uint32_t row)
{
	(void)set;
	return (struct place){0, row + 2, row};
}

static inline struct rowset column_rows_set(uint32_t count)
{
	return (struct rowset){.row_count = count, .read = column_rows_read, .place = column_rows_place};
}

#endif
