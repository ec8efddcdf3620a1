/* The backtest on a terminal: one table per question, then what did not fit. */
#include "base/calendar.h"
#include "base/wilson.h"
#include "report/text_grid.h"
#include "workbench/backtest.h"

enum { PICTURE_WIDTH = 20 };

static void put_count(struct text_grid *grid, uint64_t number)
{
	text_grid_add(grid, "%llu", (unsigned long long)number);
}

/* 0.490, of ten-thousandths, rounded half up. */
static void format_share(uint32_t share, char out[8])
{
	uint32_t thousandths = (share + 5) / 10;
	snprintf(out, 8, "%u.%03u", thousandths / 1000 % 10, thousandths % 1000);
}

static void put_share(struct text_grid *grid, uint64_t part, uint64_t whole)
{
	char text[8] = "-";
	if (whole)
		format_share(share_of(part, whole), text);
	text_grid_add(grid, "%s", text);
}

static void put_interval(struct text_grid *grid, uint64_t part, uint64_t whole)
{
	char low[8], high[8];
	if (!whole) {
		text_grid_add(grid, "-");
		return;
	}
	struct share_interval interval = wilson_95(part, whole);
	format_share(interval.low, low);
	format_share(interval.high, high);
	text_grid_add(grid, "%s–%s", low, high);
}

/* From 0 to 1: a line over the interval, a point at the share. */
static void put_picture(struct text_grid *grid, uint64_t part, uint64_t whole)
{
	struct buffer text = BUFFER_INIT;
	struct share_interval interval = whole ? wilson_95(part, whole) : (struct share_interval){1, 0};
	uint32_t step = 10000 / PICTURE_WIDTH, point = whole ? (share_of(part, whole) + step / 2) / step : UINT32_MAX;
	for (uint32_t at = 0; at <= PICTURE_WIDTH && whole; at++) {
		bool inside = at * step + step / 2 >= interval.low && at * step <= interval.high + step / 2;
		buffer_format(&text, "%s", at == point ? "●" : inside ? "─" : "·");
	}
	text_grid_add(grid, "%.*s", (int)text.size, text.size ? text.data : "");
	buffer_free(&text);
}

static void put_money(struct text_grid *grid, int64_t fen)
{
	char text[MONEY_TEXT_SIZE];
	text_grid_add(grid, "%.*s", money_yuan(fen, text), text);
}

/* ---- a table per question; every way of looking at the cases is a part of each ---- */

static void put_precision(struct text_grid *grid, const struct tally *tally)
{
	put_count(grid, tally->cases);
	put_count(grid, tally->judged);
	put_count(grid, tally->true_count);
	put_share(grid, tally->true_count, tally->judged);
	put_interval(grid, tally->true_count, tally->judged);
	put_picture(grid, tally->true_count, tally->judged);
}

static void put_amounts(struct text_grid *grid, const struct tally *tally)
{
	put_count(grid, tally->amounts_known);
	put_money(grid, tally->verified);
	put_money(grid, tally->claimed);
	put_share(grid, (uint64_t)tally->verified, (uint64_t)tally->claimed);
}

static void put_recall(struct text_grid *grid, const struct tally *tally)
{
	put_count(grid, tally->undecided);
	put_count(grid, tally->undecided_judged);
	put_count(grid, tally->undecided_true);
	put_count(grid, tally->known);
	put_count(grid, tally->known_found);
	put_share(grid, tally->known_found, tally->known);
	put_interval(grid, tally->known_found, tally->known);
}

static const struct question {
	const char *title, *align;
	const char *const *head;
	void (*put)(struct text_grid *grid, const struct tally *tally);
} questions[] = {
	{"precision: of the cases that were judged, how many were true", "lrrrrll",
	 (const char *const[]){"cases", "judged", "true", "precision", "95 %", "0 … 1"}, put_precision},
	{"precision by amount: yuan verified of yuan claimed, where both are known", "lrrrr",
	 (const char *const[]){"judged", "verified", "claimed", "by amount"}, put_amounts},
	{"undecided findings, and recall: of the true problems that outcomes name, how many are found (an UPPER BOUND)", "lrrrrrrl",
	 (const char *const[]){"undecided", "judged", "true", "known", "found", "recall ≤", "95 %"}, put_recall},
};

/* Between the ways of looking stands their name. */
static void put_part(const struct question *question, const char *name, const struct tallies *tallies, const struct dictionary *dictionary,
		     struct text_grid *grid)
{
	if (!tallies->count)
		return;
	text_grid_add(grid, "by %s", name);
	for (size_t at = 1; at < strlen(question->align); at++)
		text_grid_add(grid, "%s", "");
	for (uint32_t at = 0; at < tallies->count; at++) {
		struct span key = tallies->item[at].key, label = dictionary ? dictionary_label(dictionary, key) : key;
		bool named = key.size && !span_equal(key, label);
		text_grid_add(grid, "  %.*s%s%.*s", SPAN_ARG(key.size ? key : SPAN("(not known)")), named ? " " : "", named ? (int)label.size : 0, label.data);
		question->put(grid, &tallies->item[at]);
	}
}

