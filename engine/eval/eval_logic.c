/* AND, OR and CASE: each operand is computed only where it can still matter. */
#include "eval/eval_kernel.h"

/* decided: the value that ends the search (0 for AND, 1 for OR). Three-valued: unknown stays unless some operand decides. */
static const struct column *eval_logic(const struct node *node, struct frame *frame, struct selection selection, int64_t decided)
{
	struct column *out = result_new(node, frame);
	uint32_t *open = arena_alloc(frame->scratch, (selection.count + 1) * sizeof *open), open_count = selection.count;
	for (uint32_t at = 0; at < selection.count; at++) {
		open[at] = selection.at[at];
		out->cell[open[at]] = CELL_VALUE;
		out->number[open[at]] = !decided;
	}
	for (uint32_t child = 0; child < node->child_count && open_count; child++) {
		const struct column *from = eval(node->child[child], frame, (struct selection){open_count, open});
		uint32_t still = 0;
		for (uint32_t at = 0; at < open_count; at++) {
			uint32_t position = open[at], source = position & from->mask;
			if (from->cell[source] != CELL_VALUE) {
				out->cell[position] = CELL_NULL;
			} else if ((from->number[source] != 0) == (decided != 0)) {
				out->cell[position] = CELL_VALUE;
				out->number[position] = decided;
				continue;
			}
			open[still++] = position;
		}
		open_count = still;
	}
	return out;
}

const struct column *eval_and(const struct node *node, struct frame *frame, struct selection selection)
{
	return eval_logic(node, frame, selection, 0);
}

const struct column *eval_or(const struct node *node, struct frame *frame, struct selection selection)
{
	return eval_logic(node, frame, selection, 1);
}

static void copy(struct column *out, const struct column *from, const uint32_t *at, uint32_t count)
{
	for (uint32_t each = 0; each < count; each++)
		column_copy(out, at[each], from, at[each]);
}

const struct column *eval_case(const struct node *node, struct frame *frame, struct selection selection)
{
	struct column *out = result_new(node, frame);
	size_t size = (selection.count + 1) * sizeof(uint32_t);
	uint32_t *open = arena_alloc(frame->scratch, size), open_count = selection.count;
	uint32_t *yes = arena_alloc(frame->scratch, size), yes_count;
	memcpy(open, selection.at, selection.count * sizeof *open);
	uint32_t pairs = node->child_count / 2;
	for (uint32_t pair = 0; pair < pairs && open_count; pair++) {
		const struct column *when = eval(node->child[2 * pair], frame, (struct selection){open_count, open});
		uint32_t still = 0;
		yes_count = 0;
		for (uint32_t at = 0; at < open_count; at++) {
			uint32_t source = open[at] & when->mask;
			bool holds = when->cell[source] == CELL_VALUE && when->number[source];
			if (holds)
				yes[yes_count++] = open[at];
			else
				open[still++] = open[at];
		}
		open_count = still;
		if (yes_count)
			copy(out, eval(node->child[2 * pair + 1], frame, (struct selection){yes_count, yes}), yes, yes_count);
	}
	if (node->has_else && open_count) {
		copy(out, eval(node->child[node->child_count - 1], frame, (struct selection){open_count, open}), open, open_count);
		open_count = 0;
	}
	for (uint32_t at = 0; at < open_count; at++)
		column_set(out, open[at], (struct value){.cell = CELL_NULL});
	return out;
}
