/* What must be true of the rows with one value before a rule can say anything of it. */
#include "plan/anchor_parts.h"
#include "plan/single_row.h"

struct anchor_need *add_need(struct attempt *attempt, struct stage *stage, enum need_kind kind, const struct expr *why)
{
	struct stage_anchor *anchor = stage->anchor;
	if (attempt->bit + 1 >= ANCHOR_BITS || (kind == NEED_DISTINCT && attempt->tag == RECORD_TAGS))
		return NULL;
	PLAN_GROW(attempt->plan, anchor->need, anchor->need_count);
	struct anchor_need *need = &anchor->need[anchor->need_count++];
	*need = (struct anchor_need){.kind = kind, .bit = attempt->bit++, .why = why};
	need->node = arena_zero(&attempt->plan->arena, HECHA_KEY_MAX + 1, sizeof *need->node);
	if (kind == NEED_DISTINCT) {
		need->tag = attempt->tag++;
		need->distinct = 2;
		attempt->bit++;
	}
	if (kind == NEED_PAIR)
		need->pair = attempt->plan->pair_count++;
	attempt->rule->needs |= 1ull << need->bit;
	return need;
}

/* Groups of this table's rows that having refuses when they are of one row. Where partners make the difference any row will do. */
static void need_several(struct attempt *attempt, struct stage *stage)
{
	struct several several;
	if (!single_row_fails(stage, &several) || (several.distinct && !reads_row_only(several.distinct)))
		return;
	struct anchor_need *need = add_need(attempt, stage, several.distinct ? NEED_DISTINCT : NEED_PAIR, several.why);
	if (!need)
		return;
	if (several.distinct) {
		need->node[need->node_count++] = several.distinct;
		need->distinct = several.count;
	}
	for (uint32_t key = 0; !several.distinct && key < stage->key_count; key++) {
		const struct node *node = stage->value[key].node;
		if (!reads_row_only(node))
			continue;
		need->node[need->node_count++] = node;
		if (!need->month && node->type == TYPE_MONTH)
			need->month = node;
	}
}

/* Groups that having refuses unless some row of theirs is such a one. */
static void need_such_row(struct attempt *attempt, struct stage *stage)
{
	const struct expr *why = NULL;
	const struct node *holds = single_row_needed(stage, &attempt->plan->arena, &why);
	struct anchor_need *need = holds && reads_row_only(holds) ? add_need(attempt, stage, NEED_ROW, why) : NULL;
	if (need)
		need->holds = holds;
}

/* Whether the outer groups have this key of the inner ones. */
static bool outer_has(const struct stage *outer, const struct stage *inner, uint32_t key)
{
	uint32_t output = 0;
	while (output < inner->output_count && !is_column(inner->output[output], 0, key))
		output++;
	return output < inner->output_count && has_key(outer, output);
}

/* Groups of groups: those of one value differ in the keys that the outer ones do not have. Nothing is known where a partner gives one of these. */
void need_outer(struct attempt *attempt, const struct stage *outer)
{
	struct several several;
	if (!outer->grouped || outer->source.kind != SOURCE_STAGE || !single_row_fails(outer, &several))
		return;
	struct stage *inner = attempt->plan->stage[outer->source.number];
	if (!inner->anchor || !inner->grouped)
		return;
	for (uint32_t key = 0; key < inner->key_count; key++)
		if (!outer_has(outer, inner, key) && !reads_row_only(inner->value[key].node))
			return;
	struct anchor_need *need = NULL;
	for (uint32_t key = 0; key < inner->key_count; key++) {
		if (outer_has(outer, inner, key))
			continue;
		need = need ? need : add_need(attempt, inner, NEED_DISTINCT, several.why);
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

/* What the stage decides by of its row of from. */
static void use_deciding(struct attempt *attempt, struct stage *stage)
{
	for (uint32_t at = 0; at < stage->after_count; at++)
		use_columns(attempt, stage, stage->after[at].node);
	for (uint32_t match = 0; match < stage->match_count; match++)
		for (uint32_t key = 0; key < HECHA_KEY_MAX && stage->match[match].probe[key]; key++)
			use_columns(attempt, stage, stage->match[match].probe[key]);
	for (uint32_t at = 0; at < stage->value_count; at++)
		if (value_decides(stage, at))
			use_columns(attempt, stage, stage->value[at].node);
}

void describe_stage(struct attempt *attempt, uint32_t at)
{
	struct stage *stage = stage_at(attempt, at);
	if (attempt->column[at] == NO_COLUMN || stage->source.kind != SOURCE_TABLE)
		return;
	struct arena *arena = &attempt->plan->arena;
	stage->anchor = arena_zero(arena, 1, sizeof *stage->anchor);
	struct node *node = arena_zero(arena, 1, sizeof *node);
	*node = (struct node){.kind = NODE_COLUMN, .type = attempt->rule->anchor_type, .column = attempt->column[at]};
	stage->anchor->node = node;
	use_deciding(attempt, stage);
	if (!attempt->mandatory[at])
		return;
	if (stage->grouped && !attempt->reports[at]) {
		need_several(attempt, stage);
		need_such_row(attempt, stage);
	}
	if (!stage->anchor->need_count) /* costs more than those, and looks at partners too */
		need_having(attempt, stage);
	if (!stage->anchor->need_count)
		add_need(attempt, stage, NEED_ROW, NULL);
}
