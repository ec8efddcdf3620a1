/* The part of summary.txt on what is in no case: one line per reason, over all rules. Rule by rule it stands in summary.json. */
#include <stdlib.h>
#include <string.h>

#include "report/output.h"
#include "report/text_grid.h"

struct aside {
	char *what;
	const struct rule *rule; /* the first that has the reason */
	uint32_t rules;
	uint64_t number;
	int64_t fen;
	bool has_claim; /* a reason of rules without claims has no amount, which is not the amount 0 */
};

struct asides {
	struct aside *aside;
	uint32_t count, capacity;
	const struct rule *rule; /* whose reasons come in */
};

static struct aside *aside_of(struct asides *asides, const char *what)
{
	for (uint32_t at = 0; at < asides->count; at++)
		if (!strcmp(asides->aside[at].what, what))
			return &asides->aside[at];
	ARRAY_GROW(asides->aside, asides->count, asides->capacity);
	struct aside *aside = &asides->aside[asides->count++];
	*aside = (struct aside){.what = mem_text(what), .rule = asides->rule};
	return aside;
}

/* fen: NULL where there is no amount. */
static void add(struct asides *asides, const char *what, uint64_t number, const int64_t *fen)
{
	if (!number)
		return;
	struct aside *aside = aside_of(asides, what);
	aside->rules++;
	aside->number += number;
	if (fen && asides->rule->has_claim) {
		aside->has_claim = true;
		aside->fen += *fen;
	}
}

static void add_code(void *context, const char *code, uint64_t number)
{
	char *what = mem_format("待定 %s", code);
	add(context, what, number, NULL);
	free(what);
}

static void add_rule(struct asides *asides, const struct report *report, const struct report_rule *rule)
{
	asides->rule = rule->rule;
	undecided_count(report, rule->rule, add_code, asides);
	if (!rule->plan)
		return;
	const struct rule_totals *totals = &report->cases->totals[rule->plan->number];
	add(asides, "因待定而暂不列案的疑点", totals->withheld_hits, &totals->withheld_claimed);
	add(asides, "免核名单内，见 exempted.csv", totals->exempted_hits, &totals->exempted_claimed);
	add(asides, "已冲正，净额不大于零", totals->netted, NULL);
}

static int by_what(const void *left, const void *right)
{
	return strcmp(((const struct aside *)left)->what, ((const struct aside *)right)->what);
}

static void put(const struct aside *aside, struct text_grid *grid)
{
	char text[MONEY_TEXT_SIZE];
	text_grid_add(grid, "%s", aside->what);
	if (aside->rules == 1)
		text_grid_add(grid, "%.*s", SPAN_ARG(aside->rule->title));
	else
		text_grid_add(grid, "%u 条规则", aside->rules);
	text_grid_add(grid, "%llu", (unsigned long long)aside->number);
	text_grid_add(grid, "%.*s", aside->has_claim ? money_yuan(aside->fen, text) : (int)strlen("—"), aside->has_claim ? text : "—");
}

void summary_asides(const struct report *report, struct buffer *out)
{
	struct text_grid grid = {.align = "llrr"};
	struct asides asides = {0};
	for (uint32_t at = 0; at < report->rule_count; at++)
		add_rule(&asides, report, &report->rule[at]);
	if (asides.count) {
		static const char *const head[] = {"不在案件中的", "规则", "数量", "金额（元）"};
		qsort(asides.aside, asides.count, sizeof(*asides.aside), by_what);
		for (size_t at = 0; at < sizeof head / sizeof *head; at++)
			text_grid_add(&grid, "%s", head[at]);
		buffer_add_char(out, '\n');
	}
	for (uint32_t at = 0; at < asides.count; at++) {
		put(&asides.aside[at], &grid);
		free(asides.aside[at].what);
	}
	text_grid_end(&grid, 0, out);
	free(asides.aside);
}
