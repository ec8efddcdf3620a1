#include "group/store.h"

#include <stdlib.h>

static struct store_thread *thread_new(struct group_store *store)
{
	struct store_thread *thread = mem_zero(1, sizeof *thread);
	thread->early = (struct early){.stage = store->stage, .symbols = store->symbols};
	return thread;
}

struct group_store *group_store_new(const struct stage *stage, struct symbols *symbols, struct memory_budget *budget, const char *folder,
				    uint32_t threads)
{
	struct group_store *store = mem_zero(1, sizeof *store);
	store->stage = stage;
	store->symbols = symbols;
	spool_init(&store->spool, budget, folder, threads);
	store->thread = mem_zero(threads, sizeof(*store->thread));
	for (uint32_t at = 0; at < threads; at++)
		store->thread[at] = thread_new(store);
	return store;
}

void group_store_free(struct group_store *store)
{
	if (!store)
		return;
	for (uint32_t at = 0; at < store->spool.thread_count; at++) {
		struct store_thread *thread = store->thread[at];
		store->spool.budget->used -= (int64_t)thread->early_charged;
		store->spool.budget->early -= (int64_t)thread->early_charged;
		early_free(&thread->early);
		arena_free(&thread->scratch);
		buffer_free(&thread->row);
		free(thread);
	}
	free(store->thread);
	spool_release(&store->spool);
	free(store);
}
