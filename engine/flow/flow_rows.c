/* Rows of a source through a stage, and into its groups. */
#include <omp.h>

#include "flow/flow_parts.h"

/* The column to blame for a value that is null, also inside an expression; NULL when none of its columns is. */
static const char *null_column(const struct flow *flow, const struct row_block *block, uint32_t value, uint32_t index)
{
	return missing_column(flow->plan, block->stage, block->stage->value[value].node, block->frame, block->at[index]);
}

static const char *key_label(const struct flow *flow, const struct row_block *block, uint32_t index)
{
	const struct stage *stage = block->stage;
	for (uint32_t key = 0; key < stage->key_count; key++) {
		const struct column *column = block->value[key];
		const char *label = stage->value[key].label;
		if (column->cell[block->at[index] & column->mask] == CELL_VALUE)
			continue;
		const char *blame = null_column(flow, block, key, index), *dot = label ? strchr(label, '.') : NULL;
		return blame ? blame : dot ? dot + 1 : "key"; /* a row without an optional partner has no null column */
	}
	return "key";
}

static void report(struct flow *flow, uint32_t thread, const struct row_block *block, uint32_t index, const char *column)
{
	const struct stage *stage = block->stage;
	if (stage->is_net)
		return;
	struct missing_row missing = {.stage = stage, .column = column, .place = block_place(block, index)};
	if (stage->key_count) {
		missing.subject = column_value(block->value[0], block->at[index]);
		missing.subject_type = stage->value[0].node->type;
	}
	flow->sinks.missing(flow->sinks.context, thread, &missing);
}

/* An amount that cannot be read is in no sum: the row is counted. */
static void report_amount(struct flow *flow, uint32_t thread, const struct row_block *block, uint32_t index)
{
	const struct stage *stage = block->stage;
	if (stage->amount_value < 0)
		return;
	const struct column *amount = block->value[stage->amount_value];
	uint8_t cell = amount->cell[block->at[index] & amount->mask];
	const char *column = cell == CELL_VALUE ? NULL : null_column(flow, block, (uint32_t)stage->amount_value, index);
	if (column)
		report(flow, thread, block, index, column);
}

static enum status add_rows(void *context, uint32_t thread, const struct row_block *block, struct err *err)
{
	struct flow *flow = context;
	struct arena *scratch = block->frame->scratch;
	uint32_t *null_key = arena_alloc(scratch, (block->count + 1) * sizeof *null_key), null_count, nulls = 0;
	enum status status = group_add(flow->store[block->stage->number], thread, block, null_key, &null_count, err);
	for (uint32_t index = 0; index < block->count && (null_count || block->stage->amount_value >= 0); index++) {
		bool null = nulls < null_count && null_key[nulls] == index;
		nulls += null;
		if (null)
			report(flow, thread, block, index, key_label(flow, block, index));
		else
			report_amount(flow, thread, block, index);
	}
	flow_note_claimed(flow, block, scratch);
	*flow_counts_of(flow, thread, block->stage)->grouped += block->count - null_count;
	return status;
}

static void pass_missing(void *context, uint32_t thread, const struct missing_row *row)
{
	struct flow *flow = context;
	if (!row->stage->is_net)
		flow->sinks.missing(flow->sinks.context, thread, row);
}

/* Every row of every stage comes through here. */
enum status flow_feed(struct flow *flow, const struct stage *stage, struct rowset *set, evidence_of evidence, struct row_list rows,
			struct arena *scratch, uint32_t thread, struct err *err)
{
	if (flow->sinks.trace)
		flow->sinks.trace(flow->sinks.trace_context, stage, set, rows.from, rows.count, &flow->lookups);
	return stage_run(flow->plan, stage, &flow->lookups, set, evidence, rows, scratch, thread, flow_counts_of(flow, thread, stage),
			 &flow->stage_sinks, err);
}

static enum status run_slice(struct flow *flow, const struct stage *stage, struct memory_source source, uint32_t from, struct err *err)
{
	uint32_t left = source.set->row_count - from, thread = (uint32_t)omp_get_thread_num();
	arena_reset(&flow->scratch[thread]);
	struct row_list rows = {.from = from, .count = left < HECHA_BATCH_ROWS ? left : HECHA_BATCH_ROWS};
	return flow_feed(flow, stage, source.set, source.evidence, rows, &flow->scratch[thread], thread, err);
}

enum status flow_feed_memory(struct flow *flow, const struct stage *stage, struct memory_source source, struct err *err)
{
	enum status result = STATUS_OK;
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)flow->options.threads) if (source.set->row_count > HECHA_BATCH_ROWS)
	for (uint32_t from = 0; from < source.set->row_count; from += HECHA_BATCH_ROWS) {
		struct err own = ERR_INIT;
		enum status status = run_slice(flow, stage, source, from, &own);
#pragma omp critical(flow_memory)
		if (status != STATUS_OK && result == STATUS_OK)
			result = err_set(err, status, "%s", own.text);
		err_clear(&own);
	}
	return result;
}

struct stage_sinks flow_stage_sinks(struct flow *flow)
{
	return (struct stage_sinks){flow, add_rows, pass_missing, .as_written = !flow->twice};
}
