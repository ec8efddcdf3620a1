/* source/boundary.h: where records end. That it agrees with libcsv on anything is tested in test_record.c. */
#include "source/boundary.h"

#include <stdlib.h>

#include "hecha_limits.h"
#include "unit.h"

static const struct dialect two = {.delimiter = ',', .column_count = 2};

static void test_records(void **state)
{
	static const struct {
		struct span bytes;
		bool at_end;
		enum boundary found;
		size_t size;
	} cases[] = {
		{SPAN(""), true, BOUNDARY_MORE, 0},
		{SPAN("a,b"), false, BOUNDARY_MORE, 0},
		{SPAN("a,b"), true, BOUNDARY_RECORD, 3},
		{SPAN("a,b\nc"), false, BOUNDARY_RECORD, 4},
		{SPAN("\n"), false, BOUNDARY_RECORD, 1},
		{SPAN("a,\"b\"\r\nc"), false, BOUNDARY_RECORD, 7},
		{SPAN("a,\"b\nc\"\nd"), false, BOUNDARY_RECORD, 8},
		{SPAN("a,\"b\nc\"\r\nd"), false, BOUNDARY_RECORD, 9},
		{SPAN("a,\"b\nc\"\r"), false, BOUNDARY_MORE, 0},
		{SPAN("a,\"b\nc\"\r"), true, BOUNDARY_RECORD, 8},
		{SPAN("a,\"b\nc\" \t \nd"), false, BOUNDARY_RECORD, 11},
		{SPAN("a,\"b\nc"), false, BOUNDARY_MORE, 0},
		{SPAN("a,\"b\nc"), true, BOUNDARY_UNBALANCED, 5},
		{SPAN("a,\"b"), true, BOUNDARY_UNBALANCED, 4},
		/* Several lines must have the columns of the header; one line may have any. */
		{SPAN("\"b\nc\"\nd"), false, BOUNDARY_UNBALANCED, 3},
		{SPAN("\"b\",c,d\n"), false, BOUNDARY_RECORD, 8},
		/* A quote inside an unquoted field is data, and so is what follows a closing quote. */
		{SPAN("a\"b,\"\n"), true, BOUNDARY_UNBALANCED, 6},
		{SPAN("a\"b,c\nd"), false, BOUNDARY_RECORD, 6},
		{SPAN("\"a\"b\"\nc"), false, BOUNDARY_RECORD, 6},
		{SPAN("\"a\"\"\n\",b\nc"), false, BOUNDARY_RECORD, 9},
		{SPAN("\"a\" \"\nc"), false, BOUNDARY_RECORD, 6},
		{SPAN("a,\"b\"\r\r\nc"), true, BOUNDARY_UNBALANCED, 8},
	};
	(void)state;
	for (size_t at = 0; at < COUNT_OF(cases); at++) {
		struct span bytes = exact_copy(cases[at].bytes);
		size_t size = 0;
		assert_int_equal(boundary_find(bytes, &two, cases[at].at_end, &size), cases[at].found);
		if (cases[at].found != BOUNDARY_MORE)
			assert_int_equal(size, cases[at].size);
		free((char *)(uintptr_t)bytes.data);
	}
}

/* `"x`, then x up to `size` bytes of record in all, with a line end in between and the closing quote at the end. */
static struct span long_record(struct buffer *out, size_t size)
{
	out->size = 0;
	buffer_add_span(out, SPAN("a,\"\n"));
	memset(buffer_room(out, size), 'x', size);
	out->size = size;
	out->data[size - 2] = '"';
	out->data[size - 1] = '\n';
	buffer_add_span(out, SPAN("b,c\n"));
	return buffer_span(out);
}

static void test_longest_record(void **state)
{
	struct buffer bytes = BUFFER_INIT;
	size_t size;
	(void)state;
	for (int at_end = 0; at_end < 2; at_end++) {
		assert_int_equal(boundary_find(long_record(&bytes, HECHA_RECORD_BYTES_MAX), &two, at_end, &size), BOUNDARY_RECORD);
		assert_int_equal(size, HECHA_RECORD_BYTES_MAX);
		assert_int_equal(boundary_find(long_record(&bytes, HECHA_RECORD_BYTES_MAX + 1), &two, at_end, &size),
				 BOUNDARY_UNBALANCED);
		assert_int_equal(size, 4);
	}
	struct span cut = long_record(&bytes, HECHA_RECORD_BYTES_MAX + 1);
	assert_int_equal(boundary_find(span_slice(cut, 0, HECHA_RECORD_BYTES_MAX), &two, false, &size), BOUNDARY_MORE);
	buffer_free(&bytes);
}

