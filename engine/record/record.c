#include "record/record.h"

#include <assert.h>
#include <stdlib.h>

#include "record/fill.h"
#include "record/record_csv.h"
#include "record/token.h"

const char *const reject_reason_names[REJECT_REASON_COUNT] = {
	[REJECT_FIELD_COUNT] = "field-count",
	[REJECT_UNBALANCED_QUOTE] = "unbalanced-quote",
};

#define NOT_WANTED UINT32_MAX

struct record_reader {
	struct dialect dialect;
	struct record_csv *csv;
	uint32_t *slot; /* of a header column: its place in a batch, or NOT_WANTED */
	uint32_t *wanted;
	uint32_t wanted_count;
	token_scan *scan;

	const struct chunk *chunk;
	size_t at;	    /* into the chunk */
	uint64_t line;	    /* of the byte there */
	uint64_t number;    /* records of the file before it */
	struct boundary_hint hint;
	struct buffer text; /* a record decoded before splitting */

	struct token_window *window; /* NULL where every record goes through libcsv */
	uint32_t next_row;	     /* of the window: the record at `at`, or row_count when that is not in it */
	uint32_t next_care;	     /* into its care_row */

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
	free(reader->wanted);
	free(reader->window);
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

static void forget_window(struct record_reader *reader)
{
	reader->next_row = reader->next_care = 0;
	if (reader->window)
		reader->window->row_count = reader->window->care_count = 0;
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
	forget_window(reader);
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

/* Any record, by the rules of boundary.h and libcsv. */
static void read_record_slow(struct record_reader *reader)
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

static void scan_window(struct record_reader *reader)
{
	struct token_window *window = reader->window;
	size_t rest = reader->chunk->bytes.size - reader->at;
	forget_window(reader);
	window->data = reader->chunk->bytes.data + reader->at;
	window->size = rest < HECHA_WINDOW_BYTES ? (uint32_t)rest : HECHA_WINDOW_BYTES;
	window->delimiter = reader->dialect.delimiter;
	reader->scan(window);
}

/* The next regular rows with the fields of the header: those before the first that needs care, or that one alone. */
static struct fill regular_rows(struct record_reader *reader)
{
	const struct token_window *window = reader->window;
	uint32_t next = reader->next_row, column_count = reader->dialect.column_count;
	uint32_t first = next ? window->row_end[next - 1] : 0, room = HECHA_BATCH_ROWS - reader->row;
	uint32_t until = window->row_count - next < room ? window->row_count : next + room;
	while (reader->next_care < window->care_count && window->care_row[reader->next_care] < next)
		reader->next_care++;
	uint32_t care_row = reader->next_care < window->care_count ? window->care_row[reader->next_care] : UINT32_MAX;
	if (care_row < until)
		until = care_row == next ? next + 1 : care_row;
	uint32_t end = first;
	for (; next < until && window->row_end[next] == end + column_count; next++)
		end += column_count;
	return (struct fill){.data = window->data,
			     .after = window->after + first,
			     .column_count = column_count,
			     .row_count = next - reader->next_row,
			     .delimiter = window->delimiter,
			     .quoted = window->quoted,
			     .care = care_row == reader->next_row};
}

static void keep_places(struct record_reader *reader, const struct fill *fill)
{
	size_t window_at = (size_t)(fill->data - reader->chunk->bytes.data);
	uint64_t byte = reader->chunk->byte + window_at;
	for (uint32_t row = 0; row < fill->row_count; row++) {
		reader->line_of_row[reader->row + row] = reader->line + row;
		reader->byte_of_row[reader->row + row] = byte + fill->after[row * fill->column_count];
		reader->number_of_row[reader->row + row] = reader->number + row + 1;
	}
	uint32_t end = fill->after[fill->row_count * fill->column_count];
	struct span rows = {fill->data + fill->after[0], end - fill->after[0]};
	/* Only a row with care has line ends inside quotes, and it comes alone. */
	reader->line += fill->care ? boundary_line_count(rows) : fill->row_count;
	reader->number += fill->row_count;
	reader->at = window_at + end;
}

static bool read_regular(struct record_reader *reader)
{
	if (reader->next_row == reader->window->row_count)
		scan_window(reader);
	struct fill fill = regular_rows(reader);
	if (!fill.row_count)
		return false;
	for (uint32_t slot = 0; slot < reader->wanted_count; slot++)
		fill_column(&fill, reader->wanted[slot], &reader->fields, reader->field + (size_t)slot * HECHA_BATCH_ROWS + reader->row);
	keep_places(reader, &fill);
	reader->row += fill.row_count;
	reader->next_row += fill.row_count;
	return true;
}

/* A regular record with too few fields, or a blank line, leaves the window as it is; behind another one a new window starts. */
static void skip_row(struct record_reader *reader)
{
	const struct token_window *window = reader->window;
	if (reader->next_row < window->row_count &&
	    window->data + window->after[window->row_end[reader->next_row]] == reader->chunk->bytes.data + reader->at)
		reader->next_row++;
	else
		forget_window(reader);
}

static void read_rows(struct record_reader *reader)
{
	bool slow = !reader->window || reader->dialect.gb18030;
	if (!slow && read_regular(reader))
		return;
	read_record_slow(reader);
	if (!slow)
		skip_row(reader);
}

enum status record_next(struct record_reader *reader, struct record_batch *batch, struct err *err)
{
	(void)err; /* a tokenizer that runs on other memory may fail */
	arena_reset(&reader->fields);
	reader->row = 0;
	while (reader->row < HECHA_BATCH_ROWS && reader->at < reader->chunk->bytes.size)
		read_rows(reader);
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
