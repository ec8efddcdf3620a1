#include "scan/extracts.h"

#include <omp.h>
#include <stdlib.h>

struct pump {
	struct extract *extract;
	const struct scan_options *options;
	batch_sink sink;
	void *context;
	struct rejects *rejects; /* NULL: the second reading */
	uint64_t file_bytes; /* shown */
	enum status status; /* of all threads: the first that is not OK */
	struct err *err;
};

/* First failure wins; the others are its echoes or as good. */
static void fail(struct pump *pump, enum status status, struct err *own)
{
#pragma omp critical(scan_status)
	{
		if (pump->status == STATUS_OK || (pump->status == STATUS_END && status != STATUS_END)) {
			pump->status = status;
			if (status != STATUS_END)
				err_set(pump->err, status, "%s", own->text ? own->text : "interrupted");
		}
	}
	err_clear(own);
}

/* Chunks come in any order: what was shown does not go back. */
static void show_progress(struct pump *pump, const struct chunk *chunk)
{
	if (!pump->options->progress)
		return;
#pragma omp critical(scan_progress)
	{
		if (pump->file_bytes < chunk->file_bytes)
			pump->file_bytes = chunk->file_bytes;
		pump->options->progress(pump->options->progress_context, pump->file_bytes, pump->extract->kept_count);
	}
}

static enum status pull(struct pump *pump, struct chunk *chunk, struct err *err)
{
	enum status status;
#pragma omp atomic read
	status = pump->status;
	if (status == STATUS_OK && pump->options->stop && *pump->options->stop)
		status = STATUS_INTERRUPTED;
	if (status == STATUS_OK)
		status = source_next(pump->extract->source, chunk, err);
	if (status == STATUS_IO)
		status = STATUS_UNREADABLE; /* a disk error of this file is not one of the disk the run writes to */
	if (status == STATUS_OK)
		show_progress(pump, chunk);
	return status;
}

static struct span keep_raw(struct arena *arena, struct span raw)
{
	enum { RAW_MAX = 65536 };
	if (raw.size <= RAW_MAX)
		return arena_span(arena, raw);
	return span_of(arena_text(arena, "%.*s ... and %zu more bytes", RAW_MAX, raw.data, raw.size - RAW_MAX));
}

static enum status keep_rejects(struct pump *pump, const struct batch *batch, struct err *err)
{
	uint32_t count;
	const struct record_reject *from = record_rejects(batch->reader, &count);
	enum status status = STATUS_OK;
	if (!count)
		return STATUS_OK;
#pragma omp critical(scan_rejects)
	for (uint32_t at = 0; at < count; at++) {
		struct rejects *to = pump->rejects;
		if (to->count == HECHA_REJECTS_MAX) {
			status = err_set(err, STATUS_GATE, "%s: more than %u broken records", pump->extract->shown, HECHA_REJECTS_MAX);
			break;
		}
		ARRAY_GROW(to->item, to->count, to->capacity);
		to->item[to->count++] = (struct reject){from[at].line, from[at].byte, from[at].reason, from[at].fields,
							keep_raw(&to->arena, from[at].raw)};
	}
	return status;
}

static enum status pump_chunk(struct pump *pump, uint32_t thread, struct batch *batch, const struct chunk *chunk, struct err *err)
{
	uint64_t rows = 0;
	enum status status;
	batch_feed(batch, chunk);
	while ((status = batch_next(batch, err)) == STATUS_OK) {
		rows += batch->rowset.row_count;
		if (pump->rejects)
			batch_read_all(batch);
		status = pump->sink(pump->context, thread, batch, err);
		if (status != STATUS_OK)
			return status;
	}
	if (!pump->rejects)
		return status == STATUS_END ? STATUS_OK : status;
	if (status == STATUS_END)
		status = keep_rejects(pump, batch, err);
#pragma omp atomic
	pump->extract->kept_count += rows;
	return status;
}

static void pump_thread(struct pump *pump, uint32_t thread)
{
	struct batch *batch = batch_new(pump->extract);
	struct chunk chunk = {0};
	struct err own = ERR_INIT;
	enum status status;
	while ((status = pull(pump, &chunk, &own)) == STATUS_OK) {
		status = pump_chunk(pump, thread, batch, &chunk, &own);
		if (status != STATUS_OK)
			break;
	}
	fail(pump, status, &own);
	if (pump->rejects) {
#pragma omp critical(scan_count)
		extract_count(pump->extract, batch);
	}
	batch_free(batch);
	buffer_free(&chunk.bytes);
}

static int by_line(const void *left, const void *right)
{
	const struct reject *a = left, *b = right;
	return (a->byte > b->byte) - (a->byte < b->byte);
}

enum status scan_extract(struct extract *extract, const struct scan_options *options, batch_sink sink, void *context,
			 struct rejects *rejects, struct err *err)
{
	struct pump pump = {extract, options, sink, context, rejects, 0, STATUS_OK, err};
	bool small = options->bytes <= HECHA_CHUNK_BYTES; /* one chunk: a second thread would only wait for the first */
#pragma omp parallel num_threads((int)options->threads) if (!small)
	pump_thread(&pump, (uint32_t)omp_get_thread_num());
	if (rejects && rejects->count) /* qsort wants no NULL */
		qsort(rejects->item, rejects->count, sizeof *rejects->item, by_line);
	if (rejects)
		extract->rejected_count = rejects->count;
	return pump.status == STATUS_END ? STATUS_OK : pump.status;
}
