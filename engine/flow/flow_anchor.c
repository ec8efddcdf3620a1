/* Tables read twice: first a few bits are noted for each value of an anchor (flow_note.c), then only the rows of values that have all a rule needs go
 * through its stages. See plan/anchor.h. */
#include <stdlib.h>

#include "flow/flow_parts.h"
#include "plan/anchor.h"

void flow_anchor_grew(struct flow *flow, size_t bytes)
{
	if (bytes)
		flow->budget.used += (int64_t)bytes;
	flow->anchor_bytes += bytes;
	if (flow->anchor_bytes > (uint64_t)flow->budget.limit / HECHA_ANCHOR_SHARE)
		flow->anchor_all = true; /* too many values to tell apart: all rows are kept, as if nothing were known */
}

struct frame flow_frame(const struct flow *flow, struct rowset *set, uint32_t from, uint32_t count, struct arena *scratch)
{
	uint32_t *row = NULL;
	if (from || count < set->row_count) {
		row = arena_alloc(scratch, (count + 1) * sizeof *row);
		for (uint32_t at = 0; at < count; at++)
			row[at] = from + at;
	}
	return (struct frame){.count = count, .slot_count = 1, .slot = {{set, row}}, .symbols = flow->plan->symbols, .scratch = scratch};
}

/* ---- between the readings ---- */

struct judging {
	const struct flow *flow;
	enum value_type type;
};

static uint64_t judge(const void *context, uint64_t bits)
{
	const struct judging *judging = context;
	const struct plan *plan = judging->flow->plan;
	bool keep = bits >> ANCHOR_KEEP & 1, claimed = bits >> ANCHOR_CLAIMED & 1;
	uint64_t marks = 0;
	for (uint32_t at = 0; at < plan->rule_count; at++) {
		const struct plan_rule *rule = &plan->rule[at];
		if (!rule->anchored || rule->anchor_type != judging->type || !(keep || (bits & rule->needs) == rule->needs))
			continue;
		marks |= 1ull << rule->anchor_mark;
		claimed |= rule->rule->has_claim;
	}
	return marks | (claimed && judging->type == TYPE_ID ? 1ull << plan->rule[plan->rule_count].anchor_mark : 0);
}

static void drop_records(struct flow *flow)
{
	for (uint32_t type = 0; type < TYPE_COUNT; type++) {
		records_free(flow->records[type]);
		flow->records[type] = NULL;
	}
	for (uint32_t pair = 0; pair < flow->plan->pair_count; pair++) {
		pairs_free(flow->pairs[pair]);
		flow->pairs[pair] = NULL;
	}
	flow->budget.used -= (int64_t)flow->anchor_bytes;
	flow->anchor_bytes = 0;
}

void flow_settle(struct flow *flow)
{
	for (uint32_t type = 0; type < TYPE_COUNT && !flow->anchor_all; type++)
		if (flow->records[type])
			flow->marks[type] = marks_new(flow->records[type], judge, &(struct judging){flow, type});
	drop_records(flow);
}

void flow_anchor_begin(struct flow *flow)
{
	const struct plan *plan = flow->plan;
	flow->pairs = mem_zero(plan->pair_count + 1, sizeof(*flow->pairs));
	flow->twice = !flow->sinks.trace && !flow->options.read_once;
	for (uint32_t at = 0; at < plan->stage_count; at++) {
		const struct stage *stage = plan->stage[at];
		if (!flow_reads_twice(flow, stage))
			continue;
		enum value_type type = stage->anchor->node->type;
		flow->records[type] = flow->records[type] ? flow->records[type] : records_new(plan->tag_count[type], flow->options.threads);
		for (uint32_t each = 0; each < stage->anchor->need_count; each++)
			if (stage->anchor->need[each].kind == NEED_PAIR)
				flow->pairs[stage->anchor->need[each].pair] = pairs_new(flow->options.threads);
	}
}

void flow_anchor_end(struct flow *flow)
{
	drop_records(flow);
	for (uint32_t type = 0; type < TYPE_COUNT; type++)
		marks_free(flow->marks[type]);
	free(flow->pairs);
}

/* ---- second reading ---- */

/* The marks of the values of one column. Rows without a value are of nobody, so everybody gets them. */
static uint64_t *marks_of_column(const struct flow *flow, struct frame *frame, uint32_t column)
{
	struct selection all = selection_all(frame->count, frame->scratch);
	uint64_t *marks = arena_alloc(frame->scratch, (frame->count + 1) * sizeof *marks);
	const struct column *anchor = frame_column(frame, 0, column, all);
	if (flow->anchor_all) {
		memset(marks, 0xff, frame->count * sizeof *marks);
		return marks;
	}
	column_hashes(anchor, all.at, all.count, marks);
	for (uint32_t at = 0; at < frame->count; at++)
		marks[at] = anchor_known(anchor, at) ? marks_of(flow->marks[anchor->type], marks[at]) : UINT64_MAX;
	return marks;
}

static struct row_list wanted_rows(const struct flow *flow, const struct stage *stage, const uint64_t *marks, uint32_t from, uint32_t count,
				   struct arena *scratch)
{
	uint64_t mark = 1ull << flow->plan->rule[stage->rule].anchor_mark;
	uint32_t *row = arena_alloc(scratch, (count + 1) * sizeof *row), wanted = 0;
	for (uint32_t at = 0; at < count; at++) {
		row[wanted] = from + at;
		wanted += (marks[at] & mark) != 0;
	}
	return (struct row_list){.at = row, .count = wanted};
}

enum status flow_feed_again(struct flow *flow, uint32_t table, struct rowset *set, uint32_t from, uint32_t count, struct arena *scratch,
			    uint32_t thread, struct err *err)
{
	uint64_t *marks[HECHA_COLUMNS_MAX + BUILTIN_COUNT] = {NULL};
	struct frame frame = flow_frame(flow, set, from, count, scratch);
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < flow->plan->stage_count && status == STATUS_OK; at++) {
		const struct stage *stage = flow->plan->stage[at];
		if (!flow_reads_twice(flow, stage) || stage->source.number != table)
			continue;
		uint64_t **of_column = &marks[stage->anchor->node->column];
		if (!*of_column)
			*of_column = marks_of_column(flow, &frame, stage->anchor->node->column);
		struct row_list rows = wanted_rows(flow, stage, *of_column, from, count, scratch);
		if (rows.count)
			status = flow_feed(flow, stage, set, NULL, rows, scratch, thread, err);
	}
	return status;
}
