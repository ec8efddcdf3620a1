/* What having needs of each group, worked out while rows are only looked at: a few numbers for each group, known by hash. They wait by partition, spilled
 * when memory is short, and are folded at the end.
 *
 * Groups are told apart by two hashes of 64 bits, of the anchor and of the other keys: only groups of one anchor value could ever be mistaken. Where
 * groups meet their partner late, it is looked for by hash too: a group passes if it does with any row that may be its partner. */
#ifndef HECHA_GIST_H
#define HECHA_GIST_H

#include "group/spool.h"
#include "lookup/index.h"

/* Rows of one group. They are as many as there are groups, and memory that is touched for the first time costs more than all else about them: so no more
 * than is needed. */
struct gist_entry {
	uint64_t owner, key; /* hashes: of the anchor, of a late one of the key of its partner; and of all keys of the group */
	int64_t number[];    /* per aggregate of the plan_gist; of a late one, only of its own */
};
/* Instead of a number: no value was met; and one that does not fit or looks like these, so that nobody can say what having makes of it. */
#define GIST_NONE INT64_MIN
#define GIST_LOST (INT64_MIN + 1)

static inline uint32_t gist_number_count(const struct plan_gist *shape)
{
	return shape->late ? shape->own_count : shape->aggregate_count;
}

static inline size_t gist_entry_size(const struct plan_gist *shape)
{
	return sizeof(struct gist_entry) + gist_number_count(shape) * sizeof(int64_t);
}

/* The number of an aggregate that was `now` with one more value; of ROWS and COUNT, with so many rows. */
static inline int64_t gist_put(enum aggregate_kind kind, int64_t now, int64_t number)
{
	int64_t sum;
	if (now == GIST_LOST || number <= GIST_LOST)
		return GIST_LOST;
	if (now == GIST_NONE)
		return number;
	if (kind == AGGREGATE_MIN || kind == AGGREGATE_MAX)
		return (kind == AGGREGATE_MIN) == (number < now) ? number : now;
	return __builtin_add_overflow(now, number, &sum) || sum <= GIST_LOST ? GIST_LOST : sum;
}

struct gist;

/* shape, budget and folder are borrowed. */
struct gist *gist_new(const struct plan_gist *shape, struct memory_budget *budget, const char *folder, uint32_t threads);
void gist_free(struct gist *gist);
/* IO, CANNOT_CREATE when spilling fails. */
MUST_USE enum status gist_add(struct gist *gist, uint32_t thread, const struct gist_entry *entry, struct err *err);

/* Shown the anchors of groups that pass, some several times, in an array to do with as it likes; from several threads at once. */
typedef void (*gist_sink)(void *context, uint64_t *anchor, uint32_t count, struct arena *scratch);
/* Every anchor with a group that having lets pass, and perhaps some more: where a sum is lost, or a partition takes more than its share of memory.
 * partners: of a late one. */
MUST_USE enum status gist_finish(struct gist *gist, const struct index *partners, struct symbols *symbols, gist_sink sink, void *context,
				 struct err *err);

#endif
