/* Which column made a condition unknown. */
#include "scan/tuples.h"

static const char *source_column_name(const struct plan *plan, struct plan_source source, uint32_t column)
{
	if (source.kind == SOURCE_TABLE)
		return table_column_name(plan->table[source.number], column);
	return source.kind == SOURCE_STAGE ? plan->stage[source.number]->output_info[column].name : plan->case_column[column].name;
}

/* One cell, without a column for the whole frame. */
struct value slot_value(const struct frame_slot *slot, uint32_t column, uint32_t position)
{
	uint32_t row = slot_row(slot, position);
	if (row == ROW_NONE)
		return (struct value){.cell = CELL_ABSENT};
	return column_value(slot->set->read(slot->set, column, &row, 1), row);
}

static bool is_unknown(const struct node *node, struct frame *one)
{
	uint32_t zero = 0;
	return column_value(eval(node, one, (struct selection){1, &zero}), 0).cell != CELL_VALUE;
}

static const char *blame_node(const struct plan *plan, const struct stage *stage, const struct node *node, struct frame *one);

/* The branch that was taken, or, when none was, the conditions. */
static const char *blame_case(const struct plan *plan, const struct stage *stage, const struct node *node, struct frame *one)
{
	uint32_t zero = 0, pairs = node->child_count / 2;
	for (uint32_t pair = 0; pair < pairs; pair++) {
		struct value when = column_value(eval(node->child[2 * pair], one, (struct selection){1, &zero}), 0);
		if (when.cell == CELL_VALUE && when.number)
			return blame_node(plan, stage, node->child[2 * pair + 1], one);
	}
	if (node->has_else)
		return blame_node(plan, stage, node->child[node->child_count - 1], one);
	const char *column = NULL;
	for (uint32_t pair = 0; pair < pairs && !column; pair++)
		if (is_unknown(node->child[2 * pair], one))
			column = blame_node(plan, stage, node->child[2 * pair], one);
	return column;
}

/* node is unknown: so is what made it so. */
static const char *blame_node(const struct plan *plan, const struct stage *stage, const struct node *node, struct frame *one)
{
	if (node->kind == NODE_CASE)
		return blame_case(plan, stage, node, one);
	if (node->kind == NODE_COLUMN) {
		uint8_t cell = slot_value(&one->slot[node->slot], node->column, 0).cell;
		struct plan_source source = node->slot ? stage->match[node->slot - 1].source : stage->source;
		return cell == CELL_NULL || cell == CELL_MALFORMED ? source_column_name(plan, source, node->column) : NULL;
	}
	const char *column = NULL;
	for (uint32_t child = 0; child < node->child_count && !column; child++)
		if (is_unknown(node->child[child], one))
			column = blame_node(plan, stage, node->child[child], one);
	return column;
}

const char *missing_column(const struct plan *plan, const struct stage *stage, const struct node *node, struct frame *frame,
			   uint32_t position)
{
	uint32_t row[FRAME_SLOTS_MAX];
	struct frame one = {.count = 1, .slot_count = frame->slot_count, .symbols = frame->symbols, .scratch = frame->scratch};
	for (uint32_t slot = 0; slot < frame->slot_count; slot++) {
		row[slot] = slot_row(&frame->slot[slot], position);
		one.slot[slot] = (struct frame_slot){.set = frame->slot[slot].set, .row = &row[slot]};
	}
	return blame_node(plan, stage, node, &one);
}
