/* source/source_scan.h against the walk it stands for, at every level; source/source_next.c: chunks are the same records with the same places,
 * whatever their size and however many threads pull them. */
#include "source/source_scan.h"

#include "hecha_limits.h"
#include "source/source_cut.h"
#include "source_reader.h"

/* Mostly good rows of three fields; now and then a quote where none should be, a blank line, a line end inside quotes. */
static void add_row(struct buffer *out, uint64_t *seed)
{
	static const struct span fields[] = {SPAN("a"), SPAN(""), SPAN(" "), SPAN("\"q\""), SPAN("\"\""), SPAN("\"a,\"\"b\"\"\""),
					     SPAN("三四五六七八九十"), SPAN("123456789012345678901234567890"), SPAN("\"two\nlines\"")};
	static const struct span odd[] = {SPAN("\n"), SPAN(" \t\r\n"), SPAN("\"open"), SPAN("a\"b"), SPAN("\"a\"b"), SPAN(" \"a\" "),
					  SPAN("\"a\"\rb"), SPAN(","), SPAN("\"x\ny\"\n")};
	for (int field = 0; field < 3; field++) {
		buffer_add_span(out, field ? SPAN(",") : SPAN(""));
		buffer_add_span(out, fields[random_below(seed, COUNT_OF(fields))]);
	}
	if (!random_below(seed, 400))
		buffer_add_span(out, odd[random_below(seed, COUNT_OF(odd))]);
	buffer_add_span(out, random_below(seed, 9) ? SPAN("\n") : SPAN("\r\n"));
}

static void check_levels(struct span bytes, const struct dialect *dialect)
{
	struct cut cut = cut_records(bytes, dialect, false, false);
	for (enum simd_level level = SIMD_PORTABLE; level < SIMD_LEVEL_COUNT; level++) {
		if (!simd_has(level))
			continue;
		struct scan scan = scan_block_of(level)(bytes, dialect);
		struct scan portable = scan_block_of(SIMD_PORTABLE)(bytes, dialect);
		assert_int_equal(scan.line_count, boundary_line_count(bytes));
		assert_int_equal(scan.quoted, memchr(bytes.data, '"', bytes.size) != NULL);
		assert_int_equal(scan.nul, memchr(bytes.data, '\0', bytes.size) != NULL);
		assert_int_equal(scan.whole, portable.whole);
		if (scan.whole)
			assert_int_equal(cut.size, bytes.size);
		if (scan.whole)
			assert_int_equal(cut.record_count, scan.record_count);
		size_t ascii = 0;
		while (ascii < bytes.size && !(bytes.data[ascii] & 0x80))
			ascii++;
		assert_int_equal(scan_ascii_of(level)(bytes), ascii);
	}
}

static void test_scan_of_random_rows(void **state)
{
	struct dialect dialect = {.delimiter = ',', .column_count = 3};
	struct buffer bytes = BUFFER_INIT;
	uint64_t seed = 1;
	uint32_t whole = 0;
	(void)state;
	for (int round = 0; round < 3000; round++) {
		bytes.size = 0;
		for (uint32_t rows = random_below(&seed, 60) + 1; rows; rows--)
			add_row(&bytes, &seed);
		check_levels(buffer_span(&bytes), &dialect);
		whole += scan_block_of(SIMD_PORTABLE)(buffer_span(&bytes), &dialect).whole;
	}
	assert_in_range(whole, 1500, 2990); /* both happen */
	buffer_free(&bytes);
}

/* Rows all alike, none, some or all of their fields quoted, many blocks of them; then one byte is another. */
static void test_scan_of_one_odd_byte(void **state)
{
	static const struct span rows[] = {SPAN("a,三四五,123456789012345678\n"), SPAN("\"a\",\" 三四五 \",\"1234567890123\"\n"), SPAN("a,\"b c\",\n"),
					   SPAN("\"a\",,\"c\"\r\n"), SPAN("a,b,c\r\n")};
	static const char odd[] = "\"\n\r \t,\0x";
	struct buffer bytes = BUFFER_INIT;
	uint64_t seed = 3;
	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct dialect dialect = {.delimiter = ",\t"[round % 2], .column_count = 3};
		struct span row = rows[random_below(&seed, COUNT_OF(rows))], other = rows[random_below(&seed, COUNT_OF(rows))];
		bytes.size = 0;
		for (uint32_t left = random_below(&seed, 30), turn = random_below(&seed, 30); left; left--)
			buffer_add_span(&bytes, left > turn ? row : other);
		for (size_t at = 0; at < bytes.size; at++)
			bytes.data[at] = bytes.data[at] == ',' ? dialect.delimiter : bytes.data[at];
		if (bytes.size && round % 8)
			bytes.data[random_below(&seed, (uint32_t)bytes.size)] = odd[random_below(&seed, sizeof odd - 1)];
		check_levels(buffer_span(&bytes), &dialect);
	}
	buffer_free(&bytes);
}

