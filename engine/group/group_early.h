/* Groups that one thread folds while its rows come, found by their keys a block of rows at a time. */
#ifndef HECHA_GROUP_EARLY_H
#define HECHA_GROUP_EARLY_H

#include "group/fold.h"

#define EARLY_NONE UINT32_MAX

struct early_slot {
	uint64_t hash;
	uint32_t next_number; /* number of the group + 1; 0: empty */
};

/* All zero but for the first two: empty. */
struct early {
	const struct stage *stage;
	struct symbols *symbols;
	struct arena arena;
	uint32_t count, capacity;
	struct group **group; /* by number */
	struct column **key;  /* their keys, row = number */
	uint32_t mask;
	struct early_slot *slot; /* open addressing, a quarter full at most */
	struct place last;	 /* of all rows that were folded, the one farthest behind; rows that are only counted come later still */
};

void early_free(struct early *early);
/* The group of each row of a block, whose keys have these hashes, or EARLY_NONE; of a row with a null key anything. A group that shares its hash with
 * an older one is left for early_find. */
void early_find_all(const struct early *early, const struct row_block *block, const uint64_t *hash, uint32_t *number);
/* The same of one row, exactly. */
uint32_t early_find(const struct early *early, const struct row_block *block, uint32_t index, uint64_t hash);
/* Folds a row of a block into group `number` of its keys; EARLY_NONE: a new one. */
void early_fold(struct early *early, uint32_t number, const struct packed_row *row);
/* Empties it: its groups as lists, by partition (HECHA_PARTITIONS of them). */
void early_split(struct early *early, struct group **list);

#endif
