/* What an undecided code rests on. The row itself is packed in its group; what contradicts it stands in the tables it was matched with. */
#include "report/output.h"

enum { LISTED_MAX = 20 };

static const struct evidence_row *row_at(const struct group *group)
{
	const struct evidence *evidence = &group->evidence;
	for (uint32_t at = 0; at < evidence->count; at++)
		if (evidence->row[at].stage == group->stage->number && !place_compare(evidence->row[at].place, group->undecided_place))
			return &evidence->row[at];
	return NULL; /* beyond what is listed, or a derived row */
}

static void add_partner(const struct report *report, const struct plan_match *match, uint32_t row, const bool *used, struct buffer *out)
{
	const struct rowset *rows = &report->lookups->table[match->lookup]->rowset;
	struct place place = rows->place(rows, row);
	buffer_add_span(out, SPAN("; "));
	partner_text(report, match, row, used, out);
	buffer_format(out, " (%.*s line %llu)", SPAN_ARG(place_file(report, place)), (unsigned long long)place.line);
}

/* An optional match may be contradicted by any row with the same key, so all are listed. */
static void add_partners(const struct report *report, const struct plan_match *match, uint32_t first, const bool *used, struct buffer *out)
{
	const struct memory_table *table = report->lookups->table[match->lookup];
	const struct index *index = report->lookups->index[match->lookup];
	const struct column *probe[HECHA_KEY_MAX];
	uint32_t listed = 0;
	for (uint32_t key = 0; key < index->key_count; key++)
		probe[key] = table->column[index->key[key]];
	for (uint32_t row = index_first(index, probe, first); row != INDEX_NONE; row = index_next(index, probe, first, row))
		if (listed++ < LISTED_MAX)
			add_partner(report, match, row, used, out);
	if (listed > LISTED_MAX)
		buffer_format(out, "; … and %u more rows of %.*s", listed - LISTED_MAX, SPAN_ARG(match->spec->alias));
}

void undecided_partners(const struct report *report, const struct group *group, uint32_t code, struct buffer *out)
{
	const struct stage *stage = group->stage;
	const struct evidence_row *row = row_at(group);
	for (uint32_t at = 0; row && at < stage->match_count; at++) {
		const struct plan_match *match = &stage->match[at];
		bool used[HECHA_COLUMNS_MAX + BUILTIN_COUNT] = {false}, any = false;
		mark_columns(stage->undecided[code].node, at + 1, used);
		for (size_t column = 0; column < sizeof used / sizeof *used; column++)
			any |= used[column];
		if (!any || row->match_row[at] == ROW_NONE)
			continue;
		if (match->optional)
			add_partners(report, match, row->match_row[at], used, out);
		else
			add_partner(report, match, row->match_row[at], used, out);
	}
}
