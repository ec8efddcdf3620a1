/* What a rule declares and does not use, and absence as evidence. */
#include "workbench/sense.h"

#include <stdlib.h>

#include "workbench/rule_walk.h"

/* A word that is looked for in expressions. */
struct search {
	struct span word;
	bool qualifier; /* as an alias: word.column, absent(word); else as a bare name */
	bool found;
};

static void look(void *context, const struct expr *expr)
{
	struct search *search = context;
	if (expr->kind == EXPR_NAME && span_equal(search->qualifier && expr->qualifier.size ? expr->qualifier : expr->name, search->word))
		search->found |= search->qualifier || !expr->qualifier.size;
}

static void look_below(void *context, const struct expr *expr)
{
	walk_expr(expr, look, context);
}

static void warn(const struct yaml *at, enum problem_code code, char *message, struct err *findings)
{
	struct err err = ERR_INIT;
	yaml_error(at, problems[code].instead, &err, code, "%s", message);
	err_join(findings, &err);
	free(message);
}

static void check_params(const struct rule *rule, struct err *findings)
{
	for (uint32_t at = 0; at < rule->param_count; at++) {
		struct search search = {.word = rule->param[at].name};
		walk_rule(rule, look_below, &search);
		if (!search.found)
			warn(rule->param[at].at, H5004, mem_format("nothing uses parameter '%.*s'", SPAN_ARG(search.word)), findings);
	}
}

static bool reads(const struct query *query, struct span table)
{
	bool found = span_equal(query->from_table, table);
	for (uint32_t at = 0; at < query->match_count; at++)
		found |= span_equal(query->match[at].table, table);
	return found;
}

static void check_derived(const struct rule *rule, struct err *findings)
{
	for (uint32_t at = 0; at < rule->with_count; at++) {
		bool found = reads(&rule->query, rule->with[at].name);
		for (uint32_t later = at + 1; later < rule->with_count; later++)
			found |= reads(&rule->with[later], rule->with[at].name);
		if (!found)
			warn(rule->with[at].at, H5005, mem_format("nothing reads '%.*s'", SPAN_ARG(rule->with[at].name)), findings);
	}
}

/* The match's own `on` is no use; that of another match is. */
static bool is_used(const struct rule *rule, const struct query *query, uint32_t match)
{
	struct search search = {.word = query->match[match].alias, .qualifier = true};
	struct query without = *query;
	struct match_spec others[HECHA_MATCH_MAX];
	without.match = others;
	without.match_count = 0;
	for (uint32_t at = 0; at < query->match_count; at++)
		if (at != match)
			others[without.match_count++] = query->match[at];
	walk_query(&without, look_below, &search);
	if (query == &rule->query)
		walk_outcome(rule, look_below, &search);
	return search.found;
}

struct absence {
	const struct query *query;
	const struct match_spec *match; /* found: its absence is evidence */
};

static void look_for_absence(void *context, const struct expr *expr)
{
	struct absence *absence = context;
	bool call = expr->kind == EXPR_CALL && span_equal(expr->name, SPAN("absent"));
	bool null = expr->kind == EXPR_IS_NULL && !expr->negated;
	if ((!call && !null) || !expr->child_count || expr->child[0]->kind != EXPR_NAME)
		return;
	struct span alias = call ? expr->child[0]->name : expr->child[0]->qualifier;
	for (uint32_t at = 0; at < absence->query->match_count; at++)
		if (absence->query->match[at].optional && span_equal(absence->query->match[at].alias, alias))
			absence->match = &absence->query->match[at];
}

/* Behind an `or` a missing row is one of several ways, not the evidence. */
static void look_at_conjuncts(const struct expr *expr, struct absence *absence)
{
	for (uint32_t at = 0; expr->kind == EXPR_AND && at < expr->child_count; at++)
		look_for_absence(absence, expr->child[at]);
	look_for_absence(absence, expr);
}

static bool has_age(const struct rule *rule, struct span table)
{
	for (uint32_t at = 0; at < rule->need_count; at++)
		if (span_equal(rule->need[at].table, table))
			return rule->need[at].max_age_days >= 0;
	return false;
}

static void check_query(const struct plan *plan, const struct rule *rule, const struct query *query, struct err *findings)
{
	struct absence absence = {.query = query};
	for (uint32_t at = 0; at < query->match_count; at++)
		if (query->match[at].optional && !is_used(rule, query, at))
			warn(query->match[at].at, H5006, mem_format("nothing uses '%.*s'", SPAN_ARG(query->match[at].alias)), findings);
	if (query->where)
		look_at_conjuncts(query->where, &absence);
	if (absence.match && rule_set_table(plan->set, absence.match->table) && !has_age(rule, absence.match->table))
		warn(absence.match->at, H5007, mem_format("a row missing in '%.*s' is evidence here, but needs gives it no age",
							  SPAN_ARG(absence.match->table)), findings);
}

void check_sense(const struct plan *plan, struct err *findings)
{
	for (uint32_t at = 0; at < plan->rule_count; at++) {
		const struct rule *rule = plan->rule[at].rule;
		check_params(rule, findings);
		check_derived(rule, findings);
		for (uint32_t with = 0; with < rule->with_count; with++)
			check_query(plan, rule, &rule->with[with], findings);
		check_query(plan, rule, &rule->query, findings);
		for (uint32_t stage = 0; stage < plan->rule[at].stage_count; stage++)
			if (!plan->stage[plan->rule[at].stage_first + stage]->pass_unknown)
				sense_conditions(plan->stage[plan->rule[at].stage_first + stage], findings);
	}
}
