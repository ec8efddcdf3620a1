#include "group/group_early.h"

#include <stdlib.h>

#include "group/spool.h"

void early_free(struct early *early)
{
	arena_free(&early->arena);
	free(early->slot);
	early->slot = NULL;
}

/* ---- finding ---- */

static uint32_t find_hash(const struct early *early, uint64_t hash)
{
	uint32_t at = (uint32_t)hash & early->mask;
	while (early->slot[at].next_number && early->slot[at].hash != hash)
		at = (at + 1) & early->mask;
	return early->slot[at].next_number - 1;
}

/* Groups whose key is another than the row's are not its groups. */
static void compare_numbers(const int64_t *restrict known, const struct column *column, const uint32_t *restrict at, uint32_t count,
			    uint32_t *restrict number)
{
	const int64_t *restrict value = column->number;
	uint32_t mask = column->mask;
	for (uint32_t each = 0; each < count; each++)
		if (number[each] != EARLY_NONE && known[number[each]] != value[at[each] & mask])
			number[each] = EARLY_NONE;
}

static void compare_texts(const struct span *known, const struct column *column, const uint32_t *at, uint32_t count, uint32_t *number)
{
	for (uint32_t each = 0; each < count; each++) {
		uint32_t row = at[each] & column->mask;
		if (number[each] != EARLY_NONE && (column->cell[row] != CELL_VALUE || !span_equal(known[number[each]], column->text[row])))
			number[each] = EARLY_NONE;
	}
}

void early_find_all(const struct early *early, const struct row_block *block, const uint64_t *hash, uint32_t *number)
{
	if (!early->count) {
		memset(number, 0xff, block->count * sizeof *number);
		return;
	}
	for (uint32_t each = 0; each < block->count; each++)
		number[each] = find_hash(early, hash[each]);
	for (uint32_t key = 0; key < block->stage->key_count; key++)
		if (block->value[key]->number)
			compare_numbers(early->key[key]->number, block->value[key], block->at, block->count, number);
		else
			compare_texts(early->key[key]->text, block->value[key], block->at, block->count, number);
}

static bool is_of(const struct early *early, uint32_t number, const struct row_block *block, uint32_t index)
{
	bool equal = true;
	for (uint32_t key = 0; key < block->stage->key_count && equal; key++)
		equal = value_equal(column_value(early->key[key], number), column_value(block->value[key], block->at[index]), block->value[key]->type);
	return equal;
}

uint32_t early_find(const struct early *early, const struct row_block *block, uint32_t index, uint64_t hash)
{
	if (!early->count)
		return EARLY_NONE;
	uint32_t at = (uint32_t)hash & early->mask;
	for (; early->slot[at].next_number; at = (at + 1) & early->mask)
		if (early->slot[at].hash == hash && is_of(early, early->slot[at].next_number - 1, block, index))
			break;
	return early->slot[at].next_number - 1;
}

/* ---- growing ---- */

static void put_slot(struct early *early, uint64_t hash, uint32_t number)
{
	uint32_t at = (uint32_t)hash & early->mask;
	while (early->slot[at].next_number)
		at = (at + 1) & early->mask;
	early->slot[at] = (struct early_slot){hash, number + 1};
}

/* What it grows out of stays in the arena: less than what it has. */
static void grow(struct early *early)
{
	uint32_t capacity = early->capacity ? 4 * early->capacity : 64;
	struct group **group = arena_alloc(&early->arena, capacity * sizeof(*group));
	struct column **key = arena_alloc(&early->arena, HECHA_KEY_MAX * sizeof(*key));
	if (early->count)
		memcpy(group, early->group, early->count * sizeof(*group));
	for (uint32_t each = 0; each < early->stage->key_count; each++) {
		key[each] = column_new(&early->arena, early->stage->value[each].node->type, capacity, false);
		for (uint32_t number = 0; number < early->count; number++)
			column_copy(key[each], number, early->key[each], number);
	}
	early->group = group;
	early->key = key;
	early->capacity = capacity;
	early->mask = 4 * capacity - 1;
	free(early->slot);
	early->slot = mem_zero(4 * capacity, sizeof *early->slot);
	for (uint32_t number = 0; number < early->count; number++)
		put_slot(early, early->group[number]->hash, number);
}

/* The texts of its keys are those of its first row's copy, which stays in the arena whatever row is first later. */
static void keep_keys(struct early *early, uint32_t number)
{
	const uint8_t *at = early->group[number]->first;
	struct span raw;
	for (uint32_t key = 0; key < early->stage->key_count; key++)
		column_set(early->key[key], number, packed_next(&at, early->key[key]->type, &raw));
}

void early_fold(struct early *early, uint32_t number, const struct packed_row *row)
{
	bool first = number == EARLY_NONE;
	if (first && early->count == early->capacity)
		grow(early);
	if (first) {
		number = early->count++;
		early->group[number] = group_new(early->stage, row->hash, row->keys_size, &early->arena);
		put_slot(early, row->hash, number);
	}
	group_fold_row(early->group[number], row, early->symbols, &early->arena);
	if (first)
		keep_keys(early, number);
	if (place_compare(row->place, early->last) > 0)
		early->last = row->place;
}

void early_split(struct early *early, struct group **list)
{
	for (uint32_t number = 0; number < early->count; number++) {
		struct group *group = early->group[number], **to = &list[spool_partition(group->hash)];
		group->next = *to;
		*to = group;
	}
	early->count = 0;
}
