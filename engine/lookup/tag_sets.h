/* Numbers a value has met beyond the first, of the few values that met another one: small sets, counted up to a limit. */
#ifndef HECHA_TAG_SETS_H
#define HECHA_TAG_SETS_H

#include "base/memory.h"
#include "hecha_limits.h"

/* One cache line. */
struct tag_set {
	uint64_t hash;	     /* of the value */
	uint32_t tag, count; /* which of its tags; count 0: nothing here */
	uint64_t number[HECHA_DISTINCT_MAX - 2];
};
struct tag_sets {
	uint64_t count, mask;
	struct tag_set *set; /* mask + 1 of them; NULL: none yet */
};

/* How many different numbers of this tag the value has met, this one among them: up to HECHA_DISTINCT_MAX - 1. 0: there is no room to tell. */
uint32_t tag_sets_meet(struct tag_sets *sets, uint64_t hash, uint32_t tag, uint64_t number, const struct mem_growth *growth);
void tag_sets_release(struct tag_sets *sets);

#endif
