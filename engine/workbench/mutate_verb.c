/* hecha rule mutate: every fault of every rule against that rule's tests. */
#include <stdlib.h>

#include "report/json.h"
#include "report/text_grid.h"
#include "run/rule_test.h"
#include "workbench/mutant.h"
#include "workbench/workbench.h"

struct tally {
	uint32_t mutants, killed, equivalent, survived;
};

/* One rule under its faults. */
struct trial {
	struct rule_test_of with;
	struct tally tally;
	bool *mark_met;	   /* per rule->mutant_mark: a fault survived that it explains */
	struct json *json; /* NULL: text */
	FILE *out;
	uint32_t wrong; /* tests that fail anyway, marks that fit nothing */
};

/* ---- one fault ---- */

/* As of the day of its first test: a parameter may have no value on other days. */
static enum status check_binds(const struct trial *trial, struct err *err)
{
	static const struct rule_test no_test = {.as_of = INT64_MIN};
	const struct rule *rule = trial->with.rule;
	struct plan *plan = NULL;
	enum status status = rule_test_plan(trial->with.set, rule, rule->test_count ? rule->test : &no_test, &plan, err);
	plan_free(plan);
	return status;
}

/* A fault that does not bind is no fault: `rule check` finds it. */
static bool binds(const struct trial *trial, const struct mutant *mutant)
{
	struct err err = ERR_INIT;
	bool bound = mutant->of_day || check_binds(trial, &err) == STATUS_OK;
	err_clear(&err);
	return bound;
}

/* A test that cannot run notices too. */
static bool passes(const struct trial *trial, const struct rule_test *test, struct err *err)
{
	bool passed;
	return rule_test_run(&trial->with, test, &passed, err) == STATUS_OK && passed;
}

static bool is_noticed(const struct trial *trial)
{
	const struct rule *rule = trial->with.rule;
	bool noticed = false;
	for (uint32_t at = 0; at < rule->test_count && !noticed; at++) {
		struct err err = ERR_INIT;
		noticed = !passes(trial, &rule->test[at], &err);
		err_clear(&err);
	}
	return noticed;
}

static bool is_marked(struct trial *trial, const struct mutant *mutant)
{
	const struct rule *rule = trial->with.rule;
	char *text = mem_format("%.*s → %.*s", SPAN_ARG(mutant->original), SPAN_ARG(mutant->replacement));
	bool marked = false;
	for (uint32_t at = 0; at < rule->mutant_mark_count; at++)
		if (span_equal(rule->mutant_mark[at].at, span_of(text)))
			marked = trial->mark_met[at] = true;
	free(text);
	return marked;
}

static void tell_place(struct trial *trial, const struct document *document, uint32_t byte)
{
	uint32_t line, column;
	document_place(document, byte, &line, &column);
	if (!trial->json) {
		fprintf(trial->out, "%s:%u:%u: ", document->path, line, column);
		return;
	}
	json_open_object(trial->json, NULL);
	json_put_text(trial->json, "file", span_of(document->path));
	json_put_count(trial->json, "line", line);
	json_put_count(trial->json, "column", column);
}

static void tell_survivor(struct trial *trial, const struct mutant *mutant)
{
	tell_place(trial, mutant->document, mutant->from);
	if (!trial->json) {
		fprintf(trial->out, "no test notices: %.*s → %.*s\n", SPAN_ARG(mutant->original), SPAN_ARG(mutant->replacement));
		return;
	}
	json_put_text(trial->json, "original", mutant->original);
	json_put_text(trial->json, "replacement", mutant->replacement);
	json_end(trial->json);
}

/* What is wrong with the tests or marks themselves. */
static void tell_finding(struct trial *trial, const char *what, const struct yaml *at, struct span text)
{
	trial->wrong++;
	tell_place(trial, at->document, at->start);
	if (!trial->json) {
		fprintf(trial->out, "%s: %.*s\n", what, SPAN_ARG(text));
		return;
	}
	json_put_text(trial->json, "problem", span_of(what));
	json_put_text(trial->json, "text", text);
	json_end(trial->json);
}

static bool stopped(const struct trial *trial)
{
	return trial->with.stop && *trial->with.stop;
}

static void judge(void *context, const struct mutant *mutant)
{
	struct trial *trial = context;
	if (stopped(trial) || !binds(trial, mutant))
		return;
	trial->tally.mutants++;
	if (is_noticed(trial)) {
		trial->tally.killed++;
	} else if (is_marked(trial, mutant)) {
		trial->tally.equivalent++;
	} else {
		trial->tally.survived++;
		tell_survivor(trial, mutant);
	}
}

/* ---- one rule ---- */

/* Against tests that fail anyway a fault shows nothing. */
static bool tests_pass(struct trial *trial)
{
	const struct rule *rule = trial->with.rule;
	bool pass = true;
	for (uint32_t at = 0; at < rule->test_count; at++) {
		struct err err = ERR_INIT;
		bool fine = passes(trial, &rule->test[at], &err);
		err_clear(&err);
		if (!fine)
			tell_finding(trial, "fails without a fault", rule->test[at].at, rule->test[at].name);
		pass = pass && fine;
	}
	return pass;
}

