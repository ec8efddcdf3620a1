/* Where rows wait for their partition's turn: shared by store.c and finish.c. */
#ifndef HECHA_STORE_H
#define HECHA_STORE_H

#include <sys/types.h>

#include "group/fold.h"

struct segment {
	uint32_t partition;
	off_t offset;
	size_t size;
};

/* What one thread fills without asking the others. */
struct store_thread {
	struct group_table early; /* the first keys met, folded at once */
	struct group *last;	  /* the group of it that took the row added last; NULL: that row went elsewhere */
	struct arena early_arena;
	struct buffer partition[HECHA_PARTITIONS];
	struct buffer row; /* being packed */
	struct arena scratch;
};

struct group_store {
	const struct stage *stage;
	struct symbols *symbols;
	struct memory_budget *budget;
	const char *folder;
	uint32_t thread_count;
	struct store_thread **thread;
	int file; /* -1 until something is spilled */
	off_t file_size;
	uint32_t segment_count, segment_capacity;
	struct segment *segment;
};

typedef enum status (*part_visitor)(void *context, struct span rows, struct err *err);
/* Every run of packed rows of a partition, in memory and in the file. */
MUST_USE enum status store_each_part(struct group_store *store, uint32_t partition, part_visitor visitor, void *context, struct err *err);
size_t store_partition_bytes(const struct group_store *store, uint32_t partition);
/* Gives the memory of a finished partition back. */
void store_drop_partition(struct group_store *store, uint32_t partition);

#endif
