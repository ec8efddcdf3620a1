/* Columns by which rows in memory are matched, and what is read of them as partners: the others are gone when nobody reads their rows any more. */
#ifndef HECHA_PARTNER_COLUMNS_H
#define HECHA_PARTNER_COLUMNS_H

#include "plan/plan.h"

/* After all stages are bound: plan->partner_column and stage->output_kept. */
void partner_columns(struct plan *plan);

#endif
