#include "plan/share.h"

#include <stdlib.h>

struct sharing {
	struct table *table;
	struct node **node; /* one of each kind that is not plain */
	uint32_t count, capacity;
};

static bool same_constant(const struct value *a, const struct value *b, enum value_type type)
{
	return a->cell == b->cell && (a->cell != CELL_VALUE || value_equal(*a, *b, type));
}

static bool same_node(const struct node *a, const struct node *b)
{
	if (a->kind != b->kind || a->type != b->type || a->op != b->op || a->negated != b->negated || a->has_else != b->has_else ||
	    a->slot != b->slot || a->column != b->column || a->function != b->function || a->regex != b->regex ||
	    a->child_count != b->child_count || (a->set != b->set && !(a->set && b->set && value_set_equal(a->set, b->set))))
		return false;
	if ((a->kind == NODE_CONSTANT && !same_constant(&a->constant, &b->constant, a->type)) ||
	    (a->kind == NODE_LIKE && !span_equal(a->constant.text, b->constant.text)))
		return false;
	for (uint32_t child = 0; child < a->child_count; child++)
		if (!same_node(a->child[child], b->child[child]))
			return false;
	return true;
}

/* Columns and constants are to be had for nothing. The first of a kind gets its number when the second comes. */
static void share_node(struct sharing *sharing, struct node *node)
{
	for (uint32_t child = 0; child < node->child_count; child++)
		share_node(sharing, node->child[child]);
	if (node->kind == NODE_COLUMN || node->kind == NODE_CONSTANT || !reads_row_only(node))
		return;
	for (uint32_t at = 0; at < sharing->count; at++) {
		struct node *other = sharing->node[at];
		if (!same_node(other, node))
			continue;
		if (!other->shared)
			other->shared = ++sharing->table->shared_count;
		node->shared = other->shared;
		return;
	}
	ARRAY_GROW(sharing->node, sharing->count, sharing->capacity);
	sharing->node[sharing->count++] = node;
}

static void share_stage(struct sharing *sharing, struct stage *stage)
{
	for (uint32_t at = 0; at < stage->before_count; at++)
		share_node(sharing, stage->before[at].node);
	if (stage->implied)
		share_node(sharing, stage->implied);
	for (uint32_t at = 0; at < stage->after_count; at++)
		share_node(sharing, stage->after[at].node);
	for (uint32_t at = 0; at < stage->undecided_count; at++)
		share_node(sharing, stage->undecided[at].node);
	for (uint32_t at = 0; at < stage->value_count; at++)
		share_node(sharing, stage->value[at].node);
}

void plan_share(struct plan *plan)
{
	for (uint32_t table = 0; table < plan->table_count; table++) {
		struct sharing sharing = {.table = plan->table[table]};
		for (uint32_t at = 0; at < plan->stage_count; at++)
			if (plan->stage[at]->source.kind == SOURCE_TABLE && plan->stage[at]->source.number == table)
				share_stage(&sharing, plan->stage[at]);
		free(sharing.node);
	}
}
