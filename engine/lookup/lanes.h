/* Tables that several threads fill at once. What is known by a hash lies in one of a few tables, by the first bits of the hash; the tables are dealt out to
 * lanes, and a thread that works through a batch of rows takes the lanes one after the other, each for itself, first those that nobody else is in.
 * The tables of a few lanes stand side by side in one block of memory, which may fill huge pages where a table does not. Hashes fill them alike: they grow
 * together. */
#ifndef HECHA_LANES_H
#define HECHA_LANES_H

#include <pthread.h>

#include "base/memory.h"

/* LANE_AHEAD: rows between the fetch of what belongs to a row and its use. */
enum { LANE_TABLES = 64, LANE_AHEAD = 16 };

/* Where a table is: its contents go into `room`, zeros for twice as much as it had so far. */
typedef void (*lane_move)(void *tables, uint32_t table, void *room);

struct lanes {
	uint32_t count, block_count; /* powers of two: table t is of lane t % count, lane l of block l % block_count */
	struct lane_block {
		char *room;
		size_t size; /* of a table */
	} block[LANE_TABLES];
	lane_move move;
	void *tables; /* what move gets */
	struct mem_growth growth;
	pthread_mutex_t lock[LANE_TABLES];
};

/* threads: how many will be at work at once. size: of a table at first, in bytes; each is moved there. */
void lanes_init(struct lanes *lanes, uint32_t threads, struct mem_growth growth, size_t size, lane_move move, void *tables);
void lanes_release(struct lanes *lanes);

static inline uint32_t lane_table(uint64_t hash)
{
	return hash >> 58;
}

/* Rows, lane by lane: those of lane l are row[start[l]] … row[start[l + 1] - 1]. Behind the last there are LANE_AHEAD more that may be fetched for. */
struct lane_rows {
	const uint32_t *row;
	uint32_t start[LANE_TABLES + 1];
};
/* hash: of rows 0 … count - 1. */
struct lane_rows lanes_order(const struct lanes *lanes, const uint64_t *hash, uint32_t count, struct arena *scratch);

/* Enters one of the lanes that are `left`, bit by bit; returns its number. At first all are: lanes_all. */
uint32_t lane_enter(struct lanes *lanes, uint64_t *left);

/* Makes the tables of a lane the thread is in twice as large; on the way others may come into it. false: they may not grow. */
bool lane_grow(struct lanes *lanes, uint32_t lane);

static inline void lane_leave(struct lanes *lanes, uint32_t lane)
{
	pthread_mutex_unlock(&lanes->lock[lane]);
}

static inline uint64_t lanes_all(const struct lanes *lanes)
{
	return UINT64_MAX >> (64 - lanes->count);
}

#endif
