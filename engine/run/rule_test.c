/* hecha rule test: the nightly run's own job over each test's tables. */
#include "run/rule_test.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "base/text.h"

struct tester {
	const struct hecha_options *options;
	struct rule_set *set;
	uint32_t passed, failed;
};

static enum status choose(const struct rule_set *set, const struct rule *rule, const struct rule_test *test, const struct rule **chosen,
			  uint32_t *count, struct err *err)
{
	chosen[(*count)++] = rule;
	for (uint32_t at = 0; test->rules && at < test->rules->count && *count < 16; at++) {
		const struct rule *other = rule_set_rule(set, test->rules->value[at]->text);
		if (!other)
			return yaml_error(test->rules->value[at], NULL, err, "unknown rule '%.*s'", SPAN_ARG(test->rules->value[at]->text));
		chosen[(*count)++] = other;
	}
	return STATUS_OK;
}

/* Parameters of the test stand in for the rule's while it runs. */
static enum status set_params(struct tester *tester, const struct rule *rule, const struct yaml *params, bool on, struct err *err)
{
	struct param *param = NULL;
	for (uint32_t at = 0; at < tester->set->rule_count; at++)
		if (&tester->set->rule[at] == rule)
			param = tester->set->rule[at].param;
	for (uint32_t at = 0; params && at < params->count; at++) {
		uint32_t each = 0;
		while (each < rule->param_count && !span_equal(param[each].name, params->key[at]->text))
			each++;
		if (each == rule->param_count)
			return yaml_error(params->key[at], NULL, err, "rule '%.*s' has no parameter '%.*s'", SPAN_ARG(rule->id),
					  SPAN_ARG(params->key[at]->text));
		param[each].override = on ? params->value[at] : NULL;
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
			return yaml_error(test->given[at].rows, NULL, err, "unknown table '%.*s'", SPAN_ARG(test->given[at].table));
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
			return yaml_error(test->at, NULL, err, "%s", job->inputs.input[at].problem);
	return STATUS_OK;
}

static enum status run_job(struct tester *tester, const struct rule *rule, const struct rule_test *test, struct buffer *difference,
			   struct arena *arena, struct err *err)
{
	const struct rule *chosen[16];
	int64_t as_of = test->as_of;
	if (as_of == INT64_MIN && !day_make(2024, 6, 30, &as_of))
		return STATUS_INTERNAL;
	struct plan_options options = {.as_of = as_of, .only = chosen};
	struct job job = {.set = tester->set, .threads = 1, .memory_bytes = HECHA_MEMORY_MIN, .folder = ".", .stop = tester->options->stop};
	enum status status = choose(tester->set, rule, test, chosen, &options.only_count, err);
	if (status == STATUS_OK)
		status = plan_new(tester->set, &options, &job.plan, err);
	if (status == STATUS_OK)
		status = add_tables(&job, test, arena, err);
	if (status == STATUS_OK)
		status = job_run(&job, err);
	if (status == STATUS_OK)
		test_compare(&job, rule, test, difference, arena);
	job_release(&job);
	return status;
}

static void run_test(struct tester *tester, const struct rule *rule, const struct rule_test *test)
{
	struct buffer difference = BUFFER_INIT;
	struct arena arena = ARENA_INIT;
	struct err err = ERR_INIT;
	enum status status = set_params(tester, rule, test->params, true, &err);
	if (status == STATUS_OK)
		status = run_job(tester, rule, test, &difference, &arena, &err);
	set_params(tester, rule, test->params, false, NULL);
	bool passed = status == STATUS_OK && !difference.size;
	*(passed ? &tester->passed : &tester->failed) += 1;
	if (tester->options->json)
		fprintf(tester->options->out, "{\"rule\":\"%.*s\",\"test\":\"%.*s\",\"passed\":%s}\n", SPAN_ARG(rule->id), SPAN_ARG(test->name),
			passed ? "true" : "false");
	else if (!passed)
		fprintf(tester->options->out, "FAIL %.*s: %.*s\n%s%.*s", SPAN_ARG(rule->id), SPAN_ARG(test->name), err.text ? err.text : "",
			SPAN_ARG(buffer_span(&difference)));
	if (!passed && err.text && !tester->options->json)
		fputc('\n', tester->options->out);
	err_clear(&err);
	buffer_free(&difference);
	arena_free(&arena);
}

static bool is_asked(const struct hecha_options *options, struct span id)
{
	for (const char *at = options->only; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
		if (span_equal((struct span){at, strcspn(at, ",")}, id))
			return true;
	return !options->only;
}

/* A misspelt name must not pass for a rule without tests. */
static enum status check_asked(const struct tester *tester, struct err *err)
{
	enum status status = STATUS_OK;
	for (const char *at = tester->options->only; at && status == STATUS_OK; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
		struct span id = {at, strcspn(at, ",")};
		if (!rule_set_rule(tester->set, id))
			status = unknown_rule(tester->set, id, err);
	}
	return status;
}

/* Zero tests is a failure: a rule without a test says nothing about itself. */
static void run_tests(struct tester *tester)
{
	for (uint32_t at = 0; at < tester->set->rule_count; at++) {
		const struct rule *rule = &tester->set->rule[at];
		if (!is_asked(tester->options, rule->id) || rule->status == RULE_RETIRED)
			continue;
		if (!rule->test_count && rule->status == RULE_ACTIVE) {
			tester->failed++;
			if (!tester->options->json)
				fprintf(tester->options->out, "FAIL %.*s: no tests\n", SPAN_ARG(rule->id));
		}
		for (uint32_t test = 0; test < rule->test_count; test++)
			run_test(tester, rule, &rule->test[test]);
	}
}

int hecha_rule_test(const struct hecha_options *options, const char *const *paths, uint32_t count, char **error)
{
	struct tester tester = {.options = options};
	struct agency *agency = NULL;
	struct err err = ERR_INIT;
	enum status status = session_rules(options, paths, count, &tester.set, &agency, &err);
	if (status == STATUS_OK)
		status = check_asked(&tester, &err);
	if (status == STATUS_OK) {
		run_tests(&tester);
		if (!options->json)
			fprintf(options->out, "%u passed, %u failed\n", tester.passed, tester.failed);
		if (tester.failed || !tester.passed)
			status = STATUS_NO;
	}
	rule_set_free(tester.set);
	agency_free(agency);
	return exit_with(status, &err, error);
}
