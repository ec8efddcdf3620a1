/* hecha case why | whynot SUBJECT. */
#include <stdlib.h>

#include "base/idnumber.h"
#include "run/current.h"
#include "run/why.h"

static bool rule_hit(const struct job *job, const struct plan_rule *rule, struct span subject)
{
	for (uint32_t at = 0; at < job->hits->count; at++) {
		const struct hit *hit = &job->hits->hit[at];
		bool own = span_equal(hit->key, subject);
		if (hit->rule == rule && own)
			return true;
	}
	return false;
}

/* How many there were. */
static uint32_t print_steps(const struct why *why, const struct plan_rule *rule, FILE *out)
{
	struct buffer text = BUFFER_INIT;
	uint32_t printed = 0;
	for (uint32_t at = 0; at < why->step_count; at++) {
		const struct why_step *step = &why->step[at];
		if (why->plan->rule[step->stage->rule].number != rule->number || step->stage->pass_unknown)
			continue;
		uint32_t all = step->stage->before_count + step->stage->match_count + step->stage->after_count;
		text.size = 0;
		why_step_text(step, &text);
		fprintf(out, "    %s %.*s  [%llu row%s%s%s]\n", step->step == all ? "held   " : step->unknown ? "unknown" : "failed ",
			SPAN_ARG(buffer_span(&text)), (unsigned long long)step->rows, step->rows == 1 ? "" : "s",
			step->stage->is_rule ? "" : " of ", step->stage->is_rule ? "" : step->stage->name);
		fprintf(out, "            %s:%llu%s%s\n",
			step->place.extract < why->inputs->count ? why->inputs->input[step->place.extract].shown : "?",
			(unsigned long long)step->place.line, *step->values ? "  " : "", step->values);
		printed++;
	}
	buffer_free(&text);
	return printed;
}

static void print_undecided(const struct job *job, const struct plan_rule *rule, struct span subject, FILE *out)
{
	for (uint32_t at = 0; at < job->cases->withheld_count; at++) {
		const struct withheld *each = &job->cases->withheld[at];
		for (uint32_t code = 0; each->rule == rule && span_equal(each->hit->key, subject) && code < rule->rule->undecided_count; code++)
			if (each->codes & 1u << code)
				fprintf(out, "    undecided %.*s: %.*s\n", SPAN_ARG(rule->rule->undecided[code].code),
					SPAN_ARG(rule->rule->undecided[code].when->source));
	}
	for (uint32_t at = 0; at < job->cases->exempted_count; at++)
		if (job->cases->exempted[at].rule == rule && span_equal(job->cases->exempted[at].hit->key, subject))
			fprintf(out, "    exempted: %.*s\n", SPAN_ARG(job->cases->exempted[at].hit->exempt->reason));
}

static void print_rule(const struct why *why, const struct job *job, const struct plan_rule *rule, struct span subject, FILE *out)
{
	fprintf(out, "%.*s  %s\n", SPAN_ARG(rule->rule->id),
		!job->active[rule->number] ? job->rule[rule->number].why : rule_hit(job, rule, subject) ? "hit" : "no hit");
	if (job->active[rule->number] && !print_steps(why, rule, out))
		fputs("    no row of this subject in what the rule reads\n", out);
	fprintf(out, "%.*s", SPAN_ARG(buffer_span(&why->group_text[rule->number])));
	print_undecided(job, rule, subject, out);
}

/* why: rules that hit; whynot: the others. A rule nothing of the subject came near is named too: silence explains nothing. */
static void print_rules(const struct why *why, const struct job *job, const struct session *session, struct span subject, bool negative,
			FILE *out)
{
	uint32_t printed = 0;
	for (uint32_t at = 0; at < job->plan->rule_count; at++) {
		if (rule_hit(job, &job->plan->rule[at], subject) == negative)
			continue;
		print_rule(why, job, &job->plan->rule[at], subject, out);
		printed++;
	}
	for (uint32_t at = 0; negative && at < session->chosen_count; at++)
		if (!rule_runs_here(session->agency, session->chosen[at])) {
			fprintf(out, "%.*s  not run here: only in a city run\n", SPAN_ARG(session->chosen[at]->id));
			printed++;
		}
	if (!printed)
		fputs(negative ? "every rule hit\n" : "no rule hit; `hecha case whynot` says where each stopped\n", out);
}

int hecha_case_why(const struct hecha_options *options, const char *subject, bool negative, char **error)
{
	struct session session = {0};
	struct job job = {0};
	struct why why = {0};
	struct err err = ERR_INIT;
	char *key = NULL;
	enum status status = session_open(options, &session, &err);
	if (status == STATUS_OK)
		status = current_subject(session.agency, subject, &key, &err);
	if (status == STATUS_OK)
		status = session_job(&session, options, &job, &err);
	if (status == STATUS_OK) {
		why_listen(&why, &job, span_of(key));
		why.collector = NULL;
		status = job_start(&job, &err);
		why.collector = job.collector;
	}
	if (status == STATUS_OK)
		status = job_finish(&job, &err);
	if (status == STATUS_OK)
		print_rules(&why, &job, &session, span_of(key), negative, options->out);
	if (why.plan)
		why_release(&why);
	job_release(&job);
	session_close(&session);
	free(key);
	return exit_with(status, &err, error);
}
