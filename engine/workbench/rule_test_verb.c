/* hecha rule test. */
#include "run/rule_test.h"
#include "workbench/workbench.h"

struct tester {
	const struct hecha_options *options;
	struct rule_set *set;
	uint32_t passed, failed;
};

static void run_test(struct tester *tester, struct rule *rule, const struct rule_test *test)
{
	struct rule_test_of with = {tester->set, rule, tester->options->stop};
	struct buffer difference = BUFFER_INIT;
	struct err err = ERR_INIT;
	bool passed = rule_test_run(&with, test, &difference, &err) == STATUS_OK && !difference.size;
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
}

/* Zero tests is a failure: a rule without a test says nothing about itself. */
static void run_tests(struct tester *tester)
{
	for (uint32_t at = 0; at < tester->set->rule_count; at++) {
		struct rule *rule = &tester->set->rule[at];
		if (!rule_is_asked(tester->options, rule) || rule->status == RULE_RETIRED)
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
		status = asked_rules_check(options, tester.set, &err);
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
