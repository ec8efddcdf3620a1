#include "flow/flow.h"

#include <omp.h>
#include <stdlib.h>

struct flow {
	const struct plan *plan;
	const bool *active;
	struct flow_options options;
	struct flow_sinks sinks;
	struct memory_budget budget;
	struct lookups lookups;
	struct memory_table **table;	/* per plan->table, NULL: not in memory */
	struct memory_table **derived;	/* per stage, NULL: not kept */
	struct group_store **store;	/* per stage */
	struct arena *scratch;		/* per thread */
	struct stage_sinks stage_sinks;
};

static bool stage_active(const struct flow *flow, const struct stage *stage)
{
	return flow->active[stage->rule];
}

/* ---- rows into groups ---- */

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
	struct missing_row missing = {.stage = stage, .column = column, .place = block->place[index]};
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
	enum status status = STATUS_OK;
	for (uint32_t index = 0; index < block->count && status == STATUS_OK; index++) {
		bool null_key;
		status = group_add(flow->store[block->stage->number], thread, block, index, &null_key, err);
		if (null_key)
			report(flow, thread, block, index, key_label(flow, block, index));
		else
			report_amount(flow, thread, block, index);
	}
	return status;
}

static void pass_missing(void *context, uint32_t thread, const struct missing_row *row)
{
	struct flow *flow = context;
	if (!row->stage->is_net)
		flow->sinks.missing(flow->sinks.context, thread, row);
}

/* Every row of every stage comes through here. */
static enum status feed(struct flow *flow, const struct stage *stage, struct rowset *set, evidence_of evidence, uint32_t from,
			uint32_t count, struct arena *scratch, uint32_t thread, struct err *err)
{
	if (flow->sinks.trace)
		flow->sinks.trace(flow->sinks.trace_context, stage, set, from, count, &flow->lookups);
	return stage_run(flow->plan, stage, &flow->lookups, set, evidence, from, count, scratch, thread, &flow->stage_sinks, err);
}

/* ---- life ---- */

struct flow *flow_new(const struct plan *plan, const bool *active, const struct flow_options *options, const struct flow_sinks *sinks)
{
	struct flow *flow = mem_zero(1, sizeof *flow);
	flow->plan = plan;
	flow->active = active;
	flow->options = *options;
	flow->sinks = *sinks;
	flow->budget.limit = (int64_t)(options->memory_bytes / 4 * 3);
	flow->budget.fold_limit = (int64_t)(options->memory_bytes / 4);
	flow->stage_sinks = (struct stage_sinks){flow, add_rows, pass_missing};
	flow->table = mem_zero(plan->table_count + 1, sizeof(*flow->table));
	flow->derived = mem_zero(plan->stage_count + 1, sizeof(*flow->derived));
	flow->store = mem_zero(plan->stage_count + 1, sizeof(*flow->store));
	flow->lookups.table = mem_zero(plan->lookup_count + 1, sizeof(*flow->lookups.table));
	flow->lookups.index = mem_zero(plan->lookup_count + 1, sizeof(*flow->lookups.index));
	flow->scratch = mem_zero(options->threads, sizeof *flow->scratch);
	for (uint32_t at = 0; at < plan->stage_count; at++)
		if (stage_active(flow, plan->stage[at]))
			flow->store[at] = group_store_new(plan->stage[at], plan->symbols, &flow->budget, options->folder, options->threads);
	return flow;
}

void flow_free(struct flow *flow)
{
	if (!flow)
		return;
	for (uint32_t at = 0; at < flow->plan->lookup_count; at++)
		index_free(flow->lookups.index[at]);
	for (uint32_t at = 0; at < flow->plan->table_count; at++)
		memory_table_free(flow->table[at]);
	for (uint32_t at = 0; at < flow->plan->stage_count; at++) {
		memory_table_free(flow->derived[at]);
		group_store_free(flow->store[at]);
	}
	for (uint32_t at = 0; at < flow->options.threads; at++)
		arena_free(&flow->scratch[at]);
	free(flow->scratch);
	free(flow->lookups.table);
	free(flow->lookups.index);
	free(flow->table);
	free(flow->derived);
	free(flow->store);
	free(flow);
}

