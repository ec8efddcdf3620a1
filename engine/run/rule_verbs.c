/* hecha rule list | explain | functions. */
#include <stdlib.h>

#include "base/calendar.h"
#include "base/text.h"
#include "run/session.h"

static const char *const status_words[] = {"draft", "shadow", "active", "retired"};

/* Spaces up to a column, counting what a terminal uses. */
static void pad(FILE *out, struct span text, int width)
{
	fprintf(out, "%.*s%*s", SPAN_ARG(text), text_width(text) < width ? width - text_width(text) : 1, "");
}

int hecha_rule_list(const struct hecha_options *options, const char *const *paths, uint32_t count, char **error)
{
	struct rule_set *set = NULL;
	struct agency *agency = NULL;
	struct err err = ERR_INIT;
	enum status status = session_rules(options, paths, count, &set, &agency, &err);
	for (uint32_t at = 0; status == STATUS_OK && at < set->rule_count; at++) {
		const struct rule *rule = &set->rule[at];
		const char *scope = rule_runs_here(agency, rule) ? status_words[rule->status] : "not-run-here";
		if (options->json) {
			fprintf(options->out, "{\"rule\":\"%.*s\",\"version\":%lld,\"class\":\"%s\",\"status\":\"%s\",\"tests\":%u}\n",
				SPAN_ARG(rule->id), (long long)rule->version, rule_class_names[rule->class], scope, rule->test_count);
			continue;
		}
		pad(options->out, rule->id, 36);
		fprintf(options->out, "v%-4lld %-8s %-13s %3u tests  %.*s\n", (long long)rule->version, rule_class_names[rule->class], scope,
			rule->test_count, SPAN_ARG(rule->title));
	}
	rule_set_free(set);
	agency_free(agency);
	return exit_with(status, &err, error);
}

/* ---- functions ---- */

static void print_arguments(const struct function *function, FILE *out)
{
	static const struct {
		char letter;
		const char *name;
	} letters[] = {{'i', "id"},  {'t', "text"}, {'c', "code"}, {'d', "date"},  {'m', "month"}, {'y', "money"}, {'n', "int"}, {'b', "bool"},
		       {'s', "share"}, {'k', "code"}, {'T', "any"},  {'N', "number"}, {'R', "column"}, {'Q', "id"}, {'+', "…"}};
	for (const char *at = function->arguments; *at; at++)
		for (size_t each = 0; each < sizeof letters / sizeof *letters; each++)
			if (letters[each].letter == *at)
				fprintf(out, "%s%s", at == function->arguments ? "" : ", ", letters[each].name);
}

static const struct {
	const char *call, *help;
} built_in[] = {
	{"count()", "rows of the group"},
	{"count(x)", "rows where x is not null"},
	{"count(distinct x)", "different values of x"},
	{"sum(x)", "sum of money or int"},
	{"min(x)", "smallest value"},
	{"max(x)", "largest value"},
	{"share(condition)", "part of the rows for which it is true, 0..1"},
	{"absent(alias)", "an optional match found no row"},
	{"text(x)", "any value as text, in its one spelling: 2024-01-31, 2024-01, 12.34"},
	{"as_of()", "the day the run judges by"},
	{"as_of_month()", "its month"},
	{"hit('rule')", "the case has a hit of that rule (from: case)"},
};

int hecha_rule_functions(const struct hecha_options *options, char **error)
{
	uint32_t count;
	const struct function *const *all = function_all(&count);
	(void)error;
	for (uint32_t at = 0; at < count; at++) {
		char *call = NULL;
		size_t size = 0;
		FILE *text = open_memstream(&call, &size);
		fprintf(text, "%s(", all[at]->name);
		print_arguments(all[at], text);
		fputs(")", text);
		fclose(text);
		if (options->json)
			fprintf(options->out, "{\"function\":\"%s\",\"call\":\"%s\",\"help\":\"%s\"}\n", all[at]->name, call, all[at]->help);
		else {
			pad(options->out, span_of(call), 37);
			fprintf(options->out, "%s\n", all[at]->help);
		}
		free(call);
	}
	for (size_t at = 0; at < sizeof built_in / sizeof *built_in; at++)
		if (options->json)
			fprintf(options->out, "{\"function\":\"%.*s\",\"call\":\"%s\",\"help\":\"%s\"}\n", (int)strcspn(built_in[at].call, "("),
				built_in[at].call, built_in[at].call, built_in[at].help);
		else
			fprintf(options->out, "%-36s %s\n", built_in[at].call, built_in[at].help);
	return HECHA_DONE;
}

/* ---- explain ---- */

static void explain_conditions(const char *word, const struct condition *condition, uint32_t count, FILE *out)
{
	for (uint32_t at = 0; at < count; at++)
		fprintf(out, "    %-9s %.*s\n", at ? "and" : word, SPAN_ARG(condition[at].expr->source));
}

/* Where more than a row is asked of a value, the conditions that do. */
static void explain_anchor(const struct plan *plan, const struct stage *stage, FILE *out)
{
	const struct stage_anchor *anchor = stage->anchor;
	fprintf(out, "    read again for each %s whose rows can concern it", table_column_name(plan->table[stage->source.number], anchor->node->column));
	for (uint32_t at = 0, shown = 0; at < anchor->need_count; at++)
		if (anchor->need[at].why)
			fprintf(out, "%s%.*s", shown++ ? "; " : ", by ", SPAN_ARG(anchor->need[at].why->source));
	if (anchor->month)
		fprintf(out, ", in single months (%s)", table_column_name(plan->table[stage->source.number], anchor->month->column));
	fputc('\n', out);
}

