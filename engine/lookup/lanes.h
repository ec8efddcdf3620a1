/* Tables that several threads fill at once. What is known by a hash lies in one of a few tables, by the first bits of the hash; the tables are dealt out to
 * lanes, and a thread that works through a batch of rows takes the lanes one after the other, each for itself. */
#ifndef HECHA_LANES_H
#define HECHA_LANES_H

#include <omp.h>

#include "base/memory.h"

/* LANE_AHEAD: rows between the fetch of what belongs to a row and its use. */
enum { LANE_TABLES = 64, LANE_AHEAD = 16 };

struct lanes {
	uint32_t count;
	omp_lock_t lock[LANE_TABLES];
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

static inline void lane_enter(struct lanes *lanes, uint32_t lane)
{
	omp_set_lock(&lanes->lock[lane]);
}

static inline void lane_leave(struct lanes *lanes, uint32_t lane)
{
	omp_unset_lock(&lanes->lock[lane]);
}

#endif
