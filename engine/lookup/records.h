/* A few bits for each value of an anchor: what tells, after one reading, which values a second one is for.
 * Values are known by their 64-bit hash: two that share one get each other's bits, so a value may seem to have more than it has, never less. */
#ifndef HECHA_RECORDS_H
#define HECHA_RECORDS_H

#include "base/memory.h"

#include "hecha_limits.h"

#define RECORD_TAGS 8

struct records;

/* Rows to note: count hashes and their bits; a row without bits is nobody's. tag[t], where not NULL, holds a number per row, which counts where the row's
 * bits have bit seen[t]; a value that meets distinct[t] different ones, 2 … HECHA_DISTINCT_MAX, gets the bit before it. */
struct record_rows {
	uint32_t count;
	uint64_t *hash, *bits;
	uint64_t *tag[RECORD_TAGS];
	uint32_t seen[RECORD_TAGS], distinct[RECORD_TAGS];
};

/* tags: how many a record has. threads: how many note at once. growth: when that says no, rows are left out. */
struct records *records_new(uint32_t tags, uint32_t threads, struct mem_growth growth);
void records_free(struct records *records);
/* From several threads at once. Spoils the arrays of rows. */
void records_note(struct records *records, struct record_rows *rows, struct arena *scratch);

/* Marks of values: what is left of records when bits have been judged. Constant afterwards. */
struct marks {
	uint64_t mask, filter_mask;
	uint64_t *filter; /* one bit for each hash in it, and for few others */
	struct mark {
		uint64_t hash, marks;
	} *mark; /* marks 0: empty */
};
/* judge: the marks of a value with these bits; 0: none. */
struct marks *marks_new(const struct records *records, uint64_t (*judge)(const void *context, uint64_t bits), const void *context);
void marks_free(struct marks *marks);

/* The half of a hash by which a value is kept and mostly known; several may share one. */
static inline uint32_t mark_badge(uint64_t hash)
{
	return (uint32_t)(hash >> 32);
}

static inline bool marks_may_badge(const struct marks *marks, uint32_t badge)
{
	uint64_t bit = badge & marks->filter_mask;
	return marks->filter[bit / 64] >> bit % 64 & 1;
}

/* False for nearly all that have no mark. */
static inline bool marks_may(const struct marks *marks, uint64_t hash)
{
	return marks_may_badge(marks, mark_badge(hash));
}

static inline uint64_t marks_of(const struct marks *marks, uint64_t hash)
{
	if (!marks_may(marks, hash))
		return 0;
	for (uint64_t at = mark_badge(hash) & marks->mask;; at = (at + 1) & marks->mask)
		if (marks->mark[at].hash == hash || !marks->mark[at].marks)
			return marks->mark[at].marks;
}

/* Of all values with this badge together. */
static inline uint64_t marks_of_badge(const struct marks *marks, uint32_t badge)
{
	uint64_t all = 0;
	for (uint64_t at = badge & marks->mask; marks->mark[at].marks; at = (at + 1) & marks->mask)
		all |= mark_badge(marks->mark[at].hash) == badge ? marks->mark[at].marks : 0;
	return all;
}

#endif
