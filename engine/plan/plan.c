#include "plan/plan.h"

#include <stdlib.h>

#include "base/text.h"
#include "plan/anchor.h"
#include "plan/bind.h"
#include "plan/order.h"
#include "plan/partner_columns.h"
#include "plan/share.h"

static const struct memory_column case_columns[CASE_COLUMNS] = {
	[CASE_NUMBER] = {"number", TYPE_TEXT, NULL, false},	[CASE_KIND] = {"kind", TYPE_TEXT, NULL, false},
	[CASE_KEY] = {"key", TYPE_TEXT, NULL, false},		[CASE_PERSON] = {"person", TYPE_ID, NULL, false},
	[CASE_FUND] = {"fund", TYPE_CODE, NULL, false},		[CASE_COUNTY] = {"county", TYPE_CODE, NULL, false},
	[CASE_CLASS] = {"class", TYPE_TEXT, NULL, false},	[CASE_ACTION] = {"action", TYPE_TEXT, NULL, false},
	[CASE_CLAIMED] = {"claimed", TYPE_MONEY, NULL, false},	[CASE_MONTHS] = {"months", TYPE_INT, NULL, false},
	[CASE_FIRST_MONTH] = {"first_month", TYPE_MONTH, NULL, false}, [CASE_LAST_MONTH] = {"last_month", TYPE_MONTH, NULL, false},
};

const char *plan_source_name(const struct plan *plan, struct plan_source source)
{
	return source.kind == SOURCE_TABLE ? plan->table[source.number]->spec->name
	       : source.kind == SOURCE_STAGE ? plan->stage[source.number]->name
					     : "case";
}

static struct memory_column *table_columns(const struct table *table, struct arena *arena)
{
	struct memory_column *column = arena_zero(arena, table->column_count, sizeof *column);
	for (uint32_t at = 0; at < table->column_count; at++) {
		column[at].name = table_column_name(table, at);
		column[at].type = table_column_type(table, at);
		column[at].raw = table->raw_wanted[at];
		if (at < table->spec->column_count)
			column[at].dictionary = table->spec->column[at].dictionary;
	}
	return column;
}

const struct memory_column *plan_source_columns(const struct plan *plan, struct plan_source source, uint32_t *count, struct arena *arena)
{
	switch (source.kind) {
	case SOURCE_TABLE:
		*count = plan->table[source.number]->column_count;
		return table_columns(plan->table[source.number], arena);
	case SOURCE_STAGE:
		*count = plan->stage[source.number]->output_count;
		return plan->stage[source.number]->output_info;
	default:
		*count = plan->case_column_count;
		return plan->case_column;
	}
}

static void bind_rules(struct plan *plan, const struct plan_options *options, struct err *all)
{
	const struct rule_set *set = plan->set;
	uint32_t most = options->only ? options->only_count : set->rule_count;
	plan->rule = arena_zero(&plan->arena, most + 1, sizeof *plan->rule);
	for (uint32_t at = 0; at < most; at++) {
		const struct rule *rule = options->only ? options->only[at] : &set->rule[at];
		if (!options->only && rule->status != RULE_ACTIVE)
			continue;
		struct plan_rule *out = &plan->rule[plan->rule_count];
		uint32_t stage_count = plan->stage_count;
		*out = (struct plan_rule){0};
		struct err err = ERR_INIT;
		out->rule = rule;
		out->number = plan->rule_count;
		out->table_needed = arena_zero(&plan->arena, plan->table_count + 1, sizeof *out->table_needed);
		out->table_optional = arena_zero(&plan->arena, plan->table_count + 1, sizeof *out->table_optional);
		if (!bind_params(plan, out, &err) || !bind_stages(plan, out, &err)) {
			err_join(all, &err);
			plan->stage_count = stage_count;
			continue;
		}
		plan->rule_count++;
	}
}

const char *table_hint(struct plan *plan, struct span name)
{
	const char **names = arena_alloc(&plan->arena, (plan->table_count + 1) * sizeof *names);
	for (uint32_t table = 0; table < plan->table_count; table++)
		names[table] = plan->table[table]->spec->name;
	const char *near = text_suggest(name, names, plan->table_count);
	return near ? arena_text(&plan->arena, "did you mean '%s'?", near) : NULL;
}

/* Tables named in `needs` must be there even if no expression reads them. */
static void check_needs(struct plan *plan, struct err *all)
{
	for (uint32_t at = 0; at < plan->rule_count; at++) {
		const struct rule *rule = plan->rule[at].rule;
		for (uint32_t need = 0; need < rule->need_count; need++) {
			uint32_t table = 0;
			while (table < plan->table_count && !span_equal(span_of(plan->table[table]->spec->name), rule->need[need].table))
				table++;
			struct err err = ERR_INIT;
			if (table < plan->table_count) {
				plan->rule[at].table_needed[table] = true;
				continue;
			}
			yaml_error(rule->need[need].at, table_hint(plan, rule->need[need].table), &err, H4003, "unknown table '%.*s'", SPAN_ARG(rule->need[need].table));
			err_join(all, &err);
		}
	}
}

enum status plan_new(const struct rule_set *set, const struct plan_options *options, struct plan **out, struct err *err)
{
	struct plan *plan = mem_zero(1, sizeof *plan);
	struct err all = ERR_INIT;
	plan->set = set;
	plan->as_of = options->as_of;
	plan->symbols = symbols_new();
	plan->table_count = set->table_count;
	plan->table = arena_zero(&plan->arena, set->table_count + 1, sizeof *plan->table);
	for (uint32_t at = 0; at < set->table_count; at++)
		plan->table[at] = table_new(&set->table[at], plan->symbols, &plan->arena);
	memcpy(plan->case_column, case_columns, sizeof case_columns);
	plan->case_column_count = CASE_COLUMNS;
	early_tables(plan, options);
	bind_rules(plan, options, &all);
	check_needs(plan, &all);
	if (!all.text && bind_net(plan, &all)) {
		anchor_rules(plan);
		partner_columns(plan);
		plan_share(plan);
		plan_order(plan);
		*out = plan;
		return STATUS_OK;
	}
	err_clear(err);
	*err = all;
	plan_free(plan);
	return STATUS_CONFIG;
}

void plan_free(struct plan *plan)
{
	if (!plan)
		return;
	for (uint32_t at = 0; at < plan->regex_count; at++)
		regex_free(plan->regex[at]);
	free(plan->regex);
	free(plan->stage);
	free(plan->lookup);
	symbols_free(plan->symbols);
	arena_free(&plan->arena);
	free(plan);
}
