#include "base/calendar.h"
#include "report/text_grid.h"
#include "workbench/diff_report.h"

static void put_pair(const struct rule_pair *pair, const struct comparison *comparison, struct buffer *out)
{
	struct span id = pair->b ? pair->b->id : pair->a->id;
	if (!pair->a || !pair->b) {
		buffer_format(out, "rule %.*s: only in %s\n\n", SPAN_ARG(id), pair->a ? comparison->a_path : comparison->b_path);
		return;
	}
	buffer_format(out, "rule %.*s\n", SPAN_ARG(id));
	facts_unified(&pair->a_facts, &pair->b_facts, pair->a->path, pair->b->path, out);
	for (uint32_t at = 0; at < pair->change_count; at++) {
		const struct fact_change *change = &pair->change[at];
		buffer_format(out, "  %.*s: ", SPAN_ARG(change->key));
		if (change->before.data && change->after.data)
			buffer_format(out, "%.*s → %.*s\n", SPAN_ARG(change->before), SPAN_ARG(change->after));
		else
			buffer_format(out, "%s %.*s\n", change->before.data ? "removed" : "added",
				      SPAN_ARG(change->before.data ? change->before : change->after));
	}
	buffer_add_char(out, '\n');
}

/* ---- effect ---- */

static void money(struct text_grid *grid, int64_t fen)
{
	char text[MONEY_TEXT_SIZE];
	text_grid_add(grid, "%.*s", money_yuan(fen, text), text);
}

static void put_row(struct text_grid *grid, const struct effect_row *row, struct span name, bool due)
{
	const uint64_t figure[] = {row->before, row->after, row->gained, row->lost};
	text_grid_add(grid, "%.*s", SPAN_ARG(name));
	for (int at = 0; at < 4; at++)
		text_grid_add(grid, "%llu", (unsigned long long)figure[at]);
	if (!due)
		return;
	money(grid, row->due_before);
	money(grid, row->due_after);
}

static void put_rows(const char *title, const struct effect_rows *rows, bool due, struct buffer *out)
{
	struct text_grid grid = {.align = due ? "lrrrrrr" : "lrrrr"};
	static const char *const head[] = {"before", "after", "gained", "lost", "due before", "due after"};
	if (!rows->count)
		return;
	text_grid_add(&grid, "%s", title);
	for (int at = 0; at < (due ? 6 : 4); at++)
		text_grid_add(&grid, "%s", head[at]);
	for (uint32_t at = 0; at < rows->count; at++)
		put_row(&grid, &rows->row[at], rows->row[at].name.size ? rows->row[at].name : SPAN("(none)"), due);
	buffer_add_char(out, '\n');
	text_grid_end(&grid, 2, out);
}

static void put_months(const struct case_file *file, struct buffer *out)
{
	char first[CALENDAR_TEXT_SIZE], last[CALENDAR_TEXT_SIZE], due[MONEY_TEXT_SIZE];
	if (!file->month_count) {
		buffer_add_span(out, SPAN("no months"));
		return;
	}
	month_text(file->month[0].month, first);
	month_text(file->month[file->month_count - 1].month, last);
	bool one = file->month_count == 1;
	buffer_format(out, "%u month%s %s%s%s, %.*s", file->month_count, one ? "" : "s", first, one ? "" : " … ", one ? "" : last,
		      money_yuan(file->due, due), due);
}

/* `2 months 2026-09 … 2026-10, 1,020.00 (29.4: paid-after-death)` */
static void put_side(const struct case_file *file, struct buffer *out)
{
	if (!file) {
		buffer_add_span(out, SPAN("no case"));
		return;
	}
	put_months(file, out);
	buffer_format(out, " (%s:", rule_class_names[file->class]);
	for (uint32_t part = 0; part < file->part_count; part++)
		buffer_format(out, "%s %.*s", part ? "," : "", SPAN_ARG(file->part[part].rule->rule->id));
	buffer_add_char(out, ')');
}

static void put_example(const struct effect_case *example, struct buffer *out)
{
	const struct case_file *file = example->after ? example->after : example->before;
	const char *word = !example->before ? "gained" : !example->after ? "lost" : "changed";
	buffer_format(out, "  %-7s  %s  %.*s\n    ", word, file->number, SPAN_ARG(file->key));
	put_side(example->before, out);
	buffer_add_span(out, SPAN(" → "));
	put_side(example->after, out);
	buffer_add_char(out, '\n');
}

static void put_gap(void *context, const char *side, const struct report_rule *rule)
{
	buffer_format(context, "  %s: rule %.*s: %s%s%s\n", side, SPAN_ARG(rule->rule->id), rule_state_names[rule->state], rule->why ? ": " : "",
		      rule->why ? rule->why : "");
}

static void put_effect(const struct comparison *comparison, struct buffer *out)
{
	const struct effect *effect = &comparison->effect;
	char before[MONEY_TEXT_SIZE], after[MONEY_TEXT_SIZE];
	int before_size = money_yuan(effect->all.due_before, before), after_size = money_yuan(effect->all.due_after, after);
	buffer_format(out, "effect on the data: %llu → %llu cases (%llu gained, %llu lost, %llu changed), due %.*s → %.*s yuan\n",
		      (unsigned long long)effect->all.before, (unsigned long long)effect->all.after, (unsigned long long)effect->all.gained,
		      (unsigned long long)effect->all.lost, (unsigned long long)effect->changed, before_size, before, after_size, after);
	comparison_gaps(comparison, put_gap, out);
	if (!effect->differs)
		return;
	put_rows("rule", &effect->rules, true, out);
	put_rows("county", &effect->counties, true, out);
	put_rows("class", &effect->classes, true, out);
	put_rows("undecided", &effect->undecided, false, out);
	uint32_t shown = effect->case_count < comparison->example_max ? effect->case_count : comparison->example_max;
	if (shown)
		buffer_format(out, "\n  %u of %u cases that differ\n", shown, effect->case_count);
	for (uint32_t at = 0; at < shown; at++)
		put_example(&effect->item[at], out);
}

void diff_text(const struct comparison *comparison, struct buffer *out)
{
	for (uint32_t at = 0; at < comparison->pair_count; at++)
		put_pair(&comparison->pair[at], comparison, out);
	if (!comparison->pair_count)
		buffer_add_span(out, SPAN("the rules mean the same\n"));
	if (comparison->side)
		put_effect(comparison, out);
}
