#include "group/spool.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"

void spool_init(struct spool *spool, struct memory_budget *budget, const char *folder, uint32_t threads)
{
	*spool = (struct spool){.budget = budget, .folder = folder, .thread_count = threads, .file = -1};
	spool->buffer = mem_zero(threads, sizeof(*spool->buffer));
	for (uint32_t at = 0; at < threads; at++)
		spool->buffer[at] = mem_zero(HECHA_PARTITIONS, sizeof(**spool->buffer));
}

static void drop_buffer(struct spool *spool, struct buffer *buffer)
{
	spool->budget->used -= (int64_t)buffer->capacity;
	buffer_free(buffer);
}

void spool_drop(struct spool *spool, uint32_t partition)
{
	for (uint32_t at = 0; at < spool->thread_count; at++)
		drop_buffer(spool, &spool->buffer[at][partition]);
}

void spool_release(struct spool *spool)
{
	for (uint32_t partition = 0; partition < HECHA_PARTITIONS; partition++)
		spool_drop(spool, partition);
	for (uint32_t at = 0; at < spool->thread_count; at++)
		free(spool->buffer[at]);
	free(spool->buffer);
	free(spool->segment);
	if (spool_has_spilled(spool))
		close(spool->file);
}

/* Writes one buffer behind what is in the file. */
static enum status spill(struct spool *spool, uint32_t partition, struct buffer *buffer, struct err *err)
{
	enum status status = STATUS_OK;
	off_t offset = 0;
#pragma omp critical(spool_file)
	{
		if (spool->file < 0)
			spool->file = file_temporary(spool->folder, err);
		if (spool->file < 0) {
			status = STATUS_CANNOT_CREATE;
		} else {
			ARRAY_GROW(spool->segment, spool->segment_count, spool->segment_capacity);
			offset = spool->file_size;
			spool->segment[spool->segment_count++] = (struct spool_segment){partition, offset, buffer->size};
			spool->file_size += (off_t)buffer->size;
		}
	}
	if (status == STATUS_OK && !file_write_at(spool->file, buffer_span(buffer), offset))
		status = err_set(err, STATUS_IO, "cannot write temporary rows: %m");
	spool->budget->spilled_bytes += buffer->size;
	drop_buffer(spool, buffer);
	return status;
}

/* Memory is short: what this thread added here goes to the file, but for crumbs that are not worth a write. */
static enum status spill_thread(struct spool *spool, uint32_t thread, struct err *err)
{
	enum { CRUMB = 16384 };
	enum status status = STATUS_OK;
	for (uint32_t partition = 0; partition < HECHA_PARTITIONS && status == STATUS_OK; partition++)
		if (spool->buffer[thread][partition].size >= CRUMB)
			status = spill(spool, partition, &spool->buffer[thread][partition], err);
	return status;
}

enum status spool_add(struct spool *spool, uint32_t thread, uint32_t partition, struct span bytes, struct err *err)
{
	struct buffer *buffer = &spool->buffer[thread][partition];
	size_t before = buffer->capacity;
	buffer_add_span(buffer, bytes);
	if (buffer->capacity == before)
		return STATUS_OK;
	int64_t grown = (int64_t)(buffer->capacity - before);
	int64_t used = atomic_fetch_add(&spool->budget->used, grown) + grown;
	return used > spool->budget->limit ? spill_thread(spool, thread, err) : STATUS_OK;
}

static enum status read_segment(const struct spool *spool, const struct spool_segment *segment, struct buffer *out, struct err *err)
{
	out->size = 0;
	if (!file_read_at(spool->file, buffer_room(out, segment->size), segment->size, segment->offset))
		return err_set(err, STATUS_IO, "cannot read temporary rows back: %m");
	out->size = segment->size;
	return STATUS_OK;
}

enum status spool_each(const struct spool *spool, uint32_t partition, spool_visitor visitor, void *context, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < spool->thread_count && status == STATUS_OK; at++)
		status = visitor(context, buffer_span(&spool->buffer[at][partition]), err);
	struct buffer bytes = BUFFER_INIT;
	for (uint32_t at = 0; at < spool->segment_count && status == STATUS_OK; at++) {
		if (spool->segment[at].partition != partition)
			continue;
		status = read_segment(spool, &spool->segment[at], &bytes, err);
		if (status == STATUS_OK)
			status = visitor(context, buffer_span(&bytes), err);
	}
	buffer_free(&bytes);
	return status;
}

size_t spool_partition_bytes(const struct spool *spool, uint32_t partition)
{
	size_t bytes = 0;
	for (uint32_t at = 0; at < spool->thread_count; at++)
		bytes += spool->buffer[at][partition].size;
	for (uint32_t at = 0; at < spool->segment_count; at++)
		if (spool->segment[at].partition == partition)
			bytes += spool->segment[at].size;
	return bytes;
}
