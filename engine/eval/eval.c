#include "eval/eval.h"

#include "base/bits.h"
#include "base/text.h"
#include "eval/eval_kernel.h"

bool reads_row_only(const struct node *node)
{
	if (node->kind == NODE_IS_ABSENT || (node->kind == NODE_COLUMN && node->slot))
		return false;
	for (uint32_t child = 0; child < node->child_count; child++)
		if (!reads_row_only(node->child[child]))
			return false;
	return true;
}

void mark_columns(const struct node *node, uint32_t slot, bool *used)
{
	if (node->kind == NODE_COLUMN && node->slot == slot)
		used[node->column] = true;
	for (uint32_t child = 0; child < node->child_count; child++)
		mark_columns(node->child[child], slot, used);
}

struct column *result_new(const struct node *node, struct frame *frame)
{
	return column_new(frame->scratch, node->type, frame->count + 1, false);
}

static void gather(struct column *out, const struct column *from, const uint32_t *row, struct selection selection)
{
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at], source = row[position] & from->mask;
		if (row[position] == ROW_NONE) {
			out->cell[position] = CELL_ABSENT;
			continue;
		}
		column_copy(out, position, from, source);
		if (out->raw)
			out->raw[position] = from->raw[source];
	}
}

/* A slice of a set: its column, seen from the first row on. */
static const struct column *read_slice(const struct frame_slot *slot, uint32_t column, struct selection selection, struct arena *scratch)
{
	uint32_t *row = arena_alloc(scratch, (selection.count + 1) * sizeof *row);
	for (uint32_t at = 0; at < selection.count; at++)
		row[at] = slot->from + selection.at[at];
	const struct column *whole = slot->set->read(slot->set, column, row, selection.count);
	if (!whole->mask)
		return whole;
	struct column *slice = arena_alloc(scratch, sizeof *slice);
	*slice = *whole;
	slice->cell += slot->from;
	slice->number = whole->number ? whole->number + slot->from : NULL;
	slice->text = whole->text ? whole->text + slot->from : NULL;
	slice->raw = whole->raw ? whole->raw + slot->from : NULL;
	return slice;
}

const struct column *frame_column(struct frame *frame, uint32_t slot, uint32_t column, struct selection selection)
{
	const struct frame_slot *from = &frame->slot[slot];
	if (!from->row)
		return from->from ? read_slice(from, column, selection, frame->scratch)
				  : from->set->read(from->set, column, selection.at, selection.count);
	uint32_t *row = arena_alloc(frame->scratch, (selection.count + 1) * sizeof *row), rows = 0;
	for (uint32_t at = 0; at < selection.count; at++)
		if (from->row[selection.at[at]] != ROW_NONE)
			row[rows++] = from->row[selection.at[at]];
	const struct column *source = from->set->read(from->set, column, row, rows);
	struct column *out = column_new(frame->scratch, source->type, frame->count + 1, source->raw != NULL);
	gather(out, source, from->row, selection);
	return out;
}

static const struct column *eval_constant(const struct node *node, struct frame *frame)
{
	struct column *out = column_new(frame->scratch, node->type, 1, false);
	out->mask = 0;
	column_set(out, 0, node->constant);
	return out;
}

static const struct column *eval_not(const struct node *node, struct frame *frame, struct selection selection)
{
	const struct column *from = eval(node->child[0], frame, selection);
	struct column *out = result_new(node, frame);
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at];
		out->cell[position] = from->cell[position & from->mask];
		out->number[position] = !from->number[position & from->mask];
	}
	return out;
}

static const struct column *eval_is_null(const struct node *node, struct frame *frame, struct selection selection)
{
	const struct column *from = eval(node->child[0], frame, selection);
	struct column *out = result_new(node, frame);
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at];
		out->cell[position] = CELL_VALUE;
		out->number[position] = (from->cell[position & from->mask] != CELL_VALUE) != node->negated;
	}
	return out;
}

static const struct column *eval_absent(const struct node *node, struct frame *frame, struct selection selection)
{
	struct column *out = result_new(node, frame);
	const uint32_t *row = frame->slot[node->slot].row;
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at];
		out->cell[position] = CELL_VALUE;
		out->number[position] = row && row[position] == ROW_NONE;
	}
	return out;
}

static const struct column *eval_in(const struct node *node, struct frame *frame, struct selection selection)
{
	const struct column *from = eval(node->child[0], frame, selection);
	struct column *out = result_new(node, frame);
	value_set_find(node->set, from, selection, out);
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at];
		out->cell[position] = from->cell[position & from->mask] == CELL_VALUE ? CELL_VALUE : CELL_NULL;
		out->number[position] ^= node->negated;
	}
	return out;
}

