#include "record/record.h"

#include <assert.h>
#include <stdlib.h>

#include "record/record_parts.h"

const char *const reject_reason_names[REJECT_REASON_COUNT] = {
	[REJECT_FIELD_COUNT] = "field-count",
	[REJECT_UNBALANCED_QUOTE] = "unbalanced-quote",
};

struct record_reader *record_reader_new(const struct dialect *dialect, const uint32_t *wanted, uint32_t wanted_count)
{
	struct record_reader *reader = mem_zero(1, sizeof *reader);
	reader->dialect = *dialect;
	reader->csv = record_csv_new(dialect->delimiter);
	reader->wanted_count = wanted_count;
	reader->wanted = mem_alloc(wanted_count * sizeof *reader->wanted);
	reader->scan = token_scan_of(simd_level());
	reader->slot = mem_alloc(dialect->column_count * sizeof *reader->slot);
	for (uint32_t column = 0; column < dialect->column_count; column++)
		reader->slot[column] = NOT_WANTED;
	for (uint32_t at = 0; at < wanted_count; at++) {
		assert(wanted[at] < dialect->column_count);
		reader->slot[wanted[at]] = at;
		reader->wanted[at] = wanted[at];
	}
	/* A line of one column may be blank and then is no record: too rare a file for a rule of its own here. */
	if (dialect->column_count > 1)
		reader->window = mem_zero(1, sizeof *reader->window);
	reader->after = mem_alloc(record_after_room(dialect) * sizeof *reader->after);
	reader->batch = (struct record_batch){.field_count = wanted_count,
					      .dialect = &reader->dialect,
					      .wanted = reader->wanted,
					      .after = reader->after,
					      .at = mem_alloc(HECHA_BATCH_ROWS * sizeof(uint32_t)),
					      .line = mem_alloc(HECHA_BATCH_ROWS * sizeof(uint32_t)),
					      .number = mem_alloc(HECHA_BATCH_ROWS * sizeof(uint32_t)),
					      .arena = &reader->fields};
	return reader;
}

void record_reader_free(struct record_reader *reader)
{
	if (!reader)
		return;
	record_csv_free(reader->csv);
	free(reader->slot);
	free(reader->wanted);
	free(reader->window);
	free(reader->after);
	free(reader->batch.at);
	free(reader->batch.line);
	free(reader->batch.number);
	free(reader->batch.kept);
	free(reader->utf8);
	free(reader->reject);
	buffer_free(&reader->text);
	arena_free(&reader->fields);
	arena_free(&reader->raw);
	free(reader);
}

void record_tell_utf8(struct record_reader *reader)
{
	reader->utf8 = mem_alloc(HECHA_BATCH_ROWS * sizeof *reader->utf8);
}

void record_feed(struct record_reader *reader, const struct chunk *chunk, enum encoding encoding)
{
	reader->chunk = chunk;
	reader->part = 0;
	reader->at = 0;
	reader->end = chunk->in_parts ? 0 : (uint32_t)chunk->bytes.size;
	reader->line = reader->number = 0;
	assert(chunk->bytes.size < UINT32_MAX); /* a block of the source, and a line at most */
	reader->batch.chunk = chunk;
	reader->hint = (struct boundary_hint){NULL, NULL};
	reader->batch.utf8 = encoding == ENCODING_UTF8 ? reader->utf8 : NULL;
	reader->dialect.gb18030 = encoding == ENCODING_GB18030 && reader->dialect.delimiter == '|';
	reader->reject_count = 0;
	arena_reset(&reader->raw);
	record_forget_window(reader);
}

const struct record_reject *record_rejects(const struct record_reader *reader, uint32_t *count)
{
	*count = reader->reject_count;
	return reader->reject;
}

static void reject(struct record_reader *reader, struct span record, enum reject_reason reason, uint32_t field_count)
{
	reader->number++;
	ARRAY_GROW(reader->reject, reader->reject_count, reader->reject_capacity);
	reader->reject[reader->reject_count++] = (struct record_reject){
		.line = reader->chunk->line + reader->line,
		.byte = reader->chunk->byte + reader->at,
		.reason = reason,
		.fields = field_count,
		.raw = arena_span(&reader->raw, boundary_trim_line_end(record)),
	};
}

