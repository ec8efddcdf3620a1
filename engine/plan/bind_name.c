/* Names: columns of aliases, parameters, and what a group or a case offers. */
#include "base/text.h"
#include "plan/bind.h"

static void name_error(struct binder *binder, const struct expr *expr, struct span word, const char *const *candidates, size_t count,
		       const char *what)
{
	const char *near = text_suggest(word, candidates, count);
	char *hint = near ? arena_text(&binder->plan->arena, "did you mean '%s'?", near) : NULL;
	if (!hint && count && count <= 40) {
		struct buffer all = BUFFER_INIT;
		for (size_t at = 0; at < count; at++)
			buffer_format(&all, "%s%s", at ? ", " : "", candidates[at]);
		hint = arena_text(&binder->plan->arena, "there is: %.*s", SPAN_ARG(buffer_span(&all)));
		buffer_free(&all);
	}
	expr_error(expr, hint, binder->err, H4001, "unknown %s '%.*s'", what, SPAN_ARG(word));
}

static void note_required(struct binder *binder, struct plan_source source, uint32_t column)
{
	struct plan_rule *rule = binder->rule;
	struct table *table = binder->plan->table[source.number];
	table->wanted[column] = true;
	if (!binder->deciding || column >= table->spec->column_count)
		return;
	for (uint32_t at = 0; at < rule->required_count; at++)
		if (rule->required[at].table == source.number && rule->required[at].column == column)
			return;
	PLAN_GROW(binder->plan, rule->required, rule->required_count);
	rule->required[rule->required_count++] = (struct plan_required){source.number, column};
}

static struct node *column_node(struct binder *binder, const struct expr *expr, uint32_t slot, uint32_t column)
{
	const struct bind_alias *alias = &binder->alias[slot];
	if (alias->source.kind == SOURCE_TABLE)
		note_required(binder, alias->source, column);
	struct node *node = node_new(binder, NODE_COLUMN, alias->column[column].type, expr, 0);
	node->slot = slot;
	node->column = column;
	node->dictionary = alias->column[column].dictionary;
	return node;
}

static struct node *bind_row_column(struct binder *binder, const struct expr *expr)
{
	const char *names[FRAME_SLOTS_MAX];
	for (uint32_t slot = 0; slot < binder->alias_count; slot++) {
		const struct bind_alias *alias = &binder->alias[slot];
		names[slot] = arena_text(&binder->plan->arena, "%.*s", SPAN_ARG(alias->name));
		if (!span_equal(alias->name, expr->qualifier))
			continue;
		const char **columns = arena_alloc(&binder->plan->arena, (alias->column_count + 1) * sizeof *columns);
		for (uint32_t column = 0; column < alias->column_count; column++) {
			columns[column] = alias->column[column].name;
			if (span_equal(span_of(columns[column]), expr->name))
				return column_node(binder, expr, slot, column);
		}
		char *what = arena_text(&binder->plan->arena, "column of '%s':", plan_source_name(binder->plan, alias->source));
		name_error(binder, expr, expr->name, columns, alias->column_count, what);
		return NULL;
	}
	name_error(binder, expr, expr->qualifier, names, binder->alias_count, "alias");
	return NULL;
}

