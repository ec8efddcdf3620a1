/* source/source.h on plain content: facts, encodings, what is refused, line ends, trailers, chunks. */
#include "source/source.h"

#include <iconv.h>
#include <pthread.h>
#include <sys/stat.h>

#include "base/file.h"
#include "hecha_limits.h"
#include "source_reader.h"

static void test_facts_and_places(void **state)
{
	struct span bytes = SPAN("id,name\n1,a\n2,b\n");
	char digest[33], whole[33];
	char *path = file_with(bytes);
	struct digest *expected = digest_new();
	(void)state;
	struct reading reading = reading_of(&(struct source_options){.path = path});
	const struct source_facts *facts = source_facts(reading.source);
	assert_int_equal(reading.status, STATUS_END);
	assert_span(source_header(reading.source), SPAN("id,name"));
	assert_span(buffer_span(&reading.content), SPAN("1,a\n2,b\n"));
	assert_int_equal(reading.first_line, 2);
	assert_int_equal(reading.first_byte, 8);
	assert_int_equal(facts->dialect.delimiter, ',');
	assert_int_equal(facts->dialect.column_count, 2);
	assert_int_equal(facts->encoding, ENCODING_UTF8);
	assert_false(facts->bom || facts->gzip || facts->dialect.gb18030);
	assert_int_equal(facts->file_bytes, bytes.size);
	assert_int_equal(facts->content_bytes, bytes.size);
	digest_add(expected, bytes.data, bytes.size);
	digest_text(expected, digest);
	assert_string_equal(facts->digest, digest);
	assert_int_equal(source_digest(path, whole, NULL), STATUS_OK);
	assert_string_equal(whole, digest);
	digest_free(expected);
	reading_free(&reading);
	file_remove(path);
}

static void test_delimiters(void **state)
{
	static const struct {
		const char *header;
		char delimiter;
		uint32_t columns;
	} cases[] = {
		{"a,b,c", ',', 3},	{"a;b;c", ';', 3},   {"a\tb\tc", '\t', 3},	   {"a|b|c", '|', 3},
		{"a", ',', 1},		{"a;b,c", ',', 2},   {"\"a,b\";\"c,d\";e", ';', 3}, {"a;b\tc\td", '\t', 3},
		{"\"a|b|c\",d", ',', 2}, {"\"a\nb\"\tc", '\t', 2},
	};
	(void)state;
	for (size_t at = 0; at < COUNT_OF(cases); at++) {
		struct reading reading = reading_of_bytes(span_of(cases[at].header));
		assert_int_equal(reading.status, STATUS_END);
		assert_int_equal(source_facts(reading.source)->dialect.delimiter, cases[at].delimiter);
		assert_int_equal(source_facts(reading.source)->dialect.column_count, cases[at].columns);
		assert_span(source_header(reading.source), span_of(cases[at].header));
		reading_free(&reading);
	}
	struct reading given = reading_of(&(struct source_options){.bytes = SPAN("a,b,c;d\n"), .delimiter = ';'});
	assert_int_equal(source_facts(given.source)->dialect.column_count, 2);
	reading_free(&given);
}

