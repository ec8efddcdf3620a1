/* Partition by partition, small ones together: fold, having, batches of groups to the sink. */
#include <omp.h>
#include <stdlib.h>

#include "group/store.h"

/* Partitions that are folded together: [from, to). */
struct unit {
	uint32_t from, to;
};

struct finisher {
	struct group_store *store;
	group_sink sink;
	void *context;
	uint32_t thread, pass, passes;
	struct group **waiting; /* per partition, the groups met early */
	struct group_table table;
	struct arena groups, scratch;
	const struct group *batch[HECHA_BATCH_ROWS];
	uint32_t batch_count;
	struct stage_counts *counts;
	struct arena counts_arena;
};

/* Groups for which every condition of having is true. */
static uint32_t select_having(struct finisher *finisher, uint32_t *position)
{
	const struct stage *stage = finisher->store->stage;
	struct group_rows rows;
	group_rows_init(&rows, stage, finisher->batch, finisher->batch_count, &finisher->scratch);
	struct frame frame = {.count = finisher->batch_count, .slot_count = 1, .slot = {{.set = &rows.base.rowset}},
			      .symbols = finisher->store->symbols, .scratch = &finisher->scratch};
	uint32_t count = finisher->batch_count;
	*finisher->counts->groups += count;
	for (uint32_t at = 0; at < count; at++)
		position[at] = at;
	for (uint32_t at = 0; at < stage->having_count && count; at++) {
		uint32_t judged = count;
		eval_split(stage->having[at].node, &frame, (struct selection){judged, position}, position, &count, NULL, NULL);
		pass_count_add(&finisher->counts->having[at], judged, count);
	}
	*finisher->counts->passed += count;
	return count;
}

static enum status flush(struct finisher *finisher, struct err *err)
{
	uint32_t position[HECHA_BATCH_ROWS];
	uint32_t count = select_having(finisher, position);
	for (uint32_t at = 0; at < count; at++)
		finisher->batch[at] = finisher->batch[position[at]];
	finisher->batch_count = 0;
	enum status status = STATUS_OK;
	if (count)
		status = finisher->sink(finisher->context, finisher->thread, finisher->batch, count, &finisher->scratch, err);
	arena_reset(&finisher->scratch);
	return status;
}

static enum status push(struct finisher *finisher, const struct group *group, struct err *err)
{
	finisher->batch[finisher->batch_count++] = group;
	return finisher->batch_count == HECHA_BATCH_ROWS ? flush(finisher, err) : STATUS_OK;
}

static bool in_pass(const struct finisher *finisher, uint64_t hash)
{
	return finisher->passes == 1 || (hash >> 40) % finisher->passes == finisher->pass;
}

static enum status fold_part(void *context, struct span rows, struct err *err)
{
	struct finisher *finisher = context;
	(void)err;
	const uint8_t *at = (const uint8_t *)rows.data, *end = at + rows.size;
	while (at < end) {
		struct packed_row row;
		uint32_t size;
		if (in_pass(finisher, packed_row_hash(at, &size))) {
			arena_reset(&finisher->scratch);
			packed_row_read(at, finisher->store->stage, &row, &finisher->scratch);
			group_fold(&finisher->table, &row);
		}
		at += size;
	}
	return STATUS_OK;
}

/* Those of this pass; the others wait on. */
static void take_early_groups(struct finisher *finisher, struct group **waiting)
{
	struct group *group = *waiting, *next;
	for (*waiting = NULL; group; group = next) {
		next = group->next;
		if (in_pass(finisher, group->hash)) {
			group_table_take(&finisher->table, group);
		} else {
			group->next = *waiting;
			*waiting = group;
		}
	}
}

static enum status finish_pass(struct finisher *finisher, struct unit unit, struct err *err)
{
	struct group_store *store = finisher->store;
	enum status status = STATUS_OK;
	group_table_init(&finisher->table, store->stage, store->symbols, &finisher->groups);
	for (uint32_t partition = unit.from; partition < unit.to && status == STATUS_OK; partition++) {
		take_early_groups(finisher, &finisher->waiting[partition]);
		status = spool_each(&store->spool, partition, fold_part, finisher, err);
	}
	for (uint64_t bucket = 0; bucket <= finisher->table.mask && status == STATUS_OK; bucket++)
		for (const struct group *group = finisher->table.bucket[bucket]; group && status == STATUS_OK; group = group->next)
			status = push(finisher, group, err);
	if (status == STATUS_OK)
		status = flush(finisher, err);
	group_table_free(&finisher->table);
	arena_reset(&finisher->groups);
	return status;
}

static enum status flush_rows(struct finisher *finisher, struct err *err)
{
	enum status status = flush(finisher, err);
	arena_reset(&finisher->groups);
	return status;
}