static struct node *bind_bare(struct binder *binder, const struct expr *expr)
{
	const struct plan_param *param = bind_param(binder->rule, expr->name);
	if (param && param->param->list) {
		expr_error(expr, "write: x in list_name", binder->err, H4007, "'%.*s' is a list", SPAN_ARG(expr->name));
		return NULL;
	}
	if (param && param->param->type == TYPE_CODE) /* as a text, so that the dictionary of the other side checks the spelling */
		return node_constant(binder, TYPE_TEXT,
				     (struct value){.cell = CELL_VALUE, .text = symbols_text(binder->plan->symbols, param->value[0].number)}, expr);
	if (param)
		return node_constant(binder, param->param->type, param->value[0], expr);
	if (binder->level == LEVEL_CASE && span_equal(expr->name, SPAN("amount"))) {
		if (binder->amount_missing) {
			expr_error(expr, NULL, binder->err, H4022, "%s", binder->amount_missing);
			return NULL;
		}
		struct node *node = node_new(binder, NODE_COLUMN, TYPE_MONEY, expr, 0);
		node->column = GROUP_AMOUNT;
		return node;
	}
	const char **names = arena_alloc(&binder->plan->arena, (binder->rule->param_count + 1) * sizeof *names);
	for (uint32_t at = 0; at < binder->rule->param_count; at++)
		names[at] = arena_text(&binder->plan->arena, "%.*s", SPAN_ARG(binder->rule->param[at].param->name));
	const char *near = text_suggest(expr->name, names, binder->rule->param_count);
	char *hint = near ? arena_text(&binder->plan->arena, "did you mean '%s'?", near)
			  : arena_text(&binder->plan->arena, "a column is written %.*s.%.*s, a parameter is declared in params, a text is \"'%.*s'\"",
				       SPAN_ARG(binder->alias[0].name), SPAN_ARG(expr->name), SPAN_ARG(expr->name));
	expr_error(expr, hint, binder->err, H4002, "unknown name '%.*s'", SPAN_ARG(expr->name));
	return NULL;
}

/* Binds at the level of the row, whatever the level now. */
static struct node *bind_in_row(struct binder *binder, const struct expr *expr)
{
	enum bind_level level = binder->level;
	binder->level = LEVEL_ROW;
	struct node *node = bind(binder, expr);
	binder->level = level;
	return node;
}

int32_t bind_value(struct binder *binder, const struct expr *expr)
{
	struct stage *stage = binder->stage;
	for (uint32_t at = 0; at < stage->value_count; at++)
		if (stage->value[at].expr && expr_equal(stage->value[at].expr, expr))
			return (int32_t)at;
	struct node *node = bind_in_row(binder, expr);
	if (!node)
		return -1;
	if (node->type == TYPE_COUNT)
		node->type = TYPE_TEXT;
	struct row_value value = {.node = node, .expr = expr};
	if (node->kind == NODE_COLUMN) {
		value.slot = node->slot;
		value.label = arena_text(&binder->plan->arena, "%.*s.%.*s", SPAN_ARG(expr->qualifier), SPAN_ARG(expr->name));
	}
	if (stage->value_count == HECHA_VALUES_MAX) {
		expr_error(expr, NULL, binder->err, H2015, "more than %u different columns and expressions in one rule", HECHA_VALUES_MAX);
		return -1;
	}
	PLAN_GROW(binder->plan, stage->value, stage->value_count);
	stage->value[stage->value_count] = value;
	return (int32_t)stage->value_count++;
}

struct node *bind_name(struct binder *binder, const struct expr *expr)
{
	if (!expr->qualifier.size)
		return bind_bare(binder, expr);
	if (binder->level == LEVEL_ROW)
		return bind_row_column(binder, expr);
	if (binder->level == LEVEL_GROUP) {
		expr_error(expr, arena_text(&binder->plan->arena, "use min(%.*s) or max(%.*s), or add it to group", SPAN_ARG(expr->source),
					    SPAN_ARG(expr->source)),
			   binder->err, H4013, "'%.*s' is not a key of the group", SPAN_ARG(expr->source));
		return NULL;
	}
	int32_t value = bind_value(binder, expr); /* the first row's */
	if (value < 0)
		return NULL;
	struct node *node = node_new(binder, NODE_COLUMN, binder->stage->value[value].node->type, expr, 0);
	node->column = (uint32_t)value;
	node->dictionary = binder->stage->value[value].node->dictionary;
	return node;
}

static const struct {
	const char *name;
	enum aggregate_kind kind;
} aggregates[] = {{"count", AGGREGATE_COUNT}, {"sum", AGGREGATE_SUM}, {"min", AGGREGATE_MIN}, {"max", AGGREGATE_MAX}, {"share", AGGREGATE_SHARE}};

