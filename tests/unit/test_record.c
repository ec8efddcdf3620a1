/* record/record.h: fields, places, rejects; and the property that the size of chunks changes nothing. */
#include "record/record.h"

#include <stdlib.h>

#include "record/token.h"
#include "record_property.h"
#include "unit.h"

/* Rows as `line@byte [size:field]…`, rejects behind them. */
static void assert_read(struct span content, size_t chunk_bytes, const char *rows, const char *rejects)
{
	struct property_input input = {.content = exact_copy(content)};
	struct property_dump dump = {.rows = BUFFER_INIT};
	assert_int_equal(property_read(&input, chunk_bytes, &dump), STATUS_END);
	assert_span(buffer_span(&dump.rows), span_of(rows));
	assert_span(buffer_span(&dump.rejects), span_of(rejects));
	property_free(&dump);
	free((char *)(uintptr_t)input.content.data);
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t chunk_bytes = 0; chunk_bytes < 30; chunk_bytes++) {
		assert_read(SPAN("a,b\n1,2\n\n 3\t, 4 4 \n5,"), chunk_bytes,
			    "\n2@4 [1:1][1:2]\n4@9 [1:3][3:4 4]\n5@19 [1:5][0:]", "");
		assert_read(SPAN("a,b\r\n1,2\r\n \r\n\"3\r\n3\",4\r\n5,6\r"), chunk_bytes,
			    "\n2@5 [1:1][1:2]\n4@13 [4:3\r\n3][1:4]\n6@23 [1:5][1:6]", "");
		assert_read(SPAN("a;b\n\"x;\"\"y\"\"\" ; \" z \"\nq\"r;\"s\" t\"\n"), chunk_bytes,
			    "\n2@4 [5:x;\"y\"][3: z ]\n3@22 [3:q\"r][4:s\" t]", "");
	}
}

static void test_rejects(void **state)
{
	(void)state;
	for (size_t chunk_bytes = 0; chunk_bytes < 30; chunk_bytes++) {
		assert_read(SPAN("a,b\n1,2\n1,\"2\n3,4\n5\n6,7,8\r\n9,9\n"), chunk_bytes,
			    "\n2@4 [1:1][1:2]\n4@13 [1:3][1:4]\n7@26 [1:9][1:9]",
			    "\n3@8 unbalanced-quote 0 [4:1,\"2]\n5@17 field-count 1 [1:5]\n6@19 field-count 3 [5:6,7,8]");
		assert_read(SPAN("a,b\n\"1\n2\"\n3,4\n"), chunk_bytes, "\n4@10 [1:3][1:4]",
			    "\n2@4 unbalanced-quote 0 [2:\"1]\n3@7 field-count 1 [2:2\"]");
	}
}

/* A program that puts a lone quote before every number must cost no more than another file: see boundary_hint. */
static void test_open_quote_on_every_line(void **state)
{
	struct buffer bytes = BUFFER_INIT;
	struct property_dump dump = {.rows = BUFFER_INIT};
	(void)state;
	buffer_add_span(&bytes, SPAN("a,b\n"));
	for (uint32_t row = 0; row < 100000; row++)
		buffer_format(&bytes, "\"36%u,b\n", row);
	buffer_add_span(&bytes, SPAN("1,2\n"));
	struct property_input input = {.content = buffer_span(&bytes)};
	assert_int_equal(property_read(&input, 0, &dump), STATUS_END);
	assert_span(buffer_span(&dump.rows), SPAN("\n100002@1088894 [1:1][1:2]"));
	assert_int_equal(boundary_line_count(buffer_span(&dump.rejects)), 100000);
	property_free(&dump);
	buffer_free(&bytes);
}

static struct chunk chunk_of(struct span bytes)
{
	struct chunk chunk = {.line = 2, .byte = 10};
	buffer_add_span(&chunk.bytes, bytes);
	return chunk;
}

static void test_wanted_columns(void **state)
{
	const struct dialect dialect = {.delimiter = ',', .column_count = 4};
	const uint32_t wanted[] = {3, 0};
	struct record_reader *reader = record_reader_new(&dialect, wanted, 2);
	struct chunk chunk = chunk_of(SPAN("a,b,c,d\n1,2,3,4\n"));
	struct record_batch batch;
	(void)state;
	record_feed(reader, &chunk, ENCODING_UTF8);
	assert_int_equal(record_next(reader, &batch, NULL), STATUS_OK);
	assert_int_equal(batch.row_count, 2);
	assert_int_equal(batch.field_count, 2);
	assert_false(batch.decoded);
	assert_span(property_cut(&batch, 0, 0), SPAN("d"));
	assert_span(property_cut(&batch, 0, 1), SPAN("4"));
	assert_span(property_cut(&batch, 1, 0), SPAN("a"));
	assert_span(property_cut(&batch, 1, 1), SPAN("1"));
	assert_int_equal(record_line(&batch, 1), 3);
	assert_int_equal(record_byte(&batch, 1), 18);
	assert_int_equal(record_next(reader, &batch, NULL), STATUS_END);
	assert_int_equal(batch.row_count, 0);
	record_reader_free(reader);
	buffer_free(&chunk.bytes);
}

