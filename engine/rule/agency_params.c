#include <stdlib.h>

#include "rule/rule_read.h"

/* `params: {paid-after-death: {grace_months: 0}}` put onto the rules it names. */

static struct rule *find_rule(struct rule_set *set, struct span id)
{
	for (uint32_t i = 0; i < set->rule_count; i++)
		if (span_equal(set->rule[i].id, id))
			return &set->rule[i];
	return NULL;
}

static struct param *find_param(struct rule *rule, struct span name)
{
	for (uint32_t i = 0; i < rule->param_count; i++)
		if (span_equal(rule->param[i].name, name))
			return &rule->param[i];
	return NULL;
}

/* Rule ids and parameter names are spans of their files; suggestions need them ended by a NUL, as yaml.c left them. */
static enum status unknown_rule(const struct yaml *at, const struct rule_set *set, struct err *err)
{
	const char **id = mem_alloc(set->rule_count * sizeof *id);
	for (uint32_t i = 0; i < set->rule_count; i++)
		id[i] = set->rule[i].id.data;
	enum status status = schema_unknown(at, "rule", at->text, id, set->rule_count, err, H4005);
	free(id);
	return status;
}

static enum status unknown_param(const struct yaml *at, const struct rule *rule, struct err *err)
{
	const char **name = mem_alloc(rule->param_count * sizeof *name);
	for (uint32_t i = 0; i < rule->param_count; i++)
		name[i] = rule->param[i].name.data;
	char *what = mem_format("parameter of rule '%.*s':", SPAN_ARG(rule->id));
	enum status status = schema_unknown(at, what, at->text, name, rule->param_count, err, H4017);
	free(what);
	free(name);
	return status;
}

static enum status apply_to(struct rule *rule, const struct yaml *node, struct err *err)
{
	for (uint32_t i = 0; i < node->count; i++) {
		struct param *param = find_param(rule, node->key[i]->text);
		if (!param)
			return unknown_param(node->key[i], rule, err);
		enum status status = rule_param_check(param, node->value[i], err);
		if (status)
			return status;
		param->override = node->value[i];
	}
	return STATUS_OK;
}

enum status agency_apply_params(const struct agency *agency, struct rule_set *set, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t i = 0; !status && agency->params && i < agency->params->count; i++) {
		const struct yaml *key = agency->params->key[i];
		struct rule *rule = find_rule(set, key->text);
		status = rule ? apply_to(rule, agency->params->value[i], err) : unknown_rule(key, set, err);
	}
	return status;
}
