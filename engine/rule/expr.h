/* Expressions as written: a tree with positions, no names bound and no types yet (plan/ does that). */
#ifndef HECHA_EXPR_H
#define HECHA_EXPR_H

#include "rule/yaml.h"

enum expr_kind {
	EXPR_NULL,
	EXPR_BOOL,    /* number 0/1: true, false */
	EXPR_INT,     /* number */
	EXPR_DECIMAL, /* number with `scale` decimals: 12.34 is 1234 with scale 2 (at most 9) */
	EXPR_TEXT,    /* text */
	EXPR_DATE,    /* number: day_t */
	EXPR_MONTH,   /* number: month_t */
	EXPR_NAME,    /* [qualifier.]name */
	EXPR_CALL,    /* name(child…), distinct for count(distinct x) */
	EXPR_NOT,     /* child[0] */
	EXPR_NEGATE,
	EXPR_AND,     /* child[0] … child[n-1], n >= 2, flattened */
	EXPR_OR,
	EXPR_COMPARE,	 /* op; child[0] op child[1] */
	EXPR_ARITHMETIC, /* op; + - * */
	EXPR_IS_NULL,	 /* [negated] child[0] */
	EXPR_IN,	 /* [negated] child[0] in (child[1] …); `list_name`: in child[1] alone, a NAME without qualifier (a list parameter
			    or a dictionary) or a TEXT (a list file), written without parentheses */
	EXPR_BETWEEN,	 /* [negated] child[0] between child[1] and child[2] */
	EXPR_LIKE,	 /* [negated] child[0] like child[1] */
	EXPR_REGEX,	 /* [negated] child[0] ~ child[1] */
	EXPR_CASE,	 /* child: when, then, when, then, …, [else] ; has_else */
};

enum expr_op { OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_ADD, OP_SUB, OP_MUL };

/* Of a comparison: what it is when its sides change places. */
static inline enum expr_op expr_op_mirrored(enum expr_op op)
{
	static const enum expr_op mirrored[] = {[OP_EQ] = OP_EQ, [OP_NE] = OP_NE, [OP_LT] = OP_GT, [OP_LE] = OP_GE, [OP_GT] = OP_LT, [OP_GE] = OP_LE};
	return mirrored[op];
}

struct expr {
	enum expr_kind kind;
	enum expr_op op;
	bool negated, distinct, has_else, list_name;
	uint8_t scale;
	uint8_t height; /* of the tree below: 1 for a leaf, at most HECHA_EXPR_DEPTH_MAX, so recursion over a tree is safe */
	int64_t number;
	struct span qualifier, name; /* qualifier.size 0 when there is none */
	struct span text;	     /* TEXT: the value with '' undone */
	struct expr **child;
	uint32_t child_count;
	struct span source;		  /* this expression as written, blanks folded: for `why` */
	const struct document *document;  /* where it stands … */
	uint32_t from, to;		  /* … in bytes of document->text */
};

/* Parses the text of a scalar. Grammar (SQL's, keywords in any case):
 *   or := and {or and} · and := not {and not} · not := [not] cmp
 *   cmp := add [ (= | <> | < | <= | > | >=) add | is [not] null | [not] in ( … ) | [not] in name | [not] between add and add
 *               | [not] like add | ~ add | !~ add ]
 *   add := mul {(+|-) mul} · mul := una {* una} · una := [-] prim
 *   prim := number | 'text' | date '…' | month '…' | null | true | false | name[.name] | name([distinct] [expr {, expr}])
 *         | case {when or then or} [else or] end | ( or )
 * After a dot any word is a name (`c.from`). Errors say what was expected and what to write instead (== → =, != → <>, "text" → 'text',
 * && → and, ／and：full-width punctuation → ASCII, a / → there is no division, a lone month 2024-01 → month '2024-01'). */
MUST_USE enum status expr_parse(const struct yaml *scalar, struct arena *arena, struct expr **out, struct err *err);
/* The same for a part of a scalar: bytes [from, to) of scalar->text (message placeholders). */
MUST_USE enum status expr_parse_part(const struct yaml *scalar, uint32_t from, uint32_t to, struct arena *arena, struct expr **out,
				     struct err *err);
enum status expr_error(const struct expr *at, const char *hint, struct err *err, enum problem_code code, const char *format, ...)
	PRINTF_LIKE(5, 6);

#endif
