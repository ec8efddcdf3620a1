#include "scan/extracts.h"

#include <omp.h>
#include <stdlib.h>

/* One of the extracts. */
struct pump {
	struct scan *scan;
	struct extract *extract; /* NULL: not opened yet, or never */
	struct rejects *rejects; /* NULL: the second reading */
	bool begun;
	uint32_t thread_count; /* that are at it */
	uint64_t file_bytes;   /* shown */
	enum status status;    /* of all threads: the first that is not OK; then nobody comes any more */
	struct err err;
};

struct scan {
	const struct scan_queue *queue;
	const struct scan_options *options;
	batch_sink sink;
	void *context;
	struct pump *pump;
	uint32_t failed; /* the first extract that ended the scan */
	enum status status;
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
				err_set(&pump->err, status, "%s", own->text ? own->text : "interrupted");
		}
	}
	err_clear(own);
}

/* Chunks come in any order: what was shown of a file does not go back. */
static void show_progress(struct pump *pump, const struct chunk *chunk, uint64_t rows)
{
	const struct scan_options *options = pump->scan->options;
	if (!options->progress)
		return;
#pragma omp critical(scan_progress)
	{
		uint64_t more = chunk->file_bytes > pump->file_bytes ? chunk->file_bytes - pump->file_bytes : 0;
		pump->file_bytes += more;
		options->progress(options->progress_context, more, pump->rejects ? rows : 0);
	}
}

static enum status pump_status(const struct pump *pump)
{
	enum status status;
#pragma omp atomic read
	status = pump->status;
	return status;
}

static enum status pull(struct pump *pump, struct chunk *chunk, struct err *err)
{
	enum status status = pump_status(pump);
	if (status == STATUS_OK && pump->scan->options->stop && *pump->scan->options->stop)
		status = STATUS_INTERRUPTED;
	if (status == STATUS_OK)
		status = source_next(pump->extract->source, chunk, err);
	if (status == STATUS_IO)
		status = STATUS_UNREADABLE; /* a disk error of this file is not one of the disk the run writes to */
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
		status = pump->scan->sink(pump->scan->context, thread, batch, err);
		if (status != STATUS_OK)
			return status;
	}
	if (status == STATUS_END)
		status = pump->rejects ? keep_rejects(pump, batch, err) : STATUS_OK;
	if (pump->rejects) {
#pragma omp atomic
		pump->extract->kept_count += rows;
	}
	show_progress(pump, chunk, rows);
	return status;
}

/* Chunks until there are no more. Of a small file most threads get none. */
static void pump_thread(struct pump *pump, uint32_t thread)
{
	struct batch *batch = NULL;
	struct chunk chunk = {0};
	struct err own = ERR_INIT;
	enum status status;
	while ((status = pull(pump, &chunk, &own)) == STATUS_OK) {
		batch = batch ? batch : batch_new(pump->extract);
		status = pump_chunk(pump, thread, batch, &chunk, &own);
		if (status != STATUS_OK)
			break;
	}
	fail(pump, status, &own);
	if (batch && pump->rejects) {
#pragma omp critical(scan_count)
		extract_count(pump->extract, batch);
	}
	batch_free(batch);
	chunk_release(&chunk);
}

/* Of several the first in their order wins: an extract before it was entered before it, and is read on to its own end. */
static void end_scan(struct scan *scan, uint32_t number, enum status status, struct err *own)
{
	if (status != STATUS_OK && (scan->status == STATUS_OK || number < scan->failed)) {
		scan->status = status;
		scan->failed = number;
		err_set(scan->err, status, "%s", own->text);
	}
	err_clear(own);
}

static void begin(struct scan *scan, uint32_t number)
{
	struct pump *pump = &scan->pump[number];
	struct extract *extract = NULL;
	enum status status = scan->queue->open(scan->queue->context, number, &extract, &pump->rejects, &pump->err);
	pump->begun = true;
	if (status == STATUS_OK)
		pump->extract = extract;
	else
		end_scan(scan, number, status == STATUS_END ? STATUS_OK : status, &pump->err);
}

/* Whoever comes first opens it. False: there is nothing to pull. */
static bool enter(struct scan *scan, uint32_t number)
{
	struct pump *pump = &scan->pump[number];
	bool enters;
#pragma omp critical(scan_files)
	{
		if (!pump->begun && scan->status == STATUS_OK)
			begin(scan, number);
		enters = pump->extract && pump_status(pump) == STATUS_OK;
		pump->thread_count += enters;
	}
	return enters;
}

static int by_line(const void *left, const void *right)
{
	const struct reject *a = left, *b = right;
	return (a->byte > b->byte) - (a->byte < b->byte);
}

static void finish(struct scan *scan, uint32_t number)
{
	struct pump *pump = &scan->pump[number];
	struct rejects *rejects = pump->rejects;
	if (rejects && rejects->count) /* qsort wants no NULL */
		qsort(rejects->item, rejects->count, sizeof *rejects->item, by_line);
	if (rejects)
		pump->extract->rejected_count = rejects->count;
	enum status status = pump->status == STATUS_END ? STATUS_OK : pump->status;
	status = scan->queue->close(scan->queue->context, number, status, &pump->err);
	end_scan(scan, number, status, &pump->err);
}

/* Whoever goes last closes it. */
static void leave(struct scan *scan, uint32_t number)
{
#pragma omp critical(scan_files)
	{
		if (!--scan->pump[number].thread_count)
			finish(scan, number);
	}
}

enum status scan_extracts(const struct scan_queue *queue, const struct scan_options *options, batch_sink sink, void *context, struct err *err)
{
	struct scan scan = {queue, options, sink, context, mem_zero(queue->count + 1, sizeof *scan.pump), 0, STATUS_OK, err};
	bool small = queue->bytes <= HECHA_CHUNK_BYTES; /* a second thread would only wait for the first */
	for (uint32_t number = 0; number < queue->count; number++)
		scan.pump[number].scan = &scan;
#pragma omp parallel num_threads((int)options->threads) if (!small)
	for (uint32_t number = 0; number < queue->count; number++) {
		if (!enter(&scan, number))
			continue;
		pump_thread(&scan.pump[number], (uint32_t)omp_get_thread_num());
		leave(&scan, number);
	}
	free(scan.pump);
	return scan.status;
}

struct single {
	struct extract *extract;
	struct rejects *rejects;
};

static enum status open_single(void *context, uint32_t number, struct extract **extract, struct rejects **rejects, struct err *err)
{
	const struct single *single = context;
	(void)number, (void)err;
	*extract = single->extract;
	*rejects = single->rejects;
	return STATUS_OK;
}

static enum status close_single(void *context, uint32_t number, enum status status, struct err *err)
{
	(void)context, (void)number, (void)err;
	return status;
}

enum status scan_extract(struct extract *extract, const struct scan_options *options, batch_sink sink, void *context,
			 struct rejects *rejects, struct err *err)
{
	struct single single = {extract, rejects};
	return scan_extracts(&(struct scan_queue){1, UINT64_MAX, open_single, close_single, &single}, options, sink, context, err);
}
