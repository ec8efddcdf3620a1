#include "base/symbols.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/memory.h"

/* Texts are found by open addressing over hashes, and read by number without a lock: they live in pages that never move. */
enum { PAGE_TEXTS = 4096, PAGES_MAX = 1 << 16 };

struct symbols {
	pthread_rwlock_t lock;
	struct arena arena;
	uint32_t *slot; /* symbol + 1, 0 empty */
	uint64_t slot_mask;
	uint64_t count;
	struct span *page[PAGES_MAX];
};

struct symbols *symbols_new(void)
{
	struct symbols *symbols = mem_zero(1, sizeof *symbols);
	pthread_rwlock_init(&symbols->lock, NULL);
	symbols->slot_mask = 1023;
	symbols->slot = mem_zero(1024, sizeof *symbols->slot);
	return symbols;
}

void symbols_free(struct symbols *symbols)
{
	if (!symbols)
		return;
	pthread_rwlock_destroy(&symbols->lock);
	for (size_t page = 0; page < PAGES_MAX && symbols->page[page]; page++)
		free(symbols->page[page]);
	arena_free(&symbols->arena);
	free(symbols->slot);
	free(symbols);
}

struct span symbols_text(struct symbols *symbols, int64_t symbol)
{
	return symbols->page[symbol / PAGE_TEXTS][symbol % PAGE_TEXTS];
}

static uint64_t slot_of(struct symbols *symbols, struct span text, uint64_t hash)
{
	uint64_t at = hash & symbols->slot_mask;
	while (symbols->slot[at] && !span_equal(symbols_text(symbols, symbols->slot[at] - 1), text))
		at = (at + 1) & symbols->slot_mask;
	return at;
}

static void grow(struct symbols *symbols)
{
	uint64_t size = (symbols->slot_mask + 1) * 2;
	free(symbols->slot);
	symbols->slot = mem_zero(size, sizeof *symbols->slot);
	symbols->slot_mask = size - 1;
	for (uint64_t symbol = 0; symbol < symbols->count; symbol++) {
		struct span text = symbols_text(symbols, (int64_t)symbol);
		symbols->slot[slot_of(symbols, text, hash_bytes(text.data, text.size))] = (uint32_t)symbol + 1;
	}
}

int64_t symbols_find(struct symbols *symbols, struct span text)
{
	pthread_rwlock_rdlock(&symbols->lock);
	uint32_t found = symbols->slot[slot_of(symbols, text, hash_bytes(text.data, text.size))];
	pthread_rwlock_unlock(&symbols->lock);
	return (int64_t)found - 1;
}

static int64_t append(struct symbols *symbols, struct span text, uint64_t at)
{
	uint64_t symbol = symbols->count;
	struct span **page = &symbols->page[symbol / PAGE_TEXTS];
	if (!*page)
		*page = mem_zero(PAGE_TEXTS, sizeof **page);
	(*page)[symbol % PAGE_TEXTS] = arena_span(&symbols->arena, text);
	symbols->slot[at] = (uint32_t)symbol + 1;
	symbols->count++;
	if (symbols->count * 2 > symbols->slot_mask)
		grow(symbols);
	return (int64_t)symbol;
}

int64_t symbols_add(struct symbols *symbols, struct span text)
{
	int64_t found = symbols_find(symbols, text);
	if (found >= 0)
		return found;
	pthread_rwlock_wrlock(&symbols->lock);
	uint64_t at = slot_of(symbols, text, hash_bytes(text.data, text.size));
	found = symbols->slot[at] ? (int64_t)symbols->slot[at] - 1 : append(symbols, text, at);
	pthread_rwlock_unlock(&symbols->lock);
	return found;
}
