#include "base/calendar.h"
#include "workbench/rule_facts.h"

/* How tightly a kind binds; an expression that binds more loosely than its place asks for stands in brackets. */
enum { BIND_OR = 1, BIND_AND, BIND_NOT, BIND_COMPARE, BIND_ADD, BIND_MUL, BIND_NEGATE, BIND_LEAF };

static const char *const operators[] = {[OP_EQ] = "=",	[OP_NE] = "<>", [OP_LT] = "<",	[OP_LE] = "<=", [OP_GT] = ">",
					[OP_GE] = ">=", [OP_ADD] = "+", [OP_SUB] = "-", [OP_MUL] = "*"};

static int binding(const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_OR:
		return BIND_OR;
	case EXPR_AND:
		return BIND_AND;
	case EXPR_NOT:
		return BIND_NOT;
	case EXPR_COMPARE:
	case EXPR_IS_NULL:
	case EXPR_IN:
	case EXPR_BETWEEN:
	case EXPR_LIKE:
	case EXPR_REGEX:
		return BIND_COMPARE;
	case EXPR_ARITHMETIC:
		return expr->op == OP_MUL ? BIND_MUL : BIND_ADD;
	case EXPR_NEGATE:
		return BIND_NEGATE;
	default:
		return BIND_LEAF;
	}
}

static void put(const struct expr *expr, int least, struct buffer *out);

static void put_list(const struct expr *expr, uint32_t from, const char *between, int least, struct buffer *out)
{
	for (uint32_t at = from; at < expr->child_count; at++) {
		if (at > from)
			buffer_add_span(out, span_of(between));
		put(expr->child[at], least, out);
	}
}

static void put_quoted(struct span text, struct buffer *out)
{
	buffer_add_char(out, '\'');
	for (size_t at = 0; at < text.size; at++) {
		if (text.data[at] == '\'')
			buffer_add_char(out, '\'');
		buffer_add_char(out, text.data[at]);
	}
	buffer_add_char(out, '\'');
}

static void put_decimal(const struct expr *expr, struct buffer *out)
{
	int64_t one = 1, size = expr->number < 0 ? -expr->number : expr->number;
	for (uint8_t at = 0; at < expr->scale; at++)
		one *= 10;
	buffer_format(out, "%s%lld.%0*lld", expr->number < 0 ? "-" : "", (long long)(size / one), expr->scale, (long long)(size % one));
}

static void put_leaf(const struct expr *expr, struct buffer *out)
{
	char text[CALENDAR_TEXT_SIZE];
	switch (expr->kind) {
	case EXPR_NULL:
		buffer_add_span(out, SPAN("null"));
		break;
	case EXPR_BOOL:
		buffer_add_span(out, expr->number ? SPAN("true") : SPAN("false"));
		break;
	case EXPR_INT:
		buffer_format(out, "%lld", (long long)expr->number);
		break;
	case EXPR_DECIMAL:
		put_decimal(expr, out);
		break;
	case EXPR_TEXT:
		put_quoted(expr->text, out);
		break;
	case EXPR_DATE:
		buffer_format(out, "date '%.*s'", day_text(expr->number, text), text);
		break;
	case EXPR_MONTH:
		buffer_format(out, "month '%.*s'", month_text(expr->number, text), text);
		break;
	default:
		buffer_format(out, "%.*s%s%.*s", SPAN_ARG(expr->qualifier), expr->qualifier.size ? "." : "", SPAN_ARG(expr->name));
	}
}

static void put_case(const struct expr *expr, struct buffer *out)
{
	uint32_t pairs = (expr->child_count - expr->has_else) / 2;
	buffer_add_span(out, SPAN("case"));
	for (uint32_t at = 0; at < pairs; at++) {
		buffer_add_span(out, SPAN(" when "));
		put(expr->child[2 * at], BIND_OR, out);
		buffer_add_span(out, SPAN(" then "));
		put(expr->child[2 * at + 1], BIND_OR, out);
	}
	if (expr->has_else) {
		buffer_add_span(out, SPAN(" else "));
		put(expr->child[expr->child_count - 1], BIND_OR, out);
	}
	buffer_add_span(out, SPAN(" end"));
}

static void put_in(const struct expr *expr, struct buffer *out)
{
	put(expr->child[0], BIND_ADD, out);
	buffer_format(out, " %sin %s", expr->negated ? "not " : "", expr->list_name ? "" : "(");
	put_list(expr, 1, ", ", BIND_OR, out);
	buffer_add_span(out, expr->list_name ? SPAN("") : SPAN(")"));
}

static void put_pair(const struct expr *expr, const char *word, struct buffer *out)
{
	put(expr->child[0], BIND_ADD, out);
	buffer_format(out, " %s ", word);
	put(expr->child[1], BIND_ADD, out);
}

static void put_inner(const struct expr *expr, struct buffer *out)
{
	switch (expr->kind) {
	case EXPR_CALL:
		buffer_format(out, "%.*s(%s", SPAN_ARG(expr->name), expr->distinct ? "distinct " : "");
		put_list(expr, 0, ", ", BIND_OR, out);
		buffer_add_char(out, ')');
		break;
	case EXPR_NOT:
		buffer_add_span(out, SPAN("not "));
		put(expr->child[0], BIND_NOT, out);
		break;
	case EXPR_NEGATE:
		buffer_add_char(out, '-');
		put(expr->child[0], BIND_LEAF, out);
		break;
	case EXPR_AND:
		put_list(expr, 0, " and ", BIND_NOT, out);
		break;
	case EXPR_OR:
		put_list(expr, 0, " or ", BIND_AND, out);
		break;
	case EXPR_COMPARE:
		put_pair(expr, operators[expr->op], out);
		break;
	case EXPR_ARITHMETIC: /* groups to the left */
		put(expr->child[0], binding(expr), out);
		buffer_format(out, " %s ", operators[expr->op]);
		put(expr->child[1], binding(expr) + 1, out);
		break;
	case EXPR_IS_NULL:
		put(expr->child[0], BIND_ADD, out);
		buffer_add_span(out, expr->negated ? SPAN(" is not null") : SPAN(" is null"));
		break;
	case EXPR_IN:
		put_in(expr, out);
		break;
	case EXPR_BETWEEN:
		put(expr->child[0], BIND_ADD, out);
		buffer_add_span(out, expr->negated ? SPAN(" not between ") : SPAN(" between "));
		put_list(expr, 1, " and ", BIND_ADD, out);
		break;
	case EXPR_LIKE:
		put_pair(expr, expr->negated ? "not like" : "like", out);
		break;
	case EXPR_REGEX:
		put_pair(expr, expr->negated ? "!~" : "~", out);
		break;
	case EXPR_CASE:
		put_case(expr, out);
		break;
	default:
		put_leaf(expr, out);
	}
}

static void put(const struct expr *expr, int least, struct buffer *out)
{
	bool brackets = binding(expr) < least;
	if (brackets)
		buffer_add_char(out, '(');
	put_inner(expr, out);
	if (brackets)
		buffer_add_char(out, ')');
}

void expr_text(const struct expr *expr, struct buffer *out)
{
	put(expr, BIND_OR, out);
}
