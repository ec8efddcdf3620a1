/* Gathers what report/ wants to know of a job. */
#include <stdlib.h>

#include "run/publish.h"

static void gather_extracts(struct report_parts *parts, const struct job *job)
{
	struct report *report = &parts->report;
	struct report_extract *extract = arena_zero(&parts->arena, job->inputs.count + 1, sizeof *extract);
	const char **shown = arena_zero(&parts->arena, job->inputs.count + 1, sizeof *shown);
	for (uint32_t at = 0; at < job->inputs.count; at++) {
		struct input *input = &job->inputs.input[at];
		shown[at] = input->shown;
		input->extract.shown = input->shown;
		input->extract.table = job->plan->table[input->table];
		input->extract.received = input->received;
		extract[at] = (struct report_extract){&input->extract, input->facts, &input->rejects, input->problem, input->unusable,
						      input->same_as ? input->same_as->shown : NULL};
	}
	report->extract = extract;
	report->extract_shown = shown;
	report->extract_count = job->inputs.count;
}

static void gather_tables(struct report_parts *parts, const struct job *job)
{
	struct report_table *table = arena_zero(&parts->arena, job->plan->table_count + 1, sizeof *table);
	for (uint32_t at = 0; at < job->plan->table_count; at++) {
		table[at].spec = job->plan->table[at]->spec;
		table[at].configured = job->inputs.configured[at];
	}
	for (uint32_t at = 0; at < job->inputs.count; at++) {
		const struct input *input = &job->inputs.input[at];
		struct report_table *of = &table[input->table];
		if (input->same_as || !input->has_column)
			continue;
		of->files++;
		of->bytes += input->file_bytes;
		of->kept += input->extract.kept_count;
		of->rejected += input->extract.rejected_count;
		of->rows += input->extract.kept_count + input->extract.rejected_count;
		of->malformed += input->extract.malformed_count;
	}
	parts->report.table = table;
	parts->report.table_count = job->plan->table_count;
}

static const struct plan_rule *planned(const struct job *job, const struct rule *rule)
{
	for (uint32_t at = 0; at < job->plan->rule_count; at++)
		if (job->plan->rule[at].rule == rule)
			return &job->plan->rule[at];
	return NULL;
}

/* Every active rule, and any other that was asked for: a rule left out by --only is named, not missing. */
static void gather_rules(struct report_parts *parts, const struct session *session, const struct job *job)
{
	static const enum rule_state states[] = {
		[OUTCOME_RAN] = RULE_RAN, [OUTCOME_MISSING] = RULE_SOURCE_MISSING, [OUTCOME_STALE] = RULE_SOURCE_STALE};
	struct report *report = &parts->report;
	struct report_rule *out = arena_zero(&parts->arena, session->set->rule_count + 1, sizeof *out);
	for (uint32_t at = 0; at < session->set->rule_count; at++) {
		const struct rule *rule = &session->set->rule[at];
		const struct plan_rule *plan = planned(job, rule);
		bool chosen = session_chose(session, rule);
		if (!chosen && rule->status != RULE_ACTIVE)
			continue;
		struct report_rule *each = &out[report->rule_count++];
		*each = (struct report_rule){.rule = rule, .plan = plan, .state = RULE_NOT_RUN_HERE, .why = chosen ? NULL : "--only"};
		if (!plan)
			continue;
		each->state = states[job->rule[plan->number].outcome];
		each->why = job->rule[plan->number].why;
		report->partial |= each->state != RULE_RAN;
	}
	report->rule = out;
}

static bool has_case_rules(const struct job *job)
{
	bool any = false;
	for (uint32_t at = 0; at < job->plan->rule_count; at++)
		any |= job->active[at] && job->plan->rule[at].of_cases;
	return any;
}

/* hit('x') is false when x found nothing, and when it could not look: only a note tells the two apart. */
static void note_blind_hits(struct report_parts *parts, const struct job *job, const char **note)
{
	struct report *report = &parts->report;
	uint32_t asked = has_case_rules(job) ? job->plan->case_column_count - CASE_COLUMNS : 0;
	for (uint32_t at = 0; at < asked; at++) {
		const struct plan_rule *rule = planned(job, job->plan->case_hit[at]);
		if (rule && job->active[rule->number])
			continue;
		note[report->note_count++] = arena_text(&parts->arena, "%.*s did not run; rules that ask for its hits did without",
							SPAN_ARG(job->plan->case_hit[at]->id));
		report->partial = true;
	}
}

/* What the summary says beside its figures: broken and doubled files, optional tables that were not there, rules others ask for. */
static void gather_notes(struct report_parts *parts, const struct job *job)
{
	struct report *report = &parts->report;
	size_t most = 2 * (size_t)job->inputs.count + job->plan->table_count + job->plan->case_column_count;
	const char **note = arena_zero(&parts->arena, most + 1, sizeof *note);
	for (uint32_t at = 0; at < job->inputs.count; at++) {
		const struct input *input = &job->inputs.input[at];
		if (input->problem)
			note[report->note_count++] = input->problem;
		if (input->same_as)
			note[report->note_count++] = arena_text(&parts->arena, "%s: same content as %s, read once", input->shown,
								input->same_as->shown);
		else if (input->scanned && !input->problem && !input->extract.kept_count && !input->extract.rejected_count)
			note[report->note_count++] = arena_text(&parts->arena, "%s: a header and no rows", input->shown);
		report->partial |= input->problem != NULL || input->extract.rejected_count > 0;
	}
	for (uint32_t table = 0; table < job->plan->table_count; table++) {
		bool optional = false;
		for (uint32_t rule = 0; rule < job->plan->rule_count; rule++)
			optional |= job->active[rule] && job->plan->rule[rule].table_optional[table];
		if (optional && !job_table_there(job, table))
			note[report->note_count++] = arena_text(&parts->arena, "%s: no extract; rules that would consult it did without",
								job->plan->table[table]->spec->name);
	}
	note_blind_hits(parts, job, note);
	report->partial |= job->optional_missing;
	report->note = note;
}

static void count_undecided(struct report *report)
{
	report->undecided_total = report_undecided_total(report);
	report->partial |= report->undecided_total > (uint64_t)report->agency->undecided_notice;
}

void report_parts_init(struct report_parts *parts, const struct session *session, const struct job *job)
{
	*parts = (struct report_parts){.report = {.agency = session->agency, .plan = job->plan, .cases = job->cases, .hits = job->hits,
						  .lookups = flow_lookups(job->flow), .as_of = session->as_of, .threads = job->threads}};
	gather_extracts(parts, job);
	gather_tables(parts, job);
	gather_rules(parts, session, job);
	gather_notes(parts, job);
	count_undecided(&parts->report);
}

void report_parts_free(struct report_parts *parts)
{
	arena_free(&parts->arena);
}
