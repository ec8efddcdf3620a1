/* What a second reading may leave out: rows whose anchors cannot have a mark. See scan/stripes.h. */
#include <stdlib.h>

#include "flow/flow_parts.h"

static uint32_t add_anchor(struct flow_anchors *anchors, uint32_t column)
{
	uint32_t at = 0;
	while (at < anchors->count && anchors->column[at] != column)
		at++;
	ARRAY_GROW(anchors->column, anchors->count, anchors->capacity);
	anchors->column[at] = column;
	anchors->count += at == anchors->count;
	return at;
}

static void add_month(struct flow_anchors *anchors, struct flow_month month)
{
	uint32_t at = 0;
	while (at < anchors->month_count && (anchors->month[at].anchor != month.anchor || anchors->month[at].column != month.column))
		at++;
	if (at == anchors->month_count) {
		ARRAY_GROW(anchors->month, anchors->month_count, anchors->month_capacity);
		anchors->month[anchors->month_count++] = (struct flow_month){month.anchor, month.column, 0};
	}
	anchors->month[at].rules |= month.rules;
}

static void add_stage(struct flow *flow, const struct stage *stage)
{
	struct flow_anchors *anchors = &flow->anchors[stage->source.number];
	uint32_t anchor = add_anchor(anchors, stage->anchor->node->column);
	if (stage->anchor->month)
		add_month(anchors, (struct flow_month){anchor, stage->anchor->month->column, flow_mark_of(flow, stage)});
}

void flow_choose_begin(struct flow *flow)
{
	const struct plan *plan = flow->plan;
	flow->anchors = mem_zero(plan->table_count + 1, sizeof *flow->anchors);
	flow->stripes = stripes_new(flow->options.folder, flow->options.threads);
	for (uint32_t at = 0; at < plan->stage_count; at++)
		if (flow_reads_twice(flow, plan->stage[at]) && plan->stage[at]->source.kind == SOURCE_TABLE)
			add_stage(flow, plan->stage[at]);
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
	for (uint32_t table = 0; table < flow->plan->table_count; table++) {
		free(flow->anchors[table].column);
		free(flow->anchors[table].month);
	}
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
	const struct flow_anchors *anchors;
	struct {
		const struct marks *marks, *months;
		uint64_t stages; /* their marks that count */
	} anchor[HECHA_COLUMNS_MAX + BUILTIN_COUNT];
};

/* Marks that the value of an anchor of a run may have there; badge: the run's. */
static uint64_t marks_of_run(const struct choosing *choosing, uint32_t anchor, const uint32_t *badge)
{
	const struct flow_anchors *anchors = choosing->anchors;
	if (badge[anchor] == BADGE_ANY)
		return UINT64_MAX;
	if (!marks_may_badge(choosing->anchor[anchor].marks, badge[anchor]))
		return 0;
	uint64_t marks = marks_of_badge(choosing->anchor[anchor].marks, badge[anchor]);
	for (uint32_t at = 0; at < anchors->month_count; at++)
		if (anchors->month[at].anchor == anchor && marks & anchors->month[at].rules)
			marks = flow_marks_in_month(&anchors->month[at], marks,
						    marks_of_badge(choosing->anchor[anchor].months, badge[anchors->count + at]));
	return marks;
}

static bool judge_stripe(const void *context, const uint32_t *badge, uint32_t count)
{
	const struct choosing *choosing = context;
	const struct flow_anchors *anchors = choosing->anchors;
	bool wanted = false;
	for (; count && !wanted; count--, badge += anchors->count + anchors->month_count)
		for (uint32_t anchor = 0; anchor < anchors->count; anchor++)
			wanted |= (marks_of_run(choosing, anchor, badge) & choosing->anchor[anchor].stages) != 0;
	return wanted;
}

bool flow_choose(const void *context, struct chunk *chunk, size_t size)
{
	const struct flow_choice *choice = context;
	const struct flow *flow = choice->flow;
	const struct flow_anchors *anchors = &flow->anchors[choice->table];
	struct choosing choosing;
	choosing.anchors = anchors;
	for (uint32_t at = 0; at < anchors->count; at++) {
		enum value_type type = table_column_type(flow->plan->table[choice->table], anchors->column[at]);
		choosing.anchor[at].stages = flow_stage_marks(flow, choice->table, anchors->column[at]);
		choosing.anchor[at].marks = flow->marks[type];
		choosing.anchor[at].months = flow->month_marks[type];
	}
	return flow->stripes && stripes_choose(flow->stripes, choice->extract, anchors->count + anchors->month_count, chunk, size, judge_stripe, &choosing);
}
