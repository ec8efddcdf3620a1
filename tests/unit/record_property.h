/* The property behind source/ and record/: whatever the bytes, rows, rejects and their places are the same for any size of chunk and any
 * level of vector instructions, and the same as a slow walk over the whole content, one character at a time, with libcsv on each record.
 * Used by tests/unit/test_record.c with made-up bytes and by tests/fuzz/fuzz_record.c with the fuzzer's. */
#ifndef HECHA_RECORD_PROPERTY_H
#define HECHA_RECORD_PROPERTY_H

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/simd.h"
#include "base/text.h"
#include "record/record.h"
#include "wide_blank.h"

struct property_input {
	struct span content;
	enum encoding encoding;
	char delimiter;
	bool trailer;
};

/* Rows and rejects apart: a chunk gives its rows first, so their order among each other depends on its size. */
struct property_dump {
	struct buffer rows, rejects, end;
};

static inline void property_free(struct property_dump *dump)
{
	buffer_free(&dump->rows);
	buffer_free(&dump->rejects);
	buffer_free(&dump->end);
}

static inline void property_field(struct buffer *out, struct span field)
{
	buffer_format(out, "[%zu:", field.size);
	buffer_add_span(out, field);
	buffer_add_char(out, ']');
}

static inline void property_row(struct buffer *out, uint64_t line, uint64_t byte)
{
	buffer_format(out, "\n%llu@%llu ", (unsigned long long)line, (unsigned long long)byte);
}

static inline void property_reject(struct buffer *out, const struct record_reject *reject)
{
	property_row(out, reject->line, reject->byte);
	buffer_format(out, "%s %u ", reject_reason_names[reject->reason], reject->fields);
	property_field(out, reject->raw);
}

static inline void property_end(struct buffer *out, enum encoding encoding, uint64_t trailer_line, struct span trailer)
{
	buffer_format(out, "encoding %d trailer %llu ", (int)encoding, (unsigned long long)trailer_line);
	property_field(out, trailer);
}

static inline struct span property_cut(const struct record_batch *batch, uint32_t column, uint32_t row)
{
	struct span field;
	record_fields(batch, column, &row, 1, &field);
	return field;
}

/* Every column whole, forwards and backwards, is what it is field by field. */
static inline void property_column(const struct record_batch *batch, uint32_t column, bool forwards)
{
	struct span field[HECHA_BATCH_ROWS];
	uint32_t row[HECHA_BATCH_ROWS];
	for (uint32_t at = 0; at < batch->row_count; at++)
		row[at] = forwards ? at : batch->row_count - 1 - at;
	(forwards ? record_fields_run : record_fields)(batch, column, row, batch->row_count, field);
	for (uint32_t at = 0; at < batch->row_count; at++)
		if (!span_equal(field[at], property_cut(batch, column, row[at]))) {
			fprintf(stderr, "field %u of row %u depends on what else is asked for\n", column, row[at]);
			abort();
		}
}

/* What is told of a row is so. */
static inline void property_utf8(const struct record_batch *batch, uint32_t column)
{
	const bool *utf8 = record_utf8(batch);
	for (uint32_t row = 0; utf8 && row < batch->row_count; row++) {
		struct span field = property_cut(batch, column, row);
		if (utf8[row] && (!text_utf8_valid(field) || text_has_wide_blank(field))) {
			fprintf(stderr, "field %u of row %u is not what is told of the row\n", column, row);
			abort();
		}
	}
}

static inline void property_batch(struct buffer *out, const struct record_batch *batch)
{
	for (uint32_t column = 0; column < batch->field_count; column++) {
		property_column(batch, column, true);
		property_column(batch, column, false);
		property_utf8(batch, column);
	}
	for (uint32_t row = 0; row < batch->row_count; row++) {
		property_row(out, record_line(batch, row), record_byte(batch, row));
		for (uint32_t column = 0; column < batch->field_count; column++)
			property_field(out, property_cut(batch, column, row));
	}
}

