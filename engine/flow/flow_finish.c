/* Stages finished in order: their groups go to the stages that read them, to memory, to the hits. */
#include "flow/flow_parts.h"

static bool reads_now(const struct flow *flow, const struct stage *stage)
{
	return stage_active(flow, stage) && !stage->pull;
}

struct finishing {
	struct flow *flow;
	const struct stage *stage;
	struct memory_table *kept; /* NULL: nobody keeps them */
};

/* Groups as rows of the derived table: its outputs, which are expressions over the group. */
struct output_rows {
	struct evidence_rowset base;
	struct group_rows groups;
	struct frame frame;
	const struct stage *stage;
};

static const struct column *output_read(struct rowset *set, uint32_t column, const uint32_t *row, uint32_t count)
{
	struct output_rows *rows = (struct output_rows *)set;
	return eval(rows->stage->output[column], &rows->frame, (struct selection){count, row});
}

static struct place output_place(const struct rowset *set, uint32_t row)
{
	return ((const struct output_rows *)set)->groups.group[row]->place;
}

static const struct evidence *output_evidence(const struct rowset *set, uint32_t row)
{
	const struct group_rows *groups = &((const struct output_rows *)set)->groups;
	return groups->base.evidence(&groups->base.rowset, row);
}

static void output_init(struct output_rows *rows, const struct stage *stage, const struct group *const *group, uint32_t count,
			struct symbols *symbols, struct arena *scratch)
{
	*rows = (struct output_rows){.stage = stage};
	group_rows_init(&rows->groups, stage, group, count, scratch);
	rows->base.rowset = (struct rowset){.row_count = count, .read = output_read, .place = output_place};
	rows->base.evidence = output_evidence;
	rows->frame = (struct frame){.count = count, .slot_count = 1, .slot = {{.set = &rows->groups.base.rowset}}, .symbols = symbols,
				     .scratch = scratch};
}

static const void *tag_evidence(const struct rowset *from, uint32_t row, struct arena *arena)
{
	const struct evidence *evidence = output_evidence(from, row);
	return evidence ? evidence_copy(evidence, arena) : NULL;
}

static const struct evidence *kept_evidence(const struct rowset *set, uint32_t row)
{
	const struct memory_table *table = (const struct memory_table *)set;
	return table->tag ? table->tag[row] : NULL;
}

static void keep_outputs(struct finishing *finishing, struct output_rows *rows, uint32_t count, struct arena *scratch)
{
	uint32_t outputs = finishing->stage->output_count;
	uint32_t *column = arena_alloc(scratch, (outputs + 1) * sizeof *column), *row = arena_alloc(scratch, (count + 1) * sizeof *row);
	for (uint32_t at = 0; at < outputs; at++)
		column[at] = finishing->stage->output_kept[at] ? at : UINT32_MAX;
	for (uint32_t at = 0; at < count; at++)
		row[at] = at;
	memory_table_add(finishing->kept, &rows->base.rowset, column, row, count,
			 finishing->stage->keeps_evidence ? tag_evidence : NULL);
}

static enum status finished_groups(void *context, uint32_t thread, const struct group *const *group, uint32_t count, struct arena *scratch,
				   struct err *err)
{
	struct finishing *finishing = context;
	struct flow *flow = finishing->flow;
	if (finishing->stage->is_net)
		return flow->sinks.net(flow->sinks.net_context, group, count);
	if (finishing->stage->is_rule)
		return flow->sinks.hits(flow->sinks.context, thread, &flow->plan->rule[finishing->stage->rule], group, count, scratch, err);
	struct output_rows rows;
	output_init(&rows, finishing->stage, group, count, flow->plan->symbols, scratch);
	if (finishing->kept)
		keep_outputs(finishing, &rows, count, scratch);
	enum status status = STATUS_OK;
	for (uint32_t at = finishing->stage->number + 1; at < flow->plan->stage_count && status == STATUS_OK; at++) {
		const struct stage *reader = flow->plan->stage[at];
		if (reads_now(flow, reader) && reader->source.kind == SOURCE_STAGE && reader->source.number == finishing->stage->number)
			status = flow_feed(flow, reader, &rows.base.rowset, rows.base.evidence, (struct row_list){.count = count}, scratch, thread, err);
	}
	return status;
}

enum status flow_finish_stage(struct flow *flow, const struct stage *stage, struct err *err)
{
	struct finishing finishing = {flow, stage, NULL};
	enum status status = STATUS_OK;
	if (stage->pull) {
		struct memory_table *source = flow->derived[stage->source.number];
		status = flow_feed_memory(flow, stage, (struct memory_source){&source->rowset, kept_evidence}, err);
	}
	if (status == STATUS_OK && stage->in_memory)
		finishing.kept = memory_table_new(stage->output_info, stage->output_count, flow->plan->symbols);
	if (status == STATUS_OK)
		status = group_finish(flow->store[stage->number], finished_groups, &finishing, flow_counts_of(flow, 0, stage), err);
	group_store_free(flow->store[stage->number]);
	flow->store[stage->number] = NULL;
	if (finishing.kept) {
		memory_table_finish(finishing.kept, flow->options.threads);
		flow->derived[stage->number] = finishing.kept;
		flow_make_indexes(flow);
	}
	return status;
}

static enum status finish_stages(struct flow *flow, bool net, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < flow->plan->stage_count && status == STATUS_OK; at++) {
		const struct stage *stage = flow->plan->stage[at];
		if (stage_active(flow, stage) && stage->source.kind != SOURCE_CASES && stage->is_net == net && !stage->early)
			status = flow_finish_stage(flow, stage, err);
	}
	return status;
}

enum status flow_finish(struct flow *flow, struct err *err)
{
	flow_choose_drop(flow);
	return finish_stages(flow, false, err);
}

enum status flow_net(struct flow *flow, struct err *err)
{
	return finish_stages(flow, true, err);
}

enum status flow_cases(struct flow *flow, struct memory_table *cases, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < flow->plan->stage_count && status == STATUS_OK; at++) {
		const struct stage *stage = flow->plan->stage[at];
		if (!stage_active(flow, stage) || stage->source.kind != SOURCE_CASES)
			continue;
		status = flow_feed_memory(flow, stage, (struct memory_source){&cases->rowset, NULL}, err);
		if (status == STATUS_OK)
			status = flow_finish_stage(flow, stage, err);
	}
	return status;
}
