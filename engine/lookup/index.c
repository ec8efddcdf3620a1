#include "lookup/index.h"

#include <stdlib.h>

#include "base/file.h"
#include "hecha_limits.h"
#include "lookup/filter_avx512.h"

enum { KEY_BLOCK = 64 };

/* Hashes of the keys in up to KEY_BLOCK rows; known: no part of the key is null. */
static void key_hashes(const struct column *const *column, uint32_t key_count, const uint32_t *row, uint32_t count,
		       uint64_t *restrict hash, bool *restrict known)
{
	uint64_t part[KEY_BLOCK];
	memset(hash, 0, count * sizeof *hash);
	memset(known, true, count);
	for (uint32_t at = 0; at < key_count; at++) {
		column_hashes(column[at], row, count, part);
		for (uint32_t each = 0; each < count; each++) {
			hash[each] = hash[each] * 0x9E3779B97F4A7C15ull + part[each];
			known[each] &= column[at]->cell[row[each] & column[at]->mask] == CELL_VALUE;
		}
	}
}

static const uint32_t *rows_from(uint32_t row[KEY_BLOCK], uint32_t from, uint32_t count)
{
	for (uint32_t each = 0; each < count; each++)
		row[each] = from + each;
	return row;
}

/* ---- filter: most rows of an extract have no partner, and learn it from one word of an array that stays in the cache ---- */

enum { FILTER_BITS_PER_KEY = 32, FILTER_WORDS_MAX = 512 * 1024 / sizeof(uint64_t) };

static void filter_new(struct index *index, uint64_t rows)
{
	uint64_t words = 8;
	while (words < rows * FILTER_BITS_PER_KEY / 64 && words < FILTER_WORDS_MAX)
		words *= 2;
	index->filter = mem_zero(words, sizeof *index->filter);
	index->filter_mask = words - 1;
}

/* One key that is a number, which is the usual: no branch that data decides. */
static uint32_t filter_numbers(const struct index *index, const struct column *probe, uint32_t *at, uint32_t count)
{
	const uint8_t *cell = probe->cell;
	const int64_t *number = probe->number;
	uint32_t kept = 0, mask = probe->mask;
	for (uint32_t each = 0; each < count; each++) {
		uint32_t position = at[each], row = position & mask;
		at[kept] = position;
		kept += index_may(index, hash_mix((uint64_t)number[row])) | (cell[row] != CELL_VALUE);
	}
	return kept;
}

/* Any key, for up to KEY_BLOCK rows. Those kept go to `out`, which may be where they came from. */
static uint32_t filter_keys(const struct index *index, const struct column *const *probe, const uint32_t *at, uint32_t count, uint32_t *out)
{
	uint64_t hash[KEY_BLOCK];
	bool known[KEY_BLOCK];
	uint32_t kept = 0;
	key_hashes(probe, index->key_count, at, count, hash, known);
	for (uint32_t each = 0; each < count; each++) {
		out[kept] = at[each];
		kept += index_may(index, hash[each]) | !known[each];
	}
	return kept;
}

static inline uint32_t block_of(uint32_t left)
{
	return left < KEY_BLOCK ? left : KEY_BLOCK;
}

uint32_t index_filter(const struct index *index, const struct column *const *probe, uint32_t *at, uint32_t count)
{
	bool number = index->key_count == 1 && probe[0]->type != TYPE_TEXT;
#ifdef __x86_64__
	if (number && index->simd == SIMD_AVX512 && count && column_is_known(probe[0], at[count - 1] + 1))
		return filter_numbers_avx512(index, probe[0], at, count);
#endif
	if (number)
		return filter_numbers(index, probe[0], at, count);
	uint32_t kept = 0;
	for (uint32_t from = 0; from < count; from += KEY_BLOCK)
		kept += filter_keys(index, probe, &at[from], block_of(count - from), &at[kept]);
	return kept;
}

/* ---- buckets ---- */

/* Buckets are told apart by the lower half. */
static inline uint32_t check_of(uint64_t hash)
{
	return (uint32_t)(hash >> 32);
}

static uint32_t same_in_chain(const struct index *index, uint32_t row, uint32_t check)
{
	while (row != INDEX_NONE && index->row[row].check != check)
		row = index->row[row].next;
	return row;
}

/* A row before all others with its check, of which `next` is the first. rank: per row, how many with its check there are from it on. */
static void count_same(struct index *index, uint32_t row, uint32_t next, uint32_t *rank)
{
	rank[row] = 1;
	if (next != INDEX_NONE) {
		rank[row] = rank[next] + 1;
		index->doubled++;
		bits_add(index->more, row);
	}
	index->most = rank[row] > index->most ? rank[row] : index->most;
}

static void add_rows(struct index *index, const struct column *const *column, uint32_t from, uint32_t count, uint32_t *rank)
{
	uint32_t row[KEY_BLOCK] = {0};
	uint64_t hash[KEY_BLOCK];
	bool known[KEY_BLOCK];
	key_hashes(column, index->key_count, rows_from(row, from, count), count, hash, known);
	for (uint32_t each = 0; each < count; each++)
		__builtin_prefetch(&index->head[hash[each] & index->mask], 1);
	for (uint32_t each = count; each-- > 0;) {
		if (!known[each])
			continue;
		uint32_t *head = &index->head[hash[each] & index->mask];
		count_same(index, from + each, same_in_chain(index, *head, check_of(hash[each])), rank);
		index->row[from + each] = (struct index_row){check_of(hash[each]), *head};
		*head = from + each;
		*index_filter_word(index, hash[each]) |= index_filter_bits(hash[each]);
	}
}

