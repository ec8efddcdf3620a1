/* One type for two sides: what is written literally follows the column beside it. */
#include "base/idnumber.h"
#include "base/text.h"
#include "plan/bind.h"

const char *type_word(enum value_type type)
{
	return type == TYPE_COUNT ? "null" : value_type_names[type];
}

static bool is_literal(const struct node *node)
{
	return node->kind == NODE_CONSTANT;
}

/* Text literal as a code of a dictionary; any spelling of it is understood, an unknown one is an error with a suggestion. */
static bool literal_to_code(struct binder *binder, struct node *literal, const struct dictionary *dictionary)
{
	struct span text = literal->constant.text;
	for (uint32_t at = 0; dictionary && at < dictionary->alias_count; at++)
		if (span_equal(dictionary->alias[at].alias, text))
			text = dictionary->alias[at].code;
	bool known = !dictionary;
	for (uint32_t at = 0; dictionary && at < dictionary->count && !known; at++) {
		known = span_equal(dictionary->entry[at].code, text);
		if (!known && span_equal(dictionary->entry[at].label, text)) {
			text = dictionary->entry[at].code;
			known = true;
		}
	}
	if (!known) {
		const char **codes = arena_alloc(&binder->plan->arena, (dictionary->count + 1) * sizeof *codes);
		for (uint32_t at = 0; at < dictionary->count; at++)
			codes[at] = arena_text(&binder->plan->arena, "%.*s", SPAN_ARG(dictionary->entry[at].code));
		const char *near = text_suggest(text, codes, dictionary->count);
		struct buffer hint = BUFFER_INIT;
		buffer_format(&hint, near ? "did you mean '%s'? codes: " : "codes: ", near);
		for (uint32_t at = 0; at < dictionary->count && at < 12; at++)
			buffer_format(&hint, "%s%s", at ? ", " : "", codes[at]);
		buffer_add(&hint, dictionary->count > 12 ? ", …" : "", dictionary->count > 12 ? sizeof ", …" : 1);
		expr_error(literal->expr, hint.data, binder->err, H4006, "unknown code '%.*s'", SPAN_ARG(text));
		buffer_free(&hint);
		return false;
	}
	literal->constant.number = symbols_add(binder->plan->symbols, text);
	literal->type = TYPE_CODE;
	literal->dictionary = dictionary;
	return true;
}

static bool literal_to_id(struct binder *binder, struct node *literal)
{
	if (value_parse(TYPE_ID, literal->constant.text, binder->plan->symbols, &literal->constant)) {
		literal->type = TYPE_ID;
		return true;
	}
	expr_error(literal->expr, NULL, binder->err, H4016, "not a valid identity number");
	return false;
}

/* 0 → 0.00, 1 → share 1, 0.05 → share 0.05. */
static bool literal_number(struct node *literal, enum value_type type)
{
	int64_t factor = literal->type == TYPE_INT && type == TYPE_MONEY     ? 100
			 : literal->type == TYPE_INT && type == TYPE_SHARE   ? SHARE_ONE
			 : literal->type == TYPE_MONEY && type == TYPE_SHARE ? SHARE_ONE / 100
									     : 0;
	if (!factor || __builtin_mul_overflow(literal->constant.number, factor, &literal->constant.number))
		return false;
	literal->type = type;
	return true;
}

static const char *literal_hint(struct binder *binder, const struct node *literal, enum value_type type)
{
	struct span source = literal->expr->source;
	switch (type) {
	case TYPE_CODE:
	case TYPE_TEXT:
		return arena_text(&binder->plan->arena, "write it in quotes: '%.*s'", SPAN_ARG(source));
	case TYPE_DATE:
		return "write date '2024-01-31'";
	case TYPE_MONTH:
		return "write month '2024-01', or month(date) for the month of a date";
	case TYPE_MONEY:
		return "write yuan with two decimals: 12.34";
	case TYPE_BOOL:
		return "write true or false";
	default:
		return NULL;
	}
}

