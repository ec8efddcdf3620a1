/* What is deduced from a rule about the rows it can concern: each case is a rule, and the needs of its stages that read tables. */
#include "unit_plan.h"

#define SUBJECT "subject: {kind: account, key: r.k}\n"
#define HAVING(condition) "from: a r\ngroup: [r.k, r.j]\nhaving: \"" condition "\"\n" SUBJECT
#define MATCHED(match, keys, condition) "from: a r\nmatch: [\"" match "\"]\ngroup: [" keys "]\nhaving: \"" condition "\"\n" SUBJECT
#define WITH(where, group) "with:\n  d: {from: a s, where: \"" where "\", group: [" group "], select: {most: max(s.j), sure: min(s.t)}}\nfrom: a r\n"
#define PARTNER(match, where) WITH("s.v > 0.00", "s.k, s.j, s.t") "match: [\"" match "\"]\nwhere: \"" where "\"\n" SUBJECT

#define EARLY(match, key)                                                                                                                            \
	"with:\n  m: {from: b s, where: \"s.v > 0.00\", group: [s.k, s.j]}\n  d: {from: a s, where: \"s.v > 0.00\", group: [s.k]}\n"                    \
	"from: a r\nmatch: [\"" match "\", \"d o on o.k = " key "\", \"optional b p on p.k = r.k\"]\n" SUBJECT

/* Wanted: "stage: need need; …" in order; "" when the rule is not anchored. One row that having needs. */
static const struct rule_case single_rows[] = {
	{HAVING("sum(r.v) < 0.00"), "q: such"},
	{HAVING("sum(r.v) < 0.01"), "q: having"},
	{HAVING("sum(r.v) < 0.00 - 5.00"), "q: such"},
	{HAVING("sum(r.v) <= 0.00"), "q: having"},
	{HAVING("sum(r.v) <= 0.00 - 0.01"), "q: such"},
	{HAVING("sum(r.v) = 0.00 - 0.01"), "q: such"},
	{HAVING("sum(r.v) = 0.00"), "q: having"},
	{HAVING("sum(r.v) <> 0.00 - 5.00"), ""},
	{HAVING("sum(r.v) > 0.00"), ""},
	{HAVING("not sum(r.v) < 0.00"), ""},
	{HAVING("sum(r.v) < 0.00 or count() > 1"), "q: having"},
	{HAVING("sum(r.v) < 0.00 and count() > 1"), "q: pair such"},
	{HAVING("sum(r.v) + 1.00 < 0.00"), "q: having"},
	{HAVING("sum(r.v) < min(r.v)"), "q: pair"},
	{HAVING("count(r.v) < 0"), "q: having"},
	{HAVING("max(r.v) > 9.00"), "q: such"},
	{HAVING("max(r.v) >= 9.00"), "q: such"},
	{HAVING("max(r.v) = 9.00"), "q: such"},
	{HAVING("max(r.v) < 9.00"), "q: having"},
	{HAVING("max(r.v) <> 9.00"), ""},
	{HAVING("min(r.v) < 9.00"), "q: such"},
	{HAVING("min(r.v) <= 9.00"), "q: such"},
	{HAVING("min(r.v) > 9.00"), "q: having"},
	{HAVING("min(r.v) >= 9.00"), "q: having"},
};