static void put_question(const struct backtest *backtest, const struct question *question, struct buffer *out)
{
	struct text_grid grid = {.align = question->align};
	buffer_format(out, "\n%s\n", question->title);
	text_grid_add(&grid, "%s", "");
	for (size_t at = 1; at < strlen(question->align); at++)
		text_grid_add(&grid, "%s", question->head[at - 1]);
	text_grid_add(&grid, "all");
	question->put(&grid, &backtest->total);
	put_part(question, "rule", &backtest->rule, NULL, &grid);
	put_part(question, "grade", &backtest->grade, NULL, &grid);
	put_part(question, "class", &backtest->class, NULL, &grid);
	put_part(question, "county", &backtest->county, backtest->outcomes.counties, &grid);
	text_grid_end(&grid, 2, out);
}

/* ---- what stands beside the tables ---- */

static void put_head(const struct backtest *backtest, struct buffer *out)
{
	const struct outcomes *outcomes = &backtest->outcomes;
	char as_of[CALENDAR_TEXT_SIZE], from[CALENDAR_TEXT_SIZE], until[CALENDAR_TEXT_SIZE];
	buffer_format(out, "backtest as of %.*s: %u outcomes of %s", day_text(backtest->session->as_of, as_of), as_of, outcomes->count,
		      outcomes->shown);
	if (outcomes->closed_from != INT64_MIN)
		buffer_format(out, ", closed %.*s to %.*s", day_text(outcomes->closed_from, from), from, day_text(outcomes->closed_until, until), until);
	if (outcomes->not_judged)
		buffer_format(out, "; rows not judged yet: %llu", (unsigned long long)outcomes->not_judged);
	buffer_add_char(out, '\n');
}

static void put_beyond(struct span name, int64_t fen, struct buffer *out)
{
	char text[MONEY_TEXT_SIZE];
	if (fen)
		buffer_format(out, "%.*s: %.*s yuan were true beyond what was claimed, and are not in 'verified'\n", SPAN_ARG(name), money_yuan(fen, text),
			      text);
}

static void put_notes(const struct backtest *backtest, struct buffer *out)
{
	buffer_format(out, "\nproblems nobody knows of are in no outcome: the true recall is lower\n");
	put_beyond(SPAN("all cases"), backtest->total.beyond, out);
	for (uint32_t at = 0; at < backtest->rule.count; at++)
		put_beyond(backtest->rule.item[at].key, backtest->rule.item[at].beyond, out);
	for (uint32_t at = 0; at < backtest->job->plan->rule_count; at++) {
		const char *why = backtest->job->rule[at].why;
		if (why)
			buffer_format(out, "rule %.*s did not run: %.*s\n", SPAN_ARG(backtest->job->plan->rule[at].rule->id), (int)strcspn(why, "\n"), why);
	}
}

static void put_unmatched(const struct backtest *backtest, struct buffer *out)
{
	static const char *const words[MATCH_WORDS] = {
		[MATCH_UNDECIDED] = "an undecided code holds the finding back", [MATCH_EXEMPTED] = "the finding is exempted",
		[MATCH_OTHER_RULE] = "the case is found, not by this rule",	   [MATCH_NOT_RUN] = "the rule was not run",
		[MATCH_NO_CASE] = "no such case is found"};
	bool some = false;
	for (uint32_t at = 0; at < backtest->outcomes.count; at++) {
		uint32_t number = backtest->by_line[at];
		const struct outcome *outcome = &backtest->outcomes.item[number];
		if (backtest->match[number] == MATCH_FOUND)
			continue;
		if (!some)
			buffer_format(out, "\noutcomes that match no finding\n");
		some = true;
		buffer_format(out, "  %s:%llu: %s, %s%s: %s\n", backtest->outcomes.shown, (unsigned long long)outcome->line,
			      no_match_words[backtest->match[number]], outcome_words[outcome->judgement], outcome->known_missed ? ", known missed" : "",
			      words[backtest->match[number]]);
	}
}

void backtest_text(const struct backtest *backtest, struct buffer *out)
{
	put_head(backtest, out);
	for (size_t at = 0; at < sizeof questions / sizeof *questions; at++)
		put_question(backtest, &questions[at], out);
	put_notes(backtest, out);
	put_unmatched(backtest, out);
}
