/* One test of a rule: the nightly run's own job over the test's tables. */
#include "run/rule_test.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "base/text.h"
#include "run/why.h"

static enum status choose(const struct rule_set *set, const struct rule *rule, const struct rule_test *test, const struct rule **chosen,
			  uint32_t *count, struct err *err)
{
	chosen[(*count)++] = rule;
	for (uint32_t at = 0; test->rules && at < test->rules->count && *count < 16; at++) {
		const struct rule *other = rule_set_rule(set, test->rules->value[at]->text);
		if (!other)
			return yaml_error(test->rules->value[at], NULL, err, H4005, "unknown rule '%.*s'", SPAN_ARG(test->rules->value[at]->text));
		chosen[(*count)++] = other;
	}
	return STATUS_OK;
}

static struct param *param_named(const struct rule *rule, struct span name)
{
	for (uint32_t at = 0; at < rule->param_count; at++)
		if (span_equal(rule->param[at].name, name))
			return &rule->param[at];
	return NULL;
}

/* Parameters of the test stand in for the rule's while it runs. */
static enum status set_params(const struct rule *rule, const struct yaml *params, struct err *err)
{
	for (uint32_t at = 0; params && at < params->count; at++) {
		struct param *param = param_named(rule, params->key[at]->text);
		if (!param)
			return yaml_error(params->key[at], NULL, err, H4017, "rule '%.*s' has no parameter '%.*s'", SPAN_ARG(rule->id),
					  SPAN_ARG(params->key[at]->text));
		param->override = params->value[at];
	}
	return STATUS_OK;
}

static const struct rule_given *given_of(const struct rule_test *test, const char *table)
{
	for (uint32_t at = 0; at < test->given_count; at++)
		if (span_equal(test->given[at].table, span_of(table)))
			return &test->given[at];
	return NULL;
}

/* Every table is there, those the test does not give are empty. */
static enum status add_tables(struct job *job, const struct rule_test *test, struct arena *arena, struct err *err)
{
	job->inputs.configured = mem_zero(job->plan->table_count + 1, sizeof *job->inputs.configured);
	for (uint32_t at = 0; at < test->given_count; at++)
		if (!rule_set_table(job->set, test->given[at].table))
			return yaml_error(test->given[at].rows, NULL, err, H4003, "unknown table '%.*s'", SPAN_ARG(test->given[at].table));
	for (uint32_t table = 0; table < job->plan->table_count; table++) {
		const struct table_spec *spec = job->plan->table[table]->spec;
		const struct rule_given *given = given_of(test, spec->name);
		enum status status = given ? test_table_check(spec, given->rows, err) : STATUS_OK;
		if (status != STATUS_OK)
			return status;
		struct span bytes = test_table(spec, given ? given->rows->text : (struct span){0}, arena);
		inputs_add(&job->inputs, job->plan, table, spec->name, spec->name, bytes, NULL);
	}
	inputs_look(&job->inputs, job->plan);
	for (uint32_t at = 0; at < job->inputs.count; at++)
		if (job->inputs.input[at].problem)
			return yaml_error(test->at, NULL, err, H2017, "%s", job->inputs.input[at].problem);
	return STATUS_OK;
}

enum status rule_test_plan(const struct rule_set *set, const struct rule *rule, const struct rule_test *test, struct plan **out,
			   struct err *err)
{
	const struct rule *chosen[16];
	struct plan_options options = {.as_of = test->as_of, .only = chosen};
	if (test->as_of == INT64_MIN && !day_make(2024, 6, 30, &options.as_of))
		return STATUS_INTERNAL;
	enum status status = choose(set, rule, test, chosen, &options.only_count, err);
	return status == STATUS_OK ? plan_new(set, &options, out, err) : status;
}

static enum status run_job(const struct rule_test_of *with, const struct rule_test *test, struct why *why, struct test_report *report,
			   struct err *err)
{
	struct job job = {.set = with->set, .threads = 1, .memory_bytes = HECHA_MEMORY_MIN, .folder = ".", .stop = with->stop};
	enum status status = rule_test_plan(with->set, with->rule, test, &job.plan, err);
	if (status == STATUS_OK)
		status = add_tables(&job, test, &report->arena, err);
	if (status == STATUS_OK && why)
		why_listen(why, &job, (struct span){0});
	if (status == STATUS_OK)
		status = job_start(&job, err);
	if (status == STATUS_OK && why)
		why->collector = job.collector;
	if (status == STATUS_OK)
		status = job_finish(&job, err);
	if (status == STATUS_OK && why)
		test_rows(why, &job, with->rule, test, report);
	else if (status == STATUS_OK)
		test_compare(&job, with->rule, test, report);
	if (why && why->plan)
		why_release(why);
	job_release(&job);
	return status;
}

static enum status run_twice(const struct rule_test_of *with, const struct rule_test *test, struct test_report *report, bool *equal,
			     struct err *err)
{
	struct why why = {0};
	enum status status = run_job(with, test, NULL, report, err);
	*equal = true;
	for (uint32_t at = 0; at < report->pair_count; at++)
		*equal &= report->pair[at].state == PAIR_EQUAL;
	return status == STATUS_OK && with->report && !*equal ? run_job(with, test, &why, report, err) : status;
}

void test_report_free(struct test_report *report)
{
	free(report->pair);
	free(report->row);
	arena_free(&report->arena);
	*report = (struct test_report){0};
}

enum status rule_test_run(const struct rule_test_of *with, const struct rule_test *test, bool *passed, struct err *err)
{
	struct test_report unread = {0}, *report = with->report ? with->report : &unread;
	const struct rule *rule = with->rule;
	const struct yaml **before = arena_alloc(&report->arena, (rule->param_count + 1) * sizeof *before);
	for (uint32_t at = 0; at < rule->param_count; at++)
		before[at] = rule->param[at].override;
	*passed = false;
	enum status status = set_params(rule, test->params, err);
	if (status == STATUS_OK)
		status = run_twice(with, test, report, passed, err);
	for (uint32_t at = 0; at < rule->param_count; at++)
		rule->param[at].override = before[at];
	test_report_free(&unread);
	return status;
}
