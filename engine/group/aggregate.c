#include "group/aggregate.h"

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

void aggregate_add(struct aggregate_state *state, const struct stage *stage, const struct aggregate *aggregate, struct value value,
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

static int64_t true_among(const uint8_t *cell, const int64_t *number, uint32_t count)
{
	int64_t yes = 0;
	for (uint32_t row = 0; row < count; row++)
		yes += (cell[row] == CELL_VALUE) & (number[row] != 0);
	return yes;
}

static void count_true(struct aggregate_state *state, const struct column *column, const uint32_t *at, uint32_t count)
{
	int64_t yes = 0;
	if (column->mask && at[count - 1] - at[0] == count - 1) /* rows in a row */
		yes = true_among(column->cell + at[0], column->number + at[0], count);
	else
		for (uint32_t each = 0; each < count; each++)
			yes += true_among(column->cell + (at[each] & column->mask), column->number + (at[each] & column->mask), 1);
	state->rows += count;
	state->number += yes;
}

static void add_sum(struct aggregate_state *state, const struct column *column, const uint32_t *at, uint32_t count)
{
	for (uint32_t each = 0; each < count; each++) {
		uint32_t row = at[each] & column->mask;
		if (column->cell[row] != CELL_VALUE)
			continue;
		add_exactly(state, column->number[row]);
		state->rows++;
	}
}

/* Smallest, largest, distinct: a number met a moment ago changes nothing but the count of rows. */
static void add_new_numbers(struct aggregate_state *state, const struct stage *stage, const struct aggregate *aggregate,
			    const struct column *column, const uint32_t *at, uint32_t count, struct symbols *symbols, struct arena *arena)
{
	enum { RECENT = 64 };
	int64_t recent[RECENT];
	for (int64_t each = 0; each < RECENT; each++)
		recent[each] = ~each; /* never in this place */
	for (uint32_t each = 0; each < count; each++) {
		struct value value = {.cell = column->cell[at[each] & column->mask], .number = column->number[at[each] & column->mask]};
		int64_t *met = &recent[value.number & (RECENT - 1)];
		if (value.cell != CELL_VALUE)
			continue;
		if (*met != value.number)
			aggregate_add(state, stage, aggregate, value, symbols, arena);
		else if (aggregate->kind != AGGREGATE_DISTINCT)
			state->rows++;
		*met = value.number;
	}
}

void aggregate_add_run(struct aggregate_state *state, const struct stage *stage, const struct aggregate *aggregate, const struct column *column,
		       const uint32_t *at, uint32_t count, struct symbols *symbols, struct arena *arena)
{
	enum { FEW = 8 };
	if (aggregate->kind == AGGREGATE_ROWS)
		state->number += count;
	else if (aggregate->kind == AGGREGATE_SHARE)
		count_true(state, column, at, count);
	else if (aggregate->kind == AGGREGATE_SUM)
		add_sum(state, column, at, count);
	else if (count > FEW && aggregate->kind != AGGREGATE_COUNT && column->type != TYPE_TEXT)
		add_new_numbers(state, stage, aggregate, column, at, count, symbols, arena);
	else
		for (uint32_t each = 0; each < count; each++)
			aggregate_add(state, stage, aggregate, column_value(column, at[each]), symbols, arena);
}

static void add_each_row(struct group *const *group, uint32_t each, uint32_t count)
{
	for (uint32_t row = 0; row < count; row++)
		group[row]->state[each].number++;
}

/* COUNT: yes is there; SHARE: it is true. */
static void add_each_truth(struct group *const *group, uint32_t each, const struct column *column, const uint32_t *at, uint32_t count,
			   bool share)
{
	for (uint32_t row = 0; row < count; row++) {
		struct aggregate_state *state = &group[row]->state[each];
		uint32_t from = at[row] & column->mask;
		state->rows += share;
		state->number += (column->cell[from] == CELL_VALUE) & (!share || column->number[from] != 0);
	}
}

static void add_each_number(struct group *const *group, uint32_t each, const struct column *column, const uint32_t *at, uint32_t count)
{
	for (uint32_t row = 0; row < count; row++) {
		struct aggregate_state *state = &group[row]->state[each];
		uint32_t from = at[row] & column->mask;
		bool known = column->cell[from] == CELL_VALUE;
		add_exactly(state, known ? column->number[from] : 0);
		state->rows += known;
	}
}

void aggregate_add_each(struct group *const *group, const struct stage *stage, uint32_t each, const struct column *column, const uint32_t *at,
			uint32_t count, struct symbols *symbols, struct arena *arena)
{
	const struct aggregate *aggregate = &stage->aggregate[each];
	switch (aggregate->kind) {
	case AGGREGATE_ROWS:
		add_each_row(group, each, count);
		return;
	case AGGREGATE_COUNT:
	case AGGREGATE_SHARE:
		add_each_truth(group, each, column, at, count, aggregate->kind == AGGREGATE_SHARE);
		return;
	case AGGREGATE_SUM:
		add_each_number(group, each, column, at, count);
		return;
	default:
		for (uint32_t row = 0; row < count; row++)
			aggregate_add(&group[row]->state[each], stage, aggregate, column_value(column, at[row]), symbols, arena);
	}
}

void aggregate_merge(struct aggregate_state *into, const struct aggregate_state *from, const struct stage *stage,
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
	if (from->distinct && !into->distinct)
		into->distinct = distinct_new(from->distinct->mask + 1, arena);
	for (uint32_t at = 0; from->distinct && at <= from->distinct->mask; at++)
		if (from->distinct->slot[at].cell != CELL_UNREAD)
			distinct_add(&into->distinct, from->distinct->slot[at], argument_type(stage, aggregate), arena);
}

static bool fits(int64_t sum, enum value_type type)
{
	return type != TYPE_MONEY || (sum <= HECHA_MONEY_FEN_MAX && sum >= -HECHA_MONEY_FEN_MAX);
}

/* SHARE in billionths, rounded down: exact against any threshold of two decimals up to ten million rows. */
struct value aggregate_value(const struct aggregate_state *state, const struct aggregate *aggregate)
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
