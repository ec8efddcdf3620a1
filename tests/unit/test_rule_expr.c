/* rule/expr.h: expressions as trees, written back here in a form that shows every node. */
#include "expr_tree.h"

#include "hecha_limits.h"
#include "unit.h"

struct parsed {
	struct document *document;
	struct arena arena;
	struct expr *expr;
};

static struct parsed parse_scalar(struct span yaml)
{
	struct parsed parsed = {0};
	struct err err = ERR_INIT;
	if (yaml_parse("t.yaml", yaml, &parsed.document, &err) ||
	    expr_parse(yaml_get(parsed.document->root, "v"), &parsed.arena, &parsed.expr, &err))
		fail_msg("%s", err.text);
	return parsed;
}

static void parsed_free(struct parsed *parsed)
{
	arena_free(&parsed->arena);
	document_free(parsed->document);
}

static struct parsed parse(const char *text)
{
	char *yaml = mem_format("v: |-\n  %s\n", text);
	struct parsed parsed = parse_scalar(span_of(yaml));
	free(yaml);
	return parsed;
}

static void check(const char *text, const char *tree)
{
	struct buffer out = BUFFER_INIT;
	struct parsed parsed = parse(text);
	expr_tree_write(&out, parsed.expr);
	assert_span(buffer_span(&out), span_of(tree));
	buffer_free(&out);
	parsed_free(&parsed);
}

static void test_literals(void **state)
{
	(void)state;
	check("12", "12");
	check("12.34", "1234/2");
	check("0.050", "50/3");
	check("999999999999999999", "999999999999999999");
	check("'it''s'", "'it's'");
	check("''", "''");
	check("''''", "'''");
	check("date '1970-01-02'", "day 1");
	check("MONTH '2024-01'", "month 24288");
	check("null", "null");
	check("True", "true");
	check("p.amount", "p.amount");
	check("amount", "amount");
	check("c.from", "c.from");
	check("c.end = case when true then 1 end", "(= c.end (case true 1))");
	check("date", "date");
	check("month(d.date)", "(month() d.date)");
}

static void test_precedence(void **state)
{
	(void)state;
	check("a or b and c", "(or a (and b c))");
	check("a and b or c and d", "(or (and a b) (and c d))");
	check("not a and b", "(and (not a) b)");
	check("not a = b", "(not (= a b))");
	check("not not a", "(not (not a))");
	check("a + b * c - d", "(- (+ a (* b c)) d)");
	check("a - b - c", "(- (- a b) c)");
	check("-a * b", "(* (- a) b)");
	check("0 - -5", "(- 0 (- 5))");
	check("(a + b) * c", "(* (+ a b) c)");
	check("a + 1 > b * 2", "(> (+ a 1) (* b 2))");
	check("a and b and c", "(and a b c)");
	check("a and (b and (c and d))", "(and a b c d)");
	check("(a or b) or c", "(or a b c)");
	check("((a))", "a");
}

static void test_comparisons(void **state)
{
	(void)state;
	check("a = 1", "(= a 1)");
	check("a<>1", "(<> a 1)");
	check("a<=1", "(<= a 1)");
	check("a>=1", "(>= a 1)");
	check("a is null", "(is-null a)");
	check("a is not null", "(not-is-null a)");
	check("a in (1, 2, 3)", "(in a 1 2 3)");
	check("a not in (1)", "(not-in a 1)");
	check("a in (b)", "(in a b)");
	check("a in stop_kinds", "(in list a stop_kinds)");
	check("a not in 'x/list.csv'", "(not-in list a 'x/list.csv')");
	check("a between 1 and 2 and b", "(and (between a 1 2) b)");
	check("a not between 1 and 2", "(not-between a 1 2)");
	check("a like 'x%'", "(like a 'x%')");
	check("a not like 'x_'", "(not-like a 'x_')");
	check("a ~ '^[0-9]+$'", "(~ a '^[0-9]+$')");
	check("a !~ 'x' or b", "(or (not-~ a 'x') b)");
	check("(a = 1) = true", "(= (= a 1) true)");
}

static void test_calls(void **state)
{
	(void)state;
	check("count()", "(count())");
	check("count( distinct p.id )", "(count() distinct p.id)");
	check("count(Distinct p.id)", "(count() distinct p.id)");
	check("count(distinct)", "(count() distinct)");
	check("if(a > 1, 'x', 'y')", "(if() (> a 1) 'x' 'y')");
	check("f(g(h(1)), not a)", "(f() (g() (h() 1)) (not a))");
	check("case when a then 1 when b then 2 else 3 end", "(case a 1 b 2 3 else)");
	check("CASE WHEN a AND b THEN f(c) END", "(case (and a b) (f() c))");
}

