/* Where the rows of a table in memory stand, in eight bytes a row. */
#ifndef HECHA_ROW_PLACES_H
#define HECHA_ROW_PLACES_H

#include "table/column.h"

/* Rows that stand in one extract, less than 4 GB behind the first of them: nearly always all of an extract. */
struct places_run {
	uint32_t row; /* the first */
	struct place place; /* of it */
};

struct places {
	uint32_t count, run_count, run_capacity;
	struct places_run *run; /* by row */
	struct {
		uint32_t lines, bytes; /* behind the first of its run */
	} *behind;	       /* per row */
};

/* Room for so many rows, which are then added in their order, best in that of their places. */
void places_init(struct places *places, uint32_t rows);
void places_release(struct places *places);
void places_add(struct places *places, struct place place);
/* Row 0 … count - 1. */
struct place places_at(const struct places *places, uint32_t row);

#endif
