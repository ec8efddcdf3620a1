#include "group/fold.h"

#include <stdlib.h>

#include "base/file.h"

/* ---- distinct values ---- */

struct distinct {
	uint32_t count, mask;
	struct value *slot; /* cell UNREAD: empty */
};

static bool distinct_put(struct distinct *set, struct value value, enum value_type type)
{
	uint32_t at = (uint32_t)value_hash(value, type) & set->mask;
	while (set->slot[at].cell != CELL_UNREAD) {
		if (value_equal(set->slot[at], value, type))
			return false;
		at = (at + 1) & set->mask;
	}
	set->slot[at] = value;
	set->count++;
	return true;
}

static struct distinct *distinct_new(uint32_t size, struct arena *arena)
{
	struct distinct *set = arena_zero(arena, 1, sizeof *set);
	set->mask = size - 1;
	set->slot = arena_zero(arena, size, sizeof *set->slot);
	return set;
}

static bool distinct_has(const struct distinct *set, struct value value, enum value_type type)
{
	uint32_t at = (uint32_t)value_hash(value, type) & set->mask;
	while (set->slot[at].cell != CELL_UNREAD && !value_equal(set->slot[at], value, type))
		at = (at + 1) & set->mask;
	return set->slot[at].cell != CELL_UNREAD;
}

static void distinct_add(struct distinct **set, struct value value, enum value_type type, struct arena *arena)
{
	if (!*set)
		*set = distinct_new(4, arena);
	if (distinct_has(*set, value, type))
		return;
	if ((*set)->count * 2 > (*set)->mask) {
		struct distinct *larger = distinct_new(((*set)->mask + 1) * 2, arena);
		for (uint32_t at = 0; at <= (*set)->mask; at++)
			if ((*set)->slot[at].cell != CELL_UNREAD)
				distinct_put(larger, (*set)->slot[at], type);
		*set = larger;
	}
	if (type == TYPE_TEXT)
		value.text = arena_span(arena, value.text);
	distinct_put(*set, value, type);
}

/* ---- states ---- */

static enum value_type argument_type(const struct stage *stage, const struct aggregate *aggregate)
{
	return stage->value[aggregate->value].node->type;
}

/* In the room of the text before, where it fits: a column in ascending order would fill the memory with every maximum it had. */
static void keep_text(struct aggregate_state *state, struct span text, struct arena *arena)
{
	char *room = (char *)(uintptr_t)state->text.data;
	if (!room || text.size > state->text_capacity) {
		size_t capacity = text.size < 16 ? 16 : 2 * text.size;
		state->text_capacity = capacity > UINT32_MAX ? UINT32_MAX : (uint32_t)capacity;
		room = arena_alloc(arena, capacity);
	}
	if (text.size)
		memcpy(room, text.data, text.size);
	state->text = (struct span){room, text.size};
}

static void add_exactly(struct aggregate_state *state, int64_t number)
{
	if (__builtin_add_overflow(state->number, number, &state->number))
		state->carry += number < 0 ? -1 : 1;
}

static void keep_extreme(struct aggregate_state *state, struct value value, enum value_type type, bool largest, struct symbols *symbols,
			 struct arena *arena)
{
	if (state->rows) {
		struct value now = {CELL_VALUE, state->number, state->text};
		int order = value_compare(value, now, type, symbols);
		if (largest ? order <= 0 : order >= 0)
			return;
	}
	state->number = value.number;
	if (type == TYPE_TEXT)
		keep_text(state, value.text, arena);
}

static void state_add(struct aggregate_state *state, const struct stage *stage, const struct aggregate *aggregate, struct value value,
		      struct symbols *symbols, struct arena *arena)
{
	bool known = value.cell == CELL_VALUE;
	enum value_type type = aggregate->kind == AGGREGATE_ROWS ? TYPE_INT : argument_type(stage, aggregate);
	switch (aggregate->kind) {
	case AGGREGATE_ROWS:
		state->number++;
		return;
	case AGGREGATE_SHARE:
		state->rows++;
		state->number += known && value.number;
		return;
	case AGGREGATE_COUNT:
		state->number += known;
		return;
	case AGGREGATE_DISTINCT:
		if (known)
			distinct_add(&state->distinct, value, type, arena);
		return;
	case AGGREGATE_SUM:
		if (known)
			add_exactly(state, value.number);
		break;
	case AGGREGATE_MIN:
	case AGGREGATE_MAX:
		if (known)
			keep_extreme(state, value, type, aggregate->kind == AGGREGATE_MAX, symbols, arena);
		break;
	}
	state->rows += known;
}

