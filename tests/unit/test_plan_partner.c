/* Partners in memory of anchored rules: by which column, whether they are needed, how many are a few, and what decides. */
#include "unit_plan.h"

#define OF_A "with:\n  d: {from: a s, group: [s.k], select: {most: max(s.v)}}\n"
#define OF_B "with:\n  e: {from: b s, group: [s.k], select: {most: max(s.v), least: min(s.v)}}\n"
#define FROM_A(match, where) "from: a r\nmatch: [" match "]\nwhere: \"" where "\"\n"
#define SUBJECT "subject: {kind: account, key: r.k}\n"
#define PAIRS "group: [r.k, r.j]\nhaving: count() > 1\n" SUBJECT

/* Wanted: "source.anchor needed few used …; …", then the lookup of the members; "" when the rule is not anchored. */
static const struct rule_case cases[] = {
	{FROM_A("b p on p.k = r.k", "p.v > 0.00") PAIRS, "b.k needed 4096 v; members b"},
	{FROM_A("b p on r.k = p.k", "r.v > 0.00") PAIRS, "b.k needed 4096; members b"},
	{FROM_A("optional b p on p.k = r.k", "p.v > 0.00") PAIRS, "b.k 4096 v"},
	{FROM_A("b p on p.k = r.k and p.j = r.j", "p.v > r.v") PAIRS, "b.k needed 4096 v"}, /* not found by the anchor alone */
	{FROM_A("b p on p.j = r.k", "p.v > 0.00") PAIRS, "b.j needed 4096 v; members b"},
	{FROM_A("b p on p.t = r.t", "p.v > 0.00") PAIRS, ""}, /* not by a key of the groups */
	{FROM_A("b p on p.k = r.k, optional b o on o.k = p.k and o.t = p.t", "o.v > 0.00") PAIRS, "b.k needed 64 k t; b.k 64 v; members b"},
	{FROM_A("b p on p.k = r.k, optional b o on o.k = p.k, b x on x.k = o.k", "true") PAIRS, "b.k needed 16 k; b.k 16 k; b.k needed 16; members b"},
	{FROM_A("b p on p.k = r.k, b o on o.k = p.j", "true") PAIRS, ""},
	{FROM_A("b p on p.k = r.k", "p.v > 0.00") SUBJECT, ""}, /* a row with a partner: as cheap to tell at once */
	{OF_A FROM_A("b p on p.k = r.k, d d on d.k = r.k", "d.most > p.v") SUBJECT, "b.k needed 64 v; members b"},
	{OF_B FROM_A("e d on d.k = r.k, optional b p on p.k = r.k", "d.most > 0.00") PAIRS, "e.k needed 64 most; b.k 64; members e"},
};

static void describe(const struct plan *plan, struct buffer *out)
{
	const struct plan_rule *rule = &plan->rule[0];
	struct arena arena = ARENA_INIT;
	for (uint32_t at = 0; at < rule->partner_count; at++) {
		const struct anchor_partner *partner = &rule->partner[at];
		struct plan_source source = plan->lookup[partner->lookup].source;
		uint32_t count;
		const struct memory_column *column = plan_source_columns(plan, source, &count, &arena);
		buffer_format(out, "%s%s.%s%s %u", at ? "; " : "", plan_source_name(plan, source), column[partner->column].name,
			      partner->need ? " needed" : "", partner->few);
		assert_int_equal(partner->need & ~rule->needs, 0);
		for (uint32_t used = 0; used < partner->used_count; used++)
			buffer_format(out, " %s", column[partner->used[used]].name);
	}
	if (rule->member != NO_LOOKUP)
		buffer_format(out, "; members %s", plan_source_name(plan, plan->lookup[rule->member].source));
	arena_free(&arena);
}

static void partners_in_memory(void **state)
{
	check_cases(*state, cases, COUNT_OF(cases), describe);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(partners_in_memory),
	};
	return cmocka_run_group_tests(tests, plan_setup, folder_teardown);
}
