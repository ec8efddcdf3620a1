#include "base/keyed.h"

#include <stdlib.h>

#include "base/memory.h"

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

static inline uint32_t digit_of(uint64_t key, uint32_t shift)
{
	return (uint32_t)(key >> shift) & (DIGITS - 1);
}

/* By one digit: where the items of each begin is what was counted of those before. */
static void sort_digit(const struct keyed *from, uint32_t count, uint32_t shift, struct keyed *to)
{
	uint32_t next[DIGITS] = {0}, before = 0;
	for (uint32_t at = 0; at < count; at++)
		next[digit_of(from[at].key, shift)]++;
	for (uint32_t digit = 0; digit < DIGITS; digit++) {
		uint32_t size = next[digit];
		next[digit] = before;
		before += size;
	}
	for (uint32_t at = 0; at < count; at++)
		to[next[digit_of(from[at].key, shift)]++] = from[at];
}

void keyed_sort(struct keyed *item, uint32_t count)
{
	struct keyed *from = item, *to = mem_alloc(count * sizeof *to), *spare = to;
	uint64_t differs = 0;
	for (uint32_t at = 1; at < count; at++)
		differs |= item[at].key ^ item[0].key;
	for (uint32_t shift = 0; shift < 64; shift += DIGIT_BITS) {
		if (!digit_of(differs, shift))
			continue;
		sort_digit(from, count, shift, to);
		struct keyed *sorted = to;
		to = from;
		from = sorted;
	}
	if (from != item)
		memcpy(item, from, count * sizeof *item);
	free(spare);
}
