/* Tables in memory, and extracts streamed past. */
#include <stdlib.h>

#include "flow/flow_parts.h"

static bool reads_table(const struct stage *stage, uint32_t table)
{
	return stage->source.kind == SOURCE_TABLE && stage->source.number == table;
}

/* A table that was loaded stays so, also when the rule it was loaded for can no longer run: its rows were fed. */
bool flow_wants_memory(const struct flow *flow, uint32_t table)
{
	if (flow->table[table])
		return true;
	for (uint32_t at = 0; at < flow->plan->stage_count; at++) {
		const struct stage *stage = flow->plan->stage[at];
		if (!stage_active(flow, stage))
			continue;
		if (stage->early && reads_table(stage, table))
			return true;
		for (uint32_t match = 0; match < stage->match_count; match++)
			if (stage->match[match].source.kind == SOURCE_TABLE && stage->match[match].source.number == table)
				return true;
	}
	return false;
}

bool flow_wants_rows(const struct flow *flow, uint32_t table)
{
	for (uint32_t at = 0; at < flow->plan->stage_count; at++)
		if (stage_active(flow, flow->plan->stage[at]) && reads_table(flow->plan->stage[at], table))
			return true;
	return false;
}

static bool reads_again(const struct flow *flow, uint32_t stage, uint32_t table)
{
	return flow_reads_twice(flow, flow->plan->stage[stage]) && reads_table(flow->plan->stage[stage], table);
}

bool flow_wants_again(const struct flow *flow, uint32_t table)
{
	for (uint32_t at = 0; at < flow->plan->stage_count; at++)
		if (reads_again(flow, at, table))
			return true;
	return false;
}

static uint32_t batch_table(const struct flow *flow, const struct batch *batch)
{
	uint32_t table = 0;
	while (flow->plan->table[table] != batch->extract->table)
		table++;
	return table;
}

void flow_load_begin(struct flow *flow, uint32_t table, struct flow_load *load)
{
	struct arena arena = ARENA_INIT;
	uint32_t count;
	const struct table *from = flow->plan->table[table];
	const struct memory_column *info =
		plan_source_columns(flow->plan, (struct plan_source){SOURCE_TABLE, table}, &count, &arena);
	*load = (struct flow_load){flow, table, memory_table_new(info, count, flow->plan->symbols, flow->options.threads),
				   mem_alloc(count * sizeof(uint32_t))};
	for (uint32_t column = 0; column < count; column++)
		load->source_column[column] = from->wanted[column] ? column : UINT32_MAX;
	arena_free(&arena);
}

enum status flow_load_batch(void *context, uint32_t thread, struct batch *batch, struct err *err)
{
	struct flow_load *load = context;
	uint32_t row[HECHA_BATCH_ROWS];
	(void)err;
	for (uint32_t at = 0; at < batch->rowset.row_count; at++)
		row[at] = at;
	memory_table_add(load->memory, thread, &batch->rowset, load->source_column, row, batch->rowset.row_count, NULL);
	return STATUS_OK;
}

void flow_load_end(struct flow_load *load)
{
	memory_table_finish(load->memory);
	load->flow->table[load->table] = load->memory;
	free(load->source_column);
}

static struct memory_table *made_table(const struct flow *flow, struct plan_source source)
{
	return source.kind == SOURCE_TABLE ? flow->table[source.number] : source.kind == SOURCE_STAGE ? flow->derived[source.number] : NULL;
}

void flow_make_indexes(struct flow *flow)
{
	uint32_t *new = mem_alloc((flow->plan->lookup_count + 1) * sizeof *new), count = 0;
	for (uint32_t at = 0; at < flow->plan->lookup_count; at++) {
		flow->lookups.table[at] = made_table(flow, flow->plan->lookup[at].source);
		if (flow->lookups.table[at] && !flow->lookups.index[at])
			new[count++] = at;
	}
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)flow->options.threads) if (count > 1)
	for (uint32_t each = 0; each < count; each++) {
		const struct plan_lookup *lookup = &flow->plan->lookup[new[each]];
		flow->lookups.index[new[each]] = index_new(flow->lookups.table[new[each]], lookup->key, lookup->key_count);
	}
	free(new);
}

/* All rows of a table in memory went through the stages that read them: what is not read of partners goes, unless somebody looks on. */
static void drop_columns(struct flow *flow, uint32_t table)
{
	for (uint32_t column = 0; column < flow->table[table]->column_count && !flow->sinks.trace; column++)
		if (!flow->plan->partner_column[table][column])
			memory_table_drop(flow->table[table], column);
}

/* … but for stages from `stage` on. */
static void drop_read_columns(struct flow *flow, uint32_t stage)
{
	for (uint32_t table = 0; table < flow->plan->table_count; table++) {
		bool reads = !flow->table[table] || flow_wants_again(flow, table);
		for (uint32_t at = stage; at < flow->plan->stage_count && !reads; at++)
			reads = stage_active(flow, flow->plan->stage[at]) && reads_table(flow->plan->stage[at], table);
		if (!reads)
			drop_columns(flow, table);
	}
}