/* 1 done, 0 not possible (no message yet), -1 failed with a message. Folded literals are copied: an expression may be shared. */
static int literal_follow(struct binder *binder, struct node **node, const struct node *other)
{
	struct node *copy = arena_alloc(&binder->plan->arena, sizeof *copy);
	*copy = **node;
	enum value_type type = other->type;
	int done = 0;
	if (copy->type == TYPE_COUNT) {
		copy->type = type;
		done = 1;
	} else if (copy->type == TYPE_TEXT && type == TYPE_CODE) {
		done = literal_to_code(binder, copy, other->dictionary) ? 1 : -1;
	} else if (copy->type == TYPE_TEXT && type == TYPE_ID) {
		done = literal_to_id(binder, copy) ? 1 : -1;
	} else {
		done = literal_number(copy, type);
	}
	if (done == 1)
		*node = copy;
	return done;
}

static bool can_be_text(enum value_type type)
{
	return type == TYPE_TEXT || type == TYPE_ID || type == TYPE_CODE;
}

struct node *bind_as_text(struct binder *binder, struct node *child)
{
	if (child->type == TYPE_TEXT)
		return child;
	struct node *node = node_new(binder, NODE_TO_TEXT, TYPE_TEXT, child->expr, 1);
	node->child[0] = child;
	return node_fold(binder, node);
}

static bool type_error(struct binder *binder, const struct node *left, const struct node *right, const struct expr *at)
{
	const char *hint = NULL;
	if (is_literal(right) && right->expr)
		hint = literal_hint(binder, right, left->type);
	else if (is_literal(left) && left->expr)
		hint = literal_hint(binder, left, right->type);
	else if ((left->type == TYPE_MONTH && right->type == TYPE_DATE) || (left->type == TYPE_DATE && right->type == TYPE_MONTH))
		hint = "month(date) is the month a date lies in";
	expr_error(at, hint, binder->err, H4009, "%s does not go with %s", type_word(left->type), type_word(right->type));
	return false;
}

bool bind_unify(struct binder *binder, struct node **left, struct node **right, const struct expr *at)
{
	if ((*left)->type == (*right)->type)
		return true;
	int done = is_literal(*right) ? literal_follow(binder, right, *left) : 0;
	if (!done && is_literal(*left))
		done = literal_follow(binder, left, *right);
	if (done)
		return done == 1;
	if (can_be_text((*left)->type) && can_be_text((*right)->type)) {
		*left = bind_as_text(binder, *left);
		*right = bind_as_text(binder, *right);
		return true;
	}
	return type_error(binder, *left, *right, at);
}

/* All follow one that is no literal: its type can only become text, and then stays, so two rounds bring every other there. A literal in its place
 * would go back and forth between a code and a text. */
bool bind_unify_all(struct binder *binder, struct node ***node, const struct expr *const *at, uint32_t count)
{
	uint32_t pivot = 0;
	while (pivot < count && is_literal(*node[pivot]))
		pivot++;
	for (uint32_t each = 0; each < count && pivot == count; each++)
		if ((*node[each])->type != TYPE_COUNT || each + 1 == count)
			pivot = each;
	for (uint32_t round = 0; round < 2; round++)
		for (uint32_t each = 0; each < count; each++) {
			if (each == pivot)
				continue;
			if ((*node[pivot])->type == TYPE_TEXT && can_be_text((*node[each])->type))
				*node[each] = bind_as_text(binder, *node[each]);
			else if (!bind_unify(binder, node[pivot], node[each], at[each]))
				return false;
		}
	return true;
}

struct node *bind_to(struct binder *binder, struct node *node, enum value_type type, const struct expr *at)
{
	struct node wanted = {.type = type};
	if (node->type == type)
		return node;
	int done = is_literal(node) ? literal_follow(binder, &node, &wanted) : 0;
	if (done == 1)
		return node;
	if (type == TYPE_TEXT && can_be_text(node->type))
		return bind_as_text(binder, node);
	if (!done)
		expr_error(at, is_literal(node) && node->expr ? literal_hint(binder, node, type) : NULL, binder->err,
			   H4010, "this is %s, %s is wanted", type_word(node->type), type_word(type));
	return NULL;
}
