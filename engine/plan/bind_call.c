/* Calls and `in`. */
#include "base/calendar.h"
#include "base/text.h"
#include "plan/bind.h"

static const struct {
	char letter;
	enum value_type type;
} letters[] = {{'i', TYPE_ID},	  {'t', TYPE_TEXT}, {'c', TYPE_CODE}, {'d', TYPE_DATE}, {'m', TYPE_MONTH},
	       {'y', TYPE_MONEY}, {'n', TYPE_INT},  {'b', TYPE_BOOL}, {'s', TYPE_SHARE}};

static enum value_type letter_type(char letter)
{
	for (size_t at = 0; at < sizeof letters / sizeof *letters; at++)
		if (letters[at].letter == letter)
			return letters[at].type;
	return TYPE_COUNT;
}

static bool count_fits(const struct function *function, uint32_t count)
{
	size_t wanted = strlen(function->arguments);
	bool open = wanted && function->arguments[wanted - 1] == '+';
	return open ? count + 1 >= wanted : count == wanted;
}

static char argument_letter(const struct function *function, uint32_t argument)
{
	size_t count = strlen(function->arguments);
	if (count && function->arguments[count - 1] == '+' && argument >= count - 1)
		return function->arguments[count - 2];
	return function->arguments[argument];
}

/* Whether there is a cell behind it that can be kept. */
static bool has_raw(const struct binder *binder, const struct node *node)
{
	if (node->kind != NODE_COLUMN || binder->level != LEVEL_ROW)
		return false;
	const struct bind_alias *alias = &binder->alias[node->slot];
	return alias->source.kind == SOURCE_TABLE || (alias->source.kind == SOURCE_STAGE && alias->column[node->column].raw);
}

/* The cell as it stands is kept only for columns that some function asks it of. */
static bool want_raw(struct binder *binder, struct node *node, const struct expr *expr)
{
	if (node->kind != NODE_COLUMN || binder->level != LEVEL_ROW) {
		expr_error(expr, NULL, binder->err, H4008, "a column is wanted here, such as %.*s.id", SPAN_ARG(binder->alias[0].name));
		return false;
	}
	const struct bind_alias *alias = &binder->alias[node->slot];
	if (alias->source.kind == SOURCE_TABLE) {
		binder->plan->table[alias->source.number]->raw_wanted[node->column] = true;
		return true;
	}
	if (has_raw(binder, node))
		return true;
	expr_error(expr, NULL, binder->err, H4023, "'%.*s' is computed, it was never a cell of a file", SPAN_ARG(expr->source));
	return false;
}

static struct node *bind_argument(struct binder *binder, const struct expr *expr, char letter)
{
	struct node *node = bind(binder, expr);
	if (!node)
		return NULL;
	if (letter == 'R')
		return want_raw(binder, node, expr) ? node : NULL;
	if (letter == 'Q' && node->type == TYPE_ID && has_raw(binder, node))
		return want_raw(binder, node, expr) ? node : NULL;
	if (letter == 'Q')
		return bind_to(binder, node, TYPE_TEXT, expr);
	if (letter == 'T' || letter == 'N')
		return node;
	if (letter == 'k')
		return bind_to(binder, node, TYPE_TEXT, expr);
	return bind_to(binder, node, letter_type(letter), expr);
}

static bool is_ordered_number(enum value_type type)
{
	return type == TYPE_DATE || type == TYPE_MONTH || type == TYPE_MONEY || type == TYPE_INT || type == TYPE_SHARE;
}

