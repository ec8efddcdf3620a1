/* Rows that passed a stage's conditions, on their way to groups, and the evidence that goes with them. */
#ifndef HECHA_ROWS_H
#define HECHA_ROWS_H

#include "plan/plan.h"

/* One row of an extract behind a group: where it stands, the values kept of it (packed, see group/packed.h), and the partner rows it met
 * (per match of the stage, ROW_NONE for none; match_row[-1] is how many matches there are). */
struct evidence_row {
	uint32_t stage;
	struct place place;
	const uint32_t *match_row;
	const uint8_t *values;
	uint32_t values_size;
};

/* The rows with the smallest places, HECHA_EVIDENCE_ROWS_MAX at most; total counts all. */
struct evidence {
	uint64_t total;
	uint32_t count, capacity;
	struct evidence_row *row;
};

/* Rows of one batch. Everything lives until the next batch. */
struct row_block {
	const struct stage *stage;
	uint32_t count;
	const uint32_t *at;	       /* positions in the columns */
	struct frame *frame;	       /* where the values come from; its first slot: the rows */
	const struct column **value;   /* per stage->value */
	const uint32_t *undecided;     /* per row: bits, by number of the code */
	const uint32_t *const *match_row; /* per match, by position */
	const struct evidence *const *evidence; /* per row, rows behind a derived row; NULL for rows of extracts */
};

/* Where row 0 … count-1 stands. Asked of few: most rows only add to what is counted. */
static inline struct place block_place(const struct row_block *block, uint32_t index)
{
	const struct frame_slot *slot = &block->frame->slot[0];
	return slot->set->place(slot->set, slot_row(slot, block->at[index]));
}

/* The rows behind a row of a set that may be derived; NULL for a row of an extract. */
typedef const struct evidence *(*evidence_of)(const struct rowset *set, uint32_t row);

/* A set of rows that knows. */
struct evidence_rowset {
	struct rowset rowset; /* first */
	evidence_of evidence;
};

#endif
