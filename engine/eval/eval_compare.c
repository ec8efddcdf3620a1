/* Comparison and arithmetic: one short loop per operator, the type chosen before the loop. */
#include "eval/eval_kernel.h"
#include "eval/text_ends.h"

#define NUMBER_LOOP(operator)                                                                                          \
	for (uint32_t at = 0; at < selection.count; at++) {                                                            \
		uint32_t position = selection.at[at], l = position & left->mask, r = position & right->mask;           \
		bool known = left->cell[l] == CELL_VALUE && right->cell[r] == CELL_VALUE;                              \
		out->cell[position] = known ? CELL_VALUE : CELL_NULL;                                                  \
		out->number[position] = known && left->number[l] operator right->number[r];                           \
	}                                                                                                              \
	break

static void compare_numbers(enum expr_op op, struct column *out, const struct column *left, const struct column *right,
			    struct selection selection)
{
	switch (op) {
	case OP_EQ: NUMBER_LOOP(==);
	case OP_NE: NUMBER_LOOP(!=);
	case OP_LT: NUMBER_LOOP(<);
	case OP_LE: NUMBER_LOOP(<=);
	case OP_GT: NUMBER_LOOP(>);
	case OP_GE: NUMBER_LOOP(>=);
	default: __builtin_unreachable();
	}
}

static bool order_holds(enum expr_op op, int order)
{
	switch (op) {
	case OP_EQ: return order == 0;
	case OP_NE: return order != 0;
	case OP_LT: return order < 0;
	case OP_LE: return order <= 0;
	case OP_GT: return order > 0;
	default: return order >= 0;
	}
}

/* Texts that are equal or not: mostly their ends decide. */
static void compare_texts(enum expr_op op, struct column *out, const struct column *left, const struct column *right, struct selection selection)
{
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at], l = position & left->mask, r = position & right->mask;
		bool known = left->cell[l] == CELL_VALUE && right->cell[r] == CELL_VALUE;
		out->cell[position] = known ? CELL_VALUE : CELL_NULL;
		out->number[position] = known && text_ends_equal(text_ends(left->text[l]), text_ends(right->text[r]), left->text[l], right->text[r]) == (op == OP_EQ);
	}
}

/* Texts, ids and codes where order is asked: by their text. */
static void compare_slow(enum expr_op op, struct frame *frame, struct column *out, const struct column *left,
			 const struct column *right, struct selection selection)
{
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at];
		struct value l = column_value(left, position), r = column_value(right, position);
		bool known = l.cell == CELL_VALUE && r.cell == CELL_VALUE;
		out->cell[position] = known ? CELL_VALUE : CELL_NULL;
		out->number[position] = known && order_holds(op, value_compare(l, r, left->type, frame->symbols));
	}
}

const struct column *eval_compare(const struct node *node, struct frame *frame, struct selection selection)
{
	const struct column *left = eval(node->child[0], frame, selection), *right = eval(node->child[1], frame, selection);
	struct column *out = result_new(node, frame);
	bool equality = node->op == OP_EQ || node->op == OP_NE;
	bool by_text = left->type == TYPE_TEXT || left->type == TYPE_ID || left->type == TYPE_CODE;
	if (equality && left->type == TYPE_TEXT)
		compare_texts(node->op, out, left, right, selection);
	else if (!equality && by_text)
		compare_slow(node->op, frame, out, left, right, selection);
	else
		compare_numbers(node->op, out, left, right, selection);
	return out;
}

/* A result that does not fit is null, never wrapped. */
#define ARITHMETIC_LOOP(overflows)                                                                                     \
	for (uint32_t at = 0; at < selection.count; at++) {                                                            \
		uint32_t position = selection.at[at], l = position & left->mask, r = position & right->mask;           \
		bool known = left->cell[l] == CELL_VALUE && right->cell[r] == CELL_VALUE;                              \
		known = known && !overflows(left->number[l], right->number[r], &out->number[position]);                \
		out->cell[position] = known ? CELL_VALUE : CELL_NULL;                                                  \
	}                                                                                                              \
	break

static void calculate(enum expr_op op, struct column *out, const struct column *left, const struct column *right, struct selection selection)
{
	switch (op) {
	case OP_ADD: ARITHMETIC_LOOP(__builtin_add_overflow);
	case OP_SUB: ARITHMETIC_LOOP(__builtin_sub_overflow);
	default: ARITHMETIC_LOOP(__builtin_mul_overflow);
	}
}

/* -x is 0 - x. */
const struct column *eval_arithmetic(const struct node *node, struct frame *frame, struct selection selection)
{
	bool negate = node->kind == NODE_NEGATE;
	uint8_t value = CELL_VALUE;
	int64_t zero = 0;
	const struct column nothing = {.type = node->type, .cell = &value, .number = &zero}; /* mask 0: a constant */
	const struct column *right = eval(node->child[negate ? 0 : 1], frame, selection);
	const struct column *left = negate ? &nothing : eval(node->child[0], frame, selection);
	struct column *out = result_new(node, frame);
	calculate(negate ? OP_SUB : node->op, out, left, right, selection);
	return out;
}
