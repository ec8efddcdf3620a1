#include "flow/flow_nulls.h"

#include "flow/flow_parts.h"

/* From one row in so many on, looking at all cells eight at a time costs less than looking at those of the rows. */
enum { MANY_ROWS = 8 };

/* Adds to *null those of the rows that have none. */
static void find_nulls(const struct node *node, struct frame *frame, struct selection rows, uint64_t **null)
{
	const struct column *column = eval(node, frame, rows);
	if (rows.count * MANY_ROWS >= frame->count && column_is_known(column, frame->count))
		return;
	for (uint32_t each = 0; each < rows.count; each++) {
		if (anchor_known(column, rows.at[each]))
			continue;
		*null = *null ? *null : bits_none(frame->count, frame->scratch);
		bits_add(*null, rows.at[each]);
	}
}

/* The cells of a column are looked at once. */
static const uint64_t *nulls_of_column(struct column_nulls *nulls, const struct node *node, struct frame *frame, const uint64_t *rows, struct selection at)
{
	uint64_t *fresh = bits_none(frame->count, frame->scratch), old = 0;
	nulls->asked = nulls->asked ? nulls->asked : bits_none(frame->count, frame->scratch);
	for (uint32_t w = 0; w < bits_words(frame->count); w++) {
		old |= rows[w] & nulls->asked[w];
		fresh[w] = rows[w] & ~nulls->asked[w];
		nulls->asked[w] |= fresh[w];
	}
	if (old) {
		uint32_t *some = arena_alloc(frame->scratch, (at.count + 1) * sizeof *some);
		at = (struct selection){bits_positions(fresh, frame->count, some), some};
	}
	if (at.count)
		find_nulls(node, frame, at, &nulls->null);
	return nulls->null;
}

/* Whether it cannot be null, as no operand is: it looks at all of them in all rows, and is one of them or what is true of them. */
static bool known_with_operands(struct row_nulls *nulls, const struct node *node, struct frame *frame, const uint64_t *rows,
				struct selection at)
{
	if (node->kind == NODE_CONSTANT)
		return node->constant.cell == CELL_VALUE;
	bool known = node->kind == NODE_COMPARE || node->kind == NODE_IN || node->kind == NODE_NOT || (node->kind == NODE_CALL && node->function->choose);
	for (uint32_t child = 0; child < node->child_count && known; child++)
		known = !row_nulls_of(nulls, node->child[child], frame, rows, at);
	return known;
}

const uint64_t *row_nulls_of(struct row_nulls *nulls, const struct node *node, struct frame *frame, const uint64_t *rows, struct selection at)
{
	uint64_t *found = NULL, any = 0;
	const uint64_t *null = NULL;
	if (node->kind == NODE_COLUMN) {
		null = nulls_of_column(&nulls->column[node->column], node, frame, rows, at);
	} else if (!known_with_operands(nulls, node, frame, rows, at)) {
		find_nulls(node, frame, at, &found);
		null = found;
	}
	for (uint32_t w = 0; w < bits_words(frame->count) && null; w++)
		any |= null[w] & rows[w];
	return any ? null : NULL;
}
