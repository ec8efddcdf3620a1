/* Folding rows into groups: what the files of group/ share. */
#ifndef HECHA_FOLD_H
#define HECHA_FOLD_H

#include "group/group.h"

/* Groups by key, in an arena. */
struct group_table {
	const struct stage *stage;
	struct symbols *symbols;
	struct arena *arena;
	struct group **bucket;
	uint64_t mask;
	uint32_t count;
};

void group_table_init(struct group_table *table, const struct stage *stage, struct symbols *symbols, struct arena *arena);
void group_table_free(struct group_table *table);
/* Adds a row to its group, a new one when there is none. */
void group_fold(struct group_table *table, const struct packed_row *row);
/* Takes in a group of another table: it is this one's then, itself or merged. */
void group_table_take(struct group_table *table, struct group *group);

/* Outside any table: a group of no rows yet, one more row of it, and a group of one row. */
struct group *group_new(const struct stage *stage, uint64_t hash, uint32_t keys_size, struct arena *arena);
void group_fold_row(struct group *group, const struct packed_row *row, struct symbols *symbols, struct arena *arena);
struct group *group_of_row(const struct stage *stage, const struct packed_row *row, struct symbols *symbols, struct arena *arena);

#endif
