/* Random typed expressions, their text, and their value by the plainest means: one row, one node, SQL's rules. Shares nothing with eval/. */
#ifndef HECHA_RANDOM_EXPR_H
#define HECHA_RANDOM_EXPR_H

#include <stdlib.h>

#include "unit.h"

enum kind { INT, MONEY, DATE, MONTH, TEXT, CODE, BOOL, KINDS };
enum { COLUMNS_PER_KIND = 2, CHILDREN = 5 };

struct scalar {
	bool null;
	int64_t number;
	char text[160]; /* TEXT and CODE, UTF-8 */
};

struct random_row {
	struct scalar value[KINDS][COLUMNS_PER_KIND];
};

enum form {
	COLUMN, LITERAL, ADD, SUBTRACT, MULTIPLY, NEGATE, ABS, LEAST, GREATEST, COALESCE, IF, CASE, CASE_ELSE, MONTHS_BETWEEN, DAYS_BETWEEN,
	LENGTH, YEAR, ADD_DAYS, ADD_MONTHS, MONTH_OF, LEFT, SUBSTR, UPPER, COMPARE, AND, OR, NOT, IS_NULL, IS_NOT_NULL, IN, NOT_IN, BETWEEN,
	NOT_BETWEEN, LIKE, NOT_LIKE
};

struct tree {
	enum form form;
	enum kind kind;
	int column, op, count; /* op: = <> < <= > >= */
	struct scalar literal;
	struct tree *child[CHILDREN];
};

static const char *const operators[] = {"=", "<>", "<", "<=", ">", ">="};
static const char column_letters[KINDS] = {'n', 'y', 'd', 'm', 't', 'c', 'b'};
static const char *const words[] = {"", "a", "B", "张三", "张三丰", "ab%", "a_b", "甲", "zz"};
static const char *const patterns[] = {"%", "a%", "_", "张_", "%三%", "", "__", "%b", "甲"};
static const char *const codes[] = {"A", "B", "C"};

static inline uint64_t roll(uint64_t *seed)
{
	*seed += 0x9E3779B97F4A7C15ull;
	uint64_t mixed = (*seed ^ *seed >> 30) * 0xBF58476D1CE4E5B9ull;
	mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBull;
	return mixed ^ mixed >> 31;
}

static inline int dice(uint64_t *seed, int sides)
{
	return (int)(roll(seed) % (uint64_t)sides);
}

/* ---- a calendar that counts, 1800..2199 ---- */

static inline bool leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static inline int month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return days[month - 1] + (month == 2 && leap(year));
}

static inline int64_t days_before(int year)
{
	int64_t days = 0;
	for (int at = 1970; at < year; at++)
		days += 365 + leap(at);
	for (int at = 1969; at >= year; at--)
		days -= 365 + leap(at);
	return days;
}

static inline bool split_day(int64_t day, int *year, int *month, int *of_month)
{
	if (day < days_before(1800) || day >= days_before(2200))
		return false;
	*year = 1800;
	while (days_before(*year + 1) <= day)
		++*year;
	int64_t left = day - days_before(*year);
	for (*month = 1; left >= month_days(*year, *month); ++*month)
		left -= month_days(*year, *month);
	*of_month = (int)left + 1;
	return true;
}

/* ---- making ---- */

static inline struct scalar random_scalar(uint64_t *seed, enum kind kind)
{
	struct scalar out = {0};
	switch (kind) {
	case INT:
		out.number = dice(seed, 12) == 0 ? INT64_MAX - dice(seed, 2) : dice(seed, 9) - 4;
		break;
	case MONEY:
		out.number = dice(seed, 12) == 0 ? 999999999999999999 : (dice(seed, 9) - 4) * 50;
		break;
	case DATE:
		out.number = dice(seed, 12) == 0 ? days_before(2200) - 1 : days_before(2024) + 55 + dice(seed, 8);
		break;
	case MONTH:
		out.number = dice(seed, 12) == 0 ? 1800 * 12 : 2024 * 12 - 2 + dice(seed, 5);
		break;
	case TEXT:
		strcpy(out.text, words[1 + dice(seed, COUNT_OF(words) - 1)]);
		break;
	case CODE:
		strcpy(out.text, codes[dice(seed, COUNT_OF(codes))]);
		break;
	default:
		out.number = dice(seed, 2);
	}
	return out;
}

static inline struct tree *tree_new(struct arena *arena, enum form form, enum kind kind)
{
	struct tree *tree = arena_zero(arena, 1, sizeof *tree);
	tree->form = form;
	tree->kind = kind;
	return tree;
}

