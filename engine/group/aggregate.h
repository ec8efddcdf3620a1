/* Aggregates as states that merge in any order. */
#ifndef HECHA_AGGREGATE_H
#define HECHA_AGGREGATE_H

#include "group/group.h"

void aggregate_add(struct aggregate_state *state, const struct stage *stage, const struct aggregate *aggregate, struct value value,
		   struct symbols *symbols, struct arena *arena);
/* The same for the values at `at` of a column; column NULL for ROWS. */
void aggregate_add_run(struct aggregate_state *state, const struct stage *stage, const struct aggregate *aggregate, const struct column *column,
		       const uint32_t *at, uint32_t count, struct symbols *symbols, struct arena *arena);
/* The same for aggregate number `each` of many groups of a stage: one value for each of them. */
void aggregate_add_each(struct group *const *group, const struct stage *stage, uint32_t each, const struct column *column, const uint32_t *at,
			uint32_t count, struct symbols *symbols, struct arena *arena);
void aggregate_merge(struct aggregate_state *into, const struct aggregate_state *from, const struct stage *stage,
		     const struct aggregate *aggregate, struct symbols *symbols, struct arena *arena);
struct value aggregate_value(const struct aggregate_state *state, const struct aggregate *aggregate);

#endif