/* LIKE with a constant pattern, and regular expressions. */
static const struct column *eval_pattern(const struct node *node, struct frame *frame, struct selection selection)
{
	const struct column *from = eval(node->child[0], frame, selection);
	struct column *out = result_new(node, frame);
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at];
		struct value value = column_value(from, position);
		out->cell[position] = value.cell == CELL_VALUE ? CELL_VALUE : CELL_NULL;
		if (value.cell != CELL_VALUE)
			continue;
		bool matches = node->kind == NODE_REGEX ? regex_matches(node->regex, value.text)
							: text_like(value.text, node->constant.text);
		out->number[position] = matches != node->negated;
	}
	return out;
}

static const struct column *eval_to_text(const struct node *node, struct frame *frame, struct selection selection)
{
	const struct column *from = eval(node->child[0], frame, selection);
	struct column *out = result_new(node, frame);
	struct buffer text = BUFFER_INIT;
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at];
		struct value value = column_value(from, position);
		text.size = 0;
		value_text(value, node->child[0]->type, frame->symbols, &text);
		if (value.cell == CELL_VALUE)
			value.text = arena_span(frame->scratch, buffer_span(&text));
		column_set(out, position, value);
	}
	buffer_free(&text);
	return out;
}

static const struct column *eval_node(const struct node *node, struct frame *frame, struct selection selection)
{
	switch (node->kind) {
	case NODE_COLUMN:
		return frame_column(frame, node->slot, node->column, selection);
	case NODE_CONSTANT:
		return eval_constant(node, frame);
	case NODE_AND:
		return eval_and(node, frame, selection);
	case NODE_OR:
		return eval_or(node, frame, selection);
	case NODE_NOT:
		return eval_not(node, frame, selection);
	case NODE_COMPARE:
		return eval_compare(node, frame, selection);
	case NODE_ARITHMETIC:
	case NODE_NEGATE:
		return eval_arithmetic(node, frame, selection);
	case NODE_IS_NULL:
		return eval_is_null(node, frame, selection);
	case NODE_IN:
		return eval_in(node, frame, selection);
	case NODE_LIKE:
	case NODE_REGEX:
		return eval_pattern(node, frame, selection);
	case NODE_CASE:
		return eval_case(node, frame, selection);
	case NODE_CALL:
		return eval_call(node, frame, selection);
	case NODE_TO_TEXT:
		return eval_to_text(node, frame, selection);
	case NODE_IS_ABSENT:
		return eval_absent(node, frame, selection);
	}
	__builtin_unreachable();
}

/* What is asked of every row is worked out once for all who ask, also for those who then ask for a few rows. What is asked of a few rows only is not
 * kept: reading columns for rows nobody looks at would change what is counted as malformed. */
static const struct column *eval_shared(const struct node *node, struct frame *frame, struct selection selection)
{
	struct row_memo *memo = frame->slot[0].row ? NULL : frame->slot[0].set->memo;
	if (!memo)
		return eval_node(node, frame, selection);
	const struct column **kept = &memo->result[node->shared - 1];
	if (*kept)
		return *kept;
	if (selection.count < frame->slot[0].set->row_count)
		return eval_node(node, frame, selection);
	struct frame lasting = *frame;
	lasting.scratch = memo->arena;
	return *kept = eval_node(node, &lasting, selection);
}

const struct column *eval(const struct node *node, struct frame *frame, struct selection selection)
{
	return node->shared ? eval_shared(node, frame, selection) : eval_node(node, frame, selection);
}

struct selection selection_all(uint32_t count, struct arena *arena)
{
	uint32_t *at = arena_alloc(arena, (count + 1) * sizeof *at);
	bits_all_positions(count, at);
	return (struct selection){count, at};
}

void eval_split(const struct node *node, struct frame *frame, struct selection selection, uint32_t *yes, uint32_t *yes_count,
		uint32_t *unknown, uint32_t *unknown_count)
{
	const struct column *result = eval(node, frame, selection);
	uint32_t true_count = 0, null_count = 0;
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at], from = position & result->mask;
		bool known = result->cell[from] == CELL_VALUE;
		if (yes && known && result->number[from])
			yes[true_count++] = position;
		else if (unknown && !known)
			unknown[null_count++] = position;
	}
	if (yes_count)
		*yes_count = true_count;
	if (unknown_count)
		*unknown_count = null_count;
}
