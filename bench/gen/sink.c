#include "sink.h"

#include "gen.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define SINK_BUFFER (256 * 1024)

struct sink {
	FILE *file;
	enum packing packing;
	z_stream z;
	size_t used;
	bool member_open;
	char buffer[SINK_BUFFER];
	unsigned char packed[SINK_BUFFER];
};

static void put(struct sink *s, const void *bytes, size_t size)
{
	if (fwrite(bytes, 1, size, s->file) != size)
		die("cannot write: %s", strerror(errno));
}

/* Window bits 15 + 16 ask zlib for a gzip wrapper; its default header has modification time 0. */
static void member_begin(struct sink *s)
{
	memset(&s->z, 0, sizeof s->z);
	if (deflateInit2(&s->z, 4, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		die("zlib does not start");
	s->member_open = true;
}

static void pack(struct sink *s, int flush)
{
	s->z.next_in = (unsigned char *)s->buffer;
	s->z.avail_in = (unsigned)s->used;
	do {
		s->z.next_out = s->packed;
		s->z.avail_out = sizeof s->packed;
		deflate(&s->z, flush);
		put(s, s->packed, sizeof s->packed - s->z.avail_out);
	} while (s->z.avail_out == 0);
	s->used = 0;
}

static void drain(struct sink *s)
{
	if (s->packing == PACK_NONE) {
		put(s, s->buffer, s->used);
		s->used = 0;
		return;
	}
	if (!s->member_open)
		member_begin(s);
	pack(s, Z_NO_FLUSH);
}

static void member_end(struct sink *s)
{
	if (!s->member_open)
		member_begin(s);
	pack(s, Z_FINISH);
	deflateEnd(&s->z);
	s->member_open = false;
}

struct sink *sink_open(const char *path, enum packing packing)
{
	struct sink *s = calloc(1, sizeof *s);
	if (!s)
		die("out of memory");
	s->file = fopen(path, "wb");
	if (!s->file)
		die("cannot write '%s': %s", path, strerror(errno));
	setvbuf(s->file, NULL, _IONBF, 0);
	s->packing = packing;
	return s;
}

void sink_write(struct sink *s, const char *bytes, size_t size)
{
	if (s->used + size > SINK_BUFFER)
		drain(s);
	if (size > SINK_BUFFER)
		die("a row of %zu bytes", size);
	memcpy(s->buffer + s->used, bytes, size);
	s->used += size;
}

void sink_member(struct sink *s)
{
	if (s->packing == PACK_MEMBERS && (s->used || s->member_open))
		member_end(s);
}

void sink_close(struct sink *s)
{
	if (s->packing == PACK_NONE)
		drain(s);
	else if (s->used || s->member_open)
		member_end(s);
	if (fclose(s->file))
		die("cannot write: %s", strerror(errno));
	free(s);
}
