#include <stdlib.h>

#include "source/source_container.h"
#include "source/source_inflate.h"

#define GZIP_INPUT_BYTES (128u << 10)

/* RFC 1952: a file is one member behind another. An inflater stops behind each; what follows must start a new one, because bytes that
 * are silently skipped are rows that are silently missing. */
struct gzip {
	struct source_input *input;
	const struct inflater *inflater;
	void *state;
	struct inflate_io io;
	uint64_t position; /* on disk, of what is read next */
	uint64_t handed_out; /* bytes of content */
	uint64_t member_bytes; /* of content, in this member */
	bool inside;	 /* a member was begun and has not ended */
	bool ended;	 /* the file is over, between two members */
	uint64_t member; /* members that ended */
	unsigned long long member_end; /* on disk, of the last of them */
	unsigned char *bytes; /* of input; NULL until some are read */
};

static bool gzip_recognise(struct span head)
{
	return head.size >= 2 && memcmp(head.data, "\x1f\x8b", 2) == 0;
}

static const struct inflater *choose_inflater(void)
{
	const char *wanted = getenv("HECHA_INFLATE"); /* for tests */
	if (!inflater_isal || (wanted && !strcmp(wanted, inflater_zlib.name)))
		return &inflater_zlib;
	return inflater_isal;
}

static enum status start(struct gzip *gzip, const struct inflater *inflater, struct err *err)
{
	if (gzip->state)
		gzip->inflater->close(gzip->state);
	*gzip = (struct gzip){.input = gzip->input, .inflater = inflater, .state = inflater->open(), .bytes = gzip->bytes};
	if (gzip->state)
		return STATUS_OK;
	return err_set(err, STATUS_INTERNAL, "%s: %s could not be started", source_input_shown(gzip->input), inflater->name);
}

static void gzip_close(void *state)
{
	struct gzip *gzip = state;
	if (gzip->state)
		gzip->inflater->close(gzip->state);
	free(gzip->bytes);
	free(gzip);
}

static enum status gzip_open(struct source_input *input, void **state, struct err *err)
{
	struct gzip *gzip = mem_zero(1, sizeof *gzip);
	gzip->input = input;
	enum status status = start(gzip, choose_inflater(), err);
	if (status == STATUS_OK)
		*state = gzip;
	else
		gzip_close(gzip);
	return status;
}

/* On disk: what was read less what the inflater has not looked at. */
static unsigned long long reached(const struct gzip *gzip)
{
	return (unsigned long long)(gzip->position - gzip->io.in_size);
}

/* Input that was read and not inflated is read again. */
static void *gzip_copy(const void *state, struct source_input *input)
{
	const struct gzip *gzip = state;
	struct gzip *copy = mem_alloc(sizeof *copy);
	*copy = *gzip;
	copy->input = input;
	copy->state = gzip->inflater->copy(gzip->state);
	copy->io = (struct inflate_io){0};
	copy->position = reached(gzip);
	copy->bytes = NULL;
	return copy;
}

static enum status truncated(const struct gzip *gzip, struct err *err)
{
	return err_set(err, STATUS_UNREADABLE,
		       "%s: truncated gzip data: the file ends at byte %llu, inside member %llu\n"
		       "  expected: a whole .gz file; copy it again",
		       source_input_shown(gzip->input), reached(gzip), (unsigned long long)gzip->member + 1);
}

static enum status damaged(const struct gzip *gzip, const char *why, struct err *err)
{
	if (gzip->member && gzip->member_bytes == 0 && strcmp(why, "incorrect header check") == 0)
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
	if (!gzip->bytes)
		gzip->bytes = mem_alloc(GZIP_INPUT_BYTES);
	enum status status = source_input_read_at(gzip->input, gzip->position, (char *)gzip->bytes, GZIP_INPUT_BYTES, &got, err);
	if (status != STATUS_OK)
		return status;
	source_input_add(gzip->input, gzip->position, (struct span){(const char *)gzip->bytes, got});
	gzip->position += got;
	gzip->io.in = gzip->bytes;
	gzip->io.in_size = got;
	if (got)
		return STATUS_OK;
	gzip->ended = !gzip->inside;
	return gzip->inside ? truncated(gzip, err) : STATUS_OK;
}

/* One call of the inflater. Without input it is still called while output is left inside it. */
static enum inflated inflate_some(struct gzip *gzip, const char **why)
{
	size_t room = gzip->io.out_size;
	gzip->inside = true;
	enum inflated inflated = gzip->inflater->step(gzip->state, &gzip->io, why);
	gzip->member_bytes += room - gzip->io.out_size;
	if (inflated == INFLATED_MEMBER) {
		gzip->inside = false;
		gzip->member++;
		gzip->member_bytes = 0;
		gzip->member_end = reached(gzip);
	}
	return inflated;
}

/* Some content, at least a byte unless the file is over. */
static enum status inflate_into(struct gzip *gzip, char *room, size_t size, size_t *got, struct err *err)
{
	enum status status = STATUS_OK;
	size_t wanted = size > (1u << 30) ? 1u << 30 : size;
	gzip->io.out = (unsigned char *)room;
	gzip->io.out_size = wanted;
	while (status == STATUS_OK && gzip->io.out_size == wanted) {
		const char *why;
		if (!gzip->io.in_size)
			status = refill(gzip, err);
		if (gzip->ended || status != STATUS_OK)
			break;
		enum inflated inflated = inflate_some(gzip, &why);
		if (inflated == INFLATED_NO_MEMORY)
			status = err_set(err, STATUS_INTERNAL, "%s: %s ran out of memory", source_input_shown(gzip->input), gzip->inflater->name);
		if (inflated == INFLATED_DAMAGED)
			status = damaged(gzip, why, err);
	}
	*got = wanted - gzip->io.out_size;
	return status;
}

/* What another inflater does not take, or not to its end, is given to zlib from the beginning: a file is what zlib says it is, in zlib's words. */
static enum status start_again(struct gzip *gzip, char *room, size_t size, struct err *err)
{
	uint64_t handed_out = gzip->handed_out, left = handed_out;
	enum status status = start(gzip, &inflater_zlib, err);
	while (status == STATUS_OK && left && !gzip->ended) {
		size_t got;
		status = inflate_into(gzip, room, left < size ? (size_t)left : size, &got, err);
		left -= got;
	}
	gzip->handed_out = handed_out - left;
	return status;
}

static enum status gzip_read(void *state, char *room, size_t size, size_t *got, struct err *err)
{
	struct gzip *gzip = state;
	struct err first = ERR_INIT;
	enum status status = inflate_into(gzip, room, size, got, &first);
	if (status == STATUS_UNREADABLE && gzip->inflater != &inflater_zlib) {
		status = start_again(gzip, room, size, err);
		if (status == STATUS_OK)
			status = inflate_into(gzip, room, size, got, err);
	} else if (status != STATUS_OK) {
		err_set(err, status, "%s", first.text);
	}
	gzip->handed_out += *got;
	err_clear(&first);
	return status;
}

const struct container container_gzip = {
	.name = "gzip",
	.help = "gzip, one member or several",
	.recognise = gzip_recognise,
	.open = gzip_open,
	.read = gzip_read,
	.close = gzip_close,
	.copy = gzip_copy,
};
