#include "source/source_again.h"

#include <pthread.h>
#include <stdlib.h>

#include "hecha_limits.h"

/* The chunks that begin between two marks. Mostly the first of them begins some bytes behind the mark, and the last ends behind the next. */
struct stretch {
	const struct index_mark *mark;
	void *state;		   /* of the container; NULL: not begun */
	uint64_t byte;		   /* of content, that it unpacks next */
	uint64_t chunk, chunk_end; /* numbers: the next one, and the first that is not in it */
	struct stretch *next;	   /* among those that are begun */
};

struct again {
	const struct source_options *options; /* borrowed, as index and shown */
	const struct source_index *index;
	const char *shown;
	struct source_input *input;
	uint64_t chunk; /* plain: the next one */

	/* Packed. */
	pthread_mutex_t lock;
	pthread_cond_t put_back;
	uint32_t mark;		/* the next stretch begins here */
	uint64_t mark_chunk;	/* the first chunk of it */
	struct stretch *begun;	/* nobody is at them */
	uint32_t taken_count;	/* somebody is at them */
};

static enum status changed(const struct again *again, struct err *err)
{
	return err_set(err, STATUS_UNREADABLE, "%s changed while it was read\n  hint: run again when the file is complete", again->shown);
}

enum status again_open(const struct source_options *options, const char *shown, struct again **out, struct err *err)
{
	struct again *again = mem_zero(1, sizeof *again);
	*again = (struct again){.options = options, .index = options->index, .shown = shown};
	pthread_mutex_init(&again->lock, NULL);
	pthread_cond_init(&again->put_back, NULL);
	enum status status = source_input_open(options->path, shown, options->bytes, &again->input, err);
	if (status == STATUS_OK)
		source_input_stop_counting(again->input);
	if (status != STATUS_OK || !source_input_is(again->input, &again->index->file))
		status = changed(again, err);
	if (status == STATUS_OK)
		*out = again;
	else
		again_close(again);
	return status;
}

static void free_stretch(const struct again *again, struct stretch *stretch)
{
	if (stretch->state)
		again->index->container->close(stretch->state);
	free(stretch);
}

void again_close(struct again *again)
{
	if (!again)
		return;
	while (again->begun) {
		struct stretch *stretch = again->begun;
		again->begun = stretch->next;
		free_stretch(again, stretch);
	}
	source_input_close(again->input);
	pthread_mutex_destroy(&again->lock);
	pthread_cond_destroy(&again->put_back);
	free(again);
}

static uint64_t chunk_end(const struct source_index *index, uint64_t number)
{
	return number + 1 < index->chunk_count ? index->chunk[number + 1].byte : index->end;
}

/* Returns how many bytes it has. */
static size_t describe(const struct again *again, uint64_t number, struct chunk *chunk)
{
	const struct index_chunk *known = &again->index->chunk[number];
	chunk->line = known->line;
	chunk->byte = known->byte;
	chunk->row = known->row;
	chunk->number = number;
	chunk->file_bytes = known->file_bytes;
	chunk->encoding = known->encoding;
	chunk->part_count = 0;
	size_t size = (size_t)(chunk_end(again->index, number) - known->byte);
	chunk->in_parts = again->options->choose && again->options->choose(again->options->choose_context, chunk, size);
	return size;
}

/* Everybody looks who comes to the end: the last of them does so when all chunks have been read. */
static enum status check_end(const struct again *again, struct err *err)
{
	return source_input_is(again->input, &again->index->file) ? STATUS_END : changed(again, err);
}

static enum status read_bytes(const struct again *again, struct chunk *chunk, size_t from, size_t until, struct err *err)
{
	size_t got;
	enum status status = source_input_read_at(again->input, chunk->byte + from, chunk->bytes.data + from, until - from, &got, err);
	return status == STATUS_OK && got < until - from ? changed(again, err) : status;
}

/* Each where it stands in the chunk. */
static enum status read_parts(const struct again *again, struct chunk *chunk, struct err *err)
{
	const struct chunk_part *part = chunk->part, *end = part + chunk->part_count;
	enum status status = STATUS_OK;
	while (part < end && status == STATUS_OK) {
		uint32_t from = part->from, until = part->until;
		while (++part < end && part->from - until <= HECHA_GAP_BYTES)
			until = part->until;
		status = read_bytes(again, chunk, from, until, err);
	}
	return status;
}

