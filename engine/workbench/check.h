/* What `hecha rule check` finds in rules that were read. */
#ifndef HECHA_CHECK_H
#define HECHA_CHECK_H

#include "plan/plan.h"

/* Binds every rule that is not retired, as of that day, and reads what the rules name. `folder`: of the agency. CONFIG: findings hold
 * an error; NO: warnings only. */
MUST_USE enum status check_rules(const struct rule_set *set, const char *folder, int64_t as_of, struct err *findings);

/* governance.c: warnings about the rules of governed folders. */
void check_governance(const struct rule_set *set, struct err *findings);
/* Records new rules and new versions of rules that runs apply in the versions.csv of their folder. */
MUST_USE enum status check_accept(const struct rule_set *set, uint32_t *accepted, struct err *err);

#endif
