/* What having says of single rows. */
#ifndef HECHA_SINGLE_ROW_H
#define HECHA_SINGLE_ROW_H

#include "plan/plan.h"

/* Why it refuses groups of one row. */
struct several {
	const struct node *distinct; /* the expression of which it wants different values; NULL: it only wants more rows */
	uint32_t count;		     /* how many of them, 2 … HECHA_DISTINCT_MAX; it may want more */
	const struct expr *why;	     /* the condition */
};
/* Whether it refuses every group of one row. */
bool single_row_fails(const struct stage *stage, struct several *several);
/* A condition over the row (and its partners) that is true of some row of every group that having lets pass; NULL: none is known. It lives in arena. */
const struct node *single_row_needed(const struct stage *stage, struct arena *arena, const struct expr **why);

#endif
