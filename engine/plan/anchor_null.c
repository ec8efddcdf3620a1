/* Derived values that may be null although nothing below them is: that a rule stops at one is reported of every value. */
#include "plan/anchor_parts.h"

static bool is_noted(const struct plan *plan, const struct stage *stage, const struct node *node);

/* A null in it is seen in the columns it is made of, in the first reading or before. */
static bool output_is_noted(const struct plan *plan, const struct stage *stage, const struct node *node)
{
	if (node->kind == NODE_CONSTANT)
		return true;
	if (node->kind != NODE_COLUMN)
		return false;
	uint32_t value = node->column;
	if (value >= GROUP_AGGREGATE) {
		const struct aggregate *aggregate = &stage->aggregate[value - GROUP_AGGREGATE];
		if (aggregate->kind == AGGREGATE_ROWS || aggregate->kind == AGGREGATE_COUNT || aggregate->kind == AGGREGATE_DISTINCT)
			return true;
		value = aggregate->value;
	}
	return is_noted(plan, stage, stage->value[value].node);
}

static bool source_is_noted(const struct plan *plan, struct plan_source source, uint32_t column)
{
	return source.kind == SOURCE_STAGE && output_is_noted(plan, plan->stage[source.number], plan->stage[source.number]->output[column]);
}

/* The same of a value of the stage's rows; an optional partner that is absent is in no column. */
static bool is_noted(const struct plan *plan, const struct stage *stage, const struct node *node)
{
	if (stage->source.kind == SOURCE_TABLE && reads_row_only(node))
		return true;
	if (node->kind != NODE_COLUMN)
		return node->kind == NODE_CONSTANT;
	if (!node->slot)
		return source_is_noted(plan, stage->source, node->column);
	const struct plan_match *match = &stage->match[node->slot - 1];
	return !match->optional && (is_in_memory(plan, match) ? !matches_at_once(stage) : source_is_noted(plan, match->source, node->column));
}

/* Columns of the row and of partners, as the stage looks at them. */
static bool all_noted(const struct plan *plan, const struct stage *stage, const struct node *node)
{
	if (node->kind == NODE_COLUMN && node->slot) {
		const struct plan_match *match = &stage->match[node->slot - 1];
		return is_in_memory(plan, match) || source_is_noted(plan, match->source, node->column);
	}
	if (node->kind == NODE_COLUMN)
		return stage->source.kind == SOURCE_TABLE || source_is_noted(plan, stage->source, node->column);
	bool all = true;
	for (uint32_t child = 0; child < node->child_count && all; child++)
		all = all_noted(plan, stage, node->child[child]);
	return all;
}

bool nulls_are_noted(const struct plan *plan, const struct stage *stage)
{
	bool all = true;
	for (uint32_t at = 0; at < stage->before_count; at++)
		all &= all_noted(plan, stage, stage->before[at].node);
	for (uint32_t at = 0; at < stage->after_count; at++)
		all &= all_noted(plan, stage, stage->after[at].node);
	for (uint32_t match = 0; match < stage->match_count; match++)
		for (uint32_t key = 0; key < HECHA_KEY_MAX && stage->match[match].probe[key]; key++)
			all &= all_noted(plan, stage, stage->match[match].probe[key]);
	for (uint32_t at = 0; at < stage->value_count; at++)
		all &= (at >= stage->key_count && (int32_t)at != stage->amount_value) || all_noted(plan, stage, stage->value[at].node);
	return all;
}
