/* Words for people: of the dictionaries and classes.yaml where they have one, else the code itself. */
#include "report/output.h"

/* A fund or county means the same in every rule: the first dictionary that knows the code names it. */
static struct span label_of(const struct report *report, struct span code, bool county)
{
	for (uint32_t at = 0; at < report->plan->rule_count; at++) {
		const struct plan_rule *rule = &report->plan->rule[at];
		const struct node *node = rule->rule->has_claim ? rule->claim[county ? CLAIM_COUNTY : CLAIM_FUND]
					  : county		? rule->subject_county
								: rule->subject_fund;
		if (!node || !node->dictionary)
			continue;
		struct span label = dictionary_label(node->dictionary, code);
		if (!span_equal(label, code))
			return label;
	}
	return code;
}

struct span label_fund(const struct report *report, struct span fund)
{
	return label_of(report, fund, false);
}

struct span label_county(const struct report *report, struct span county)
{
	return label_of(report, county, true);
}

struct span label_action(const struct report *report, struct span action)
{
	const struct rule_set *set = report->plan->set;
	for (uint32_t at = 0; at < set->action_count; at++)
		if (span_equal(set->action[at].code, action))
			return set->action[at].label;
	return action;
}

struct word {
	const char *code, *label;
};

static struct span word_label(const struct word *words, size_t count, struct span code)
{
	for (size_t at = 0; at < count; at++)
		if (span_equal(span_of(words[at].code), code))
			return span_of(words[at].label);
	return code;
}

struct span label_level(struct span level)
{
	static const struct word words[] = {{"critical", "特急"}, {"high", "高"}, {"medium", "中"}, {"low", "低"}};
	return word_label(words, sizeof words / sizeof *words, level);
}

const char *label_state(const struct report_rule *rule)
{
	static const char *const words[] = {"已运行", "本级不运行", "缺数据", "数据过期", "出错"};
	bool left_out = rule->state == RULE_NOT_RUN_HERE && rule->why; /* by --only */
	return left_out ? "本次未选" : words[rule->state];
}
