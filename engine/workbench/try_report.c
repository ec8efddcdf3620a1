#include "workbench/try_report.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "base/text.h"
#include "report/text_grid.h"

/* ---- figures ---- */

struct trial_rows trial_rows(const struct trial_run *trial)
{
	const struct job *job = trial->job;
	struct trial_rows rows = {0};
	for (uint32_t at = 0; at < job->inputs.count; at++)
		rows.read += job->inputs.input[at].extract.kept_count;
	for (uint32_t table = 0; job->sample && table < job->plan->table_count; table++)
		if (job->sample->column[table] != SAMPLE_WHOLE)
			rows.in += job->sample->kept[table];
	for (uint32_t at = 0; at < job->inputs.count; at++)
		if (!job->sample || job->sample->column[job->inputs.input[at].table] == SAMPLE_WHOLE)
			rows.in += job->inputs.input[at].extract.kept_count;
	return rows;
}

enum rule_state trial_state(const struct trial_run *trial, const char **why)
{
	for (uint32_t at = 0; at < trial->report->rule_count; at++)
		if (trial->report->rule[at].rule == trial->rule) {
			*why = trial->report->rule[at].why;
			return trial->report->rule[at].state;
		}
	*why = NULL;
	return RULE_NOT_RUN_HERE;
}

static double share_of(const struct trial_run *trial)
{
	return (double)trial->sample.share / (double)SHARE_ONE;
}

struct estimate trial_subjects(const struct trial_run *trial)
{
	double subjects = (double)trial->found.subjects;
	return estimate_total(subjects, subjects, share_of(trial), true);
}

struct estimate trial_claimed(const struct trial_run *trial)
{
	return estimate_total((double)trial->found.claimed, trial->found.claimed_squares, share_of(trial), false);
}

/* ---- text ---- */

static void money(struct text_grid *grid, int64_t fen)
{
	char text[MONEY_TEXT_SIZE];
	text_grid_add(grid, "%.*s", money_yuan(fen, text), text);
}

static void put_head(const struct trial_run *trial, struct buffer *out)
{
	static const char *const status_words[] = {"draft", "shadow", "active", "retired"};
	struct trial_rows rows = trial_rows(trial);
	const char *why;
	enum rule_state state = trial_state(trial, &why);
	buffer_format(out, "%.*s v%lld  %.*s (%s)\n", SPAN_ARG(trial->rule->id), (long long)trial->rule->version, SPAN_ARG(trial->rule->title),
		      status_words[trial->rule->status]);
	if (trial->job->sample)
		buffer_format(out, "  %g%% of the subjects by %.*s, seed %u: %llu of %llu rows\n", share_of(trial) * 100, SPAN_ARG(trial->unit),
			      trial->sample.seed, (unsigned long long)rows.in, (unsigned long long)rows.read);
	else
		buffer_format(out, "  all %llu rows%s%s\n", (unsigned long long)rows.read, trial->whole ? "; it cannot be sampled: " : "",
			      trial->whole ? trial->whole : "");
	if (state != RULE_RAN) /* and no figure: 0 would be one */
		buffer_format(out, "  %s%s%s\n", rule_state_names[state], why ? ": " : "", why ? why : "");
	for (uint32_t at = 0; at < trial->report->note_count; at++)
		buffer_format(out, "  note: %.*s\n", (int)strcspn(trial->report->note[at], "\n"), trial->report->note[at]);
}

static void put_row(struct text_grid *grid, const char *name, uint64_t number)
{
	text_grid_add(grid, "%s", name);
	text_grid_add(grid, "%llu", (unsigned long long)number);
	for (int cell = 0; cell < 2 && grid->align[2]; cell++) /* no estimate of it is made */
		text_grid_add(grid, "—");
}

static void put_estimate(struct text_grid *grid, struct estimate estimate, bool fen)
{
	if (!estimate.known) {
		text_grid_add(grid, "%s", "?");
		text_grid_add(grid, "%s", "no hit in the sample");
		return;
	}
	double unit = fen ? 100 : 1;
	text_grid_add(grid, "%.0f", estimate.total / unit);
	text_grid_add(grid, "%.0f … %.0f", estimate.low / unit, estimate.high / unit);
}

static void put_code(void *context, const char *code, uint64_t number)
{
	char *name = mem_format("undecided %s", code);
	put_row(context, name, number);
	free(name);
}

