/* An expression's tree as text that shows every node: (and (= p.state 'paid') (> p.amount 1/2)). */
#ifndef HECHA_EXPR_TREE_H
#define HECHA_EXPR_TREE_H

#include <stdlib.h>

#include "rule/expr.h"

static const char *const expr_tree_operators[] = {"=", "<>", "<", "<=", ">", ">=", "+", "-", "*"};

static inline void expr_tree_write(struct buffer *out, const struct expr *expr);

static inline void expr_tree_node(struct buffer *out, const struct expr *expr, const char *name)
{
	buffer_format(out, "(%s%s%s%s", expr->negated ? "not-" : "", name, expr->distinct ? " distinct" : "",
		      expr->list_name ? " list" : "");
	for (uint32_t i = 0; i < expr->child_count; i++) {
		buffer_add_char(out, ' ');
		expr_tree_write(out, expr->child[i]);
	}
	buffer_format(out, "%s)", expr->has_else ? " else" : "");
}

static inline void expr_tree_leaf(struct buffer *out, const struct expr *expr)
{
	if (expr->kind == EXPR_NULL)
		buffer_format(out, "null");
	else if (expr->kind == EXPR_BOOL)
		buffer_format(out, expr->number ? "true" : "false");
	else if (expr->kind == EXPR_DECIMAL)
		buffer_format(out, "%lld/%u", (long long)expr->number, expr->scale);
	else if (expr->kind == EXPR_TEXT)
		buffer_format(out, "'%.*s'", SPAN_ARG(expr->text));
	else if (expr->kind == EXPR_NAME)
		buffer_format(out, "%.*s%s%.*s", SPAN_ARG(expr->qualifier), expr->qualifier.size ? "." : "", SPAN_ARG(expr->name));
	else
		buffer_format(out, "%s%lld", expr->kind == EXPR_DATE ? "day " : expr->kind == EXPR_MONTH ? "month " : "",
			      (long long)expr->number);
}

static inline void expr_tree_write(struct buffer *out, const struct expr *expr)
{
	static const char *const names[] = {
		[EXPR_NOT] = "not",	    [EXPR_NEGATE] = "-",	  [EXPR_AND] = "and",	[EXPR_OR] = "or",
		[EXPR_IS_NULL] = "is-null", [EXPR_IN] = "in",		  [EXPR_LIKE] = "like", [EXPR_REGEX] = "~",
		[EXPR_CASE] = "case",	    [EXPR_BETWEEN] = "between",
	};
	char *name = NULL;
	switch (expr->kind) {
	case EXPR_NULL:
	case EXPR_BOOL:
	case EXPR_INT:
	case EXPR_DECIMAL:
	case EXPR_TEXT:
	case EXPR_DATE:
	case EXPR_MONTH:
	case EXPR_NAME:
		expr_tree_leaf(out, expr);
		return;
	case EXPR_COMPARE:
	case EXPR_ARITHMETIC:
		expr_tree_node(out, expr, expr_tree_operators[expr->op]);
		return;
	case EXPR_CALL:
		name = mem_format("%.*s()", SPAN_ARG(expr->name));
		expr_tree_node(out, expr, name);
		free(name);
		return;
	default:
		expr_tree_node(out, expr, names[expr->kind]);
	}
}

#endif
