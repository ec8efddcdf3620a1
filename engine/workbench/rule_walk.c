#include "workbench/rule_walk.h"

static void one(const struct expr *expr, expr_visit visit, void *context)
{
	if (expr)
		visit(context, expr);
}

void walk_query(const struct query *query, expr_visit visit, void *context)
{
	for (uint32_t at = 0; at < query->match_count; at++)
		one(query->match[at].on, visit, context);
	one(query->where, visit, context);
	for (uint32_t at = 0; at < query->group_count; at++)
		one(query->group[at], visit, context);
	for (uint32_t at = 0; at < query->select_count; at++)
		one(query->select[at].expr, visit, context);
	one(query->having, visit, context);
}

void walk_outcome(const struct rule *rule, expr_visit visit, void *context)
{
	for (uint32_t at = 0; at < rule->undecided_count; at++)
		one(rule->undecided[at].when, visit, context);
	for (int part = 0; rule->has_claim && part < CLAIM_PARTS; part++)
		one(rule->claim[part], visit, context);
	one(rule->subject_key, visit, context);
	one(rule->subject_fund, visit, context);
	one(rule->subject_county, visit, context);
	one(rule->exempt_on, visit, context);
	for (uint32_t at = 0; at < rule->severity_count; at++)
		one(rule->severity[at].when, visit, context);
	for (uint32_t at = 0; at < rule->message_count; at++)
		one(rule->message[at].expr, visit, context);
}

void walk_rule(const struct rule *rule, expr_visit visit, void *context)
{
	for (uint32_t at = 0; at < rule->with_count; at++)
		walk_query(&rule->with[at], visit, context);
	walk_query(&rule->query, visit, context);
	walk_outcome(rule, visit, context);
}

void walk_expr(const struct expr *expr, expr_visit visit, void *context)
{
	visit(context, expr);
	for (uint32_t at = 0; at < expr->child_count; at++)
		walk_expr(expr->child[at], visit, context);
}