/* All T (or N) arguments get one type; it is the result's when the function says so. */
static bool unify_generic(struct binder *binder, struct node *call, const struct expr *expr)
{
	struct arena *arena = &binder->plan->arena;
	struct node ***node = arena_alloc(arena, (call->child_count + 1) * sizeof *node);
	const struct expr **at = arena_alloc(arena, (call->child_count + 1) * sizeof *at);
	uint32_t count = 0;
	bool numbers = false;
	for (uint32_t child = 0; child < call->child_count; child++) {
		char letter = argument_letter(call->function, child);
		if (letter != 'T' && letter != 'N')
			continue;
		numbers = letter == 'N';
		at[count] = expr->child[child];
		node[count++] = &call->child[child];
	}
	if (!count)
		return true;
	if (!bind_unify_all(binder, node, at, count))
		return false;
	enum value_type type = (*node[0])->type;
	if (type == TYPE_COUNT || (numbers && !is_ordered_number(type))) {
		expr_error(at[0], NULL, binder->err, H4009, "%s() of %s", call->function->name, type_word(type));
		return false;
	}
	if (call->function->result == 'T' || call->function->result == 'N') {
		call->type = type;
		for (uint32_t each = 0; each < count && !call->dictionary; each++)
			call->dictionary = (*node[each])->dictionary;
	}
	return true;
}

static struct node *bind_function(struct binder *binder, const struct expr *expr, const struct function *function)
{
	struct node *call = node_new(binder, NODE_CALL, letter_type(function->result), expr, expr->child_count);
	call->function = function;
	if (!count_fits(function, expr->child_count)) {
		expr_error(expr, function->help, binder->err, H4008, "%s() takes %zu argument%s, not %u", function->name,
			   strlen(function->arguments), strlen(function->arguments) == 1 ? "" : "s", expr->child_count);
		return NULL;
	}
	for (uint32_t at = 0; at < expr->child_count; at++) {
		call->child[at] = bind_argument(binder, expr->child[at], argument_letter(function, at));
		if (!call->child[at])
			return NULL;
	}
	return unify_generic(binder, call, expr) ? node_fold(binder, call) : NULL;
}

/* hit('<rule>'): a column of the case. */
static struct node *bind_hit(struct binder *binder, const struct expr *expr)
{
	struct plan *plan = binder->plan;
	uint32_t slot = 0;
	while (slot < binder->alias_count && binder->alias[slot].source.kind != SOURCE_CASES)
		slot++;
	if (slot == binder->alias_count || binder->level != LEVEL_ROW) {
		expr_error(expr, "hit() stands in where or undecided of a rule `from: case c`", binder->err, H4018, "hit() has no case here");
		return NULL;
	}
	if (expr->child_count != 1 || expr->child[0]->kind != EXPR_TEXT) {
		expr_error(expr, NULL, binder->err, H4008, "hit() takes the id of a rule in quotes");
		return NULL;
	}
	const struct rule *rule = rule_set_rule(plan->set, expr->child[0]->text);
	if (!rule) {
		const char **ids = arena_alloc(&plan->arena, (plan->set->rule_count + 1) * sizeof *ids);
		for (uint32_t at = 0; at < plan->set->rule_count; at++)
			ids[at] = arena_text(&plan->arena, "%.*s", SPAN_ARG(plan->set->rule[at].id));
		const char *near = text_suggest(expr->child[0]->text, ids, plan->set->rule_count);
		expr_error(expr->child[0], near ? arena_text(&plan->arena, "did you mean '%s'?", near) : NULL, binder->err,
			   H4005, "unknown rule '%.*s'", SPAN_ARG(expr->child[0]->text));
		return NULL;
	}
	if (span_equal(rule->query.from_table, SPAN("case"))) {
		expr_error(expr->child[0], "hit() sees the cases that other rules made", binder->err,
			   H4018, "rule '%.*s' reads cases itself, it has not run yet", SPAN_ARG(rule->id));
		return NULL;
	}
	uint32_t hits = plan->case_column_count - CASE_COLUMNS, at = 0;
	while (at < hits && plan->case_hit[at] != rule)
		at++;
	if (at == hits) {
		if (plan->case_column_count == sizeof plan->case_column / sizeof *plan->case_column) {
			expr_error(expr, NULL, binder->err, H2015, "too many different rules asked for by hit()");
			return NULL;
		}
		plan->case_hit[at] = rule;
		plan->case_column[plan->case_column_count++] =
			(struct memory_column){arena_text(&plan->arena, "hit:%.*s", SPAN_ARG(rule->id)), TYPE_BOOL, NULL, false};
	}
	struct node *node = node_new(binder, NODE_COLUMN, TYPE_BOOL, expr, 0);
	node->slot = slot;
	node->column = CASE_COLUMNS + at;
	return node;
}