static inline struct tree *random_tree(struct arena *arena, uint64_t *seed, enum kind kind, int depth);

static inline struct tree *column_tree(struct arena *arena, uint64_t *seed, enum kind kind)
{
	struct tree *tree = tree_new(arena, COLUMN, kind);
	tree->column = dice(seed, COLUMNS_PER_KIND);
	return tree;
}

static inline struct tree *literal_tree(struct arena *arena, uint64_t *seed, enum kind kind)
{
	struct tree *tree = tree_new(arena, LITERAL, kind);
	do
		tree->literal = random_scalar(seed, kind);
	while ((tree->literal.number < 0 && kind != DATE) || tree->literal.number > 999999999999999999); /* a minus is NEGATE; 18 digits */
	return tree;
}

static inline struct tree *with_children(struct arena *arena, uint64_t *seed, enum form form, enum kind kind, int depth, const char *kinds)
{
	struct tree *tree = tree_new(arena, form, kind);
	for (; kinds[tree->count]; tree->count++) {
		const char *letter = memchr(column_letters, kinds[tree->count], KINDS);
		tree->child[tree->count] = random_tree(arena, seed, (enum kind)(letter - column_letters), depth - 1);
	}
	return tree;
}

/* Forms any type has: coalesce, if, case. */
static inline struct tree *choice_tree(struct arena *arena, uint64_t *seed, enum kind kind, int depth)
{
	char k = column_letters[kind];
	switch (dice(seed, 4)) {
	case 0: return with_children(arena, seed, COALESCE, kind, depth, (char[]){k, k, '\0'});
	case 1: return with_children(arena, seed, IF, kind, depth, (char[]){'b', k, k, '\0'});
	case 2: return with_children(arena, seed, CASE, kind, depth, (char[]){'b', k, 'b', k, '\0'});
	default: return with_children(arena, seed, CASE_ELSE, kind, depth, (char[]){'b', k, 'b', k, k, '\0'});
	}
}

static inline struct tree *bool_tree(struct arena *arena, uint64_t *seed, int depth)
{
	char k = column_letters[dice(seed, KINDS)];
	enum kind kind = (enum kind)((const char *)memchr(column_letters, k, KINDS) - column_letters);
	struct tree *tree;
	switch (dice(seed, 9)) {
	case 0: return with_children(arena, seed, AND, BOOL, depth, dice(seed, 2) ? "bb" : "bbb");
	case 1: return with_children(arena, seed, OR, BOOL, depth, dice(seed, 2) ? "bb" : "bbb");
	case 2: return with_children(arena, seed, NOT, BOOL, depth, "b");
	case 3: return with_children(arena, seed, dice(seed, 2) ? IS_NULL : IS_NOT_NULL, BOOL, depth, (char[]){k, '\0'});
	case 4: return with_children(arena, seed, dice(seed, 2) ? BETWEEN : NOT_BETWEEN, BOOL, depth, (char[]){k, k, k, '\0'});
	case 5:
		tree = with_children(arena, seed, dice(seed, 2) ? LIKE : NOT_LIKE, BOOL, depth, "t");
		strcpy(tree->literal.text, patterns[dice(seed, COUNT_OF(patterns))]);
		return tree;
	case 6:
		tree = with_children(arena, seed, dice(seed, 2) ? IN : NOT_IN, BOOL, depth, (char[]){k, '\0'});
		for (int items = 1 + dice(seed, 3); items > 0; items--)
			tree->child[tree->count++] = literal_tree(arena, seed, kind);
		return tree;
	default:
		tree = with_children(arena, seed, COMPARE, BOOL, depth, (char[]){k, k, '\0'});
		tree->op = dice(seed, COUNT_OF(operators));
		return tree;
	}
}

