/* What `hecha rule check` finds in rules that were read. */
#ifndef HECHA_CHECK_H
#define HECHA_CHECK_H

#include "plan/plan.h"

/* Binds every rule that is not retired, as of that day, and reads what the rules name. `folder`: of the agency. CONFIG: findings hold the
 * errors, all of them. */
MUST_USE enum status check_rules(const struct rule_set *set, const char *folder, int64_t as_of, struct err *findings);

#endif
