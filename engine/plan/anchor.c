#include "plan/anchor.h"

#include "plan/bind.h"
#include "plan/single_row.h"

#define NO_COLUMN UINT32_MAX

/* One attempt to anchor a rule in a key of its last stage. */
struct attempt {
	struct plan *plan;
	struct plan_rule *rule;
	uint32_t *column;  /* per stage of the rule: the column of its source that holds the anchor; NO_COLUMN: not met yet */
	bool *mandatory;   /* per stage: without a row of it the rule has no hit */
	uint32_t bit, tag; /* the next free ones of the type */
	bool useful;	   /* some need is more than one row of one stage */
};

static struct stage *stage_at(const struct attempt *attempt, uint32_t at)
{
	return attempt->plan->stage[attempt->rule->stage_first + at];
}

static bool is_column(const struct node *node, uint32_t slot, uint32_t column)
{
	return node->kind == NODE_COLUMN && node->slot == slot && node->column == column;
}

/* ---- along sources and matches ---- */

static bool trace_stage(struct attempt *attempt, uint32_t at, uint32_t column, bool mandatory);

/* The rows of a derived table that have the anchor in this output. */
static bool trace_output(struct attempt *attempt, uint32_t number, uint32_t output, bool mandatory)
{
	const struct stage *stage = attempt->plan->stage[number];
	const struct node *node = stage->output[output];
	if (node->kind != NODE_COLUMN || node->column >= (stage->grouped ? stage->key_count : stage->value_count))
		return false;
	const struct node *value = stage->value[node->column].node;
	return value->kind == NODE_COLUMN && value->slot == 0 &&
	       trace_stage(attempt, number - attempt->rule->stage_first, value->column, mandatory);
}

/* Partners in derived tables must have the anchor of the row; tables are the same for every value. Partners of a table before the first derived
 * one would be counted even where the rule has no hit. */
static bool trace_matches(struct attempt *attempt, const struct stage *stage, uint32_t column, bool mandatory)
{
	uint32_t anchor[FRAME_SLOTS_MAX] = {column};
	bool derived = false;
	for (uint32_t at = 0; at < stage->match_count; at++) {
		const struct plan_match *match = &stage->match[at];
		const struct plan_lookup *lookup = &attempt->plan->lookup[match->lookup];
		anchor[at + 1] = NO_COLUMN;
		if (match->source.kind == SOURCE_TABLE) {
			if (!derived)
				return false;
			continue;
		}
		uint32_t key = 0;
		while (key < lookup->key_count && !(match->probe[key]->kind == NODE_COLUMN &&
						    match->probe[key]->column == anchor[match->probe[key]->slot]))
			key++;
		if (key == lookup->key_count ||
		    !trace_output(attempt, match->source.number, lookup->key[key], mandatory && !match->optional))
			return false;
		anchor[at + 1] = lookup->key[key];
		derived |= !match->optional;
	}
	return true;
}

static bool has_key(const struct stage *stage, uint32_t column)
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

static bool trace_stage(struct attempt *attempt, uint32_t at, uint32_t column, bool mandatory)
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

/* ---- needs ---- */

static bool reads_row_only(const struct node *node)
{
	if (node->kind == NODE_IS_ABSENT || (node->kind == NODE_COLUMN && node->slot))
		return false;
	for (uint32_t child = 0; child < node->child_count; child++)
		if (!reads_row_only(node->child[child]))
			return false;
	return true;
}

static struct anchor_need *add_need(struct attempt *attempt, struct stage *stage, enum need_kind kind)
{
	struct stage_anchor *anchor = stage->anchor;
	if (attempt->bit + 1 >= ANCHOR_BITS || (kind == NEED_DISTINCT && attempt->tag == RECORD_TAGS))
		return NULL;
	PLAN_GROW(attempt->plan, anchor->need, anchor->need_count);
	struct anchor_need *need = &anchor->need[anchor->need_count++];
	*need = (struct anchor_need){.kind = kind, .bit = attempt->bit++};
	need->node = arena_zero(&attempt->plan->arena, HECHA_KEY_MAX + 1, sizeof *need->node);
	if (kind == NEED_DISTINCT) {
		need->tag = attempt->tag++;
		attempt->bit++;
	}
	if (kind == NEED_PAIR)
		need->pair = attempt->plan->pair_count++;
	attempt->rule->needs |= 1ull << need->bit;
	attempt->useful |= kind != NEED_ROW;
	return need;
}

/* Groups of this table's rows that having refuses when they are of one row. */
static void need_group(struct attempt *attempt, struct stage *stage)
{
	const struct node *distinct = NULL;
	if (!stage->grouped || !single_row_fails(stage, &distinct))
		return;
	struct anchor_need *need = add_need(attempt, stage, distinct ? NEED_DISTINCT : NEED_PAIR);
	if (!need)
		return;
	if (distinct && reads_row_only(distinct))
		need->node[need->node_count++] = distinct;
	for (uint32_t key = 0; !distinct && key < stage->key_count; key++)
		if (reads_row_only(stage->value[key].node))
			need->node[need->node_count++] = stage->value[key].node;
	if (distinct && !need->node_count) { /* it differs by partners: any row will do */
		need->kind = NEED_ROW;
		attempt->useful = false;
	}
}