static inline struct tree *random_tree(struct arena *arena, uint64_t *seed, enum kind kind, int depth)
{
	static const struct {
		enum kind kind;
		enum form form;
		const char *children;
	} forms[] = {
		{INT, ADD, "nn"}, {INT, SUBTRACT, "nn"}, {INT, MULTIPLY, "nn"}, {INT, NEGATE, "n"}, {INT, ABS, "n"}, {INT, LEAST, "nnn"},
		{INT, GREATEST, "nn"}, {INT, MONTHS_BETWEEN, "mm"}, {INT, DAYS_BETWEEN, "dd"}, {INT, LENGTH, "t"}, {INT, YEAR, "d"},
		{MONEY, ADD, "yy"}, {MONEY, SUBTRACT, "yy"}, {MONEY, MULTIPLY, "yn"}, {MONEY, MULTIPLY, "ny"}, {MONEY, NEGATE, "y"},
		{MONEY, ABS, "y"}, {MONEY, LEAST, "yy"}, {DATE, ADD_DAYS, "dn"}, {DATE, GREATEST, "ddd"}, {MONTH, ADD_MONTHS, "mn"},
		{MONTH, MONTH_OF, "d"}, {MONTH, LEAST, "mm"}, {TEXT, LEFT, "tn"}, {TEXT, SUBSTR, "tnn"}, {TEXT, UPPER, "t"},
	};
	if (depth <= 0)
		return dice(seed, 4) ? column_tree(arena, seed, kind) : literal_tree(arena, seed, kind);
	if (dice(seed, 5) == 0)
		return column_tree(arena, seed, kind);
	if (kind == BOOL && dice(seed, 6))
		return bool_tree(arena, seed, depth);
	int first = -1, count = 0;
	for (int at = 0; at < (int)COUNT_OF(forms); at++)
		if (forms[at].kind == kind) {
			first = first < 0 ? at : first;
			count++;
		}
	if (!count || dice(seed, 3) == 0)
		return choice_tree(arena, seed, kind, depth);
	int at = first + dice(seed, count);
	return with_children(arena, seed, forms[at].form, kind, depth, forms[at].children);
}

/* ---- text ---- */

static inline void tree_text(const struct tree *tree, struct buffer *out);

static inline void list_text(const struct tree *tree, int from, const char *between, struct buffer *out)
{
	for (int at = from; at < tree->count; at++) {
		buffer_format(out, "%s", at > from ? between : "");
		tree_text(tree->child[at], out);
	}
}

static inline void call_text(const struct tree *tree, const char *name, struct buffer *out)
{
	buffer_format(out, "%s(", name);
	list_text(tree, 0, ", ", out);
	buffer_add_char(out, ')');
}

static inline void literal_text(const struct tree *tree, struct buffer *out)
{
	int year = 0, month = 0, day = 0;
	int64_t number = tree->literal.number;
	switch (tree->kind) {
	case INT: buffer_format(out, "%lld", (long long)number); break;
	case MONEY: buffer_format(out, "%lld.%02lld", (long long)number / 100, (long long)number % 100); break;
	case DATE:
		split_day(number, &year, &month, &day);
		buffer_format(out, "date '%04d-%02d-%02d'", year, month, day);
		break;
	case MONTH: buffer_format(out, "month '%04lld-%02lld'", (long long)number / 12, (long long)number % 12 + 1); break;
	case BOOL: buffer_format(out, "%s", number ? "true" : "false"); break;
	default: buffer_format(out, "'%s'", tree->literal.text);
	}
}

static inline void case_text(const struct tree *tree, struct buffer *out)
{
	buffer_format(out, "case");
	for (int at = 0; at + 1 < tree->count; at += 2) {
		buffer_format(out, " when ");
		tree_text(tree->child[at], out);
		buffer_format(out, " then ");
		tree_text(tree->child[at + 1], out);
	}
	if (tree->form == CASE_ELSE) {
		buffer_format(out, " else ");
		tree_text(tree->child[tree->count - 1], out);
	}
	buffer_format(out, " end");
}

