/* Cells read by a batch against the full parsers, one cell at a time: same values, verdicts, raw texts and counts, for every type,
 * whatever was read before. For the test of generated cells and for the fuzz target. */
#ifndef HECHA_DECODE_PROPERTY_H
#define HECHA_DECODE_PROPERTY_H

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "wide_blank.h"
#include "table/batch.h"

enum { DECODE_ROWS_MAX = 64, DECODE_COLUMNS = 2 * TYPE_COUNT + 2 };

static inline void decode_must(bool holds, const char *what, enum value_type type, struct span cell)
{
	if (holds)
		return;
	fprintf(stderr, "%s differs: %s '%.*s'\n", what, value_type_names[type], SPAN_ARG(cell));
	abort();
}

/* A column of every type with its raw text and one without, and codes with a dictionary in both ways. */
struct decode_setup {
	struct column_spec column[DECODE_COLUMNS];
	char name[DECODE_COLUMNS][8];
	struct table_spec spec;
	struct arena arena;
	struct symbols *symbols;
	struct table *table;
	struct buffer text;
	struct chunk chunk;
	struct extract extract;
	struct batch *batch;
	char *copy[DECODE_ROWS_MAX];
};

static struct dictionary_entry decode_entry[] = {{SPAN("paid"), SPAN("已支付")},	  {SPAN("failed"), SPAN("失败")}, {SPAN("360702"), SPAN("章贡区")},
						 {SPAN("36070202"), SPAN("八位代码")}, {SPAN("twelve-bytes"), SPAN("")}};
static struct dictionary_alias decode_alias[] = {{SPAN("1"), SPAN("paid")}, {SPAN("01"), SPAN("paid")}, {SPAN("2"), SPAN("failed")}};
static struct dictionary decode_dictionary = {.count = sizeof decode_entry / sizeof *decode_entry, .entry = decode_entry, .alias_count = sizeof decode_alias / sizeof *decode_alias,
					      .alias = decode_alias};

static inline void decode_columns(struct decode_setup *setup)
{
	for (uint32_t at = 0; at < DECODE_COLUMNS; at++) {
		snprintf(setup->name[at], sizeof setup->name[at], "c%u", at);
		setup->column[at] = (struct column_spec){.name = setup->name[at], .title = "", .type = at / 2 < TYPE_COUNT ? at / 2 : TYPE_CODE,
							 .dictionary = at / 2 == TYPE_COUNT ? &decode_dictionary : NULL};
		buffer_format(&setup->text, "%s%s", at ? "," : "", setup->name[at]);
	}
	setup->spec = (struct table_spec){.name = "t", .title = "", .column_count = DECODE_COLUMNS, .column = setup->column};
	setup->table = table_new(&setup->spec, setup->symbols = symbols_new(), &setup->arena);
	for (uint32_t at = 0; at < DECODE_COLUMNS; at++) {
		setup->table->wanted[at] = true;
		setup->table->raw_wanted[at] = at % 2;
	}
}

/* Rows as libcsv leaves them, whose fields are these cells. Of every other one it is told when it is good UTF-8. */
static inline void decode_fields(struct decode_setup *setup, const struct span *cell, uint32_t count, bool utf8)
{
	struct record_batch *record = &setup->batch->record;
	record->kept = arena_alloc(&setup->arena, (count + 1) * sizeof *record->kept);
	record->mixed = true;
	record->utf8 = utf8 ? arena_alloc(&setup->arena, (count + 1) * sizeof *record->utf8) : NULL;
	for (uint32_t row = 0; utf8 && row < count; row++)
		record->utf8[row] = row % 2 && text_utf8_valid(cell[row]) && !text_has_wide_blank(cell[row]);
	for (uint32_t row = 0; row < count; row++) {
		char *copy = setup->copy[row] = mem_alloc(cell[row].size + RECORD_SLACK_BYTES); /* a byte more would be noticed */
		if (cell[row].size)
			memcpy(copy, cell[row].data, cell[row].size);
		memset(copy + cell[row].size, '7', RECORD_SLACK_BYTES); /* what is there must not matter */
		record->at[row] = RECORD_KEPT | row;
		record->kept[row].field = arena_alloc(&setup->arena, DECODE_COLUMNS * sizeof(struct span));
		for (uint32_t column = 0; column < DECODE_COLUMNS; column++)
			record->kept[row].field[column] = (struct span){copy, cell[row].size};
	}
}

