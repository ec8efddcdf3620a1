/* Tables read twice: first a few bits are noted for each value of an anchor (flow_note.c), then only the rows of values that have all a rule needs go
 * through its stages. See plan/anchor.h. */
#include <stdlib.h>

#include "base/bits.h"
#include "flow/flow_parts.h"
#include "plan/anchor.h"

static bool may_grow(void *context, size_t bytes)
{
	struct flow *flow = context;
	if (flow->anchor_bytes + bytes > (uint64_t)flow->budget.limit / HECHA_ANCHOR_SHARE) {
		flow->anchor_all = true; /* too many values to tell apart: all rows are kept, as if nothing were known */
		return false;
	}
	flow->budget.used += (int64_t)bytes;
	flow->anchor_bytes += bytes;
	return true;
}

struct frame flow_frame(const struct flow *flow, struct rowset *set, uint32_t from, uint32_t count, struct arena *scratch)
{
	return (struct frame){.count = count, .slot_count = 1, .slot = {{.set = set, .from = from}}, .symbols = flow->plan->symbols,
			      .scratch = scratch};
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
	bool keep = bits >> ANCHOR_KEEP & 1, claimed = bits >> ANCHOR_CLAIMED & 1, always = claimed;
	uint64_t marks = (uint64_t)keep << MARK_ALWAYS;
	for (uint32_t at = 0; at < plan->rule_count; at++) {
		const struct plan_rule *rule = &plan->rule[at];
		if (!rule->anchored || rule->anchor_type != judging->type || !(keep || (bits & rule->needs) == rule->needs))
			continue;
		marks |= 1ull << rule->anchor_mark;
		claimed |= rule->rule->has_claim;
		always |= rule->rule->has_claim && !rule->claims_by_month;
	}
	if (judging->type == TYPE_ID)
		marks |= (uint64_t)claimed << MARK_NET | (uint64_t)always << MARK_NET_ALWAYS;
	return marks;
}

/* What was noted of a value in a month are marks already. */
static uint64_t judge_month(const void *context, uint64_t bits)
{
	(void)context;
	return bits;
}

static void drop_records(struct flow *flow)
{
	for (uint32_t type = 0; type < TYPE_COUNT; type++) {
		records_free(flow->records[type]);
		records_free(flow->months[type]);
		flow->records[type] = flow->months[type] = NULL;
	}
	for (uint32_t pair = 0; pair < flow->plan->pair_count; pair++) {
		pairs_free(flow->pairs[pair]);
		flow->pairs[pair] = NULL;
	}
	for (uint32_t gist = 0; gist < flow->plan->gist_count; gist++) {
		gist_free(flow->gists[gist]);
		flow->gists[gist] = NULL;
	}
	flow->budget.used -= (int64_t)flow->anchor_bytes;
	flow->anchor_bytes = 0;
}

enum status flow_settle(struct flow *flow, struct err *err)
{
	enum status status = flow->anchor_all ? STATUS_OK : flow_gists_finish(flow, err);
	for (uint32_t type = 0; type < TYPE_COUNT && !flow->anchor_all; type++)
		if (flow->records[type]) {
			flow->marks[type] = marks_new(flow->records[type], judge, &(struct judging){flow, type});
			flow->month_marks[type] = marks_new(flow->months[type], judge_month, NULL);
		}
	drop_records(flow);
	flow_choose_settle(flow);
	return status;
}

