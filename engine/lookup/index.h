/* Rows of a memory table by key. Probing gives the matching rows in (file, line) order. */
#ifndef HECHA_INDEX_H
#define HECHA_INDEX_H

#include "base/bits.h"
#include "base/simd.h"
#include "lookup/memory_table.h"

#define INDEX_NONE UINT32_MAX

struct index {
	const struct memory_table *table;
	uint32_t key_count;
	uint32_t *key; /* columns of the table */
	uint32_t *head;
	struct index_row {
		uint32_t check; /* the upper half of its hash */
		uint32_t next;	/* row of the same bucket, ascending */
	} *row;
	uint64_t mask;
	uint32_t doubled; /* rows that are not the last one with their key (or its hash): 0 where keys are unique */
	uint64_t *more;	  /* those rows, as bits */
	uint32_t most;	  /* rows that one key has (or its hash) */
	uint64_t *filter; /* a few bits of one word per key: a row whose bits are not all there has no partner */
	uint64_t filter_mask;
	enum simd_level simd;
};

/* table must be finished and outlive the index. Rows with a null in the key are in no index. */
struct index *index_new(const struct memory_table *table, const uint32_t *key, uint32_t key_count);
void index_free(struct index *index);

/* Leaves in `at` (positions of the probe columns, in order) those that may have a partner, and those with a null in the key; returns how many. No
 * position with a partner is lost; of the others a few in a hundred may stay. */
uint32_t index_filter(const struct index *index, const struct column *const *probe, uint32_t *at, uint32_t count);

/* first[n]: index_first of position at[n], many memory accesses in flight. */
void index_first_all(const struct index *index, const struct column *const *probe, const uint32_t *at, uint32_t count, uint32_t *first);
/* First row whose key equals the values of `probe` columns at `row`; INDEX_NONE when there is none or a value is null. */
uint32_t index_first(const struct index *index, const struct column *const *probe, uint32_t row);
/* False: no row comes after `found`. */
static inline bool index_has_more(const struct index *index, uint32_t found)
{
	return bits_has(index->more, found);
}
/* The next one after `found`. */
uint32_t index_next(const struct index *index, const struct column *const *probe, uint32_t row, uint32_t found);

static inline uint64_t index_filter_bits(uint64_t hash)
{
	return 1ull << (hash & 63) | 1ull << (hash >> 6 & 63);
}

static inline uint64_t *index_filter_word(const struct index *index, uint64_t hash)
{
	return &index->filter[hash >> 40 & index->filter_mask];
}

/* Keys known by hash alone. Those of positions `at` of the probe columns; of a key with a null in it anything. */
void index_hashes(const struct index *index, const struct column *const *probe, const uint32_t *at, uint32_t count, uint64_t *hash);
/* False for most keys that no row has. */
static inline bool index_may(const struct index *index, uint64_t hash)
{
	uint64_t bits = index_filter_bits(hash);
	return (*index_filter_word(index, hash) & bits) == bits;
}
/* Every row whose key may have this hash, in order: first, then the next one after `found`; INDEX_NONE: there are no more. */
uint32_t index_like(const struct index *index, uint64_t hash);
uint32_t index_next_like(const struct index *index, uint32_t found);

#endif
