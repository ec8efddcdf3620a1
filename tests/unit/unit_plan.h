/* Plans of one rule over two tables alike, a and b, in a fresh folder: cmocka_run_group_tests(tests, plan_setup, folder_teardown). */
#ifndef HECHA_UNIT_PLAN_H
#define HECHA_UNIT_PLAN_H

#include "plan/plan.h"
#include "unit_folder.h"

#define PLAN_TABLE(name) "table: " name "\ncolumns:\n  k: {type: int}\n  j: {type: int}\n  v: {type: money}\n  t: {type: text}\n  m: {type: month}\n"
#define PLAN_HEAD "hecha: 1\nrule: q\nversion: 1\ntitle: t\nclass: control\n"

static inline int plan_setup(void **state)
{
	if (folder_setup(state))
		return -1;
	struct err err = ERR_INIT;
	char *tables = path_join(*state, "tables"), *a = path_join(tables, "a.yaml"), *b = path_join(tables, "b.yaml");
	assert_int_equal(folder_create(tables, &err), STATUS_OK);
	put_file(a, SPAN(PLAN_TABLE("a")));
	put_file(b, SPAN(PLAN_TABLE("b")));
	free(a);
	free(b);
	free(tables);
	return 0;
}

/* body: of the rule q. Free the plan, then the set. */
static inline struct plan *read_plan(const char *folder, const char *body, struct rule_set **set)
{
	struct plan *plan = NULL;
	struct err err = ERR_INIT;
	char *path = path_join(folder, "q.yaml"), *rule = mem_format("%s%s", PLAN_HEAD, body);
	put_file(path, span_of(rule));
	if (rule_set_read(&folder, 1, false, set, &err))
		fail_msg("%s\n%s", err.text, rule);
	struct plan_options options = {.as_of = 19904, .only = (const struct rule *[]){&(*set)->rule[0]}, .only_count = 1};
	if (plan_new(*set, &options, &plan, &err))
		fail_msg("%s\n%s", err.text, rule);
	free(path);
	free(rule);
	return plan;
}

/* A rule, and what is said of its plan. */
struct rule_case {
	const char *rule, *wanted;
};

static inline void check_cases(const char *folder, const struct rule_case *cases, size_t count,
			       void (*describe)(const struct plan *plan, struct buffer *out))
{
	for (size_t at = 0; at < count; at++) {
		struct rule_set *set = NULL;
		struct buffer said = BUFFER_INIT;
		struct plan *plan = read_plan(folder, cases[at].rule, &set);
		describe(plan, &said);
		if (!span_equal(buffer_span(&said), span_of(cases[at].wanted)))
			fail_msg("%s\nwanted '%s', got '%.*s'", cases[at].rule, cases[at].wanted, SPAN_ARG(buffer_span(&said)));
		buffer_free(&said);
		plan_free(plan);
		rule_set_free(set);
	}
}

#endif
