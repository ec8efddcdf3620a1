#include "workbench/found.h"

#include <stdlib.h>

#include "base/calendar.h"

static int by_subject(const void *left, const void *right)
{
	const struct found_case *a = left, *b = right;
	int order = span_compare(a->file->kind, b->file->kind);
	return order ? order : span_compare(a->file->key, b->file->key);
}

static int by_order(const void *left, const void *right)
{
	const struct found_case *a = left, *b = right;
	return a->order == b->order ? strcmp(a->file->number, b->file->number) : a->order < b->order ? -1 : 1;
}

static void add_case(struct found *found, const struct case_file *file, const struct case_part *part, uint32_t seed)
{
	found->claims += part->rule->rule->has_claim ? part->hit_count : 0;
	for (uint32_t hit = 0; hit < part->hit_count; hit++)
		found->due += part->hit_due[hit];
	found->item[found->case_count++] = (struct found_case){file, part, sample_hash(span_of(file->number), seed)};
}

static void add_up_subjects(struct found *found)
{
	if (found->case_count)
		qsort(found->item, found->case_count, sizeof *found->item, by_subject);
	for (uint32_t from = 0, to; from < found->case_count; from = to) {
		double claimed = 0;
		for (to = from; to < found->case_count && !by_subject(&found->item[from], &found->item[to]); to++)
			claimed += (double)found->item[to].part->claimed;
		found->claimed_squares += claimed * claimed;
	}
}

struct found found_of(const struct job *job, const struct plan_rule *rule, uint32_t seed)
{
	const struct rule_totals *totals = &job->cases->totals[rule->number];
	struct found found = {.rows = totals->rows, .hits = totals->hits, .subjects = totals->subjects, .claimed = totals->claimed,
			      .item = mem_alloc((job->cases->case_count + 1) * sizeof *found.item)};
	for (uint32_t at = 0; at < job->cases->case_count; at++)
		for (uint32_t part = 0; part < job->cases->file[at].part_count; part++)
			if (job->cases->file[at].part[part].rule == rule)
				add_case(&found, &job->cases->file[at], &job->cases->file[at].part[part], seed);
	add_up_subjects(&found);
	if (found.case_count)
		qsort(found.item, found.case_count, sizeof *found.item, by_order);
	return found;
}

/* ---- bars ---- */

static int by_name(const void *left, const void *right)
{
	return span_compare(((const struct found_bar *)left)->name, ((const struct found_bar *)right)->name);
}

/* Bars of one name become one. */
static uint32_t merge_bars(struct found_bar *bar, uint32_t count)
{
	uint32_t kept = 0;
	if (count)
		qsort(bar, count, sizeof *bar, by_name);
	for (uint32_t at = 0; at < count; at++) {
		if (!kept || by_name(&bar[kept - 1], &bar[at])) {
			bar[kept++] = bar[at];
			continue;
		}
		bar[kept - 1].hits += bar[at].hits;
		bar[kept - 1].claimed += bar[at].claimed;
	}
	return kept;
}

struct found_bar *found_counties(const struct found *found, struct arena *arena, uint32_t *count)
{
	struct found_bar *bar = arena_alloc(arena, (found->case_count + 1) * sizeof *bar);
	for (uint32_t at = 0; at < found->case_count; at++)
		bar[at] = (struct found_bar){found->item[at].file->county, found->item[at].part->hit_count, found->item[at].part->claimed};
	*count = merge_bars(bar, found->case_count);
	return bar;
}

static uint32_t month_bars(const struct found *found, struct found_bar *bar, struct arena *arena, int length)
{
	uint32_t count = 0;
	for (uint32_t at = 0; at < found->case_count; at++)
		for (uint32_t hit = 0; hit < found->item[at].part->hit_count; hit++) {
			const struct hit *claim = &found->item[at].part->hit[hit];
			char text[CALENDAR_TEXT_SIZE];
			month_text(claim->month, text);
			bar[count++] = (struct found_bar){arena_span(arena, (struct span){text, (size_t)length}), 1, claim->amount};
		}
	return merge_bars(bar, count);
}

struct found_bar *found_months(const struct found *found, struct arena *arena, uint32_t *count)
{
	enum { MONTHS_MAX = 24, YEAR = 4, MONTH = 7 };
	struct found_bar *bar = arena_alloc(arena, (found->claims + 1) * sizeof *bar);
	*count = 0;
	if (!found->claims)
		return bar;
	*count = month_bars(found, bar, arena, MONTH);
	if (*count > MONTHS_MAX)
		*count = month_bars(found, bar, arena, YEAR);
	return bar;
}