const struct lookups *flow_lookups(const struct flow *flow)
{
	return &flow->lookups;
}

size_t flow_lookup_bytes(const struct flow *flow)
{
	size_t bytes = 0;
	for (uint32_t at = 0; at < flow->plan->table_count; at++)
		bytes += flow->table[at] ? flow->table[at]->bytes : 0;
	for (uint32_t at = 0; at < flow->plan->stage_count; at++)
		bytes += flow->derived[at] ? flow->derived[at]->bytes : 0;
	return bytes;
}

uint64_t flow_spilled_bytes(const struct flow *flow)
{
	return flow->budget.spilled_bytes;
}

/* ---- tables in memory ---- */

bool flow_wants_memory(const struct flow *flow, uint32_t table)
{
	for (uint32_t at = 0; at < flow->plan->stage_count; at++) {
		const struct stage *stage = flow->plan->stage[at];
		for (uint32_t match = 0; match < stage->match_count && stage_active(flow, stage); match++)
			if (stage->match[match].source.kind == SOURCE_TABLE && stage->match[match].source.number == table)
				return true;
	}
	return false;
}

static bool reads_table(const struct stage *stage, uint32_t table)
{
	return stage->source.kind == SOURCE_TABLE && stage->source.number == table;
}

bool flow_wants_rows(const struct flow *flow, uint32_t table)
{
	for (uint32_t at = 0; at < flow->plan->stage_count; at++)
		if (stage_active(flow, flow->plan->stage[at]) && reads_table(flow->plan->stage[at], table))
			return true;
	return false;
}

void flow_load_begin(struct flow *flow, uint32_t table, struct flow_load *load)
{
	struct arena arena = ARENA_INIT;
	uint32_t count;
	const struct table *from = flow->plan->table[table];
	const struct memory_column *info =
		plan_source_columns(flow->plan, (struct plan_source){SOURCE_TABLE, table}, &count, &arena);
	*load = (struct flow_load){flow, table, memory_table_new(info, count, flow->plan->symbols), mem_alloc(count * sizeof(uint32_t))};
	for (uint32_t column = 0; column < count; column++)
		load->source_column[column] = from->wanted[column] ? column : UINT32_MAX;
	arena_free(&arena);
}

enum status flow_load_batch(void *context, uint32_t thread, struct batch *batch, struct err *err)
{
	struct flow_load *load = context;
	uint32_t row[HECHA_BATCH_ROWS];
	(void)thread, (void)err;
	for (uint32_t at = 0; at < batch->rowset.row_count; at++)
		row[at] = at;
	memory_table_add(load->memory, &batch->rowset, load->source_column, row, batch->rowset.row_count, NULL);
	return STATUS_OK;
}

void flow_load_end(struct flow_load *load)
{
	memory_table_finish(load->memory);
	load->flow->table[load->table] = load->memory;
	free(load->source_column);
}

static void make_indexes(struct flow *flow, enum plan_source_kind kind, uint32_t number, struct memory_table *table)
{
	for (uint32_t at = 0; at < flow->plan->lookup_count; at++) {
		const struct plan_lookup *lookup = &flow->plan->lookup[at];
		if (lookup->source.kind != kind || lookup->source.number != number)
			continue;
		flow->lookups.table[at] = table;
		flow->lookups.index[at] = index_new(table, lookup->key, lookup->key_count);
	}
}

/* ---- rows in memory through a stage ---- */

struct memory_source {
	struct rowset *set;
	evidence_of evidence;
};

static enum status run_slice(struct flow *flow, const struct stage *stage, struct memory_source source, uint32_t from, struct err *err)
{
	uint32_t left = source.set->row_count - from, thread = (uint32_t)omp_get_thread_num();
	arena_reset(&flow->scratch[thread]);
	return feed(flow, stage, source.set, source.evidence, from, left < HECHA_BATCH_ROWS ? left : HECHA_BATCH_ROWS, &flow->scratch[thread],
		    thread, err);
}

static enum status run_memory(struct flow *flow, const struct stage *stage, struct memory_source source, struct err *err)
{
	enum status result = STATUS_OK;
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)flow->options.threads)
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

