/* summary.txt: the run for people. What is wrong comes first; a rule that did not run shows no figure, because 0 would be one. */
#include <stdlib.h>

#include "base/text.h"
#include "report/output.h"
#include "report/text_grid.h"

static void money(struct text_grid *grid, int64_t fen)
{
	char text[MONEY_TEXT_SIZE];
	text_grid_add(grid, "%.*s", money_yuan(fen, text), text);
}

static void count(struct text_grid *grid, uint64_t number)
{
	text_grid_add(grid, "%llu", (unsigned long long)number);
}

static void put_head(const struct report *report, struct buffer *out)
{
	char day[CALENDAR_TEXT_SIZE], due[MONEY_TEXT_SIZE];
	int day_size = day_text(report->as_of, day), due_size = money_yuan(report->cases->due, due);
	buffer_format(out, "疑点核查结果  截至 %.*s", day_size, day);
	if (report->agency->region.size)
		buffer_format(out, "  区划 %.*s（%s）", SPAN_ARG(report->agency->region), report->agency->city ? "市级" : "县级");
	buffer_format(out, "\n案件 %u 件，应追回 %.*s 元；待定 %llu 项。%s\n", report->cases->case_count, due_size, due,
		      (unsigned long long)report_undecided_total(report), report->partial ? "本次结果有缺口，见下。" : "数据齐全。");
}

/* ---- tables ---- */

static void put_tables(const struct report *report, struct buffer *out)
{
	struct text_grid grid = {.align = "lrrrrr"};
	static const char *const head[] = {"数据", "文件", "行数", "采用", "剔除", "不能识别的单元格"};
	for (uint32_t at = 0; at < sizeof head / sizeof *head; at++)
		text_grid_add(&grid, "%s", head[at]);
	for (uint32_t at = 0; at < report->table_count; at++) {
		const struct report_table *table = &report->table[at];
		if (!table->files && !table->configured)
			continue;
		text_grid_add(&grid, "%s", table->spec->title);
		count(&grid, table->files);
		const uint64_t figure[] = {table->rows, table->kept, table->rejected, table->malformed};
		for (uint32_t each = 0; each < sizeof figure / sizeof *figure; each++)
			if (table_was_read(report, table->spec))
				count(&grid, figure[each]);
			else
				text_grid_add(&grid, each ? "—" : "未读");
	}
	buffer_add_char(out, '\n');
	text_grid_end(&grid, 0, out);
}

/* ---- rules ---- */

static void put_rule(const struct report *report, const struct report_rule *rule, struct text_grid *grid)
{
	bool ran = rule->state == RULE_RAN && rule->plan;
	const struct rule_totals *totals = ran ? &report->cases->totals[rule->plan->number] : NULL;
	text_grid_add(grid, "%s", rule_class_names[rule->rule->class]);
	text_grid_add(grid, "%.*s", SPAN_ARG(rule->rule->title));
	text_grid_add(grid, "%s", label_state(rule));
	if (!ran) {
		for (int cell = 0; cell < 4; cell++)
			text_grid_add(grid, "—");
	} else {
		count(grid, totals->hits);
		count(grid, totals->subjects);
		if (rule->rule->has_claim)
			money(grid, totals->claimed);
		else
			text_grid_add(grid, "—");
		count(grid, undecided_sum(report, rule->rule));
	}
	text_grid_add(grid, "%.*s", SPAN_ARG(rule->rule->id));
}

static void put_heads(struct text_grid *grid, const char *const *head, size_t count)
{
	for (size_t at = 0; at < count; at++)
		text_grid_add(grid, "%s", head[at]);
}

/* A block of its own: none of it is in any figure above. */
static void put_shadow(const struct report *report, struct buffer *out)
{
	struct text_grid grid = {.align = "lllrrrrlr"};
	static const char *const head[] = {"类别", "试运行规则", "状态", "疑点", "主体", "金额（元）", "待定", "规则编号", "新增主体"};
	if (!report->shadow_count)
		return;
	put_heads(&grid, head, sizeof head / sizeof *head);
	for (uint32_t at = 0; at < report->shadow_count; at++) {
		const struct report *alone = report->shadow[at].report;
		put_rule(alone, &alone->rule[0], &grid);
		if (alone->rule[0].state == RULE_RAN)
			count(&grid, report->shadow[at].new_subjects);
		else
			text_grid_add(&grid, "—");
	}
	buffer_add_span(out, SPAN("\n试运行，不计入以上案件、金额和待定，见 shadow/\n"));
	text_grid_end(&grid, 0, out);
	for (uint32_t at = 0; at < report->shadow_count; at++) {
		const struct report_rule *rule = &report->shadow[at].report->rule[0];
		if (rule->why)
			buffer_format(out, "  - %.*s：%.*s\n", SPAN_ARG(rule->rule->id), (int)strcspn(rule->why, "\n"), rule->why);
	}
}