void flow_anchor_begin(struct flow *flow)
{
	const struct plan *plan = flow->plan;
	flow->pairs = mem_zero(plan->pair_count + 1, sizeof(*flow->pairs));
	flow->gists = mem_zero(plan->gist_count + 1, sizeof(*flow->gists));
	flow->twice = !flow->sinks.trace && !flow->options.read_once;
	struct mem_growth growth = {may_grow, flow};
	flow_choose_begin(flow);
	for (uint32_t at = 0; at < plan->stage_count; at++) {
		const struct stage *stage = plan->stage[at];
		if (!flow_reads_twice(flow, stage))
			continue;
		enum value_type type = stage->anchor->node->type;
		flow->records[type] = flow->records[type] ? flow->records[type] : records_new(plan->tag_count[type], flow->options.threads, growth);
		flow->months[type] = flow->months[type] ? flow->months[type] : records_new(0, flow->options.threads, growth);
		for (uint32_t each = 0; each < stage->anchor->need_count; each++) {
			const struct anchor_need *need = &stage->anchor->need[each];
			if (need->kind == NEED_PAIR)
				flow->pairs[need->pair] = pairs_new(flow->options.threads, growth);
			if (need->kind == NEED_HAVING)
				flow->gists[need->gist->number] =
					gist_new(need->gist, &flow->budget, flow->options.folder, flow->options.threads);
		}
	}
}

void flow_anchor_end(struct flow *flow)
{
	drop_records(flow);
	for (uint32_t type = 0; type < TYPE_COUNT; type++) {
		marks_free(flow->marks[type]);
		marks_free(flow->month_marks[type]);
	}
	flow_choose_end(flow);
	free(flow->pairs);
	free(flow->gists);
}

/* ---- second reading ---- */

/* Rows [from, from + count) of a table and the marks of their values, for each column that is an anchor of a stage. */
struct marked {
	const struct flow *flow;
	uint32_t table, from, count;
	struct marked_column {
		uint64_t stages; /* the marks of its stages; 0: no anchor */
		uint64_t *marks;
	} column[HECHA_COLUMNS_MAX + BUILTIN_COUNT];
	uint32_t *row; /* with a mark of any stage */
	uint32_t row_count;
};

static bool is_fed_again(const struct flow *flow, const struct stage *stage, uint32_t table)
{
	return flow_reads_twice(flow, stage) && stage->source.number == table;
}

uint64_t flow_stage_marks(const struct flow *flow, uint32_t table, uint32_t column)
{
	uint64_t marks = 0;
	for (uint32_t at = 0; at < flow->plan->stage_count; at++)
		if (is_fed_again(flow, flow->plan->stage[at], table) && flow->plan->stage[at]->anchor->node->column == column)
			marks |= flow_mark_of(flow, flow->plan->stage[at]);
	return marks;
}

/* Rows whose value may have a mark, or that have none. */
static uint32_t may_be_marked(const struct column *anchor, const struct marks *of, const uint64_t *hash, uint32_t count, uint32_t *restrict row)
{
	const struct marks marks = *of; /* not what a row that is written could be */
	uint32_t found = 0;
	for (uint32_t at = 0; at < count; at++) {
		row[found] = at;
		found += (uint32_t)marks_may(&marks, hash[at]) | (uint32_t)!anchor_known(anchor, at);
	}
	return found;
}

uint64_t *flow_month_hashes(uint32_t column, struct frame *frame, struct selection rows, const uint64_t *hash)
{
	uint64_t *of_month = arena_alloc(frame->scratch, (rows.count + 1) * sizeof *of_month);
	for (uint32_t at = 0; at < rows.count; at++)
		of_month[at] = hash[rows.at[at]];
	column_hashes_more(frame_column(frame, 0, column, rows), rows.at, rows.count, of_month);
	return of_month;
}

/* Leaves the marks that values have in the months of their rows. */
static void leave_months(const struct marks *of, const struct flow_month *month, struct frame *frame, struct selection rows, const uint64_t *hash,
			 uint64_t *marks)
{
	const uint64_t *of_month = flow_month_hashes(month->column, frame, rows, hash);
	for (uint32_t at = 0; at < rows.count; at++)
		marks[rows.at[at]] = flow_marks_in_month(month, marks[rows.at[at]], marks_of(of, of_month[at]));
}

