/* The hot loop: rows of a source through the conditions and matches of a stage.
 *
 *   rows ─▶ conditions on the row alone ─▶ partners looked up: tuples ─▶ other conditions ─▶ per row: first tuple that satisfies
 *        ─▶ undecided codes ─▶ values ─▶ sink
 *
 * A row that is neither true nor false goes to the missing sink with the column to blame. */
#ifndef HECHA_STAGE_RUN_H
#define HECHA_STAGE_RUN_H

#include "lookup/index.h"
#include "plan/rows.h"
#include "plan/stage_counts.h"

/* Indexes of plan->lookup, and what they stand on; constant while stages run. */
struct lookups {
	struct memory_table **table; /* per plan lookup */
	struct index **index;
};

struct missing_row {
	const struct stage *stage;
	const char *column; /* to blame, borrowed from the plan */
	struct place place;
	struct value subject; /* the first key, when it can be had from the row alone */
	enum value_type subject_type;
};

struct stage_sinks {
	void *context;
	enum status (*rows)(void *context, uint32_t thread, const struct row_block *block, struct err *err);
	void (*missing)(void *context, uint32_t thread, const struct missing_row *row);
	bool as_written; /* rows are followed or counted: only conditions that are written decide, in the order in which they are */
};

/* Rows of a set: from + 0 … count - 1, or some of them. */
struct row_list {
	uint32_t from, count;
	const uint64_t *some; /* count bits, see base/bits.h; NULL: all */
};

/* Rows of set, at most HECHA_BATCH_ROWS. evidence: NULL for rows of extracts. scratch is used, not reset.
 * counts: of this thread; what was done is added. */
MUST_USE enum status stage_run(const struct plan *plan, const struct stage *stage, const struct lookups *lookups, struct rowset *set,
			       const struct evidence *(*evidence)(const struct rowset *set, uint32_t row), struct row_list rows,
			       struct arena *scratch, uint32_t thread, struct stage_counts *counts, const struct stage_sinks *sinks,
			       struct err *err);

/* A column that makes an expression unknown at a position by being null or malformed (not merely absent); NULL when there is none. */
const char *missing_column(const struct plan *plan, const struct stage *stage, const struct node *node, struct frame *frame,
			   uint32_t position);

#endif
