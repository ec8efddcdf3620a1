/* Sorting by whole numbers, without comparing. */
#ifndef HECHA_KEYED_H
#define HECHA_KEYED_H

#include <stdint.h>

struct keyed {
	uint64_t key, what; /* what: the caller's */
};

/* Puts items into ascending order of their keys; those with one key stay in the order they came in. Reads every item once for each eleven bits in which
 * keys differ. */
void keyed_sort(struct keyed *item, uint32_t count);

#endif
