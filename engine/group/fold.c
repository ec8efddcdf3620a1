#include "group/fold.h"

#include <stdlib.h>

#include "group/aggregate.h"
#include "group/evidence.h"

/* ---- groups ---- */

struct group *group_new(const struct stage *stage, uint64_t hash, uint32_t keys_size, struct arena *arena)
{
	struct group *group = arena_zero(arena, 1, sizeof *group + stage->aggregate_count * sizeof *group->state);
	group->stage = stage;
	group->hash = hash;
	group->keys_size = keys_size;
	return group;
}

int packed_compare(const struct stage *stage, const uint8_t *a, const uint8_t *b, struct symbols *symbols)
{
	int order = 0;
	for (uint32_t at = 0; at < stage->value_count && !order; at++) {
		enum value_type type = stage->value[at].node->type;
		struct span raw_a, raw_b;
		struct value x = packed_next(&a, type, &raw_a), y = packed_next(&b, type, &raw_b);
		order = (int)x.cell - (int)y.cell;
		if (!order && x.cell == CELL_VALUE)
			order = value_compare(x, y, type, symbols);
		if (!order)
			order = span_compare(raw_a, raw_b);
	}
	return order;
}

/* Rows of extracts have places of their own; derived rows may share one, their values decide then. */
static bool is_before(const struct stage *stage, struct place place, const uint8_t *values, struct place now, const uint8_t *now_values,
		      struct symbols *symbols)
{
	int order = place_compare(place, now);
	return order < 0 || (!order && packed_compare(stage, values, now_values, symbols) < 0);
}

static const uint8_t *keep_values(const uint8_t *values, uint32_t size, bool borrow, struct arena *arena)
{
	return borrow ? values : packed_keep(values, size, arena);
}

static void take_first(struct group *group, struct place place, const uint8_t *values, uint32_t size, struct symbols *symbols, bool borrow,
		       struct arena *arena)
{
	if (group->first && !is_before(group->stage, place, values, group->place, group->first, symbols))
		return;
	group->place = place;
	group->first = keep_values(values, size, borrow, arena);
	group->first_size = size;
}

static void take_undecided(struct group *group, uint32_t bits, struct place place, const uint8_t *values, uint32_t size,
			   struct symbols *symbols, bool borrow, struct arena *arena)
{
	group->undecided |= bits;
	if (!bits || (group->undecided_row &&
		      !is_before(group->stage, place, values, group->undecided_place, group->undecided_row, symbols)))
		return;
	group->undecided_place = place;
	group->undecided_row = keep_values(values, size, borrow, arena);
	group->undecided_size = size;
}

static void fold_states(struct group *group, const struct packed_row *row, struct symbols *symbols, struct arena *arena)
{
	const struct stage *stage = group->stage;
	if (!stage->aggregate_count)
		return;
	struct value value[HECHA_VALUES_MAX];
	packed_values(row->values, stage, value);
	for (uint32_t each = 0; each < stage->aggregate_count; each++)
		aggregate_add(&group->state[each], stage, &stage->aggregate[each], value[stage->aggregate[each].value], symbols, arena);
}

void group_fold_row(struct group *group, const struct packed_row *row, struct symbols *symbols, struct arena *arena)
{
	take_first(group, row->place, row->values, row->values_size, symbols, false, arena);
	take_undecided(group, row->undecided, row->place, row->values, row->values_size, symbols, false, arena);
	group->rows++;
	fold_states(group, row, symbols, arena);
	if (!group->stage->keeps_evidence)
		return;
	if (row->evidence.total) {
		evidence_merge(&group->evidence, &row->evidence, false, arena);
		return;
	}
	struct evidence_row own = {group->stage->number, row->place, row->match_row, row->values, row->values_size};
	group->evidence.total++;
	evidence_add(&group->evidence, &own, arena);
}

