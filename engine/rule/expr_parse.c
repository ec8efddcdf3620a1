#include "rule/expr_parser.h"

#include <stdlib.h>

#include "hecha_limits.h"

/* Recursive descent, one function per line of the grammar in expr.h; the leaves and calls are in expr_primary.c. */

struct token *parser_peek(struct parser *parser)
{
	return &parser->tokens.token[parser->at];
}

bool parser_take(struct parser *parser, enum token_kind kind)
{
	if (parser_peek(parser)->kind != kind)
		return false;
	parser->at++;
	return true;
}

/* Where the text ends is shown behind the last token, not behind the line end of a block scalar. */
static uint32_t place_of(const struct parser *parser, const struct token *token)
{
	if (token->kind == TOKEN_END && token != parser->tokens.token)
		return yaml_place(parser->scalar, token[-1].to - 1) + 1;
	return yaml_place(parser->scalar, token->from);
}

enum status parser_error(struct parser *parser, const struct token *token, const char *hint, enum problem_code code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	uint32_t from = place_of(parser, token);
	uint32_t to = token->to > token->from ? yaml_place(parser->scalar, token->to - 1) + 1 : from;
	enum status status = document_error_list(parser->scalar->document, from, to, hint, parser->err, code, format, args);
	va_end(args);
	return status;
}

/* `where: p.name ~ 'a #b'` ends at the blank before # for YAML. */
static bool cut_by_comment(const struct parser *parser)
{
	const struct yaml *scalar = parser->scalar;
	struct span text = scalar->document->text;
	uint32_t at = scalar->end;
	while (at < text.size && text.data[at] == ' ')
		at++;
	return !scalar->quoted && !scalar->block && at > scalar->end && at < text.size && text.data[at] == '#';
}

enum status parser_expected(struct parser *parser, const char *what, const char *hint)
{
	const struct token *token = parser_peek(parser);
	if ((token->kind == TOKEN_END || token->kind == TOKEN_BAD) && cut_by_comment(parser))
		hint = "in YAML ' #' begins a comment: quote the whole expression";
	else if (token->kind == TOKEN_BAD)
		hint = token->hint;
	if (token->kind == TOKEN_BAD)
		return parser_error(parser, token, hint, token->code, "%s", token->message);
	if (token->kind == TOKEN_END)
		return parser_error(parser, token, hint, H3002, "expected %s, but the expression ends here", what);
	struct span found = span_slice(parser->tokens.source, token->source_from, token->source_to - token->source_from);
	const char *quote = token->kind == TOKEN_TEXT ? "" : "'";
	return parser_error(parser, token, hint, H3001, "expected %s, found %s%.*s%s", what, quote, SPAN_ARG(found), quote);
}

enum status parser_take_close(struct parser *parser, uint32_t open, const char *expected)
{
	if (parser_take(parser, TOKEN_CLOSE))
		return STATUS_OK;
	if (parser_peek(parser)->kind == TOKEN_END)
		return parser_error(parser, &parser->tokens.token[open], NULL, H3003, "this '(' is never closed");
	return parser_expected(parser, expected, NULL);
}

struct expr *parser_node(struct parser *parser, enum expr_kind kind, uint32_t first)
{
	struct expr *node = arena_zero(parser->arena, 1, sizeof *node);
	node->kind = kind;
	node->document = parser->scalar->document;
	node->from = first; /* a token until parser_close makes it a byte */
	return node;
}

void parser_push(struct parser *parser, struct expr *child)
{
	ARRAY_GROW(parser->stack, parser->stack_count, parser->stack_capacity);
	parser->stack[parser->stack_count++] = child;
}

enum status parser_close(struct parser *parser, struct expr *node, size_t base)
{
	const struct token *first = &parser->tokens.token[node->from], *last = parser_peek(parser) - 1;
	size_t height = 0, count = parser->stack_count - base;
	node->child_count = (uint32_t)count;
	node->child = arena_alloc(parser->arena, (count + 1) * sizeof *node->child);
	for (size_t i = 0; i < count; i++) {
		node->child[i] = parser->stack[base + i];
		if (node->child[i]->height > height)
			height = node->child[i]->height;
	}
	parser->stack_count = base;
	node->source = span_slice(parser->tokens.source, first->source_from, last->source_to - first->source_from);
	node->from = yaml_place(parser->scalar, first->from);
	node->to = yaml_place(parser->scalar, last->to - 1) + 1;
	if (height >= HECHA_EXPR_DEPTH_MAX)
		return parser_error(parser, last, NULL, H3009, "this expression is nested deeper than %u levels", HECHA_EXPR_DEPTH_MAX);
	node->height = (uint8_t)(height + 1);
	return STATUS_OK;
}

enum status parser_enter(struct parser *parser)
{
	if (++parser->depth > HECHA_EXPR_DEPTH_MAX)
		return parser_error(parser, parser_peek(parser), NULL, H3009, "this expression is nested deeper than %u levels",
				    HECHA_EXPR_DEPTH_MAX);
	return STATUS_OK;
}

/* una := [-] prim */
static enum status parse_unary(struct parser *parser, struct expr **out)
{
	uint32_t first = parser->at;
	size_t base = parser->stack_count;
	if (!parser_take(parser, TOKEN_MINUS))
		return parser_primary(parser, out);
	enum status status = parser_primary(parser, out);
	if (status)
		return status;
	parser_push(parser, *out);
	*out = parser_node(parser, EXPR_NEGATE, first);
	return parser_close(parser, *out, base);
}

