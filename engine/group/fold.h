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
/* The first group of those that may have this hash, see group.next. */
static inline struct group *group_table_bucket(const struct group_table *table, uint64_t hash)
{
	return table->bucket[hash & table->mask];
}
/* Adds a row to its group, a new one when there is none. */
void group_fold(struct group_table *table, const struct packed_row *row);
/* Takes in a group of another table: it is this one's then, itself or merged. */
void group_table_take(struct group_table *table, struct group *group);
/* Empties the table: its groups as lists, by partition (HECHA_PARTITIONS of them). */
void group_table_split(struct group_table *table, struct group **list);
/* A group of one row, outside any table. */
struct group *group_of_row(const struct stage *stage, const struct packed_row *row, struct symbols *symbols, struct arena *arena);

#endif
