#include "group/store.h"

#include <stdlib.h>

#include "base/file.h"

static struct store_thread *thread_new(struct group_store *store)
{
	struct store_thread *thread = mem_zero(1, sizeof *thread);
	group_table_init(&thread->early, store->stage, store->symbols, &thread->early_arena, HECHA_EARLY_GROUPS_MAX);
	return thread;
}

struct group_store *group_store_new(const struct stage *stage, struct symbols *symbols, struct memory_budget *budget, const char *folder,
				    uint32_t threads)
{
	struct group_store *store = mem_zero(1, sizeof *store);
	store->stage = stage;
	store->symbols = symbols;
	store->budget = budget;
	spool_init(&store->spool, budget, folder, threads);
	store->thread_count = threads;
	store->thread = mem_zero(threads, sizeof(*store->thread));
	for (uint32_t at = 0; at < threads; at++)
		store->thread[at] = thread_new(store);
	return store;
}

void group_store_free(struct group_store *store)
{
	if (!store)
		return;
	for (uint32_t at = 0; at < store->thread_count; at++) {
		struct store_thread *thread = store->thread[at];
		group_table_free(&thread->early);
		arena_free(&thread->early_arena);
		arena_free(&thread->scratch);
		buffer_free(&thread->row);
		free(thread);
	}
	free(store->thread);
	spool_release(&store->spool);
	free(store);
}

static struct group *fold_early(const struct stage *stage, struct store_thread *thread)
{
	struct packed_row row;
	arena_reset(&thread->scratch);
	packed_row_read((const uint8_t *)thread->row.data, stage, &row, &thread->scratch);
	return group_fold(&thread->early, &row);
}

enum status group_add(struct group_store *store, uint32_t thread_number, const struct row_block *block, uint32_t index, bool *null_key,
		      struct err *err)
{
	struct store_thread *thread = store->thread[thread_number];
	thread->row.size = 0;
	thread->last = NULL;
	*null_key = !packed_row_add(&thread->row, block, index);
	if (*null_key)
		return STATUS_OK;
	uint32_t size;
	uint64_t hash = packed_row_hash((const uint8_t *)thread->row.data, &size);
	if (!store->stage->grouped) /* a projection: spread the rows evenly */
		hash = hash_mix(block->place[index].byte + ((uint64_t)block->place[index].extract << 40));
	else if ((thread->last = fold_early(store->stage, thread)) != NULL)
		return STATUS_OK;
	return spool_add(&store->spool, thread_number, hash >> 32 & (HECHA_PARTITIONS - 1), buffer_span(&thread->row), err);
}
