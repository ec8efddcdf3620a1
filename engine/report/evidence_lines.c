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

static void sort_lines(struct evidence_line *line, uint32_t count)
{
	uint32_t at = 1;
	while (at < count && owner_order(&line[at - 1], &line[at]) <= 0)
		at++;
	if (at < count) /* most come in order */
		qsort(line, count, sizeof *line, owner_order);
}

/* Drops lines that stand behind their like. */
static uint32_t drop_doubles(struct evidence_line *line, uint32_t count)
{
	uint32_t kept = 0;
	for (uint32_t at = 0; at < count; at++)
		if (!kept || line_order(&line[kept - 1], &line[at]))
			line[kept++] = line[at];
	return kept;
}

static uint32_t add_rows(const struct report *report, const struct evidence *evidence, struct evidence_line *line)
{
	for (uint32_t at = 0; at < evidence->count; at++) {
		const struct evidence_row *row = &evidence->row[at];
		line[at] = (struct evidence_line){row->place, report->plan->stage[row->stage], SLOT_FROM, 0, row->values, row->place};
	}
	return evidence->count;
}

/* False: the row before met the same partner in this place. Its line is then the one of whichever stands first. */
static bool is_new(struct evidence_line *before, const struct evidence_line *line)
{
	if (!before || before->stage != line->stage || before->partner != line->partner)
		return true;
	if (place_compare(line->owner, before->owner) < 0)
		*before = *line;
	return false;
}

static uint32_t add_partners(const struct report *report, const struct evidence *evidence, struct evidence_line *line)
{
	struct evidence_line *last[HECHA_MATCH_MAX] = {NULL};
	uint32_t count = 0;
	for (uint32_t at = 0; at < evidence->count; at++) {
		const struct evidence_row *row = &evidence->row[at];
		const struct stage *stage = report->plan->stage[row->stage];
		for (uint32_t match = 0; match < match_count(row); match++) {
			const struct memory_table *table = report->lookups->table[stage->match[match].lookup];
			uint32_t partner = row->match_row[match];
			if (!table || partner >= table->rowset.row_count)
				continue;
			line[count] = (struct evidence_line){table->rowset.place(&table->rowset, partner), stage, match + 1, partner, row->values, row->place};
			if (is_new(last[match], &line[count]))
				last[match] = &line[count++];
		}
	}
	return count;
}

struct evidence_lines evidence_lines(const struct report *report, const struct group *group, struct arena *arena)
{
	const struct evidence *evidence = &group->evidence;
	struct evidence_lines lines = {.more = evidence->total - evidence->count};
	uint32_t most = 0;
	for (uint32_t at = 0; at < evidence->count; at++)
		most += 1 + match_count(&evidence->row[at]);
	lines.line = arena_alloc(arena, (most + 1) * sizeof *lines.line);
	uint32_t rows = add_rows(report, evidence, lines.line);
	sort_lines(lines.line, rows);
	lines.count = drop_doubles(lines.line, rows);
	struct evidence_line *partner = lines.line + lines.count;
	uint32_t partners = add_partners(report, evidence, partner);
	sort_lines(partner, partners);
	lines.count += drop_doubles(partner, partners);
	return lines;
}