static void test_no_wanted_columns(void **state)
{
	const struct dialect dialect = {.delimiter = ',', .column_count = 1};
	struct record_reader *reader = record_reader_new(&dialect, NULL, 0);
	struct chunk chunk = chunk_of(SPAN("a\nb\n"));
	struct record_batch batch;
	(void)state;
	record_feed(reader, &chunk, ENCODING_UTF8);
	assert_int_equal(record_next(reader, &batch, NULL), STATUS_OK);
	assert_int_equal(batch.row_count, 2);
	record_reader_free(reader);
	buffer_free(&chunk.bytes);
}

static void test_many_batches(void **state)
{
	const struct dialect dialect = {.delimiter = ',', .column_count = 2};
	const uint32_t wanted[] = {1};
	struct record_reader *reader = record_reader_new(&dialect, wanted, 1);
	struct chunk chunk = {.line = 2};
	struct record_batch batch;
	const uint32_t broken = HECHA_BATCH_ROWS / 2; /* every so many rows one */
	uint64_t row = 0;
	uint32_t rejects;
	(void)state;
	for (uint32_t at = 0; at < 3 * HECHA_BATCH_ROWS; at++)
		buffer_format(&chunk.bytes, at % broken ? "%u,%u\n" : "%u\n%u,1\n", at, at);
	for (int feed = 0; feed < 2; feed++) {
		record_feed(reader, &chunk, ENCODING_UTF8);
		for (row = 0; record_next(reader, &batch, NULL) == STATUS_OK; row += batch.row_count)
			assert_true(batch.row_count == HECHA_BATCH_ROWS || row + batch.row_count == 3 * HECHA_BATCH_ROWS);
		assert_int_equal(row, 3 * HECHA_BATCH_ROWS);
		const struct record_reject *reject = record_rejects(reader, &rejects);
		assert_int_equal(rejects, 6);
		assert_int_equal(strtoul(reject[5].raw.data, NULL, 10), 5 * broken);
		assert_int_equal(reject[5].line, 2 + 5 * broken + 5);
	}
	record_reader_free(reader);
	buffer_free(&chunk.bytes);
}

/* '|' may be the second byte of a character, so these records are decoded before they are split. */
static void test_gb18030_bar(void **state)
{
	const struct dialect dialect = {.delimiter = '|', .column_count = 2};
	const uint32_t wanted[] = {0, 1};
	struct record_reader *reader = record_reader_new(&dialect, wanted, 2);
	struct chunk chunk = chunk_of(SPAN("\x81\x7c|\xd5\xc5\n\xff|\xd5\xc5\xff\n1|\x81\x7c|\n"));
	struct record_batch batch;
	uint32_t rejects;
	(void)state;
	record_feed(reader, &chunk, ENCODING_GB18030);
	assert_int_equal(record_next(reader, &batch, NULL), STATUS_OK);
	assert_int_equal(batch.row_count, 2);
	assert_true(batch.decoded);
	assert_span(property_cut(&batch, 0, 0), SPAN("亅"));
	assert_span(property_cut(&batch, 1, 0), SPAN("张"));
	assert_span(property_cut(&batch, 0, 1), SPAN("\xff"));
	assert_span(property_cut(&batch, 1, 1), SPAN("张\xff"));
	const struct record_reject *reject = record_rejects(reader, &rejects);
	assert_int_equal(rejects, 1);
	assert_span(reject->raw, SPAN("1|\x81\x7c|"));
	assert_int_equal(reject->fields, 3);
	record_feed(reader, &chunk, ENCODING_UTF8);
	assert_int_equal(record_next(reader, &batch, NULL), STATUS_OK);
	assert_false(batch.decoded);
	record_reader_free(reader);
	buffer_free(&chunk.bytes);
}

