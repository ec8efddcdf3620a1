#include "workbench/workbench.h"

/* The next id of a list joined by commas; false at its end. */
static bool next_id(const char **list, struct span *out)
{
	if (!*list)
		return false;
	const char *comma = strchr(*list, ',');
	*out = (struct span){*list, strcspn(*list, ",")};
	*list = comma ? comma + 1 : NULL;
	return true;
}

bool rule_is_asked(const struct hecha_options *options, const struct rule *rule)
{
	struct span id;
	for (const char *list = options->only; next_id(&list, &id);)
		if (span_equal(id, rule->id))
			return true;
	return !options->only;
}

enum status asked_rules_check(const struct hecha_options *options, const struct rule_set *set, struct err *err)
{
	struct span id;
	for (const char *list = options->only; next_id(&list, &id);)
		if (!rule_set_rule(set, id))
			return unknown_rule(set, id, err);
	return STATUS_OK;
}
