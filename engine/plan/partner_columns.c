#include "plan/partner_columns.h"

/* Per column of a source; NULL: it is no table in memory. */
static bool *columns_of(const struct plan *plan, struct plan_source source)
{
	return source.kind == SOURCE_TABLE ? plan->partner_column[source.number]
	       : source.kind == SOURCE_STAGE ? plan->stage[source.number]->output_kept
					     : NULL;
}

void mark_partner(const struct stage *stage, uint32_t slot, bool *used)
{
	for (uint32_t at = 0; at < stage->after_count; at++)
		mark_columns(stage->after[at].node, slot, used);
	for (uint32_t at = 0; at < stage->undecided_count; at++)
		mark_columns(stage->undecided[at].node, slot, used);
	for (uint32_t at = 0; at < stage->value_count; at++)
		mark_columns(stage->value[at].node, slot, used);
}

/* What matches behind the slot read of it to find theirs. */
static void mark_probes(const struct plan *plan, const struct stage *stage, uint32_t slot, bool *used)
{
	for (uint32_t match = slot; match < stage->match_count; match++)
		for (uint32_t key = 0; key < plan->lookup[stage->match[match].lookup].key_count; key++)
			mark_columns(stage->match[match].probe[key], slot, used);
}

static void mark_stage(const struct plan *plan, const struct stage *stage)
{
	for (uint32_t slot = 1; slot <= stage->match_count; slot++) {
		bool *used = columns_of(plan, stage->match[slot - 1].source);
		if (!used)
			continue;
		mark_partner(stage, slot, used);
		mark_probes(plan, stage, slot, used);
	}
	if (stage->pull) /* its rows are those of the source */
		memset(columns_of(plan, stage->source), true, plan->stage[stage->source.number]->output_count);
}

static void mark_keys(const struct plan *plan, const struct plan_lookup *lookup)
{
	bool *used = columns_of(plan, lookup->source);
	for (uint32_t key = 0; used && key < lookup->key_count; key++)
		used[lookup->key[key]] = true;
}

void partner_columns(struct plan *plan)
{
	plan->partner_column = arena_alloc(&plan->arena, (plan->table_count + 1) * sizeof(*plan->partner_column));
	for (uint32_t table = 0; table < plan->table_count; table++)
		plan->partner_column[table] = arena_zero(&plan->arena, plan->table[table]->column_count, sizeof(bool));
	for (uint32_t at = 0; at < plan->stage_count; at++)
		plan->stage[at]->output_kept = arena_zero(&plan->arena, plan->stage[at]->output_count + 1, sizeof(bool));
	for (uint32_t at = 0; at < plan->stage_count; at++)
		mark_stage(plan, plan->stage[at]);
	for (uint32_t at = 0; at < plan->lookup_count; at++)
		mark_keys(plan, &plan->lookup[at]);
}
