#include "table/batch.h"

#include <stdlib.h>

#include "base/text.h"
#include "table/decode.h"
#include "table/text_memo.h"

#define NOT_THERE UINT32_MAX

/* So many columns of text are read faster when the tokenizer tells which rows are good UTF-8; few, or texts of few rows, by themselves. */
enum { TEXTS_TOLD = 3 };

static struct place batch_place(const struct rowset *set, uint32_t row)
{
	const struct batch *batch = (const struct batch *)set;
	return (struct place){batch->extract->number, record_line(&batch->record, row), record_byte(&batch->record, row)};
}

/* What does not decode becomes U+FFFD: a malformed cell is shown to people, and outputs are UTF-8. */
static struct span marked_text(struct batch *batch, struct span field, enum encoding encoding)
{
	struct buffer lossy = BUFFER_INIT;
	source_decode_lossy(field, encoding, &lossy);
	batch->decoded.size = 0;
	for (size_t at = 0; at < lossy.size; at++) {
		bool decodes = lossy.data[at] != '\xff';
		buffer_add(&batch->decoded, decodes ? &lossy.data[at] : "\xEF\xBF\xBD", decodes ? 1 : 3);
	}
	buffer_free(&lossy);
	return arena_span(&batch->arena, text_trim(buffer_span(&batch->decoded), false));
}

/* The raw cell in UTF-8, trimmed. False when its bytes do not decode. */
static bool cell_text(struct batch *batch, struct span field, struct span *out)
{
	enum encoding encoding = batch->record.decoded ? ENCODING_UTF8 : batch->encoding;
	*out = text_trim(field, false);
	if (text_is_ascii(field) || (encoding != ENCODING_GB18030 && text_utf8_valid(field)))
		return true;
	batch->decoded.size = 0;
	if (encoding != ENCODING_GB18030 || !source_decode(field, ENCODING_GB18030, &batch->decoded)) {
		*out = marked_text(batch, field, encoding);
		return false;
	}
	*out = arena_span(&batch->arena, text_trim(buffer_span(&batch->decoded), false));
	return true;
}

/* Any cell in full: trimmed, decoded, a null word, or parsed by its type. */
static struct text_read read_cell(struct batch *batch, uint32_t column, struct span field)
{
	struct text_read read = {.value.cell = CELL_MALFORMED};
	bool decodes = cell_text(batch, field, &read.text);
	if (decodes && text_is_null(read.text, false))
		read.value.cell = CELL_NULL;
	else if (!decodes || !cell_parse(batch->extract->table, column, read.text, &read.value))
		read.value = (struct value){.cell = CELL_MALFORMED, .text = read.text};
	return read;
}

/* The same of a text, which is the same in every column. */
static struct text_read read_text(struct batch *batch, uint32_t column, struct span field)
{
	bool known;
	struct text_read *read = text_memo_place(batch->texts, field, &known);
	if (!known)
		*read = read_cell(batch, column, field);
	return *read;
}

static void read_cell_slow(struct batch *batch, uint32_t column, struct column *out, struct span field, uint32_t row)
{
	bool decoded = out->text && batch->encoding == ENCODING_GB18030;
	struct text_read read = decoded ? read_text(batch, column, field) : read_cell(batch, column, field);
	struct span text = read.text;
	batch->malformed_count += read.value.cell == CELL_MALFORMED;
	column_set(out, row, read.value);
	if (out->raw)
		out->raw[row] = text;
	/* The next cell of these bytes is looked up; a raw one only where its text is the field as it stands. */
	if (batch->cache[column] && (!out->raw || (text.data == field.data && text.size == field.size)))
		code_cache_add(batch->cache[column], field, read.value.cell, read.value.number);
}

/* Fields of DECODE_ROWS rows at a time: they stay in the nearest cache between being cut and being read. */
static void read_fields(struct batch *batch, uint32_t column, struct column *out, const uint32_t *row, uint32_t count, bool run)
{
	struct span field[DECODE_ROWS];
	uint32_t left[DECODE_ROWS];
	struct decode_way way = {batch->simd, batch->record.decoded ? ENCODING_UTF8 : batch->encoding, batch->cache[column],
				 record_utf8(&batch->record), run};
	for (uint32_t size; count; row += size, count -= size) {
		size = count < DECODE_ROWS ? count : DECODE_ROWS;
		(run ? record_fields_run : record_fields)(&batch->record, batch->wanted_field[column], row, size, field);
		for (uint32_t at = 0; out->raw && at < size; at++)
			out->raw[row[at]] = field[at];
		uint32_t left_count = decode_plain(out, &way, field, row, size, left, &batch->malformed_count);
		for (uint32_t at = 0; at < left_count; at++)
			read_cell_slow(batch, column, out, field[left[at]], row[left[at]]);
	}
}

static void read_nothing(struct column *out, const uint32_t *row, uint32_t count)
{
	for (uint32_t at = 0; at < count; at++)
		column_set(out, row[at], (struct value){.cell = CELL_NULL});
}

