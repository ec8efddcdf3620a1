/* Which derived tables are made before tables are streamed, and who has to wait for the others: each case is a rule, and its stages. */
#include "unit_plan.h"

#define OF_A "  of_a: {from: a s, group: [s.k], select: {most: max(s.v)}}\n"
#define OF_B "  of_b: {from: b s, group: [s.k], select: {most: max(s.v)}}\n"
#define MATCH(...) "match: [" #__VA_ARGS__ "]\nsubject: {kind: account, key: r.k}\n"

/* Wanted: the stages in order; "early", "pulls". The rule matches b, so b is in memory; a is streamed. */
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

static void what_leads_back_to_memory_is_early(void **state)
{
	check_cases(*state, cases, COUNT_OF(cases), describe);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_leads_back_to_memory_is_early),
	};
	return cmocka_run_group_tests(tests, plan_setup, folder_teardown);
}