/* A projection: each row is a group of its own, nothing is folded. What was read back from a file goes on before more is read. */
static enum status pass_rows(void *context, struct span rows, struct err *err)
{
	struct finisher *finisher = context;
	const struct group_store *store = finisher->store;
	const uint8_t *at = (const uint8_t *)rows.data, *end = at + rows.size;
	enum status status = STATUS_OK;
	while (at < end && status == STATUS_OK) {
		struct packed_row row;
		at = packed_row_read(at, store->stage, &row, &finisher->groups);
		status = push(finisher, group_of_row(store->stage, &row, store->symbols, &finisher->groups), err);
		if (!finisher->batch_count)
			arena_reset(&finisher->groups);
	}
	return status == STATUS_OK && spool_has_spilled(&store->spool) ? flush_rows(finisher, err) : status;
}

static enum status pass_unit(struct finisher *finisher, struct unit unit, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t partition = unit.from; partition < unit.to && status == STATUS_OK; partition++)
		status = spool_each(&finisher->store->spool, partition, pass_rows, finisher, err);
	return status == STATUS_OK ? flush_rows(finisher, err) : status;
}

static size_t unit_bytes(const struct group_store *store, struct unit unit)
{
	size_t bytes = 0;
	for (uint32_t partition = unit.from; partition < unit.to; partition++)
		bytes += spool_partition_bytes(&store->spool, partition);
	return bytes;
}

/* Folded groups take several times the bytes of their packed rows; each thread may use its part of the budget. */
static uint32_t passes_of(const struct group_store *store, struct unit unit)
{
	enum { FOLDED_FACTOR = 4 };
	int64_t share = store->spool.budget->fold_limit / (int64_t)store->spool.thread_count;
	int64_t wanted = (int64_t)unit_bytes(store, unit) * FOLDED_FACTOR;
	return (uint32_t)(1 + wanted / (share > 0 ? share : 1));
}

static enum status finish_unit(struct finisher *finisher, struct unit unit, struct err *err)
{
	struct group_store *store = finisher->store;
	enum status status = STATUS_OK;
	if (!store->stage->grouped)
		status = pass_unit(finisher, unit, err);
	finisher->passes = store->stage->grouped ? passes_of(store, unit) : 0;
	for (finisher->pass = 0; finisher->pass < finisher->passes && status == STATUS_OK; finisher->pass++)
		status = finish_pass(finisher, unit, err);
	for (uint32_t partition = unit.from; partition < unit.to; partition++)
		spool_drop(&store->spool, partition);
	return status;
}

/* Partitions are put together as long as they are folded before a second thread would be awake: many small batches cost more than a few. */
static uint32_t make_units(const struct group_store *store, struct unit *unit)
{
	uint32_t count = 0;
	size_t bytes = 0;
	for (uint32_t partition = 0; partition < HECHA_PARTITIONS; partition++) {
		size_t more = spool_partition_bytes(&store->spool, partition);
		if (!count || bytes + more > HECHA_CHUNK_BYTES / 8) {
			unit[count++].from = partition;
			bytes = 0;
		}
		unit[count - 1].to = partition + 1;
		bytes += more;
	}
	return count;
}

enum status group_finish(struct group_store *store, group_sink sink, void *context, struct stage_counts *counts, struct err *err)
{
	enum status result = STATUS_OK;
	struct group *waiting[HECHA_PARTITIONS] = {NULL};
	struct unit unit[HECHA_PARTITIONS];
	uint32_t unit_count = make_units(store, unit);
	for (uint32_t thread = 0; thread < store->spool.thread_count; thread++)
		early_split(&store->thread[thread]->early, waiting);
#pragma omp parallel num_threads((int)store->spool.thread_count) if (unit_count > 1)
	{
		struct finisher *finisher = mem_zero(1, sizeof *finisher);
		struct err own = ERR_INIT;
		finisher->store = store;
		finisher->sink = sink;
		finisher->context = context;
		finisher->waiting = waiting;
		finisher->thread = (uint32_t)omp_get_thread_num();
		finisher->counts = stage_counts_new(store->stage, &finisher->counts_arena);
#pragma omp for schedule(dynamic, 1)
		for (uint32_t each = 0; each < unit_count; each++) {
			if (own.status == STATUS_OK && finish_unit(finisher, unit[each], &own) != STATUS_OK && !own.status)
				own.status = STATUS_INTERNAL;
		}
#pragma omp critical(group_finish)
		{
			stage_counts_add(counts, finisher->counts);
			if (own.status != STATUS_OK && result == STATUS_OK)
				result = err_set(err, own.status, "%s", own.text ? own.text : "grouping failed");
		}
		err_clear(&own);
		arena_free(&finisher->groups);
		arena_free(&finisher->scratch);
		arena_free(&finisher->counts_arena);
		free(finisher);
	}
	return result;
}