static void test_split(void **state)
{
	const struct dialect comma = {.delimiter = ','}, bar = {.delimiter = '|', .gb18030 = true};
	struct arena arena = ARENA_INIT;
	struct err err = ERR_INIT;
	struct span *field;
	uint32_t count;
	(void)state;
	assert_int_equal(record_split(SPAN("id,\"a \"\"b\"\",\nc\" , 　张\xc2\xa0,\r\n"), &comma, ENCODING_UTF8, &arena, &field, &count, &err),
			 STATUS_OK);
	assert_int_equal(count, 4);
	assert_span(field[0], SPAN("id"));
	assert_span(field[1], SPAN("a \"b\",\nc"));
	assert_span(field[2], SPAN("张"));
	assert_span(field[3], SPAN(""));
	assert_int_equal(record_split(SPAN("\x81\x7c|\xa1\xa1\xd5\xc5"), &bar, ENCODING_GB18030, &arena, &field, &count, &err), STATUS_OK);
	assert_int_equal(count, 2);
	assert_span(field[0], SPAN("亅"));
	assert_span(field[1], SPAN("张"));
	assert_int_equal(record_split(SPAN(""), &comma, ENCODING_UTF8, &arena, &field, &count, &err), STATUS_OK);
	assert_int_equal(count, 0);
	assert_int_equal(record_split(SPAN("a,\xff"), &comma, ENCODING_UTF8, &arena, &field, &count, &err), STATUS_UNREADABLE);
	assert_non_null(err.text);
	err_clear(&err);
	arena_free(&arena);
}

/* Pieces that meet each other's edge cases: every delimiter, quotes and line ends, characters whose second byte is '|', characters
 * of four bytes, and halves of them. */
static struct span random_content(struct buffer *out, uint64_t *seed)
{
	static const struct span pieces[] = {
		SPAN("a"),  SPAN("a"),	SPAN(","),    SPAN(","),	SPAN(";"),    SPAN("\t"), SPAN("|"),	      SPAN("\""),
		SPAN("\""), SPAN("\""), SPAN("\n"),   SPAN("\n"),	SPAN("\r\n"), SPAN("\r"), SPAN(" "),	      SPAN("\"\""),
		SPAN("\"\n"), SPAN(",\""), SPAN("\",\""), SPAN("\x81\x7c"), SPAN("\x81"), SPAN("\xd5\xc5"), SPAN("\x81\x30\x81\x30"), SPAN("三"),
	};
	static const struct span headers[] = {SPAN("a,b\n"), SPAN("a;b;c\n"), SPAN("a\tb\r\n"), SPAN("a|b\n"), SPAN("a\n"), SPAN("")};
	uint32_t size = pseudo_random(seed) % 60;
	out->size = 0;
	buffer_add_span(out, headers[pseudo_random(seed) % COUNT_OF(headers)]);
	for (uint32_t at = 0; at < size; at++)
		buffer_add_span(out, pieces[pseudo_random(seed) % COUNT_OF(pieces)]);
	return buffer_span(out);
}

/* Rows as programs write them, long enough to cross blocks and windows of the tokenizer; now and then one as none does. */
static void random_row(struct buffer *out, uint64_t *seed, char delimiter, const char *line_end)
{
	static const struct span fields[] = {
		SPAN("1"), SPAN(""), SPAN("360799194901010017"), SPAN("三张"), SPAN(" a b "), SPAN("\t"), SPAN("\xd5\xc5\x81\x7c"), SPAN("0.50"),
		SPAN("\"\""), SPAN("\"a;|\tb,c\""), SPAN("\"x\"\"y\""), SPAN("\"\"\"\""), SPAN("\"1\n2\r\n\""), SPAN("\" 1 \""),
	};
	static const struct span odd[] = {SPAN("\"a\" "), SPAN(" \"a\""), SPAN("a\"b"), SPAN("\"a\"b\""), SPAN("\"a"), SPAN("a\r"), SPAN("\"a\"\r")};
	uint32_t kind = pseudo_random(seed) % 64, columns = kind == 0 ? 2 + pseudo_random(seed) % 3 : 3;
	for (uint32_t column = 0; column < columns && kind != 1; column++) {
		struct span field = fields[pseudo_random(seed) % COUNT_OF(fields)];
		if (kind == 2 && pseudo_random(seed) % 2)
			field = odd[pseudo_random(seed) % COUNT_OF(odd)];
		if (column)
			buffer_add_char(out, delimiter);
		buffer_add_span(out, field);
	}
	buffer_add_span(out, span_of(line_end));
}

