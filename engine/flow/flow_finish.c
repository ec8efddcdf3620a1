/* Stages finished, those that do not wait for each other side by side: their groups go to the stages that read them, to memory, to the hits. */
#include <stdlib.h>

#include "flow/flow_parts.h"

/* Gets the groups of another stage as rows, as they are made. */
static bool reads_stage(const struct flow *flow, const struct stage *reader, const struct stage *stage)
{
	return stage_active(flow, reader) && !reader->pull && reader->source.kind == SOURCE_STAGE && reader->source.number == stage->number;
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

static void keep_outputs(struct finishing *finishing, uint32_t thread, struct output_rows *rows, uint32_t count, struct arena *scratch)
{
	uint32_t outputs = finishing->stage->output_count;
	uint32_t *column = arena_alloc(scratch, (outputs + 1) * sizeof *column), *row = arena_alloc(scratch, (count + 1) * sizeof *row);
	for (uint32_t at = 0; at < outputs; at++)
		column[at] = finishing->stage->output_kept[at] ? at : UINT32_MAX;
	for (uint32_t at = 0; at < count; at++)
		row[at] = at;
	memory_table_add(finishing->kept, thread, &rows->base.rowset, column, row, count,
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
		keep_outputs(finishing, thread, &rows, count, scratch);
	enum status status = STATUS_OK;
	for (uint32_t at = finishing->stage->number + 1; at < flow->plan->stage_count && status == STATUS_OK; at++) {
		const struct stage *reader = flow->plan->stage[at];
		if (reads_stage(flow, reader, finishing->stage))
			status = flow_feed(flow, reader, &rows.base.rowset, rows.base.evidence, (struct row_list){.count = count}, scratch, thread, err);
	}
	return status;
}

/* ---- side by side ---- */

static enum status pull_rows(struct flow *flow, const struct stage *stage, struct err *err)
{
	struct memory_table *source = stage->pull ? flow->derived[stage->source.number] : NULL;
	return source ? flow_feed_memory(flow, stage, (struct memory_source){&source->rowset, kept_evidence}, err) : STATUS_OK;
}

/* The stage has handed over its groups. */
static void close_stage(struct flow *flow, const struct finishing *finishing)
{
	uint32_t number = finishing->stage->number;
	group_store_free(flow->store[number]);
	flow->store[number] = NULL;
	flow->derived[number] = finishing->kept;
	if (finishing->kept)
		memory_table_finish(finishing->kept);
}

enum status flow_finish_stages(struct flow *flow, const struct stage *const *stage, uint32_t count, struct err *err)
{
	struct finishing *finishing = mem_alloc(count * sizeof *finishing);
	struct group_finishing *each = mem_alloc(count * sizeof *each);
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < count; at++) {
		if (status == STATUS_OK)
			status = pull_rows(flow, stage[at], err);
		finishing[at] = (struct finishing){flow, stage[at], NULL};
		if (stage[at]->in_memory)
			finishing[at].kept = memory_table_new(stage[at]->output_info, stage[at]->output_count, flow->plan->symbols,
							      flow->options.threads);
		each[at] = (struct group_finishing){flow->store[stage[at]->number], &finishing[at], flow_counts_of(flow, 0, stage[at])};
	}
	if (status == STATUS_OK)
		status = group_finish(each, count, finished_groups, err);
	for (uint32_t at = 0; at < count; at++)
		close_stage(flow, &finishing[at]);
	flow_make_indexes(flow);
	free(finishing);
	free(each);
	return status;
}

/* ---- waves ---- */

static uint32_t behind_matches(const struct stage *stage, const uint32_t *wave, uint32_t first)
{
	for (uint32_t match = 0; match < stage->match_count; match++) {
		struct plan_source source = stage->match[match].source;
		if (source.kind == SOURCE_STAGE && first <= wave[source.number])
			first = wave[source.number] + 1;
	}
	return first;
}

/* The first wave behind all that the stage waits for: its source, and the derived tables matched by itself, when it pulls its rows, and by the stages
 * that get its groups as rows. Waves count from 1; 0: finished before, or nobody's. */
static uint32_t wave_of(const struct flow *flow, const struct stage *stage, const uint32_t *wave)
{
	uint32_t first = behind_matches(stage, wave, stage->source.kind == SOURCE_STAGE ? wave[stage->source.number] + 1 : 1);
	for (uint32_t at = stage->number + 1; at < flow->plan->stage_count; at++)
		if (reads_stage(flow, flow->plan->stage[at], stage))
			first = behind_matches(flow->plan->stage[at], wave, first);
	return first;
}

/* What was finished before has no store. */
static bool is_finished_now(const struct flow *flow, const struct stage *stage, bool net)
{
	return stage_active(flow, stage) && stage->source.kind != SOURCE_CASES && stage->is_net == net && flow->store[stage->number];
}

static enum status finish_waves(struct flow *flow, bool net, struct err *err)
{
	const struct plan *plan = flow->plan;
	uint32_t *wave = mem_zero(plan->stage_count + 1, sizeof *wave), last = 0;
	const struct stage **stage = mem_alloc((plan->stage_count + 1) * sizeof(*stage));
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < plan->stage_count; at++) {
		wave[at] = is_finished_now(flow, plan->stage[at], net) ? wave_of(flow, plan->stage[at], wave) : 0;
		last = wave[at] > last ? wave[at] : last;
	}
	for (uint32_t now = 1; now <= last && status == STATUS_OK; now++) {
		uint32_t count = 0;
		for (uint32_t at = 0; at < plan->stage_count; at++)
			if (wave[at] == now)
				stage[count++] = plan->stage[at];
		status = flow_finish_stages(flow, stage, count, err);
	}
	free(wave);
	free(stage);
	return status;
}

enum status flow_finish(struct flow *flow, struct err *err)
{
	flow_choose_drop(flow);
	return finish_waves(flow, false, err);
}

enum status flow_net(struct flow *flow, struct err *err)
{
	return finish_waves(flow, true, err);
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
			status = flow_finish_stages(flow, &stage, 1, err);
	}
	return status;
}
