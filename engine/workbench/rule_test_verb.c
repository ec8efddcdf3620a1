/* hecha rule test. */
#include "report/json.h"
#include "report/text_grid.h"
#include "run/rule_test.h"
#include "workbench/workbench.h"

struct tester {
	const struct hecha_options *options;
	struct rule_set *set;
	struct json *json;
	uint32_t passed, failed;
};

/* ---- for people ---- */

static void print_pairs(const struct test_report *report, FILE *out)
{
	struct text_grid grid = {.align = "llll"};
	struct buffer text = BUFFER_INIT;
	text_grid_add(&grid, " ");
	text_grid_add(&grid, " ");
	text_grid_add(&grid, "expected");
	text_grid_add(&grid, "actual");
	for (uint32_t at = 0; at < report->pair_count; at++) {
		const struct test_pair *pair = &report->pair[at];
		text_grid_add(&grid, "%s", pair->what);
		text_grid_add(&grid, "%s", pair_state_names[pair->state]);
		text_grid_add(&grid, "%.*s", SPAN_ARG(pair->expected.size ? pair->expected : SPAN("–")));
		text_grid_add(&grid, "%.*s", SPAN_ARG(pair->actual.size ? pair->actual : SPAN("–")));
	}
	text_grid_end(&grid, 2, &text);
	fprintf(out, "%.*s", SPAN_ARG(buffer_span(&text)));
	buffer_free(&text);
}

static void print_row(const struct test_row *row, FILE *out)
{
	if (row->table.size)
		fprintf(out, "  %.*s:%llu  %.*s%s%.*s\n", SPAN_ARG(row->table), (unsigned long long)row->line, SPAN_ARG(row->row),
			row->why.size ? "  # " : "", SPAN_ARG(row->why));
	else
		fputs(strcmp(row->outcome, "undecided") ? "  group\n" : "  subject\n", out);
	fprintf(out, "      %-9s %.*s%s%s%s\n", row->outcome, SPAN_ARG(row->condition), row->stage ? " (in " : "", row->stage ? row->stage : "",
		row->stage ? ")" : "");
	if (row->values.size)
		fprintf(out, "                %.*s\n", SPAN_ARG(row->values));
}

static void print_failure(const struct rule *rule, const struct rule_test *test, const struct test_report *report, const struct err *err,
			  FILE *out)
{
	fprintf(out, "FAIL %.*s: %.*s\n", SPAN_ARG(rule->id), SPAN_ARG(test->name));
	if (err->text) {
		fprintf(out, "%s\n", err->text);
		return;
	}
	print_pairs(report, out);
	for (uint32_t at = 0; at < report->row_count; at++)
		print_row(&report->row[at], out);
}

/* ---- for programs ---- */

static void put_if(struct json *json, const char *key, struct span text)
{
	if (text.size)
		json_put_text(json, key, text);
	else
		json_put_null(json, key);
}

static void put_pairs(struct json *json, const struct test_report *report)
{
	json_open_array(json, "results");
	for (uint32_t at = 0; at < report->pair_count; at++) {
		const struct test_pair *pair = &report->pair[at];
		json_open_object(json, NULL);
		json_put_text(json, "what", span_of(pair->what));
		json_put_text(json, "state", span_of(pair_state_names[pair->state]));
		put_if(json, "expected", pair->expected);
		put_if(json, "actual", pair->actual);
		json_end(json);
	}
	json_end(json);
}

static void put_rows(struct json *json, const struct test_report *report)
{
	json_open_array(json, "rows");
	for (uint32_t at = 0; at < report->row_count; at++) {
		const struct test_row *row = &report->row[at];
		json_open_object(json, NULL);
		put_if(json, "table", row->table);
		json_put_count(json, "line", row->line);
		put_if(json, "row", row->row);
		put_if(json, "why", row->why);
		put_if(json, "stage", row->stage ? span_of(row->stage) : (struct span){0});
		json_put_text(json, "outcome", span_of(row->outcome));
		json_put_text(json, "condition", row->condition);
		json_put_text(json, "values", row->values);
		json_end(json);
	}
	json_end(json);
}

/* test NULL: an active rule has none. */
static void print_json(const struct tester *tester, const struct rule *rule, const struct rule_test *test, bool passed,
		       const struct test_report *report, const struct err *err)
{
	struct buffer line = BUFFER_INIT;
	json_put_text(tester->json, "rule", rule->id);
	put_if(tester->json, "test", test ? test->name : (struct span){0});
	json_put_bool(tester->json, "passed", passed);
	if (!passed) {
		put_if(tester->json, "error", err->text ? span_of(err->text) : test ? (struct span){0} : SPAN("no tests"));
		put_pairs(tester->json, report);
		put_rows(tester->json, report);
	}
	json_take(tester->json, &line);
	fprintf(tester->options->out, "%.*s\n", SPAN_ARG(buffer_span(&line)));
	buffer_free(&line);
}

/* ---- running ---- */

static void run_test(struct tester *tester, struct rule *rule, const struct rule_test *test)
{
	struct test_report report = {0};
	struct rule_test_of with = {tester->set, rule, tester->options->stop, &report};
	struct err err = ERR_INIT;
	bool passed = false;
	if (rule_test_run(&with, test, &passed, &err) != STATUS_OK)
		passed = false;
	*(passed ? &tester->passed : &tester->failed) += 1;
	if (tester->options->json)
		print_json(tester, rule, test, passed, &report, &err);
	else if (!passed)
		print_failure(rule, test, &report, &err, tester->options->out);
	err_clear(&err);
	test_report_free(&report);
}

/* Zero tests is a failure: a rule without a test says nothing about itself. */
static void say_no_tests(struct tester *tester, const struct rule *rule)
{
	tester->failed++;
	if (tester->options->json)
		print_json(tester, rule, NULL, false, &(struct test_report){0}, &ERR_INIT);
	else
		fprintf(tester->options->out, "FAIL %.*s: no tests\n", SPAN_ARG(rule->id));
}

static void run_tests(struct tester *tester)
{
	for (uint32_t at = 0; at < tester->set->rule_count; at++) {
		struct rule *rule = &tester->set->rule[at];
		if (!rule_is_asked(tester->options, rule) || rule->status == RULE_RETIRED)
			continue;
		if (!rule->test_count && rule->status == RULE_ACTIVE)
			say_no_tests(tester, rule);
		for (uint32_t test = 0; test < rule->test_count; test++)
			run_test(tester, rule, &rule->test[test]);
	}
}

int hecha_rule_test(const struct hecha_options *options, const char *const *paths, uint32_t count, char **error)
{
	struct tester tester = {.options = options, .json = json_new(JSON_LINE)};
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
	json_free(tester.json);
	rule_set_free(tester.set);
	agency_free(agency);
	return exit_with(status, &err, error);
}
