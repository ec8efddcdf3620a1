#include "plan/anchor_parts.h"

/* Some row of one stage is what every rule needs: only more than that leaves values out. */
static bool is_useful(const struct attempt *attempt)
{
	uint32_t needs = 0;
	bool deduced = false;
	for (uint32_t at = 0; at < attempt->rule->stage_count; at++) {
		const struct stage_anchor *anchor = stage_at(attempt, at)->anchor;
		needs += anchor ? anchor->need_count : 0;
		for (uint32_t need = 0; anchor && need < anchor->need_count; need++)
			deduced |= anchor->need[need].why != NULL;
	}
	return deduced || needs > 1;
}

static void forget(struct attempt *attempt)
{
	for (uint32_t at = 0; at < attempt->rule->stage_count; at++)
		stage_at(attempt, at)->anchor = NULL;
	attempt->rule->needs = 0;
	attempt->rule->partner_count = 0;
	attempt->rule->member = NO_LOOKUP;
	attempt->rule->anchored = false;
}

/* Every stage of the rule but early ones was met, so all it reads of tables it reads by the anchor. */
static bool is_whole(const struct attempt *attempt)
{
	for (uint32_t at = 0; at < attempt->rule->stage_count; at++)
		if (attempt->column[at] == NO_COLUMN && !stage_at(attempt, at)->early)
			return false;
	return true;
}

/* Of values that are left out nothing is to be reported either. */
static bool reports_all(const struct attempt *attempt)
{
	for (uint32_t at = 0; at < attempt->rule->stage_count; at++) {
		const struct stage *stage = stage_at(attempt, at);
		if ((attempt->reports[at] && !matches_at_once(stage)) || (!stage->early && !nulls_are_noted(attempt->plan, stage)))
			return false;
	}
	return true;
}

static bool anchor_in(struct attempt *attempt, uint32_t column, enum value_type type, uint32_t mark)
{
	uint32_t last = attempt->rule->stage_count - 1;
	memset(attempt->column, 0xff, attempt->rule->stage_count * sizeof *attempt->column);
	memset(attempt->mandatory, 0, attempt->rule->stage_count * sizeof *attempt->mandatory);
	memset(attempt->reports, 0, attempt->rule->stage_count * sizeof *attempt->reports);
	attempt->rule->anchor_type = type;
	attempt->rule->anchor_mark = mark;
	attempt->rule->member = NO_LOOKUP;
	if (mark == ANCHOR_MARKS || !trace_stage(attempt, last, column, true) || !is_whole(attempt))
		return false;
	for (uint32_t at = 0; at <= last; at++)
		describe_stage(attempt, at);
	for (uint32_t at = 0; at <= last; at++)
		describe_partners(attempt, at);
	for (uint32_t at = 0; at <= last; at++)
		if (attempt->mandatory[at])
			need_outer(attempt, stage_at(attempt, at));
	for (uint32_t at = 0; at <= last; at++)
		if (attempt->mandatory[at])
			need_unequal(attempt, stage_at(attempt, at));
	attempt->rule->anchored = is_useful(attempt) && reports_all(attempt);
	if (!attempt->rule->anchored)
		forget(attempt);
	return attempt->rule->anchored;
}

/* ---- rules ---- */

/* What is free in the records of one type. */
struct room {
	uint32_t bit, tag, mark;
};

static void anchor_rule(struct plan *plan, struct plan_rule *rule, struct room room[TYPE_COUNT])
{
	struct stage *last = plan->stage[rule->stage_first + rule->stage_count - 1];
	struct attempt attempt = {.plan = plan, .rule = rule};
	attempt.column = arena_alloc(&plan->arena, rule->stage_count * sizeof *attempt.column);
	attempt.mandatory = arena_alloc(&plan->arena, rule->stage_count * sizeof *attempt.mandatory);
	attempt.reports = arena_alloc(&plan->arena, rule->stage_count * sizeof *attempt.reports);
	for (uint32_t key = 0; key < last->key_count && !rule->anchored && !rule->of_cases; key++) {
		const struct node *node = last->value[key].node;
		if (node->kind != NODE_COLUMN || node->slot)
			continue;
		struct room *free = &room[node->type];
		attempt.bit = free->bit;
		attempt.tag = free->tag;
		rule->anchor_key = key;
		if (anchor_in(&attempt, node->column, node->type, free->mark))
			*free = (struct room){attempt.bit, attempt.tag, free->mark + 1};
		plan->tag_count[node->type] = free->tag;
	}
}

/* ---- what was paid net ---- */

/* Followed from the last stage back to the rows of a table, which are read before anything is added up: false where none of their values is the person. */
static bool trace_claim(const struct plan *plan, struct plan_rule *rule)
{
	const struct stage *stage = plan->stage[rule->stage_first + rule->stage_count - 1];
	const struct node *node = rule->claim[CLAIM_PERSON];
	uint32_t values = stage->key_count;
	while (node->kind == NODE_COLUMN && node->slot == 0 && node->column < values && stage->source.kind != SOURCE_CASES) {
		const struct row_value *value = &stage->value[node->column];
		rule->claim_stage = stage->number;
		rule->claim_value = node->column;
		node = value->node;
		if (stage->source.kind == SOURCE_TABLE)
			return node->type == TYPE_ID;
		stage = plan->stage[stage->source.number];
		if (node->kind != NODE_COLUMN || node->slot)
			return false;
		node = stage->output[node->column];
		values = stage->grouped ? stage->key_count : stage->value_count;
	}
	return false;
}

/* An anchored rule whose claims are on the value it is anchored in. */
static bool claims_anchor(const struct plan_rule *rule)
{
	const struct node *person = rule->claim[CLAIM_PERSON];
	return rule->anchor_type == TYPE_ID && person->kind == NODE_COLUMN && person->column == rule->anchor_key;
}

static bool claimed_are_known(struct plan *plan)
{
	for (uint32_t at = 0; at < plan->rule_count; at++) {
		struct plan_rule *rule = &plan->rule[at];
		rule->claims_unanchored = rule->rule->has_claim && !rule->anchored;
		if (rule->rule->has_claim && !(rule->anchored ? claims_anchor(rule) : trace_claim(plan, rule)))
			return false;
	}
	return true;
}

/* The net stages as a rule of their own: needs nothing but the mark that somebody claims. */
static void anchor_net(struct plan *plan)
{
	struct plan_rule *net = &plan->rule[plan->rule_count];
	net->anchor_type = TYPE_ID;
	net->anchor_mark = MARK_NET;
	for (uint32_t at = 0; at < plan->stage_count; at++) {
		struct stage *stage = plan->stage[at];
		if (!stage->is_net || stage->value[NET_PERSON].node->kind != NODE_COLUMN || stage->value[NET_PERSON].node->type != TYPE_ID)
			continue;
		stage->anchor = arena_zero(&plan->arena, 1, sizeof *stage->anchor);
		stage->anchor->node = stage->value[NET_PERSON].node;
		net->anchored = true;
	}
}

void anchor_rules(struct plan *plan)
{
	struct room room[TYPE_COUNT];
	for (uint32_t type = 0; type < TYPE_COUNT; type++)
		room[type] = (struct room){ANCHOR_FIRST_NEED, 0, MARK_FIRST_RULE};
	for (uint32_t at = 0; at < plan->rule_count; at++)
		anchor_rule(plan, &plan->rule[at], room);
	if (claimed_are_known(plan)) /* when tables have been read once: what was paid to others is not added up */
		anchor_net(plan);
	anchor_months(plan);
}