/* 张三 in GB18030 is D5 C5 C8 FD. */
static void test_encodings(void **state)
{
	static const struct {
		struct span bytes;
		enum encoding given, found;
		bool bom;
	} cases[] = {
		{SPAN("id\n1\n"), ENCODING_AUTO, ENCODING_UTF8, false},
		{SPAN("id\n1\n"), ENCODING_GB18030, ENCODING_GB18030, false},
		{SPAN("id\n张三\n"), ENCODING_AUTO, ENCODING_UTF8, false},
		{SPAN("id\n\xd5\xc5\xc8\xfd\n"), ENCODING_AUTO, ENCODING_GB18030, false},
		{SPAN("\xef\xbb\xbfid\n\xd5\xc5\n"), ENCODING_AUTO, ENCODING_UTF8, true},
		{SPAN("\xef\xbb\xbfid\n1\n"), ENCODING_GB18030, ENCODING_UTF8, true},
		{SPAN("\x84\x31\x95\x33" "id\n1\n"), ENCODING_AUTO, ENCODING_GB18030, true},
		/* One broken cell decides nothing: FF is in neither encoding, and 三 cut short is a byte too few. */
		{SPAN("id\n张三\n李四\n\xff\n"), ENCODING_AUTO, ENCODING_UTF8, false},
		{SPAN("id,x\n张三,a\n李\xe4\xb8,a\n王五六,a\n"), ENCODING_AUTO, ENCODING_UTF8, false},
		{SPAN("id\n\xd5\xc5\xc8\xfd\n\xff\n"), ENCODING_AUTO, ENCODING_GB18030, false},
		{SPAN("id\n\xff\n"), ENCODING_AUTO, ENCODING_GB18030, false},
	};
	(void)state;
	for (size_t at = 0; at < COUNT_OF(cases); at++) {
		struct reading reading = reading_of(&(struct source_options){.bytes = cases[at].bytes, .encoding = cases[at].given});
		assert_int_equal(reading.status, STATUS_END);
		assert_int_equal(source_facts(reading.source)->encoding, cases[at].found);
		assert_int_equal(source_facts(reading.source)->bom, cases[at].bom);
		assert_span(source_header(reading.source), span_slice(SPAN("id,x"), 0, source_header(reading.source).size));
		reading_free(&reading);
	}
}

/* What follows far behind the first Chinese character is not looked at, and a character may lie across the end of the look. */
static void test_encoding_of_large_files(void **state)
{
	struct buffer bytes = BUFFER_INIT;
	(void)state;
	buffer_add_span(&bytes, SPAN("id\n"));
	for (uint32_t at = 0; bytes.size < 2 * HECHA_CHUNK_BYTES; at++)
		buffer_add_span(&bytes, at % 7 ? SPAN("张三李四") : SPAN("x\n"));
	for (int shift = 0; shift < 4; shift++) {
		struct reading reading = reading_of_bytes(buffer_span(&bytes));
		assert_int_equal(source_facts(reading.source)->encoding, ENCODING_UTF8);
		assert_int_equal(reading.content.size + 3, bytes.size);
		reading_free(&reading);
		bytes.data[1] = 'x';
		buffer_add_span(&bytes, SPAN("x"));
		memmove(bytes.data + 4, bytes.data + 3, bytes.size - 4);
		bytes.data[3] = 'x';
	}
	buffer_free(&bytes);
}

static void test_encoding_is_decided_late(void **state)
{
	struct buffer bytes = BUFFER_INIT;
	struct chunk chunk = {.number = 0};
	struct source *source = NULL;
	(void)state;
	buffer_add_span(&bytes, SPAN("a|b\n"));
	while (bytes.size < 2 * HECHA_CHUNK_BYTES)
		buffer_add_span(&bytes, SPAN("1|2\n"));
	buffer_add_span(&bytes, SPAN("\x81\x7c|2\n"));
	struct source_options options = {.bytes = buffer_span(&bytes)};
	assert_int_equal(source_open(&options, &source, NULL), STATUS_OK);
	assert_int_equal(source_next(source, &chunk, NULL), STATUS_OK);
	assert_int_equal(chunk.encoding, ENCODING_UTF8);
	assert_false(source_facts(source)->dialect.gb18030);
	while (source_next(source, &chunk, NULL) == STATUS_OK)
		;
	assert_int_equal(chunk.encoding, ENCODING_GB18030);
	assert_true(source_facts(source)->dialect.gb18030);
	buffer_free(&chunk.bytes);
	buffer_free(&bytes);
	source_close(source);
}