static bool reads_now(const struct flow *flow, const struct stage *stage)
{
	return stage_active(flow, stage) && !stage->pull;
}

enum status flow_loaded(struct flow *flow, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t table = 0; table < flow->plan->table_count; table++)
		if (flow->table[table])
			make_indexes(flow, SOURCE_TABLE, table, flow->table[table]);
	for (uint32_t at = 0; at < flow->plan->stage_count && status == STATUS_OK; at++) {
		const struct stage *stage = flow->plan->stage[at];
		if (stage_active(flow, stage) && stage->source.kind == SOURCE_TABLE && flow->table[stage->source.number])
			status = run_memory(flow, stage, (struct memory_source){&flow->table[stage->source.number]->rowset, NULL}, err);
	}
	return status;
}

enum status flow_batch(void *context, uint32_t thread, struct batch *batch, struct err *err)
{
	struct flow *flow = context;
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < flow->plan->stage_count && status == STATUS_OK; at++) {
		const struct stage *stage = flow->plan->stage[at];
		if (!stage_active(flow, stage) || stage->source.kind != SOURCE_TABLE ||
		    flow->plan->table[stage->source.number] != batch->extract->table)
			continue;
		arena_reset(&flow->scratch[thread]);
		status = feed(flow, stage, &batch->rowset, NULL, 0, batch->rowset.row_count, &flow->scratch[thread], thread, err);
	}
	return status;
}

/* ---- finished stages ---- */

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
	rows->frame = (struct frame){.count = count, .slot_count = 1, .slot = {{&rows->groups.base.rowset, NULL}}, .symbols = symbols,
				     .scratch = scratch};
}

static const void *tag_evidence(const struct rowset *from, uint32_t row, struct arena *arena)
{
	const struct evidence *evidence = output_evidence(from, row);
	return evidence ? evidence_copy(evidence, arena) : NULL;
}

static const struct evidence *kept_evidence(const struct rowset *set, uint32_t row)
{
	return ((const struct memory_table *)set)->tag[row];
}

static void keep_outputs(struct finishing *finishing, struct output_rows *rows, uint32_t count, struct arena *scratch)
{
	uint32_t outputs = finishing->stage->output_count;
	uint32_t *column = arena_alloc(scratch, (outputs + 1) * sizeof *column), *row = arena_alloc(scratch, (count + 1) * sizeof *row);
	for (uint32_t at = 0; at < outputs; at++)
		column[at] = at;
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
			status = feed(flow, reader, &rows.base.rowset, rows.base.evidence, 0, count, scratch, thread, err);
	}
	return status;
}

static enum status finish_stage(struct flow *flow, const struct stage *stage, struct err *err)
{
	struct finishing finishing = {flow, stage, NULL};
	enum status status = STATUS_OK;
	if (stage->pull) {
		struct memory_table *source = flow->derived[stage->source.number];
		status = run_memory(flow, stage, (struct memory_source){&source->rowset, kept_evidence}, err);
	}
	if (status == STATUS_OK && stage->in_memory)
		finishing.kept = memory_table_new(stage->output_info, stage->output_count, flow->plan->symbols);
	if (status == STATUS_OK)
		status = group_finish(flow->store[stage->number], finished_groups, &finishing, err);
	group_store_free(flow->store[stage->number]);
	flow->store[stage->number] = NULL;
	if (finishing.kept) {
		memory_table_finish(finishing.kept);
		flow->derived[stage->number] = finishing.kept;
		make_indexes(flow, SOURCE_STAGE, stage->number, finishing.kept);
	}
	return status;
}

static enum status finish_stages(struct flow *flow, bool net, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < flow->plan->stage_count && status == STATUS_OK; at++) {
		const struct stage *stage = flow->plan->stage[at];
		if (stage_active(flow, stage) && stage->source.kind != SOURCE_CASES && stage->is_net == net)
			status = finish_stage(flow, stage, err);
	}
	return status;
}

enum status flow_finish(struct flow *flow, struct err *err)
{
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
		status = run_memory(flow, stage, (struct memory_source){&cases->rowset, NULL}, err);
		if (status == STATUS_OK)
			status = finish_stage(flow, stage, err);
	}
	return status;
}