static void group_merge(struct group *into, const struct group *from, struct symbols *symbols, bool borrow, struct arena *arena)
{
	take_first(into, from->place, from->first, from->first_size, symbols, borrow, arena);
	take_undecided(into, from->undecided, from->undecided_place, from->undecided_row, from->undecided_size, symbols, borrow, arena);
	into->rows += from->rows;
	for (uint32_t at = 0; at < into->stage->aggregate_count; at++)
		aggregate_merge(&into->state[at], &from->state[at], into->stage, &into->stage->aggregate[at], symbols, arena);
	evidence_merge(&into->evidence, &from->evidence, borrow, arena);
}

struct group *group_copy(const struct group *group, struct symbols *symbols, struct arena *arena)
{
	struct group *copy = group_new(group->stage, group->hash, group->keys_size, arena);
	group_merge(copy, group, symbols, false, arena);
	return copy;
}

void group_join(struct group *into, const struct group *from, struct symbols *symbols, struct arena *arena)
{
	group_merge(into, from, symbols, true, arena);
}

struct group *group_of_row(const struct stage *stage, const struct packed_row *row, struct symbols *symbols, struct arena *arena)
{
	struct group *group = group_new(stage, row->hash, row->keys_size, arena);
	group_fold_row(group, row, symbols, arena);
	return group;
}

struct value group_value(const struct group *group, uint32_t column)
{
	if (column >= GROUP_AGGREGATE)
		return aggregate_value(&group->state[column - GROUP_AGGREGATE], &group->stage->aggregate[column - GROUP_AGGREGATE]);
	const uint8_t *at = group->first;
	struct value value = {0};
	struct span raw;
	for (uint32_t each = 0; each <= column; each++)
		value = packed_next(&at, group->stage->value[each].node->type, &raw);
	return value;
}

enum value_type group_type(const struct stage *stage, uint32_t column)
{
	if (column == GROUP_AMOUNT)
		return TYPE_MONEY;
	return column >= GROUP_AGGREGATE ? stage->aggregate[column - GROUP_AGGREGATE].type : stage->value[column].node->type;
}

/* ---- tables of groups ---- */

void group_table_init(struct group_table *table, const struct stage *stage, struct symbols *symbols, struct arena *arena)
{
	*table = (struct group_table){.stage = stage, .symbols = symbols, .arena = arena, .mask = 255};
	table->bucket = mem_zero(256, sizeof *table->bucket);
}

void group_table_free(struct group_table *table)
{
	free(table->bucket);
	table->bucket = NULL;
}

static void table_grow(struct group_table *table)
{
	uint64_t size = (table->mask + 1) * 4;
	struct group **bucket = mem_zero(size, sizeof *bucket);
	for (uint64_t at = 0; at <= table->mask; at++)
		for (struct group *group = table->bucket[at], *next; group; group = next) {
			next = group->next;
			group->next = bucket[group->hash & (size - 1)];
			bucket[group->hash & (size - 1)] = group;
		}
	free(table->bucket);
	table->bucket = bucket;
	table->mask = size - 1;
}

static struct group *table_find(const struct group_table *table, uint64_t hash, const uint8_t *keys, uint32_t keys_size)
{
	struct group *group = table->bucket[hash & table->mask];
	while (group && (group->hash != hash || group->keys_size != keys_size || memcmp(group->first, keys, keys_size)))
		group = group->next;
	return group;
}

static void table_add(struct group_table *table, struct group *group)
{
	if (table->count++ > table->mask)
		table_grow(table);
	group->next = table->bucket[group->hash & table->mask];
	table->bucket[group->hash & table->mask] = group;
}

void group_fold(struct group_table *table, const struct packed_row *row)
{
	struct group *group = table_find(table, row->hash, row->values, row->keys_size);
	if (!group) {
		group = group_new(table->stage, row->hash, row->keys_size, table->arena);
		table_add(table, group);
	}
	group_fold_row(group, row, table->symbols, table->arena);
}

void group_table_take(struct group_table *table, struct group *from)
{
	struct group *group = table_find(table, from->hash, from->first, from->keys_size);
	if (group)
		group_merge(group, from, table->symbols, false, table->arena);
	else
		table_add(table, from);
}
