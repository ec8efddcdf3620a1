/* Rules that want two rows of one month: where these are met is known after the first reading, and nothing else of the value need be read again. */
#include "plan/anchor_parts.h"

/* Of the only stage that reads a table again. Groups of rows that nothing agrees with in this month are refused by having. */
static const struct node *month_of(const struct stage *stage)
{
	for (uint32_t at = 0; at < stage->anchor->need_count; at++) {
		const struct node *month = stage->anchor->need[at].month;
		if (month && month->kind == NODE_COLUMN)
			return month;
	}
	return NULL;
}

/* NULL: there are none or several. */
static struct stage *only_anchored_stage(const struct plan *plan, const struct plan_rule *rule)
{
	struct stage *only = NULL;
	for (uint32_t at = 0; at < rule->stage_count; at++) {
		struct stage *stage = plan->stage[rule->stage_first + at];
		if (stage->anchor && only)
			return NULL;
		only = stage->anchor ? stage : only;
	}
	return only;
}

/* Its claims are for the month of the rows. */
static bool claims_month(const struct plan_rule *rule, const struct stage *stage)
{
	const struct node *claimed = rule->claim[CLAIM_MONTH];
	return stage->is_rule && claimed->kind == NODE_COLUMN && claimed->column < stage->key_count &&
	       is_column(stage->value[claimed->column].node, 0, stage->anchor->month->column);
}

static void find_months(struct plan *plan, struct plan_rule *rule)
{
	struct stage *stage = rule->anchored ? only_anchored_stage(plan, rule) : NULL;
	if (!stage || !(stage->anchor->month = month_of(stage)))
		return;
	rule->by_month = true;
	rule->claims_by_month = rule->rule->has_claim && claims_month(rule, stage);
}

/* What was paid net in a month is asked only where something is claimed for it. */
static void find_net_months(struct plan *plan)
{
	for (uint32_t at = 0; at < plan->stage_count; at++) {
		const struct stage *stage = plan->stage[at];
		if (stage->is_net && stage->anchor && stage->value[NET_MONTH].node->kind == NODE_COLUMN)
			stage->anchor->month = stage->value[NET_MONTH].node;
	}
}

void anchor_months(struct plan *plan)
{
	for (uint32_t at = 0; at < plan->rule_count; at++)
		find_months(plan, &plan->rule[at]);
	find_net_months(plan);
}