bool is_aggregate(struct span name)
{
	for (size_t at = 0; at < sizeof aggregates / sizeof *aggregates; at++)
		if (span_equal(span_of(aggregates[at].name), name))
			return true;
	return false;
}

static bool aggregate_shape(struct binder *binder, const struct expr *expr, struct aggregate *out)
{
	for (size_t at = 0; at < sizeof aggregates / sizeof *aggregates; at++)
		if (span_equal(span_of(aggregates[at].name), expr->name))
			out->kind = aggregates[at].kind;
	bool count = out->kind == AGGREGATE_COUNT;
	if (count && !expr->child_count)
		out->kind = AGGREGATE_ROWS;
	else if (count && expr->distinct)
		out->kind = AGGREGATE_DISTINCT;
	if (expr->child_count > 1 || (!expr->child_count && !count)) {
		expr_error(expr, NULL, binder->err, H4008, "%.*s() takes one argument", SPAN_ARG(expr->name));
		return false;
	}
	if (expr->distinct && out->kind != AGGREGATE_DISTINCT) {
		expr_error(expr, NULL, binder->err, H4008, "only count() can be distinct");
		return false;
	}
	if (expr->child_count && expr_has_aggregate(expr->child[0])) {
		expr_error(expr, NULL, binder->err, H4012, "an aggregate inside an aggregate");
		return false;
	}
	return true;
}

static bool aggregate_type(struct binder *binder, const struct expr *expr, struct aggregate *aggregate)
{
	enum value_type type = binder->stage->value[aggregate->value].node->type;
	aggregate->type = TYPE_INT;
	if (aggregate->kind == AGGREGATE_SUM && type != TYPE_MONEY && type != TYPE_INT) {
		expr_error(expr, NULL, binder->err, H4009, "sum() of %s", type_word(type));
		return false;
	}
	if (aggregate->kind == AGGREGATE_SHARE && type != TYPE_BOOL) {
		expr_error(expr, "share(id_damage(p.id) <> 'none')", binder->err, H4011, "share() takes a condition");
		return false;
	}
	if (aggregate->kind == AGGREGATE_SHARE)
		aggregate->type = TYPE_SHARE;
	else if (aggregate->kind == AGGREGATE_SUM || aggregate->kind == AGGREGATE_MIN || aggregate->kind == AGGREGATE_MAX)
		aggregate->type = type;
	return true;
}

struct node *bind_aggregate(struct binder *binder, const struct expr *expr)
{
	struct stage *stage = binder->stage;
	struct aggregate wanted = {0};
	if (binder->level == LEVEL_ROW) {
		expr_error(expr, "aggregates stand in having, claim, subject, select, severity and message", binder->err,
			   H4012, "%.*s() has no group here", SPAN_ARG(expr->name));
		return NULL;
	}
	if (!aggregate_shape(binder, expr, &wanted))
		return NULL;
	int32_t value = expr->child_count ? bind_value(binder, expr->child[0]) : 0;
	if (value < 0)
		return NULL;
	wanted.value = (uint32_t)value;
	if (expr->child_count && !aggregate_type(binder, expr, &wanted))
		return NULL;
	if (!expr->child_count)
		wanted.type = TYPE_INT;
	uint32_t at = 0;
	while (at < stage->aggregate_count && (stage->aggregate[at].kind != wanted.kind || stage->aggregate[at].value != wanted.value))
		at++;
	if (at == stage->aggregate_count) {
		PLAN_GROW(binder->plan, stage->aggregate, stage->aggregate_count);
		stage->aggregate[stage->aggregate_count++] = wanted;
	}
	struct node *node = node_new(binder, NODE_COLUMN, wanted.type, expr, 0);
	node->column = GROUP_AGGREGATE + at;
	if (wanted.kind == AGGREGATE_MIN || wanted.kind == AGGREGATE_MAX)
		node->dictionary = stage->value[wanted.value].node->dictionary;
	return node;
}