static void test_long_content(void **state)
{
	static const size_t chunk_bytes[] = {100, 4096, HECHA_WINDOW_BYTES + 64};
	struct buffer bytes = BUFFER_INIT;
	uint64_t seed = 20260102;
	(void)state;
	for (int round = 0; round < 200; round++) {
		char delimiter = ",;\t|"[round % 4];
		const char *line_end = pseudo_random(&seed) % 2 ? "\n" : "\r\n";
		bytes.size = 0;
		buffer_format(&bytes, "a%cb%cc%s", delimiter, delimiter, line_end);
		for (uint32_t size = pseudo_random(&seed) % (round % 16 ? 4000 : 3 * HECHA_WINDOW_BYTES); bytes.size < size;)
			random_row(&bytes, &seed, delimiter, line_end);
		struct property_input input = {.content = exact_copy(buffer_span(&bytes)), .encoding = pseudo_random(&seed) % 3};
		property_check(&input, chunk_bytes, COUNT_OF(chunk_bytes));
		free((char *)(uintptr_t)input.content.data);
	}
	buffer_free(&bytes);
}

/* What the tokenizer carries from one block to the next: every pair of neighbours on both sides of a border. */
static void test_every_offset(void **state)
{
	static const struct span records[] = {
		SPAN("a ,b\n"), SPAN("a, b\n"), SPAN("a,b \n"), SPAN("a,b \r\n"), SPAN(" a,b\n"), SPAN("\"a\",\"b\"\r\n"), SPAN("\"a\"\"\",b\n"),
		SPAN("\"a\"x,b\n"), SPAN("a,\"b\"\rx\n"), SPAN("a,\"b\"\r\r\n"), SPAN("\"a\r\nb\",c\n"), SPAN("a, \"b\"\n"), SPAN("\"a\" ,b\n"),
	};
	struct buffer bytes = BUFFER_INIT;
	(void)state;
	for (size_t at = 0; at < COUNT_OF(records); at++) {
		for (size_t before = 0; before <= TOKEN_BLOCK; before++) {
			bytes.size = 0;
			buffer_add_span(&bytes, SPAN("h,i\n"));
			memset(buffer_room(&bytes, before), 'x', before);
			bytes.size += before;
			buffer_add_span(&bytes, SPAN(",1\n"));
			buffer_add_span(&bytes, records[at]);
			buffer_add_span(&bytes, SPAN("2,3\n"));
			struct property_input input = {.content = exact_copy(buffer_span(&bytes)), .delimiter = ','};
			property_check(&input, NULL, 0);
			free((char *)(uintptr_t)input.content.data);
		}
	}
	buffer_free(&bytes);
}

/* A record that just fits into a window, and one that does not and is read by the slow parser: the same rows. */
static void test_longest_in_window(void **state)
{
	struct buffer bytes = BUFFER_INIT;
	(void)state;
	for (size_t size = HECHA_WINDOW_BYTES - 2; size < HECHA_WINDOW_BYTES + 3; size++) {
		bytes.size = 0;
		buffer_add_span(&bytes, SPAN("a,b\n\""));
		memset(buffer_room(&bytes, size), 'x', size);
		bytes.size += size - 5;
		buffer_add_span(&bytes, SPAN("\",y\n\"1\",\"\"\"2\"\n"));
		struct property_input input = {.content = exact_copy(buffer_span(&bytes))};
		property_check(&input, NULL, 0);
		free((char *)(uintptr_t)input.content.data);
	}
	buffer_free(&bytes);
}

/* Fields are where they stand in the chunk; only what holds a doubled quote is copied. */
static void test_zero_copy(void **state)
{
	const struct dialect dialect = {.delimiter = ',', .column_count = 2};
	const uint32_t wanted[] = {0, 1};
	struct record_reader *reader = record_reader_new(&dialect, wanted, 2);
	struct chunk chunk = chunk_of(SPAN("1, 2\r\n\"3\",\"4\"\n\"5\"\"\",6\n"));
	struct record_batch batch;
	(void)state;
	record_feed(reader, &chunk, ENCODING_UTF8);
	assert_int_equal(record_next(reader, &batch, NULL), STATUS_OK);
	assert_int_equal(batch.row_count, 3);
	assert_ptr_equal(property_cut(&batch, 0, 0).data, chunk.bytes.data);
	assert_ptr_equal(property_cut(&batch, 1, 0).data, chunk.bytes.data + 3);
	assert_ptr_equal(property_cut(&batch, 0, 1).data, chunk.bytes.data + 7);
	assert_ptr_equal(property_cut(&batch, 1, 1).data, chunk.bytes.data + 11);
	assert_span(property_cut(&batch, 0, 2), SPAN("5\""));
	assert_ptr_equal(property_cut(&batch, 1, 2).data, chunk.bytes.data + 20);
	record_reader_free(reader);
	buffer_free(&chunk.bytes);
}

