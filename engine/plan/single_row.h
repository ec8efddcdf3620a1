/* Whether having refuses every group of one row. */
#ifndef HECHA_SINGLE_ROW_H
#define HECHA_SINGLE_ROW_H

#include "plan/plan.h"

/* *distinct: the expression of which having wants two different values, NULL when it only wants more rows. */
bool single_row_fails(const struct stage *stage, const struct node **distinct);

#endif