/* Slices of a table in memory, one thread after another. */
static enum status each_slice(struct flow *flow, uint32_t table, bool again, struct err *err)
{
	struct rowset *set = &flow->table[table]->rowset;
	enum status status = STATUS_OK;
	for (uint32_t from = 0; from < set->row_count && status == STATUS_OK; from += HECHA_BATCH_ROWS) {
		uint32_t left = set->row_count - from, count = left < HECHA_BATCH_ROWS ? left : HECHA_BATCH_ROWS;
		arena_reset(&flow->scratch[0]);
		if (again)
			status = flow_feed_again(flow, table, set, from, count, &flow->scratch[0], 0, err);
		else
			status = flow_note(flow, table, set, from, count, NULL, &flow->scratch[0], 0, err);
	}
	return status;
}

/* It reads a table in memory, in one go. */
static bool is_fed_now(const struct flow *flow, const struct stage *stage)
{
	return stage_active(flow, stage) && stage->source.kind == SOURCE_TABLE && flow->table[stage->source.number] && !flow_reads_twice(flow, stage);
}

/* Their rows need not wait while others are streamed. */
static enum status finish_fed_rules(struct flow *flow, struct err *err)
{
	const struct stage **stage = mem_alloc((flow->plan->stage_count + 1) * sizeof(*stage));
	uint32_t count = 0;
	for (uint32_t at = 0; at < flow->plan->stage_count; at++)
		if (flow->plan->stage[at]->is_rule && is_fed_now(flow, flow->plan->stage[at]))
			stage[count++] = flow->plan->stage[at];
	enum status status = flow_finish_stages(flow, stage, count, err);
	free(stage);
	return status;
}

enum status flow_loaded(struct flow *flow, struct err *err)
{
	enum status status = STATUS_OK;
	flow_make_indexes(flow);
	for (uint32_t at = 0; at < flow->plan->stage_count && status == STATUS_OK; at++) {
		const struct stage *stage = flow->plan->stage[at];
		if (!stage_active(flow, stage))
			continue;
		drop_read_columns(flow, at);
		if (is_fed_now(flow, stage))
			status = flow_feed_memory(flow, stage, (struct memory_source){&flow->table[stage->source.number]->rowset, NULL}, err);
		if (status == STATUS_OK && stage->early)
			status = flow_finish_stages(flow, &stage, 1, err);
	}
	drop_read_columns(flow, flow->plan->stage_count);
	if (status == STATUS_OK)
		status = finish_fed_rules(flow, err);
	flow_note_partners(flow);
	for (uint32_t table = 0; table < flow->plan->table_count && status == STATUS_OK; table++)
		if (flow->table[table] && flow_wants_again(flow, table))
			status = each_slice(flow, table, false, err);
	return status;
}

enum status flow_memory_again(struct flow *flow, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t table = 0; table < flow->plan->table_count && status == STATUS_OK; table++)
		if (flow->table[table] && flow_wants_again(flow, table)) {
			status = each_slice(flow, table, true, err);
			drop_columns(flow, table);
		}
	return status;
}

enum status flow_batch(void *context, uint32_t thread, struct batch *batch, struct err *err)
{
	struct flow *flow = context;
	enum status status = STATUS_OK;
	bool again = false;
	uint32_t rows = batch->rowset.row_count, table = batch_table(flow, batch);
	for (uint32_t at = 0; at < flow->plan->stage_count && status == STATUS_OK; at++) {
		const struct stage *stage = flow->plan->stage[at];
		if (!stage_active(flow, stage) || !reads_table(stage, table))
			continue;
		arena_reset(&flow->scratch[thread]);
		if (flow_reads_twice(flow, stage))
			again = true;
		else
			status = flow_feed(flow, stage, &batch->rowset, NULL, (struct row_list){.count = rows}, &flow->scratch[thread], thread, err);
	}
	arena_reset(&flow->scratch[thread]);
	if (!again || status != STATUS_OK)
		return status;
	uint32_t width = flow->anchors[table].count + flow->anchors[table].month_count;
	uint32_t **badge = arena_alloc(&flow->scratch[thread], (width + 1) * sizeof *badge);
	status = flow_note(flow, table, &batch->rowset, 0, rows, badge, &flow->scratch[thread], thread, err);
	if (status == STATUS_OK && !flow->anchor_all)
		stripes_note(flow->stripes, thread, batch, badge, width);
	return status;
}

enum status flow_batch_again(void *context, uint32_t thread, struct batch *batch, struct err *err)
{
	struct flow *flow = context;
	arena_reset(&flow->scratch[thread]);
	return flow_feed_again(flow, batch_table(flow, batch), &batch->rowset, 0, batch->rowset.row_count, &flow->scratch[thread], thread, err);
}
