/* An anchor followed along sources and matches. */
#include "plan/anchor_parts.h"

uint32_t source_column(const struct stage *stage, uint32_t output)
{
	const struct node *node = stage->output[output];
	if (node->kind != NODE_COLUMN || node->column >= (stage->grouped ? stage->key_count : stage->value_count))
		return NO_COLUMN;
	const struct node *value = stage->value[node->column].node;
	return value->kind == NODE_COLUMN && value->slot == 0 ? value->column : NO_COLUMN;
}

bool find_origin(const struct plan *plan, const struct stage *stage, uint32_t column, struct origin *origin)
{
	while (stage->source.kind == SOURCE_STAGE && column != NO_COLUMN) {
		stage = plan->stage[stage->source.number];
		column = source_column(stage, column);
	}
	*origin = (struct origin){plan->stage[stage->number], column};
	return column != NO_COLUMN && stage->source.kind == SOURCE_TABLE;
}

/* The rows of a derived table that have the anchor in this output. */
static bool trace_output(struct attempt *attempt, uint32_t number, uint32_t output, bool mandatory)
{
	if (attempt->plan->stage[number]->early) /* as a table in memory: the same for every value */
		return true;
	uint32_t column = source_column(attempt->plan->stage[number], output);
	return column != NO_COLUMN && trace_stage(attempt, number - attempt->rule->stage_first, column, mandatory);
}

/* A table made early is the same for every value, but a value without a row behind it has no partner there: noted where it is mandatory. */
static bool trace_early(struct attempt *attempt, uint32_t number, uint32_t output)
{
	struct origin origin;
	const struct stage *stage = attempt->plan->stage[number];
	if (!find_origin(attempt->plan, stage, source_column(stage, output), &origin))
		return false;
	uint32_t at = origin.stage->number - attempt->rule->stage_first;
	if (attempt->column[at] != NO_COLUMN && attempt->column[at] != origin.column)
		return false;
	attempt->column[at] = origin.column;
	attempt->mandatory[at] = true;
	return true;
}

/* The key column of the partner that holds the anchor; NO_COLUMN: none does. */
static uint32_t anchored_key(const struct plan_match *match, const struct plan_lookup *lookup, const uint32_t *anchor)
{
	for (uint32_t key = 0; key < lookup->key_count; key++)
		if (match->probe[key]->kind == NODE_COLUMN && match->probe[key]->column == anchor[match->probe[key]->slot])
			return lookup->key[key];
	return NO_COLUMN;
}

static bool matches_early(const struct attempt *attempt, const struct plan_match *match)
{
	return match->source.kind == SOURCE_STAGE && attempt->plan->stage[match->source.number]->early;
}

/* Partners in derived tables must have the anchor of the row; tables are the same for every value. Partners of a table before the first derived
 * one are counted even where the rule has no hit. */
static bool trace_matches(struct attempt *attempt, const struct stage *stage, uint32_t column, bool mandatory)
{
	uint32_t anchor[FRAME_SLOTS_MAX] = {column};
	bool derived = false;
	for (uint32_t at = 0; at < stage->match_count; at++) {
		const struct plan_match *match = &stage->match[at];
		const struct plan_lookup *lookup = &attempt->plan->lookup[match->lookup];
		uint32_t key = anchor[at + 1] = anchored_key(match, lookup, anchor);
		bool early = matches_early(attempt, match), needed = mandatory && !match->optional;
		if (early && key != NO_COLUMN && needed && stage->source.kind == SOURCE_STAGE)
			derived |= trace_early(attempt, match->source.number, key);
		if (match->source.kind == SOURCE_TABLE || early) {
			attempt->reports[stage->number - attempt->rule->stage_first] |= !derived;
			continue;
		}
		if (key == NO_COLUMN || !trace_output(attempt, match->source.number, key, needed))
			return false;
		derived |= !match->optional;
	}
	return true;
}

bool has_key(const struct stage *stage, uint32_t column)
{
	for (uint32_t key = 0; key < stage->key_count; key++)
		if (is_column(stage->value[key].node, 0, column))
			return true;
	return false;
}

/* A key or probe that is null although the columns below it are not would be reported: it is looked for in rows of tables only. */
static bool is_plain(const struct stage *stage)
{
	bool plain = true;
	for (uint32_t key = 0; key < stage->key_count; key++)
		plain &= stage->value[key].node->kind == NODE_COLUMN;
	for (uint32_t match = 0; match < stage->match_count; match++)
		for (uint32_t key = 0; key < HECHA_KEY_MAX && stage->match[match].probe[key]; key++)
			plain &= stage->match[match].probe[key]->kind == NODE_COLUMN;
	return plain || stage->source.kind == SOURCE_TABLE;
}

bool trace_stage(struct attempt *attempt, uint32_t at, uint32_t column, bool mandatory)
{
	const struct stage *stage = stage_at(attempt, at);
	if (!is_plain(stage))
		return false;
	if (attempt->column[at] != NO_COLUMN && attempt->column[at] != column)
		return false;
	bool known = attempt->column[at] != NO_COLUMN && (attempt->mandatory[at] || !mandatory);
	attempt->column[at] = column;
	attempt->mandatory[at] |= mandatory;
	if (known)
		return true;
	if ((stage->grouped && !has_key(stage, column)) || !trace_matches(attempt, stage, column, mandatory))
		return false;
	if (stage->source.kind == SOURCE_TABLE)
		return true;
	return stage->source.kind == SOURCE_STAGE && trace_output(attempt, stage->source.number, column, mandatory);
}