static struct node *bind_absent(struct binder *binder, const struct expr *expr)
{
	struct span name = expr->child_count == 1 && expr->child[0]->kind == EXPR_NAME && !expr->child[0]->qualifier.size
				   ? expr->child[0]->name
				   : (struct span){0};
	for (uint32_t slot = 1; slot < binder->alias_count && binder->level == LEVEL_ROW; slot++) {
		if (!span_equal(binder->alias[slot].name, name))
			continue;
		if (!binder->stage->match[slot - 1].optional) {
			expr_error(expr, arena_text(&binder->plan->arena, "write: - optional %.*s %.*s on …",
						    SPAN_ARG(binder->stage->match[slot - 1].spec->table), SPAN_ARG(name)),
				   binder->err, H4019, "'%.*s' is not optional, it is never absent", SPAN_ARG(name));
			return NULL;
		}
		struct node *node = node_new(binder, NODE_IS_ABSENT, TYPE_BOOL, expr, 0);
		node->slot = slot;
		return node;
	}
	expr_error(expr, NULL, binder->err, H4008, "absent() takes the alias of an optional match, in where or undecided");
	return NULL;
}

/* text(x): the one conversion that is written out; ids and codes become text by themselves where text is wanted. */
static struct node *bind_text(struct binder *binder, const struct expr *expr)
{
	if (expr->child_count != 1) {
		expr_error(expr, "any value as its text", binder->err, H4008, "text() takes 1 argument, not %u", expr->child_count);
		return NULL;
	}
	struct node *node = bind(binder, expr->child[0]);
	if (!node || node->type != TYPE_COUNT)
		return node ? bind_as_text(binder, node) : NULL;
	expr_error(expr->child[0], NULL, binder->err, H4009, "text() of %s", type_word(node->type));
	return NULL;
}

struct node *bind_call(struct binder *binder, const struct expr *expr)
{
	struct plan *plan = binder->plan;
	if (is_aggregate(expr->name))
		return bind_aggregate(binder, expr);
	if (span_equal(expr->name, SPAN("hit")))
		return bind_hit(binder, expr);
	if (span_equal(expr->name, SPAN("absent")))
		return bind_absent(binder, expr);
	if (span_equal(expr->name, SPAN("text")))
		return bind_text(binder, expr);
	if (span_equal(expr->name, SPAN("as_of")) && !expr->child_count)
		return node_constant(binder, TYPE_DATE, (struct value){.cell = CELL_VALUE, .number = plan->as_of}, expr);
	if (span_equal(expr->name, SPAN("as_of_month")) && !expr->child_count)
		return node_constant(binder, TYPE_MONTH, (struct value){.cell = CELL_VALUE, .number = day_month(plan->as_of)}, expr);
	const struct function *function = function_find(expr->name);
	if (function)
		return bind_function(binder, expr, function);
	uint32_t count;
	const struct function *const *all = function_all(&count);
	const char *names[128] = {"count", "sum", "min", "max", "share", "hit", "absent", "text", "as_of", "as_of_month"};
	uint32_t known = 10;
	for (uint32_t at = 0; at < count && known < 128; at++)
		names[known++] = all[at]->name;
	const char *near = text_suggest(expr->name, names, known);
	expr_error(expr, near ? arena_text(&plan->arena, "did you mean %s()? `hecha rule functions` lists them", near)
			      : "`hecha rule functions` lists them",
		   binder->err, H4004, "unknown function '%.*s'", SPAN_ARG(expr->name));
	return NULL;
}

/* ---- in ---- */

