/* What a second reading may leave out: rows whose anchors cannot have a mark. See scan/stripes.h. */
#include <stdlib.h>

#include "flow/flow_parts.h"

static void add_anchor(struct flow_anchors *anchors, uint32_t column)
{
	uint32_t at = 0;
	while (at < anchors->count && anchors->column[at] != column)
		at++;
	ARRAY_GROW(anchors->column, anchors->count, anchors->capacity);
	anchors->column[at] = column;
	anchors->count += at == anchors->count;
}

void flow_choose_begin(struct flow *flow)
{
	const struct plan *plan = flow->plan;
	flow->anchors = mem_zero(plan->table_count + 1, sizeof *flow->anchors);
	flow->stripes = stripes_new(flow->options.folder, flow->options.threads);
	for (uint32_t at = 0; at < plan->stage_count; at++)
		if (flow_reads_twice(flow, plan->stage[at]) && plan->stage[at]->source.kind == SOURCE_TABLE)
			add_anchor(&flow->anchors[plan->stage[at]->source.number], plan->stage[at]->anchor->node->column);
}

void flow_choose_settle(struct flow *flow)
{
	stripes_end(flow->stripes);
	if (flow->anchor_all)
		flow_choose_drop(flow);
}

void flow_choose_drop(struct flow *flow)
{
	stripes_free(flow->stripes);
	flow->stripes = NULL;
}

void flow_choose_end(struct flow *flow)
{
	flow_choose_drop(flow);
	for (uint32_t table = 0; table < flow->plan->table_count; table++)
		free(flow->anchors[table].column);
	free(flow->anchors);
}

uint32_t *flow_badges(const struct column *anchor, const uint64_t *hash, uint32_t count, struct arena *scratch)
{
	uint32_t *restrict badge = arena_alloc(scratch, (count + 1) * sizeof *badge);
	bool known = column_is_known(anchor, count);
	for (uint32_t row = 0; row < count; row++)
		badge[row] = mark_badge(hash[row]);
	for (uint32_t row = 0; row < count && !known; row++)
		badge[row] = anchor_known(anchor, row) ? badge[row] : BADGE_ANY;
	return badge;
}

/* ---- second reading ---- */

struct choosing {
	uint32_t width; /* anchors of the table */
	struct {
		const struct marks *marks;
		uint64_t stages; /* their marks that count */
	} anchor[HECHA_COLUMNS_MAX + BUILTIN_COUNT];
};

static bool may_want(const struct choosing *choosing, uint32_t anchor, uint32_t badge)
{
	const struct marks *marks = choosing->anchor[anchor].marks;
	uint64_t stages = choosing->anchor[anchor].stages;
	return stages && (badge == BADGE_ANY || (marks_may_badge(marks, badge) && marks_of_badge(marks, badge) & stages));
}

static bool judge_stripe(const void *context, const uint32_t *badge, uint32_t count)
{
	const struct choosing *choosing = context;
	bool wanted = false;
	for (; count && !wanted; count--)
		for (uint32_t anchor = 0; anchor < choosing->width; anchor++)
			wanted |= may_want(choosing, anchor, *badge++);
	return wanted;
}

bool flow_choose(const void *context, struct chunk *chunk, size_t size)
{
	const struct flow_choice *choice = context;
	const struct flow *flow = choice->flow;
	const struct flow_anchors *anchors = &flow->anchors[choice->table];
	struct choosing choosing;
	choosing.width = anchors->count;
	for (uint32_t at = 0; at < anchors->count; at++) {
		choosing.anchor[at].stages = flow_stage_marks(flow, choice->table, anchors->column[at]);
		choosing.anchor[at].marks = flow->marks[table_column_type(flow->plan->table[choice->table], anchors->column[at])];
	}
	return flow->stripes && stripes_choose(flow->stripes, choice->extract, anchors->count, chunk, size, judge_stripe, &choosing);
}
