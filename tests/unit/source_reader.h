/* Reads extracts whole in tests: content put together again, places of chunks checked on the way. */
#ifndef HECHA_SOURCE_READER_H
#define HECHA_SOURCE_READER_H

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "source/source.h"
#include "unit.h"

struct reading {
	enum status status; /* of open, or of the last next */
	struct err err;
	struct source *source; /* NULL when it could not be opened */
	struct buffer content; /* of all chunks */
	uint64_t chunk_count, first_line, first_byte;
};

static inline void reading_chunk(struct reading *reading, const struct chunk *chunk)
{
	assert_int_equal(chunk->number, reading->chunk_count);
	if (!reading->chunk_count++) {
		reading->first_line = chunk->line;
		reading->first_byte = chunk->byte;
	}
	assert_int_equal(chunk->byte, reading->first_byte + reading->content.size);
	assert_int_equal(chunk->line, reading->first_line + boundary_line_count(buffer_span(&reading->content)));
	assert_true(chunk->bytes.size > 0);
	buffer_add_span(&reading->content, buffer_span(&chunk->bytes));
}

static inline struct reading reading_of(const struct source_options *options)
{
	struct reading reading = {.status = STATUS_OK};
	struct chunk chunk = {.number = 77};
	reading.status = source_open(options, &reading.source, &reading.err);
	if (reading.status != STATUS_OK)
		return reading;
	while ((reading.status = source_next(reading.source, &chunk, &reading.err)) == STATUS_OK)
		reading_chunk(&reading, &chunk);
	if (reading.status == STATUS_END)
		assert_int_equal(source_next(reading.source, &chunk, &reading.err), STATUS_END);
	buffer_free(&chunk.bytes);
	return reading;
}

static inline struct reading reading_of_bytes(struct span bytes)
{
	return reading_of(&(struct source_options){.path = "test.csv", .bytes = bytes});
}

enum { CHUNKS_MAX = 4096 };

/* What several threads pulled out of a source. */
struct pulling {
	struct source *source;
	pthread_mutex_t lock;
	struct chunk chunk[CHUNKS_MAX]; /* by number */
	uint64_t count;
	enum status status; /* of the last call of one of them; a failure stays */
};

/* One of the threads. */
static inline void *pull(void *context)
{
	struct pulling *pulling = context;
	enum status status;
	for (;;) {
		struct chunk chunk = {0};
		status = source_next(pulling->source, &chunk, NULL);
		pthread_mutex_lock(&pulling->lock);
		if (status == STATUS_OK && chunk.number < CHUNKS_MAX) {
			pulling->chunk[chunk.number] = chunk;
			pulling->count++;
		}
		if (pulling->status == STATUS_OK || pulling->status == STATUS_END)
			pulling->status = status;
		pthread_mutex_unlock(&pulling->lock);
		if (status != STATUS_OK) {
			buffer_free(&chunk.bytes);
			return NULL;
		}
	}
}

static inline void pull_all(struct pulling *pulling, int threads)
{
	pthread_t thread[4];
	pthread_mutex_init(&pulling->lock, NULL);
	for (int at = 0; at < threads; at++)
		assert_int_equal(pthread_create(&thread[at], NULL, pull, pulling), 0);
	for (int at = 0; at < threads; at++)
		pthread_join(thread[at], NULL);
	pthread_mutex_destroy(&pulling->lock);
}

static inline void forget_chunks(struct pulling *pulling)
{
	for (uint64_t at = 0; at < CHUNKS_MAX; at++)
		buffer_free(&pulling->chunk[at].bytes);
	pulling->count = 0;
}

static inline void reading_free(struct reading *reading)
{
	source_close(reading->source);
	err_clear(&reading->err);
	buffer_free(&reading->content);
}

/* The extract is refused with this status, in a message that has all the words. */
static inline void assert_refused(struct reading reading, enum status status, const char *const words[3])
{
	assert_int_equal(reading.status, status);
	assert_non_null(reading.err.text);
	for (size_t at = 0; at < 3 && words[at]; at++)
		if (!strstr(reading.err.text, words[at]))
			fail_msg("no '%s' in '%s'", words[at], reading.err.text);
	reading_free(&reading);
}
#define REFUSED(reading, status, ...) assert_refused(reading, status, (const char *const[3]){__VA_ARGS__})

/* A temporary file with these bytes; remove it with file_remove. */
static inline char *file_with(struct span bytes)
{
	char *path = mem_text("/tmp/hecha-test-XXXXXX");
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes.data, bytes.size), bytes.size);
	close(fd);
	return path;
}

static inline void file_remove(char *path)
{
	unlink(path);
	free(path);
}

#endif
