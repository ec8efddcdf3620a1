/* Tables that several threads fill at once. What is known by a hash lies in one of a few tables, by the first bits of the hash; the tables are dealt out to
 * lanes, and a thread that works through a batch of rows takes the lanes one after the other, each for itself, first those that nobody else is in. */
#ifndef HECHA_LANES_H
#define HECHA_LANES_H

#include <pthread.h>

#include "base/memory.h"

/* LANE_AHEAD: rows between the fetch of what belongs to a row and its use. */
enum { LANE_TABLES = 64, LANE_AHEAD = 16 };

struct lanes {
	uint32_t count;
	pthread_mutex_t lock[LANE_TABLES];
};

/* threads: how many will be at work at once. */
void lanes_init(struct lanes *lanes, uint32_t threads);
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

static inline void lane_leave(struct lanes *lanes, uint32_t lane)
{
	pthread_mutex_unlock(&lanes->lock[lane]);
}

static inline uint64_t lanes_all(const struct lanes *lanes)
{
	return UINT64_MAX >> (64 - lanes->count);
}

#endif
