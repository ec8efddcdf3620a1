/* Partners in memory: which values have any, and with which of them a rule may have something to report. */
#include "plan/anchor_parts.h"

uint32_t anchor_key(const struct plan *plan, const struct plan_match *match, const uint32_t anchor[FRAME_SLOTS_MAX])
{
	const struct plan_lookup *lookup = &plan->lookup[match->lookup];
	for (uint32_t key = 0; key < lookup->key_count; key++)
		if (match->probe[key]->kind == NODE_COLUMN && match->probe[key]->column == anchor[match->probe[key]->slot])
			return lookup->key[key];
	return NO_COLUMN;
}

bool is_in_memory(const struct plan *plan, const struct plan_match *match)
{
	return match->source.kind == SOURCE_TABLE || plan->stage[match->source.number]->early;
}

bool matches_at_once(const struct stage *stage)
{
	return stage->anchor && stage->anchor->need_count && stage->anchor->need[0].kind == NEED_HAVING && !stage->anchor->need[0].gist->late;
}

static void use_partner(struct plan *plan, struct anchor_partner *partner, const struct node *node, uint32_t slot)
{
	bool is_new = node->kind == NODE_COLUMN && node->slot == slot;
	for (uint32_t at = 0; at < partner->used_count && is_new; at++)
		is_new = partner->used[at] != node->column;
	if (is_new) {
		PLAN_GROW(plan, partner->used, partner->used_count);
		partner->used[partner->used_count++] = node->column;
	}
	for (uint32_t child = 0; child < node->child_count; child++)
		use_partner(plan, partner, node->child[child], slot);
}

static bool are_too_many(uint32_t partners, uint32_t matches)
{
	uint64_t all = 1;
	for (uint32_t match = 0; match < matches && all <= HECHA_TUPLES_PER_ROW_MAX; match++)
		all *= partners;
	return all > HECHA_TUPLES_PER_ROW_MAX;
}

/* As many partners in each of its matches make no more combinations than a row may have. */
static uint32_t few_partners(uint32_t matches)
{
	uint32_t few = 1;
	while (!are_too_many(few + 1, matches))
		few++;
	return few;
}

static void add_partner(struct attempt *attempt, const struct stage *stage, uint32_t slot, uint32_t column, bool mandatory)
{
	struct plan *plan = attempt->plan;
	struct plan_rule *rule = attempt->rule;
	PLAN_GROW(plan, rule->partner, rule->partner_count);
	struct anchor_partner *partner = &rule->partner[rule->partner_count++];
	*partner = (struct anchor_partner){.lookup = stage->match[slot - 1].lookup, .column = column, .few = few_partners(stage->match_count)};
	for (uint32_t at = 0; at < stage->after_count; at++)
		use_partner(plan, partner, stage->after[at].node, slot);
	for (uint32_t match = slot; match < stage->match_count; match++)
		for (uint32_t key = 0; key < HECHA_KEY_MAX && stage->match[match].probe[key]; key++)
			use_partner(plan, partner, stage->match[match].probe[key], slot);
	for (uint32_t at = 0; at < stage->value_count; at++)
		if (value_decides(stage, at))
			use_partner(plan, partner, stage->value[at].node, slot);
	if (!mandatory || attempt->bit == ANCHOR_BITS)
		return;
	partner->need = 1ull << attempt->bit++;
	rule->needs |= partner->need;
	if (plan->lookup[partner->lookup].key_count == 1)
		rule->member = partner->lookup;
}

/* What matches report that are made in the first reading already is seen then. */
void describe_partners(struct attempt *attempt, uint32_t at)
{
	const struct stage *stage = stage_at(attempt, at);
	uint32_t anchor[FRAME_SLOTS_MAX] = {attempt->column[at]};
	for (uint32_t match = 0; match < stage->match_count && !stage->early && !matches_at_once(stage); match++) {
		anchor[match + 1] = anchor_key(attempt->plan, &stage->match[match], anchor);
		if (is_in_memory(attempt->plan, &stage->match[match]) && anchor[match + 1] != NO_COLUMN)
			add_partner(attempt, stage, match + 1, anchor[match + 1], attempt->mandatory[at] && !stage->match[match].optional);
	}
}
