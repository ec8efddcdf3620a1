/* hecha case why | whynot SUBJECT. */
#include <stdlib.h>

#include "report/json.h"
#include "run/current.h"
#include "run/why.h"

struct teller {
	const struct why *why;
	const struct job *job;
	struct span subject;
	bool as_json;
	FILE *out;
	struct json *json;
};

static bool rule_hit(const struct teller *teller, const struct plan_rule *rule)
{
	for (uint32_t at = 0; at < teller->job->hits->count; at++) {
		const struct hit *hit = &teller->job->hits->hit[at];
		if (hit->rule == rule && span_equal(hit->key, teller->subject))
			return true;
	}
	return false;
}

/* One line of what happened: how (held, failed, unknown, undecided, exempted), at what, to how many, and an example. */
static void tell(const struct teller *teller, const char *how, struct span what, const char *unit, uint64_t count, const char *place,
		 const char *values)
{
	if (teller->as_json) {
		json_open_object(teller->json, NULL);
		json_put_text(teller->json, "outcome", span_of(how));
		json_put_text(teller->json, "condition", what);
		json_put_count(teller->json, unit, count);
		if (place)
			json_put_text(teller->json, "example", span_of(place));
		json_put_text(teller->json, "values", span_of(values));
		json_end(teller->json);
		return;
	}
	fprintf(teller->out, "    %-9s %.*s", how, SPAN_ARG(what));
	if (count)
		fprintf(teller->out, "  [%llu %s]", (unsigned long long)count, unit);
	fputc('\n', teller->out);
	if (place || *values)
		fprintf(teller->out, "              %s%s%s\n", place ? place : "", place ? "  " : "", values);
}

static void tell_steps(const struct teller *teller, const struct plan_rule *rule)
{
	const struct why *why = teller->why;
	for (uint32_t at = 0; at < why->step_count; at++) {
		const struct why_step *step = &why->step[at];
		const struct stage *stage = step->stage;
		bool through = why_step_through(step);
		if (stage->rule != rule->number || stage->is_net || (stage->pass_unknown && through))
			continue; /* what a projection lets through, its reader judges again */
		struct buffer text = BUFFER_INIT;
		why_step_text(step, &text);
		if (!stage->is_rule && !stage->pass_unknown)
			buffer_format(&text, " (in %s)", stage->name);
		const char *shown = step->place.extract < why->inputs->count ? why->inputs->input[step->place.extract].shown : "?";
		char *place = mem_format("%s:%llu", shown, (unsigned long long)step->place.line);
		tell(teller, through ? "held" : step->unknown ? "unknown" : "failed", buffer_span(&text), "rows", step->rows, place, step->values);
		free(place);
		buffer_free(&text);
	}
}

static void tell_groups(const struct teller *teller, const struct plan_rule *rule)
{
	const struct why *why = teller->why;
	for (uint32_t at = 0; at < why->group_count; at++) {
		const struct why_group *group = &why->group[at];
		if (group->stage->rule != rule->number)
			continue;
		bool passed = why_group_through(why, group);
		struct buffer text = BUFFER_INIT;
		why_group_text(why, group, &text);
		tell(teller, passed ? "held" : group->unknown ? "unknown" : "failed", buffer_span(&text), "groups", group->groups, NULL,
		     group->values);
		buffer_free(&text);
	}
}

static void tell_held_back(const struct teller *teller, const struct plan_rule *rule)
{
	const struct cases *cases = teller->job->cases;
	for (uint32_t at = 0; at < cases->withheld_count; at++) {
		const struct withheld *each = &cases->withheld[at];
		for (uint32_t code = 0; each->rule == rule && span_equal(each->hit->key, teller->subject) && code < rule->rule->undecided_count;
		     code++) {
			char *source = mem_format("%.*s", SPAN_ARG(rule->rule->undecided[code].when->source));
			if (each->codes & 1u << code)
				tell(teller, "undecided", rule->rule->undecided[code].code, "groups", each->hit_count, NULL, source);
			free(source);
		}
	}
	for (uint32_t at = 0; at < cases->exempted_count; at++) {
		const struct hit *hit = cases->exempted[at].hit;
		char *reason = hit->rule == rule ? mem_format("%.*s", SPAN_ARG(hit->exempt->reason)) : NULL;
		if (reason && span_equal(hit->key, teller->subject))
			tell(teller, "exempted", hit->exempt->key, "groups", 1, NULL, reason);
		free(reason);
	}
}

