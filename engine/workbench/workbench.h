/* The analysts' workbench: verbs that judge rules before they go live. What its files share. */
#ifndef HECHA_WORKBENCH_H
#define HECHA_WORKBENCH_H

#include "run/session.h"

/* --only of a verb that looks at rules of any status: the rule was named, or nothing was. */
bool rule_is_asked(const struct hecha_options *options, const struct rule *rule);
/* USAGE when --only names a rule that is not there: a misspelt name must not pass for a rule without findings. */
MUST_USE enum status asked_rules_check(const struct hecha_options *options, const struct rule_set *set, struct err *err);

#endif