/* The marks of the values of one of the table's anchors. Rows without a value are of nobody, so everybody gets them. */
static uint64_t *marks_of_anchor(const struct flow *flow, const struct flow_anchors *anchors, uint32_t number, struct frame *frame)
{
	struct selection all = selection_all(frame->count, frame->scratch);
	uint64_t *hash = arena_alloc(frame->scratch, (frame->count + 1) * sizeof *hash);
	uint64_t *marks = arena_zero(frame->scratch, frame->count + 1, sizeof *marks);
	if (flow->anchor_all) {
		memset(marks, 0xff, frame->count * sizeof *marks);
		return marks;
	}
	const struct column *anchor = frame_column(frame, 0, anchors->column[number], all);
	column_hashes(anchor, all.at, all.count, hash);
	uint32_t *row = arena_alloc(frame->scratch, (frame->count + 1) * sizeof *row);
	uint32_t count = may_be_marked(anchor, flow->marks[anchor->type], hash, frame->count, row);
	for (uint32_t at = 0; at < count; at++)
		marks[row[at]] = anchor_known(anchor, row[at]) ? marks_of(flow->marks[anchor->type], hash[row[at]]) : UINT64_MAX;
	for (uint32_t at = 0; at < anchors->month_count; at++)
		if (anchors->month[at].anchor == number)
			leave_months(flow->month_marks[anchor->type], &anchors->month[at], frame, (struct selection){count, row}, hash, marks);
	return marks;
}

/* Few rows are wanted by any stage: each stage looks through those alone. */
static void find_rows(struct marked *marked, struct frame *frame)
{
	const struct flow_anchors *anchors = &marked->flow->anchors[marked->table];
	uint64_t *any = arena_zero(frame->scratch, marked->count + 1, sizeof *any);
	uint32_t *row = arena_alloc(frame->scratch, (marked->count + 1) * sizeof *row), count = 0;
	for (uint32_t each = 0; each < anchors->count; each++) {
		struct marked_column *column = &marked->column[anchors->column[each]];
		column->stages = flow_stage_marks(marked->flow, marked->table, anchors->column[each]);
		if (!column->stages) /* no longer: the rule cannot run */
			continue;
		column->marks = marks_of_anchor(marked->flow, anchors, each, frame);
		for (uint32_t at = 0; at < marked->count; at++)
			any[at] |= column->marks[at] & column->stages;
	}
	for (uint32_t at = 0; at < marked->count; at++) {
		row[count] = at;
		count += any[at] != 0;
	}
	marked->row = row;
	marked->row_count = count;
}

static struct row_list wanted_rows(const struct marked *marked, const struct stage *stage, struct arena *scratch)
{
	const uint64_t *marks = marked->column[stage->anchor->node->column].marks;
	uint64_t mark = flow_mark_of(marked->flow, stage), *some = bits_none(marked->count, scratch);
	for (uint32_t at = 0; at < marked->row_count; at++) {
		uint32_t row = marked->row[at];
		some[row / 64] |= (uint64_t)((marks[row] & mark) != 0) << (row & 63);
	}
	return (struct row_list){.from = marked->from, .count = marked->count, .some = some};
}

enum status flow_feed_again(struct flow *flow, uint32_t table, struct rowset *set, uint32_t from, uint32_t count, struct arena *scratch,
			    uint32_t thread, struct err *err)
{
	struct marked marked = {.flow = flow, .table = table, .from = from, .count = count};
	struct frame frame = flow_frame(flow, set, from, count, scratch);
	enum status status = STATUS_OK;
	find_rows(&marked, &frame);
	for (uint32_t at = 0; at < flow->plan->stage_count && status == STATUS_OK && marked.row_count; at++) {
		if (!is_fed_again(flow, flow->plan->stage[at], table))
			continue;
		struct row_list rows = wanted_rows(&marked, flow->plan->stage[at], scratch);
		if (bits_any(rows.some, count))
			status = flow_feed(flow, flow->plan->stage[at], set, NULL, rows, scratch, thread, err);
	}
	return status;
}
