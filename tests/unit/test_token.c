/* record/token.h: what the lists say, and that every level says the same of any bytes. That rows come out as libcsv reads them is tested
 * in test_record.c. */
#include "record/token.h"

#include <stdlib.h>

#include "unit.h"

static struct token_window *scan(enum simd_level level, struct span bytes, char delimiter)
{
	struct token_window *window = mem_zero(1, sizeof *window);
	window->data = bytes.data;
	window->until = (uint32_t)bytes.size;
	window->delimiter = delimiter;
	window->column_count = 2;
	window->texts = true;
	window->after = mem_alloc(TOKEN_OFFSETS * sizeof *window->after);
	token_scan_of(level)(window);
	return window;
}

static void window_free(struct token_window *window)
{
	free(window->after);
	free(window);
}

/* The lists as text: rows as the offsets behind their fields, then rows that need care. */
static void assert_tokens(struct span bytes, const char *wanted)
{
	struct span copy = exact_copy(bytes);
	struct token_window *window = scan(SIMD_PORTABLE, copy, ',');
	struct buffer text = BUFFER_INIT;
	for (uint32_t row = 0, entry = 1; row < window->row_count; row++) {
		for (; entry <= token_row_end(window, row); entry++)
			buffer_format(&text, "%u ", window->after[entry]);
		buffer_add_span(&text, SPAN("/ "));
	}
	for (uint32_t at = 0; at < window->care_count && window->care_row[at] < window->row_count; at++)
		buffer_format(&text, "care %u ", window->care_row[at]);
	assert_span(buffer_span(&text), span_of(wanted));
	buffer_free(&text);
	window_free(window);
	free((char *)(uintptr_t)copy.data);
}

static void test_lists(void **state)
{
	(void)state;
	assert_tokens(SPAN(""), "");
	assert_tokens(SPAN("a,b"), "");
	assert_tokens(SPAN("a,b\nc"), "2 4 / ");
	assert_tokens(SPAN("\n\na,\r\n"), "1 / 2 / 4 6 / ");
	assert_tokens(SPAN("\"a,b\",\"\"\r\nc,d\n"), "6 10 / 12 14 / ");
	/* Care: blanks at edges, doubled quotes, line ends inside quotes; not blanks in the middle. */
	assert_tokens(SPAN("a b,c\nd ,e\nf, g\nh,i \r\n"), "4 6 / 9 11 / 13 16 / 18 22 / care 1 care 2 care 3 ");
	assert_tokens(SPAN("1,2\n\"a\"\"b\",c\n\" \",d\n\"e\nf\",g\n"), "2 4 / 11 13 / 17 19 / 25 27 / care 1 care 3 ");
	/* Irregular: the rows before it are good. */
	assert_tokens(SPAN("1,2\na\"b,c\n3,4\n"), "2 4 / ");
	assert_tokens(SPAN("1,2\n\"a\"b,c\n3,4\n"), "2 4 / ");
	assert_tokens(SPAN("1,2\n \"a\",c\n3,4\n"), "2 4 / ");
	assert_tokens(SPAN("1,2\n\"a\" ,c\n3,4\n"), "2 4 / ");
	assert_tokens(SPAN("1,2\na,\"c\"\r\r\n3,4\n"), "2 4 / ");
	assert_tokens(SPAN("1,2\na,\"c\n3,4\n"), "2 4 / ");
}

/* One row of text after another, and which of them are odd; a line before them of any length moves them over the edges of blocks. */
static void assert_odd(const char *rows, const char *wanted)
{
	for (uint32_t before = 0; before < 2 * TOKEN_BLOCK + 1; before++) {
		char *text = mem_format("%*s\n%s", (int)before, "", rows);
		struct span copy = exact_copy(span_of(text));
		for (enum simd_level level = SIMD_PORTABLE; level < SIMD_LEVEL_COUNT; level++) {
			if (!simd_has(level))
				continue;
			struct token_window *window = scan(level, copy, ',');
			struct buffer odd = BUFFER_INIT;
			for (uint32_t at = 0; at < window->odd_count && window->odd_row[at] < window->row_count; at++)
				buffer_format(&odd, "%u ", window->odd_row[at] - 1);
			assert_span(buffer_span(&odd), span_of(wanted));
			buffer_free(&odd);
			window_free(window);
		}
		free((char *)(uintptr_t)copy.data);
		free(text);
	}
}

