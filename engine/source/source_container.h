/* Inside source/ only: the bytes on disk (input), and what they are packed in (container).
 *
 *   file or memory ─▶ input (digest, bytes counted) ─▶ container (plain, gzip, …) ─▶ content
 *
 * Adding a container: one file that ends with its `const struct container container_NAME`, one line in source_container.def,
 * tests. source_file.c holds the smallest one, plain. */
#ifndef HECHA_SOURCE_CONTAINER_H
#define HECHA_SOURCE_CONTAINER_H

#include <sys/stat.h>

#include "source/source.h"

/* A file or options.bytes. Read from start to end; or a first part so, and from there on at any place, by several threads at once, each of which
 * then adds its bytes in order. */
struct source_input;

/* MISSING, PERMISSION, UNREADABLE (a folder, a pipe) or IO. shown is what messages call it; all three are borrowed until close. */
MUST_USE enum status source_input_open(const char *path, const char *shown, struct span bytes, struct source_input **out,
				       struct err *err);
void source_input_close(struct source_input *input);
/* The file when it was opened; all zero of memory. */
const struct stat *source_input_stat(const struct source_input *input);
/* It is this file, and nobody wrote to it since. */
bool source_input_is(const struct source_input *input, const struct stat *before);
/* Reads from now on at any place only; nothing is digested or counted any more. */
void source_input_stop_counting(struct source_input *input);
/* Up to SOURCE_HEAD_BYTES first bytes of the file, whatever was read since. */
#define SOURCE_HEAD_BYTES 16
struct span source_input_head(const struct source_input *input);
/* Up to size bytes; *got is 0 only at the end of the file. */
MUST_USE enum status source_input_read(struct source_input *input, char *room, size_t size, size_t *got, struct err *err);
/* size bytes from byte `at` on, fewer only at the end of the file. Neither digest nor bytes are counted: source_input_add. */
MUST_USE enum status source_input_read_at(const struct source_input *input, uint64_t at, char *room, size_t size, size_t *got,
					  struct err *err);
/* These bytes stand at byte `at`. Those that were added before, or came by source_input_read, are not added again. */
void source_input_add(struct source_input *input, uint64_t at, struct span bytes);
uint64_t source_input_bytes(const struct source_input *input); /* read or added so far */
void source_input_digest(const struct source_input *input, char out[33]);
const char *source_input_shown(const struct source_input *input);

struct container {
	const char *name;
	const char *help; /* one line */
	/* By the first bytes of the file, never by its name: extracts arrive misnamed. */
	bool (*recognise)(struct span head);
	enum status (*open)(struct source_input *input, void **state, struct err *err);
	/* Up to size bytes of content; *got is 0 only at the end. UNREADABLE with the byte reached on disk, or IO. */
	enum status (*read)(void *state, char *room, size_t size, size_t *got, struct err *err);
	/* Content is the bytes on disk: read_at of the input may be used. */
	bool is_plain;
	void (*close)(void *state);
	/* A state of its own that reads on from where this one is, through `input`. NULL where is_plain. */
	void *(*copy)(const void *state, struct source_input *input);
};

#define CONTAINER(name) extern const struct container container_##name;
#include "source/source_container.def"
#undef CONTAINER

#endif
