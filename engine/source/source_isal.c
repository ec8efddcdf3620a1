/* The only file that knows ISA-L, which inflates two to three times as fast as zlib. It is not there on every system. */
#include "source/source_inflate.h"

#if __has_include(<isa-l/igzip_lib.h>)
#include <isa-l/igzip_lib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct isal {
	struct inflate_state stream;
	size_t seen; /* bytes of this member's header, up to its flags */
};

/* It holds its own window; pointers into input and output are set at each step. */
static void *isal_copy(const void *state)
{
	struct isal *copy = mem_alloc(sizeof *copy);
	memcpy(copy, state, sizeof *copy);
	return copy;
}

/* RFC 1952, 2.3.1: the fourth byte of a member holds flags, three of them reserved. ISA-L does not look at those. */
enum { FLAGS_AT = 3, FLAGS_RESERVED = 0xe0 };

static void *isal_open(void)
{
	struct isal *isal = mem_zero(1, sizeof *isal);
	isal_inflate_init(&isal->stream);
	isal->stream.crc_flag = ISAL_GZIP;
	return isal;
}

/* While a header is not whole all input is taken, so bytes seen here are not seen again. */
static bool has_reserved_flag(struct isal *isal, const struct inflate_io *io)
{
	bool reserved = false;
	for (size_t at = 0; at < io->in_size && isal->seen <= FLAGS_AT; at++)
		reserved |= isal->seen++ == FLAGS_AT && (io->in[at] & FLAGS_RESERVED);
	return reserved;
}

static enum inflated isal_step(void *state, struct inflate_io *io, const char **why)
{
	struct isal *isal = state;
	struct inflate_state *stream = &isal->stream;
	*why = "invalid data";
	if (has_reserved_flag(isal, io))
		return INFLATED_DAMAGED;
	stream->next_in = (uint8_t *)(uintptr_t)io->in;
	stream->avail_in = (uint32_t)io->in_size;
	stream->next_out = io->out;
	stream->avail_out = (uint32_t)io->out_size;
	int result = isal_inflate(stream);
	*io = (struct inflate_io){stream->next_in, stream->next_out, stream->avail_in, stream->avail_out};
	if (result < 0)
		return INFLATED_DAMAGED;
	if (stream->block_state != ISAL_BLOCK_FINISH)
		return INFLATED_SOME;
	isal->seen = 0;
	isal_inflate_reset(stream);
	stream->crc_flag = ISAL_GZIP;
	return INFLATED_MEMBER;
}

static const struct inflater inflater = {.name = "isal", .open = isal_open, .close = free, .copy = isal_copy, .step = isal_step};
const struct inflater *const inflater_isal = &inflater;
#else
const struct inflater *const inflater_isal = NULL;
#endif
