#include "lookup/index.h"

#include <stdlib.h>

#include "hecha_limits.h"

/* False when a part of the key is null. */
static bool key_hash(const struct column *const *column, uint32_t count, uint32_t row, uint64_t *out)
{
	uint64_t hash = 0;
	for (uint32_t at = 0; at < count; at++) {
		struct value value = column_value(column[at], row);
		if (value.cell != CELL_VALUE)
			return false;
		hash = hash * 0x9E3779B97F4A7C15ull + value_hash(value, column[at]->type);
	}
	*out = hash;
	return true;
}

struct index *index_new(const struct memory_table *table, const uint32_t *key, uint32_t key_count)
{
	struct index *index = mem_zero(1, sizeof *index);
	uint32_t rows = table->rowset.row_count;
	index->table = table;
	index->key_count = key_count;
	index->key = mem_alloc(key_count * sizeof *key);
	memcpy(index->key, key, key_count * sizeof *key);
	uint64_t size = 16;
	while (size < (uint64_t)rows * 2)
		size *= 2;
	index->mask = size - 1;
	index->head = mem_alloc(size * sizeof *index->head);
	memset(index->head, 0xff, size * sizeof *index->head);
	index->next = mem_alloc(((size_t)rows + 1) * sizeof *index->next);
	index->hash = mem_alloc(((size_t)rows + 1) * sizeof *index->hash);
	const struct column *column[HECHA_KEY_MAX];
	for (uint32_t at = 0; at < key_count; at++)
		column[at] = table->column[key[at]];
	for (uint32_t row = rows; row-- > 0;) { /* backwards, so that chains ascend */
		if (!key_hash(column, key_count, row, &index->hash[row]))
			continue;
		uint32_t *head = &index->head[index->hash[row] & index->mask];
		index->next[row] = *head;
		*head = row;
	}
	return index;
}

void index_free(struct index *index)
{
	if (!index)
		return;
	free(index->key);
	free(index->head);
	free(index->next);
	free(index->hash);
	free(index);
}

static bool key_equal(const struct index *index, const struct column *const *probe, uint32_t row, uint32_t found)
{
	for (uint32_t at = 0; at < index->key_count; at++)
		if (!value_equal(column_value(probe[at], row), column_value(index->table->column[index->key[at]], found),
				 probe[at]->type))
			return false;
	return true;
}

static uint32_t follow(const struct index *index, const struct column *const *probe, uint32_t row, uint64_t hash, uint32_t found)
{
	while (found != INDEX_NONE && (index->hash[found] != hash || !key_equal(index, probe, row, found)))
		found = index->next[found];
	return found;
}

uint32_t index_first(const struct index *index, const struct column *const *probe, uint32_t row)
{
	uint64_t hash;
	if (!key_hash(probe, index->key_count, row, &hash))
		return INDEX_NONE;
	return follow(index, probe, row, hash, index->head[hash & index->mask]);
}

uint32_t index_next(const struct index *index, const struct column *const *probe, uint32_t row, uint32_t found)
{
	return follow(index, probe, row, index->hash[found], index->next[found]);
}
