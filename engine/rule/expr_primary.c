#include "base/calendar.h"
#include "rule/expr_parser.h"

/* prim: literals, names, calls, case and parentheses. */

/* Closes a node whose children are on the stack above base and hands it out. */
static enum status close_into(struct parser *parser, struct expr *node, size_t base, struct expr **out)
{
	*out = node;
	return parser_close(parser, node, base);
}

static enum status parse_literal(struct parser *parser, enum expr_kind kind, struct expr **out)
{
	const struct token *token = parser_peek(parser);
	struct expr *node = parser_node(parser, kind, parser->at++);
	node->number = kind == EXPR_BOOL ? token->kind == TOKEN_TRUE : token->number;
	node->scale = token->scale;
	node->text = token->kind == TOKEN_TEXT ? token->text : (struct span){0};
	return close_into(parser, node, parser->stack_count, out);
}

/* date '2024-01-31', month '2024-01' */
static enum status parse_calendar(struct parser *parser, struct expr **out)
{
	bool month = word_is(parser_peek(parser)->text, "month");
	struct expr *node = parser_node(parser, month ? EXPR_MONTH : EXPR_DATE, parser->at++);
	const struct token *token = parser_peek(parser);
	bool known = month ? month_parse(token->text, &node->number) : day_parse(token->text, &node->number);
	if (!known)
		return parser_error(parser, token, month ? "write month '2024-01'" : "write date '2024-01-31'", H3008, "'%.*s' is not a %s",
				    SPAN_ARG(token->text), month ? "month" : "date");
	parser->at++;
	return close_into(parser, node, parser->stack_count, out);
}

static enum status parse_arguments(struct parser *parser, struct expr *node, size_t base)
{
	uint32_t open = parser->at - 1;
	if (parser_take(parser, TOKEN_CLOSE))
		return STATUS_OK;
	if (parser_peek(parser)->kind == TOKEN_STAR)
		return parser_expected(parser, "an argument", "write count() to count rows");
	/* `distinct` is a word only here: a column may be called that. */
	const struct token *word = parser_peek(parser);
	node->distinct = word->kind == TOKEN_NAME && word_is(word->text, "distinct") && word[1].kind != TOKEN_CLOSE &&
			 word[1].kind != TOKEN_COMMA;
	parser->at += node->distinct;
	enum status status = parser_list(parser, open);
	if (!status && node->distinct && parser->stack_count - base != 1)
		return parser_error(parser, word, NULL, H4008, "distinct takes one argument");
	return status;
}

static enum status parse_call(struct parser *parser, struct expr **out)
{
	size_t base = parser->stack_count;
	struct expr *node = parser_node(parser, EXPR_CALL, parser->at);
	node->name = parser_peek(parser)->text;
	parser->at += 2;
	enum status status = parse_arguments(parser, node, base);
	return status ? status : close_into(parser, node, base, out);
}

static enum status parse_name(struct parser *parser, struct expr **out)
{
	struct expr *node = parser_node(parser, EXPR_NAME, parser->at);
	node->name = parser_peek(parser)->text;
	parser->at++;
	if (parser_take(parser, TOKEN_DOT)) {
		if (parser_peek(parser)->kind < TOKEN_NAME)
			return parser_expected(parser, "a column behind the dot", NULL);
		node->qualifier = node->name;
		node->name = parser_peek(parser)->text;
		parser->at++;
	}
	if (parser_peek(parser)->kind == TOKEN_DOT)
		return parser_expected(parser, "the end of the name", "a name has one dot: alias.column");
	return close_into(parser, node, parser->stack_count, out);
}

static enum status parse_word(struct parser *parser, struct expr **out)
{
	const struct token *word = parser_peek(parser);
	bool calendar = word_is(word->text, "date") || word_is(word->text, "month");
	if (word[1].kind == TOKEN_OPEN)
		return parse_call(parser, out);
	if (calendar && word[1].kind == TOKEN_TEXT)
		return parse_calendar(parser, out);
	return parse_name(parser, out);
}

static enum status parse_branch(struct parser *parser, enum token_kind word, const char *expected)
{
	struct expr *part;
	if (!parser_take(parser, word))
		return parser_expected(parser, expected, "write case when condition then value else value end");
	enum status status = parser_or(parser, &part);
	if (!status)
		parser_push(parser, part);
	return status;
}

static enum status parse_case(struct parser *parser, struct expr **out)
{
	size_t base = parser->stack_count;
	struct expr *node = parser_node(parser, EXPR_CASE, parser->at++);
	enum status status;
	do {
		status = parse_branch(parser, TOKEN_WHEN, "'when'");
		if (!status)
			status = parse_branch(parser, TOKEN_THEN, "'then'");
	} while (!status && parser_peek(parser)->kind == TOKEN_WHEN);
	node->has_else = parser_peek(parser)->kind == TOKEN_ELSE;
	if (!status && node->has_else)
		status = parse_branch(parser, TOKEN_ELSE, "'else'");
	if (!status && !parser_take(parser, TOKEN_END_WORD))
		status = parser_expected(parser, "'end'", "a case ends with the word end");
	return status ? status : close_into(parser, node, base, out);
}

static enum status parse_parentheses(struct parser *parser, struct expr **out)
{
	uint32_t open = parser->at++;
	enum status status = parser_or(parser, out);
	return status ? status : parser_take_close(parser, open, "an operator or ')'");
}

enum status parser_primary(struct parser *parser, struct expr **out)
{
	switch (parser_peek(parser)->kind) {
	case TOKEN_INT:
		return parse_literal(parser, EXPR_INT, out);
	case TOKEN_DECIMAL:
		return parse_literal(parser, EXPR_DECIMAL, out);
	case TOKEN_TEXT:
		return parse_literal(parser, EXPR_TEXT, out);
	case TOKEN_NULL:
		return parse_literal(parser, EXPR_NULL, out);
	case TOKEN_TRUE:
	case TOKEN_FALSE:
		return parse_literal(parser, EXPR_BOOL, out);
	case TOKEN_NAME:
		return parse_word(parser, out);
	case TOKEN_CASE:
		return parse_case(parser, out);
	case TOKEN_OPEN:
		return parse_parentheses(parser, out);
	default:
		return parser_expected(parser, "a value", NULL);
	}
}
