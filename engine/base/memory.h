/* Memory: allocation that does not return NULL, growing arrays, and arenas (freed as a whole). */
#ifndef HECHA_MEMORY_H
#define HECHA_MEMORY_H

#include "base/span.h"
#include "base/status.h"

/* Allocate or end the process with exit 70 and one line on stderr: a batch job cannot go on without memory, and no caller
 * could do better. The only place below cli/ that ends the process. */
void *mem_alloc(size_t size) __attribute__((malloc, returns_nonnull));
void *mem_zero(size_t count, size_t size) __attribute__((malloc, returns_nonnull));
/* Zeros for what is looked up all over, from the beginning of a cache line on: in huge pages where it fills some, for else the processor would wait for
 * the address of nearly everything it looks up. */
void *mem_zero_large(size_t size) __attribute__((malloc, returns_nonnull));
/* Nothing of such a block is needed any more up to `to`; up to `from` that was said before. What huge pages lie there are the system's again at once. */
void mem_drop(char *block, size_t from, size_t to);
/* What grows asks before each step; false: it may not have so many bytes more. */
struct mem_growth {
	bool (*may)(void *context, size_t bytes);
	void *context;
};
void *mem_resize(void *block, size_t size) __attribute__((returns_nonnull));
char *mem_text(const char *text);	/* heap copy */
char *mem_format(const char *format, ...) PRINTF_LIKE(1, 2);

/* Makes room for one more item in a growing array: ARRAY_GROW(items, count, capacity) before items[count++] = …. */
#define ARRAY_GROW(items, count, capacity)                                                                             \
	do {                                                                                                           \
		if ((count) == (capacity)) {                                                                           \
			(capacity) = (capacity) ? (capacity) * 2 : 8;                                                  \
			(items) = mem_resize((items), (capacity) * sizeof *(items));                                   \
		}                                                                                                      \
	} while (0)

/* Grows by doubling blocks; everything in it dies with arena_free, or with arena_reset (which keeps the memory). */
struct arena_block;
struct arena {
	struct arena_block *head; /* newest first */
	size_t used_bytes;	  /* handed out since the last reset */
};
#define ARENA_INIT ((struct arena){0})

void *arena_alloc(struct arena *arena, size_t size) __attribute__((returns_nonnull)); /* aligned to 16 */
void *arena_bytes(struct arena *arena, size_t size) __attribute__((returns_nonnull)); /* not aligned: texts, packed values */
void *arena_zero(struct arena *arena, size_t count, size_t size) __attribute__((returns_nonnull));
struct span arena_span(struct arena *arena, struct span s); /* a copy that lives in the arena, with a NUL behind it */
char *arena_text(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
void arena_reset(struct arena *arena);
void arena_free(struct arena *arena);
void arena_join(struct arena *into, struct arena *from); /* all that is in from lives in into, and from is empty */

/* A growing byte buffer. */
struct buffer {
	char *data;
	size_t size, capacity;
};
#define BUFFER_INIT ((struct buffer){0})

void buffer_grow(struct buffer *buffer, size_t size); /* so that `size` more bytes fit: for buffer_room */
/* At least `size` writable bytes at the end; adjust size yourself. */
static inline char *buffer_room(struct buffer *buffer, size_t size)
{
	if (buffer->capacity - buffer->size < size)
		buffer_grow(buffer, size);
	return buffer->data + buffer->size;
}
static inline void buffer_add(struct buffer *buffer, const void *data, size_t size)
{
	if (!size)
		return;
	memcpy(buffer_room(buffer, size), data, size);
	buffer->size += size;
}
static inline void buffer_add_span(struct buffer *buffer, struct span s)
{
	buffer_add(buffer, s.data, s.size);
}
static inline void buffer_add_char(struct buffer *buffer, char c)
{
	*buffer_room(buffer, 1) = c;
	buffer->size++;
}
void buffer_add_count(struct buffer *buffer, uint64_t count); /* in decimal digits */
void buffer_format(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);
static inline struct span buffer_span(const struct buffer *buffer)
{
	return (struct span){buffer->data, buffer->size};
}
void buffer_free(struct buffer *buffer);

#endif
