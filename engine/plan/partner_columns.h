/* Columns by which rows in memory are matched, and what is read of them as partners: the others are gone when nobody reads their rows any more. */
#ifndef HECHA_PARTNER_COLUMNS_H
#define HECHA_PARTNER_COLUMNS_H

#include "plan/plan.h"

/* After all stages are bound: plan->partner_column and stage->output_kept. */
void partner_columns(struct plan *plan);
/* Columns that conditions, codes and values of the stage read of its partner in `slot`, be it to decide or to show: set in used. */
void mark_partner(const struct stage *stage, uint32_t slot, bool *used);

#endif
