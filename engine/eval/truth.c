#include "eval/truth.h"

#include "eval/truth_block.h"
#include "eval/truth_kinds.h"

static struct truth *truth_new(uint32_t count, struct arena *arena)
{
	struct truth *truth = arena_alloc(arena, sizeof *truth);
	*truth = (struct truth){bits_none(count, arena), bits_none(count, arena), bits_none(count, arena)};
	return truth;
}

static void put(struct truth *out, uint32_t w, uint64_t judged, uint64_t yes, uint64_t unknown)
{
	out->judged[w] |= judged;
	out->yes[w] |= judged & yes & ~unknown;
	out->unknown[w] |= judged & unknown;
}

/* Each operand is judged only where it can still matter; unknown stays unless some operand decides. */
static void judge_logic(const struct node *node, struct frame *frame, const uint64_t *asked, struct truth *out)
{
	uint32_t words = bits_words(frame->count);
	bool is_or = node->kind == NODE_OR;
	uint64_t *open = bits_none(frame->count, frame->scratch), *unknown = bits_none(frame->count, frame->scratch);
	memcpy(open, asked, words * sizeof *open);
	for (uint32_t child = 0; child < node->child_count && bits_any(open, frame->count); child++) {
		const struct truth *of = truth_of(node->child[child], frame, open);
		for (uint32_t w = 0; w < words; w++) {
			open[w] &= is_or ? ~of->yes[w] : of->yes[w] | of->unknown[w];
			unknown[w] |= of->unknown[w];
		}
	}
	for (uint32_t w = 0; w < words; w++)
		put(out, w, asked[w], is_or ? ~open[w] : open[w], open[w] & unknown[w]);
}

static void judge_not(const struct node *node, struct frame *frame, const uint64_t *asked, struct truth *out)
{
	const struct truth *of = truth_of(node->child[0], frame, asked);
	for (uint32_t w = 0; w < bits_words(frame->count); w++)
		put(out, w, asked[w], ~of->yes[w], of->unknown[w]);
}

/* Whatever else a condition is made of: row by row. */
static void judge_rows(const struct node *node, struct frame *frame, const uint64_t *asked, struct truth *out)
{
	uint32_t *at = arena_alloc(frame->scratch, (frame->count + 1) * sizeof *at), count = bits_positions(asked, frame->count, at);
	const struct column *result = eval(node, frame, (struct selection){count, at});
	for (uint32_t each = 0; each < count; each++) {
		uint32_t position = at[each], source = position & result->mask;
		bool unknown = result->cell[source] != CELL_VALUE, yes = !unknown & (result->number[source] != 0);
		out->yes[position / 64] |= (uint64_t)yes << (position & 63);
		out->unknown[position / 64] |= (uint64_t)unknown << (position & 63);
	}
	for (uint32_t w = 0; w < bits_words(frame->count); w++)
		out->judged[w] |= asked[w];
}

/* All positions at once, where their columns are there already, or are asked for as a whole, and enough of them matter. */
static bool is_worth_all(const struct frame *frame, const uint64_t *asked)
{
	uint32_t worth = frame->slot[0].set->complete ? 8 : 1;
	return bits_count(asked, frame->count) * worth >= frame->count;
}

static void judge(const struct node *node, struct frame *frame, const uint64_t *asked, struct truth *out)
{
	if (node->kind == NODE_AND || node->kind == NODE_OR)
		judge_logic(node, frame, asked, out);
	else if (node->kind == NODE_NOT)
		judge_not(node, frame, asked, out);
	else if (!frame->slot[0].row && truth_is_block(node) && is_worth_all(frame, asked))
		truth_block(node, frame, out);
	else if (!is_worth_all(frame, asked) || !truth_by_kind(node, frame, out))
		judge_rows(node, frame, asked, out);
}

/* What was judged of these rows before, or what will be kept of them. */
static struct truth *truth_kept(const struct node *node, struct frame *frame)
{
	struct row_memo *memo = frame->slot[0].row ? NULL : frame->slot[0].set->memo;
	if (!node->shared || !memo)
		return truth_new(frame->count, frame->scratch);
	struct truth **kept = &memo->truth[node->shared - 1];
	return *kept = *kept ? *kept : truth_new(frame->count, memo->arena);
}

const struct truth *truth_of(const struct node *node, struct frame *frame, const uint64_t *asked)
{
	struct truth *truth = truth_kept(node, frame);
	uint64_t *left = bits_none(frame->count, frame->scratch);
	for (uint32_t w = 0; w < bits_words(frame->count); w++)
		left[w] = asked[w] & ~truth->judged[w];
	if (bits_any(left, frame->count))
		judge(node, frame, left, truth);
	return truth;
}

/* More than a step of a loop for each row. */
static bool is_call(const struct node *node)
{
	return (node->kind == NODE_CALL && !node->function->of_numbers) || node->kind == NODE_REGEX || node->kind == NODE_LIKE || node->kind == NODE_TO_TEXT;
}

enum truth_cost truth_cost(const struct node *node)
{
	if (truth_is_block(node))
		return COST_BLOCK;
	bool logic = node->kind == NODE_AND || node->kind == NODE_OR || node->kind == NODE_NOT;
	enum truth_cost cost = is_call(node) ? COST_CALL : logic ? COST_BLOCK : COST_ROW;
	for (uint32_t child = 0; child < node->child_count; child++) {
		enum truth_cost of = truth_cost(node->child[child]);
		cost = of > cost ? of : cost;
	}
	return cost;
}
