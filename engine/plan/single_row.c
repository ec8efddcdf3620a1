#include "plan/single_row.h"

/* count() and count(…) of one row are at most 1. */
static bool is_count(const struct aggregate *aggregate)
{
	return aggregate && (aggregate->kind == AGGREGATE_ROWS || aggregate->kind == AGGREGATE_COUNT || aggregate->kind == AGGREGATE_DISTINCT);
}

/* sum, min and max of one row are its value. */
static bool is_value(const struct aggregate *aggregate)
{
	return aggregate && (aggregate->kind == AGGREGATE_SUM || aggregate->kind == AGGREGATE_MIN || aggregate->kind == AGGREGATE_MAX);
}

static bool wants_more_than_one(const struct node *compare)
{
	const struct node *limit = compare->child[1];
	return limit->kind == NODE_CONSTANT && limit->constant.cell == CELL_VALUE &&
	       ((compare->op == OP_GE && limit->constant.number >= 2) || (compare->op == OP_GT && limit->constant.number >= 1) ||
		(compare->op == OP_EQ && limit->constant.number >= 2));
}

static bool condition_fails(const struct stage *stage, const struct node *node, const struct node **distinct)
{
	if (node->kind != NODE_COMPARE)
		return false;
	const struct aggregate *left = group_aggregate(stage, node->child[0]), *right = group_aggregate(stage, node->child[1]);
	if (is_count(left) && wants_more_than_one(node)) {
		if (left->kind == AGGREGATE_DISTINCT)
			*distinct = stage->value[left->value].node;
		return true;
	}
	bool strict = node->op == OP_GT || node->op == OP_LT || node->op == OP_NE;
	return strict && is_value(left) && is_value(right) && left->value == right->value;
}

bool single_row_fails(const struct stage *stage, const struct node **distinct, const struct expr **why)
{
	bool fails = false;
	for (uint32_t at = 0; at < stage->having_count && !*distinct; at++) {
		if (!condition_fails(stage, stage->having[at].node, distinct))
			continue;
		fails = true;
		*why = stage->having[at].expr;
	}
	return fails;
}

/* ---- one row that must be there ---- */

static bool is_negative(const struct node *limit, bool or_zero)
{
	return limit->constant.number < 0 || (or_zero && limit->constant.number == 0);
}

/* A smallest value below the limit is that of a row below it, a largest above it likewise; a sum is below zero only by a row that is. (A sum above
 * zero needs one above it: nearly every row is.) */
static bool needs_such_row(const struct aggregate *aggregate, enum expr_op op, const struct node *limit, bool *below_zero)
{
	*below_zero = aggregate->kind == AGGREGATE_SUM;
	switch (aggregate->kind) {
	case AGGREGATE_SUM:
		return (op == OP_LT && is_negative(limit, true)) || ((op == OP_LE || op == OP_EQ) && is_negative(limit, false));
	case AGGREGATE_MIN:
		return op == OP_LT || op == OP_LE || op == OP_EQ;
	case AGGREGATE_MAX:
		return op == OP_GT || op == OP_GE || op == OP_EQ;
	default:
		return false;
	}
}

static const struct node *condition_needs(const struct stage *stage, const struct node *compare, struct arena *arena)
{
	bool below_zero;
	if (compare->kind != NODE_COMPARE || compare->child[1]->kind != NODE_CONSTANT || compare->child[1]->constant.cell != CELL_VALUE)
		return NULL;
	const struct aggregate *aggregate = group_aggregate(stage, compare->child[0]);
	if (!aggregate || !needs_such_row(aggregate, compare->op, compare->child[1], &below_zero))
		return NULL;
	struct node *value = stage->value[aggregate->value].node, *limit = arena_zero(arena, 1, sizeof *limit);
	struct node *needed = arena_zero(arena, 1, sizeof *needed);
	*limit = *compare->child[1];
	if (below_zero)
		limit->constant.number = 0;
	*needed = (struct node){.kind = NODE_COMPARE, .type = TYPE_BOOL, .op = below_zero ? OP_LT : compare->op, .child_count = 2};
	needed->child = arena_zero(arena, 2, sizeof *needed->child);
	needed->child[0] = value;
	needed->child[1] = limit;
	return value->type == limit->type ? needed : NULL;
}

const struct node *single_row_needed(const struct stage *stage, struct arena *arena, const struct expr **why)
{
	const struct node *needed = NULL;
	for (uint32_t at = 0; at < stage->having_count && !needed; at++) {
		needed = condition_needs(stage, stage->having[at].node, arena);
		*why = stage->having[at].expr;
	}
	return needed;
}
