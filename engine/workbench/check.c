#include "workbench/check.h"

#include <stdlib.h>

#include "hit/exempt.h"
#include "workbench/sense.h"

static enum status plan_all(const struct rule_set *set, int64_t as_of, struct plan **out, struct err *err)
{
	const struct rule **all = mem_alloc((set->rule_count + 1) * sizeof *all);
	struct plan_options options = {.as_of = as_of, .only = all};
	for (uint32_t at = 0; at < set->rule_count; at++)
		if (set->rule[at].status != RULE_RETIRED)
			all[options.only_count++] = &set->rule[at];
	enum status status = plan_new(set, &options, out, err);
	free(all);
	return status;
}

/* The lists of exemptions that are there; a list that is not there exempts nobody. */
static void check_exemptions(const struct plan *plan, const char *folder, struct err *findings)
{
	for (uint32_t at = 0; at < plan->rule_count; at++) {
		const struct plan_rule *rule = &plan->rule[at];
		struct exempt_list *list = NULL;
		struct err err = ERR_INIT;
		char *path = rule->exempt_on ? exempt_path(plan->set, folder, rule->rule->exempt_list) : NULL;
		if (path && exempt_read(path, rule->exempt_on->type, plan->symbols, &list, &err) != STATUS_OK)
			err_join(findings, &err);
		exempt_free(list);
		free(path);
	}
}

static enum status verdict(struct err *findings)
{
	if (!findings->text)
		return STATUS_OK;
	findings->status = STATUS_NO;
	for (uint32_t at = 0; at < findings->place_count; at++)
		if (!strcmp(findings->place[at].severity, problem_severity_names[PROBLEM_ERROR]))
			findings->status = STATUS_CONFIG;
	return findings->status;
}

enum status check_rules(const struct rule_set *set, const char *folder, int64_t as_of, struct err *findings)
{
	struct plan *plan = NULL;
	enum status status = plan_all(set, as_of, &plan, findings);
	if (status == STATUS_OK)
		check_exemptions(plan, folder, findings);
	if (status == STATUS_OK) {
		check_sense(plan, findings);
		check_governance(set, findings);
	}
	if (status == STATUS_OK)
		status = verdict(findings);
	plan_free(plan);
	return status;
}
