#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/digits.h"

struct arena_block {
	struct arena_block *older;
	size_t size, used;
	_Alignas(16) char data[];
};

static void *checked(void *block)
{
	if (!block) {
		static const char message[] = "hecha: out of memory\n";
		ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
		(void)ignored;
		_exit(70);
	}
	return block;
}

void *mem_alloc(size_t size)
{
	return checked(malloc(size ? size : 1));
}

void *mem_zero(size_t count, size_t size)
{
	return checked(calloc(count ? count : 1, size ? size : 1));
}

enum { CACHE_LINE = 64, HUGE_PAGE = 2 << 20 };

void *mem_zero_large(size_t size)
{
	void *block = NULL;
	bool huge = size >= HUGE_PAGE;
	checked(posix_memalign(&block, huge ? HUGE_PAGE : CACHE_LINE, size ? size : 1) ? NULL : block);
	if (huge)
		madvise(block, size, MADV_HUGEPAGE); /* an advice: where it is not taken all is the same, but slower */
	return memset(block, 0, size);
}

void mem_drop(char *block, size_t from, size_t to)
{
	from -= from % HUGE_PAGE;
	to -= to % HUGE_PAGE;
	if (from < to)
		madvise(block + from, to - from, MADV_DONTNEED);
}

void *mem_resize(void *block, size_t size)
{
	return checked(realloc(block, size ? size : 1));
}

char *mem_text(const char *text)
{
	return checked(strdup(text));
}

char *mem_format(const char *format, ...)
{
	char *text = NULL;
	va_list args;
	va_start(args, format);
	int size = vasprintf(&text, format, args);
	va_end(args);
	return checked(size < 0 ? NULL : text);
}

static struct arena_block *arena_grow(struct arena *arena, size_t size)
{
	size_t room = arena->head ? arena->head->size * 2 : 4096;
	if (room > (4u << 20))
		room = 4u << 20;
	if (room < size)
		room = size;
	struct arena_block *block = mem_alloc(sizeof *block + room);
	block->older = arena->head;
	block->size = room;
	block->used = 0;
	arena->head = block;
	return block;
}

static inline void *take(struct arena *arena, size_t size, size_t align)
{
	struct arena_block *block = arena->head;
	size_t skip = block ? -block->used & (align - 1) : 0;
	if (!block || block->size - block->used < size + skip) {
		block = arena_grow(arena, size);
		skip = 0;
	}
	void *place = block->data + block->used + skip;
	block->used += size + skip;
	arena->used_bytes += size + skip;
	return place;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return take(arena, (size + 15) & ~(size_t)15, 16);
}

void *arena_bytes(struct arena *arena, size_t size)
{
	return take(arena, size, 1);
}

void *arena_zero(struct arena *arena, size_t count, size_t size)
{
	return memset(arena_alloc(arena, count * size), 0, count * size);
}

struct span arena_span(struct arena *arena, struct span s)
{
	char *copy = arena_bytes(arena, s.size + 1);
	if (s.size)
		memcpy(copy, s.data, s.size);
	copy[s.size] = '\0';
	return (struct span){copy, s.size};
}

char *arena_text(struct arena *arena, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int size = vsnprintf(NULL, 0, format, args);
	va_end(args);
	char *text = arena_bytes(arena, (size_t)size + 1);
	vsnprintf(text, (size_t)size + 1, format, again);
	va_end(again);
	return text;
}

static void free_blocks(struct arena_block *block)
{
	while (block) {
		struct arena_block *older = block->older;
		free(block);
		block = older;
	}
}

/* One block stays, with room for all there was, so that a batch arena settles on it: pages of blocks that come and go have to be cleared each time. */
void arena_reset(struct arena *arena)
{
	if (!arena->head)
		return;
	size_t used = arena->used_bytes;
	free_blocks(arena->head->older);
	arena->head->older = NULL;
	arena->head->used = 0;
	arena->used_bytes = 0;
	if (used <= arena->head->size)
		return;
	free(arena->head);
	arena->head = NULL;
	arena_grow(arena, used + used / 8);
}

void arena_free(struct arena *arena)
{
	free_blocks(arena->head);
	*arena = ARENA_INIT;
}

void arena_join(struct arena *into, struct arena *from)
{
	struct arena_block **oldest = &from->head;
	while (*oldest)
		oldest = &(*oldest)->older;
	*oldest = into->head;
	into->head = from->head;
	into->used_bytes += from->used_bytes;
	*from = ARENA_INIT;
}

void buffer_grow(struct buffer *buffer, size_t size)
{
	size_t capacity = buffer->capacity ? buffer->capacity * 2 : 256;
	while (capacity - buffer->size < size)
		capacity *= 2;
	buffer->data = mem_resize(buffer->data, capacity);
	buffer->capacity = capacity;
}

void buffer_add_count(struct buffer *buffer, uint64_t count)
{
	char digit[20], *first = digit + sizeof digit;
	for (; count >= 10; count /= 100)
		digits_put_two(first -= 2, count % 100);
	if (count || first == digit + sizeof digit)
		*--first = (char)('0' + count);
	buffer_add(buffer, first, (size_t)(digit + sizeof digit - first));
}

/* Most fit into what is there. */
void buffer_format(struct buffer *buffer, const char *format, ...)
{
	enum { OFTEN_ENOUGH = 128 };
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	char *room = buffer_room(buffer, OFTEN_ENOUGH);
	size_t capacity = buffer->capacity - buffer->size;
	int size = vsnprintf(room, capacity, format, args);
	va_end(args);
	if (size >= 0 && (size_t)size >= capacity)
		vsnprintf(buffer_room(buffer, (size_t)size + 1), (size_t)size + 1, format, again);
	va_end(again);
	buffer->size += size > 0 ? (size_t)size : 0;
}

void buffer_free(struct buffer *buffer)
{
	free(buffer->data);
	*buffer = BUFFER_INIT;
}
