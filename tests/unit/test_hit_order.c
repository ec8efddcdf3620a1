/* hit/hit_order.h: hits sorted by numbers that stand for them, against a plain sort by their texts. */
#include "hit/hit_order.h"

#include <stdlib.h>

#include "unit.h"

enum { RULES = 4, HITS = 300 };

static struct rule rules[RULES] = {
	{.id = {"d", 1}, .has_claim = true},
	{.id = {"c", 1}, .subject_kind = {"account", 7}},
	{.id = {"b", 1}, .subject_kind = {"person", 6}},
	{.id = {"a", 1}, .subject_kind = {"personal", 8}},
};

/* Prefixes of each other, beyond 16 bytes too, with a zero inside, and bytes that are no signed numbers. */
static const struct span keys[] = {
	{"", 0}, {"1", 1}, {"1\0", 2}, {"12345678", 8}, {"123456789012345", 15}, {"1234567890123456", 16}, {"12345678901234567", 17},
	{"12345678901234568", 17}, {"1234567890123456\0", 17}, {"\xE4\xB8\xAD", 3}, {"9", 1},
};

static int plain_order(const struct hit *a, const struct hit *b)
{
	int order = hit_compare_case(a, b);
	if (!order)
		order = span_compare(a->rule->rule->id, b->rule->rule->id);
	if (!order)
		order = (a->month > b->month) - (a->month < b->month);
	return order ? order : place_compare(a->group->place, b->group->place);
}

static void test_hits_in_order(void **state)
{
	static struct plan_rule plan_rules[RULES];
	static struct group group[HITS];
	static struct hit hit[HITS];
	struct plan plan = {.rule = plan_rules, .rule_count = RULES};
	uint64_t random = 7;
	(void)state;
	for (uint32_t at = 0; at < RULES; at++)
		plan_rules[at] = (struct plan_rule){.rule = &rules[at], .number = at};
	for (uint32_t count = 0; count <= HITS; count += count < 6 ? 1 : 98) {
		bool seen[HITS] = {false};
		for (uint32_t at = 0; at < count; at++) {
			const struct plan_rule *rule = &plan_rules[random_below(&random, RULES)];
			group[at] = (struct group){.place = {0, 1 + random_below(&random, 1000), at}};
			hit[at] = (struct hit){.rule = rule, .kind = hit_kind(rule->rule), .key = keys[random_below(&random, COUNT_OF(keys))],
					       .fund = keys[random_below(&random, 2)], .county = keys[random_below(&random, 2)],
					       .month = random_below(&random, 2), .group = &group[at]};
		}
		hits_sort(&plan, hit, count);
		for (uint32_t at = 0; at < count; at++) {
			assert_true(!at || plain_order(&hit[at - 1], &hit[at]) < 0);
			seen[hit[at].group - group] = true;
		}
		for (uint32_t at = 0; at < count; at++)
			assert_true(seen[at]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hits_in_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