struct index *index_new(const struct memory_table *table, const uint32_t *key, uint32_t key_count)
{
	struct index *index = mem_zero(1, sizeof *index);
	uint32_t rows = table->rowset.row_count;
	index->table = table;
	index->simd = simd_level();
	index->key_count = key_count;
	index->key = mem_alloc(key_count * sizeof *key);
	memcpy(index->key, key, key_count * sizeof *key);
	uint64_t size = 16;
	while (size < rows)
		size *= 2;
	index->mask = size - 1;
	index->head = mem_alloc(size * sizeof *index->head);
	memset(index->head, 0xff, size * sizeof *index->head);
	index->row = mem_alloc(((size_t)rows + 1) * sizeof *index->row);
	index->more = mem_zero(bits_words(rows) + 1, sizeof *index->more);
	filter_new(index, rows);
	uint32_t *rank = mem_alloc(((size_t)rows + 1) * sizeof *rank);
	const struct column *column[HECHA_KEY_MAX];
	for (uint32_t at = 0; at < key_count; at++)
		column[at] = table->column[key[at]];
	for (uint32_t to = rows; to; to -= block_of(to)) /* backwards, so that chains ascend */
		add_rows(index, column, to - block_of(to), block_of(to), rank);
	free(rank);
	return index;
}

void index_free(struct index *index)
{
	if (!index)
		return;
	free(index->key);
	free(index->head);
	free(index->row);
	free(index->more);
	free(index->filter);
	free(index);
}

static bool cell_equal(const struct column *a, uint32_t a_row, const struct column *b, uint32_t b_row)
{
	a_row &= a->mask;
	b_row &= b->mask;
	return a->type == TYPE_TEXT ? span_equal(a->text[a_row], b->text[b_row]) : a->number[a_row] == b->number[b_row];
}

static bool key_equal(const struct index *index, const struct column *const *probe, uint32_t row, uint32_t found)
{
	for (uint32_t at = 0; at < index->key_count; at++)
		if (!cell_equal(probe[at], row, index->table->column[index->key[at]], found))
			return false;
	return true;
}

static uint32_t follow(const struct index *index, const struct column *const *probe, uint32_t row, uint32_t check, uint32_t found)
{
	while (found != INDEX_NONE && (index->row[found].check != check || !key_equal(index, probe, row, found)))
		found = index->row[found].next;
	return found;
}

uint32_t index_first(const struct index *index, const struct column *const *probe, uint32_t row)
{
	uint64_t hash;
	bool known;
	key_hashes(probe, index->key_count, &row, 1, &hash, &known);
	return known ? follow(index, probe, row, check_of(hash), index->head[hash & index->mask]) : INDEX_NONE;
}

uint32_t index_next(const struct index *index, const struct column *const *probe, uint32_t row, uint32_t found)
{
	return follow(index, probe, row, index->row[found].check, index->row[found].next);
}

/* Hashes and heads of a block first, then its chains: what one row waits for, the others use. */
static void first_of_block(const struct index *index, const struct column *const *probe, const uint32_t *at, uint32_t count, uint32_t *first)
{
	uint64_t hash[KEY_BLOCK];
	bool known[KEY_BLOCK];
	key_hashes(probe, index->key_count, at, count, hash, known);
	for (uint32_t each = 0; each < count; each++) {
		first[each] = known[each] ? 0 : INDEX_NONE;
		__builtin_prefetch(&index->head[hash[each] & index->mask]);
	}
	for (uint32_t each = 0; each < count; each++) {
		if (first[each] != INDEX_NONE)
			first[each] = index->head[hash[each] & index->mask];
		if (first[each] != INDEX_NONE)
			__builtin_prefetch(&index->row[first[each]]);
	}
	for (uint32_t each = 0; each < count; each++)
		first[each] = follow(index, probe, at[each], check_of(hash[each]), first[each]);
}

void index_first_all(const struct index *index, const struct column *const *probe, const uint32_t *at, uint32_t count, uint32_t *first)
{
	for (uint32_t from = 0; from < count; from += KEY_BLOCK)
		first_of_block(index, probe, &at[from], block_of(count - from), &first[from]);
}

/* ---- by hash alone ---- */

void index_hashes(const struct index *index, const struct column *const *probe, const uint32_t *at, uint32_t count, uint64_t *hash)
{
	bool known[KEY_BLOCK];
	for (uint32_t from = 0; from < count; from += KEY_BLOCK)
		key_hashes(probe, index->key_count, &at[from], block_of(count - from), &hash[from], known);
}

uint32_t index_like(const struct index *index, uint64_t hash)
{
	return same_in_chain(index, index->head[hash & index->mask], check_of(hash));
}

uint32_t index_next_like(const struct index *index, uint32_t found)
{
	return same_in_chain(index, index->row[found].next, index->row[found].check);
}
