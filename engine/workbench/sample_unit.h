/* By which column each table can be sampled so that every group of a rule is whole or gone. */
#ifndef HECHA_SAMPLE_UNIT_H
#define HECHA_SAMPLE_UNIT_H

#include "run/sample.h"

/* Finds the column that holds the subject of a rule, the only one of plan unless it reads cases, in the table it streams, and in each other table it reads where its matches fix
 * one; fills column (per plan->table) and *name, how the rule calls the subject (`p.id`). False with *why: it cannot be sampled. */
bool sample_unit(const struct plan *plan, const struct plan_rule *rule, uint32_t *column, struct span *name, const char **why);

#endif
