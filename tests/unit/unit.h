/* What every unit test includes: cmocka in the order it wants, and comparisons of spans and buffers. */
#ifndef HECHA_UNIT_H
#define HECHA_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* Compares bytes and shows both texts when they differ. */
#define assert_span(actual, expected)                                                                                  \
	do {                                                                                                           \
		struct span actual_ = (actual), expected_ = (expected);                                                \
		if (!span_equal(actual_, expected_))                                                                   \
			fail_msg("got '%.*s', wanted '%.*s'", SPAN_ARG(actual_), SPAN_ARG(expected_));                 \
	} while (0)

/* A copy on the heap without a byte more, so that reading past the end is seen by the sanitizer. Free it with free. */
static inline struct span exact_copy(struct span s)
{
	char *copy = mem_alloc(s.size);
	if (s.size)
		memcpy(copy, s.data, s.size);
	return (struct span){copy, s.size};
}

/* A small generator for property tests: the same numbers in every run. */
static inline uint32_t pseudo_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 33);
}

static inline uint32_t random_below(uint64_t *state, uint32_t limit)
{
	return pseudo_random(state) % limit;
}

#endif
