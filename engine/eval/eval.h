/* Bound expressions and their evaluation: columns and a selection in, a column out. Pure: no state but the caller's scratch.
 *
 *   frame   n positions; slot 0 is the row of `from`, slots 1… the matched rows (or, for groups and cases, one slot of results)
 *   node    bound and typed once, const afterwards, shared by all threads
 *   eval    computes a node for the selected positions of a frame
 */
#ifndef HECHA_EVAL_H
#define HECHA_EVAL_H

#include "hecha_limits.h"
#include "table/column.h"

#define FRAME_SLOTS_MAX (HECHA_MATCH_MAX + 1)
#define ROW_NONE UINT32_MAX

struct frame {
	uint32_t count; /* positions */
	uint32_t slot_count;
	struct frame_slot {
		struct rowset *set;
		const uint32_t *row; /* per position, ROW_NONE: no partner; NULL: row = from + position */
		uint32_t from;
	} slot[FRAME_SLOTS_MAX];
	struct symbols *symbols;
	struct arena *scratch; /* results live here; the caller resets it */
};

static inline uint32_t slot_row(const struct frame_slot *slot, uint32_t position)
{
	return slot->row ? slot->row[position] : slot->from + position;
}

struct selection {
	uint32_t count;
	const uint32_t *at; /* positions, ascending */
};

enum node_kind {
	NODE_COLUMN,
	NODE_CONSTANT,
	NODE_AND,
	NODE_OR,
	NODE_NOT,
	NODE_COMPARE,
	NODE_ARITHMETIC,
	NODE_NEGATE,
	NODE_IS_NULL,
	NODE_IN,
	NODE_LIKE,
	NODE_REGEX,
	NODE_CASE,
	NODE_CALL,
	NODE_TO_TEXT, /* any value as text */
	NODE_IS_ABSENT, /* absent(alias): the slot has no partner row */
};

struct function;
struct regex;
struct value_set;

struct node {
	enum node_kind kind;
	enum value_type type;
	enum expr_op op;
	bool negated, has_else;
	uint32_t slot, column;	 /* COLUMN, IS_ABSENT (slot) */
	struct value constant;	 /* CONSTANT; a typed null when cell is NULL */
	struct node **child;
	uint32_t child_count;
	const struct function *function; /* CALL */
	struct regex *regex;		 /* REGEX */
	struct value_set *set;		 /* IN */
	const struct expr *expr;	 /* as written; NULL when made by the plan */
	const struct dictionary *dictionary; /* labels of a CODE result, may be NULL */
	uint32_t shared; /* equal nodes over the rows of one table have one number, from 1; 0: there is no other like it */
};

/* Nothing but constants and the row of slot 0: no partner, and not whether there is one. */
bool reads_row_only(const struct node *node);
/* Sets used[column] for the columns of this slot that a node reads. */
void mark_columns(const struct node *node, uint32_t slot, bool *used);

/* The node at the selected positions; other positions of the result are undefined. */
const struct column *eval(const struct node *node, struct frame *frame, struct selection selection);

/* Splits a selection by a BOOL node: positions where it is true to `yes`, unknown to `unknown` (either may be NULL). The arrays hold
 * selection.count entries each. */
void eval_split(const struct node *node, struct frame *frame, struct selection selection, uint32_t *yes, uint32_t *yes_count,
		uint32_t *unknown, uint32_t *unknown_count);

/* Positions 0 … count - 1, in the arena. */
struct selection selection_all(uint32_t count, struct arena *arena);

/* A column of a frame at the selected positions. */
const struct column *frame_column(struct frame *frame, uint32_t slot, uint32_t column, struct selection selection);

/* ---- functions: one file per theme, one line each in function.def ---- */

struct call_context {
	struct symbols *symbols;
	struct arena *scratch; /* texts of results */
};

struct function {
	const char *name;
	/* One letter per argument: i id, t text, c code, d date, m month, y money, n int, b bool, s share, k code or text,
	 * T any type, the same for all T; N date, month, money, int or share, the same for all N; R any column, given raw;
	 * Q an identity number: the raw cell, or the text of what was computed. A last '+' repeats the argument before it. */
	const char *arguments;
	char result; /* a type letter, or T or N */
	bool takes_null; /* called with nulls too; otherwise a null argument gives null */
	const char *help; /* one line */
	/* argument[n].cell VALUE, NULL, MALFORMED or ABSENT; for R arguments .text is the raw cell. Sets *out (cell, number or text). */
	void (*call)(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out);
	const char *const *words; /* words a text result can be, NULL-terminated, or NULL: comparing with another word is an error */
	/* Instead of call: which of the arguments the result is at a position; count: null. */
	uint32_t (*choose)(const struct column *const *argument, uint32_t count, uint32_t position);
	/* Of numbers: per argument, '+' where the result does not fall when the argument grows, '-' where it does not rise; NULL: nothing of the kind. */
	const char *slope;
	/* Instead of call, of what kind of cell the argument is (enum cell). */
	bool (*of_cell)(uint8_t cell);
	/* Instead of call, of one or two numbers that are there (b is not looked at where there is one): false gives null. */
	bool (*of_numbers)(int64_t a, int64_t b, int64_t *out);
};

const struct function *function_find(struct span name);		   /* NULL when there is none */
const struct function *const *function_all(uint32_t *count);	   /* by name */

/* ---- pieces with a compiled form ---- */

/* PCRE2 with UTF and JIT. CONFIG-level message (offset in pattern) in err. Shared by threads. */
MUST_USE enum status regex_new(struct span pattern, struct regex **out, uint32_t *error_offset, struct err *err);
void regex_free(struct regex *regex);
bool regex_matches(const struct regex *regex, struct span text);

struct value_set *value_set_new(enum value_type type, const struct value *value, uint32_t count, struct arena *arena);
bool value_set_equal(const struct value_set *a, const struct value_set *b); /* true: the same values */

#endif