/* left op right: `out` is left, the operator is taken; right follows. */
static enum status parse_right(struct parser *parser, uint32_t first, enum expr_op op,
			       enum status (*right)(struct parser *, struct expr **), struct expr **out)
{
	size_t base = parser->stack_count;
	struct expr *operand;
	parser_push(parser, *out);
	enum status status = right(parser, &operand);
	if (status)
		return status;
	parser_push(parser, operand);
	*out = parser_node(parser, EXPR_ARITHMETIC, first);
	(*out)->op = op;
	return parser_close(parser, *out, base);
}

static enum status parse_multiply(struct parser *parser, struct expr **out)
{
	uint32_t first = parser->at;
	enum status status = parse_unary(parser, out);
	while (!status && parser_take(parser, TOKEN_STAR))
		status = parse_right(parser, first, OP_MUL, parse_unary, out);
	return status;
}

enum status parser_add(struct parser *parser, struct expr **out)
{
	uint32_t first = parser->at;
	enum status status = parse_multiply(parser, out);
	while (!status) {
		if (parser_take(parser, TOKEN_PLUS))
			status = parse_right(parser, first, OP_ADD, parse_multiply, out);
		else if (parser_take(parser, TOKEN_MINUS))
			status = parse_right(parser, first, OP_SUB, parse_multiply, out);
		else
			break;
	}
	return status;
}

/* not := [not] cmp, any number of times */
static enum status parse_not(struct parser *parser, struct expr **out)
{
	uint32_t first = parser->at;
	size_t base = parser->stack_count;
	if (!parser_take(parser, TOKEN_NOT))
		return parser_compare(parser, out);
	enum status status = parser_enter(parser);
	if (!status)
		status = parse_not(parser, out);
	parser->depth--;
	if (status)
		return status;
	parser_push(parser, *out);
	*out = parser_node(parser, EXPR_NOT, first);
	return parser_close(parser, *out, base);
}

/* `a and (b and c)` is one AND of three. */
static void push_flat(struct parser *parser, enum expr_kind kind, struct expr *child)
{
	if (child->kind != kind) {
		parser_push(parser, child);
		return;
	}
	for (uint32_t i = 0; i < child->child_count; i++)
		parser_push(parser, child->child[i]);
}

static enum status parse_chain(struct parser *parser, enum token_kind word, enum expr_kind kind,
			       enum status (*operand)(struct parser *, struct expr **), struct expr **out)
{
	uint32_t first = parser->at;
	size_t base = parser->stack_count;
	enum status status = operand(parser, out);
	if (status || parser_peek(parser)->kind != word)
		return status;
	push_flat(parser, kind, *out);
	while (!status && parser_take(parser, word)) {
		status = operand(parser, out);
		if (!status)
			push_flat(parser, kind, *out);
	}
	if (status)
		return status;
	*out = parser_node(parser, kind, first);
	return parser_close(parser, *out, base);
}

static enum status parse_and(struct parser *parser, struct expr **out)
{
	return parse_chain(parser, TOKEN_AND, EXPR_AND, parse_not, out);
}

enum status parser_or(struct parser *parser, struct expr **out)
{
	enum status status = parser_enter(parser);
	if (!status)
		status = parse_chain(parser, TOKEN_OR, EXPR_OR, parse_and, out);
	parser->depth--;
	return status;
}

static const char *hint_for_rest(const struct token *token)
{
	switch (token->kind) {
	case TOKEN_EQ:
	case TOKEN_NE:
	case TOKEN_LT:
	case TOKEN_LE:
	case TOKEN_GT:
	case TOKEN_GE:
		return "comparisons do not chain: write a < b and b < c";
	case TOKEN_CLOSE:
		return "there is one ) too many";
	case TOKEN_COMMA:
		return "commas stand only between the arguments of a function and in lists";
	case TOKEN_OPEN:
		return "only a name is called: name(…)";
	default:
		return NULL;
	}
}

static enum status parse_all(struct parser *parser, struct expr **out)
{
	enum status status = parser_or(parser, out);
	if (!status && parser_peek(parser)->kind != TOKEN_END)
		status = parser_expected(parser, "an operator, 'and', 'or' or the end", hint_for_rest(parser_peek(parser)));
	return status;
}

enum status expr_parse_part(const struct yaml *scalar, uint32_t from, uint32_t to, struct arena *arena, struct expr **out,
			    struct err *err)
{
	if (to - from > HECHA_EXPR_BYTES_MAX)
		return yaml_error(scalar, NULL, err, H3009, "this expression is longer than %u bytes", HECHA_EXPR_BYTES_MAX);
	struct parser parser = {.scalar = scalar, .arena = arena, .err = err};
	tokens_make(&parser.tokens, scalar->text, from, to, arena);
	enum status status = parse_all(&parser, out);
	tokens_free(&parser.tokens);
	free(parser.stack);
	return status;
}

enum status expr_parse(const struct yaml *scalar, struct arena *arena, struct expr **out, struct err *err)
{
	if (scalar->kind != YAML_SCALAR)
		return yaml_error(scalar, "quote an expression that begins with { or [", err, H2003, "expected an expression");
	return expr_parse_part(scalar, 0, (uint32_t)scalar->text.size, arena, out, err);
}

enum status expr_error(const struct expr *at, const char *hint, struct err *err, enum problem_code code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	enum status status = document_error_list(at->document, at->from, at->to, hint, err, code, format, args);
	va_end(args);
	return status;
}