static inline void property_chunk(struct property_dump *dump, struct record_reader *reader, const struct chunk *chunk)
{
	struct record_batch batch;
	uint32_t count;
	record_feed(reader, chunk, chunk->encoding);
	while (record_next(reader, &batch, NULL) == STATUS_OK)
		property_batch(&dump->rows, &batch);
	const struct record_reject *reject = record_rejects(reader, &count);
	for (uint32_t at = 0; at < count; at++)
		property_reject(&dump->rejects, &reject[at]);
}

static inline struct record_reader *property_reader(const struct dialect *dialect)
{
	uint32_t wanted[HECHA_COLUMNS_MAX];
	for (uint32_t column = 0; column < dialect->column_count; column++)
		wanted[column] = column;
	struct record_reader *reader = record_reader_new(dialect, wanted, dialect->column_count);
	record_tell_utf8(reader);
	return reader;
}

static inline struct source_options property_options(const struct property_input *input, size_t chunk_bytes)
{
	return (struct source_options){.path = "property",
				       .bytes = input->content,
				       .encoding = input->encoding,
				       .delimiter = input->delimiter,
				       .trailer = input->trailer,
				       .chunk_bytes = chunk_bytes};
}

/* Through source and record. The status is END, or why the content was refused. */
static inline enum status property_read(const struct property_input *input, size_t chunk_bytes, struct property_dump *dump)
{
	struct source_options options = property_options(input, chunk_bytes);
	struct source *source = NULL;
	struct chunk chunk = {.number = 0};
	uint64_t line;
	enum status status = source_open(&options, &source, NULL);
	if (status != STATUS_OK)
		return status;
	struct record_reader *reader = property_reader(&source_facts(source)->dialect);
	while ((status = source_next(source, &chunk, NULL)) == STATUS_OK)
		property_chunk(dump, reader, &chunk);
	struct span trailer = source_trailer(source, &line);
	property_end(&dump->end, source_facts(source)->encoding, line, trailer);
	record_reader_free(reader);
	buffer_free(&chunk.bytes);
	source_close(source);
	return status;
}

/* libcsv 3.0.3, csv_parse, less the text it collects. */
enum property_state { ROW_NOT_BEGUN, FIELD_NOT_BEGUN, FIELD_BEGUN, FIELD_MIGHT_HAVE_ENDED };

struct property_walk {
	enum property_state state;
	bool quoted, spaces;
	uint32_t delimiters;
};

/* True when c ends the record. */
static inline bool property_step(struct property_walk *walk, char c, char delimiter)
{
	bool space = (c == ' ' || c == '\t') && c != delimiter;
	bool between = walk->state == ROW_NOT_BEGUN || walk->state == FIELD_NOT_BEGUN;
	bool open = walk->state == FIELD_BEGUN && walk->quoted;
	if (c == '\n' && !open)
		return true;
	if (c == delimiter && !open) {
		walk->delimiters++;
		walk->state = FIELD_NOT_BEGUN;
		walk->quoted = walk->spaces = false;
	} else if (between && !space) {
		walk->state = FIELD_BEGUN;
		walk->quoted = c == '"';
	} else if (walk->state == FIELD_BEGUN && walk->quoted && c == '"') {
		walk->state = FIELD_MIGHT_HAVE_ENDED;
		walk->spaces = false;
	} else if (walk->state == FIELD_MIGHT_HAVE_ENDED && space) {
		walk->spaces = true;
	} else if (walk->state == FIELD_MIGHT_HAVE_ENDED && c == '"' && walk->spaces) {
		walk->spaces = false;
	} else if (walk->state == FIELD_MIGHT_HAVE_ENDED) {
		walk->state = FIELD_BEGUN;
	}
	return false;
}