/* The item as a constant of the type of left; a code is checked against the dictionary of left. */
static bool list_item(struct binder *binder, struct node *left, struct node *item, const struct expr *expr, struct value *out)
{
	struct node *side = left;
	if (!item || !bind_unify(binder, &side, &item, expr))
		return false;
	if (side != left || item->kind != NODE_CONSTANT || item->constant.cell != CELL_VALUE) {
		expr_error(expr, NULL, binder->err, H4010, "an item of the list must be a constant %s", type_word(left->type));
		return false;
	}
	*out = item->constant;
	return true;
}

static struct node *in_node(struct binder *binder, struct node *left, const struct expr *expr, const struct value *value, uint32_t count)
{
	struct node *node = node_new(binder, NODE_IN, TYPE_BOOL, expr, 1);
	node->set = value_set_new(left->type, value, count, &binder->plan->arena);
	node->child[0] = left;
	node->negated = expr->negated;
	return node;
}

static struct node *in_param(struct binder *binder, struct node *left, const struct expr *expr, const struct plan_param *param)
{
	struct value *value = arena_zero(&binder->plan->arena, param->value_count + 1, sizeof *value);
	for (uint32_t at = 0; at < param->value_count; at++) {
		struct value constant = param->value[at];
		enum value_type type = param->param->type;
		if (type == TYPE_CODE) { /* as its text, so that the dictionary of left checks the spelling */
			constant.text = symbols_text(binder->plan->symbols, constant.number);
			type = TYPE_TEXT;
		}
		struct node *item = node_constant(binder, type, constant, expr->child[1]);
		if (!list_item(binder, left, item, expr->child[1], &value[at]))
			return NULL;
	}
	return in_node(binder, left, expr, value, param->value_count);
}

static struct node *in_dictionary(struct binder *binder, struct node *left, const struct expr *expr, const struct dictionary *list)
{
	struct value *value = arena_zero(&binder->plan->arena, list->count + 1, sizeof *value);
	for (uint32_t at = 0; at < list->count; at++) {
		struct value code = {.cell = CELL_VALUE, .text = list->entry[at].code};
		if (!list_item(binder, left, node_constant(binder, TYPE_TEXT, code, expr->child[1]), expr->child[1], &value[at]))
			return NULL;
	}
	return in_node(binder, left, expr, value, list->count);
}

/* A list parameter of the rule, or a list of lists/ by its name. */
static struct node *in_named(struct binder *binder, struct node *left, const struct expr *expr)
{
	const struct expr *named = expr->child[1];
	struct span name = named->kind == EXPR_TEXT ? named->text : named->name;
	const struct plan_param *param = bind_param(binder->rule, name);
	if (param && param->param->list)
		return in_param(binder, left, expr, param);
	if (param) {
		expr_error(named, arena_text(&binder->plan->arena, "write: %.*s = %.*s, or give it the type list(…)", SPAN_ARG(expr->child[0]->source),
					     SPAN_ARG(name)),
			   binder->err, H4007, "'%.*s' is one value, not a list", SPAN_ARG(name));
		return NULL;
	}
	for (uint32_t at = 0; at < binder->plan->set->list_count; at++)
		if (span_equal(span_of(binder->plan->set->list[at].name), name))
			return in_dictionary(binder, left, expr, &binder->plan->set->list[at]);
	expr_error(named, "declare it in params: {type: list(text), values: {2020-01-01: [a, b]}}, or in lists/", binder->err,
		   H4007, "'%.*s' is no list", SPAN_ARG(name));
	return NULL;
}

struct node *bind_in(struct binder *binder, const struct expr *expr)
{
	struct node *left = bind(binder, expr->child[0]);
	if (!left)
		return NULL;
	if (expr->list_name)
		return in_named(binder, left, expr);
	uint32_t count = expr->child_count - 1;
	struct value *value = arena_zero(&binder->plan->arena, count + 1, sizeof *value);
	for (uint32_t at = 0; at < count; at++)
		if (!list_item(binder, left, bind(binder, expr->child[at + 1]), expr->child[at + 1], &value[at]))
			return NULL;
	return in_node(binder, left, expr, value, count);
}