static void test_refused(void **state)
{
	static const struct {
		struct span bytes;
		const char *word;
	} cases[] = {
		{SPAN(""), "empty file"},
		{SPAN("\n \r\n\t\n"), "no header line"},
		{SPAN("\xef\xbb\xbf"), "no header line"},
		{SPAN("\xff\xfei\0d\0"), "UTF-16"},
		{SPAN("\xfe\xff\0i\0d"), "UTF-16"},
		{SPAN("i\0d\0\n\0"), "NUL byte at byte 1"},
		{SPAN("id\n1\n2\0\n"), "NUL byte at byte 6"},
		{SPAN("PK\x03\x04\x14\0\x06\0"), "save the sheet as CSV"},
		{SPAN("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"), "save the sheet as CSV"},
		{SPAN("7z\xbc\xaf\x27\x1c"), "7z archive"},
		{SPAN("a,\"b\n1,2\n"), "quote without end in the header"},
		{SPAN("a,\xff\n1,2\n"), "header line is not GB18030"},
	};
	(void)state;
	for (size_t at = 0; at < COUNT_OF(cases); at++)
		for (size_t chunk_bytes = 0; chunk_bytes < 3; chunk_bytes++)
			REFUSED(reading_of(&(struct source_options){
					.path = "inbox/x.csv", .bytes = cases[at].bytes, .chunk_bytes = chunk_bytes}),
				STATUS_UNREADABLE, "inbox/x.csv: ", cases[at].word, "expected: ");
}

static void test_files_that_cannot_be_opened(void **state)
{
	char *path = file_with(SPAN("a\n"));
	char digest[33];
	(void)state;
	REFUSED(reading_of(&(struct source_options){.path = "/nowhere/x.csv"}), STATUS_MISSING, "/nowhere/x.csv: no such file");
	REFUSED(reading_of(&(struct source_options){.path = "/tmp"}), STATUS_UNREADABLE, "/tmp: is a folder", "expected");
	assert_int_equal(source_digest("/nowhere/x.csv", digest, NULL), STATUS_MISSING);
	assert_int_equal(chmod(path, 0), 0);
	if (geteuid() != 0) /* the superuser may read everything */
		REFUSED(reading_of(&(struct source_options){.path = path}), STATUS_PERMISSION, path);
	file_remove(path);
}

static void test_header_limits(void **state)
{
	struct buffer bytes = BUFFER_INIT;
	(void)state;
	for (uint32_t column = 1; column < HECHA_COLUMNS_MAX; column++)
		buffer_add_span(&bytes, SPAN("a,"));
	struct reading most = reading_of_bytes(buffer_span(&bytes));
	assert_int_equal(source_facts(most.source)->dialect.column_count, HECHA_COLUMNS_MAX);
	reading_free(&most);
	buffer_add_char(&bytes, ',');
	REFUSED(reading_of_bytes(buffer_span(&bytes)), STATUS_UNREADABLE, "513 fields, more than 512");
	bytes.size = 0;
	for (size_t at = 0; at < 4 * HECHA_RECORD_BYTES_MAX; at++)
		buffer_add_char(&bytes, 'a');
	REFUSED(reading_of_bytes(buffer_span(&bytes)), STATUS_UNREADABLE, "no end of the header line");
	buffer_free(&bytes);
}

static void test_line_ends(void **state)
{
	static const struct {
		struct span bytes, header, content;
		uint64_t line, byte;
	} cases[] = {
		{SPAN("id"), SPAN("id"), SPAN(""), 0, 0},
		{SPAN("id\n"), SPAN("id"), SPAN(""), 0, 0},
		{SPAN("id\r"), SPAN("id"), SPAN(""), 0, 0},
		{SPAN("id\r\n1\r\n2"), SPAN("id"), SPAN("1\r\n2"), 2, 4},
		{SPAN("id\n1\r2\r3\n"), SPAN("id"), SPAN("1\r2\r3\n"), 2, 3},
		{SPAN("\n \r\n\t\nid\n1"), SPAN("id"), SPAN("1"), 5, 9},
		{SPAN("\xef\xbb\xbfid\n1"), SPAN("id"), SPAN("1"), 2, 6},
		{SPAN("\"i\nd\"\n1"), SPAN("\"i\nd\""), SPAN("1"), 3, 6},
		{SPAN("id\n\n\n1"), SPAN("id"), SPAN("\n\n1"), 2, 3},
	};
	(void)state;
	for (size_t at = 0; at < COUNT_OF(cases); at++) {
		for (size_t chunk_bytes = 0; chunk_bytes < 12; chunk_bytes++) {
			struct reading reading =
				reading_of(&(struct source_options){.bytes = cases[at].bytes, .chunk_bytes = chunk_bytes});
			assert_int_equal(reading.status, STATUS_END);
			assert_span(source_header(reading.source), cases[at].header);
			assert_span(buffer_span(&reading.content), cases[at].content);
			assert_int_equal(reading.first_line, cases[at].line);
			assert_int_equal(reading.first_byte, cases[at].byte);
			reading_free(&reading);
		}
	}
}

