/* Partition by partition, small ones together: fold, having, batches of groups to the sink. */
#include <omp.h>
#include <stdlib.h>

#include "group/store.h"

/* Partitions of a store that are folded together: [from, to). */
struct unit {
	uint32_t store, from, to;
};

/* What the threads share. */
struct finish {
	const struct group_finishing *each;
	uint32_t count;
	group_sink sink;
	struct group *(*waiting)[HECHA_PARTITIONS]; /* per store and partition, the groups met early */
	struct unit *unit;
	uint32_t unit_count;
};

/* One thread, at one unit after another. */
struct finisher {
	const struct finish *finish;
	uint32_t thread;
	struct stage_counts **counts_of; /* per store */
	struct group_store *store;	 /* of the unit */
	void *context;
	struct group **waiting;
	struct stage_counts *counts;
	uint32_t pass, passes;
	struct group_table table;
	struct arena groups, scratch;
	const struct group *batch[HECHA_BATCH_ROWS];
	uint32_t batch_count;
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
		status = finisher->finish->sink(finisher->context, finisher->thread, finisher->batch, count, &finisher->scratch, err);
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

static enum status fold_unit(struct finisher *finisher, struct unit unit, struct err *err)
{
	enum status status = STATUS_OK;
	finisher->passes = passes_of(finisher->store, unit);
	for (finisher->pass = 0; finisher->pass < finisher->passes && status == STATUS_OK; finisher->pass++)
		status = finish_pass(finisher, unit, err);
	return status;
}

static enum status finish_unit(struct finisher *finisher, struct unit unit, struct err *err)
{
	const struct finish *finish = finisher->finish;
	finisher->store = finish->each[unit.store].store;
	finisher->context = finish->each[unit.store].context;
	finisher->waiting = finish->waiting[unit.store];
	finisher->counts = finisher->counts_of[unit.store];
	bool grouped = finisher->store->stage->grouped;
	enum status status = grouped ? fold_unit(finisher, unit, err) : pass_unit(finisher, unit, err);
	for (uint32_t partition = unit.from; partition < unit.to; partition++)
		spool_drop(&finisher->store->spool, partition);
	return status;
}

/* Folded before a second thread would be awake. */
enum { UNIT_BYTES = HECHA_CHUNK_BYTES / 8 };

/* Partitions are put together as long as that is so: many small batches cost more than a few. Returns the bytes of all. */
static size_t make_units(struct finish *finish, uint32_t number)
{
	const struct group_store *store = finish->each[number].store;
	size_t bytes = 0, all = 0;
	for (uint32_t partition = 0; partition < HECHA_PARTITIONS; partition++) {
		size_t more = spool_partition_bytes(&store->spool, partition);
		if (!partition || bytes + more > UNIT_BYTES) {
			finish->unit[finish->unit_count++] = (struct unit){.store = number, .from = partition};
			bytes = 0;
		}
		finish->unit[finish->unit_count - 1].to = partition + 1;
		bytes += more;
		all += more;
	}
	for (uint32_t thread = 0; thread < store->spool.thread_count; thread++)
		early_split(&store->thread[thread]->early, finish->waiting[number]);
	return all;
}

static struct finisher *finisher_new(const struct finish *finish, uint32_t thread)
{
	struct finisher *finisher = mem_zero(1, sizeof *finisher);
	finisher->finish = finish;
	finisher->thread = thread;
	finisher->counts_of = arena_alloc(&finisher->counts_arena, (finish->count + 1) * sizeof(*finisher->counts_of));
	for (uint32_t at = 0; at < finish->count; at++)
		finisher->counts_of[at] = stage_counts_new(finish->each[at].store->stage, &finisher->counts_arena);
	return finisher;
}

static void finisher_free(struct finisher *finisher)
{
	arena_free(&finisher->groups);
	arena_free(&finisher->scratch);
	arena_free(&finisher->counts_arena);
	free(finisher);
}

enum status group_finish(const struct group_finishing *each, uint32_t count, group_sink sink, struct err *err)
{
	struct finish finish = {.each = each, .count = count, .sink = sink};
	enum status result = STATUS_OK;
	size_t bytes = 0;
	if (!count)
		return STATUS_OK;
	finish.waiting = mem_zero(count, sizeof *finish.waiting);
	finish.unit = mem_alloc(count * HECHA_PARTITIONS * sizeof *finish.unit);
	for (uint32_t at = 0; at < count; at++)
		bytes += make_units(&finish, at);
#pragma omp parallel num_threads((int)each->store->spool.thread_count) if (bytes > UNIT_BYTES)
	{
		struct finisher *finisher = finisher_new(&finish, (uint32_t)omp_get_thread_num());
		struct err own = ERR_INIT;
#pragma omp for schedule(dynamic, 1)
		for (uint32_t at = 0; at < finish.unit_count; at++) {
			if (own.status == STATUS_OK && finish_unit(finisher, finish.unit[at], &own) != STATUS_OK && !own.status)
				own.status = STATUS_INTERNAL;
		}
#pragma omp critical(group_finish)
		{
			for (uint32_t at = 0; at < count; at++)
				stage_counts_add(each[at].counts, finisher->counts_of[at]);
			if (own.status != STATUS_OK && result == STATUS_OK)
				result = err_set(err, own.status, "%s", own.text ? own.text : "grouping failed");
		}
		err_clear(&own);
		finisher_free(finisher);
	}
	free(finish.waiting);
	free(finish.unit);
	return result;
}
