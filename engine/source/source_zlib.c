/* The only file that knows zlib. */
#include <stdlib.h>
#include <zlib.h>

#include "base/memory.h"
#include "source/source_inflate.h"

static void *allocate(void *context, unsigned count, unsigned size)
{
	(void)context;
	return mem_alloc((size_t)count * size);
}

static void release(void *context, void *block)
{
	(void)context;
	free(block);
}

static void *zlib_open(void)
{
	z_stream *stream = mem_zero(1, sizeof *stream);
	stream->zalloc = allocate;
	stream->zfree = release;
	if (inflateInit2(stream, 15 + 16) == Z_OK) /* 15: any window; 16: gzip only, no zlib header */
		return stream;
	free(stream);
	return NULL;
}

static void zlib_close(void *state)
{
	inflateEnd(state);
	free(state);
}

/* Could fail for want of memory only. */
static void *zlib_copy(const void *state)
{
	z_stream *copy = mem_alloc(sizeof *copy);
	inflateCopy(copy, (z_stream *)(uintptr_t)state);
	return copy;
}

static enum inflated zlib_step(void *state, struct inflate_io *io, const char **why)
{
	z_stream *stream = state;
	stream->next_in = (unsigned char *)(uintptr_t)io->in;
	stream->avail_in = (uInt)io->in_size;
	stream->next_out = io->out;
	stream->avail_out = (uInt)io->out_size;
	int result = inflate(stream, Z_NO_FLUSH);
	*io = (struct inflate_io){stream->next_in, stream->next_out, stream->avail_in, stream->avail_out};
	*why = stream->msg ? stream->msg : "invalid data";
	if (result == Z_STREAM_END)
		return inflateReset(stream) == Z_OK ? INFLATED_MEMBER : INFLATED_DAMAGED;
	if (result == Z_MEM_ERROR)
		return INFLATED_NO_MEMORY;
	return result == Z_OK || result == Z_BUF_ERROR ? INFLATED_SOME : INFLATED_DAMAGED;
}

const struct inflater inflater_zlib = {.name = "zlib", .open = zlib_open, .close = zlib_close, .copy = zlib_copy, .step = zlib_step};