static void test_odd(void **state)
{
	(void)state;
	assert_odd("a,1\n张三,（中央）\n“—”,䀀鿿\n", "");
	assert_odd("a,1\n二〇,1\n\xC2\xA0,1\né,1\n😀,1\n", "1 2 3 4 ");		   /* good, but rare */
	assert_odd("\"张\n三\",1\n\"\xE4\n\",1\nb,2\n", "1 ");			   /* line ends inside quotes are none of rows */
	assert_odd("\xE4,1\n\xE4\xB8,1\na,\xE4\xB8\n\xAD,1\na,\xAD\n中\xAD,1\n1,2\n", "0 1 2 3 4 5 ");
	assert_odd("\xE0\xA0\x80,1\n\xED\xA0\x80,1\n\xC0\x80,1\n\xF4\x90\x80\x80,1\n\xFF,1\n1,2\n", "0 1 2 3 4 ");
	assert_odd("\xE1\x80\x80,1\n\xE2\x80\x80,1\n\xEC\xBF\xBF,1\n\xEE\x80\x80,1\n\xEF\xBF\xBF,1\n\xE3\x80\x80,1\n", "5 ");
}

/* A window in the middle of bytes: offsets still count from their start. */
static void test_from(void **state)
{
	uint32_t after[TOKEN_OFFSETS];
	struct token_window *window = mem_zero(1, sizeof *window);
	(void)state;
	*window = (struct token_window){.data = "1,2\n3,\"4\"\n5,6\n", .from = 4, .until = 10, .delimiter = ',', .column_count = 2, .after = after};
	for (enum simd_level level = SIMD_PORTABLE; level < SIMD_LEVEL_COUNT; level++) {
		if (!simd_has(level))
			continue;
		token_scan_of(level)(window);
		assert_int_equal(window->row_count, 1);
		assert_int_equal(token_row_end(window, 0), 2);
		assert_int_equal(after[0], 4);
		assert_int_equal(after[1], 6);
		assert_int_equal(after[2], 10);
		assert_true(window->quoted);
	}
	free(window);
}

static void assert_same(const struct token_window *wanted, const struct token_window *got)
{
	uint32_t rows = wanted->row_count;
	assert_int_equal(got->row_count, rows);
	assert_int_equal(got->quoted, wanted->quoted);
	for (uint32_t row = 0; row < rows; row++)
		assert_int_equal(token_row_end(got, row), token_row_end(wanted, row));
	if (rows)
		assert_memory_equal(got->after, wanted->after, (token_row_end(wanted, rows - 1) + 1) * sizeof *got->after);
	assert_int_equal(got->care_count, wanted->care_count);
	assert_memory_equal(got->care_row, wanted->care_row, got->care_count * sizeof *got->care_row);
	assert_int_equal(got->odd_count, wanted->odd_count);
	assert_memory_equal(got->odd_row, wanted->odd_row, got->odd_count * sizeof *got->odd_row);
}

/* Every byte as likely as the special ones together: dense and sparse separators, quotes, blanks; whole windows of one byte. */
static void fill_random(char *data, size_t size, uint64_t *seed)
{
	static const char special[] = ",,,,\n\n\"\"\"\r \t;a";
	uint32_t sparse = 1 + pseudo_random(seed) % 30, quotes = pseudo_random(seed) % 3;
	for (size_t at = 0; at < size; at++) {
		uint32_t random = pseudo_random(seed);
		char c = random % sparse ? (char)(random >> 8 | 0x40) : special[(random >> 8) % (sizeof special - 1)];
		data[at] = c == '"' && !quotes ? 'x' : c;
	}
}

static void test_levels_agree(void **state)
{
	static const size_t sizes[] = {0, 1, 2, 63, 64, 65, 127, 128, 129, 200, 1000, HECHA_WINDOW_BYTES - 1, HECHA_WINDOW_BYTES};
	uint64_t seed = 20260103;
	(void)state;
	for (uint32_t round = 0; round < 2000; round++) {
		size_t size = sizes[round % COUNT_OF(sizes)] % (HECHA_WINDOW_BYTES + 1);
		char *data = mem_alloc(size), delimiter = ",\t;|"[pseudo_random(&seed) % 4];
		if (round % 50 < 48)
			fill_random(data, size, &seed);
		else
			memset(data, ",\n\" "[pseudo_random(&seed) % 4], size);
		struct token_window *wanted = scan(SIMD_PORTABLE, (struct span){data, size}, delimiter);
		for (enum simd_level level = SIMD_PORTABLE + 1; level < SIMD_LEVEL_COUNT; level++) {
			if (!simd_has(level))
				continue;
			struct token_window *got = scan(level, (struct span){data, size}, delimiter);
			assert_same(wanted, got);
			window_free(got);
		}
		window_free(wanted);
		free(data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_lists), cmocka_unit_test(test_odd), cmocka_unit_test(test_from), cmocka_unit_test(test_levels_agree)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