/* Groups of groups: those of one value differ in the keys that the outer ones do not have. */
static void need_outer(struct attempt *attempt, const struct stage *outer)
{
	const struct node *distinct = NULL;
	if (!outer->grouped || outer->source.kind != SOURCE_STAGE || !single_row_fails(outer, &distinct))
		return;
	struct stage *inner = attempt->plan->stage[outer->source.number];
	if (!inner->anchor || !inner->grouped)
		return;
	struct anchor_need *need = NULL;
	for (uint32_t key = 0; key < inner->key_count; key++) {
		uint32_t output = 0;
		while (output < inner->output_count && !is_column(inner->output[output], 0, key))
			output++;
		if ((output < inner->output_count && has_key(outer, output)) || !reads_row_only(inner->value[key].node))
			continue;
		need = need ? need : add_need(attempt, inner, NEED_DISTINCT);
		if (need)
			need->node[need->node_count++] = inner->value[key].node;
	}
}

/* ---- columns that decide ---- */

static void use_node(struct attempt *attempt, struct stage_anchor *anchor, const struct node *node)
{
	for (uint32_t at = 0; at < anchor->used_count; at++)
		if (anchor->used[at] == node || (node->kind == NODE_COLUMN && is_column(anchor->used[at], 0, node->column)))
			return;
	PLAN_GROW(attempt->plan, anchor->used, anchor->used_count);
	anchor->used[anchor->used_count++] = node;
}

/* The expression itself where the row alone gives it, else the columns of the row in it. */
static void use_columns(struct attempt *attempt, struct stage *stage, const struct node *node)
{
	if (node->kind != NODE_CONSTANT && reads_row_only(node)) {
		use_node(attempt, stage->anchor, node);
		return;
	}
	for (uint32_t child = 0; child < node->child_count; child++)
		use_columns(attempt, stage, node->child[child]);
}

/* What `reader` decides by of its row of from; rows of a projection are its source's. */
static void use_deciding(struct attempt *attempt, struct stage *stage, const struct stage *reader)
{
	for (uint32_t at = 0; at < reader->after_count; at++)
		use_columns(attempt, stage, reader->after[at].node);
	for (uint32_t match = 0; match < reader->match_count; match++)
		for (uint32_t key = 0; key < HECHA_KEY_MAX && reader->match[match].probe[key]; key++)
			use_columns(attempt, stage, reader->match[match].probe[key]);
	for (uint32_t at = 0; at < reader->value_count; at++)
		if (at < reader->key_count || !reader->is_rule || (int32_t)at == reader->amount_value)
			use_columns(attempt, stage, reader->value[at].node);
}

/* A projection made for a reader that waits: the reader's columns, found again in the table. */
static void use_projected(struct attempt *attempt, struct stage *stage)
{
	for (uint32_t at = 0; at < attempt->rule->stage_count; at++) {
		const struct stage *reader = stage_at(attempt, at);
		if (reader->source.kind != SOURCE_STAGE || reader->source.number != stage->number)
			continue;
		struct stage seen = {.anchor = &(struct stage_anchor){0}};
		use_deciding(attempt, &seen, reader);
		for (uint32_t column = 0; column < seen.anchor->used_count; column++)
			use_columns(attempt, stage, stage->value[stage->output[seen.anchor->used[column]->column]->column].node);
	}
}

static void describe(struct attempt *attempt, uint32_t at)
{
	struct stage *stage = stage_at(attempt, at);
	if (attempt->column[at] == NO_COLUMN || stage->source.kind != SOURCE_TABLE)
		return;
	struct arena *arena = &attempt->plan->arena;
	stage->anchor = arena_zero(arena, 1, sizeof *stage->anchor);
	struct node *node = arena_zero(arena, 1, sizeof *node);
	*node = (struct node){.kind = NODE_COLUMN, .type = attempt->rule->anchor_type, .column = attempt->column[at]};
	stage->anchor->node = node;
	use_deciding(attempt, stage, stage);
	if (!stage->grouped)
		use_projected(attempt, stage);
	if (!attempt->mandatory[at])
		return;
	add_need(attempt, stage, NEED_ROW);
	need_group(attempt, stage);
}

static uint32_t rows_needed(const struct attempt *attempt)
{
	uint32_t stages = 0;
	for (uint32_t at = 0; at < attempt->rule->stage_count; at++)
		stages += attempt->mandatory[at] && stage_at(attempt, at)->source.kind == SOURCE_TABLE;
	return stages;
}

static void forget(struct attempt *attempt)
{
	for (uint32_t at = 0; at < attempt->rule->stage_count; at++)
		stage_at(attempt, at)->anchor = NULL;
	attempt->rule->needs = 0;
	attempt->rule->anchored = false;
}

