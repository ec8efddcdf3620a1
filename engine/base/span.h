/* A borrowed run of bytes. It owns nothing: the maker's header says how long the bytes live. */
#ifndef HECHA_SPAN_H
#define HECHA_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
	const char *data; /* may be NULL when size is 0 */
	size_t size;	  /* bytes */
};

#define SPAN(literal) ((struct span){(literal), sizeof(literal) - 1})
#define SPAN_ARG(s) (int)(s).size, (s).data /* for %.*s */

static inline struct span span_of(const char *text)
{
	return (struct span){text, text ? strlen(text) : 0};
}

static inline bool span_equal(struct span a, struct span b)
{
	return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* Byte order; a prefix sorts first. Negative, zero or positive. */
static inline int span_compare(struct span a, struct span b)
{
	size_t shorter = a.size < b.size ? a.size : b.size;
	int order = shorter ? memcmp(a.data, b.data, shorter) : 0;
	if (order)
		return order;
	return (a.size > b.size) - (a.size < b.size);
}

static inline struct span span_slice(struct span s, size_t from, size_t size)
{
	return (struct span){s.data + from, size};
}

#endif
