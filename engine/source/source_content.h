/* Inside source/ only: the content of an extract (unpacked bytes), read ahead of what was handed out.
 *
 *	handed out (chunks) │ ahead: read, not handed out │ not read yet
 *	                    ▲ line, byte                  ▲ byte + ahead.size
 */
#ifndef HECHA_SOURCE_CONTENT_H
#define HECHA_SOURCE_CONTENT_H

#include "source/source_container.h"

struct content {
	const char *shown; /* borrowed */
	struct source_input *input;
	const struct container *container;
	void *container_state;
	struct buffer ahead; /* data is never NULL */
	bool over;	     /* nothing is left to read behind ahead */
	uint64_t line, byte; /* of ahead's first byte */
};

/* Opens a zeroed content; content_close in any case. As source_open. */
MUST_USE enum status content_open(struct content *content, const char *path, const char *shown, struct span bytes, struct err *err);
void content_close(struct content *content);

/* Reads on until ahead holds size bytes or the content is over. UNREADABLE also when the bytes are no text. */
MUST_USE enum status content_read(struct content *content, size_t size, struct err *err);
/* Hands out the first size bytes of ahead, with line_count line ends: into a buffer that swaps storage with ahead, or nowhere. */
void content_take(struct content *content, size_t size, uint64_t line_count, struct buffer *out);
void content_drop(struct content *content, size_t size);

/* UNREADABLE with the file, what is wrong, what was expected and what to do. */
enum status content_refuse(const struct content *content, const char *what, const char *hint, struct err *err);

static inline struct span content_span(const struct content *content)
{
	return buffer_span(&content->ahead);
}

#endif