/* Nothing to look into: no hit, none withheld or exempted. */
static bool rule_is_quiet(const struct report *report, const struct report_rule *rule)
{
	const struct rule_totals *totals = &report->cases->totals[rule->plan->number];
	return !totals->hits && !totals->exempted_hits && !undecided_sum(report, rule->rule);
}

/* Rules without a line in the grid, counted by what became of them. */
struct rest {
	uint32_t quiet, left_out, blind;
};

static void put_rest(const struct rest *rest, struct buffer *out)
{
	if (rest->quiet)
		buffer_format(out, "另有 %u 条规则已运行，没有疑点。\n", rest->quiet);
	if (rest->blind)
		buffer_format(out, "另有 %u 条规则未判断，见上。\n", rest->blind);
	if (rest->left_out)
		buffer_format(out, "另有 %u 条规则本次未选。\n", rest->left_out);
}

/* A line for each rule that found something, could not decide a row, or does not run at this level; a pack has some sixty. */
static void put_or_count(const struct report *report, const struct report_rule *rule, struct rest *rest, struct text_grid *grid)
{
	bool ran = rule->state == RULE_RAN, here = rule->state != RULE_NOT_RUN_HERE;
	if (!here && rule->why)
		rest->left_out++;
	else if (here && !ran)
		rest->blind++;
	else if (ran && rule_is_quiet(report, rule))
		rest->quiet++;
	else
		put_rule(report, rule, grid);
}

static void put_rules(const struct report *report, struct buffer *out)
{
	struct text_grid grid = {.align = "lllrrrrl"};
	struct rest rest = {0};
	static const char *const head[] = {"类别", "规则", "状态", "疑点", "主体", "金额（元）", "待定", "规则编号"};
	put_heads(&grid, head, sizeof head / sizeof *head);
	for (uint32_t class = CLASS_COUNT; class-- > 0;) /* gravest first, by id within a class */
		for (uint32_t at = 0; at < report->rule_count; at++)
			if (report->rule[at].rule->class == class)
				put_or_count(report, &report->rule[at], &rest, &grid);
	buffer_add_char(out, '\n');
	if (grid.cell_count == sizeof head / sizeof *head)
		grid.cell_count = 0;
	text_grid_end(&grid, 0, out);
	put_rest(&rest, out);
}

/* ---- classes and counties ---- */

static void put_classes(const struct report *report, struct buffer *out)
{
	struct text_grid grid = {.align = "llrrl"};
	static const char *const head[] = {"类别", "", "案件", "应追回（元）", "由谁处理"};
	for (uint32_t at = 0; at < sizeof head / sizeof *head; at++)
		text_grid_add(&grid, "%s", head[at]);
	for (uint32_t class = CLASS_COUNT; class-- > 0;) {
		const struct rule_totals *totals = &report->cases->class_totals[class];
		const struct class_spec *spec = &report->plan->set->class[class];
		if (!totals->hits)
			continue;
		text_grid_add(&grid, "%s", rule_class_names[class]);
		text_grid_add(&grid, "%.*s", SPAN_ARG(spec->title));
		count(&grid, totals->hits);
		money(&grid, totals->claimed);
		text_grid_add(&grid, "%.*s", SPAN_ARG(spec->handling.handled_by));
	}
	buffer_add_char(out, '\n');
	text_grid_end(&grid, 0, out);
}

static int by_county(const void *left, const void *right)
{
	const struct case_file *const *a = left, *const *b = right;
	return span_compare((*a)->county, (*b)->county);
}

static void put_counties(const struct report *report, struct buffer *out)
{
	uint32_t cases = report->cases->case_count;
	const struct case_file **file = mem_alloc((cases + 1) * sizeof(*file));
	struct text_grid grid = {.align = "lrr"};
	text_grid_add(&grid, "统筹区");
	text_grid_add(&grid, "案件");
	text_grid_add(&grid, "应追回（元）");
	for (uint32_t at = 0; at < cases; at++)
		file[at] = &report->cases->file[at];
	if (cases)
		qsort(file, cases, sizeof(*file), by_county);
	for (uint32_t from = 0, to; from < cases; from = to) {
		int64_t due = 0;
		for (to = from; to < cases && !by_county(&file[from], &file[to]); to++)
			due += file[to]->due;
		struct span county = file[from]->county;
		text_grid_add(&grid, "%.*s", SPAN_ARG(county.size ? label_county(report, county) : SPAN("（无）")));
		count(&grid, to - from);
		money(&grid, due);
	}
	buffer_add_char(out, '\n');
	text_grid_end(&grid, 0, out);
	free(file);
}

void report_summary_text(const struct report *report, struct buffer *out)
{
	put_head(report, out);
	summary_gaps(report, out);
	put_tables(report, out);
	put_rules(report, out);
	summary_asides(report, out);
	if (report->cases->case_count) {
		put_classes(report, out);
		put_counties(report, out);
	}
	put_shadow(report, out);
}

enum status write_summary_text(const struct report *report, const char *path, struct err *err)
{
	struct buffer text = BUFFER_INIT;
	report_summary_text(report, &text);
	enum status status = output_text(path, &text, err);
	buffer_free(&text);
	return status;
}
