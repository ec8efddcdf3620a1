#include "lookup/lanes.h"

#include "base/bits.h"

/* A thread is in a lane for some microseconds of each batch, which takes hundreds: two threads seldom meet, and rows of one lane need no order. */
enum { THREADS_PER_LANE = 2 };

void lanes_init(struct lanes *lanes, uint32_t threads)
{
	lanes->count = 1;
	while (lanes->count * THREADS_PER_LANE < threads && lanes->count < LANE_TABLES)
		lanes->count *= 2;
	for (uint32_t lane = 0; lane < lanes->count; lane++)
		omp_init_lock(&lanes->lock[lane]);
}

void lanes_release(struct lanes *lanes)
{
	for (uint32_t lane = 0; lane < lanes->count; lane++)
		omp_destroy_lock(&lanes->lock[lane]);
}

static void order(const struct lanes *lanes, const uint64_t *hash, uint32_t count, struct lane_rows *rows, uint32_t *row)
{
	uint32_t next[LANE_TABLES], mask = lanes->count - 1;
	for (uint32_t at = 0; at < count; at++)
		rows->start[(lane_table(hash[at]) & mask) + 1]++;
	for (uint32_t lane = 0; lane < lanes->count; lane++) {
		rows->start[lane + 1] += rows->start[lane];
		next[lane] = rows->start[lane];
	}
	for (uint32_t at = 0; at < count; at++)
		row[next[lane_table(hash[at]) & mask]++] = at;
}

struct lane_rows lanes_order(const struct lanes *lanes, const uint64_t *hash, uint32_t count, struct arena *scratch)
{
	uint32_t *row = arena_alloc(scratch, (count + LANE_AHEAD) * sizeof *row);
	struct lane_rows rows = {.row = row};
	memset(row + count, 0, LANE_AHEAD * sizeof *row);
	if (lanes->count > 1) {
		order(lanes, hash, count, &rows, row);
		return rows;
	}
	rows.start[1] = count;
	bits_all_positions(count, row);
	return rows;
}