/* Everything in brackets: precedence is the parser's test. */
static inline void tree_text(const struct tree *tree, struct buffer *out)
{
	static const char *const calls[] = {
		[ABS] = "abs", [LEAST] = "least", [GREATEST] = "greatest", [COALESCE] = "coalesce", [IF] = "if",
		[MONTHS_BETWEEN] = "months_between", [DAYS_BETWEEN] = "days_between", [LENGTH] = "length", [YEAR] = "year",
		[ADD_DAYS] = "add_days", [ADD_MONTHS] = "add_months", [MONTH_OF] = "month", [LEFT] = "left", [SUBSTR] = "substr",
		[UPPER] = "upper", [NOT_LIKE] = NULL,
	};
	static const char *const infix[] = {[ADD] = " + ", [SUBTRACT] = " - ", [MULTIPLY] = " * ", [AND] = " and ", [OR] = " or ", [NOT_LIKE] = NULL};
	if (calls[tree->form]) {
		call_text(tree, calls[tree->form], out);
		return;
	}
	buffer_add_char(out, '(');
	switch (tree->form) {
	case COLUMN: buffer_format(out, "r.%c%d", column_letters[tree->kind], tree->column); break;
	case LITERAL: literal_text(tree, out); break;
	case NEGATE:
	case NOT:
		buffer_format(out, tree->form == NOT ? "not " : "- ");
		tree_text(tree->child[0], out);
		break;
	case CASE:
	case CASE_ELSE: case_text(tree, out); break;
	case IS_NULL:
	case IS_NOT_NULL:
		tree_text(tree->child[0], out);
		buffer_format(out, tree->form == IS_NULL ? " is null" : " is not null");
		break;
	case IN:
	case NOT_IN:
		tree_text(tree->child[0], out);
		buffer_format(out, tree->form == IN ? " in (" : " not in (");
		list_text(tree, 1, ", ", out);
		buffer_add_char(out, ')');
		break;
	case BETWEEN:
	case NOT_BETWEEN:
		tree_text(tree->child[0], out);
		buffer_format(out, tree->form == BETWEEN ? " between " : " not between ");
		list_text(tree, 1, " and ", out);
		break;
	case LIKE:
	case NOT_LIKE:
		tree_text(tree->child[0], out);
		buffer_format(out, "%s'%s'", tree->form == LIKE ? " like " : " not like ", tree->literal.text);
		break;
	case COMPARE:
		tree_text(tree->child[0], out);
		buffer_format(out, " %s ", operators[tree->op]);
		tree_text(tree->child[1], out);
		break;
	default: list_text(tree, 0, infix[tree->form], out);
	}
	buffer_add_char(out, ')');
}

/* ---- truth ---- */

static inline struct scalar number_or_null(bool known, int64_t number)
{
	return (struct scalar){.null = !known, .number = number};
}

static inline int order_of(const struct scalar *a, const struct scalar *b, enum kind kind)
{
	if (kind == TEXT || kind == CODE)
		return strcmp(a->text, b->text);
	return a->number < b->number ? -1 : a->number > b->number;
}

static inline bool op_holds(int op, int order)
{
	const bool holds[] = {order == 0, order != 0, order < 0, order <= 0, order > 0, order >= 0};
	return holds[op];
}

static inline struct scalar compare_scalars(int op, const struct scalar *a, const struct scalar *b, enum kind kind)
{
	return number_or_null(!a->null && !b->null, op_holds(op, order_of(a, b, kind)));
}

static inline struct scalar negated(struct scalar value)
{
	value.number = !value.number;
	return value;
}

static inline struct scalar both(struct scalar a, struct scalar b)
{
	if ((!a.null && !a.number) || (!b.null && !b.number))
		return number_or_null(true, 0);
	return number_or_null(!a.null && !b.null, 1);
}

