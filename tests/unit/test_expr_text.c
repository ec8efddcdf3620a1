/* workbench/rule_facts.h: expr_text has one spelling per meaning, and read again it is the same tree. */
#include "expr_tree.h"

#include "unit.h"
#include "workbench/rule_facts.h"

struct parsed {
	struct document *document;
	struct arena arena;
	struct expr *expr;
};

static struct parsed parse(struct span text)
{
	struct parsed parsed = {0};
	struct err err = ERR_INIT;
	char *yaml = mem_format("v: |-\n  %.*s\n", SPAN_ARG(text));
	if (yaml_parse("t.yaml", span_of(yaml), &parsed.document, &err) ||
	    expr_parse(yaml_get(parsed.document->root, "v"), &parsed.arena, &parsed.expr, &err))
		fail_msg("%s", err.text);
	free(yaml);
	return parsed;
}

static void parsed_free(struct parsed *parsed)
{
	arena_free(&parsed->arena);
	document_free(parsed->document);
}

static void check(const char *text, const char *wanted)
{
	struct buffer once = BUFFER_INIT, tree = BUFFER_INIT, tree_again = BUFFER_INIT;
	struct parsed parsed = parse(span_of(text));
	expr_text(parsed.expr, &once);
	assert_span(buffer_span(&once), span_of(wanted));
	struct parsed again = parse(buffer_span(&once));
	expr_tree_write(&tree, parsed.expr);
	expr_tree_write(&tree_again, again.expr);
	assert_span(buffer_span(&tree_again), buffer_span(&tree));
	buffer_free(&once);
	buffer_free(&tree);
	buffer_free(&tree_again);
	parsed_free(&parsed);
	parsed_free(&again);
}

static void test_literals(void **state)
{
	(void)state;
	check("NULL", "null");
	check("True", "true");
	check("12", "12");
	check("-12", "-12");
	check("0.05", "0.05");
	check("20000.00", "20000.00");
	check("'it''s'", "'it''s'");
	check("DATE '2024-01-31'", "date '2024-01-31'");
	check("month   '2024-01'", "month '2024-01'");
	check("p.from", "p.from");
}

static void test_logic(void **state)
{
	(void)state;
	check("a=1 AND(b=2)AND c=3", "a = 1 and b = 2 and c = 3");
	check("(a = 1 or b = 2) and c = 3", "(a = 1 or b = 2) and c = 3");
	check("a = 1 or (b = 2 and c = 3)", "a = 1 or b = 2 and c = 3");
	check("not (a = 1)", "not a = 1");
	check("not (a = 1 and b = 2)", "not (a = 1 and b = 2)");
	check("not not a", "not not a");
	check("(a = 1) = (b = 2)", "(a = 1) = (b = 2)");
}

static void test_predicates(void **state)
{
	(void)state;
	check("a IS NULL", "a is null");
	check("a is  NOT null", "a is not null");
	check("a in('x',  'y')", "a in ('x', 'y')");
	check("a NOT IN kinds", "a not in kinds");
	check("a in 'list.csv'", "a in 'list.csv'");
	check("a not between 1 and (2+3)", "a not between 1 and 2 + 3");
	check("a not like '%x'", "a not like '%x'");
	check("a !~ '^x'", "a !~ '^x'");
	check("a <> b", "a <> b");
}

static void test_arithmetic(void **state)
{
	(void)state;
	check("(a+b)*c", "(a + b) * c");
	check("a+(b*c)", "a + b * c");
	check("(a-b)-c", "a - b - c");
	check("a-(b-c)", "a - (b - c)");
	check("-(a+b)", "-(a + b)");
	check("- a * b", "-a * b");
}

static void test_calls(void **state)
{
	(void)state;
	check("count( distinct p.id )", "count(distinct p.id)");
	check("count()", "count()");
	check("add_months(month(d.date),grace)", "add_months(month(d.date), grace)");
	check("CASE WHEN a=1 THEN 'x' WHEN b THEN 'y' ELSE 'z' END", "case when a = 1 then 'x' when b then 'y' else 'z' end");
	check("case when a then 1 end + 2", "case when a then 1 end + 2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_literals), cmocka_unit_test(test_logic), cmocka_unit_test(test_predicates),
					   cmocka_unit_test(test_arithmetic), cmocka_unit_test(test_calls)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
