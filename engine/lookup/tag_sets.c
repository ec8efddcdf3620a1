#include "lookup/tag_sets.h"

#include <stdlib.h>

#include "base/file.h"

enum { FIRST_SIZE = 16 };
_Static_assert(sizeof(struct tag_set) == 64, "");

void tag_sets_release(struct tag_sets *sets)
{
	free(sets->set);
}

/* The set of a tag of a value, or the empty place for it. */
static struct tag_set *find(const struct tag_sets *sets, uint64_t hash, uint32_t tag)
{
	uint64_t at = hash_mix(hash + tag) & sets->mask;
	while (sets->set[at].count && (sets->set[at].hash != hash || sets->set[at].tag != tag))
		at = (at + 1) & sets->mask;
	return &sets->set[at];
}

static bool grow(struct tag_sets *sets, const struct mem_growth *growth)
{
	uint64_t size = sets->set ? sets->mask + 1 : 0, larger_size = size ? 2 * size : FIRST_SIZE;
	if (!growth->may(growth->context, (larger_size - size) * sizeof *sets->set))
		return false;
	struct tag_sets larger = {sets->count, larger_size - 1, mem_zero_large(larger_size * sizeof *sets->set)};
	for (uint64_t at = 0; at < size; at++)
		if (sets->set[at].count)
			*find(&larger, sets->set[at].hash, sets->set[at].tag) = sets->set[at];
	free(sets->set);
	*sets = larger;
	return true;
}

uint32_t tag_sets_meet(struct tag_sets *sets, uint64_t hash, uint32_t tag, uint64_t number, const struct mem_growth *growth)
{
	if ((!sets->set || 2 * sets->count > sets->mask) && !grow(sets, growth))
		return 0;
	struct tag_set *set = find(sets, hash, tag);
	for (uint32_t at = 0; at < set->count; at++)
		if (set->number[at] == number)
			return set->count;
	if (set->count == HECHA_DISTINCT_MAX - 2)
		return set->count + 1;
	sets->count += !set->count;
	set->hash = hash;
	set->tag = tag;
	set->number[set->count] = number;
	return ++set->count;
}