/* Having worked out for every group: of numbers that merge in any order, and only where it refuses many. */
static const struct rule_case gists[] = {
	{HAVING("sum(r.v) > 0.01"), "q: having"},
	{HAVING("sum(r.v) > 0.00"), ""},
	{HAVING("sum(r.v) >= 0.00"), ""},
	{HAVING("sum(r.v) > max(r.v) * 2"), "q: having"},
	{HAVING("count(r.v) > 0"), ""},
	{HAVING("count(r.v) >= 1"), ""},
	{HAVING("count(r.v) < 1"), "q: having"},
	{HAVING("sum(r.v) > 9.00 or count(r.v) >= 1"), ""},
	{HAVING("sum(r.v) > 9.00 or count(r.v) > 1"), "q: having"},
	{HAVING("sum(r.v) > 9.00 and max(r.t) < 'x'"), "q: having"},
	{HAVING("max(r.t) < 'x'"), ""},
	{HAVING("count(distinct r.j) < 3"), ""},
	{HAVING("share(r.v > 1.00) > 0.5"), ""},
	{HAVING("sum(r.v) > 9.00 and r.j > 1"), "q: having"},
	{HAVING("sum(if(r.j > 1, r.v, 0.00)) > 9.00"), "q: having"},
	{MATCHED("b p on p.k = r.k", "r.k, r.j", "sum(r.v) > max(p.v) * 2"), "q: late"}, /* the partner of a whole group */
	{MATCHED("b p on p.k = r.k and p.j = r.j", "r.k, r.j", "sum(r.v) > 9.00"), "q: late"},
	{MATCHED("b p on p.k = r.k and p.j = r.j", "r.k", "sum(r.v) > 9.00"), "q: having"}, /* not all rows of a group have it */
	{MATCHED("b p on p.k = r.k", "r.k, r.j", "sum(r.v) > sum(p.v)"), "q: having"},
	{MATCHED("b p on p.k = r.k", "r.k, r.j", "sum(r.v) > max(if(r.j = 1, p.v, 0.00))"), "q: having"},
	{MATCHED("optional b p on p.k = r.k", "r.k, r.j", "sum(r.v) > max(p.v) * 2"), "q: having"},
	{MATCHED("b p on p.k = r.k\", \"b o on o.k = r.k", "r.k, r.j", "sum(r.v) > max(p.v) * 2"), "q: having"},
	{MATCHED("b p on p.k = r.k\", \"optional b o on o.k = r.k", "r.k, r.j", "sum(r.v) > max(p.v) * 2"), "q: late"},
	{MATCHED("b p on p.k = r.k\", \"optional b o on o.t = r.t", "r.k, r.j", "sum(r.v) > max(p.v) * 2"), "q: having"},
	{"from: a r\nmatch: [\"b p on p.k = r.k\"]\nwhere: \"p.v > 1.00\"\ngroup: [r.k, r.j]\nhaving: \"sum(r.v) > 9.00\"\n" SUBJECT, "q: late"},
	{"from: a r\nmatch: [\"b p on p.k = r.k\"]\nwhere: \"p.v > r.j * 1.00\"\ngroup: [r.k, r.j]\nhaving: \"sum(r.v) > 9.00\"\n" SUBJECT, "q: having"},
	{MATCHED("b p on p.k = r.k", "r.k, r.j", "sum(r.v) < 0.00"), "q: such"},
	{MATCHED("b p on p.t = r.t", "r.k, r.j", "sum(r.v) < 0.00"), "q: having"}, /* what partners report is of any value */
	{MATCHED("b p on p.k = r.k", "r.k, r.j", "sum(r.v) > 0.00"), ""},
	{MATCHED("optional b p on p.k = r.k", "r.k", "count() > 5"), "q: pair"},
	{MATCHED("b p on p.k = r.k", "r.k, p.j", "sum(r.v) > 9.00"), ""}, /* a key of the partner */
	{MATCHED("b p on p.k = r.k", "r.k, r.j", "count(p.v) > 9"), "q: pair"},
};

/* From how many different values on having can be true. */
static const struct rule_case several_values[] = {
	{HAVING("count(distinct r.v) >= 2"), "q: two(1)"},
	{HAVING("count(distinct r.v) > 1"), "q: two(1)"},
	{HAVING("count(distinct r.v) = 2"), "q: two(1)"},
	{HAVING("count(distinct r.v) >= 1"), ""},
	{HAVING("count(distinct r.v) > 0"), ""},
	{HAVING("count(distinct r.v) <> 3"), ""},
	{HAVING("count(distinct r.v) < 3"), ""},
	{HAVING("count(distinct r.v) <= 3"), ""},
	{HAVING("count(distinct r.v) >= 3"), "q: two(1 of 3)"},
	{HAVING("count(distinct r.v) > 3"), "q: two(1 of 4)"},
	{HAVING("count(distinct r.v) = 5"), "q: two(1 of 5)"},
	{HAVING("count(distinct r.v) = 0 - 5"), ""},
	{HAVING("4 <= count(distinct r.v)"), "q: two(1 of 4)"},
	{HAVING("4 < count(distinct r.v)"), "q: two(1 of 5)"},
	{HAVING("4 = count(distinct r.v)"), "q: two(1 of 4)"},
	{HAVING("4 >= count(distinct r.v)"), ""},
	{HAVING("count(distinct r.v) > 7"), "q: two(1 of 8)"},
	{HAVING("count(distinct r.v) > 8"), "q: two(1 of 8)"},
	{HAVING("count(distinct r.v) >= 900000000000000000"), "q: two(1 of 8)"},
	{HAVING("count(distinct r.v) >= 3 and sum(r.v) > 9.00"), "q: two(1 of 3)"},
	{HAVING("count(distinct r.v) >= count()"), ""},
	{HAVING("count() >= 3"), "q: pair"},
	{HAVING("3 <= count()"), "q: pair"},
};

