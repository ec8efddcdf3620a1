#include "base/wilson.h"
#include "report/json.h"
#include "workbench/backtest.h"

static void put_share(struct json *json, const char *key, uint32_t ten_thousandths)
{
	json_put_real(json, key, ten_thousandths / 10000.0);
}

/* NAME, NAME_low, NAME_high; null where nothing was counted. */
static void put_interval(struct json *json, const char *const name[3], uint64_t part, uint64_t whole)
{
	if (!whole) {
		for (int at = 0; at < 3; at++)
			json_put_null(json, name[at]);
		return;
	}
	struct share_interval interval = wilson_95(part, whole);
	put_share(json, name[0], share_of(part, whole));
	put_share(json, name[1], interval.low);
	put_share(json, name[2], interval.high);
}

static void put_amounts(struct json *json, const struct tally *tally)
{
	json_put_count(json, "amounts_known", tally->amounts_known);
	json_put_money(json, "amount_claimed", tally->claimed);
	json_put_money(json, "amount_verified", tally->verified);
	json_put_money(json, "amount_beyond_claim", tally->beyond);
	if (tally->claimed)
		put_share(json, "amount_precision", share_of((uint64_t)tally->verified, (uint64_t)tally->claimed));
	else
		json_put_null(json, "amount_precision");
}

static void put_figures(struct json *json, const struct tally *tally)
{
	static const char *const precision[] = {"precision", "precision_low", "precision_high"};
	static const char *const recall[] = {"recall_upper_bound", "recall_upper_bound_low", "recall_upper_bound_high"};
	json_put_count(json, "cases", tally->cases);
	json_put_count(json, "judged", tally->judged);
	json_put_count(json, "true", tally->true_count);
	put_interval(json, precision, tally->true_count, tally->judged);
	put_amounts(json, tally);
	json_put_count(json, "undecided", tally->undecided);
	json_put_count(json, "undecided_judged", tally->undecided_judged);
	json_put_count(json, "undecided_true", tally->undecided_true);
	json_put_count(json, "known", tally->known);
	json_put_count(json, "known_found", tally->known_found);
	put_interval(json, recall, tally->known_found, tally->known);
}

static void put_tallies(struct json *json, const char *key, const char *name, const struct tallies *tallies)
{
	json_open_array(json, key);
	for (uint32_t at = 0; at < tallies->count; at++) {
		json_open_object(json, NULL);
		if (tallies->item[at].key.size)
			json_put_text(json, name, tallies->item[at].key);
		else
			json_put_null(json, name);
		put_figures(json, &tallies->item[at]);
		json_end(json);
	}
	json_end(json);
}

static void put_outcomes(struct json *json, const struct outcomes *outcomes)
{
	json_open_object(json, "outcomes");
	json_put_text(json, "file", span_of(outcomes->shown));
	json_put_count(json, "judged", outcomes->count);
	json_put_count(json, "not_judged", outcomes->not_judged);
	json_put_day(json, "closed_from", outcomes->closed_from);
	json_put_day(json, "closed_until", outcomes->closed_until);
	json_end(json);
}

static void put_unmatched(struct json *json, const struct backtest *backtest)
{
	json_open_array(json, "unmatched");
	const uint32_t *order = backtest->by_line;
	for (uint32_t at = 0; at < backtest->outcomes.count; at++) {
		const struct outcome *outcome = &backtest->outcomes.item[order[at]];
		if (backtest->match[order[at]] == MATCH_FOUND)
			continue;
		json_open_object(json, NULL);
		json_put_count(json, "line", outcome->line);
		json_put_text(json, "reason", span_of(no_match_words[backtest->match[order[at]]]));
		json_put_text(json, "outcome", span_of(outcome_words[outcome->judgement]));
		json_put_bool(json, "known_missed", outcome->known_missed);
		json_end(json);
	}
	json_end(json);
}

static void put_rules_not_run(struct json *json, const struct job *job)
{
	json_open_array(json, "rules_not_run");
	for (uint32_t at = 0; at < job->plan->rule_count; at++)
		if (job->rule[at].why) {
			json_open_object(json, NULL);
			json_put_text(json, "rule", job->plan->rule[at].rule->id);
			json_put_text(json, "why", span_of(job->rule[at].why));
			json_end(json);
		}
	json_end(json);
}

void backtest_json(const struct backtest *backtest, struct buffer *out)
{
	struct json *json = json_new(JSON_PAGE);
	json_put_day(json, "as_of", backtest->session->as_of);
	put_outcomes(json, &backtest->outcomes);
	put_share(json, "confidence", 9500);
	json_open_object(json, "total");
	put_figures(json, &backtest->total);
	json_end(json);
	put_tallies(json, "rules", "rule", &backtest->rule);
	put_rules_not_run(json, backtest->job);
	put_tallies(json, "grades", "grade", &backtest->grade);
	put_tallies(json, "classes", "class", &backtest->class);
	put_tallies(json, "counties", "county", &backtest->county);
	put_unmatched(json, backtest);
	json_take(json, out);
	json_free(json);
}
