/* What having says of single rows. */
#ifndef HECHA_SINGLE_ROW_H
#define HECHA_SINGLE_ROW_H

#include "plan/plan.h"

/* Whether it refuses every group of one row. *distinct: the expression of which it wants two different values, NULL when it only wants more rows. *why: the condition. */
bool single_row_fails(const struct stage *stage, const struct node **distinct,
		      const struct expr **why);
/* A condition over the row (and its partners) that is true of some row of every group that having lets pass; NULL: none is known. It lives in arena. */
const struct node *single_row_needed(const struct stage *stage, struct arena *arena, const struct expr **why);

#endif
