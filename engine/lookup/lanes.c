#include "lookup/lanes.h"

#include <stdlib.h>

#include "base/bits.h"

/* So many that there is nearly always one that nobody is in: a thread spends a good part of its time in some lane. A single thread needs one, whose
 * rows need no order. */
enum { LANES_PER_THREAD = 4 };

/* ---- blocks ---- */

/* What was moved is given back on the way: at no time are there two of a large block. */
static void move_tables(struct lanes *lanes, uint32_t number, size_t size)
{
	struct lane_block *block = &lanes->block[number], from = *block;
	*block = (struct lane_block){mem_zero_large(LANE_TABLES / lanes->block_count * size), size};
	size_t moved = 0;
	char *room = block->room;
	for (uint32_t table = number; table < LANE_TABLES; table += lanes->block_count) {
		lanes->move(lanes->tables, table, room);
		mem_drop(from.room, moved, moved + from.size);
		moved += from.size;
		room += size;
	}
	free(from.room);
}

static bool grow(struct lanes *lanes, uint32_t number)
{
	size_t size = lanes->block[number].size;
	if (!lanes->growth.may(lanes->growth.context, LANE_TABLES / lanes->block_count * size))
		return false;
	move_tables(lanes, number, 2 * size);
	return true;
}

bool lane_grow(struct lanes *lanes, uint32_t lane)
{
	uint32_t number = lane & (lanes->block_count - 1);
	size_t size = lanes->block[number].size;
	lane_leave(lanes, lane);
	for (uint32_t each = number; each < lanes->count; each += lanes->block_count)
		pthread_mutex_lock(&lanes->lock[each]);
	bool grown = lanes->block[number].size != size || grow(lanes, number); /* somebody else was first */
	for (uint32_t each = number; each < lanes->count; each += lanes->block_count)
		if (each != lane)
			lane_leave(lanes, each);
	return grown;
}

/* ---- lanes ---- */

void lanes_init(struct lanes *lanes, uint32_t threads, struct mem_growth growth, size_t size, lane_move move, void *tables)
{
	lanes->count = lanes->block_count = 1;
	while (threads > 1 && lanes->count < LANES_PER_THREAD * threads && lanes->count < LANE_TABLES)
		lanes->count *= 2;
	if (threads > 1)
		lanes->block_count = lanes->count / LANES_PER_THREAD;
	lanes->growth = growth;
	lanes->move = move;
	lanes->tables = tables;
	for (uint32_t lane = 0; lane < lanes->count; lane++)
		pthread_mutex_init(&lanes->lock[lane], NULL);
	for (uint32_t block = 0; block < lanes->block_count; block++)
		move_tables(lanes, block, size);
}

void lanes_release(struct lanes *lanes)
{
	for (uint32_t block = 0; block < lanes->block_count; block++)
		free(lanes->block[block].room);
	for (uint32_t lane = 0; lane < lanes->count; lane++)
		pthread_mutex_destroy(&lanes->lock[lane]);
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

uint32_t lane_enter(struct lanes *lanes, uint64_t *left)
{
	uint32_t lane = 0;
	uint64_t busy = *left;
	for (; busy; busy &= busy - 1) {
		lane = (uint32_t)__builtin_ctzll(busy);
		if (!pthread_mutex_trylock(&lanes->lock[lane]))
			break;
	}
	if (!busy)
		pthread_mutex_lock(&lanes->lock[lane]);
	*left &= ~(1ull << lane);
	return lane;
}