/* A batch with rows for the cells; the fields a file would give are put in their place. */
static inline void decode_open(struct decode_setup *setup, enum encoding encoding, bool decoded, const struct span *cell, uint32_t count)
{
	struct err err = ERR_INIT;
	decode_columns(setup);
	for (uint32_t at = 0; at < count; at++)
		for (uint32_t column = 0; column < DECODE_COLUMNS; column++)
			buffer_format(&setup->text, "%s1", column ? "," : "\n");
	setup->extract = (struct extract){.path = "t", .shown = "t", .table = setup->table};
	struct source_options options = {.path = "t", .bytes = buffer_span(&setup->text), .encoding = encoding, .delimiter = ','};
	if (extract_open(&setup->extract, &options, &err) || source_next(setup->extract.source, &setup->chunk, &err))
		abort();
	setup->batch = batch_new(&setup->extract);
	batch_feed(setup->batch, &setup->chunk);
	if (batch_next(setup->batch, &err) || setup->batch->record.row_count != count)
		abort();
	setup->batch->encoding = encoding;
	setup->batch->record.decoded = decoded;
	decode_fields(setup, cell, count, decoded || encoding == ENCODING_UTF8);
}

static inline void decode_close(struct decode_setup *setup)
{
	batch_free(setup->batch);
	for (uint32_t row = 0; row < DECODE_ROWS_MAX; row++)
		free(setup->copy[row]);
	extract_close(&setup->extract);
	arena_free(&setup->extract.arena);
	buffer_free(&setup->chunk.bytes);
	buffer_free(&setup->text);
	symbols_free(setup->symbols);
	arena_free(&setup->arena);
}

/* What a cell is, by the full parsers alone; text: decoded and trimmed, where it decodes. */
static inline struct value decode_full(struct decode_setup *setup, uint32_t column, struct span cell, enum encoding encoding, struct buffer *text)
{
	struct value value = {0};
	text->size = 0;
	if (!source_decode(cell, encoding, text))
		return (struct value){.cell = CELL_MALFORMED};
	struct span trimmed = text_trim(buffer_span(text), false);
	if (text_is_null(trimmed, false))
		return (struct value){.cell = CELL_NULL};
	return cell_parse(setup->table, column, trimmed, &value) ? value : (struct value){.cell = CELL_MALFORMED};
}

static inline void decode_compare(struct decode_setup *setup, const struct column *got, uint32_t column, uint32_t row, struct span cell,
				  enum encoding encoding, uint64_t *malformed)
{
	struct buffer text = BUFFER_INIT;
	struct value want = decode_full(setup, column, cell, encoding, &text), is = column_value(got, row);
	*malformed += want.cell == CELL_MALFORMED;
	decode_must(is.cell == want.cell && is.number == want.number, "value", got->type, cell);
	if (got->type == TYPE_TEXT && want.cell == CELL_VALUE)
		decode_must(span_equal(is.text, want.text), "text", got->type, cell);
	if (got->raw && text.size)
		decode_must(span_equal(got->raw[row], text_trim(buffer_span(&text), false)), "raw text", got->type, cell);
	buffer_free(&text);
}

/* Every row of every column: every third row first, some of them twice, then all. At most DECODE_ROWS_MAX cells. */
static inline void decode_check(const struct span *cell, uint32_t count, enum encoding encoding, bool decoded)
{
	struct decode_setup setup = {0};
	uint32_t row[2 * DECODE_ROWS_MAX];
	uint64_t malformed = 0;
	decode_open(&setup, encoding, decoded, cell, count);
	for (uint32_t column = 0; column < DECODE_COLUMNS; column++) {
		uint32_t rows = 0;
		for (uint32_t at = 0; at < count; at += 3) {
			row[rows++] = at;
			if (at % 2)
				row[rows++] = at;
		}
		setup.batch->rowset.read(&setup.batch->rowset, column, row, rows);
		for (rows = 0; rows < count; rows++)
			row[rows] = rows;
		const struct column *got = setup.batch->rowset.read(&setup.batch->rowset, column, row, rows);
		for (uint32_t at = 0; at < count; at++)
			decode_compare(&setup, got, column, at, cell[at], decoded ? ENCODING_UTF8 : encoding, &malformed);
	}
	decode_must(setup.batch->malformed_count == malformed, "malformed count", TYPE_TEXT, cell[0]);
	decode_close(&setup);
}

#endif