static void test_trailers(void **state)
{
	static const struct {
		struct span bytes, content, trailer;
		uint64_t line;
	} cases[] = {
		{SPAN("a,b\n1,2\n3,4\n合计,2\n"), SPAN("1,2\n3,4\n"), SPAN("合计,2"), 4},
		{SPAN("a,b\r\n1,2\r\ntotal"), SPAN("1,2\r\n"), SPAN("total"), 3},
		{SPAN("a,b\n1,2\ntotal\n\n \r\n\n"), SPAN("1,2\n"), SPAN("total"), 3},
		{SPAN("a,b\ntotal"), SPAN(""), SPAN("total"), 2},
		{SPAN("a,b\n\ntotal"), SPAN("\n"), SPAN("total"), 3},
		{SPAN("a,b\n"), SPAN(""), SPAN(""), 0},
		{SPAN("a,b\n\n"), SPAN("\n"), SPAN(""), 0},
		{SPAN("a,b\n\"1\n\",2\n\"total\n\",2\n"), SPAN("\"1\n\",2\n"), SPAN("\"total\n\",2"), 4},
		{SPAN("a,b\n1,2\n\"total,2\n"), SPAN("1,2\n"), SPAN("\"total,2"), 3},
		{SPAN("a,b\n1,\"2\"\n\"total\"\n\n"), SPAN("1,\"2\"\n"), SPAN("\"total\""), 3},
	};
	uint64_t line;
	(void)state;
	for (size_t at = 0; at < COUNT_OF(cases); at++) {
		for (size_t chunk_bytes = 0; chunk_bytes < 12; chunk_bytes++) {
			struct reading reading = reading_of(&(struct source_options){
				.bytes = cases[at].bytes, .trailer = true, .chunk_bytes = chunk_bytes});
			assert_int_equal(reading.status, STATUS_END);
			assert_span(buffer_span(&reading.content), cases[at].content);
			assert_span(source_trailer(reading.source, &line), cases[at].trailer);
			assert_int_equal(line, cases[at].line);
			reading_free(&reading);
		}
	}
}

static void test_records_are_not_cut(void **state)
{
	struct span bytes = SPAN("a,b\n1,\"x\ny\"\n2,z\n");
	struct chunk chunk = {.number = 0};
	struct source *source = NULL;
	(void)state;
	assert_int_equal(source_open(&(struct source_options){.bytes = bytes, .chunk_bytes = 5}, &source, NULL), STATUS_OK);
	assert_int_equal(source_next(source, &chunk, NULL), STATUS_OK);
	assert_span(buffer_span(&chunk.bytes), SPAN("1,\"x\ny\"\n"));
	assert_int_equal(source_next(source, &chunk, NULL), STATUS_OK);
	assert_span(buffer_span(&chunk.bytes), SPAN("2,z\n"));
	assert_int_equal(chunk.line, 4);
	assert_int_equal(source_next(source, &chunk, NULL), STATUS_END);
	buffer_free(&chunk.bytes);
	source_close(source);
}

static void test_lines_beyond_all_measure(void **state)
{
	struct buffer bytes = BUFFER_INIT;
	(void)state;
	buffer_add_span(&bytes, SPAN("id\n1\n"));
	size_t room = HECHA_LINE_BYTES_MAX;
	memset(buffer_room(&bytes, room), 'x', room);
	bytes.size += room;
	bytes.data[bytes.size - 1] = '\n';
	struct reading longest = reading_of_bytes(buffer_span(&bytes));
	assert_int_equal(longest.status, STATUS_END);
	assert_int_equal(longest.content.size, room + 2);
	reading_free(&longest);
	bytes.data[bytes.size - 1] = 'x';
	buffer_add_char(&bytes, '\n');
	REFUSED(reading_of_bytes(buffer_span(&bytes)), STATUS_UNREADABLE, "line 3 is longer than 67108864 bytes");
	buffer_free(&bytes);
}

