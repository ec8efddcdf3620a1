/* Which derived tables are made before tables are streamed, and who has to wait for the others: each case is a rule, and its stages. */
#include "plan/plan.h"

#include "unit_folder.h"

#define TABLE(name) "table: " name "\ncolumns:\n  k: {type: int}\n  v: {type: money}\n"
#define HEAD "hecha: 1\nrule: q\nversion: 1\ntitle: t\nclass: control\n"
#define OF_A "  of_a: {from: a s, group: [s.k], select: {most: max(s.v)}}\n"
#define OF_B "  of_b: {from: b s, group: [s.k], select: {most: max(s.v)}}\n"
#define MATCH(...) "match: [" #__VA_ARGS__ "]\nsubject: {kind: account, key: r.k}\n"

struct rule_case {
	const char *rule;
	const char *stages; /* in order; "early", "pulls" */
};

/* The rule matches b, so b is in memory; a is streamed. */
static const struct rule_case cases[] = {
	{"with:\n" OF_B "from: a r\n" MATCH(of_b d on d.k = r.k, optional b p on p.k = r.k), "of_b early; q"},
	{"with:\n" OF_B "from: a r\n" MATCH(optional of_b d on d.k = r.k, b p on p.k = r.k), "of_b early; q"},
	{"with:\n" OF_B "from: a r\n" MATCH(of_b d on d.k = r.k), "of_b; q rows; q"}, /* nobody matches b: it is streamed */
	{"with:\n" OF_A "from: a r\n" MATCH(of_a d on d.k = r.k, b p on p.k = r.k), "of_a; q rows; q"},
	{"with:\n" OF_A OF_B "from: a r\n" MATCH(of_a d on d.k = r.k, of_b e on e.k = r.k, b p on p.k = r.k), "of_a; of_b early; q rows; q"},
	{"with:\n" OF_B "  more: {from: of_b d, match: [a p on p.k = d.k], group: [d.k]}\nfrom: a r\n" MATCH(more m on m.k = r.k, b p on p.k = r.k),
	 "of_b early; more early; q"},
	{"with:\n" OF_A OF_B "from: of_b r\n" MATCH(of_a d on d.k = r.k, b p on p.k = r.k), "of_a; of_b early; q pulls"},
	{"with:\n" OF_A OF_B "from: of_a r\n" MATCH(of_b d on d.k = r.k, b p on p.k = r.k), "of_a; of_b early; q"},
	{"with:\n" OF_B OF_A "from: of_a r\n" MATCH(of_b d on d.k = r.k, b p on p.k = r.k), "of_b early; of_a; q"},
	{"with:\n" OF_B "from: of_b r\n" MATCH(of_b d on d.k = r.k, b p on p.k = r.k), "of_b early; q pulls"},
	{"with:\n  b: {from: a s, group: [s.k]}\nfrom: a r\n" MATCH(b d on d.k = r.k), "b; q rows; q"}, /* a derived table of that name, not b */
};

static void describe(const struct plan *plan, struct buffer *out)
{
	for (uint32_t at = 0; at < plan->stage_count; at++)
		buffer_format(out, "%s%s%s%s", at ? "; " : "", plan->stage[at]->name, plan->stage[at]->early ? " early" : "",
			      plan->stage[at]->pull ? " pulls" : "");
}

static struct plan *read_plan(const char *folder, const char *body, struct rule_set **set)
{
	struct plan *plan = NULL;
	struct err err = ERR_INIT;
	char *path = path_join(folder, "q.yaml"), *rule = mem_format("%s%s", HEAD, body);
	put_file(path, span_of(rule));
	if (rule_set_read(&folder, 1, set, &err))
		fail_msg("%s\n%s", err.text, rule);
	struct plan_options options = {.as_of = 19904, .only = (const struct rule *[]){&(*set)->rule[0]}, .only_count = 1};
	if (plan_new(*set, &options, &plan, &err))
		fail_msg("%s\n%s", err.text, rule);
	free(path);
	free(rule);
	return plan;
}

static int tables_setup(void **state)
{
	if (folder_setup(state))
		return -1;
	struct err err = ERR_INIT;
	char *tables = path_join(*state, "tables"), *a = path_join(tables, "a.yaml"), *b = path_join(tables, "b.yaml");
	assert_int_equal(folder_create(tables, &err), STATUS_OK);
	put_file(a, SPAN(TABLE("a")));
	put_file(b, SPAN(TABLE("b")));
	free(a);
	free(b);
	free(tables);
	return 0;
}

static void what_leads_back_to_memory_is_early(void **state)
{
	for (size_t at = 0; at < COUNT_OF(cases); at++) {
		struct rule_set *set = NULL;
		struct buffer stages = BUFFER_INIT;
		struct plan *plan = read_plan(*state, cases[at].rule, &set);
		describe(plan, &stages);
		if (!span_equal(buffer_span(&stages), span_of(cases[at].stages)))
			fail_msg("%s\nwanted '%s', got '%.*s'", cases[at].rule, cases[at].stages, SPAN_ARG(buffer_span(&stages)));
		buffer_free(&stages);
		plan_free(plan);
		rule_set_free(set);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_leads_back_to_memory_is_early),
	};
	return cmocka_run_group_tests(tests, tables_setup, folder_teardown);
}