static inline int character_bytes(const char *at)
{
	unsigned char lead = (unsigned char)*at;
	return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* By trying everything. */
static inline bool like_truth(const char *text, const char *pattern)
{
	if (!*pattern)
		return !*text;
	if (*pattern == '%') {
		for (;; text += character_bytes(text)) {
			if (like_truth(text, pattern + 1))
				return true;
			if (!*text)
				return false;
		}
	}
	if (!*text)
		return false;
	int size = character_bytes(text);
	if (*pattern == '_')
		return like_truth(text + size, pattern + 1);
	return size == character_bytes(pattern) && !memcmp(text, pattern, (size_t)size) && like_truth(text + size, pattern + size);
}

/* Characters numbered from 1; those from `from` on that are below from + count. */
static inline struct scalar part_of(const struct scalar *text, __int128 from, __int128 count)
{
	struct scalar out = {0};
	size_t size = 0;
	int number = 1;
	for (const char *at = text->text; *at; at += character_bytes(at), number++)
		if (number >= from && count > 0 && number < from + count) {
			memcpy(out.text + size, at, (size_t)character_bytes(at));
			size += (size_t)character_bytes(at);
		}
	return out;
}

static inline struct scalar truth(const struct tree *tree, const struct random_row *row);

static inline struct scalar case_truth(const struct tree *tree, const struct random_row *row)
{
	for (int at = 0; at + 1 < tree->count; at += 2) {
		struct scalar when = truth(tree->child[at], row);
		if (!when.null && when.number)
			return truth(tree->child[at + 1], row);
	}
	return tree->form == CASE_ELSE ? truth(tree->child[tree->count - 1], row) : number_or_null(false, 0);
}

static inline struct scalar in_truth(const struct tree *tree, const struct random_row *row)
{
	struct scalar value = truth(tree->child[0], row), out = number_or_null(!value.null, 0);
	for (int at = 1; at < tree->count && !value.null; at++)
		out.number |= order_of(&value, &tree->child[at]->literal, tree->child[0]->kind) == 0;
	return tree->form == IN ? out : negated(out);
}

static inline struct scalar calculate_truth(const struct tree *tree, const struct scalar *value)
{
	__int128 a = value[0].number, b = value[1].number;
	__int128 result = tree->form == ADD ? a + b : tree->form == SUBTRACT ? a - b : tree->form == MULTIPLY ? a * b : a < 0 || tree->form == NEGATE ? -a : a;
	return number_or_null(result >= INT64_MIN && result <= INT64_MAX, (int64_t)result);
}

static inline struct scalar calendar_truth(const struct tree *tree, const struct scalar *value)
{
	int year = 0, month = 0, day = 0;
	__int128 sum = (__int128)value[0].number + value[1].number;
	switch (tree->form) {
	case MONTHS_BETWEEN:
	case DAYS_BETWEEN: return number_or_null(true, value[1].number - value[0].number);
	case ADD_MONTHS: return number_or_null(sum >= 1800 * 12 && sum < 2200 * 12, (int64_t)sum);
	case ADD_DAYS: return number_or_null(sum >= days_before(1800) && sum < days_before(2200), (int64_t)sum);
	default:
		split_day(value[0].number, &year, &month, &day);
		return number_or_null(true, tree->form == YEAR ? year : year * 12 + month - 1);
	}
}

static inline struct scalar call_truth(const struct tree *tree, const struct scalar *value)
{
	struct scalar out = value[0];
	switch (tree->form) {
	case LEAST:
	case GREATEST:
		for (int at = 1; at < tree->count; at++)
			if (tree->form == LEAST ? value[at].number < out.number : value[at].number > out.number)
				out = value[at];
		return out;
	case LENGTH:
		out.number = 0;
		for (const char *at = value[0].text; *at; at += character_bytes(at))
			out.number++;
		return out;
	case UPPER:
		for (char *at = out.text; *at; at++)
			*at = *at >= 'a' && *at <= 'z' ? (char)(*at - 'a' + 'A') : *at;
		return out;
	case LEFT: return part_of(&value[0], 1, value[1].number);
	case SUBSTR: return part_of(&value[0], value[1].number, value[2].number);
	case ADD:
	case SUBTRACT:
	case MULTIPLY:
	case NEGATE:
	case ABS: return calculate_truth(tree, value);
	default: return calendar_truth(tree, value);
	}
}

static inline struct scalar logic_truth(const struct tree *tree, const struct random_row *row)
{
	bool any = tree->form == OR; /* a or b is not (not a and not b) */
	struct scalar out = number_or_null(true, 1);
	for (int at = 0; at < tree->count; at++) {
		struct scalar value = truth(tree->child[at], row);
		out = both(out, any ? negated(value) : value);
	}
	return any ? negated(out) : out;
}

static inline struct scalar truth(const struct tree *tree, const struct random_row *row)
{
	struct scalar value[CHILDREN] = {{0}};
	bool known = true;
	switch (tree->form) {
	case COLUMN: return row->value[tree->kind][tree->column];
	case LITERAL: return tree->literal;
	case AND:
	case OR: return logic_truth(tree, row);
	case CASE:
	case CASE_ELSE: return case_truth(tree, row);
	case IN:
	case NOT_IN: return in_truth(tree, row);
	default: break;
	}
	for (int at = 0; at < tree->count; at++) {
		value[at] = truth(tree->child[at], row);
		known &= !value[at].null;
	}
	struct scalar low, high;
	switch (tree->form) {
	case IS_NULL: return number_or_null(true, value[0].null);
	case IS_NOT_NULL: return number_or_null(true, !value[0].null);
	case COALESCE: return value[0].null ? value[1] : value[0];
	case IF: return !value[0].null && value[0].number ? value[1] : value[2];
	case NOT: return negated(value[0]);
	case COMPARE: return compare_scalars(tree->op, &value[0], &value[1], tree->child[0]->kind);
	case BETWEEN:
	case NOT_BETWEEN:
		low = compare_scalars(5, &value[0], &value[1], tree->child[0]->kind);
		high = compare_scalars(3, &value[0], &value[2], tree->child[0]->kind);
		return tree->form == BETWEEN ? both(low, high) : negated(both(low, high));
	default: break;
	}
	if (!known)
		return number_or_null(false, 0);
	if (tree->form == LIKE || tree->form == NOT_LIKE)
		return number_or_null(true, like_truth(value[0].text, tree->literal.text) == (tree->form == LIKE));
	return call_truth(tree, value);
}

#endif
