/* source/source_gzip.c: members, truncation at every byte, damage, garbage. */
#include <stdio.h>

#include "source_pack.h"
#include "source_reader.h"

static void add_rows(struct buffer *out, uint32_t count)
{
	for (uint32_t row = 0; row < count; row++)
		buffer_format(out, "%u,%u\n", row, row * 2654435761u);
}

static void test_members(void **state)
{
	struct buffer packed = BUFFER_INIT, rows = BUFFER_INIT;
	(void)state;
	add_rows(&rows, 40000);
	pack(&packed, SPAN("a,"));
	pack(&packed, SPAN(""));
	pack(&packed, SPAN("b\n"));
	pack(&packed, buffer_span(&rows));
	pack(&packed, buffer_span(&rows));
	char *path = file_with(buffer_span(&packed));
	struct reading reading = reading_of(&(struct source_options){.path = path});
	assert_int_equal(reading.status, STATUS_END);
	assert_true(source_facts(reading.source)->gzip);
	assert_int_equal(source_facts(reading.source)->file_bytes, packed.size);
	assert_int_equal(source_facts(reading.source)->content_bytes, 4 + 2 * rows.size);
	assert_span(span_slice(buffer_span(&reading.content), 0, rows.size), buffer_span(&rows));
	assert_span(span_slice(buffer_span(&reading.content), rows.size, rows.size), buffer_span(&rows));
	assert_int_equal(reading.first_byte, 4);
	reading_free(&reading);
	file_remove(path);
	buffer_free(&packed);
	buffer_free(&rows);
}

static void test_same_content_packed_or_not(void **state)
{
	static const struct span texts[] = {SPAN("\xef\xbb\xbfid\n三\n"), SPAN("id|x\n\x81\x7c|\n"), SPAN("a\n\"1\n\"\n")};
	(void)state;
	for (size_t at = 0; at < COUNT_OF(texts); at++) {
		struct buffer packed = BUFFER_INIT;
		pack(&packed, texts[at]);
		struct reading plain = reading_of_bytes(texts[at]);
		struct reading gzip = reading_of_bytes(buffer_span(&packed));
		assert_int_equal(gzip.status, STATUS_END);
		assert_span(buffer_span(&gzip.content), buffer_span(&plain.content));
		assert_int_equal(source_facts(gzip.source)->encoding, source_facts(plain.source)->encoding);
		assert_string_not_equal(source_facts(gzip.source)->digest, source_facts(plain.source)->digest);
		reading_free(&gzip);
		reading_free(&plain);
		buffer_free(&packed);
	}
}

static void test_truncated_anywhere(void **state)
{
	struct buffer packed = BUFFER_INIT;
	(void)state;
	pack(&packed, SPAN("a,b\n"));
	size_t first = packed.size;
	pack(&packed, SPAN("1,2\n3,4\n5,6\n"));
	for (size_t size = 2; size < packed.size; size++) {
		char reached[64];
		if (size == first)
			continue; /* whole members: nothing tells that one is missing */
		snprintf(reached, sizeof reached, "at byte %zu, inside member %d", size, size < first ? 1 : 2);
		REFUSED(reading_of_bytes(span_slice(buffer_span(&packed), 0, size)), STATUS_UNREADABLE, "truncated gzip data", reached,
			"copy it again");
	}
	buffer_free(&packed);
}

static void test_garbage_behind(void **state)
{
	struct buffer packed = BUFFER_INIT;
	char from[64];
	(void)state;
	pack(&packed, SPAN("a,b\n1,2\n"));
	snprintf(from, sizeof from, "garbage behind gzip member 1, from byte %zu", packed.size);
	buffer_add_span(&packed, SPAN("rubbish"));
	REFUSED(reading_of_bytes(buffer_span(&packed)), STATUS_UNREADABLE, "test.csv: ", from);
	memset(packed.data + packed.size - 7, 0, 7);
	REFUSED(reading_of_bytes(buffer_span(&packed)), STATUS_UNREADABLE, from);
	buffer_free(&packed);
}

static void test_damaged(void **state)
{
	struct buffer packed = BUFFER_INIT;
	(void)state;
	pack(&packed, SPAN("a,b\n1,2\n"));
	packed.data[packed.size - 8] ^= 1; /* the checksum */
	REFUSED(reading_of_bytes(buffer_span(&packed)), STATUS_UNREADABLE, "damaged gzip data before byte", "incorrect data check");
	packed.data[2] = 9; /* the method */
	REFUSED(reading_of_bytes(buffer_span(&packed)), STATUS_UNREADABLE, "damaged gzip data", "unknown compression method");
	buffer_free(&packed);
}

static void test_what_is_inside_is_checked(void **state)
{
	struct buffer packed = BUFFER_INIT, twice = BUFFER_INIT;
	(void)state;
	pack(&packed, SPAN("PK\x03\x04 and so on"));
	REFUSED(reading_of_bytes(buffer_span(&packed)), STATUS_UNREADABLE, "zip archive or an .xlsx workbook");
	pack(&twice, buffer_span(&packed));
	REFUSED(reading_of_bytes(buffer_span(&twice)), STATUS_UNREADABLE, "gzip data inside gzip data");
	packed.size = 0;
	pack(&packed, SPAN(""));
	REFUSED(reading_of_bytes(buffer_span(&packed)), STATUS_UNREADABLE, "empty file");
	buffer_free(&packed);
	buffer_free(&twice);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_members),
		cmocka_unit_test(test_same_content_packed_or_not),
		cmocka_unit_test(test_truncated_anywhere),
		cmocka_unit_test(test_garbage_behind),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_what_is_inside_is_checked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