/* The record at the start of rest; false when its quotes cannot be believed: then *size is its first line. */
static inline bool property_find(struct span rest, const struct dialect *dialect, size_t *size)
{
	struct property_walk walk = {.state = ROW_NOT_BEGUN};
	size_t at = 0, line = 0, lines = 0;
	bool ended = false;
	while (at < rest.size && !ended) {
		char c = rest.data[at];
		bool last = at + 1 == rest.size;
		bool line_end_cr = c == '\r' && walk.state == FIELD_MIGHT_HAVE_ENDED && (last || rest.data[at + 1] == '\n');
		size_t step = dialect->gb18030 ? boundary_gb18030_size(rest.data + at, rest.size - at) : 1;
		if (!line_end_cr)
			ended = property_step(&walk, step > 1 ? 'x' : c, dialect->delimiter);
		at += step;
		if (c == '\n' && !lines++)
			line = at;
	}
	bool open = !ended && walk.state == FIELD_BEGUN && walk.quoted;
	bool several = lines > 1 || (lines == 1 && !ended);
	*size = lines ? line : rest.size;
	if (open || (several && walk.delimiters + 1 != dialect->column_count))
		return false;
	*size = at;
	return true;
}

struct property_fields {
	struct buffer text;
	uint32_t count;
};

static inline void property_take(void *data, size_t size, void *user)
{
	struct property_fields *fields = user;
	property_field(&fields->text, (struct span){data, size});
	fields->count++;
}

static inline int property_no_end(unsigned char c)
{
	(void)c;
	return 0;
}

static inline struct property_fields property_split(struct span record, const struct dialect *dialect)
{
	struct property_fields fields = {.count = 0};
	struct buffer text = BUFFER_INIT;
	struct csv_parser parser;
	record = boundary_trim_line_end(record);
	if (dialect->gb18030) {
		source_decode_lossy(record, ENCODING_GB18030, &text);
		record = buffer_span(&text);
	}
	csv_init(&parser, 0);
	csv_set_delim(&parser, (unsigned char)dialect->delimiter);
	csv_set_term_func(&parser, property_no_end);
	csv_parse(&parser, record.data, record.size, property_take, NULL, &fields);
	csv_fini(&parser, property_take, NULL, &fields);
	csv_free(&parser);
	buffer_free(&text);
	return fields;
}

static inline bool property_is_blank(struct span record, char delimiter)
{
	size_t at = 0;
	record = boundary_trim_line_end(record);
	while (at < record.size && strchr(" \t", record.data[at]) && record.data[at] != delimiter)
		at++;
	return at == record.size;
}

static inline void property_record(struct property_dump *dump, const struct dialect *dialect, struct span record, bool balanced,
				   uint64_t line, uint64_t byte)
{
	struct property_fields fields = property_split(record, dialect);
	struct record_reject reject = {.line = line, .byte = byte, .raw = boundary_trim_line_end(record)};
	reject.reason = balanced ? REJECT_FIELD_COUNT : REJECT_UNBALANCED_QUOTE;
	reject.fields = balanced ? fields.count : 0;
	if (!balanced || (fields.count && fields.count != dialect->column_count)) {
		property_reject(&dump->rejects, &reject);
	} else if (fields.count) {
		property_row(&dump->rows, line, byte);
		buffer_add_span(&dump->rows, buffer_span(&fields.text));
	}
	buffer_free(&fields.text);
}

/* Where the last record that is not blank starts: it is the trailer. */
static inline size_t property_last(struct span body, const struct dialect *dialect)
{
	size_t last = body.size, size;
	for (size_t at = 0; at < body.size; at += size) {
		struct span rest = span_slice(body, at, body.size - at);
		property_find(rest, dialect, &size);
		if (!property_is_blank(span_slice(rest, 0, size), dialect->delimiter))
			last = at;
	}
	return last;
}