/* One cell for all rows: stages that group by extract meet one key a batch. */
static struct column *extract_name(struct batch *batch)
{
	const struct table *table = batch->extract->table;
	struct column *out = column_new(&batch->arena, TYPE_TEXT, 1, table->raw_wanted[table->spec->column_count + BUILTIN_EXTRACT]);
	column_set(out, 0, (struct value){.cell = CELL_VALUE, .text = batch->extract->name});
	out->mask = 0;
	return out;
}

/* Line or row. */
static void read_builtin(const struct batch *batch, uint32_t builtin, struct column *out, const uint32_t *row, uint32_t count)
{
	uint64_t (*number)(const struct record_batch *record, uint32_t row) = builtin == BUILTIN_ROW ? record_number : record_line;
	for (uint32_t at = 0; at < count; at++)
		column_set(out, row[at], (struct value){.cell = CELL_VALUE, .number = (int64_t)number(&batch->record, row[at])});
}

/* The rows that were not read yet, each once, into `unread`. Whoever calls reads them: their cells count as read from here on
 * (UNREAD + 1 is VALUE). */
static uint32_t take_unread(const struct column *column, const uint32_t *row, uint32_t count, uint32_t *restrict unread)
{
	uint8_t *restrict cell = column->cell;
	uint32_t taken = 0;
	for (uint32_t at = 0; at < count; at++) {
		uint32_t each = row[at];
		uint8_t was = cell[each];
		unread[taken] = each;
		taken += was == CELL_UNREAD;
		cell[each] = was + (was == CELL_UNREAD);
	}
	return taken;
}

static bool is_ascending(const uint32_t *row, uint32_t count)
{
	bool ascending = true;
	for (uint32_t at = 1; at < count; at++)
		ascending &= row[at - 1] < row[at];
	return ascending;
}

static void read_rows(struct batch *batch, uint32_t column, struct column *out, const uint32_t *row, uint32_t count, bool run)
{
	uint32_t declared = batch->extract->table->spec->column_count;
	batch->read_count[column] += count;
	if (column >= declared)
		read_builtin(batch, column - declared, out, row, count);
	else if (batch->wanted_field[column] == NOT_THERE)
		read_nothing(out, row, count);
	else
		read_fields(batch, column, out, row, count, run);
}

static struct column *column_of(struct batch *batch, uint32_t column)
{
	const struct table *table = batch->extract->table;
	struct column **slot = &batch->column[column];
	if (!*slot && column == table->spec->column_count + BUILTIN_EXTRACT) {
		*slot = extract_name(batch);
		batch->read_count[column] = batch->rowset.row_count;
	} else if (!*slot) {
		*slot = column_new(&batch->arena, table_column_type(table, column), batch->rowset.row_count, table->raw_wanted[column]);
		batch->read_count[column] = 0;
	}
	return *slot;
}

/* Up to HECHA_BATCH_ROWS rows, in any order, read or not. */
static void read_asked(struct batch *batch, uint32_t column, struct column *out, const uint32_t *row, uint32_t count)
{
	uint32_t unread[HECHA_BATCH_ROWS];
	if (batch->read_count[column] || !is_ascending(row, count)) {
		count = take_unread(out, row, count, unread);
		row = unread;
	}
	read_rows(batch, column, out, row, count, false);
}

/* Rows one behind the other that nobody has read, but for those who had the whole column read (add_up). */
static void read_new(struct batch *batch, uint32_t column, const uint32_t *row, uint32_t count)
{
	struct column *out = column_of(batch, column);
	if (batch->read_count[column] < batch->rowset.row_count)
		read_rows(batch, column, out, row, count, true);
}

static const struct column *batch_read(struct rowset *set, uint32_t column, const uint32_t *row, uint32_t count)
{
	struct batch *batch = (struct batch *)set;
	struct column *out = column_of(batch, column);
	for (uint32_t at = 0; at < count && batch->read_count[column] < set->row_count; at += HECHA_BATCH_ROWS)
		read_asked(batch, column, out, row + at, count - at < HECHA_BATCH_ROWS ? count - at : HECHA_BATCH_ROWS);
	return out;
}

/* With a control-total line every money column of the file is added up. */
static bool is_wanted(const struct extract *extract, uint32_t column)
{
	return extract->table->wanted[column] || (extract->money_sum && table_column_type(extract->table, column) == TYPE_MONEY);
}

