#include "record/record.h"

#include <assert.h>
#include <stdlib.h>

#include "base/text.h"
#include "record/record_csv.h"

const char *const reject_reason_names[REJECT_REASON_COUNT] = {
	[REJECT_FIELD_COUNT] = "field-count",
	[REJECT_UNBALANCED_QUOTE] = "unbalanced-quote",
};

#define NOT_WANTED UINT32_MAX

struct record_reader {
	struct dialect dialect;
	struct record_csv *csv;
	uint32_t *slot; /* of a header column: its place in a batch, or NOT_WANTED */
	uint32_t wanted_count;

	const struct chunk *chunk;
	size_t at;	    /* into the chunk */
	uint64_t line;	    /* of the byte there */
	uint64_t number;    /* records of the file before it */
	struct boundary_hint hint;
	struct buffer text; /* a record decoded before splitting */

	struct span *field; /* storage of the batch handed out, reused */
	uint64_t *line_of_row, *byte_of_row, *number_of_row;
	uint32_t row; /* being filled */
	struct arena fields;

	struct record_reject *reject;
	uint32_t reject_count, reject_capacity;
	struct arena raw;
};

struct record_reader *record_reader_new(const struct dialect *dialect, const uint32_t *wanted, uint32_t wanted_count)
{
	struct record_reader *reader = mem_zero(1, sizeof *reader);
	reader->dialect = *dialect;
	reader->csv = record_csv_new(dialect->delimiter);
	reader->wanted_count = wanted_count;
	reader->slot = mem_alloc(dialect->column_count * sizeof *reader->slot);
	for (uint32_t column = 0; column < dialect->column_count; column++)
		reader->slot[column] = NOT_WANTED;
	for (uint32_t at = 0; at < wanted_count; at++) {
		assert(wanted[at] < dialect->column_count);
		reader->slot[wanted[at]] = at;
	}
	reader->field = mem_alloc((size_t)wanted_count * HECHA_BATCH_ROWS * sizeof *reader->field);
	reader->line_of_row = mem_alloc(HECHA_BATCH_ROWS * sizeof *reader->line_of_row);
	reader->byte_of_row = mem_alloc(HECHA_BATCH_ROWS * sizeof *reader->byte_of_row);
	reader->number_of_row = mem_alloc(HECHA_BATCH_ROWS * sizeof *reader->number_of_row);
	return reader;
}

void record_reader_free(struct record_reader *reader)
{
	if (!reader)
		return;
	record_csv_free(reader->csv);
	free(reader->slot);
	free(reader->field);
	free(reader->line_of_row);
	free(reader->byte_of_row);
	free(reader->number_of_row);
	free(reader->reject);
	buffer_free(&reader->text);
	arena_free(&reader->fields);
	arena_free(&reader->raw);
	free(reader);
}

void record_feed(struct record_reader *reader, const struct chunk *chunk, enum encoding encoding)
{
	reader->chunk = chunk;
	reader->at = 0;
	reader->line = chunk->line;
	reader->number = chunk->row;
	reader->hint = (struct boundary_hint){NULL, NULL};
	reader->dialect.gb18030 = encoding == ENCODING_GB18030 && reader->dialect.delimiter == '|';
	reader->reject_count = 0;
	arena_reset(&reader->raw);
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
		.line = reader->line,
		.byte = reader->chunk->byte + reader->at,
		.reason = reason,
		.fields = field_count,
		.raw = arena_span(&reader->raw, boundary_trim_line_end(record)),
	};
}

/* libcsv's field lives for this call only, so it is copied; the rows of one column stand together. */
static void keep_field(void *user, uint32_t column, struct span field)
{
	struct record_reader *reader = user;
	uint32_t slot = column < reader->dialect.column_count ? reader->slot[column] : NOT_WANTED;
	if (slot == NOT_WANTED)
		return;
	char *copy = arena_alloc(&reader->fields, field.size);
	if (field.size)
		memcpy(copy, field.data, field.size);
	reader->field[(size_t)slot * HECHA_BATCH_ROWS + reader->row] = (struct span){copy, field.size};
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
	uint32_t field_count = record_csv_split(reader->csv, text, keep_field, reader);
	if (!field_count)
		return; /* a blank line is no record */
	if (field_count != reader->dialect.column_count) {
		reject(reader, record, REJECT_FIELD_COUNT, field_count);
		return;
	}
	reader->line_of_row[reader->row] = reader->line;
	reader->byte_of_row[reader->row] = reader->chunk->byte + reader->at;
	reader->number_of_row[reader->row] = ++reader->number;
	reader->row++;
}

static void read_record(struct record_reader *reader)
{
	struct span rest = buffer_span(&reader->chunk->bytes);
	size_t size;
	rest = span_slice(rest, reader->at, rest.size - reader->at);
	/* Never MORE: chunks end where records do. */
	enum boundary found = boundary_find_next(rest, &reader->dialect, true, &reader->hint, &size);
	struct span record = span_slice(rest, 0, size);
	if (found == BOUNDARY_UNBALANCED)
		reject(reader, record, REJECT_UNBALANCED_QUOTE, 0);
	else
		keep_record(reader, record);
	reader->line += boundary_line_count(record);
	reader->at += size;
}

enum status record_next(struct record_reader *reader, struct record_batch *batch, struct err *err)
{
	(void)err; /* a tokenizer that runs on other memory may fail */
	arena_reset(&reader->fields);
	reader->row = 0;
	while (reader->row < HECHA_BATCH_ROWS && reader->at < reader->chunk->bytes.size)
		read_record(reader);
	*batch = (struct record_batch){
		.row_count = reader->row,
		.field_count = reader->wanted_count,
		.field = reader->field,
		.line = reader->line_of_row,
		.byte = reader->byte_of_row,
		.number = reader->number_of_row,
		.decoded = reader->dialect.gb18030,
	};
	return reader->row ? STATUS_OK : STATUS_END;
}

struct split {
	struct arena *arena;
	struct span *field;
	uint32_t count, capacity;
};

static void split_field(void *user, uint32_t column, struct span field)
{
	struct split *split = user;
	(void)column;
	ARRAY_GROW(split->field, split->count, split->capacity);
	split->field[split->count++] = arena_span(split->arena, text_trim(field, false));
}

/* Decoded first: no delimiter, quote or line end is lost or won by it, and '|' needs it. */
enum status record_split(struct span record, const struct dialect *dialect, enum encoding encoding, struct arena *arena,
			 struct span **fields, uint32_t *count, struct err *err)
{
	struct buffer text = BUFFER_INIT;
	struct split split = {.arena = arena};
	if (!source_decode(boundary_trim_line_end(record), encoding, &text)) {
		buffer_free(&text);
		return err_set(err, STATUS_UNREADABLE, "the line does not decode as %s", encoding == ENCODING_GB18030 ? "GB18030" : "UTF-8");
	}
	struct record_csv *csv = record_csv_new(dialect->delimiter);
	record_csv_split(csv, buffer_span(&text), split_field, &split);
	record_csv_free(csv);
	*fields = arena_alloc(arena, split.count * sizeof **fields);
	if (split.count)
		memcpy(*fields, split.field, split.count * sizeof **fields);
	*count = split.count;
	free(split.field);
	buffer_free(&text);
	return STATUS_OK;
}