static bool came_near(const struct teller *teller, const struct plan_rule *rule)
{
	bool near = false;
	for (uint32_t at = 0; at < teller->why->step_count; at++)
		near |= teller->why->step[at].stage->rule == rule->number;
	for (uint32_t at = 0; at < teller->why->group_count; at++)
		near |= teller->why->group[at].stage->rule == rule->number;
	return near;
}

static void tell_rule(struct teller *teller, const struct plan_rule *rule)
{
	bool active = teller->job->active[rule->number];
	const char *outcome = !active ? teller->job->rule[rule->number].why : rule_hit(teller, rule) ? "hit" : "no hit";
	if (teller->as_json) {
		json_put_text(teller->json, "rule", rule->rule->id);
		json_put_text(teller->json, "outcome", span_of(outcome));
		json_open_array(teller->json, "steps");
	} else {
		fprintf(teller->out, "%.*s  %s\n", SPAN_ARG(rule->rule->id), outcome);
	}
	tell_steps(teller, rule);
	tell_groups(teller, rule);
	tell_held_back(teller, rule);
	if (active && !came_near(teller, rule))
		tell(teller, "nothing", SPAN("no row of this subject in what the rule reads"), "rows", 0, NULL, "");
	if (!teller->as_json)
		return;
	struct buffer line = BUFFER_INIT;
	json_end(teller->json);
	json_take(teller->json, &line);
	fprintf(teller->out, "%.*s\n", SPAN_ARG(buffer_span(&line)));
	buffer_free(&line);
}

/* Rules of a city run, asked about in a county: they are not in the plan, and not silent. */
static uint32_t tell_not_here(struct teller *teller, const struct session *session)
{
	uint32_t told = 0;
	for (uint32_t at = 0; at < session->chosen_count; at++) {
		struct span id = session->chosen[at]->id;
		if (rule_runs_here(session->agency, session->chosen[at]))
			continue;
		if (teller->as_json)
			fprintf(teller->out, "{\"rule\":\"%.*s\",\"outcome\":\"not-run-here\",\"steps\":[]}\n", SPAN_ARG(id));
		else
			fprintf(teller->out, "%.*s  not run here: only in a city run\n", SPAN_ARG(id));
		told++;
	}
	return told;
}

/* why: rules that hit; whynot: the others. A rule nothing of the subject came near is named too: silence explains nothing. */
static void tell_rules(struct teller *teller, const struct session *session, bool negative)
{
	uint32_t told = negative ? tell_not_here(teller, session) : 0;
	for (uint32_t at = 0; at < teller->job->plan->rule_count; at++) {
		if (rule_hit(teller, &teller->job->plan->rule[at]) == negative)
			continue;
		tell_rule(teller, &teller->job->plan->rule[at]);
		told++;
	}
	if (!told && !teller->as_json)
		fputs(negative ? "every rule hit\n" : "no rule hit; `hecha case whynot` says where each stopped\n", teller->out);
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
		status = job_start(&job, &err);
		why.collector = job.collector;
	}
	if (status == STATUS_OK)
		status = job_finish(&job, &err);
	if (status == STATUS_OK) {
		struct teller teller = {&why, &job, span_of(key), options->json, options->out, json_new(JSON_LINE)};
		tell_rules(&teller, &session, negative);
		json_free(teller.json);
	}
	if (why.plan)
		why_release(&why);
	job_release(&job);
	session_close(&session);
	free(key);
	return exit_with(status, &err, error);
}