static void test_decode(void **state)
{
	struct buffer out = BUFFER_INIT;
	(void)state;
	assert_true(source_decode(SPAN("a"), ENCODING_GB18030, &out));
	assert_true(source_decode(SPAN("\xd5\xc5\x81\x30\x84\x36"), ENCODING_GB18030, &out));
	assert_true(source_decode(SPAN("三"), ENCODING_UTF8, &out));
	assert_true(source_decode(SPAN(""), ENCODING_UTF8, &out));
	assert_span(buffer_span(&out), SPAN("a张\xc2\xa5三"));
	static const struct span broken[] = {SPAN("\xd5"), SPAN("a\xff"), SPAN("\x80"), SPAN("\x81\x30\x81"), SPAN("\xd5\x20")};
	for (size_t at = 0; at < COUNT_OF(broken); at++) {
		assert_false(source_decode(broken[at], ENCODING_GB18030, &out));
		assert_false(source_decode(broken[at], ENCODING_UTF8, &out));
	}
	assert_span(buffer_span(&out), SPAN("a张\xc2\xa5三"));
	out.size = 0;
	assert_int_equal(source_decode_lossy(SPAN("x\xff\xd5\xc5\xd5,"), ENCODING_GB18030, &out), 2);
	assert_int_equal(source_decode_lossy(SPAN("三\xe4\xb8,\xef\xbf\xbd"), ENCODING_UTF8, &out), 2);
	assert_span(buffer_span(&out), SPAN("x\xff张\xff,三\xff\xff,\xef\xbf\xbd"));
	buffer_free(&out);
}

static void *decode_often(void *result)
{
	struct buffer out = BUFFER_INIT;
	size_t right = 0;
	for (int round = 0; round < 2000; round++) {
		out.size = 0;
		source_decode(round % 3 ? SPAN("\xd5\xc5\xc8\xfd") : SPAN("\xd5\xc5\xc8"), ENCODING_GB18030, &out);
		right += span_equal(buffer_span(&out), round % 3 ? SPAN("张三") : SPAN(""));
	}
	buffer_free(&out);
	*(size_t *)result = right;
	return NULL;
}

static void test_decode_in_threads(void **state)
{
	pthread_t thread[4];
	size_t right[4];
	(void)state;
	for (int at = 0; at < 4; at++)
		assert_int_equal(pthread_create(&thread[at], NULL, decode_often, &right[at]), 0);
	for (int at = 0; at < 4; at++) {
		assert_int_equal(pthread_join(thread[at], NULL), 0);
		assert_int_equal(right[at], 2000);
	}
}

/* Every pair of bytes behind an ASCII letter and in front of one: what iconv says, and what source_decode says. */
static void test_decode_pairs(void **state)
{
	(void)state;
	iconv_t handle = iconv_open("UTF-8", "GB18030");
	struct buffer out = BUFFER_INIT;
	for (uint32_t pair = 0; pair < 1u << 16; pair++) {
		char bytes[4] = {'a', (char)(pair >> 8), (char)pair, 'b'}, text[16], *from = bytes, *to = text;
		size_t left = sizeof bytes, room = sizeof text;
		iconv(handle, NULL, NULL, NULL, NULL);
		bool decodes = iconv(handle, &from, &left, &to, &room) != (size_t)-1;
		out.size = 0;
		assert_int_equal(source_decode((struct span){bytes, sizeof bytes}, ENCODING_GB18030, &out), decodes);
		if (decodes)
			assert_span(buffer_span(&out), ((struct span){text, sizeof text - room}));
	}
	iconv_close(handle);
	buffer_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_facts_and_places),
		cmocka_unit_test(test_delimiters),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_encoding_of_large_files),
		cmocka_unit_test(test_encoding_is_decided_late),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_files_that_cannot_be_opened),
		cmocka_unit_test(test_header_limits),
		cmocka_unit_test(test_line_ends),
		cmocka_unit_test(test_trailers),
		cmocka_unit_test(test_records_are_not_cut),
		cmocka_unit_test(test_lines_beyond_all_measure),
		cmocka_unit_test(test_decode),
		cmocka_unit_test(test_decode_pairs),
		cmocka_unit_test(test_decode_in_threads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
