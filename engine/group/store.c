/* Partitions of packed rows in memory and, past the budget, in one temporary file per store. */
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "group/fold.h"
#include "group/store.h"

static struct store_thread *thread_new(struct group_store *store)
{
	struct store_thread *thread = mem_zero(1, sizeof *thread);
	group_table_init(&thread->early, store->stage, store->symbols, &thread->early_arena, HECHA_EARLY_GROUPS_MAX);
	return thread;
}

struct group_store *group_store_new(const struct stage *stage, struct symbols *symbols, struct memory_budget *budget, const char *folder,
				    uint32_t threads)
{
	struct group_store *store = mem_zero(1, sizeof *store);
	store->stage = stage;
	store->symbols = symbols;
	store->budget = budget;
	store->folder = folder;
	store->file = -1;
	store->thread_count = threads;
	store->thread = mem_zero(threads, sizeof(*store->thread));
	for (uint32_t at = 0; at < threads; at++)
		store->thread[at] = thread_new(store);
	return store;
}

static void drop_buffer(struct group_store *store, struct buffer *buffer)
{
	store->budget->used -= (int64_t)buffer->capacity;
	buffer_free(buffer);
}

void store_drop_partition(struct group_store *store, uint32_t partition)
{
	for (uint32_t at = 0; at < store->thread_count; at++)
		drop_buffer(store, &store->thread[at]->partition[partition]);
}

void group_store_free(struct group_store *store)
{
	if (!store)
		return;
	for (uint32_t partition = 0; partition < HECHA_PARTITIONS; partition++)
		store_drop_partition(store, partition);
	for (uint32_t at = 0; at < store->thread_count; at++) {
		struct store_thread *thread = store->thread[at];
		group_table_free(&thread->early);
		arena_free(&thread->early_arena);
		arena_free(&thread->scratch);
		buffer_free(&thread->row);
		free(thread);
	}
	free(store->thread);
	free(store->segment);
	if (store->file >= 0)
		close(store->file);
	free(store);
}

static enum status write_all(int file, const char *data, size_t size, off_t offset, struct err *err)
{
	while (size) {
		ssize_t written = pwrite(file, data, size, offset);
		if (written <= 0)
			return err_set(err, STATUS_IO, "cannot write temporary rows: %m");
		data += written;
		offset += written;
		size -= (size_t)written;
	}
	return STATUS_OK;
}

/* Writes one buffer behind what is in the file. */
static enum status spill(struct group_store *store, uint32_t partition, struct buffer *buffer, struct err *err)
{
	enum status status = STATUS_OK;
	off_t offset = 0;
#pragma omp critical(group_store_file)
	{
		if (store->file < 0)
			store->file = file_temporary(store->folder, err);
		if (store->file < 0) {
			status = STATUS_CANNOT_CREATE;
		} else {
			ARRAY_GROW(store->segment, store->segment_count, store->segment_capacity);
			offset = store->file_size;
			store->segment[store->segment_count++] = (struct segment){partition, offset, buffer->size};
			store->file_size += (off_t)buffer->size;
		}
	}
	if (status == STATUS_OK)
		status = write_all(store->file, buffer->data, buffer->size, offset, err);
	store->budget->spilled_bytes += buffer->size;
	drop_buffer(store, buffer);
	return status;
}

/* Memory is short: this thread's rows of this store go to the file, but for crumbs that are not worth a write. */
static enum status spill_thread(struct group_store *store, struct store_thread *thread, struct err *err)
{
	enum { CRUMB = 16384 };
	enum status status = STATUS_OK;
	for (uint32_t partition = 0; partition < HECHA_PARTITIONS && status == STATUS_OK; partition++)
		if (thread->partition[partition].size >= CRUMB)
			status = spill(store, partition, &thread->partition[partition], err);
	return status;
}

static enum status keep_row(struct group_store *store, struct store_thread *thread, uint64_t hash, struct err *err)
{
	struct buffer *partition = &thread->partition[hash >> 32 & (HECHA_PARTITIONS - 1)];
	size_t before = partition->capacity;
	buffer_add_span(partition, buffer_span(&thread->row));
	if (partition->capacity == before)
		return STATUS_OK;
	int64_t grown = (int64_t)(partition->capacity - before);
	int64_t used = atomic_fetch_add(&store->budget->used, grown) + grown;
	return used > store->budget->limit ? spill_thread(store, thread, err) : STATUS_OK;
}

static struct group *fold_early(const struct stage *stage, struct store_thread *thread)
{
	struct packed_row row;
	arena_reset(&thread->scratch);
	packed_row_read((const uint8_t *)thread->row.data, stage, &row, &thread->scratch);
	return group_fold(&thread->early, &row);
}

enum status group_add(struct group_store *store, uint32_t thread_number, const struct row_block *block, uint32_t index, bool *null_key,
		      struct err *err)
{
	struct store_thread *thread = store->thread[thread_number];
	thread->row.size = 0;
	thread->last = NULL;
	*null_key = !packed_row_add(&thread->row, block, index);
	if (*null_key)
		return STATUS_OK;
	uint32_t size;
	uint64_t hash = packed_row_hash((const uint8_t *)thread->row.data, &size);
	if (!store->stage->grouped) /* a projection: spread the rows evenly */
		hash = hash_mix(block->place[index].byte + ((uint64_t)block->place[index].extract << 40));
	else if ((thread->last = fold_early(store->stage, thread)) != NULL)
		return STATUS_OK;
	return keep_row(store, thread, hash, err);
}

static enum status read_segment(const struct group_store *store, const struct segment *segment, struct buffer *out, struct err *err)
{
	out->size = 0;
	char *data = buffer_room(out, segment->size);
	while (out->size < segment->size) {
		ssize_t size = pread(store->file, data + out->size, segment->size - out->size, segment->offset + (off_t)out->size);
		if (size <= 0)
			return err_set(err, STATUS_IO, "cannot read temporary rows back: %m");
		out->size += (size_t)size;
	}
	return STATUS_OK;
}

enum status store_each_part(struct group_store *store, uint32_t partition, part_visitor visitor, void *context, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < store->thread_count && status == STATUS_OK; at++)
		status = visitor(context, buffer_span(&store->thread[at]->partition[partition]), err);
	struct buffer bytes = BUFFER_INIT;
	for (uint32_t at = 0; at < store->segment_count && status == STATUS_OK; at++) {
		if (store->segment[at].partition != partition)
			continue;
		status = read_segment(store, &store->segment[at], &bytes, err);
		if (status == STATUS_OK)
			status = visitor(context, buffer_span(&bytes), err);
	}
	buffer_free(&bytes);
	return status;
}

size_t store_partition_bytes(const struct group_store *store, uint32_t partition)
{
	size_t bytes = 0;
	for (uint32_t at = 0; at < store->thread_count; at++)
		bytes += store->thread[at]->partition[partition].size;
	for (uint32_t at = 0; at < store->segment_count; at++)
		if (store->segment[at].partition == partition)
			bytes += store->segment[at].size;
	return bytes;
}
