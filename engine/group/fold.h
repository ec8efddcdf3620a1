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
	uint32_t count, limit; /* limit: no new group beyond it, fold says so; 0 none */
};

void group_table_init(struct group_table *table, const struct stage *stage, struct symbols *symbols, struct arena *arena, uint32_t limit);
void group_table_free(struct group_table *table);
/* The row's group; NULL: the key is new and the table is full. */
struct group *group_fold(struct group_table *table, const struct packed_row *row);
/* Takes in a group of another table (a copy, or merged). */
void group_fold_group(struct group_table *table, const struct group *group);
/* A group of one row, outside any table. */
struct group *group_of_row(const struct stage *stage, const struct packed_row *row, struct symbols *symbols, struct arena *arena);

#endif
