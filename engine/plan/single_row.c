#include "plan/single_row.h"

static const struct aggregate *aggregate_of(const struct stage *stage, const struct node *node)
{
	return node->kind == NODE_COLUMN && node->column >= GROUP_AGGREGATE ? &stage->aggregate[node->column - GROUP_AGGREGATE] : NULL;
}

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
	const struct aggregate *left = aggregate_of(stage, node->child[0]), *right = aggregate_of(stage, node->child[1]);
	if (is_count(left) && wants_more_than_one(node)) {
		if (left->kind == AGGREGATE_DISTINCT)
			*distinct = stage->value[left->value].node;
		return true;
	}
	bool strict = node->op == OP_GT || node->op == OP_LT || node->op == OP_NE;
	return strict && is_value(left) && is_value(right) && left->value == right->value;
}

bool single_row_fails(const struct stage *stage, const struct node **distinct)
{
	bool fails = false;
	for (uint32_t at = 0; at < stage->having_count && !*distinct; at++)
		fails |= condition_fails(stage, stage->having[at].node, distinct);
	return fails;
}