/* A row of from and its partner, a group of the same table's rows. */
static const struct rule_case unequal_partners[] = {
	{PARTNER("d o on o.k = r.k", "o.j <> r.j"), "d: row two(1); q rows: row two(1)"},
	{PARTNER("d o on o.k = r.k", "r.j <> o.j and r.v > 0.00"), "d: row two(1); q rows: row two(1)"},
	{PARTNER("d o on o.k = r.k", "o.j <> r.j or o.t <> r.t"), "d: row two(2); q rows: row two(2)"},
	{PARTNER("d o on o.k = r.k", "o.j <> r.j or o.t = r.t"), "d: row; q rows: row"},
	{PARTNER("d o on o.k = r.k", "o.j <> r.j or r.v > 5.00"), "d: row; q rows: row"},
	{PARTNER("d o on o.k = r.k", "not o.j <> r.j"), "d: row; q rows: row"},
	{PARTNER("d o on o.k = r.k", "o.j < r.j"), "d: row; q rows: row"},
	{PARTNER("d o on o.k = r.k", "o.j <> r.j + 1"), "d: row; q rows: row"},
	{PARTNER("d o on o.k = r.k", "o.j <> 5"), "d: row; q rows: row"},
	{PARTNER("d o on o.k = r.k", "o.most <> r.j"), "d: row; q rows: row"}, /* of the group, but no key of it */
	{PARTNER("d o on o.k = r.k", "o.sure <> r.t"), "d: row; q rows: row"},
	{PARTNER("d o on o.k = r.k", "o.j <> r.k"), "d: row; q rows: row"},    /* another column */
	{PARTNER("optional d o on o.k = r.k", "o.j <> r.j"), ""},
	{EARLY("m e on e.k = r.k", "e.k"), "d: row; q rows: row"},
	{EARLY("m e on e.j = r.j", "r.k"), ""}, /* what m reports is of any value */
	{EARLY("optional m e on e.k = r.k", "r.k"), "d: row; q rows: row"},
	{PARTNER("d o on o.j = r.j", "o.k <> r.k"), ""}, /* not by the anchor */
};

static void describe(const struct plan *plan, struct buffer *out)
{
	static const char *const words[] = {[NEED_ROW] = "row", [NEED_PAIR] = "pair", [NEED_DISTINCT] = "two", [NEED_HAVING] = "having"};
	for (uint32_t at = 0; at < plan->stage_count; at++) {
		const struct stage *stage = plan->stage[at];
		if (stage->is_net || !stage->anchor)
			continue;
		buffer_format(out, "%s%s:", out->size ? "; " : "", stage->name);
		for (uint32_t each = 0; each < stage->anchor->need_count; each++) {
			const struct anchor_need *need = &stage->anchor->need[each];
			buffer_format(out, " %s", need->holds ? "such" : need->gist && need->gist->late ? "late" : words[need->kind]);
			if (need->kind == NEED_DISTINCT)
				buffer_format(out, need->distinct == 2 ? "(%u)" : "(%u of %u)", need->node_count, need->distinct);
		}
		if (stage->anchor->month)
			buffer_format(out, " by %s", table_column_name(plan->table[stage->source.number], stage->anchor->month->column));
	}
}

static void having_needs_a_row(void **state)
{
	check_cases(*state, single_rows, COUNT_OF(single_rows), describe);
}

