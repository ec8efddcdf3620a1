/* What having needs of each group, worked out while rows are only looked at: a few numbers for each group, known by hash. They wait by partition, spilled
 * when memory is short, and are folded at the end.
 *
 * Groups are told apart by two hashes of 64 bits, of the anchor and of the other keys: only groups of one anchor value could ever be mistaken. */
#ifndef HECHA_GIST_H
#define HECHA_GIST_H

#include "group/spool.h"

/* Rows of one group. known: bit a tells that aggregate a has a value. A sum that does not fit is lost: nobody can say what having makes of it. */
struct gist_entry {
	uint64_t anchor, key, known;
	int64_t number[]; /* per aggregate of the plan_gist */
};
#define GIST_LOST (1ull << 63)

static inline size_t gist_entry_size(const struct plan_gist *shape)
{
	return sizeof(struct gist_entry) + shape->aggregate_count * sizeof(int64_t);
}

/* One more value of an aggregate; of ROWS and COUNT, so many rows. */
static inline void gist_put(struct gist_entry *entry, enum aggregate_kind kind, uint32_t aggregate, int64_t number)
{
	int64_t *to = &entry->number[aggregate];
	bool known = entry->known >> aggregate & 1;
	entry->known |= 1ull << aggregate;
	if (kind == AGGREGATE_MIN || kind == AGGREGATE_MAX)
		*to = !known || (kind == AGGREGATE_MIN ? number < *to : number > *to) ? number : *to;
	else if (__builtin_add_overflow(*to, number, to))
		entry->known |= GIST_LOST;
}

struct gist;

/* shape, budget and folder are borrowed. */
struct gist *gist_new(const struct plan_gist *shape, struct memory_budget *budget, const char *folder, uint32_t threads);
void gist_free(struct gist *gist);
/* IO, CANNOT_CREATE when spilling fails. */
MUST_USE enum status gist_add(struct gist *gist, uint32_t thread, const struct gist_entry *entry, struct err *err);

/* Shown the anchors of groups that pass, one for each group, in an array to do with as it likes; from several threads at once. */
typedef void (*gist_sink)(void *context, uint64_t *anchor, uint32_t count, struct arena *scratch);
/* Every anchor with a group that having lets pass, and perhaps some more: where a sum is lost, or a partition takes more than its share of memory. */
MUST_USE enum status gist_finish(struct gist *gist, struct symbols *symbols, gist_sink sink, void *context, struct err *err);

#endif
