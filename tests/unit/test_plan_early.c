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

/* Wanted: columns that stay, of table b, then of each derived table. */
static const struct rule_case kept[] = {
	{"from: a r\nmatch: [b p on p.k = r.k]\nwhere: p.v > r.v\nsubject: {kind: account, key: r.k}\n", "b: k v"},
	{"from: a r\nmatch: [optional b p on p.k = r.k, b o on o.j = p.j]\nundecided: [{code: c, when: p.t is null}]\nsubject: {kind: account, key: r.k}\n",
	 "b: k j t"},
	{"from: a r\nmatch: [b p on p.k = r.k]\nsubject: {kind: account, key: p.j}\n", "b: k j"},
	{"from: b r\nmatch: [a p on p.k = r.k]\nwhere: r.t = 'x'\nsubject: {kind: account, key: r.k}\n", "b:"},
	{"with:\n  d: {from: b s, group: [s.k, s.j], select: {most: max(s.v), least: min(s.v)}}\nfrom: a r\n"
	 MATCH(b p on p.k = r.k, d e on e.k = r.k and e.most = r.v), "b: k; d: k most"},
	{"with:\n" OF_A "  d: {from: b s, group: [s.k], select: {most: max(s.v)}}\nfrom: d r\n" MATCH(of_a e on e.k = r.k, d o on o.k = r.k),
	 "b:; of_a: k; d: k most"}, /* rows of d go through q as well */
};

static void describe_kept(const struct plan *plan, struct buffer *out)
{
	const struct table_spec *spec = plan->table[1]->spec;
	buffer_add_span(out, SPAN("b:"));
	for (uint32_t column = 0; column < spec->column_count; column++)
		if (plan->partner_column[1][column])
			buffer_format(out, " %s", table_column_name(plan->table[1], column));
	for (uint32_t at = 0; at < plan->stage_count; at++) {
		const struct stage *stage = plan->stage[at];
		if (stage->in_memory)
			buffer_format(out, "; %s:", stage->name);
		for (uint32_t output = 0; output < stage->output_count && stage->in_memory; output++)
			if (stage->output_kept[output])
				buffer_format(out, " %s", stage->output_info[output].name);
	}
}

static void what_partners_are_asked_for_is_kept(void **state)
{
	check_cases(*state, kept, COUNT_OF(kept), describe_kept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_leads_back_to_memory_is_early),
		cmocka_unit_test(what_partners_are_asked_for_is_kept),
	};
	return cmocka_run_group_tests(tests, plan_setup, folder_teardown);
}
