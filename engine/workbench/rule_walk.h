/* Every expression of a rule, in the order of its file keys. */
#ifndef HECHA_RULE_WALK_H
#define HECHA_RULE_WALK_H

#include "rule/rule.h"

typedef void (*expr_visit)(void *context, const struct expr *expr);

/* query: one `with` table or the rule's own. */
void walk_query(const struct query *query, expr_visit visit, void *context);
/* What stands behind the query: undecided, claim or subject, exempt, severity, message. */
void walk_outcome(const struct rule *rule, expr_visit visit, void *context);
void walk_rule(const struct rule *rule, expr_visit visit, void *context);
/* expr and all below it. */
void walk_expr(const struct expr *expr, expr_visit visit, void *context);

#endif
