/* A row that must differ from a partner, both of one value: two different ones are among the rows behind them. */
#include "plan/anchor_parts.h"

/* Where the columns of rows and partners come from: the table as a stage of the rule reads it. */
struct origin {
	struct stage *stage;
	uint32_t column;
};

static bool find_origin(const struct plan *plan, const struct stage *stage, uint32_t column, struct origin *origin)
{
	while (stage->source.kind == SOURCE_STAGE && column != NO_COLUMN) {
		stage = plan->stage[stage->source.number];
		column = source_column(stage, column);
	}
	*origin = (struct origin){plan->stage[stage->number], column};
	return column != NO_COLUMN && stage->source.kind == SOURCE_TABLE && stage->anchor;
}

/* What is compared, on both sides; slot: of the partner. */
struct unequal {
	uint32_t slot, count;
	struct stage *row, *partner;
	uint32_t column[HECHA_KEY_MAX];
	enum value_type type[HECHA_KEY_MAX];
};

/* `o.x <> p.x`, p being the row of from. The rows of both sides are noted alike, so it must be the same column of the same table. */
static bool take_compare(const struct plan *plan, const struct stage *stage, const struct node *node, struct unequal *unequal)
{
	if (node->kind != NODE_COMPARE || node->op != OP_NE || unequal->count == HECHA_KEY_MAX)
		return false;
	const struct node *row = node->child[0], *partner = node->child[1];
	if (row->slot) {
		row = node->child[1];
		partner = node->child[0];
	}
	if (row->kind != NODE_COLUMN || partner->kind != NODE_COLUMN || row->slot || !partner->slot || (unequal->slot && unequal->slot != partner->slot))
		return false;
	const struct plan_match *match = &stage->match[partner->slot - 1];
	if (match->optional || match->source.kind != SOURCE_STAGE)
		return false;
	struct origin of_row, of_partner;
	const struct stage *derived = plan->stage[match->source.number];
	if (!find_origin(plan, stage, row->column, &of_row) ||
	    !find_origin(plan, derived, source_column(derived, partner->column), &of_partner) || of_row.column != of_partner.column ||
	    of_row.stage == of_partner.stage || of_row.stage->source.number != of_partner.stage->source.number)
		return false;
	unequal->slot = partner->slot;
	unequal->row = of_row.stage;
	unequal->partner = of_partner.stage;
	unequal->type[unequal->count] = row->type;
	unequal->column[unequal->count++] = of_row.column;
	return true;
}

static bool take_condition(const struct plan *plan, const struct stage *stage, const struct node *node, struct unequal *unequal)
{
	if (node->kind != NODE_OR)
		return take_compare(plan, stage, node, unequal);
	for (uint32_t child = 0; child < node->child_count; child++)
		if (!take_condition(plan, stage, node->child[child], unequal))
			return false;
	return true;
}

static bool compares(const struct unequal *unequal, const struct node *node)
{
	for (uint32_t at = 0; at < unequal->count; at++)
		if (is_column(node, 0, unequal->column[at]))
			return true;
	return false;
}

/* Two rows of the stage that differ in some of these columns are needed anyway. */
static bool is_needed(const struct unequal *unequal, const struct stage *stage)
{
	for (uint32_t at = 0; at < stage->anchor->need_count; at++) {
		const struct anchor_need *need = &stage->anchor->need[at];
		bool within = need->kind == NEED_DISTINCT;
		for (uint32_t node = 0; node < need->node_count && within; node++)
			within = compares(unequal, need->node[node]);
		if (within)
			return true;
	}
	return false;
}

/* One need, noted by both stages. */
static void need_two(struct attempt *attempt, const struct unequal *unequal, const struct expr *why)
{
	struct arena *arena = &attempt->plan->arena;
	struct anchor_need *need = add_need(attempt, unequal->row, NEED_DISTINCT, why);
	if (!need)
		return;
	for (uint32_t at = 0; at < unequal->count; at++) {
		struct node *node = arena_zero(arena, 1, sizeof *node);
		*node = (struct node){.kind = NODE_COLUMN, .type = unequal->type[at], .column = unequal->column[at]};
		need->node[need->node_count++] = node;
	}
	struct stage_anchor *partner = unequal->partner->anchor;
	PLAN_GROW(attempt->plan, partner->need, partner->need_count);
	partner->need[partner->need_count++] = *need;
}

void need_unequal(struct attempt *attempt, const struct stage *stage)
{
	for (uint32_t at = 0; at < stage->after_count; at++) {
		struct unequal unequal = {0};
		if (take_condition(attempt->plan, stage, stage->after[at].node, &unequal) && !is_needed(&unequal, unequal.row) &&
		    !is_needed(&unequal, unequal.partner))
			need_two(attempt, &unequal, stage->after[at].expr);
	}
}
