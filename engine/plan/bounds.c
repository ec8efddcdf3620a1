#include "plan/bounds.h"

/* ---- what an expression can be at all ---- */

struct range {
	int64_t low, high;
};

static bool range_of(const struct node *node, struct range *out);

static bool range_join(const struct node *node, struct range *all, bool first)
{
	struct range one;
	if (!range_of(node, &one))
		return false;
	all->low = first || one.low < all->low ? one.low : all->low;
	all->high = first || one.high > all->high ? one.high : all->high;
	return true;
}

/* One of what stands behind `then` and `else`, or null, which satisfies no comparison. */
static bool range_of_case(const struct node *node, struct range *out)
{
	bool known = true;
	for (uint32_t child = 1; child < node->child_count && known; child += 2)
		known = range_join(node->child[child], out, child == 1);
	return known && (!node->has_else || range_join(node->child[node->child_count - 1], out, false));
}

/* One of the arguments, but for a condition that chooses among them. */
static bool range_of_choice(const struct node *node, struct range *out)
{
	uint32_t first = node->function->arguments[0] == 'b' && node->function->result != 'b';
	bool known = true;
	for (uint32_t child = first; child < node->child_count && known; child++)
		known = range_join(node->child[child], out, child == first);
	return known;
}

static bool calculate(enum expr_op op, int64_t left, int64_t right, int64_t *out)
{
	switch (op) {
	case OP_ADD: return !__builtin_add_overflow(left, right, out);
	case OP_SUB: return !__builtin_sub_overflow(left, right, out);
	default: return !__builtin_mul_overflow(left, right, out);
	}
}

/* The extremes of a sum, a difference, a product are made of extremes. */
static bool range_of_arithmetic(const struct node *node, struct range *out)
{
	struct range left, right;
	if (!range_of(node->child[0], &left) || !range_of(node->child[1], &right))
		return false;
	for (int corner = 0; corner < 4; corner++) {
		int64_t number;
		if (!calculate(node->op, corner & 1 ? left.high : left.low, corner & 2 ? right.high : right.low, &number))
			return false;
		out->low = !corner || number < out->low ? number : out->low;
		out->high = !corner || number > out->high ? number : out->high;
	}
	return true;
}

/* False: of a column anything may come. */
static bool range_of(const struct node *node, struct range *out)
{
	switch (node->kind) {
	case NODE_CONSTANT:
		*out = (struct range){node->constant.number, node->constant.number};
		return node->constant.cell == CELL_VALUE;
	case NODE_CASE:
		return range_of_case(node, out);
	case NODE_ARITHMETIC:
		return range_of_arithmetic(node, out);
	case NODE_CALL:
		return node->function->choose && range_of_choice(node, out);
	default:
		return false;
	}
}

/* ---- what a partner can make of it ---- */

static struct node *bound(struct node *node, bool upper, struct arena *arena);

static struct node *node_with_room(const struct node *like, uint32_t child_count, struct arena *arena)
{
	struct node *node = arena_alloc(arena, sizeof *node);
	*node = *like;
	node->child_count = child_count;
	node->child = arena_zero(arena, child_count + 1, sizeof *node->child);
	return node;
}

static struct node *constant_new(enum value_type type, int64_t number, struct arena *arena)
{
	const struct node constant = {.kind = NODE_CONSTANT, .type = type, .constant = {.cell = CELL_VALUE, .number = number}};
	return node_with_room(&constant, 0, arena);
}

/* slope: per operand, '+' where the result does not fall when the operand grows, '-' where it does not rise. */
static struct node *bound_operands(const struct node *node, const char *slope, bool upper, struct arena *arena)
{
	struct node *out = node_with_room(node, node->child_count, arena);
	for (uint32_t child = 0; child < node->child_count; child++)
		if (!(out->child[child] = bound(node->child[child], upper == (slope[child] == '+'), arena)))
			return NULL;
	return out;
}

/* No smaller (upper: no larger) than the node can be where both are there; NULL: nobody knows. */
static struct node *bound(struct node *node, bool upper, struct arena *arena)
{
	struct range range;
	if (reads_row_only(node))
		return node;
	if (range_of(node, &range))
		return constant_new(node->type, upper ? range.high : range.low, arena);
	if (node->kind == NODE_CALL && node->function->slope)
		return bound_operands(node, node->function->slope, upper, arena);
	if (node->kind == NODE_ARITHMETIC && node->op != OP_MUL)
		return bound_operands(node, node->op == OP_ADD ? "++" : "+-", upper, arena);
	return NULL;
}

static bool is_number(enum value_type type)
{
	return type == TYPE_DATE || type == TYPE_MONTH || type == TYPE_MONEY || type == TYPE_INT || type == TYPE_SHARE;
}

static enum expr_op opposite(enum expr_op op)
{
	static const enum expr_op of[] = {[OP_LT] = OP_GE, [OP_GE] = OP_LT, [OP_GT] = OP_LE, [OP_LE] = OP_GT};
	return of[op];
}

struct node *bound_compare(struct node *compare, bool negated, struct arena *arena)
{
	bool in_order = compare->op != OP_EQ && compare->op != OP_NE;
	if (compare->kind != NODE_COMPARE || !in_order || !is_number(compare->child[0]->type))
		return NULL;
	struct node *out = node_with_room(compare, 2, arena);
	out->op = negated ? opposite(compare->op) : compare->op;
	bool right_upper = out->op == OP_LT || out->op == OP_LE;
	out->child[0] = bound(compare->child[0], !right_upper, arena);
	out->child[1] = bound(compare->child[1], right_upper, arena);
	return out->child[0] && out->child[1] ? out : NULL;
}