/* A mark nobody needs any more hides the next fault of its words. */
static void check_marks(struct trial *trial)
{
	const struct rule *rule = trial->with.rule;
	for (uint32_t at = 0; at < rule->mutant_mark_count; at++)
		if (!trial->mark_met[at])
			tell_finding(trial, "no surviving fault is this", yaml_get(rule->mutant_mark[at].node, "at"), rule->mutant_mark[at].at);
}

static void put_line(struct trial *trial)
{
	struct buffer line = BUFFER_INIT;
	json_put_text(trial->json, "rule", trial->with.rule->id);
	json_put_count(trial->json, "mutants", trial->tally.mutants);
	json_put_count(trial->json, "killed", trial->tally.killed);
	json_put_count(trial->json, "equivalent", trial->tally.equivalent);
	json_put_count(trial->json, "survived", trial->tally.survived);
	json_take(trial->json, &line);
	fprintf(trial->out, "%.*s\n", SPAN_ARG(buffer_span(&line)));
	buffer_free(&line);
}

static void open_list(struct trial *trial)
{
	if (trial->json)
		json_open_array(trial->json, "found");
}

static void close_list(struct trial *trial)
{
	if (trial->json)
		json_end(trial->json);
}

static void try_rule(struct trial *trial)
{
	struct arena arena = ARENA_INIT;
	trial->tally = (struct tally){0};
	trial->mark_met = mem_zero(trial->with.rule->mutant_mark_count + 1, sizeof *trial->mark_met);
	open_list(trial);
	bool pass = tests_pass(trial);
	if (pass)
		mutants_each(trial->with.rule, &arena, judge, trial);
	if (pass && !stopped(trial))
		check_marks(trial);
	close_list(trial);
	if (trial->json)
		put_line(trial);
	free(trial->mark_met);
	arena_free(&arena);
}

/* ---- all rules ---- */

static void add_line(struct text_grid *grid, struct span name, const struct tally *tally)
{
	text_grid_add(grid, "%.*s", SPAN_ARG(name));
	text_grid_add(grid, "%u", tally->mutants);
	text_grid_add(grid, "%u", tally->killed);
	text_grid_add(grid, "%u", tally->equivalent);
	text_grid_add(grid, "%u", tally->survived);
}

static void add_head(struct text_grid *grid)
{
	static const char *const heads[] = {"rule", "mutants", "killed", "equivalent", "survived"};
	for (size_t at = 0; at < sizeof heads / sizeof *heads; at++)
		text_grid_add(grid, "%s", heads[at]);
}

static void add_tally(struct tally *all, const struct tally *one)
{
	all->mutants += one->mutants;
	all->killed += one->killed;
	all->equivalent += one->equivalent;
	all->survived += one->survived;
}

/* CONFIG when a rule does not bind as it stands. */
static enum status try_each(struct trial *trial, const struct hecha_options *options, struct rule_set *set, struct text_grid *grid,
			    struct err *err)
{
	struct tally all = {0};
	for (uint32_t at = 0; at < set->rule_count; at++) {
		trial->with.rule = &set->rule[at];
		if (set->rule[at].status == RULE_RETIRED || !rule_is_asked(options, &set->rule[at]))
			continue;
		if (check_binds(trial, err) != STATUS_OK)
			return STATUS_CONFIG;
		try_rule(trial);
		if (stopped(trial))
			return err_set(err, STATUS_INTERRUPTED, "interrupted");
		add_line(grid, set->rule[at].id, &trial->tally);
		add_tally(&all, &trial->tally);
	}
	add_line(grid, SPAN("all"), &all);
	return trial->wrong || all.survived ? STATUS_NO : STATUS_OK;
}

static enum status try_rules(const struct hecha_options *options, struct rule_set *set, struct err *err)
{
	struct text_grid grid = {.align = "lrrrr"};
	struct trial trial = {.with = {.set = set, .stop = options->stop}, .json = options->json ? json_new(JSON_LINE) : NULL, .out = options->out};
	struct buffer table = BUFFER_INIT;
	add_head(&grid);
	enum status status = try_each(&trial, options, set, &grid, err);
	text_grid_end(&grid, 0, &table);
	if (!trial.json && (status == STATUS_OK || status == STATUS_NO))
		fprintf(options->out, "%.*s", SPAN_ARG(buffer_span(&table)));
	buffer_free(&table);
	json_free(trial.json);
	return status;
}

int hecha_rule_mutate(const struct hecha_options *options, const char *const *paths, uint32_t count, char **error)
{
	struct rule_set *set = NULL;
	struct agency *agency = NULL;
	struct err err = ERR_INIT;
	enum status status = session_rules(options, paths, count, &set, &agency, &err);
	if (status == STATUS_OK)
		status = asked_rules_check(options, set, &err);
	if (status == STATUS_OK)
		status = try_rules(options, set, &err);
	rule_set_free(set);
	agency_free(agency);
	int code = exit_with(status, &err, error);
	return code == HECHA_SIGNAL && options->stop ? code + *options->stop : code;
}
