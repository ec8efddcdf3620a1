/* Inside source/ only: the content of an extract (unpacked bytes). The beginning is read into ahead until the header is found; from there on
 * content is claimed in blocks, one after another, and blocks of a plain file are read side by side.
 *
 *	claimed (blocks) │ ahead: read, not claimed │ not read yet
 *	                 ▲ line, byte               ▲ byte + ahead.size
 */
#ifndef HECHA_SOURCE_CONTENT_H
#define HECHA_SOURCE_CONTENT_H

#include "source/source_index.h"

struct content {
	const char *shown; /* borrowed */
	struct source_input *input;
	const struct container *container;
	void *container_state;
	struct source_index *index; /* marks are made in it; NULL: nobody wants one. Borrowed */
	struct buffer ahead; /* data is never NULL */
	bool over;	     /* nothing is left to read behind ahead */
	uint64_t line, byte; /* of ahead's first byte; line only while blocks are not claimed */
};

/* Opens a zeroed content; content_close in any case. As source_open. */
MUST_USE enum status content_open(struct content *content, const struct source_options *options, const char *shown, struct err *err);
void content_close(struct content *content);

/* Reads on until ahead holds size bytes or the content is over. */
MUST_USE enum status content_load(struct content *content, size_t size, struct err *err);
/* The same; UNREADABLE also when the bytes are no text. */
MUST_USE enum status content_read(struct content *content, size_t size, struct err *err);
void content_drop(struct content *content, size_t size); /* the first bytes of ahead */

/* The next stretch of content: up to about the size that was asked for, ending behind a line end unless none is near. */
struct block {
	uint64_t byte; /* offset in the content */
	size_t size;
	bool last;     /* the content ends with it; there is one such block, it may be empty */
	bool followed; /* more than blanks is known to follow it */
	bool is_read;
	uint64_t file_bytes; /* on disk, read up to its end; once it is read */
};

/* Claims are made one at a time, in order: content that is packed is unpacked here. */
MUST_USE enum status content_claim(struct content *content, size_t size, struct block *block, struct buffer *out, struct err *err);
/* Fills out with a block that was claimed; any thread, at any time. NUL bytes of a block are the caller's to find. */
MUST_USE enum status content_fill(const struct content *content, struct block *block, struct buffer *out, struct err *err);
/* Up to size bytes that follow a block, appended to out, still to be claimed. Packed content: only between claims. */
MUST_USE enum status content_peek(struct content *content, const struct block *block, size_t size, struct buffer *out, struct err *err);
/* Blocks come here in order: what was not digested yet is. */
void content_pass(struct content *content, const struct block *block, struct span bytes);

/* UNREADABLE when there is a NUL in bytes, the first of which is at this offset. Text has none. A file copied halfway, or a sheet of some other
 * program, does: better none of its rows than some. */
MUST_USE enum status content_check_nul(const struct content *content, uint64_t byte, struct span bytes, struct err *err);
/* UNREADABLE with the file, what is wrong, what was expected and what to do. */
enum status content_refuse(const struct content *content, const char *what, const char *hint, struct err *err);

static inline struct span content_span(const struct content *content)
{
	return buffer_span(&content->ahead);
}

#endif