struct batch *batch_new(const struct extract *extract)
{
	struct batch *batch = mem_zero(1, sizeof *batch);
	const struct table *table = extract->table;
	batch->rowset.read = batch_read;
	batch->rowset.place = batch_place;
	batch->rowset.in_order = true;
	batch->extract = extract;
	batch->simd = simd_level();
	batch->wanted_field = mem_alloc(table->column_count * sizeof *batch->wanted_field);
	batch->memo = (struct row_memo){table->shared_count, mem_zero(table->shared_count, sizeof *batch->memo.result),
					mem_zero(table->shared_count, sizeof *batch->memo.truth),
					mem_zero(table->column_count, sizeof *batch->memo.kinds), &batch->arena, batch->simd};
	batch->rowset.memo = &batch->memo;
	batch->column = mem_zero(table->column_count, sizeof *batch->column);
	batch->read_count = mem_zero(table->column_count, sizeof *batch->read_count);
	batch->cache = mem_zero(table->column_count, sizeof *batch->cache);
	batch->money_sum = mem_zero(table->column_count, sizeof *batch->money_sum);
	batch->texts = text_memo_new();
	uint32_t wanted[HECHA_COLUMNS_MAX], count = 0, text_count = 0;
	for (uint32_t column = 0; column < table->column_count; column++) {
		int32_t field = extract->header.field_of_column[column];
		batch->wanted_field[column] = NOT_THERE;
		if (field < 0 || !is_wanted(extract, column))
			continue;
		batch->wanted_field[column] = count;
		if (table_column_type(table, column) == TYPE_CODE || table_column_type(table, column) == TYPE_BOOL)
			batch->cache[column] = code_cache_new();
		text_count += table_column_type(table, column) == TYPE_TEXT;
		wanted[count++] = (uint32_t)field;
	}
	batch->reader = record_reader_new(&source_facts(extract->source)->dialect, wanted, count);
	if (!extract->again && text_count >= TEXTS_TOLD)
		record_tell_utf8(batch->reader);
	return batch;
}

void batch_free(struct batch *batch)
{
	if (!batch)
		return;
	record_reader_free(batch->reader);
	arena_free(&batch->arena);
	buffer_free(&batch->decoded);
	free(batch->wanted_field);
	for (uint32_t column = 0; column < batch->extract->table->column_count; column++)
		free(batch->cache[column]);
	free(batch->cache);
	free(batch->column);
	free(batch->memo.result);
	free(batch->memo.truth);
	free(batch->memo.kinds);
	free(batch->read_count);
	free(batch->money_sum);
	free(batch->texts);
	free(batch);
}

void batch_feed(struct batch *batch, const struct chunk *chunk)
{
	for (uint32_t column = 0; batch->encoding != chunk->encoding && column < batch->extract->table->column_count; column++)
		if (batch->cache[column])
			code_cache_clear(batch->cache[column]);
	batch->encoding = chunk->encoding;
	record_feed(batch->reader, chunk, chunk->encoding);
}

static void add_up(struct batch *batch)
{
	uint32_t row[HECHA_BATCH_ROWS];
	for (uint32_t at = 0; at < batch->rowset.row_count; at++)
		row[at] = at;
	for (uint32_t column = 0; column < batch->extract->table->spec->column_count; column++) {
		if (batch->wanted_field[column] == NOT_THERE || table_column_type(batch->extract->table, column) != TYPE_MONEY)
			continue;
		const struct column *money = batch_read(&batch->rowset, column, row, batch->rowset.row_count);
		for (uint32_t at = 0; at < batch->rowset.row_count; at++)
			if (money->cell[at] == CELL_VALUE)
				batch->money_sum[column] += money->number[at];
	}
}

/* As many rows at a time as stay in the nearest cache, bytes and offsets: columns of the same rows after one another. */
void batch_read_all(struct batch *batch)
{
	uint32_t row[HECHA_BATCH_ROWS], rows = batch->rowset.row_count;
	for (uint32_t at = 0; at < rows; at++)
		row[at] = at;
	for (uint32_t from = 0; from < rows; from += DECODE_ROWS)
		for (uint32_t column = 0; column < batch->extract->table->spec->column_count; column++)
			if (batch->wanted_field[column] != NOT_THERE)
				read_new(batch, column, row + from, rows - from < DECODE_ROWS ? rows - from : DECODE_ROWS);
	batch->rowset.complete = true;
}

static void forget_columns(struct batch *batch)
{
	memset(batch->column, 0, batch->extract->table->column_count * sizeof *batch->column);
	memset(batch->memo.result, 0, batch->memo.count * sizeof *batch->memo.result);
	memset(batch->memo.truth, 0, batch->memo.count * sizeof *batch->memo.truth);
	memset(batch->memo.kinds, 0, batch->extract->table->column_count * sizeof *batch->memo.kinds);
	batch->rowset.complete = false;
}

enum status batch_next(struct batch *batch, struct err *err)
{
	arena_reset(&batch->arena);
	text_memo_clear(batch->texts);
	forget_columns(batch);
	enum status status = record_next(batch->reader, &batch->record, err);
	if (status != STATUS_OK)
		return status;
	batch->rowset.row_count = batch->record.row_count;
	if (batch->extract->money_sum)
		add_up(batch);
	return STATUS_OK;
}

void batch_keep(struct batch *batch, const uint32_t *row, uint32_t count)
{
	record_keep(&batch->record, row, count);
	forget_columns(batch);
	batch->rowset.row_count = count;
}
