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

/* The rows of a derived table that have the anchor in this output. */
static bool trace_output(struct attempt *attempt, uint32_t number, uint32_t output, bool mandatory)
{
	if (attempt->plan->stage[number]->early) /* as a table in memory: the same for every value */
		return true;
	uint32_t column = source_column(attempt->plan->stage[number], output);
	return column != NO_COLUMN && trace_stage(attempt, number - attempt->rule->stage_first, column, mandatory);
}

/* Partners must have the anchor of the row, where they are not in memory: what of these is to be reported of other values is asked then. */
static bool trace_matches(struct attempt *attempt, const struct stage *stage, uint32_t column, bool mandatory)
{
	uint32_t anchor[FRAME_SLOTS_MAX] = {column};
	for (uint32_t at = 0; at < stage->match_count; at++) {
		const struct plan_match *match = &stage->match[at];
		bool in_memory = is_in_memory(attempt->plan, match);
		anchor[at + 1] = anchor_key(attempt->plan, match, anchor);
		attempt->reports[stage->number - attempt->rule->stage_first] |= in_memory && anchor[at + 1] == NO_COLUMN;
		if (!in_memory && (anchor[at + 1] == NO_COLUMN ||
				   !trace_output(attempt, match->source.number, anchor[at + 1], mandatory && !match->optional)))
			return false;
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
