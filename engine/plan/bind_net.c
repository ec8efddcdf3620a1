/* What was paid net: the cap of every due. Planned only when some rule claims money. */
#include "plan/bind.h"

static struct expr *sum_of(struct arena *arena, struct expr *amount)
{
	struct expr *sum = arena_alloc(arena, sizeof *sum);
	*sum = (struct expr){.kind = EXPR_CALL, .name = SPAN("sum"), .child = arena_alloc(arena, sizeof *sum->child), .child_count = 1,
			     .source = amount->source, .document = amount->document, .from = amount->from, .to = amount->to};
	sum->child[0] = amount;
	return sum;
}

static bool bind_table(struct plan *plan, struct plan_rule *rule, uint32_t table, struct err *err)
{
	const struct table_spec *spec = plan->table[table]->spec;
	const struct paid_spec *paid = spec->paid;
	struct binder binder = {.plan = plan, .rule = rule, .level = LEVEL_ROW, .err = err};
	struct stage *stage = bind_stage_new(&binder, "paid");
	stage->source = (struct plan_source){SOURCE_TABLE, table};
	stage->alias = spec->name;
	stage->grouped = stage->is_net = true;
	const struct expr *key[NET_KEYS] = {[NET_PERSON] = paid->person, [NET_FUND] = paid->fund, [NET_COUNTY] = paid->county,
					    [NET_MONTH] = paid->month};
	if (!bind_alias(&binder, span_of(spec->name), stage->source, spec->at) || !bind_where(&binder, paid->where))
		return false;
	for (uint32_t at = 0; at < NET_KEYS; at++)
		if (!bind_key_value(&binder, key[at]))
			return false;
	if (stage->value[NET_MONTH].node->type != TYPE_MONTH) {
		expr_error(paid->month, NULL, err, H4010, "paid: month is a month");
		return false;
	}
	binder.level = LEVEL_GROUP;
	struct node *sum = bind_aggregate(&binder, sum_of(&plan->arena, paid->amount));
	if (!sum || !bind_to(&binder, sum, TYPE_MONEY, paid->amount))
		return false;
	bind_stage_add(plan, stage);
	return true;
}

bool bind_net(struct plan *plan, struct err *err)
{
	struct plan_rule *rule = &plan->rule[plan->rule_count];
	bool claims = false, fine = true;
	for (uint32_t at = 0; at < plan->rule_count; at++)
		claims |= plan->rule[at].rule->has_claim;
	rule->number = plan->rule_count;
	rule->table_needed = arena_zero(&plan->arena, plan->table_count + 1, sizeof *rule->table_needed);
	rule->table_optional = arena_zero(&plan->arena, plan->table_count + 1, sizeof *rule->table_optional);
	for (uint32_t table = 0; table < plan->table_count && claims && fine; table++)
		if (plan->table[table]->spec->paid)
			fine = bind_table(plan, rule, table, err);
	return fine;
}
