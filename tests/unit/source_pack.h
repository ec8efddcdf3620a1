/* Gzip members for tests. */
#ifndef HECHA_SOURCE_PACK_H
#define HECHA_SOURCE_PACK_H

#include <zlib.h>

#include "unit.h"

/* Adds a member that holds this text. */
static inline void pack(struct buffer *out, struct span text)
{
	z_stream stream = {.zalloc = Z_NULL};
	char *room = buffer_room(out, text.size + 256);
	assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	stream.next_in = (unsigned char *)(uintptr_t)text.data;
	stream.avail_in = (uInt)text.size;
	stream.next_out = (unsigned char *)room;
	stream.avail_out = (uInt)text.size + 256;
	assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
	out->size += stream.total_out;
	deflateEnd(&stream);
}

#endif
