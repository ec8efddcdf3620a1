/* Derived tables that can be finished before any table is streamed: all they lead back to is in memory, because some rule matches it. Their readers
 * match them directly, as they do tables, and keep no rows aside. A derived table has at most a row for each of those in memory; one made of a table
 * that is streamed could have any number of them, so that one is made late, of the rows that anchors left. */
#include "plan/bind.h"

static bool is_derived(const struct rule *rule, struct span name)
{
	bool derived = false;
	for (uint32_t with = 0; with < rule->with_count; with++)
		derived |= span_equal(rule->with[with].name, name);
	return derived;
}

static void note_matches(struct plan *plan, const struct rule *rule, const struct query *query)
{
	for (uint32_t match = 0; match < query->match_count; match++)
		for (uint32_t table = 0; table < plan->table_count; table++)
			if (span_equal(span_of(plan->table[table]->spec->name), query->match[match].table) &&
			    !is_derived(rule, query->match[match].table))
				plan->matched[table] = true;
}

void early_tables(struct plan *plan, const struct plan_options *options)
{
	uint32_t count = options->only ? options->only_count : plan->set->rule_count;
	plan->matched = arena_zero(&plan->arena, plan->table_count + 1, sizeof *plan->matched);
	for (uint32_t at = 0; at < count; at++) {
		const struct rule *rule = options->only ? options->only[at] : &plan->set->rule[at];
		if (!options->only && rule->status != RULE_ACTIVE)
			continue;
		for (uint32_t with = 0; with < rule->with_count; with++)
			note_matches(plan, rule, &rule->with[with]);
		note_matches(plan, rule, &rule->query);
	}
}

static bool is_ready(const struct plan *plan, struct plan_source source)
{
	return source.kind == SOURCE_TABLE ? plan->matched[source.number] : source.kind == SOURCE_STAGE && plan->stage[source.number]->early;
}

bool early_matches(const struct plan *plan, const struct stage *stage)
{
	bool early = true;
	for (uint32_t match = 0; match < stage->match_count; match++)
		early &= stage->match[match].source.kind != SOURCE_STAGE || is_ready(plan, stage->match[match].source);
	return early;
}

bool is_early(const struct plan *plan, const struct stage *stage)
{
	return !stage->is_rule && is_ready(plan, stage->source) && early_matches(plan, stage);
}
