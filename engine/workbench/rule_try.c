/* hecha rule try: one rule through the nightly run's own job, on a part of the subjects or on all of them. */
#include <stdlib.h>

#include "base/calendar.h"
#include "base/file.h"
#include "run/publish.h"
#include "workbench/estimate.h"
#include "workbench/try_report.h"

static enum status read_share(const struct hecha_try *how, int64_t *share, struct err *err)
{
	*share = SHARE_ONE;
	if (how->all && how->sample)
		return err_set(err, STATUS_USAGE, "--sample and --all exclude each other");
	if (how->all)
		return STATUS_OK;
	if (!how->sample)
		*share = SHARE_ONE / 10;
	else if (!param_number(TYPE_SHARE, span_of(how->sample), share) || *share <= 0 || *share > SHARE_ONE)
		return err_set(err, STATUS_USAGE, "--sample is no share above 0 and at most 1\n  hint: write --sample 0.05 for 5%%, or --all");
	return STATUS_OK;
}

/* `29.4/x.yaml` or `x.yaml` is a file, anything else an id. */
static bool is_path(const char *rule)
{
	size_t size = strlen(rule);
	return strchr(rule, '/') || (size > 5 && !strcmp(rule + size - 5, ".yaml"));
}

static char *id_of_path(const char *path)
{
	const char *base = path_base(path);
	size_t size = strlen(base);
	bool yaml = size > 5 && !strcmp(base + size - 5, ".yaml");
	return mem_format("%.*s", (int)(size - (yaml ? 5 : 0)), base);
}

/* Rules over cases read what all active rules found. */
static void choose_with_active(struct session *session, const struct rule *rule)
{
	session->chosen_count = 0;
	for (uint32_t at = 0; at < session->set->rule_count; at++)
		if (&session->set->rule[at] == rule || session->set->rule[at].status == RULE_ACTIVE)
			session->chosen[session->chosen_count++] = &session->set->rule[at];
}

static bool is_of_cases(const struct rule *rule)
{
	return span_equal(rule->query.from_table, SPAN("case"));
}

/* Where the rule cannot be sampled, everything is read and trial->whole says why. */
static void choose_sample(struct trial_run *trial, struct job *job, int64_t share)
{
	struct sample *sample = &trial->sample;
	*sample = (struct sample){.share = share, .seed = trial->how->seed, .symbols = job->plan->symbols};
	if (share == SHARE_ONE)
		return;
	sample->column = arena_alloc(&trial->arena, (job->plan->table_count + 1) * sizeof *sample->column);
	sample->kept = arena_zero(&trial->arena, job->plan->table_count + 1, sizeof *sample->kept);
	if (sample_unit(job->plan, trial->plan_rule, sample->column, &trial->unit, &trial->whole)) {
		job->sample = sample;
		trial->whole = NULL;
	} else {
		sample->share = SHARE_ONE;
	}
}

static const struct plan_rule *planned(const struct plan *plan, const struct rule *rule)
{
	for (uint32_t at = 0; at < plan->rule_count; at++)
		if (plan->rule[at].rule == rule)
			return &plan->rule[at];
	return NULL;
}

static enum status run_trial(const struct session *session, const struct hecha_options *options, const struct rule *rule,
			     const struct hecha_try *how, int64_t share, int *code, struct err *err)
{
	struct trial_run trial = {.how = how, .options = options, .rule = rule};
	struct job job = {0};
	struct report_parts parts = {0};
	enum status status = session_job(session, options, &job, err);
	trial.plan_rule = status == STATUS_OK ? planned(job.plan, rule) : NULL;
	if (status == STATUS_OK && !trial.plan_rule)
		status = err_set(err, STATUS_USAGE, "rule '%.*s' is for a city, and this is a county", SPAN_ARG(rule->id));
	if (status == STATUS_OK) {
		choose_sample(&trial, &job, share);
		status = job_run(&job, err);
	}
	if (status == STATUS_OK) {
		report_parts_init(&parts, session, &job);
		trial.job = &job;
		trial.report = &parts.report;
		trial.found = found_of(&job, trial.plan_rule, how->seed);
		try_report(&trial);
		*code = parts.report.partial ? HECHA_GAPS : HECHA_DONE;
		report_parts_free(&parts);
	}
	free(trial.found.item);
	arena_free(&trial.arena);
	job_release(&job);
	return status;
}

static enum status try_rule(const struct hecha_options *options, const char *word, const struct hecha_try *how, int *code, struct err *err)
{
	struct session session = {0};
	int64_t share;
	char *id = is_path(word) ? id_of_path(word) : mem_text(word);
	struct hecha_options only = *options;
	only.only = id;
	enum status status = read_share(how, &share, err);
	if (status == STATUS_OK)
		status = session_open_with(&only, is_path(word) ? word : NULL, &session, err);
	const struct rule *rule = status == STATUS_OK ? rule_set_rule(session.set, span_of(id)) : NULL;
	if (status == STATUS_OK && !rule)
		status = unknown_rule(session.set, span_of(id), err);
	if (rule && is_of_cases(rule))
		choose_with_active(&session, rule);
	if (status == STATUS_OK)
		status = run_trial(&session, &only, rule, how, share, code, err);
	session_close(&session);
	free(id);
	return status;
}

int hecha_rule_try(const struct hecha_options *options, const char *rule, const struct hecha_try *how, char **error)
{
	struct err err = ERR_INIT;
	int code = HECHA_DONE;
	enum status status = try_rule(options, rule, how, &code, &err);
	int failed = exit_with(status, &err, error);
	return status == STATUS_OK ? code : failed;
}
