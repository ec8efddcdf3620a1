/* Conditions joined by `and`: what they leave of each column. Parameters are no constants here: tomorrow they may differ. */
#include "workbench/sense.h"

#include "workbench/rule_walk.h"

enum { FACTS_MAX = 64 };

/* What is known of one column of one alias. */
struct fact {
	uint32_t slot, column;
	bool is_null, has_value, has_equal;
	struct value equal;
	int64_t min, max; /* of ordered types */
};

struct facts {
	struct fact fact[FACTS_MAX];
	uint32_t count;
	bool contradiction;
};

static void note_name(void *context, const struct expr *expr)
{
	if (expr->kind == EXPR_NAME && !expr->qualifier.size)
		*(bool *)context = true;
}

static bool has_parameter(const struct expr *expr)
{
	bool found = false;
	if (expr)
		walk_expr(expr, note_name, &found);
	return found;
}

static struct fact *fact_of(struct facts *facts, const struct node *column)
{
	for (uint32_t at = 0; at < facts->count; at++)
		if (facts->fact[at].slot == column->slot && facts->fact[at].column == column->column)
			return &facts->fact[at];
	if (facts->count == FACTS_MAX)
		return NULL;
	struct fact *fact = &facts->fact[facts->count++];
	*fact = (struct fact){.slot = column->slot, .column = column->column, .min = INT64_MIN, .max = INT64_MAX};
	return fact;
}

static bool is_ordered(enum value_type type)
{
	return type == TYPE_DATE || type == TYPE_MONTH || type == TYPE_MONEY || type == TYPE_INT || type == TYPE_SHARE;
}

static bool same_value(enum value_type type, struct value a, struct value b)
{
	return type == TYPE_TEXT ? span_equal(a.text, b.text) : a.number == b.number;
}

static void narrow(struct fact *fact, enum expr_op op, int64_t number)
{
	int64_t min = op == OP_GT && number < INT64_MAX ? number + 1 : op == OP_GE || op == OP_EQ ? number : INT64_MIN;
	int64_t max = op == OP_LT && number > INT64_MIN ? number - 1 : op == OP_LE || op == OP_EQ ? number : INT64_MAX;
	fact->min = min > fact->min ? min : fact->min;
	fact->max = max < fact->max ? max : fact->max;
}

static void add_compare(struct facts *facts, const struct node *column, enum expr_op op, const struct node *constant)
{
	struct fact *fact = fact_of(facts, column);
	if (!fact || constant->constant.cell != CELL_VALUE || has_parameter(constant->expr))
		return;
	fact->has_value = true;
	if (is_ordered(column->type))
		narrow(fact, op, constant->constant.number);
	else if (op == OP_EQ && fact->has_equal && !same_value(column->type, fact->equal, constant->constant))
		facts->contradiction = true;
	if (op == OP_NE && fact->has_equal && same_value(column->type, fact->equal, constant->constant))
		facts->contradiction = true;
	if (op == OP_EQ) {
		fact->has_equal = true;
		fact->equal = constant->constant;
	}
	facts->contradiction |= fact->min > fact->max || fact->is_null;
}

static void add_condition(struct facts *facts, const struct node *node)
{
	const struct node *left = node->child_count ? node->child[0] : NULL, *right = node->child_count > 1 ? node->child[1] : NULL;
	if (node->kind == NODE_AND)
		for (uint32_t at = 0; at < node->child_count; at++)
			add_condition(facts, node->child[at]);
	else if (node->kind == NODE_COMPARE && left->kind == NODE_COLUMN && right->kind == NODE_CONSTANT)
		add_compare(facts, left, node->op, right);
	else if (node->kind == NODE_COMPARE && right->kind == NODE_COLUMN && left->kind == NODE_CONSTANT)
		add_compare(facts, right, expr_op_mirrored(node->op), left);
	else if (node->kind == NODE_IS_NULL && left->kind == NODE_COLUMN) {
		struct fact *fact = fact_of(facts, left);
		if (fact && node->negated)
			fact->has_value = true;
		else if (fact)
			fact->is_null = true;
		facts->contradiction |= fact && fact->is_null && fact->has_value;
	}
}

static void warn(const struct expr *at, enum problem_code code, const char *message, struct err *findings)
{
	struct err err = ERR_INIT;
	expr_error(at, problems[code].instead, &err, code, "%s", message);
	err_join(findings, &err);
}

/* The first condition that the ones before it rule out. */
static void check_list(struct facts *facts, const struct condition *condition, uint32_t count, struct err *findings)
{
	for (uint32_t at = 0; at < count && !facts->contradiction; at++) {
		const struct node *node = condition[at].node;
		if (node->kind == NODE_CONSTANT && !has_parameter(condition[at].expr)) {
			warn(condition[at].expr, H5002,
			     node->constant.cell == CELL_VALUE && node->constant.number ? "this always holds" : "this never holds", findings);
			continue;
		}
		add_condition(facts, node);
		if (facts->contradiction)
			warn(condition[at].expr, H5002, "this cannot hold together with the conditions before it", findings);
	}
}

void sense_conditions(const struct stage *stage, struct err *findings)
{
	struct facts facts = {0}, groups = {0};
	check_list(&facts, stage->before, stage->before_count, findings);
	check_list(&facts, stage->after, stage->after_count, findings);
	check_list(&groups, stage->having, stage->having_count, findings);
	/* Of the streamed row only: an undecided condition may look at other partner rows than those that satisfied where. */
	for (uint32_t at = 0; at < stage->undecided_count && !facts.contradiction; at++) {
		struct facts with = {0};
		for (uint32_t each = 0; each < facts.count; each++)
			if (!facts.fact[each].slot)
				with.fact[with.count++] = facts.fact[each];
		const struct node *node = stage->undecided[at].node;
		add_condition(&with, node);
		bool never = node->kind == NODE_CONSTANT && !has_parameter(stage->undecided[at].expr) &&
			     !(node->constant.cell == CELL_VALUE && node->constant.number);
		if (with.contradiction || never)
			warn(stage->undecided[at].expr, H5003, "where leaves no row for which this holds", findings);
	}
}
