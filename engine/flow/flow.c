#include "flow/flow_parts.h"

#include <stdlib.h>

static void make_counts(struct flow *flow)
{
	const struct plan *plan = flow->plan;
	flow->counts = mem_alloc((flow->options.threads * plan->stage_count + 1) * sizeof(*flow->counts));
	for (uint32_t thread = 0; thread < flow->options.threads; thread++)
		for (uint32_t at = 0; at < plan->stage_count; at++)
			flow->counts[thread * plan->stage_count + at] = stage_counts_new(plan->stage[at], &flow->counts_arena);
}

void flow_counts(const struct flow *flow, const struct stage *stage, struct stage_counts *out)
{
	for (uint32_t thread = 0; thread < flow->options.threads; thread++)
		stage_counts_add(out, flow_counts_of(flow, thread, stage));
}

struct flow *flow_new(const struct plan *plan, const bool *active, const struct flow_options *options, const struct flow_sinks *sinks)
{
	struct flow *flow = mem_zero(1, sizeof *flow);
	flow->plan = plan;
	flow->active = active;
	flow->options = *options;
	flow->sinks = *sinks;
	flow->budget.limit = (int64_t)(options->memory_bytes / 4 * 3);
	flow->budget.fold_limit = (int64_t)(options->memory_bytes / 4);
	flow->table = mem_zero(plan->table_count + 1, sizeof(*flow->table));
	flow->derived = mem_zero(plan->stage_count + 1, sizeof(*flow->derived));
	flow->store = mem_zero(plan->stage_count + 1, sizeof(*flow->store));
	flow->lookups.table = mem_zero(plan->lookup_count + 1, sizeof(*flow->lookups.table));
	flow->lookups.index = mem_zero(plan->lookup_count + 1, sizeof(*flow->lookups.index));
	flow->scratch = mem_zero(options->threads, sizeof *flow->scratch);
	make_counts(flow);
	flow_anchor_begin(flow);
	flow->stage_sinks = flow_stage_sinks(flow);
	for (uint32_t at = 0; at < plan->stage_count; at++)
		if (stage_active(flow, plan->stage[at]))
			flow->store[at] = group_store_new(plan->stage[at], plan->symbols, &flow->budget, options->folder, options->threads);
	return flow;
}

void flow_free(struct flow *flow)
{
	if (!flow)
		return;
	for (uint32_t at = 0; at < flow->plan->lookup_count; at++)
		index_free(flow->lookups.index[at]);
	for (uint32_t at = 0; at < flow->plan->table_count; at++)
		memory_table_free(flow->table[at]);
	for (uint32_t at = 0; at < flow->plan->stage_count; at++) {
		memory_table_free(flow->derived[at]);
		group_store_free(flow->store[at]);
	}
	for (uint32_t at = 0; at < flow->options.threads; at++)
		arena_free(&flow->scratch[at]);
	flow_anchor_end(flow);
	arena_free(&flow->counts_arena);
	free(flow->counts);
	free(flow->scratch);
	free(flow->lookups.table);
	free(flow->lookups.index);
	free(flow->table);
	free(flow->derived);
	free(flow->store);
	free(flow);
}

const struct lookups *flow_lookups(const struct flow *flow)
{
	return &flow->lookups;
}
