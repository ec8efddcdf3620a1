#include <stdlib.h>
#include <zlib.h>

#include "source/source_container.h"

#define GZIP_INPUT_BYTES (128u << 10)

/* RFC 1952: a file is one member behind another. zlib stops behind each; what follows must start a new one, because bytes that
 * are silently skipped are rows that are silently missing. */
struct gzip {
	struct source_input *input;
	z_stream stream;
	bool inside;	 /* a member was begun and has not ended */
	bool ended;	 /* the file is over, between two members */
	uint64_t member; /* members that ended */
	unsigned long long member_end; /* on disk, of the last of them */
	unsigned char bytes[GZIP_INPUT_BYTES];
};

static bool gzip_recognise(struct span head)
{
	return head.size >= 2 && memcmp(head.data, "\x1f\x8b", 2) == 0;
}

static enum status gzip_open(struct source_input *input, void **state, struct err *err)
{
	struct gzip *gzip = mem_zero(1, sizeof *gzip);
	gzip->input = input;
	if (inflateInit2(&gzip->stream, 15 + 16) != Z_OK) { /* 15: any window; 16: gzip only, no zlib header */
		free(gzip);
		return err_set(err, STATUS_INTERNAL, "%s: zlib could not be started", source_input_shown(input));
	}
	*state = gzip;
	return STATUS_OK;
}

static void gzip_close(void *state)
{
	struct gzip *gzip = state;
	inflateEnd(&gzip->stream);
	free(gzip);
}

/* On disk: what was read less what zlib has not looked at. */
static unsigned long long reached(const struct gzip *gzip)
{
	return (unsigned long long)(source_input_bytes(gzip->input) - gzip->stream.avail_in);
}

static enum status truncated(const struct gzip *gzip, struct err *err)
{
	return err_set(err, STATUS_UNREADABLE,
		       "%s: truncated gzip data: the file ends at byte %llu, inside member %llu\n"
		       "  expected: a whole .gz file; copy it again",
		       source_input_shown(gzip->input), reached(gzip), (unsigned long long)gzip->member + 1);
}

static enum status damaged(const struct gzip *gzip, struct err *err)
{
	const char *why = gzip->stream.msg ? gzip->stream.msg : "invalid data";
	if (gzip->member && gzip->stream.total_out == 0 && strcmp(why, "incorrect header check") == 0)
		return err_set(err, STATUS_UNREADABLE,
			       "%s: garbage behind gzip member %llu, from byte %llu\n"
			       "  expected: gzip members only; copy the file again",
			       source_input_shown(gzip->input), (unsigned long long)gzip->member, gzip->member_end);
	return err_set(err, STATUS_UNREADABLE, "%s: damaged gzip data before byte %llu: %s\n  expected: a whole .gz file; copy it again",
		       source_input_shown(gzip->input), reached(gzip), why);
}

static enum status refill(struct gzip *gzip, struct err *err)
{
	size_t got;
	enum status status = source_input_read(gzip->input, (char *)gzip->bytes, sizeof gzip->bytes, &got, err);
	if (status != STATUS_OK)
		return status;
	gzip->stream.next_in = gzip->bytes;
	gzip->stream.avail_in = (uInt)got;
	if (got)
		return STATUS_OK;
	gzip->ended = !gzip->inside;
	return gzip->inside ? truncated(gzip, err) : STATUS_OK;
}

/* One call of zlib. Without input it is still called while output is left inside it. */
static enum status inflate_some(struct gzip *gzip, struct err *err)
{
	gzip->inside = true;
	int result = inflate(&gzip->stream, Z_NO_FLUSH);
	if (result == Z_STREAM_END) {
		gzip->inside = false;
		gzip->member++;
		gzip->member_end = reached(gzip);
		inflateReset(&gzip->stream);
		return STATUS_OK;
	}
	if (result == Z_MEM_ERROR)
		return err_set(err, STATUS_INTERNAL, "%s: zlib ran out of memory", source_input_shown(gzip->input));
	return result == Z_OK || result == Z_BUF_ERROR ? STATUS_OK : damaged(gzip, err);
}

static enum status gzip_read(void *state, char *room, size_t size, size_t *got, struct err *err)
{
	struct gzip *gzip = state;
	enum status status = STATUS_OK;
	uInt wanted = size > (1u << 30) ? 1u << 30 : (uInt)size;
	gzip->stream.next_out = (unsigned char *)room;
	gzip->stream.avail_out = wanted;
	while (status == STATUS_OK && gzip->stream.avail_out == wanted) {
		if (!gzip->stream.avail_in)
			status = refill(gzip, err);
		if (gzip->ended || status != STATUS_OK)
			break;
		status = inflate_some(gzip, err);
	}
	*got = wanted - gzip->stream.avail_out;
	return status;
}

const struct container container_gzip = {
	.name = "gzip",
	.help = "gzip, one member or several",
	.recognise = gzip_recognise,
	.open = gzip_open,
	.read = gzip_read,
	.close = gzip_close,
};
