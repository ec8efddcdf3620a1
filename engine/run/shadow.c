#include "run/shadow.h"

#include <stdlib.h>

static const struct cases no_cases;
static const struct hits no_hits;

static void fail(struct shadow *shadow, struct trial *trial, const struct err *err)
{
	trial->rule.why = arena_text(&shadow->arena, "%s", err->text ? err->text : "interrupted");
	trial->rule.state = RULE_FAILED;
}

/* Bound alone, so that one broken rule spoils no other. */
static bool can_be_bound(struct shadow *shadow, struct trial *trial, const struct session *session)
{
	const struct rule *rule = trial->rule.rule;
	struct plan *plan = NULL;
	struct err err = ERR_INIT;
	struct plan_options options = {.as_of = session->as_of, .only = &rule, .only_count = 1};
	if (!rule_runs_here(session->agency, rule))
		return false;
	if (plan_new(session->set, &options, &plan, &err) != STATUS_OK)
		fail(shadow, trial, &err);
	err_clear(&err);
	plan_free(plan);
	return trial->rule.state != RULE_FAILED;
}

static void begin(struct shadow *shadow, const struct session *session)
{
	shadow->count = session->shadow_count;
	shadow->out = arena_zero(&shadow->arena, shadow->count + 1, sizeof *shadow->out);
	shadow->trial = arena_zero(&shadow->arena, shadow->count + 1, sizeof *shadow->trial);
	for (uint32_t at = 0; at < shadow->count; at++) {
		struct trial *trial = &shadow->trial[at];
		trial->rule = (struct report_rule){.rule = session->shadow[at], .state = RULE_NOT_RUN_HERE};
		trial->report = (struct report){.agency = session->agency, .as_of = session->as_of, .cases = &no_cases, .hits = &no_hits,
						.rule = &trial->rule, .rule_count = 1};
		shadow->out[at].report = &trial->report;
	}
}

/* ---- what one rule found ---- */

static void take_hits(struct trial *trial, const struct hits *all, struct arena *arena)
{
	trial->hits = *all; /* undecided rows are told apart by their rule */
	trial->hits.hit = arena_alloc(arena, (all->count + 1) * sizeof *all->hit);
	trial->hits.count = 0;
	for (uint32_t at = 0; at < all->count; at++)
		if (all->hit[at].rule->rule == trial->rule.rule)
			trial->hits.hit[trial->hits.count++] = all->hit[at];
}

static int by_subject(const void *left, const void *right)
{
	const struct case_file *const *a = left, *const *b = right;
	int order = span_compare((*a)->kind, (*b)->kind);
	return order ? order : span_compare((*a)->key, (*b)->key);
}

static const struct case_file **cases_by_subject(const struct cases *cases)
{
	const struct case_file **file = mem_alloc((cases->case_count + 1) * sizeof(*file));
	for (uint32_t at = 0; at < cases->case_count; at++)
		file[at] = &cases->file[at];
	if (cases->case_count)
		qsort(file, cases->case_count, sizeof(*file), by_subject);
	return file;
}

static uint64_t count_new(const struct cases *own, const struct cases *active)
{
	const struct case_file **mine = cases_by_subject(own), **known = cases_by_subject(active);
	uint64_t count = 0;
	for (uint32_t at = 0, other = 0; at < own->case_count; at++) {
		while (other < active->case_count && by_subject(&known[other], &mine[at]) < 0)
			other++;
		bool again = at && !by_subject(&mine[at - 1], &mine[at]);
		count += !again && (other == active->case_count || by_subject(&known[other], &mine[at]));
	}
	free(known);
	free(mine);
	return count;
}

static void build_alone(struct shadow *shadow, uint32_t number, const struct job *active)
{
	struct trial *trial = &shadow->trial[number];
	struct err err = ERR_INIT;
	take_hits(trial, shadow->job.hits, &shadow->arena);
	struct cases_source from = {shadow->job.plan, &trial->hits, net_paid(shadow->job.net), shadow->job.threads, false};
	if (cases_build(&from, &trial->cases, &err) != STATUS_OK) {
		fail(shadow, trial, &err);
		err_clear(&err);
		return;
	}
	trial->report.hits = &trial->hits;
	trial->report.cases = trial->cases;
	shadow->out[number].new_subjects = count_new(trial->cases, active->cases);
}

static void finish_rule(struct shadow *shadow, uint32_t number, const struct job *active)
{
	const struct report *all = &shadow->parts.report;
	struct trial *trial = &shadow->trial[number];
	for (uint32_t at = 0; at < all->rule_count; at++)
		if (all->rule[at].rule == trial->rule.rule && all->rule[at].plan)
			trial->rule = all->rule[at];
	if (!trial->rule.plan)
		return;
	trial->report.plan = all->plan;
	trial->report.lookups = all->lookups;
	trial->report.extract_shown = all->extract_shown;
	trial->report.extract_count = all->extract_count;
	build_alone(shadow, number, active);
}

static void finish(struct shadow *shadow, const struct session *trials, const struct job *active)
{
	report_parts_init(&shadow->parts, trials, &shadow->job);
	for (uint32_t at = 0; at < shadow->count; at++)
		finish_rule(shadow, at, active);
}

static void fail_planned(struct shadow *shadow, const struct session *trials, const struct err *err)
{
	for (uint32_t at = 0; at < shadow->count; at++)
		if (session_chose(trials, shadow->trial[at].rule.rule))
			fail(shadow, &shadow->trial[at], err);
}

void shadow_run(struct shadow *shadow, const struct session *session, const struct hecha_options *options, const struct job *active)
{
	struct session trials = *session; /* the same session, with other rules chosen */
	struct err err = ERR_INIT;
	begin(shadow, session);
	trials.chosen = arena_alloc(&shadow->arena, (shadow->count + 1) * sizeof(*trials.chosen));
	trials.chosen_count = 0;
	for (uint32_t at = 0; at < shadow->count; at++)
		if (can_be_bound(shadow, &shadow->trial[at], session))
			trials.chosen[trials.chosen_count++] = session->shadow[at];
	if (!trials.chosen_count)
		return;
	enum status status = session_job(&trials, options, &shadow->job, &err);
	shadow->job.base = active->merged ? active->merged : active->cases;
	if (status == STATUS_OK)
		status = job_run(&shadow->job, &err);
	if (status == STATUS_OK)
		finish(shadow, &trials, active);
	else
		fail_planned(shadow, &trials, &err);
	err_clear(&err);
}

void shadow_release(struct shadow *shadow)
{
	for (uint32_t at = 0; at < shadow->count; at++)
		cases_free(shadow->trial[at].cases);
	report_parts_free(&shadow->parts);
	job_release(&shadow->job);
	arena_free(&shadow->arena);
}
