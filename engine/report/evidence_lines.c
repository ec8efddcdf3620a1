/* The rows behind a group and their partners, in an order that no thread decides. */
#include <stdlib.h>

#include "report/output.h"

static int line_order(const void *left, const void *right)
{
	const struct evidence_line *a = left, *b = right;
	bool a_partner = a->slot != SLOT_FROM, b_partner = b->slot != SLOT_FROM;
	if (a_partner != b_partner)
		return a_partner ? 1 : -1;
	int order = place_compare(a->place, b->place);
	if (!order && a->stage != b->stage)
		order = a->stage->number < b->stage->number ? -1 : 1;
	if (!order)
		order = (a->slot > b->slot) - (a->slot < b->slot);
	return order ? order : (a->partner > b->partner) - (a->partner < b->partner);
}

/* A partner that several rows met is one line, with the values of the first of them. */
static int owner_order(const void *left, const void *right)
{
	const struct evidence_line *a = left, *b = right;
	int order = line_order(a, b);
	return order ? order : place_compare(a->owner, b->owner);
}

static uint32_t match_count(const struct evidence_row *row)
{
	return row->match_row ? row->match_row[-1] : 0;
}

static void add_row(const struct report *report, const struct evidence_row *row, struct evidence_lines *out)
{
	const struct stage *stage = report->plan->stage[row->stage];
	out->line[out->count++] = (struct evidence_line){row->place, stage, SLOT_FROM, 0, row->values, row->place};
	for (uint32_t match = 0; match < match_count(row); match++) {
		const struct memory_table *table = report->lookups->table[stage->match[match].lookup];
		uint32_t partner = row->match_row[match];
		if (table && partner < table->rowset.row_count)
			out->line[out->count++] = (struct evidence_line){table->at[partner], stage, match + 1, partner, row->values, row->place};
	}
}

struct evidence_lines evidence_lines(const struct report *report, const struct group *group, struct arena *arena)
{
	const struct evidence *evidence = &group->evidence;
	struct evidence_lines lines = {.more = evidence->total - evidence->count};
	uint32_t most = 0, kept = 0;
	for (uint32_t at = 0; at < evidence->count; at++)
		most += 1 + match_count(&evidence->row[at]);
	lines.line = arena_alloc(arena, (most + 1) * sizeof *lines.line);
	for (uint32_t at = 0; at < evidence->count; at++)
		add_row(report, &evidence->row[at], &lines);
	if (lines.count)
		qsort(lines.line, lines.count, sizeof *lines.line, owner_order);
	for (uint32_t at = 0; at < lines.count; at++)
		if (!kept || line_order(&lines.line[kept - 1], &lines.line[at]))
			lines.line[kept++] = lines.line[at];
	lines.count = kept;
	return lines;
}
