/* Expressions that several rules, or one rule several times, ask of the same rows. */
#ifndef HECHA_SHARE_H
#define HECHA_SHARE_H

#include "plan/plan.h"

/* Numbers equal expressions over the rows of a table (node->shared, table->shared_count). The plan must be complete: nodes are compared as they are. */
void plan_share(struct plan *plan);

#endif
