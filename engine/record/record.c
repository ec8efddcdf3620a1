#include "record/record.h"

#include <assert.h>
#include <stdlib.h>

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
	uint32_t at;	    /* into the chunk */
	uint32_t line;	    /* of the byte there, from the first of the chunk on */
	uint32_t number;    /* records of the chunk before it */
	struct boundary_hint hint;
	struct buffer text; /* a record decoded before splitting */

	struct token_window *window; /* NULL where every record goes through libcsv */
	uint32_t next_row;	     /* of the window: the record at `at`, or row_count when that is not in it */
	uint32_t next_care;	     /* into its care_row */

	struct record_batch batch; /* handed out; its storage is reused */
	uint32_t *after;	   /* of its rows and of the window behind them */
	uint32_t after_count;	   /* of its rows */
	uint32_t kept_count, kept_capacity;
	struct arena fields;

	struct record_reject *reject;
	uint32_t reject_count, reject_capacity;
	struct arena raw;
};

/* Rows of a whole batch, each in a window of its own, a window behind them, and as much for records between them that are no rows. */
static size_t after_room(const struct dialect *dialect)
{
	return (size_t)HECHA_BATCH_ROWS * (dialect->column_count + 1) + 2 * TOKEN_OFFSETS;
}

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
	reader->after = mem_alloc(after_room(dialect) * sizeof *reader->after);
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
	reader->line = reader->number = 0;
	assert(chunk->bytes.size < UINT32_MAX); /* a block of the source, and a line at most */
	reader->batch.chunk = chunk;
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

/* The next row: its fields are at this index, which may have a mark. */
static void add_row(struct record_reader *reader, uint32_t at)
{
	struct record_batch *batch = &reader->batch;
	batch->at[batch->row_count] = at;
	batch->line[batch->row_count] = reader->line;
	batch->number[batch->row_count] = ++reader->number;
	batch->row_count++;
	batch->mixed |= (at & (RECORD_KEPT | RECORD_CARE)) != 0;
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
		add_row(reader, RECORD_KEPT | reader->kept_count++);
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
	reader->line += (uint32_t)boundary_line_count(record);
	reader->at += (uint32_t)size;
}

static void scan_window(struct record_reader *reader)
{
	struct token_window *window = reader->window;
	uint32_t rest = (uint32_t)reader->chunk->bytes.size - reader->at;
	forget_window(reader);
	window->data = reader->chunk->bytes.data;
	window->from = reader->at;
	window->until = reader->at + (rest < HECHA_WINDOW_BYTES ? rest : HECHA_WINDOW_BYTES);
	window->delimiter = reader->dialect.delimiter;
	window->column_count = reader->dialect.column_count;
	window->after = reader->after + reader->after_count;
	reader->scan(window);
}

/* Index of the next row's first field, of the window's list. */
static uint32_t next_index(const struct record_reader *reader)
{
	return reader->next_row ? token_row_end(reader->window, reader->next_row - 1) : 0;
}

/* How many of the next rows are regular and have the fields of the header: those before the first that needs care, or that one alone. */
static uint32_t regular_rows(struct record_reader *reader, bool *care)
{
	const struct token_window *window = reader->window;
	uint32_t next = reader->next_row, room = HECHA_BATCH_ROWS - reader->batch.row_count;
	uint32_t until = window->row_count - next < room ? window->row_count : next + room;
	while (reader->next_care < window->care_count && window->care_row[reader->next_care] < next)
		reader->next_care++;
	uint32_t care_row = reader->next_care < window->care_count ? window->care_row[reader->next_care] : UINT32_MAX;
	*care = care_row == next;
	if (care_row < until)
		until = *care ? next + 1 : care_row;
	if (window->even)
		return until - next;
	uint32_t end = next_index(reader);
	for (; next < until && window->row_end[next] == end + reader->dialect.column_count; next++)
		end += reader->dialect.column_count;
	return next - reader->next_row;
}

/* A row with line ends inside its quotes, maybe. */
static void add_care_row(struct record_reader *reader, const uint32_t *after, uint32_t end)
{
	struct span row = {reader->window->data + after[0], end - after[0]};
	add_row(reader, RECORD_CARE | (uint32_t)(after - reader->after));
	reader->line += (uint32_t)boundary_line_count(row);
}

static void add_rows(struct record_reader *reader, const uint32_t *after, uint32_t count)
{
	struct record_batch *batch = &reader->batch;
	uint32_t *restrict at = batch->at + batch->row_count, *restrict line = batch->line + batch->row_count;
	uint32_t *restrict number = batch->number + batch->row_count;
	uint32_t index = (uint32_t)(after - reader->after), column_count = reader->dialect.column_count;
	uint32_t line_before = reader->line, number_before = reader->number + 1;
	for (uint32_t row = 0; row < count; row++, index += column_count) {
		at[row] = index;
		line[row] = line_before + row;
		number[row] = number_before + row;
	}
	batch->row_count += count;
	reader->line += count;
	reader->number += count;
}

static bool read_regular(struct record_reader *reader)
{
	struct token_window *window = reader->window;
	bool care;
	if (reader->next_row == window->row_count)
		scan_window(reader);
	uint32_t count = regular_rows(reader, &care);
	if (!count)
		return false;
	const uint32_t *after = window->after + next_index(reader), *end = after + count * reader->dialect.column_count;
	if (care)
		add_care_row(reader, after, *end);
	else
		add_rows(reader, after, count);
	reader->batch.quoted |= window->quoted;
	reader->after_count = (uint32_t)(end + 1 - reader->after);
	reader->at = *end;
	reader->next_row += count;
	return true;
}

/* A regular record with too few fields, or a blank line, leaves the window as it is; behind another one a new window starts. */
static void skip_row(struct record_reader *reader)
{
	const struct token_window *window = reader->window;
	if (reader->next_row < window->row_count && window->after[token_row_end(window, reader->next_row)] == reader->at)
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

static bool is_full(const struct record_reader *reader)
{
	bool in_window = reader->window && reader->next_row < reader->window->row_count;
	return reader->batch.row_count == HECHA_BATCH_ROWS ||
	       (!in_window && reader->after_count + TOKEN_OFFSETS > after_room(&reader->dialect));
}

enum status record_next(struct record_reader *reader, struct record_batch *batch, struct err *err)
{
	(void)err; /* a tokenizer that runs on other memory may fail */
	arena_reset(&reader->fields);
	forget_window(reader); /* its list was behind rows that nobody needs any more */
	reader->batch.row_count = reader->after_count = reader->kept_count = 0;
	reader->batch.quoted = reader->batch.mixed = false;
	reader->batch.decoded = reader->dialect.gb18030;
	while (!is_full(reader) && reader->at < reader->chunk->bytes.size)
		read_rows(reader);
	*batch = reader->batch;
	return batch->row_count ? STATUS_OK : STATUS_END;
}
