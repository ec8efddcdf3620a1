#include "rule/expr_parser.h"

/* cmp: what may follow an operand. */

static enum status check_null(struct parser *parser, const struct expr *left, const struct expr *right, enum expr_op op)
{
	if (left->kind != EXPR_NULL && right->kind != EXPR_NULL)
		return STATUS_OK;
	const struct expr *other = left->kind == EXPR_NULL ? right : left;
	char *hint = arena_text(parser->arena, "write %.*s is %snull", SPAN_ARG(other->source), op == OP_NE ? "not " : "");
	return expr_error(left->kind == EXPR_NULL ? left : right, hint, parser->err, H3010, "a comparison with null is never true");
}

static enum status parse_comparison(struct parser *parser, struct expr *node, size_t base)
{
	struct expr *right;
	node->kind = EXPR_COMPARE;
	node->op = (enum expr_op)(parser_peek(parser)->kind - TOKEN_EQ);
	parser->at++;
	enum status status = parser_add(parser, &right);
	if (status)
		return status;
	parser_push(parser, right);
	return check_null(parser, parser->stack[base], right, node->op);
}

static enum status parse_is(struct parser *parser, struct expr *node)
{
	node->kind = EXPR_IS_NULL;
	node->negated = parser_take(parser, TOKEN_NOT);
	if (parser_take(parser, TOKEN_NULL))
		return STATUS_OK;
	return parser_expected(parser, node->negated ? "'null'" : "'null' or 'not null'", "compare other values with = or <>");
}

enum status parser_list(struct parser *parser, uint32_t open)
{
	struct expr *item;
	do {
		enum status status = parser_or(parser, &item);
		if (status)
			return status;
		parser_push(parser, item);
	} while (parser_take(parser, TOKEN_COMMA));
	return parser_take_close(parser, open, "',' or ')'");
}

static enum status parse_in(struct parser *parser, struct expr *node)
{
	node->kind = EXPR_IN;
	if (parser_take(parser, TOKEN_OPEN))
		return parser_list(parser, parser->at - 1);
	node->list_name = true;
	enum token_kind kind = parser_peek(parser)->kind;
	if (kind != TOKEN_NAME && kind != TOKEN_TEXT)
		return parser_expected(parser, "'(', the name of a list or a list file", "write in (1, 2) or in list_name");
	struct expr *list;
	uint32_t at = parser->at;
	enum status status = parser_primary(parser, &list);
	if (status)
		return status;
	parser_push(parser, list);
	if (list->kind == EXPR_TEXT || (list->kind == EXPR_NAME && !list->qualifier.size))
		return STATUS_OK;
	parser->at = at;
	return parser_expected(parser, "'(', the name of a list or a list file", "values stand in parentheses: in (…)");
}

static enum status parse_between(struct parser *parser, struct expr *node)
{
	struct expr *bound;
	node->kind = EXPR_BETWEEN;
	enum status status = parser_add(parser, &bound);
	if (status)
		return status;
	parser_push(parser, bound);
	if (!parser_take(parser, TOKEN_AND))
		return parser_expected(parser, "'and'", "write between a and b");
	status = parser_add(parser, &bound);
	if (!status)
		parser_push(parser, bound);
	return status;
}

static enum status parse_pattern(struct parser *parser, struct expr *node, enum expr_kind kind)
{
	struct expr *pattern;
	node->kind = kind;
	enum status status = parser_add(parser, &pattern);
	if (!status)
		parser_push(parser, pattern);
	return status;
}

/* Behind `not` only in, between and like make sense. */
static enum status parse_negatable(struct parser *parser, struct expr *node)
{
	node->negated = parser_take(parser, TOKEN_NOT);
	if (parser_take(parser, TOKEN_IN))
		return parse_in(parser, node);
	if (parser_take(parser, TOKEN_BETWEEN))
		return parse_between(parser, node);
	if (parser_take(parser, TOKEN_LIKE))
		return parse_pattern(parser, node, EXPR_LIKE);
	return parser_expected(parser, "'in', 'between' or 'like'", "a condition is negated in front: not (a = b)");
}

static enum status parse_matches(struct parser *parser, struct expr *node)
{
	node->negated = parser_peek(parser)->kind == TOKEN_NOT_MATCHES;
	parser->at++;
	return parse_pattern(parser, node, EXPR_REGEX);
}

static enum status parse_operator(struct parser *parser, struct expr *node, size_t base)
{
	enum token_kind kind = parser_peek(parser)->kind;
	if (kind >= TOKEN_EQ && kind <= TOKEN_GE)
		return parse_comparison(parser, node, base);
	if (kind == TOKEN_MATCHES || kind == TOKEN_NOT_MATCHES)
		return parse_matches(parser, node);
	if (parser_take(parser, TOKEN_IS))
		return parse_is(parser, node);
	return parse_negatable(parser, node);
}

static bool begins_operator(enum token_kind kind)
{
	return (kind >= TOKEN_EQ && kind <= TOKEN_GE) || kind == TOKEN_MATCHES || kind == TOKEN_NOT_MATCHES || kind == TOKEN_IS ||
	       kind == TOKEN_NOT || kind == TOKEN_IN || kind == TOKEN_BETWEEN || kind == TOKEN_LIKE;
}

enum status parser_compare(struct parser *parser, struct expr **out)
{
	uint32_t first = parser->at;
	size_t base = parser->stack_count;
	enum status status = parser_add(parser, out);
	if (status || !begins_operator(parser_peek(parser)->kind))
		return status;
	struct expr *node = parser_node(parser, EXPR_COMPARE, first);
	parser_push(parser, *out);
	*out = node;
	status = parse_operator(parser, node, base);
	return status ? status : parser_close(parser, node, base);
}
