#include "base/text.h"
#include "plan/bind.h"

void *plan_grow(struct plan *plan, void *items, uint32_t count, size_t size)
{
	if (count & (count - 1))
		return items;
	void *larger = arena_zero(&plan->arena, count ? 2 * (size_t)count : 1, size);
	if (count)
		memcpy(larger, items, count * size);
	return larger;
}

struct node *node_new(struct binder *binder, enum node_kind kind, enum value_type type, const struct expr *expr, uint32_t child_count)
{
	struct arena *arena = &binder->plan->arena;
	struct node *node = arena_zero(arena, 1, sizeof *node);
	node->kind = kind;
	node->type = type;
	node->expr = expr;
	node->child = arena_zero(arena, child_count + 1, sizeof *node->child);
	node->child_count = child_count;
	return node;
}

struct node *node_constant(struct binder *binder, enum value_type type, struct value value, const struct expr *expr)
{
	struct node *node = node_new(binder, NODE_CONSTANT, type, expr, 0);
	node->constant = value;
	return node;
}

struct node *node_fold(struct binder *binder, struct node *node)
{
	for (uint32_t child = 0; child < node->child_count; child++)
		if (node->child[child]->kind != NODE_CONSTANT)
			return node;
	if (!node->child_count)
		return node;
	struct arena scratch = ARENA_INIT;
	struct frame frame = {.count = 1, .symbols = binder->plan->symbols, .scratch = &scratch};
	uint32_t zero = 0;
	struct value value = column_value(eval(node, &frame, (struct selection){1, &zero}), 0);
	if (node->type == TYPE_TEXT && value.cell == CELL_VALUE)
		value.text = arena_span(&binder->plan->arena, value.text);
	arena_free(&scratch);
	return node_constant(binder, node->type, value, node->expr);
}

static struct node *bind_literal(struct binder *binder, const struct expr *expr)
{
	struct value value = {.cell = CELL_VALUE, .number = expr->number, .text = expr->text};
	switch (expr->kind) {
	case EXPR_NULL:
		value.cell = CELL_NULL;
		return node_constant(binder, TYPE_COUNT, value, expr);
	case EXPR_BOOL:
		return node_constant(binder, TYPE_BOOL, value, expr);
	case EXPR_INT:
		return node_constant(binder, TYPE_INT, value, expr);
	case EXPR_TEXT:
		return node_constant(binder, TYPE_TEXT, value, expr);
	case EXPR_DATE:
		return node_constant(binder, TYPE_DATE, value, expr);
	case EXPR_MONTH:
		return node_constant(binder, TYPE_MONTH, value, expr);
	default:
		break;
	}
	int scale = expr->scale, target = scale <= 2 ? 2 : 9; /* 12.34 is money; 0.0625 can only be a share */
	for (; scale < target; scale++)
		if (__builtin_mul_overflow(value.number, 10, &value.number)) {
			expr_error(expr, NULL, binder->err, H2007, "number '%.*s' is too large", SPAN_ARG(expr->source));
			return NULL;
		}
	return node_constant(binder, target == 2 ? TYPE_MONEY : TYPE_SHARE, value, expr);
}

static struct node *bind_children(struct binder *binder, const struct expr *expr, enum node_kind kind)
{
	struct node *node = node_new(binder, kind, TYPE_BOOL, expr, expr->child_count);
	for (uint32_t child = 0; child < expr->child_count; child++) {
		node->child[child] = bind_bool(binder, expr->child[child]);
		if (!node->child[child])
			return NULL;
	}
	return node_fold(binder, node);
}

static struct node *compare_nodes(struct binder *binder, const struct expr *expr, enum expr_op op, struct node *left, struct node *right)
{
	if (!left || !right || !bind_unify(binder, &left, &right, expr))
		return NULL;
	struct node *node = node_new(binder, NODE_COMPARE, TYPE_BOOL, expr, 2);
	node->op = op;
	node->child[0] = left;
	node->child[1] = right;
	return node_fold(binder, node);
}

static struct node *bind_compare(struct binder *binder, const struct expr *expr)
{
	struct node *left = bind(binder, expr->child[0]);
	struct node *right = left ? bind(binder, expr->child[1]) : NULL;
	return compare_nodes(binder, expr, expr->op, left, right);
}

/* a between b and c is a >= b and a <= c. */
static struct node *bind_between(struct binder *binder, const struct expr *expr)
{
	struct node *both = node_new(binder, NODE_AND, TYPE_BOOL, expr, 2);
	for (uint32_t side = 0; side < 2; side++) {
		struct node *value = bind(binder, expr->child[0]);
		struct node *bound = value ? bind(binder, expr->child[side + 1]) : NULL;
		both->child[side] = compare_nodes(binder, expr, side ? OP_LE : OP_GE, value, bound);
		if (!both->child[side])
			return NULL;
	}
	if (!expr->negated)
		return node_fold(binder, both);
	struct node *node = node_new(binder, NODE_NOT, TYPE_BOOL, expr, 1);
	node->child[0] = both;
	return node_fold(binder, node);
}

