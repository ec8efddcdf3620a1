/* Rows kept aside for a stage that has to wait for a derived table. */
#include "plan/bind.h"
#include "plan/implied.h"

/* Which columns of slot 0 a tree reads; and afterwards renumbered to the columns of the projection. */
static void slot0_columns(struct node *node, uint32_t *map, uint32_t *count, bool renumber)
{
	if (node->kind == NODE_COLUMN && node->slot == 0) {
		if (renumber)
			node->column = map[node->column];
		else if (map[node->column] == UINT32_MAX)
			map[node->column] = (*count)++;
	}
	for (uint32_t child = 0; child < node->child_count; child++)
		slot0_columns(node->child[child], map, count, renumber);
}

static void stage_columns(struct stage *stage, uint32_t *map, uint32_t *count, bool renumber)
{
	for (uint32_t at = 0; at < stage->before_count; at++)
		slot0_columns(stage->before[at].node, map, count, renumber);
	for (uint32_t at = 0; at < stage->after_count; at++)
		slot0_columns(stage->after[at].node, map, count, renumber);
	for (uint32_t at = 0; at < stage->undecided_count; at++)
		slot0_columns(stage->undecided[at].node, map, count, renumber);
	for (uint32_t at = 0; at < stage->value_count; at++)
		slot0_columns(stage->value[at].node, map, count, renumber);
	for (uint32_t match = 0; match < stage->match_count; match++)
		for (uint32_t key = 0; key < HECHA_KEY_MAX && stage->match[match].probe[key]; key++)
			slot0_columns(stage->match[match].probe[key], map, count, renumber);
}

/* An extract is read once. A stage that matches a derived table cannot judge its rows while that is still being made: what it needs of them is
 * kept aside by a projection, and it reads from there. The stage is renumbered behind the projection. */
bool bind_projection(struct binder *binder, const struct query *query, struct stage *reader)
{
	struct plan *plan = binder->plan;
	const struct bind_alias from = binder->alias[0];
	uint32_t *map = arena_alloc(&plan->arena, (from.column_count + 1) * sizeof *map), count = 0;
	memset(map, 0xff, from.column_count * sizeof *map);
	stage_columns(reader, map, &count, false);

	struct stage *projection = bind_stage_new(binder, arena_text(&plan->arena, "%s rows", reader->name));
	binder->alias_count = 0;
	binder->level = LEVEL_ROW;
	projection->pass_unknown = true;
	if (!bind_from(binder, query))
		return false;
	projection->before = arena_zero(&plan->arena, reader->before_count + 1, sizeof *projection->before);
	for (uint32_t at = 0; at < reader->before_count; at++) /* bound anew: the reader's nodes are renumbered below */
		projection->before[at] = (struct condition){.node = bind_bool(binder, reader->before[at].expr),
							     .expr = reader->before[at].expr};
	projection->before_count = reader->before_count;
	projection->implied = implied_by_after(plan, reader);
	if (count > HECHA_VALUES_MAX) {
		yaml_error(query->at, NULL, binder->err, H2015, "more than %u columns in '%s'", HECHA_VALUES_MAX, reader->name);
		return false;
	}
	projection->value = arena_zero(&plan->arena, count + 1, sizeof *projection->value);
	projection->value_count = count;
	projection->output = arena_zero(&plan->arena, count + 1, sizeof *projection->output);
	projection->output_info = arena_zero(&plan->arena, count + 1, sizeof *projection->output_info);
	for (uint32_t column = 0; column < from.column_count; column++) {
		if (map[column] == UINT32_MAX)
			continue;
		struct node *node = node_new(binder, NODE_COLUMN, from.column[column].type, NULL, 0);
		node->column = column;
		node->dictionary = from.column[column].dictionary;
		projection->value[map[column]] = (struct row_value){.node = node};
		struct memory_column info = from.column[column];
		info.raw = from.source.kind == SOURCE_TABLE ? plan->table[from.source.number]->raw_wanted[column] : info.raw;
		projection->output_info[map[column]] = info;
		projection->output[map[column]] = bind_value_column(binder, map[column]);
	}
	projection->output_count = count;
	bind_stage_add(plan, projection);
	stage_columns(reader, map, &count, true);
	reader->source = (struct plan_source){SOURCE_STAGE, projection->number};
	binder->stage = reader;
	return true;
}

/* A derived source that is finished before some match of the reader is: it must be kept in memory and read later. */
