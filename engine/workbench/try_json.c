#include <math.h>
#include <stdlib.h>

#include "report/json.h"
#include "workbench/try_report.h"

static void put_sample(const struct trial_run *trial, struct json *json)
{
	struct trial_rows rows = trial_rows(trial);
	json_open_object(json, "sample");
	json_put_real(json, "share", (double)trial->sample.share / (double)SHARE_ONE);
	if (trial->job->sample)
		json_put_text(json, "by", trial->unit);
	if (trial->job->sample)
		json_put_count(json, "seed", trial->sample.seed);
	if (trial->whole)
		json_put_text(json, "whole_because", span_of(trial->whole));
	json_put_count(json, "rows_read", rows.read);
	json_put_count(json, "rows_in", rows.in);
	json_end(json);
}

static void put_count_estimate(struct json *json, const char *key, struct estimate estimate)
{
	json_open_object(json, key);
	json_put_count(json, "estimate", (uint64_t)llround(estimate.total));
	json_put_count(json, "low", (uint64_t)floor(estimate.low));
	json_put_count(json, "high", (uint64_t)ceil(estimate.high));
	json_end(json);
}

static void put_money_estimate(struct json *json, const char *key, struct estimate estimate)
{
	json_open_object(json, key);
	if (estimate.known) {
		json_put_money(json, "estimate", llround(estimate.total));
		json_put_money(json, "low", (int64_t)floor(estimate.low));
		json_put_money(json, "high", (int64_t)ceil(estimate.high));
	} else {
		json_put_money(json, "estimate", 0);
		json_put_money(json, "low", 0);
		json_put_null(json, "high");
	}
	json_end(json);
}

static void put_estimates(const struct trial_run *trial, struct json *json)
{
	json_open_object(json, "estimate");
	put_count_estimate(json, "subjects", trial_subjects(trial));
	if (trial->rule->has_claim)
		put_money_estimate(json, "claimed", trial_claimed(trial));
	json_end(json);
}

static void put_code(void *context, const char *code, uint64_t count)
{
	json_put_count(context, code, count);
}

static void put_figures(const struct trial_run *trial, struct json *json)
{
	const struct found *found = &trial->found;
	const struct rule_totals *totals = &trial->job->cases->totals[trial->plan_rule->number];
	json_put_count(json, "rows", found->rows);
	json_put_count(json, "hits", found->hits);
	json_put_count(json, "subjects", found->subjects);
	json_put_count(json, "claims", found->claims);
	json_put_money(json, "claimed", found->claimed);
	json_put_money(json, "due", found->due);
	json_open_object(json, "undecided");
	undecided_count(trial->report, trial->rule, put_code, json);
	json_end(json);
	json_put_count(json, "withheld", totals->withheld_hits);
	json_put_count(json, "exempted", totals->exempted_hits);
}

static void put_bars(struct json *json, const char *key, const char *name, const struct found_bar *bar, uint32_t count)
{
	json_open_array(json, key);
	for (uint32_t at = 0; at < count; at++) {
		json_open_object(json, NULL);
		json_put_text(json, name, bar[at].name);
		json_put_count(json, "hits", bar[at].hits);
		json_put_money(json, "claimed", bar[at].claimed);
		json_end(json);
	}
	json_end(json);
}

static void put_example(const struct trial_run *trial, const struct found_case *example, struct json *json)
{
	struct place place = example->part->group->place;
	json_open_object(json, NULL);
	json_put_text(json, "case", span_of(example->file->number));
	json_put_text(json, "kind", example->file->kind);
	json_put_text(json, "key", example->file->key);
	json_put_text(json, "fund", example->file->fund);
	json_put_text(json, "county", example->file->county);
	json_put_count(json, "hits", example->part->hit_count);
	json_put_money(json, "claimed", example->part->claimed);
	json_put_text(json, "level", example->part->level);
	json_put_text(json, "message", example->part->message);
	if (place.extract < trial->report->extract_count) {
		json_put_text(json, "file", span_of(trial->report->extract_shown[place.extract]));
		json_put_count(json, "line", place.line);
	}
	json_end(json);
}

static void put_all(struct trial_run *trial, struct json *json)
{
	uint32_t count;
	const char *why;
	enum rule_state state = trial_state(trial, &why);
	json_put_text(json, "rule", trial->rule->id);
	json_put_count(json, "version", (uint64_t)trial->rule->version);
	json_put_text(json, "class", span_of(rule_class_names[trial->rule->class]));
	json_put_day(json, "as_of", trial->report->as_of);
	json_put_text(json, "state", span_of(rule_state_names[state]));
	if (why)
		json_put_text(json, "why", span_of(why));
	put_sample(trial, json);
	put_figures(trial, json);
	if (trial->job->sample && state == RULE_RAN)
		put_estimates(trial, json);
	const struct found_bar *bar = found_counties(&trial->found, &trial->arena, &count);
	put_bars(json, "counties", "county", bar, count);
	bar = found_months(&trial->found, &trial->arena, &count);
	put_bars(json, "months", "month", bar, count);
	json_open_array(json, "examples");
	for (uint32_t at = 0; at < trial->found.case_count && at < trial->how->examples; at++)
		put_example(trial, &trial->found.item[at], json);
	json_end(json);
}

void try_json(struct trial_run *trial)
{
	struct json *json = json_new(JSON_PAGE);
	struct buffer text = BUFFER_INIT;
	put_all(trial, json);
	json_take(json, &text);
	fwrite(text.data, 1, text.size, trial->options->out);
	buffer_free(&text);
	json_free(json);
}
