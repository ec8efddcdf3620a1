/* A stage's conditions on the row alone, for all its rows together. */
#ifndef HECHA_ROW_CONDITIONS_H
#define HECHA_ROW_CONDITIONS_H

#include "eval/truth.h"
#include "scan/stage_run.h"

struct row_conditions {
	uint64_t *open;		 /* rows that nothing makes false */
	uint64_t *unknown;	 /* of them: some condition is unknown */
	const struct truth **of; /* per condition, for the rows that are open */
};

/* `rows`: those asked. In the arena of the frame. passes: per condition, counted as written, one condition after the other; NULL: nobody
 * counts, what costs least comes first, and a condition that is not written (stage->implied) takes its rows out as well where the partners that
 * lookups hold allow it. */
struct row_conditions row_conditions_judge(const struct stage *stage, const struct lookups *lookups, struct frame *frame, const uint64_t *rows,
					   struct pass_count *passes);

/* The first condition, as written, that is unknown for a row that has some. */
const struct node *row_conditions_unknown(const struct stage *stage, const struct row_conditions *conditions, uint32_t position);

#endif