/* Every stage of the rule was met, so all it reads of tables it reads by the anchor. */
static bool is_whole(const struct attempt *attempt)
{
	for (uint32_t at = 0; at < attempt->rule->stage_count; at++)
		if (attempt->column[at] == NO_COLUMN)
			return false;
	return true;
}

static bool anchor_in(struct attempt *attempt, uint32_t column, enum value_type type, uint32_t mark)
{
	uint32_t last = attempt->rule->stage_count - 1;
	memset(attempt->column, 0xff, attempt->rule->stage_count * sizeof *attempt->column);
	memset(attempt->mandatory, 0, attempt->rule->stage_count * sizeof *attempt->mandatory);
	attempt->useful = false;
	attempt->rule->anchor_type = type;
	attempt->rule->anchor_mark = mark;
	if (mark == ANCHOR_MARKS || !trace_stage(attempt, last, column, true) || !is_whole(attempt))
		return false;
	for (uint32_t at = 0; at <= last; at++)
		describe(attempt, at);
	for (uint32_t at = 0; at <= last; at++)
		if (attempt->mandatory[at])
			need_outer(attempt, stage_at(attempt, at));
	attempt->rule->anchored = attempt->useful || rows_needed(attempt) > 1;
	if (!attempt->rule->anchored)
		forget(attempt);
	return attempt->rule->anchored;
}

/* ---- rules ---- */

/* What is free in the records of one type. */
struct room {
	uint32_t bit, tag, mark;
};

static void anchor_rule(struct plan *plan, struct plan_rule *rule, struct room room[TYPE_COUNT])
{
	struct stage *last = plan->stage[rule->stage_first + rule->stage_count - 1];
	struct attempt attempt = {.plan = plan, .rule = rule};
	attempt.column = arena_alloc(&plan->arena, rule->stage_count * sizeof *attempt.column);
	attempt.mandatory = arena_alloc(&plan->arena, rule->stage_count * sizeof *attempt.mandatory);
	for (uint32_t key = 0; key < last->key_count && !rule->anchored && !rule->of_cases; key++) {
		const struct node *node = last->value[key].node;
		if (node->kind != NODE_COLUMN || node->slot)
			continue;
		struct room *free = &room[node->type];
		attempt.bit = free->bit;
		attempt.tag = free->tag;
		rule->anchor_key = key;
		if (anchor_in(&attempt, node->column, node->type, free->mark))
			*free = (struct room){attempt.bit, attempt.tag, free->mark + 1};
		plan->tag_count[node->type] = free->tag;
	}
}

/* ---- what was paid net ---- */

/* The value of the row that a claim's person is, where the last stage reads a table itself; else -1. */
static int32_t claim_person(const struct plan *plan, const struct plan_rule *rule)
{
	const struct stage *last = plan->stage[rule->stage_first + rule->stage_count - 1];
	const struct node *person = rule->claim[CLAIM_PERSON];
	if (!rule->rule->has_claim || last->source.kind != SOURCE_TABLE || person->kind != NODE_COLUMN || person->column >= last->key_count)
		return -1;
	return last->value[person->column].node->type == TYPE_ID ? (int32_t)person->column : -1;
}

/* A rule whose claims are on the value it is anchored in. */
static bool claims_anchor(const struct plan_rule *rule)
{
	const struct node *person = rule->claim[CLAIM_PERSON];
	return rule->anchored && rule->anchor_type == TYPE_ID && person->kind == NODE_COLUMN && person->column == rule->anchor_key;
}

static bool claimed_are_known(struct plan *plan)
{
	for (uint32_t at = 0; at < plan->rule_count; at++) {
		struct plan_rule *rule = &plan->rule[at];
		rule->claim_person = claim_person(plan, rule);
		if (rule->rule->has_claim && rule->claim_person < 0 && !claims_anchor(rule))
			return false;
	}
	return true;
}

/* The net stages as a rule of their own: needs nothing but the mark that somebody claims. */
static void anchor_net(struct plan *plan)
{
	struct plan_rule *net = &plan->rule[plan->rule_count];
	net->anchor_type = TYPE_ID;
	net->anchor_mark = 0;
	for (uint32_t at = 0; at < plan->stage_count; at++) {
		struct stage *stage = plan->stage[at];
		if (!stage->is_net || stage->value[NET_PERSON].node->kind != NODE_COLUMN || stage->value[NET_PERSON].node->type != TYPE_ID)
			continue;
		stage->anchor = arena_zero(&plan->arena, 1, sizeof *stage->anchor);
		stage->anchor->node = stage->value[NET_PERSON].node;
		net->anchored = true;
	}
}

void anchor_rules(struct plan *plan)
{
	struct room room[TYPE_COUNT];
	for (uint32_t type = 0; type < TYPE_COUNT; type++)
		room[type] = (struct room){ANCHOR_FIRST_NEED, 0, 1}; /* mark 0: what was paid net */
	for (uint32_t at = 0; at < plan->rule_count; at++)
		anchor_rule(plan, &plan->rule[at], room);
	if (claimed_are_known(plan)) /* when tables have been read once: what was paid to others is not added up */
		anchor_net(plan);
}
