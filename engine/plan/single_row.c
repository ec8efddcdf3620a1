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

/* From how many on a count can be in this relation to the limit, as far as anybody asks; 0: from none on. */
static uint32_t count_from(enum expr_op op, const struct node *limit)
{
	bool bounds = op == OP_GE || op == OP_GT || op == OP_EQ;
	if (!bounds || limit->kind != NODE_CONSTANT || limit->type != TYPE_INT || limit->constant.cell != CELL_VALUE || limit->constant.number < 0)
		return 0;
	if (limit->constant.number >= HECHA_DISTINCT_MAX)
		return HECHA_DISTINCT_MAX;
	return (uint32_t)limit->constant.number + (op == OP_GT);
}

/* How many, of what it counts (*counted), the condition wants at least. */
static uint32_t wanted_count(const struct stage *stage, const struct node *compare, const struct aggregate **counted)
{
	*counted = group_aggregate(stage, compare->child[0]);
	if (is_count(*counted))
		return count_from(compare->op, compare->child[1]);
	*counted = group_aggregate(stage, compare->child[1]);
	return is_count(*counted) ? count_from(expr_op_mirrored(compare->op), compare->child[0]) : 0;
}

static bool condition_fails(const struct stage *stage, const struct node *node, struct several *several)
{
	if (node->kind != NODE_COMPARE)
		return false;
	const struct aggregate *counted, *left = group_aggregate(stage, node->child[0]), *right = group_aggregate(stage, node->child[1]);
	uint32_t wanted = wanted_count(stage, node, &counted);
	if (wanted > 1 && counted->kind == AGGREGATE_DISTINCT)
		*several = (struct several){.distinct = stage->value[counted->value].node, .count = wanted};
	bool strict = node->op == OP_GT || node->op == OP_LT || node->op == OP_NE;
	return wanted > 1 || (strict && is_value(left) && is_value(right) && left->value == right->value);
}

bool single_row_fails(const struct stage *stage, struct several *several)
{
	bool fails = false;
	*several = (struct several){0};
	for (uint32_t at = 0; at < stage->having_count && !several->distinct; at++) {
		if (!condition_fails(stage, stage->having[at].node, several))
			continue;
		fails = true;
		several->why = stage->having[at].expr;
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
