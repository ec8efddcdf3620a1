/* Which rules can decide anything with the files that are there. What cannot is said, never counted as nothing found. */
#include <stdlib.h>

#include "base/calendar.h"
#include "run/job.h"

/* Some file of the table is there and every one can be read. */
bool job_table_usable(const struct job *job, uint32_t table)
{
	bool any = false;
	for (uint32_t at = 0; at < job->inputs.count; at++) {
		const struct input *input = &job->inputs.input[at];
		if (input->table == table && input->unusable)
			return false;
		any |= input->table == table;
	}
	return any;
}

bool job_table_there(const struct job *job, uint32_t table)
{
	for (uint32_t at = 0; at < job->inputs.count; at++)
		if (job->inputs.input[at].table == table)
			return true;
	return false;
}

static void set_outcome(struct job *job, uint32_t rule, enum rule_outcome outcome, char *why)
{
	if (job->rule[rule].outcome != OUTCOME_RAN) {
		free(why);
		return;
	}
	job->active[rule] = false;
	job->rule[rule].outcome = outcome;
	job->rule[rule].why = why;
}

static const struct input *broken_input(const struct job *job, uint32_t table)
{
	for (uint32_t at = 0; at < job->inputs.count; at++)
		if (job->inputs.input[at].table == table && job->inputs.input[at].unusable)
			return &job->inputs.input[at];
	return NULL;
}

static void judge_tables(struct job *job, uint32_t rule)
{
	const struct plan_rule *plan_rule = &job->plan->rule[rule];
	for (uint32_t table = 0; table < job->plan->table_count; table++) {
		const char *name = job->plan->table[table]->spec->name;
		const struct input *broken = broken_input(job, table);
		if (plan_rule->table_needed[table] && broken)
			set_outcome(job, rule, OUTCOME_MISSING, mem_format("%s: %s", name, broken->shown));
		else if (plan_rule->table_needed[table] && !job_table_there(job, table))
			set_outcome(job, rule, OUTCOME_MISSING, mem_format("%s: no extract", name));
		else if (plan_rule->table_optional[table] && broken)
			set_outcome(job, rule, OUTCOME_MISSING, mem_format("%s: %s", name, broken->shown));
		else if (plan_rule->table_optional[table] && !job_table_there(job, table))
			job->optional_missing = true;
	}
}

/* An extract without a column that the rule decides by. */
static void judge_columns(struct job *job, uint32_t rule)
{
	const struct plan_rule *plan_rule = &job->plan->rule[rule];
	for (uint32_t at = 0; at < plan_rule->required_count; at++) {
		const struct plan_required *required = &plan_rule->required[at];
		for (uint32_t each = 0; each < job->inputs.count; each++) {
			const struct input *input = &job->inputs.input[each];
			if (input->table == required->table && input->has_column && !input->has_column[required->column])
				set_outcome(job, rule, OUTCOME_MISSING,
					    mem_format("%s: %s has no column '%s'", job->plan->table[input->table]->spec->name, input->shown,
						       table_column_name(job->plan->table[input->table], required->column)));
		}
	}
}

static int64_t newest(const struct job *job, uint32_t table)
{
	int64_t day = INT64_MIN;
	for (uint32_t at = 0; at < job->inputs.count; at++)
		if (job->inputs.input[at].table == table && job->inputs.input[at].received > day)
			day = job->inputs.input[at].received;
	return day;
}

static void judge_freshness(struct job *job, uint32_t rule)
{
	const struct rule *from = job->plan->rule[rule].rule;
	for (uint32_t need = 0; need < from->need_count; need++) {
		uint32_t table = 0;
		while (!span_equal(span_of(job->plan->table[table]->spec->name), from->need[need].table))
			table++; /* the plan checked that it exists */
		int64_t day = newest(job, table), age = job->plan->as_of - day;
		char text[CALENDAR_TEXT_SIZE];
		if (from->need[need].max_age_days < 0 || day == INT64_MIN || age <= from->need[need].max_age_days)
			continue;
		day_text(day, text);
		set_outcome(job, rule, OUTCOME_STALE,
			    mem_format("%s: received %s, %lld days old, at most %lld allowed", job->plan->table[table]->spec->name, text,
				       (long long)age, (long long)from->need[need].max_age_days));
	}
}

void job_judge_rules(struct job *job)
{
	for (uint32_t rule = 0; rule < job->plan->rule_count; rule++) {
		judge_tables(job, rule);
		judge_columns(job, rule);
		if (job->agency)
			judge_freshness(job, rule);
	}
}