/* `source` is what `why` prints, from and to are what a caret marks. */
static void test_places(void **state)
{
	(void)state;
	struct parsed parsed = parse_scalar(SPAN("v: >\n  p.state   =\n  'a  b'  and\n\n  not  f( p.x,1 )\n"));
	const struct expr *left = parsed.expr->child[0], *right = parsed.expr->child[1];
	struct span file = parsed.document->text;
	assert_span(parsed.expr->source, SPAN("p.state = 'a  b' and not f( p.x,1 )"));
	assert_span(left->source, SPAN("p.state = 'a  b'"));
	assert_span(left->child[1]->source, SPAN("'a  b'"));
	assert_span(right->child[0]->source, SPAN("f( p.x,1 )"));
	assert_span(span_slice(file, left->from, left->to - left->from), SPAN("p.state   =\n  'a  b'"));
	assert_span(span_slice(file, right->child[0]->from, right->child[0]->to - right->child[0]->from), SPAN("f( p.x,1 )"));
	assert_ptr_equal(left->document, parsed.document);
	assert_int_equal(parsed.expr->height, 4);
	parsed_free(&parsed);
}

static void test_part(void **state)
{
	struct document *document = NULL;
	struct arena arena = ARENA_INIT;
	struct expr *expr = NULL;
	struct err err = ERR_INIT;
	(void)state;
	assert_int_equal(yaml_parse("t.yaml", SPAN("v: \"x{sum(a)}y\"\n"), &document, &err), STATUS_OK);
	const struct yaml *scalar = yaml_get(document->root, "v");
	assert_int_equal(expr_parse_part(scalar, 2, 8, &arena, &expr, &err), STATUS_OK);
	assert_span(expr->source, SPAN("sum(a)"));
	assert_int_equal(expr->from, 6);
	assert_int_equal(expr->to, 12);
	assert_int_equal(expr_error(expr, NULL, &err, H4009, "no '%s'", "sum"), STATUS_CONFIG);
	assert_string_equal(err.text, "t.yaml:1:7: error H4009: no 'sum'\n  v: \"x{sum(a)}y\"\n        ^^^^^^");
	err_clear(&err);
	arena_free(&arena);
	document_free(document);
}

/* prefix × count, middle, suffix × count */
static enum status parse_repeated(const char *prefix, const char *middle, const char *suffix, unsigned count, uint8_t *height)
{
	struct buffer yaml = BUFFER_INIT;
	struct document *document = NULL;
	struct arena arena = ARENA_INIT;
	struct expr *expr = NULL;
	struct err err = ERR_INIT;
	buffer_format(&yaml, "v: |-\n  ");
	for (unsigned i = 0; i < count; i++)
		buffer_format(&yaml, "%s", prefix);
	buffer_format(&yaml, "%s", middle);
	for (unsigned i = 0; i < count; i++)
		buffer_format(&yaml, "%s", suffix);
	assert_int_equal(yaml_parse("t.yaml", buffer_span(&yaml), &document, &err), STATUS_OK);
	enum status status = expr_parse(yaml_get(document->root, "v"), &arena, &expr, &err);
	*height = status ? 0 : expr->height;
	err_clear(&err);
	arena_free(&arena);
	document_free(document);
	buffer_free(&yaml);
	return status;
}

static void test_limits(void **state)
{
	uint8_t height;
	unsigned depth = HECHA_EXPR_DEPTH_MAX;
	(void)state;
	assert_int_equal(parse_repeated("(", "a", ")", depth - 1, &height), STATUS_OK);
	assert_int_equal(parse_repeated("(", "a", ")", depth, &height), STATUS_CONFIG);
	assert_int_equal(parse_repeated("not ", "a", "", depth - 1, &height), STATUS_OK);
	assert_int_equal(height, depth);
	assert_int_equal(parse_repeated("not ", "a", "", 30000, &height), STATUS_CONFIG);
	assert_int_equal(parse_repeated("f(", "a", ")", depth - 1, &height), STATUS_OK);
	assert_int_equal(height, depth);
	assert_int_equal(parse_repeated("f(", "a", ")", depth, &height), STATUS_CONFIG);
	assert_int_equal(parse_repeated("a + ", "a", "", depth - 1, &height), STATUS_OK);
	assert_int_equal(parse_repeated("a + ", "a", "", depth, &height), STATUS_CONFIG);
	assert_int_equal(parse_repeated("a and ", "a", "", 10000, &height), STATUS_OK);
	assert_int_equal(height, 2);
	assert_int_equal(parse_repeated("case when a then ", "a", " end", depth - 1, &height), STATUS_OK);
	assert_int_equal(parse_repeated("case when a then ", "a", " end", depth, &height), STATUS_CONFIG);
	assert_int_equal(parse_repeated(" ", "a", "", HECHA_EXPR_BYTES_MAX - 1, &height), STATUS_OK);
	assert_int_equal(parse_repeated("", "a", " ", HECHA_EXPR_BYTES_MAX, &height), STATUS_CONFIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_literals), cmocka_unit_test(test_precedence), cmocka_unit_test(test_comparisons),
		cmocka_unit_test(test_calls),	 cmocka_unit_test(test_places),	    cmocka_unit_test(test_part),
		cmocka_unit_test(test_limits),
	};
	return cmocka_run_group_tests_name("rule expr", tests, NULL, NULL);
}