static bool is_calendar(enum value_type type)
{
	return type == TYPE_MONTH || type == TYPE_DATE;
}

static struct node *arithmetic_error(struct binder *binder, const struct expr *expr, enum value_type left, enum value_type right)
{
	const char *hint = left == TYPE_MONTH || right == TYPE_MONTH	 ? "write add_months(month, n), or months_between(a, b)"
			   : is_calendar(left) || is_calendar(right) ? "write add_days(date, n), or days_between(a, b)"
								     : NULL;
	expr_error(expr, hint, binder->err, H4009, "no '%c' between %s and %s", "+-*"[expr->op - OP_ADD], type_word(left),
		   type_word(right));
	return NULL;
}

static struct node *bind_arithmetic(struct binder *binder, const struct expr *expr)
{
	struct node *left = bind(binder, expr->child[0]);
	struct node *right = left ? bind(binder, expr->child[1]) : NULL;
	if (!right)
		return NULL;
	if (is_calendar(left->type) || is_calendar(right->type))
		return arithmetic_error(binder, expr, left->type, right->type);
	bool multiply = expr->op == OP_MUL;
	bool money_times = multiply && ((left->type == TYPE_MONEY && right->type == TYPE_INT) ||
					(left->type == TYPE_INT && right->type == TYPE_MONEY));
	if (!money_times && !bind_unify(binder, &left, &right, expr))
		return NULL;
	bool known = left->type == TYPE_INT || (left->type == TYPE_MONEY && !multiply) || money_times;
	if (!known)
		return arithmetic_error(binder, expr, left->type, right->type);
	struct node *node = node_new(binder, NODE_ARITHMETIC, money_times ? TYPE_MONEY : left->type, expr, 2);
	node->op = expr->op;
	node->child[0] = left;
	node->child[1] = right;
	return node_fold(binder, node);
}

static struct node *bind_negate(struct binder *binder, const struct expr *expr)
{
	struct node *child = bind(binder, expr->child[0]);
	if (!child)
		return NULL;
	if (child->type != TYPE_INT && child->type != TYPE_MONEY) {
		expr_error(expr, NULL, binder->err, H4009, "no '-' before %s", type_word(child->type));
		return NULL;
	}
	struct node *node = node_new(binder, NODE_NEGATE, child->type, expr, 1);
	node->child[0] = child;
	return node_fold(binder, node);
}

static struct node *bind_is_null(struct binder *binder, const struct expr *expr)
{
	struct node *node = node_new(binder, NODE_IS_NULL, TYPE_BOOL, expr, 1);
	node->negated = expr->negated;
	node->child[0] = bind(binder, expr->child[0]);
	return node->child[0] ? node : NULL;
}

static struct node *bind_pattern(struct binder *binder, const struct expr *expr, enum node_kind kind)
{
	struct node *text = bind(binder, expr->child[0]);
	text = text ? bind_to(binder, text, TYPE_TEXT, expr->child[0]) : NULL;
	struct node *pattern = text ? bind(binder, expr->child[1]) : NULL;
	if (!pattern)
		return NULL;
	if (pattern->kind != NODE_CONSTANT || pattern->type != TYPE_TEXT || pattern->constant.cell != CELL_VALUE) {
		expr_error(expr->child[1], kind == NODE_LIKE ? "write it in quotes: like '张%'" : "write it in quotes: ~ '^[0-9]+$'", binder->err, H4014, "the pattern must be a constant text");
		return NULL;
	}
	struct node *node = node_new(binder, kind, TYPE_BOOL, expr, 1);
	node->negated = expr->negated;
	node->child[0] = text;
	node->constant = pattern->constant;
	if (kind == NODE_LIKE)
		return node;
	struct err inner = ERR_INIT;
	uint32_t offset = 0;
	if (regex_new(pattern->constant.text, &node->regex, &offset, &inner) != STATUS_OK) {
		expr_error(expr->child[1], NULL, binder->err, H4014, "pattern: %s at character %u", inner.text, offset + 1);
		err_clear(&inner);
		return NULL;
	}
	struct plan *plan = binder->plan;
	ARRAY_GROW(plan->regex, plan->regex_count, plan->regex_capacity);
	plan->regex[plan->regex_count++] = node->regex;
	return node;
}

static bool is_result(const struct expr *expr, uint32_t child)
{
	return child % 2 == 1 || (expr->has_else && child == expr->child_count - 1);
}