/* Rows with care, of libcsv and plain ones side by side: in any order, again, and when others were dropped. */
static void test_rows_asked(void **state)
{
	const struct dialect dialect = {.delimiter = ',', .column_count = 2};
	const uint32_t wanted[] = {1, 0}, some[] = {4, 0, 3, 3, 1}, kept[] = {1, 2, 4};
	struct record_reader *reader = record_reader_new(&dialect, wanted, 2);
	struct chunk chunk = chunk_of(SPAN("1,a\n\"2\n\",\"b\"\"\"\n3 , c\n\n4\"4,d\r\n5,e\r\n"));
	struct record_batch batch;
	struct span field[5];
	(void)state;
	chunk.row = 7;
	record_feed(reader, &chunk, ENCODING_UTF8);
	assert_int_equal(record_next(reader, &batch, NULL), STATUS_OK);
	assert_int_equal(batch.row_count, 5);
	for (int again = 0; again < 2; again++) {
		record_fields(&batch, 0, some, 5, field);
		assert_span(field[0], SPAN("e"));
		assert_span(field[1], SPAN("a"));
		assert_span(field[2], SPAN("d"));
		assert_span(field[3], SPAN("d"));
		assert_span(field[4], SPAN("b\""));
	}
	record_keep(&batch, kept, 3);
	assert_int_equal(batch.row_count, 3);
	record_fields(&batch, 1, (const uint32_t[]){0, 1, 2}, 3, field);
	assert_span(field[0], SPAN("2\n"));
	assert_span(field[1], SPAN("3"));
	assert_span(field[2], SPAN("5"));
	assert_int_equal(record_line(&batch, 1), 5);
	assert_int_equal(record_byte(&batch, 2), 10 + 29);
	assert_int_equal(record_number(&batch, 2), 7 + 5);
	record_reader_free(reader);
	buffer_free(&chunk.bytes);
}

/* Blank lines among the rows take places in the lists, too: a batch ends before there is none left. */
static void test_blank_lines(void **state)
{
	const struct dialect dialect = {.delimiter = ',', .column_count = 2};
	const uint32_t wanted[] = {0};
	struct record_reader *reader = record_reader_new(&dialect, wanted, 1);
	struct chunk chunk = {.line = 2};
	struct record_batch batch;
	uint64_t row = 0;
	(void)state;
	for (uint32_t at = 0; at < 2 * HECHA_BATCH_ROWS; at++) {
		buffer_format(&chunk.bytes, "%u,\n", at);
		for (uint32_t blank = 0; blank < 100; blank++)
			buffer_add_char(&chunk.bytes, '\n');
	}
	record_feed(reader, &chunk, ENCODING_UTF8);
	for (; record_next(reader, &batch, NULL) == STATUS_OK; row += batch.row_count)
		for (uint32_t at = 0; at < batch.row_count; at++) {
			char wanted_text[12];
			snprintf(wanted_text, sizeof wanted_text, "%u", (uint32_t)row + at);
			assert_span(property_cut(&batch, 0, at), span_of(wanted_text));
			assert_int_equal(record_line(&batch, at), 2 + (row + at) * 101);
		}
	assert_int_equal(row, 2 * HECHA_BATCH_ROWS);
	record_reader_free(reader);
	buffer_free(&chunk.bytes);
}

static void test_chunk_size_changes_nothing(void **state)
{
	static const size_t chunk_bytes[] = {1, 2, 3, 7, 16, 40};
	struct buffer bytes = BUFFER_INIT;
	uint64_t seed = 20260101;
	(void)state;
	for (int round = 0; round < 10000; round++) {
		struct property_input input = {.content = random_content(&bytes, &seed)};
		if (!input.content.size)
			continue;
		input.content = exact_copy(input.content);
		input.encoding = pseudo_random(&seed) % 3;
		input.trailer = pseudo_random(&seed) % 4 == 0;
		property_check(&input, chunk_bytes, COUNT_OF(chunk_bytes));
		free((char *)(uintptr_t)input.content.data);
	}
	buffer_free(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_rejects),
		cmocka_unit_test(test_open_quote_on_every_line),
		cmocka_unit_test(test_wanted_columns),
		cmocka_unit_test(test_no_wanted_columns),
		cmocka_unit_test(test_many_batches),
		cmocka_unit_test(test_gb18030_bar),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_zero_copy),
		cmocka_unit_test(test_rows_asked),
		cmocka_unit_test(test_blank_lines),
		cmocka_unit_test(test_chunk_size_changes_nothing),
		cmocka_unit_test(test_long_content),
		cmocka_unit_test(test_every_offset),
		cmocka_unit_test(test_longest_in_window),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
