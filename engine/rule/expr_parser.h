/* The parser's state and its steps, shared by expr_parse.c (and or not + - *), expr_compare.c and expr_primary.c. */
#ifndef HECHA_EXPR_PARSER_H
#define HECHA_EXPR_PARSER_H

#include "rule/expr_lex.h"

struct parser {
	const struct yaml *scalar;
	struct arena *arena;
	struct err *err;
	struct tokens tokens;
	uint32_t at;	/* the next token */
	uint32_t depth; /* of recursion: parentheses make no nodes but use stack */
	struct expr **stack; /* children of nodes that are still open, as in yaml.c */
	size_t stack_count, stack_capacity;
};

struct token *parser_peek(struct parser *parser);
bool parser_take(struct parser *parser, enum token_kind kind); /* steps over the next token when it is of that kind */

/* A node that begins at token `first`; parser_close gives it the children above `base` and all text up to the last token taken. */
struct expr *parser_node(struct parser *parser, enum expr_kind kind, uint32_t first);
void parser_push(struct parser *parser, struct expr *child);
MUST_USE enum status parser_close(struct parser *parser, struct expr *node, size_t base);
MUST_USE enum status parser_enter(struct parser *parser); /* depth++; the caller counts down again, failed or not */

enum status parser_error(struct parser *parser, const struct token *token, const char *hint, enum problem_code code,
			 const char *format, ...) PRINTF_LIKE(5, 6);
/* `expected <what>, found …` at the next token; what the lexer had to say about it comes first. */
enum status parser_expected(struct parser *parser, const char *what, const char *hint);

/* The ')' of the '(' that is token `open`. */
MUST_USE enum status parser_take_close(struct parser *parser, uint32_t open, const char *expected);

MUST_USE enum status parser_or(struct parser *parser, struct expr **out);
MUST_USE enum status parser_add(struct parser *parser, struct expr **out);
/* expr {, expr} ) behind the '(' that is token `open`; pushes them. */
MUST_USE enum status parser_list(struct parser *parser, uint32_t open);
MUST_USE enum status parser_compare(struct parser *parser, struct expr **out);
MUST_USE enum status parser_primary(struct parser *parser, struct expr **out);

#endif