static struct node *bind_case(struct binder *binder, const struct expr *expr)
{
	struct arena *arena = &binder->plan->arena;
	struct node *node = node_new(binder, NODE_CASE, TYPE_COUNT, expr, expr->child_count);
	struct node ***result = arena_alloc(arena, (expr->child_count + 1) * sizeof *result);
	const struct expr **at = arena_alloc(arena, (expr->child_count + 1) * sizeof *at);
	uint32_t count = 0;
	node->has_else = expr->has_else;
	for (uint32_t child = 0; child < expr->child_count; child++) {
		bool is_when = !is_result(expr, child);
		node->child[child] = is_when ? bind_bool(binder, expr->child[child]) : bind(binder, expr->child[child]);
		if (!node->child[child])
			return NULL;
		if (is_when)
			continue;
		at[count] = expr->child[child];
		result[count++] = &node->child[child];
	}
	if (!bind_unify_all(binder, result, at, count))
		return NULL;
	if ((*result[0])->type == TYPE_COUNT) {
		expr_error(expr, NULL, binder->err, H4020, "every branch is null");
		return NULL;
	}
	node->type = (*result[0])->type;
	for (uint32_t each = 0; each < count && !node->dictionary; each++)
		node->dictionary = (*result[each])->dictionary;
	return node;
}

/* A key of the group by name, wherever it stands in an expression. */
static struct node *bind_key(struct binder *binder, const struct expr *expr)
{
	for (uint32_t key = 0; key < binder->stage->key_count; key++) {
		const struct row_value *value = &binder->stage->value[key];
		if (!value->expr || !expr_equal(value->expr, expr))
			continue;
		struct node *node = node_new(binder, NODE_COLUMN, value->node->type, expr, 0);
		node->column = key;
		node->dictionary = value->node->dictionary;
		return node;
	}
	return NULL;
}

struct node *bind(struct binder *binder, const struct expr *expr)
{
	if (binder->level != LEVEL_ROW) {
		struct node *key = bind_key(binder, expr);
		if (key)
			return key;
	}
	switch (expr->kind) {
	case EXPR_NAME:
		return bind_name(binder, expr);
	case EXPR_CALL:
		return bind_call(binder, expr);
	case EXPR_NOT:
		return bind_children(binder, expr, NODE_NOT);
	case EXPR_AND:
		return bind_children(binder, expr, NODE_AND);
	case EXPR_OR:
		return bind_children(binder, expr, NODE_OR);
	case EXPR_COMPARE:
		return bind_compare(binder, expr);
	case EXPR_ARITHMETIC:
		return bind_arithmetic(binder, expr);
	case EXPR_NEGATE:
		return bind_negate(binder, expr);
	case EXPR_IS_NULL:
		return bind_is_null(binder, expr);
	case EXPR_IN:
		return bind_in(binder, expr);
	case EXPR_BETWEEN:
		return bind_between(binder, expr);
	case EXPR_LIKE:
		return bind_pattern(binder, expr, NODE_LIKE);
	case EXPR_REGEX:
		return bind_pattern(binder, expr, NODE_REGEX);
	case EXPR_CASE:
		return bind_case(binder, expr);
	default:
		return bind_literal(binder, expr);
	}
}

struct node *bind_bool(struct binder *binder, const struct expr *expr)
{
	struct node *node = bind(binder, expr);
	if (node && node->type == TYPE_COUNT) /* null as a condition: unknown */
		node->type = TYPE_BOOL;
	if (!node || node->type == TYPE_BOOL)
		return node;
	expr_error(expr, "a condition compares: '=', '<>', '<', 'is null', 'in (…)'", binder->err, H4011, "this is %s, a condition is wanted",
		   type_word(node->type));
	return NULL;
}

bool bind_conditions(struct binder *binder, const struct expr *expr, struct condition **out, uint32_t *count)
{
	uint32_t parts = expr && expr->kind == EXPR_AND ? expr->child_count : expr != NULL;
	*count = 0;
	*out = arena_zero(&binder->plan->arena, parts + 1, sizeof **out);
	for (uint32_t part = 0; part < parts; part++) {
		const struct expr *each = expr->kind == EXPR_AND ? expr->child[part] : expr;
		struct node *node = bind_bool(binder, each);
		if (!node)
			return false;
		(*out)[(*count)++] = (struct condition){.node = node, .expr = each};
	}
	return true;
}

bool expr_equal(const struct expr *a, const struct expr *b)
{
	if (a->kind != b->kind || a->op != b->op || a->negated != b->negated || a->distinct != b->distinct ||
	    a->has_else != b->has_else || a->scale != b->scale || a->number != b->number || a->child_count != b->child_count ||
	    !span_equal(a->qualifier, b->qualifier) || !span_equal(a->name, b->name) || !span_equal(a->text, b->text))
		return false;
	for (uint32_t child = 0; child < a->child_count; child++)
		if (!expr_equal(a->child[child], b->child[child]))
			return false;
	return true;
}

bool expr_has_aggregate(const struct expr *expr)
{
	if (expr->kind == EXPR_CALL && is_aggregate(expr->name))
		return true;
	for (uint32_t child = 0; child < expr->child_count; child++)
		if (expr_has_aggregate(expr->child[child]))
			return true;
	return false;
}
