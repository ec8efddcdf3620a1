/* The subject's key is followed from the last stage of a rule back to the tables:
 *
 *   claim person / subject key ─▶ key of its group ─▶ column of `from` ─▶ (derived table: its own group key ─▶ …) ─▶ column of a table
 *                                                  └▶ column of each match whose key it is compared with ─▶ …
 *
 * A table that two stages read by different columns, or by none, is read whole: that is never wrong, only slower. But where it is the table
 * the rule streams, nothing would be sampled at all. */
#include "workbench/sample_unit.h"

#include "plan/bind.h"

#define NO_COLUMN UINT32_MAX
#define NOT_SEEN (UINT32_MAX - 1)

struct unit {
	const struct plan *plan;
	uint32_t *column; /* per table: NOT_SEEN, a column, SAMPLE_WHOLE */
};

static bool is_plain(const struct node *node, uint32_t slot)
{
	return node && node->kind == NODE_COLUMN && node->slot == slot;
}

static void demand(struct unit *unit, uint32_t table, uint32_t column)
{
	uint32_t *held = &unit->column[table];
	*held = *held == NOT_SEEN || *held == column ? column : SAMPLE_WHOLE;
}

static void follow_stage(struct unit *unit, const struct stage *stage, uint32_t value);

/* column: of the source, holds the subject; NO_COLUMN: none does. */
static void follow_source(struct unit *unit, struct plan_source source, uint32_t column)
{
	if (source.kind == SOURCE_TABLE) {
		demand(unit, source.number, column == NO_COLUMN ? SAMPLE_WHOLE : column);
		return;
	}
	const struct stage *stage = unit->plan->stage[source.number];
	const struct node *output = column == NO_COLUMN ? NULL : stage->output[column];
	uint32_t most = stage->grouped ? stage->key_count : stage->value_count;
	follow_stage(unit, stage, is_plain(output, 0) && output->column < most ? output->column : NO_COLUMN);
}

/* Which column of the partner is compared with one that holds the subject; known: per slot, that column or NO_COLUMN. */
static uint32_t compared_with(const struct plan_match *match, const struct plan_lookup *lookup, const uint32_t *known, uint32_t slots)
{
	for (uint32_t key = 0; key < lookup->key_count; key++)
		for (uint32_t slot = 0; slot < slots; slot++)
			if (known[slot] != NO_COLUMN && is_plain(match->probe[key], slot) && match->probe[key]->column == known[slot])
				return lookup->key[key];
	return NO_COLUMN;
}

static void follow_stage(struct unit *unit, const struct stage *stage, uint32_t value)
{
	uint32_t known[FRAME_SLOTS_MAX];
	const struct node *node = value == NO_COLUMN ? NULL : stage->value[value].node;
	known[0] = is_plain(node, 0) ? node->column : NO_COLUMN;
	follow_source(unit, stage->source, known[0]);
	for (uint32_t at = 0; at < stage->match_count; at++) {
		const struct plan_match *match = &stage->match[at];
		known[at + 1] = compared_with(match, &unit->plan->lookup[match->lookup], known, at + 1);
		follow_source(unit, match->source, known[at + 1]);
	}
}

/* The table behind the `from` of a stage. */
static uint32_t streamed_table(const struct plan *plan, const struct stage *stage)
{
	while (stage->source.kind == SOURCE_STAGE)
		stage = plan->stage[stage->source.number];
	return stage->source.number;
}

bool sample_unit(const struct plan *plan, const struct plan_rule *rule, uint32_t *column, struct span *name, const char **why)
{
	const struct stage *last = plan->stage[rule->stage_first + rule->stage_count - 1];
	const struct node *subject = rule->rule->has_claim ? rule->claim[CLAIM_PERSON] : rule->subject_key;
	struct unit unit = {plan, column};
	*why = "its subject is no key of its groups";
	if (rule->of_cases)
		*why = "it reads the cases of all active rules";
	if (rule->of_cases || !is_plain(subject, 0) || subject->column >= last->key_count)
		return false;
	for (uint32_t table = 0; table < plan->table_count; table++)
		column[table] = NOT_SEEN;
	follow_stage(&unit, last, subject->column);
	for (uint32_t at = 0; at < plan->stage_count; at++)
		if (plan->stage[at]->is_net)
			follow_stage(&unit, plan->stage[at], NET_PERSON);
	for (uint32_t table = 0; table < plan->table_count; table++)
		if (column[table] == NOT_SEEN)
			column[table] = SAMPLE_WHOLE;
	*why = "a table it reads says by no one column whose a row is";
	if (column[streamed_table(plan, last)] == SAMPLE_WHOLE)
		return false;
	*name = last->value[subject->column].expr ? last->value[subject->column].expr->source : SPAN("the subject");
	return true;
}