/* libcsv's field lives for this call only, so it is copied. */
static void keep_field(void *user, uint32_t column, struct span field)
{
	struct record_reader *reader = user;
	uint32_t slot = column < reader->dialect.column_count ? reader->slot[column] : NOT_WANTED;
	if (slot == NOT_WANTED)
		return;
	char *copy = arena_alloc(&reader->fields, field.size + RECORD_SLACK_BYTES);
	if (field.size)
		memcpy(copy, field.data, field.size);
	reader->batch.kept[reader->kept_count].field[slot] = (struct span){copy, field.size};
}

/* The one dialect in which a delimiter can be half a character. */
static struct span decode_record(struct record_reader *reader, struct span record)
{
	reader->text.size = 0;
	source_decode_lossy(record, ENCODING_GB18030, &reader->text);
	return buffer_span(&reader->text);
}

static void keep_record(struct record_reader *reader, struct span record)
{
	struct span text = boundary_trim_line_end(record);
	if (reader->dialect.gb18030)
		text = decode_record(reader, text);
	ARRAY_GROW(reader->batch.kept, reader->kept_count, reader->kept_capacity);
	reader->batch.kept[reader->kept_count] =
		(struct record_kept){reader->at, arena_alloc(&reader->fields, reader->wanted_count * sizeof(struct span))};
	uint32_t field_count = record_csv_split(reader->csv, text, keep_field, reader);
	if (!field_count)
		return; /* a blank line is no record */
	if (field_count != reader->dialect.column_count)
		reject(reader, record, REJECT_FIELD_COUNT, field_count);
	else
		record_add_row(reader, RECORD_KEPT | reader->kept_count++);
}

/* Any record, by the rules of boundary.h and libcsv. */
static void read_record_slow(struct record_reader *reader)
{
	struct span rest = buffer_span(&reader->chunk->bytes);
	size_t size;
	rest = span_slice(rest, reader->at, reader->end - reader->at);
	/* Never MORE: chunks and their parts end where records do. */
	enum boundary found = boundary_find_next(rest, &reader->dialect, true, &reader->hint, &size);
	struct span record = span_slice(rest, 0, size);
	if (found == BOUNDARY_UNBALANCED)
		reject(reader, record, REJECT_UNBALANCED_QUOTE, 0);
	else
		keep_record(reader, record);
	reader->line += (uint32_t)boundary_line_count(record);
	reader->at += (uint32_t)size;
}

static void read_rows(struct record_reader *reader)
{
	bool slow = !reader->window || reader->dialect.gb18030;
	if (!slow && record_read_regular(reader))
		return;
	read_record_slow(reader);
	if (!slow)
		record_skip_row(reader);
}

/* False at the end of the chunk. Between its parts nobody knows what there is. */
static bool enter_part(struct record_reader *reader)
{
	const struct chunk *chunk = reader->chunk;
	if (!chunk->in_parts || reader->part == chunk->part_count)
		return false;
	const struct chunk_part *part = &chunk->part[reader->part++];
	reader->at = part->from;
	reader->end = part->until;
	reader->line = part->line;
	reader->number = part->row;
	record_forget_window(reader);
	return true;
}

enum status record_next(struct record_reader *reader, struct record_batch *batch, struct err *err)
{
	(void)err; /* a tokenizer that runs on other memory may fail */
	arena_reset(&reader->fields);
	record_forget_window(reader); /* its list was behind rows that nobody needs any more */
	reader->batch.row_count = reader->after_count = reader->kept_count = 0;
	reader->batch.quoted = reader->batch.mixed = false;
	reader->batch.decoded = reader->dialect.gb18030;
	while (!record_is_full(reader) && (reader->at < reader->end || enter_part(reader)))
		read_rows(reader);
	*batch = reader->batch;
	return batch->row_count ? STATUS_OK : STATUS_END;
}