static enum status next_plain(struct again *again, struct chunk *chunk, struct err *err)
{
	uint64_t number = __atomic_fetch_add(&again->chunk, 1, __ATOMIC_RELAXED);
	if (number >= again->index->chunk_count)
		return check_end(again, err);
	size_t size = describe(again, number, chunk);
	buffer_room(&chunk->bytes, size + SOURCE_SLACK_BYTES);
	chunk->bytes.size = size;
	return chunk->in_parts ? read_parts(again, chunk, err) : read_bytes(again, chunk, 0, size, err);
}

/* A chunk may be longer than the way from one mark to the next: then a stretch has none. */
static struct stretch *next_stretch(struct again *again)
{
	const struct source_index *index = again->index;
	while (again->mark < index->mark_count) {
		const struct index_mark *mark = &index->mark[again->mark++];
		uint64_t from = again->mark_chunk, until = again->mark < index->mark_count ? mark[1].byte : UINT64_MAX;
		while (again->mark_chunk < index->chunk_count && index->chunk[again->mark_chunk].byte < until)
			again->mark_chunk++;
		if (from == again->mark_chunk)
			continue;
		struct stretch *stretch = mem_alloc(sizeof *stretch);
		*stretch = (struct stretch){mark, NULL, mark->byte, from, again->mark_chunk, NULL};
		return stretch;
	}
	return NULL;
}

/* NULL: all are unpacked. Waits while others may put one back. */
static struct stretch *take_stretch(struct again *again)
{
	struct stretch *stretch;
	pthread_mutex_lock(&again->lock);
	while (!(stretch = again->begun) && !(stretch = next_stretch(again)) && again->taken_count)
		pthread_cond_wait(&again->put_back, &again->lock);
	if (stretch) {
		again->begun = stretch->next;
		again->taken_count++;
	}
	pthread_mutex_unlock(&again->lock);
	return stretch;
}

static void put_back(struct again *again, struct stretch *stretch, bool goes_on)
{
	pthread_mutex_lock(&again->lock);
	again->taken_count--;
	if (goes_on) {
		stretch->next = again->begun;
		again->begun = stretch;
	} else {
		free_stretch(again, stretch);
	}
	pthread_cond_broadcast(&again->put_back);
	pthread_mutex_unlock(&again->lock);
}

static enum status open_state(const struct again *again, struct stretch *stretch, struct err *err)
{
	const struct container *container = again->index->container;
	if (!stretch->state && !stretch->mark->state)
		return container->open(again->input, &stretch->state, err);
	if (!stretch->state)
		stretch->state = container->copy(stretch->mark->state, again->input);
	return STATUS_OK;
}

/* Content up to this byte, into out and nothing else. */
static enum status unpack(struct again *again, struct stretch *stretch, uint64_t until, struct buffer *out, struct err *err)
{
	char *room = buffer_room(out, (size_t)(until - stretch->byte) + SOURCE_SLACK_BYTES);
	out->size = (size_t)(until - stretch->byte);
	for (size_t got; stretch->byte < until; room += got, stretch->byte += got) {
		enum status status = again->index->container->read(stretch->state, room, (size_t)(until - stretch->byte), &got, err);
		if (status != STATUS_OK || !got)
			return changed(again, err);
	}
	return STATUS_OK;
}

static enum status next_packed(struct again *again, struct chunk *chunk, struct err *err)
{
	struct stretch *stretch = take_stretch(again);
	if (!stretch)
		return check_end(again, err);
	size_t size = describe(again, stretch->chunk, chunk);
	enum status status = open_state(again, stretch, err);
	if (status == STATUS_OK)
		status = unpack(again, stretch, chunk->byte, &chunk->bytes, err);
	chunk->bytes.size = 0;
	if (status == STATUS_OK)
		status = unpack(again, stretch, chunk->byte + size, &chunk->bytes, err);
	stretch->chunk++;
	put_back(again, stretch, status == STATUS_OK && stretch->chunk < stretch->chunk_end);
	return status;
}

enum status again_next(struct again *again, struct chunk *chunk, struct err *err)
{
	chunk->bytes.size = 0;
	return again->index->mark_count ? next_packed(again, chunk, err) : next_plain(again, chunk, err);
}