static void test_longest_line(void **state)
{
	struct buffer bytes = BUFFER_INIT;
	size_t size;
	(void)state;
	memset(buffer_room(&bytes, HECHA_RECORD_BYTES_MAX + 1), 'x', HECHA_RECORD_BYTES_MAX + 1);
	bytes.size = HECHA_RECORD_BYTES_MAX + 1;
	bytes.data[HECHA_RECORD_BYTES_MAX - 1] = '\n';
	assert_int_equal(boundary_find(buffer_span(&bytes), &two, true, &size), BOUNDARY_RECORD);
	assert_int_equal(size, HECHA_RECORD_BYTES_MAX);
	bytes.data[HECHA_RECORD_BYTES_MAX - 1] = 'x';
	bytes.data[HECHA_RECORD_BYTES_MAX] = '\n';
	assert_int_equal(boundary_find(buffer_span(&bytes), &two, true, &size), BOUNDARY_UNBALANCED);
	assert_int_equal(size, HECHA_RECORD_BYTES_MAX + 1);
	buffer_free(&bytes);
}

static void test_gb18030(void **state)
{
	/* 81 7C is one character, whose second byte is '|'. */
	const struct dialect bar = {.delimiter = '|', .gb18030 = true, .column_count = 2};
	const struct dialect bytewise = {.delimiter = '|', .column_count = 2};
	size_t size;
	(void)state;
	assert_int_equal(boundary_field_count(SPAN("\x81\x7c|x\n"), &bar), 2);
	assert_int_equal(boundary_field_count(SPAN("\x81\x7c|x\n"), &bytewise), 3);
	assert_int_equal(boundary_find(SPAN("\x81\x7c|\"\n\"\n"), &bar, false, &size), BOUNDARY_RECORD);
	assert_int_equal(size, 7);
	/* A character that is none hides neither delimiter, quote nor line end. */
	assert_int_equal(boundary_field_count(SPAN("\xff|\x81\n"), &bar), 2);
	assert_int_equal(boundary_gb18030_size("\x81\x7c", 2), 2);
	assert_int_equal(boundary_gb18030_size("\x81\x30\x81\x30", 4), 4);
	assert_int_equal(boundary_gb18030_size("\x81\x30\x81\x30", 3), 1);
	assert_int_equal(boundary_gb18030_size("\x81\x7f", 2), 1);
	assert_int_equal(boundary_gb18030_size("\x81\xff", 2), 1);
	assert_int_equal(boundary_gb18030_size("\x80\x40", 2), 1);
	assert_int_equal(boundary_gb18030_size("a|", 2), 1);
}

static void test_small_helpers(void **state)
{
	const struct dialect tab = {.delimiter = '\t', .column_count = 2};
	(void)state;
	assert_span(boundary_trim_line_end(SPAN("a\r\n")), SPAN("a"));
	assert_span(boundary_trim_line_end(SPAN("a\n")), SPAN("a"));
	assert_span(boundary_trim_line_end(SPAN("a\r\r\n")), SPAN("a\r"));
	assert_span(boundary_trim_line_end(SPAN("a\n\n")), SPAN("a\n"));
	assert_span(boundary_trim_line_end(SPAN("\n")), SPAN(""));
	assert_true(boundary_is_blank(SPAN(" \t\r\n"), &two));
	assert_false(boundary_is_blank(SPAN(" \t\r\n"), &tab));
	assert_false(boundary_is_blank(SPAN(" ,\n"), &two));
	assert_false(boundary_is_blank(SPAN("\r\r\n"), &two));
	assert_int_equal(boundary_field_count(SPAN(" \n"), &two), 0);
	assert_int_equal(boundary_field_count(SPAN(",\n"), &two), 2);
	assert_int_equal(boundary_field_count(SPAN("\"a,b\",\"c\"\"\",\n"), &two), 3);
	assert_int_equal(boundary_line_count(SPAN("")), 0);
	assert_int_equal(boundary_line_count(SPAN("\n\na\n")), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_records),	      cmocka_unit_test(test_longest_record), cmocka_unit_test(test_longest_line),
		cmocka_unit_test(test_gb18030),	      cmocka_unit_test(test_small_helpers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