static void state_merge(struct aggregate_state *into, const struct aggregate_state *from, const struct stage *stage,
			const struct aggregate *aggregate, struct symbols *symbols, struct arena *arena)
{
	bool extreme = aggregate->kind == AGGREGATE_MIN || aggregate->kind == AGGREGATE_MAX;
	if (extreme && from->rows)
		keep_extreme(into, (struct value){CELL_VALUE, from->number, from->text}, argument_type(stage, aggregate),
			     aggregate->kind == AGGREGATE_MAX, symbols, arena);
	else if (!extreme)
		add_exactly(into, from->number);
	into->carry += from->carry;
	into->rows += from->rows;
	for (uint32_t at = 0; from->distinct && at <= from->distinct->mask; at++)
		if (from->distinct->slot[at].cell != CELL_UNREAD)
			distinct_add(&into->distinct, from->distinct->slot[at], argument_type(stage, aggregate), arena);
}

static bool fits(int64_t sum, enum value_type type)
{
	return type != TYPE_MONEY || (sum <= HECHA_MONEY_FEN_MAX && sum >= -HECHA_MONEY_FEN_MAX);
}

/* SHARE in billionths, rounded down: exact against any threshold of two decimals up to ten million rows. */
static struct value state_value(const struct aggregate_state *state, const struct aggregate *aggregate)
{
	struct value value = {CELL_VALUE, state->number, state->text};
	switch (aggregate->kind) {
	case AGGREGATE_DISTINCT:
		value.number = state->distinct ? state->distinct->count : 0;
		break;
	case AGGREGATE_SHARE:
		value.cell = state->rows ? CELL_VALUE : CELL_NULL;
		value.number = state->rows ? (int64_t)((__int128)state->number * SHARE_ONE / state->rows) : 0;
		break;
	case AGGREGATE_SUM:
		value.cell = state->rows && !state->carry && fits(value.number, aggregate->type) ? CELL_VALUE : CELL_NULL;
		break;
	case AGGREGATE_MIN:
	case AGGREGATE_MAX:
		value.cell = state->rows ? CELL_VALUE : CELL_NULL;
		break;
	default:
		break;
	}
	return value;
}

/* ---- evidence: the rows with the smallest places, a heap with the largest on top once it is full ---- */

static void sift_down(struct evidence *evidence, uint32_t at)
{
	for (;;) {
		uint32_t child = 2 * at + 1;
		if (child >= evidence->count)
			return;
		if (child + 1 < evidence->count && place_compare(evidence->row[child + 1].place, evidence->row[child].place) > 0)
			child++;
		if (place_compare(evidence->row[at].place, evidence->row[child].place) >= 0)
			return;
		struct evidence_row swap = evidence->row[at];
		evidence->row[at] = evidence->row[child];
		evidence->row[child] = swap;
		at = child;
	}
}

static void copy_row(struct evidence_row *to, const struct evidence_row *from, struct arena *arena)
{
	uint32_t matches = from->match_row ? from->match_row[-1] : 0;
	uint32_t *row = arena_alloc(arena, (matches + 1) * sizeof *row);
	row[0] = matches;
	if (matches)
		memcpy(row + 1, from->match_row, matches * sizeof *row);
	*to = *from;
	to->match_row = row + 1;
	to->values = (const uint8_t *)arena_span(arena, (struct span){(const char *)from->values, from->values_size}).data;
}

static void evidence_add(struct evidence *evidence, const struct evidence_row *row, struct arena *arena)
{
	if (evidence->count == HECHA_EVIDENCE_ROWS_MAX) {
		if (place_compare(row->place, evidence->row[0].place) >= 0)
			return;
		copy_row(&evidence->row[0], row, arena);
		sift_down(evidence, 0);
		return;
	}
	if (evidence->count == evidence->capacity) {
		evidence->capacity = evidence->capacity ? evidence->capacity * 4 : 1;
		struct evidence_row *larger = arena_alloc(arena, evidence->capacity * sizeof *larger);
		if (evidence->count)
			memcpy(larger, evidence->row, evidence->count * sizeof *larger);
		evidence->row = larger;
	}
	copy_row(&evidence->row[evidence->count++], row, arena);
	if (evidence->count == HECHA_EVIDENCE_ROWS_MAX)
		for (uint32_t at = evidence->count / 2; at-- > 0;)
			sift_down(evidence, at);
}

static void evidence_merge(struct evidence *into, const struct evidence *from, struct arena *arena)
{
	into->total += from->total;
	for (uint32_t at = 0; at < from->count; at++)
		evidence_add(into, &from->row[at], arena);
}

struct evidence *evidence_copy(const struct evidence *evidence, struct arena *arena)
{
	struct evidence *copy = arena_zero(arena, 1, sizeof *copy);
	evidence_merge(copy, evidence, arena);
	return copy;
}

/* ---- groups ---- */

static struct group *group_new(const struct stage *stage, uint64_t hash, struct arena *arena)
{
	struct group *group = arena_zero(arena, 1, sizeof *group + stage->aggregate_count * sizeof *group->state);
	group->stage = stage;
	group->hash = hash;
	return group;
}