/* The slow walk over everything behind the header, which starts at byte `start` on line `line`. */
static inline void property_walk_slowly(const struct property_input *input, const struct source_facts *facts, size_t start, uint64_t line,
					struct property_dump *dump)
{
	const struct dialect *dialect = &facts->dialect;
	struct span body = span_slice(input->content, start, input->content.size - start);
	size_t end = input->trailer ? property_last(body, dialect) : body.size;
	size_t at = 0, size = 0;
	for (; at < end; at += size) {
		struct span rest = span_slice(body, at, body.size - at);
		bool balanced = property_find(rest, dialect, &size);
		struct span record = span_slice(rest, 0, size);
		property_record(dump, dialect, record, balanced, line, start + at);
		for (size_t byte = 0; byte < size; byte++)
			line += record.data[byte] == '\n';
	}
	struct span trailer = {NULL, 0};
	if (at < body.size) {
		trailer = span_slice(body, at, body.size - at);
		property_find(trailer, dialect, &trailer.size);
		trailer = boundary_trim_line_end(trailer);
	}
	property_end(&dump->end, facts->encoding, trailer.size ? line : 0, trailer);
}

static inline void property_same(const char *what, size_t chunk_bytes, const struct buffer *one, const struct buffer *other)
{
	if (span_equal(buffer_span(one), buffer_span(other)))
		return;
	fprintf(stderr, "%s differ for chunks of %zu bytes\n--- wanted\n%.*s\n--- got\n%.*s\n", what, chunk_bytes,
		SPAN_ARG(buffer_span(one)), SPAN_ARG(buffer_span(other)));
	abort();
}

static inline void property_compare(size_t chunk_bytes, const struct property_dump *wanted, const struct property_dump *got)
{
	property_same("rows", chunk_bytes, &wanted->rows, &got->rows);
	property_same("rejects", chunk_bytes, &wanted->rejects, &got->rejects);
	property_same("ends", chunk_bytes, &wanted->end, &got->end);
}

/* Place of the first chunk: the slow walk starts there. False when there is none, or when the content is packed. */
static inline bool property_start(const struct property_input *input, struct source_facts *facts, size_t *start, uint64_t *line)
{
	struct property_input whole = *input;
	struct source *source = NULL;
	struct chunk chunk = {.number = 0};
	whole.trailer = false;
	struct source_options options = property_options(&whole, 0);
	if (source_open(&options, &source, NULL) != STATUS_OK)
		return false;
	bool any = source_next(source, &chunk, NULL) == STATUS_OK && !source_facts(source)->gzip;
	*facts = *source_facts(source);
	*start = chunk.byte;
	*line = chunk.line;
	buffer_free(&chunk.bytes);
	source_close(source);
	return any;
}

/* The answer for one size of chunk at the level in force. */
static inline void property_check_chunks(const struct property_input *input, size_t chunk_bytes, enum status status,
					 const struct property_dump *whole)
{
	struct property_dump tiny = {.rows = BUFFER_INIT};
	enum status got = property_read(input, chunk_bytes, &tiny);
	if (got != status) {
		fprintf(stderr, "status %d for chunks of %zu bytes, wanted %d\n", (int)got, chunk_bytes, (int)status);
		abort();
	}
	if (status == STATUS_END)
		property_compare(chunk_bytes, whole, &tiny);
	property_free(&tiny);
}

/* Ends the program when the property does not hold. Content below HECHA_CHUNK_BYTES: one chunk holds all of it. */
static inline void property_check(const struct property_input *input, const size_t *chunk_bytes, size_t chunk_bytes_count)
{
	struct property_dump whole = {.rows = BUFFER_INIT}, slow = {.rows = BUFFER_INIT};
	enum status status = property_read(input, 0, &whole);
	struct source_facts facts;
	size_t start;
	uint64_t line;
	if (status == STATUS_END && property_start(input, &facts, &start, &line)) {
		property_walk_slowly(input, &facts, start, line, &slow);
		property_compare(0, &slow, &whole);
	}
	for (enum simd_level level = SIMD_PORTABLE; level < SIMD_LEVEL_COUNT; level++) {
		if (!simd_has(level))
			continue;
		setenv("HECHA_SIMD", simd_level_names[level], 1);
		property_check_chunks(input, 0, status, &whole);
		for (size_t at = 0; at < chunk_bytes_count; at++)
			property_check_chunks(input, chunk_bytes[at], status, &whole);
	}
	unsetenv("HECHA_SIMD");
	property_free(&whole);
	property_free(&slow);
}

#endif