static void test_scan_of_random_bytes(void **state)
{
	static const char alphabet[] = "\"\"\"\",,,\n\n\r a\t";
	struct dialect dialect = {.delimiter = ','};
	char bytes[200];
	uint64_t seed = 2;
	(void)state;
	for (int round = 0; round < 100000; round++) {
		size_t size = random_below(&seed, round % 2 ? 12 : sizeof bytes);
		for (size_t at = 0; at < size; at++)
			bytes[at] = alphabet[random_below(&seed, sizeof alphabet - (round % 5 != 0))];
		check_levels((struct span){bytes, size}, &dialect);
	}
}

/* Lines and rows from the content alone. */
static void check_chunks(struct pulling *pulling, const struct reading *expected)
{
	const struct dialect *dialect = &source_facts(expected->source)->dialect;
	size_t at = 0;
	uint64_t row = 0, line = expected->first_line;
	for (uint64_t number = 0; number < pulling->count; number++) {
		struct chunk *chunk = &pulling->chunk[number];
		assert_int_equal(chunk->number, number);
		assert_int_equal(chunk->byte, expected->first_byte + at);
		assert_int_equal(chunk->line, line);
		assert_int_equal(chunk->row, row);
		assert_span(span_slice(buffer_span(&expected->content), at, chunk->bytes.size), buffer_span(&chunk->bytes));
		struct cut cut = cut_records(buffer_span(&chunk->bytes), dialect, true, false);
		row += cut.record_count;
		line += boundary_line_count(buffer_span(&chunk->bytes));
		at += chunk->bytes.size;
		buffer_free(&chunk->bytes);
	}
	assert_int_equal(at, expected->content.size);
}

static void pull_with(const struct source_options *options, int threads, const struct reading *expected)
{
	struct pulling *pulling = mem_zero(1, sizeof *pulling);
	uint64_t line, expected_line;
	assert_int_equal(source_open(options, &pulling->source, NULL), STATUS_OK);
	pull_all(pulling, threads);
	assert_int_equal(pulling->status, STATUS_END);
	check_chunks(pulling, expected);
	assert_string_equal(source_facts(pulling->source)->digest, source_facts(expected->source)->digest);
	assert_int_equal(source_facts(pulling->source)->file_bytes, source_facts(expected->source)->file_bytes);
	assert_int_equal(source_facts(pulling->source)->encoding, source_facts(expected->source)->encoding);
	assert_span(source_trailer(pulling->source, &line), source_trailer(expected->source, &expected_line));
	assert_int_equal(line, expected_line);
	source_close(pulling->source);
	free(pulling);
}

static void test_threads_and_chunks(void **state)
{
	static const size_t sizes[] = {97, 1000, 4096, 70000};
	(void)state;
	for (uint64_t seed = 1; seed <= 24; seed++) {
		struct buffer bytes = BUFFER_INIT;
		uint64_t random = seed;
		buffer_add_span(&bytes, SPAN("a,b,c\n"));
		while (bytes.size < 90000)
			if (seed % 3)
				add_row(&bytes, &random);
			else
				buffer_add_span(&bytes, random_below(&random, 50) ? SPAN("1,2,3\n") : SPAN("\n"));
		char *path = file_with(buffer_span(&bytes));
		struct source_options options = {.path = path, .trailer = seed % 2, .chunk_bytes = 1u << 20};
		struct reading expected = reading_of(&options);
		for (size_t at = 0; at < COUNT_OF(sizes); at++)
			for (int threads = 1; threads <= 4; threads++) {
				options.chunk_bytes = sizes[at];
				pull_with(&options, threads, &expected);
			}
		reading_free(&expected);
		file_remove(path);
		buffer_free(&bytes);
	}
}

/* The first failure of the file, for whoever asks, and again. */
static void test_failure_is_everybodys(void **state)
{
	struct buffer bytes = BUFFER_INIT;
	(void)state;
	buffer_add_span(&bytes, SPAN("id\n"));
	for (int row = 0; row < 20000; row++)
		buffer_add_span(&bytes, row < 9000 ? SPAN("1\n") : SPAN("\0\n"));
	for (int threads = 1; threads <= 4; threads += 3) {
		struct pulling *pulling = mem_zero(1, sizeof *pulling);
		struct err err = ERR_INIT;
		struct chunk chunk = {0};
		struct source_options options = {.bytes = buffer_span(&bytes), .chunk_bytes = 500};
		assert_int_equal(source_open(&options, &pulling->source, NULL), STATUS_OK);
		pull_all(pulling, threads);
		assert_int_equal(pulling->status, STATUS_UNREADABLE);
		assert_int_equal(source_next(pulling->source, &chunk, &err), STATUS_UNREADABLE);
		assert_non_null(strstr(err.text, "a NUL byte at byte 18003\n"));
		forget_chunks(pulling);
		buffer_free(&chunk.bytes);
		err_clear(&err);
		source_close(pulling->source);
		free(pulling);
	}
	buffer_free(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scan_of_random_rows),
		cmocka_unit_test(test_scan_of_one_odd_byte), cmocka_unit_test(test_scan_of_random_bytes),
		cmocka_unit_test(test_threads_and_chunks),
		cmocka_unit_test(test_failure_is_everybodys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
