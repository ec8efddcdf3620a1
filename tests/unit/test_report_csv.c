/* report/csv_out.h: quoting, what people's files guard against, whole files. */
#include "report/csv_out.h"

#include <stdlib.h>

#include "record/record.h"
#include "unit_folder.h"

static void check_cell(struct span text, enum csv_style style, bool digits, const char *expected)
{
	struct buffer out = BUFFER_INIT;
	csv_cell(&out, text, style, digits);
	assert_span(buffer_span(&out), span_of(expected));
	buffer_free(&out);
}

static void test_quoting(void **state)
{
	(void)state;
	check_cell(SPAN(""), CSV_MACHINE, false, "");
	check_cell(SPAN("兴国县"), CSV_MACHINE, false, "兴国县");
	check_cell(SPAN("a,b"), CSV_MACHINE, false, "\"a,b\"");
	check_cell(SPAN("他说\"好\""), CSV_MACHINE, false, "\"他说\"\"好\"\"\"");
	check_cell(SPAN("a\nb"), CSV_MACHINE, false, "\"a\nb\"");
	check_cell(SPAN("a\rb"), CSV_MACHINE, false, "\"a\rb\"");
	check_cell(SPAN(" a"), CSV_MACHINE, false, "\" a\"");
	check_cell(SPAN("a "), CSV_MACHINE, false, "\"a \"");
	check_cell(SPAN("a\tb"), CSV_MACHINE, false, "\"a\tb\"");
	check_cell(SPAN("a long cell without anything odd"), CSV_MACHINE, false, "a long cell without anything odd");
	check_cell(SPAN("a long cell with a comma behind,"), CSV_MACHINE, false, "\"a long cell with a comma behind,\"");
}

/* Machine files hold values as they are; people's files hold nothing that a spreadsheet would run. */
static void test_formulas(void **state)
{
	static const char *const cells[] = {"=1+1", "+86", "-3", "@sum", "=HYPERLINK(\"x\")"};
	static const char *const people[] = {"'=1+1", "'+86", "'-3", "'@sum", "\"'=HYPERLINK(\"\"x\"\")\""};
	(void)state;
	for (size_t at = 0; at < COUNT_OF(cells); at++)
		check_cell(span_of(cells[at]), CSV_PEOPLE, false, people[at]);
	check_cell(SPAN("=1+1"), CSV_MACHINE, false, "=1+1");
	check_cell(SPAN("\t=1+1"), CSV_PEOPLE, false, "\"'\t=1+1\"");
	check_cell(SPAN("\r=1+1"), CSV_PEOPLE, false, "\"'\r=1+1\"");
	check_cell(SPAN("1=1"), CSV_PEOPLE, false, "1=1");
	check_cell(SPAN("=1+1"), CSV_PEOPLE, true, "'=1+1"); /* a damaged number may be anything */
}

static void test_digits(void **state)
{
	(void)state;
	check_cell(SPAN("360799195001010018"), CSV_PEOPLE, true, "\"\t360799195001010018\"");
	check_cell(SPAN("360799195001010018"), CSV_MACHINE, true, "360799195001010018");
	check_cell(SPAN(""), CSV_PEOPLE, true, "");
}

static char *write_file(const char *folder, enum csv_style style)
{
	struct csv_out csv;
	struct err err = ERR_INIT;
	char *path = inside(folder, "out.csv");
	assert_int_equal(csv_create(&csv, path, style, "a,b,c,d,e,f", &err), STATUS_OK);
	csv_text(&csv, SPAN("x,y"));
	csv_digits(&csv, SPAN("0123"));
	csv_money(&csv, -123450);
	csv_count(&csv, 18446744073709551615u);
	csv_month(&csv, 2024 * 12 + 3);
	csv_day(&csv, 0);
	csv_row_end(&csv);
	csv_empty(&csv, 5);
	csv_day(&csv, INT64_MIN);
	csv_row_end(&csv);
	assert_int_equal(csv_close(&csv, STATUS_OK, &err), STATUS_OK);
	return path;
}

static void test_machine_file(void **state)
{
	char *path = write_file(*state, CSV_MACHINE);
	check_file(path, SPAN("a,b,c,d,e,f\n\"x,y\",0123,-1234.50,18446744073709551615,2024-04,1970-01-01\n,,,,,\n"));
	free(path);
}

/* A negative amount stays a number; a month must not become a date. */
static void test_people_file(void **state)
{
	char *path = write_file(*state, CSV_PEOPLE);
	check_file(path, SPAN("\xEF\xBB\xBF"
			      "a,b,c,d,e,f\r\n\"x,y\",\"\t0123\",-1234.50,18446744073709551615,202404,1970-01-01\r\n,,,,,\r\n"));
	free(path);
}

static void test_failure(void **state)
{
	struct csv_out csv;
	struct err err = ERR_INIT;
	char *path = inside(*state, "failed.csv"), *nowhere = inside(*state, "none/failed.csv");
	int before = entries_of(*state);
	assert_int_equal(csv_create(&csv, path, CSV_MACHINE, "a", &err), STATUS_OK);
	csv_text(&csv, SPAN("half"));
	assert_int_equal(csv_close(&csv, STATUS_GATE, &err), STATUS_GATE);
	assert_int_equal(entries_of(*state), before);
	assert_int_equal(csv_create(&csv, nowhere, CSV_MACHINE, "a", &err), STATUS_CANNOT_CREATE);
	err_clear(&err);
	free(path);
	free(nowhere);
}

/* What hecha writes, hecha reads back: any cell, beside others. Readers trim, so no blanks at the ends. */
static void test_reads_back(void **state)
{
	static const char *const pieces[] = {"\"", ",", "a", "中", "=", "\n", "'", "x y", ";", "\\", "0"};
	const struct dialect dialect = {.delimiter = ','};
	uint64_t seed = 7;
	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct buffer cell = BUFFER_INIT, line = BUFFER_INIT;
		struct arena arena = ARENA_INIT;
		struct err err = ERR_INIT;
		struct span *fields;
		uint32_t count;
		buffer_add_char(&cell, 'b'); /* a line end at the start is a blank */
		for (uint32_t length = pseudo_random(&seed) % 8; length; length--)
			buffer_add_span(&cell, span_of(pieces[pseudo_random(&seed) % COUNT_OF(pieces)]));
		buffer_add_char(&cell, 'e');
		csv_cell(&line, buffer_span(&cell), CSV_MACHINE, false);
		buffer_add_span(&line, SPAN(",last"));
		assert_int_equal(record_split(buffer_span(&line), &dialect, ENCODING_UTF8, &arena, &fields, &count, &err), STATUS_OK);
		assert_int_equal(count, 2);
		assert_span(fields[0], buffer_span(&cell));
		assert_span(fields[1], SPAN("last"));
		arena_free(&arena);
		buffer_free(&cell);
		buffer_free(&line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quoting),	     cmocka_unit_test(test_formulas),	 cmocka_unit_test(test_digits),
		cmocka_unit_test(test_machine_file), cmocka_unit_test(test_people_file), cmocka_unit_test(test_failure),
		cmocka_unit_test(test_reads_back),
	};
	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