static const uint8_t *keep_bytes(const uint8_t *bytes, uint32_t size, struct arena *arena)
{
	return (const uint8_t *)arena_span(arena, (struct span){(const char *)bytes, size}).data;
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

static void take_first(struct group *group, struct place place, const uint8_t *values, uint32_t size, struct symbols *symbols,
		       struct arena *arena)
{
	if (group->first && !is_before(group->stage, place, values, group->place, group->first, symbols))
		return;
	group->place = place;
	group->first = keep_bytes(values, size, arena);
	group->first_size = size;
}

static void take_undecided(struct group *group, uint32_t bits, struct place place, const uint8_t *values, uint32_t size,
			   struct symbols *symbols, struct arena *arena)
{
	group->undecided |= bits;
	if (!bits || (group->undecided_row &&
		      !is_before(group->stage, place, values, group->undecided_place, group->undecided_row, symbols)))
		return;
	group->undecided_place = place;
	group->undecided_row = keep_bytes(values, size, arena);
	group->undecided_size = size;
}

static void fold_states(struct group *group, const struct packed_row *row, struct symbols *symbols, struct arena *arena)
{
	const struct stage *stage = group->stage;
	if (!stage->aggregate_count)
		return;
	struct value value[HECHA_VALUES_MAX];
	const uint8_t *at = row->values;
	struct span raw;
	for (uint32_t each = 0; each < stage->value_count; each++)
		value[each] = packed_next(&at, stage->value[each].node->type, &raw);
	for (uint32_t each = 0; each < stage->aggregate_count; each++)
		state_add(&group->state[each], stage, &stage->aggregate[each], value[stage->aggregate[each].value], symbols, arena);
}

static void fold_row(struct group *group, const struct packed_row *row, struct symbols *symbols, struct arena *arena)
{
	take_first(group, row->place, row->values, row->values_size, symbols, arena);
	take_undecided(group, row->undecided, row->place, row->values, row->values_size, symbols, arena);
	group->rows++;
	fold_states(group, row, symbols, arena);
	if (!group->stage->keeps_evidence)
		return;
	if (row->evidence.total) {
		evidence_merge(&group->evidence, &row->evidence, arena);
		return;
	}
	struct evidence_row own = {group->stage->number, row->place, row->match_row, row->values, row->values_size};
	group->evidence.total++;
	evidence_add(&group->evidence, &own, arena);
}

void group_merge(struct group *into, const struct group *from, struct symbols *symbols, struct arena *arena)
{
	take_first(into, from->place, from->first, from->first_size, symbols, arena);
	take_undecided(into, from->undecided, from->undecided_place, from->undecided_row, from->undecided_size, symbols, arena);
	into->rows += from->rows;
	for (uint32_t at = 0; at < into->stage->aggregate_count; at++)
		state_merge(&into->state[at], &from->state[at], into->stage, &into->stage->aggregate[at], symbols, arena);
	evidence_merge(&into->evidence, &from->evidence, arena);
}

struct group *group_copy(const struct group *group, struct symbols *symbols, struct arena *arena)
{
	struct group *copy = group_new(group->stage, group->hash, arena);
	copy->keys_size = group->keys_size;
	group_merge(copy, group, symbols, arena);
	return copy;
}

struct group *group_of_row(const struct stage *stage, const struct packed_row *row, struct symbols *symbols, struct arena *arena)
{
	struct group *group = group_new(stage, row->hash, arena);
	group->keys_size = row->keys_size;
	fold_row(group, row, symbols, arena);
	return group;
}

struct value group_value(const struct group *group, uint32_t column)
{
	if (column >= GROUP_AGGREGATE)
		return state_value(&group->state[column - GROUP_AGGREGATE], &group->stage->aggregate[column - GROUP_AGGREGATE]);
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

void group_table_init(struct group_table *table, const struct stage *stage, struct symbols *symbols, struct arena *arena, uint32_t limit)
{
	*table = (struct group_table){.stage = stage, .symbols = symbols, .arena = arena, .mask = 255, .limit = limit};
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

static struct group *table_add(struct group_table *table, uint64_t hash, uint32_t keys_size)
{
	if (table->count++ > table->mask)
		table_grow(table);
	struct group *group = group_new(table->stage, hash, table->arena);
	group->keys_size = keys_size;
	group->next = table->bucket[hash & table->mask];
	table->bucket[hash & table->mask] = group;
	return group;
}

bool group_fold(struct group_table *table, const struct packed_row *row)
{
	struct group *group = table_find(table, row->hash, row->values, row->keys_size);
	if (!group && table->limit && table->count == table->limit)
		return false;
	if (!group)
		group = table_add(table, row->hash, row->keys_size);
	fold_row(group, row, table->symbols, table->arena);
	return true;
}

void group_fold_group(struct group_table *table, const struct group *from)
{
	struct group *group = table_find(table, from->hash, from->first, from->keys_size);
	if (!group)
		group = table_add(table, from->hash, from->keys_size);
	group_merge(group, from, table->symbols, table->arena);
}
