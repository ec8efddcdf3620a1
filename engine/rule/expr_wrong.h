/* What people write by habit from other languages, and what to write here instead. Only for expr_lex.c. */
#ifndef HECHA_EXPR_WRONG_H
#define HECHA_EXPR_WRONG_H

#include "base/memory.h"
#include "rule/problem.h"

struct wrong {
	const char *message, *hint; /* constant or in the arena; hint may be NULL */
	uint32_t size;		    /* bytes to mark */
	enum problem_code code;
};

/* True when `rest` begins with a sign that belongs to another language. */
bool wrong_sign(struct span rest, struct arena *arena, struct wrong *out);
/* True when the number of `size` bytes that `rest` begins with is not one: an unquoted month or date, letters stuck to it, too long.
 * `digits` are its significant digits. */
bool wrong_number(struct span rest, uint32_t size, int digits, int scale, struct arena *arena, struct wrong *out);
/* For a character that begins no token at all. */
struct wrong wrong_character(struct span rest, struct arena *arena);

#endif