static void explain_stage(const struct plan *plan, const struct stage *stage, FILE *out)
{
	fprintf(out, "  %s %s: reads %s as %s%s\n", stage->is_rule ? "rule" : "table", stage->name, plan_source_name(plan, stage->source),
		stage->alias, stage->early ? " (made before tables are streamed)" : stage->source.kind == SOURCE_TABLE ? " (streamed with all rules)" : "");
	if (stage->anchor)
		explain_anchor(plan, stage, out);
	explain_conditions("where", stage->before, stage->before_count, out);
	for (uint32_t at = 0; at < stage->match_count; at++)
		fprintf(out, "    %-9s %s %.*s on %.*s%s\n", stage->match[at].optional ? "optional" : "match",
			plan_source_name(plan, stage->match[at].source), SPAN_ARG(stage->match[at].spec->alias),
			SPAN_ARG(stage->match[at].spec->on->source), stage->match[at].source.kind == SOURCE_TABLE ? " (in memory, by key)" : "");
	explain_conditions("where", stage->after, stage->after_count, out);
	for (uint32_t at = 0; at < stage->undecided_count; at++)
		fprintf(out, "    undecided %.*s: %.*s\n", SPAN_ARG(plan->rule[stage->rule].rule->undecided[at].code),
			SPAN_ARG(stage->undecided[at].expr->source));
	for (uint32_t at = 0; at < stage->key_count; at++)
		fprintf(out, "    %-9s %.*s\n", at ? "and by" : "group by", SPAN_ARG(stage->value[at].expr->source));
	explain_conditions("having", stage->having, stage->having_count, out);
}

static void explain_level(const struct severity *severity, FILE *out)
{
	struct span when = severity->when ? severity->when->source : SPAN("otherwise");
	fprintf(out, "    level     %.*s%s%.*s\n", SPAN_ARG(severity->level), severity->when ? " when " : " ", SPAN_ARG(when));
}

static void explain_rule(const struct plan *plan, const struct plan_rule *rule, FILE *out)
{
	static const char *const parts[CLAIM_PARTS] = {"person", "fund", "month", "county", "amount"};
	const struct rule *from = rule->rule;
	char day[CALENDAR_TEXT_SIZE];
	fprintf(out, "%.*s v%lld  %.*s\n  class %s, action %.*s, %s\n", SPAN_ARG(from->id), (long long)from->version, SPAN_ARG(from->title),
		rule_class_names[from->class], SPAN_ARG(from->action), from->scope_city ? "only in a city run" : "in every run");
	for (uint32_t at = 0; at < from->basis_count; at++)
		fprintf(out, "  basis %.*s %.*s\n", SPAN_ARG(from->basis[at].doc), SPAN_ARG(from->basis[at].article));
	for (uint32_t at = 0; at < rule->param_count; at++) {
		bool override = rule->param[at].from == INT64_MIN;
		if (!override)
			day_text(rule->param[at].from, day);
		fprintf(out, "  parameter %.*s = %s (%s%s) %.*s\n", SPAN_ARG(rule->param[at].param->name), rule->param[at].text,
			override ? "set in hecha.yaml" : "since ", override ? "" : day, SPAN_ARG(rule->param[at].param->note));
	}
	for (uint32_t at = 0; at < from->need_count; at++)
		fprintf(out, "  needs %.*s, at most %lld days old\n", SPAN_ARG(from->need[at].table), (long long)from->need[at].max_age_days);
	for (uint32_t at = 0; at < rule->stage_count; at++)
		explain_stage(plan, plan->stage[rule->stage_first + at], out);
	for (uint32_t at = 0; at < CLAIM_PARTS && from->has_claim; at++)
		fprintf(out, "    %-9s %s: %.*s\n", at ? "" : "claims", parts[at], SPAN_ARG(from->claim[at]->source));
	if (!from->has_claim)
		fprintf(out, "    finds     %.*s %.*s\n", SPAN_ARG(from->subject_kind), SPAN_ARG(from->subject_key->source));
	if (from->exempt_on)
		fprintf(out, "    exempt    %.*s in %.*s\n", SPAN_ARG(from->exempt_on->source), SPAN_ARG(from->exempt_list));
	for (uint32_t at = 0; at < from->severity_count; at++)
		explain_level(&from->severity[at], out);
}

int hecha_rule_explain(const struct hecha_options *options, const char *rule, const char *const *paths, uint32_t count, char **error)
{
	struct rule_set *set = NULL;
	struct agency *agency = NULL;
	struct plan *plan = NULL;
	struct err err = ERR_INIT;
	int64_t as_of = day_today();
	enum status status = session_rules(options, paths, count, &set, &agency, &err);
	if (status == STATUS_OK && options->as_of && !day_parse(span_of(options->as_of), &as_of))
		status = err_set(&err, STATUS_USAGE, "--as-of '%s' is no date", options->as_of);
	const struct rule *chosen = status == STATUS_OK ? rule_set_rule(set, span_of(rule)) : NULL;
	if (status == STATUS_OK && !chosen)
		status = unknown_rule(set, span_of(rule), &err);
	if (status == STATUS_OK)
		status = plan_new(set, &(struct plan_options){.as_of = as_of, .only = &chosen, .only_count = 1}, &plan, &err);
	if (status == STATUS_OK)
		explain_rule(plan, &plan->rule[0], options->out);
	plan_free(plan);
	rule_set_free(set);
	agency_free(agency);
	return exit_with(status, &err, error);
}