static void put_figures(const struct trial_run *trial, struct buffer *out)
{
	const struct found *found = &trial->found;
	const struct rule_totals *totals = &trial->job->cases->totals[trial->plan_rule->number];
	bool estimated = trial->job->sample != NULL;
	struct text_grid grid = {.align = estimated ? "lrrl" : "lr"};
	text_grid_add(&grid, "%s", "");
	text_grid_add(&grid, "%s", estimated ? "sample" : "all");
	if (estimated) {
		text_grid_add(&grid, "%s", "estimate");
		text_grid_add(&grid, "%s", "95% interval");
	}
	put_row(&grid, "rows", found->rows);
	put_row(&grid, "hits", found->hits);
	text_grid_add(&grid, "%s", "subjects");
	text_grid_add(&grid, "%llu", (unsigned long long)found->subjects);
	if (estimated)
		put_estimate(&grid, trial_subjects(trial), false);
	if (trial->rule->has_claim) {
		put_row(&grid, "claims", found->claims);
		text_grid_add(&grid, "%s", "claimed (yuan)");
		money(&grid, found->claimed);
		if (estimated)
			put_estimate(&grid, trial_claimed(trial), true);
	}
	undecided_count(trial->report, trial->rule, put_code, &grid);
	if (totals->withheld_hits)
		put_row(&grid, "withheld hits", totals->withheld_hits);
	if (totals->exempted_hits)
		put_row(&grid, "exempted hits", totals->exempted_hits);
	buffer_add_char(out, '\n');
	text_grid_end(&grid, 2, out);
}

static void put_bars(const struct trial_run *trial, const char *title, const struct found_bar *bar, uint32_t count, struct buffer *out)
{
	enum { WIDTH = 40 };
	static const char dashes[WIDTH + 1] = "########################################";
	struct text_grid grid = {.align = "lrl"};
	double most = 1;
	for (uint32_t at = 0; at < count; at++) {
		double size = trial->rule->has_claim ? (double)bar[at].claimed : (double)bar[at].hits;
		most = size > most ? size : most;
	}
	for (uint32_t at = 0; at < count; at++) {
		double size = trial->rule->has_claim ? (double)bar[at].claimed : (double)bar[at].hits;
		text_grid_add(&grid, "%.*s", SPAN_ARG(bar[at].name));
		if (trial->rule->has_claim)
			money(&grid, bar[at].claimed);
		else
			text_grid_add(&grid, "%llu", (unsigned long long)bar[at].hits);
		text_grid_add(&grid, "%.*s", (int)(size / most * WIDTH + 0.5), dashes);
	}
	if (count)
		buffer_format(out, "\n  %s by %s\n", trial->rule->has_claim ? "yuan" : "hits", title);
	text_grid_end(&grid, 2, out);
}

static void put_example(const struct trial_run *trial, const struct found_case *example, struct buffer *out)
{
	const struct case_file *file = example->file;
	struct place place = example->part->group->place;
	char money_out[MONEY_TEXT_SIZE];
	buffer_format(out, "  %s  %.*s", file->number, SPAN_ARG(file->key));
	if (trial->rule->has_claim)
		buffer_format(out, "  claims %u, %.*s yuan", example->part->hit_count, money_yuan(example->part->claimed, money_out), money_out);
	buffer_format(out, "  %.*s\n    %.*s\n", SPAN_ARG(example->part->level), SPAN_ARG(example->part->message));
	if (place.extract < trial->report->extract_count)
		buffer_format(out, "    %s:%llu\n", trial->report->extract_shown[place.extract], (unsigned long long)place.line);
}

static void put_text(struct trial_run *trial, struct buffer *out)
{
	const struct found *found = &trial->found;
	uint32_t counties, months;
	const char *why;
	put_head(trial, out);
	if (trial_state(trial, &why) != RULE_RAN)
		return;
	put_figures(trial, out);
	const struct found_bar *county = found_counties(found, &trial->arena, &counties);
	const struct found_bar *month = found_months(found, &trial->arena, &months);
	if (trial->how->bars) {
		put_bars(trial, "county", county, counties, out);
		put_bars(trial, "month", month, months, out);
	}
	uint32_t shown = found->case_count < trial->how->examples ? found->case_count : trial->how->examples;
	if (shown)
		buffer_format(out, "\n  %u of %u cases\n", shown, found->case_count);
	for (uint32_t at = 0; at < shown; at++)
		put_example(trial, &found->item[at], out);
}

void try_report(struct trial_run *trial)
{
	struct buffer text = BUFFER_INIT;
	if (trial->options->json) {
		try_json(trial);
		return;
	}
	put_text(trial, &text);
	fwrite(text.data, 1, text.size, trial->options->out);
	buffer_free(&text);
}
