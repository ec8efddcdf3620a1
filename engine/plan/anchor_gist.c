/* Having that no single row tells anything of: what of it can be worked out for every group, known by hash, while the tables are read first. */
#include "plan/anchor_parts.h"

/* ---- whether it is worth it ---- */

/* `sum(x) > 0`, `count() >= 1`, and that something differs: nearly every group passes. */
static bool is_common(const struct stage *stage, const struct node *compare)
{
	const struct node *limit = compare->child[1];
	int64_t none = compare->op == OP_GE && compare->child[0]->type == TYPE_INT ? 1 : 0;
	bool above = compare->op == OP_GT || compare->op == OP_GE;
	return compare->op == OP_NE || (above && group_aggregate(stage, compare->child[0]) && limit->kind == NODE_CONSTANT && limit->constant.number <= none);
}

static bool refuses_many(const struct stage *stage, const struct node *node)
{
	bool all = true, some = false;
	for (uint32_t child = 0; child < node->child_count && (node->kind == NODE_OR || node->kind == NODE_AND); child++) {
		bool refuses = refuses_many(stage, node->child[child]);
		all &= refuses;
		some |= refuses;
	}
	return node->kind == NODE_COMPARE ? !is_common(stage, node) : node->kind == NODE_OR ? all : node->kind == NODE_AND && some;
}

/* ---- what it is made of ---- */

static bool is_ordered_number(enum value_type type)
{
	return type == TYPE_MONEY || type == TYPE_INT || type == TYPE_DATE || type == TYPE_MONTH || type == TYPE_BOOL || type == TYPE_SHARE;
}

/* Of numbers that merge in any order. */
static bool can_gist(const struct stage *stage, const struct aggregate *aggregate)
{
	switch (aggregate->kind) {
	case AGGREGATE_ROWS:
		return true;
	case AGGREGATE_COUNT:
		return reads_row_only(stage->value[aggregate->value].node);
	case AGGREGATE_SUM:
	case AGGREGATE_MIN:
	case AGGREGATE_MAX:
		return is_ordered_number(stage->value[aggregate->value].node->type);
	default:
		return false;
	}
}

static bool add_aggregate(struct attempt *attempt, const struct stage *stage, uint32_t number, struct plan_gist *gist)
{
	const struct aggregate *aggregate = &stage->aggregate[number];
	for (uint32_t at = 0; at < gist->aggregate_count; at++)
		if (gist->aggregate[at].number == number)
			return true;
	if (!can_gist(stage, aggregate) || gist->aggregate_count == HECHA_GIST_AGGREGATES_MAX)
		return false;
	const struct node *node = aggregate->kind == AGGREGATE_ROWS ? NULL : stage->value[aggregate->value].node;
	PLAN_GROW(attempt->plan, gist->aggregate, gist->aggregate_count);
	gist->aggregate[gist->aggregate_count++] = (struct gist_aggregate){
		.kind = aggregate->kind, .type = aggregate->type, .number = number, .node = node, .of_partner = node && !reads_row_only(node)};
	return true;
}

static bool add_aggregates(struct attempt *attempt, const struct stage *stage, const struct node *node, struct plan_gist *gist)
{
	if (node->kind == NODE_COLUMN)
		return node->column >= GROUP_AGGREGATE && add_aggregate(attempt, stage, node->column - GROUP_AGGREGATE, gist);
	bool all = true;
	for (uint32_t child = 0; child < node->child_count && all; child++)
		all = add_aggregates(attempt, stage, node->child[child], gist);
	return all;
}

/* ---- the row behind it ---- */

/* Of the row itself only keys of the group. */
static bool reads_keys(const struct stage *stage, const struct node *node)
{
	if (node->kind == NODE_COLUMN && !node->slot)
		return has_key(stage, node->column);
	bool keys = true;
	for (uint32_t child = 0; child < node->child_count && keys; child++)
		keys = reads_keys(stage, node->child[child]);
	return keys;
}

/* Rows of one group meet the same partners and are judged alike, and what is asked of the partners is the same for one row or ten. */
static bool judges_groups(const struct stage *stage, const struct plan_gist *gist)
{
	bool alike = true;
	for (uint32_t at = 0; at < stage->after_count; at++)
		alike &= reads_keys(stage, stage->after[at].node);
	for (uint32_t match = 0; match < stage->match_count; match++)
		for (uint32_t key = 0; key < HECHA_KEY_MAX && stage->match[match].probe[key]; key++)
			alike &= reads_keys(stage, stage->match[match].probe[key]);
	for (uint32_t at = 0; at < gist->aggregate_count; at++) {
		const struct gist_aggregate *aggregate = &gist->aggregate[at];
		bool extreme = aggregate->kind == AGGREGATE_MIN || aggregate->kind == AGGREGATE_MAX;
		alike &= !aggregate->of_partner || (extreme && reads_keys(stage, aggregate->node));
	}
	return alike;
}