/* What is derived may be null although its table's columns are not: such a row is reported, whatever else its value lacks. */
#define PARTNER_OF(match, most) "with:\n  d: {from: a s, match: [" match "], group: [s.k, s.j], select: {most: " most "}}\n"
#define FROM_D(where, keys) "from: d r\nwhere: " where "\ngroup: [" keys "]\nhaving: \"count(distinct r.j) > 1\"\n" SUBJECT
static const struct rule_case derived_nulls[] = {
	{PARTNER_OF("b p on p.k = s.k", "max(p.v)") FROM_D("r.most > 0.00", "r.k"), "d: row two(1)"},
	{PARTNER_OF("optional b p on p.k = s.k", "max(p.v)") FROM_D("r.most > 0.00", "r.k"), ""},
	{PARTNER_OF("optional b p on p.k = s.k", "max(p.v)") FROM_D("r.k > 0", "r.k, r.most"), ""},
	{PARTNER_OF("optional b p on p.k = s.k", "max(p.v)") FROM_D("r.k > 0", "r.k"), "d: row two(1)"}, /* nobody looks at it */
	{PARTNER_OF("optional b p on p.k = s.k", "max(s.v)") FROM_D("r.most > 0.00", "r.k"), "d: row two(1)"},
	{PARTNER_OF("optional b p on p.k = s.k", "count(p.v)") FROM_D("r.most > 0", "r.k"), "d: row two(1)"},
	{PARTNER_OF("b p on p.k = s.k", "max(s.v) + min(s.v)") FROM_D("r.most > 0.00", "r.k"), ""}, /* a sum that is too large is null */
	{PARTNER_OF("optional b p on p.k = s.k", "max(p.v)") "  e: {from: a s, group: [s.k, s.j, s.v]}\n"
	 "from: a r\nmatch: [\"d o on o.k = r.k\", \"e x on x.k = r.k and x.v = o.most\"]\nwhere: \"x.j <> r.j\"\n" SUBJECT, ""},
};

/* Two rows of one month: of a value only the months count in which they were met, where the rule reads no other row of it. */
#define KEYS(keys, condition) "from: a r\ngroup: [" keys "]\nhaving: \"" condition "\"\n" SUBJECT
#define TWO "with:\n  d: {from: a s, group: [s.k, s.m], having: count() > 1}\n"
static const struct rule_case months[] = {
	{KEYS("r.k, r.m", "count() > 1"), "q: pair by m"},
	{KEYS("r.k, r.j, r.m", "count() >= 3 and sum(r.v) > 0.00"), "q: pair by m"},
	{KEYS("r.k, r.m", "count() > 1 and min(r.v) < 0.00"), "q: pair such by m"},
	{KEYS("r.k, r.m", "count() > 0 and sum(r.v) > 9.00"), "q: having"},
	{KEYS("r.k, r.m", "count(distinct r.j) > 1"), "q: two(1)"},
	{KEYS("r.k, r.j", "count() > 1"), "q: pair"},
	{KEYS("r.k, \"add_months(r.m, 1)\"", "count() > 1"), "q: pair"}, /* no column */
	{TWO "from: d r\ngroup: [r.k]\n" SUBJECT, "d: pair by m"},
	{TWO "from: a r\nmatch: [d o on o.k = r.k]\n" SUBJECT, "d: pair; q rows: row"}, /* all months of a value that has such a group */
};

static void months_are_single(void **state)
{
	check_cases(*state, months, COUNT_OF(months), describe);
}

static void derived_nulls_are_seen(void **state)
{
	check_cases(*state, derived_nulls, COUNT_OF(derived_nulls), describe);
}

static void having_is_worked_out(void **state)
{
	check_cases(*state, gists, COUNT_OF(gists), describe);
}

/* sum(r.v) + sum(r.v + 0.01) + … > 5.00 */
static void check_aggregates(const char *folder, uint32_t count, const char *needs)
{
	struct buffer rule = BUFFER_INIT;
	buffer_format(&rule, "from: a r\ngroup: [r.k, r.j]\nhaving: \"");
	for (uint32_t at = 0; at < count; at++)
		buffer_format(&rule, "%ssum(r.v + 0.%02u)", at ? " + " : "", at);
	buffer_format(&rule, " > 5.00\"\n" SUBJECT "%c", 0);
	check_cases(folder, &(struct rule_case){rule.data, needs}, 1, describe);
	buffer_free(&rule);
}

static void few_aggregates_are_worked_out(void **state)
{
	check_aggregates(*state, HECHA_GIST_AGGREGATES_MAX, "q: having");
	check_aggregates(*state, HECHA_GIST_AGGREGATES_MAX + 1, "");
}

static void having_wants_several_values(void **state)
{
	check_cases(*state, several_values, COUNT_OF(several_values), describe);
}

static void partners_differ(void **state)
{
	check_cases(*state, unequal_partners, COUNT_OF(unequal_partners), describe);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(having_needs_a_row),
		cmocka_unit_test(having_is_worked_out),
		cmocka_unit_test(few_aggregates_are_worked_out),
		cmocka_unit_test(having_wants_several_values),
		cmocka_unit_test(partners_differ),
		cmocka_unit_test(derived_nulls_are_seen),
		cmocka_unit_test(months_are_single),
	};
	return cmocka_run_group_tests(tests, plan_setup, folder_teardown);
}