/* The stage's matches and what is judged of partners, for rows that passed the rest. */
static const struct stage *matching_of(struct arena *arena, const struct stage *stage, const struct plan_gist *gist)
{
	struct stage *matching = arena_zero(arena, 1, sizeof *matching);
	*matching = *stage;
	matching->before_count = matching->undecided_count = 0;
	matching->implied = NULL;
	matching->amount_value = -1;
	matching->value = arena_zero(arena, gist->aggregate_count + 1, sizeof *matching->value);
	matching->value[0].node = arena_zero(arena, 1, sizeof *matching->value[0].node);
	*matching->value[0].node = *stage->anchor->node;
	matching->key_count = matching->value_count = 1;
	for (uint32_t at = 0; at < gist->aggregate_count; at++)
		if (gist->aggregate[at].of_partner)
			matching->value[matching->value_count++] = stage->value[stage->aggregate[gist->aggregate[at].number].value];
	return matching;
}

/* Partners of rows come behind. */
static void order_aggregates(struct arena *arena, struct plan_gist *gist)
{
	struct gist_aggregate *ordered = arena_alloc(arena, (gist->aggregate_count + 1) * sizeof *ordered);
	uint32_t count = 0;
	for (uint32_t of_partner = 0; of_partner < 2; of_partner++) {
		for (uint32_t at = 0; at < gist->aggregate_count; at++)
			if (gist->aggregate[at].of_partner == of_partner)
				ordered[count++] = gist->aggregate[at];
		gist->own_count = of_partner ? gist->own_count : count;
	}
	gist->aggregate = ordered;
}

static bool reads_slot(const struct node *node, uint32_t slot)
{
	bool reads = (node->kind == NODE_COLUMN || node->kind == NODE_IS_ABSENT) && node->slot == slot;
	for (uint32_t child = 0; child < node->child_count && !reads; child++)
		reads = reads_slot(node->child[child], slot);
	return reads;
}

/* What only undecided codes and messages look at stands behind it. */
static uint32_t matches_read(const struct stage *matching)
{
	uint32_t count = matching->match_count;
	for (bool read = false; count && !read; count -= !read) {
		read = !matching->match[count - 1].optional;
		for (uint32_t at = 0; at < matching->after_count; at++)
			read |= reads_slot(matching->after[at].node, count);
		for (uint32_t at = 0; at < matching->value_count; at++)
			read |= reads_slot(matching->value[at].node, count);
	}
	return count;
}

/* What its partners report is noted of them before any row is read, as they are matched by the anchor. */
static void meet_late(const struct attempt *attempt, const struct stage *stage, struct plan_gist *gist)
{
	uint32_t anchor[FRAME_SLOTS_MAX] = {stage->anchor->node->column};
	bool late = gist->by_group && gist->matches_read == 1 && !stage->match[0].optional &&
		    !attempt->reports[stage->number - attempt->rule->stage_first];
	for (uint32_t at = 0; at < stage->after_count; at++)
		late &= !reads_slot(stage->after[at].node, 0);
	for (uint32_t at = gist->own_count; at < gist->aggregate_count; at++)
		late &= !reads_slot(gist->aggregate[at].node, 0);
	gist->late = late;
	gist->partner_anchor = late ? anchor_key(attempt->plan, &stage->match[0], anchor) : NO_COLUMN;
}

/* Groups are told apart by the row alone, and nothing is reported of a partner beyond what its matches report. */
static bool groups_rows(const struct stage *stage)
{
	bool groups = stage->grouped && (stage->amount_value < 0 || reads_row_only(stage->value[stage->amount_value].node));
	for (uint32_t key = 0; key < stage->key_count; key++)
		groups &= reads_row_only(stage->value[key].node);
	return groups;
}

void need_having(struct attempt *attempt, struct stage *stage)
{
	struct arena *arena = &attempt->plan->arena;
	struct plan_gist *gist = arena_zero(arena, 1, sizeof *gist);
	const struct expr *why = NULL;
	if (!groups_rows(stage))
		return;
	for (uint32_t at = 0; at < stage->having_count; at++) {
		const struct node *node = stage->having[at].node;
		uint32_t before = gist->aggregate_count;
		if (!refuses_many(stage, node))
			continue;
		if (!add_aggregates(attempt, stage, node, gist)) {
			gist->aggregate_count = before;
			continue;
		}
		PLAN_GROW(attempt->plan, gist->having, gist->having_count);
		gist->having[gist->having_count++] = node;
		why = why ? why : stage->having[at].expr;
	}
	struct anchor_need *need = gist->having_count ? add_need(attempt, stage, NEED_HAVING, why) : NULL;
	if (!need)
		return;
	for (uint32_t key = 0; key < stage->key_count; key++)
		need->node[need->node_count++] = stage->value[key].node;
	gist->number = attempt->plan->gist_count++;
	order_aggregates(arena, gist);
	gist->by_group = judges_groups(stage, gist);
	gist->matching = stage->match_count ? matching_of(arena, stage, gist) : NULL;
	gist->matches_read = gist->matching ? matches_read(gist->matching) : 0;
	meet_late(attempt, stage, gist);
	need->gist = gist;
}
