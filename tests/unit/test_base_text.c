/* base/text.h: UTF-8, trimming, null tokens, widths, parts, patterns, suggestions. */
#include "base/text.h"

#include <stdlib.h>

#include "unit.h"

static void test_utf8_limits(void **state)
{
	static const struct span good[] = {
		{NULL, 0}, SPAN(""), SPAN("abc"), SPAN("\0"), SPAN("\x7F"), SPAN("\xC2\x80"), SPAN("\xDF\xBF"),
		SPAN("\xE0\xA0\x80"), SPAN("\xED\x9F\xBF"), SPAN("\xEE\x80\x80"), SPAN("\xEF\xBF\xBF"),
		SPAN("\xF0\x90\x80\x80"), SPAN("\xF4\x8F\xBF\xBF"), SPAN("死亡次月起仍发放待遇 12345678901234567890"),
	};
	static const struct span wrong[] = {
		SPAN("\x80"), SPAN("\xBF"), SPAN("\xC0\x80"), SPAN("\xC1\xBF"), SPAN("\xC2"), SPAN("\xC2\x41"),
		SPAN("\xC2\xC0"), SPAN("\xE0\x80\x80"), SPAN("\xE0\x9F\xBF"), SPAN("\xED\xA0\x80"), SPAN("\xED\xBF\xBF"),
		SPAN("\xE4\xB8"), SPAN("\xE4\xB8\x41"), SPAN("\xF0\x8F\xBF\xBF"), SPAN("\xF4\x90\x80\x80"),
		SPAN("\xF5\x80\x80\x80"), SPAN("\xF8\x88\x80\x80\x80"), SPAN("\xFF"), SPAN("\xFE"), SPAN("\xF0\x90\x80"),
		SPAN("12345678\xFF"), SPAN("1234567\xFF"), SPAN("中\xB8"), SPAN("12345678中\xE4\xB8"),
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		struct span cell = exact_copy(good[i]);
		assert_true(text_utf8_valid(cell));
		free((void *)(uintptr_t)cell.data);
	}
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct span cell = exact_copy(wrong[i]);
		assert_false(text_utf8_valid(cell));
		free((void *)(uintptr_t)cell.data);
	}
}

/* Valid is what comes back byte for byte when it is taken apart and put together: any bytes, half of them of characters. */
static void test_utf8_at_random(void **state)
{
	static const struct span pieces[] = {
		SPAN("a"), SPAN("12345678"), SPAN("中"), SPAN("中央"), SPAN("\xC2\xA0"), SPAN("\xE0\xA0\x80"), SPAN("\xE0\x9F\xBF"), SPAN("\xED\x9F\xBF"),
		SPAN("\xED\xA0\x80"), SPAN("\xF0\x90\x80\x80"), SPAN("\xE4\xB8"), SPAN("\x80"), SPAN("\xFF"), SPAN("\xF4\x90"),
	};
	struct buffer text = BUFFER_INIT, again = BUFFER_INIT;
	uint64_t seed = 20260104;
	(void)state;
	for (uint32_t round = 0; round < 100000; round++) {
		text.size = again.size = 0;
		for (uint32_t count = pseudo_random(&seed) % 8; count; count--) {
			uint32_t piece = pseudo_random(&seed) % (COUNT_OF(pieces) * (round % 4 ? 1 : 2));
			if (piece < COUNT_OF(pieces))
				buffer_add_span(&text, pieces[round % 8 ? piece : piece % 4]);
			else
				buffer_add_char(&text, (char)pseudo_random(&seed));
		}
		struct span bytes = exact_copy(buffer_span(&text));
		for (size_t at = 0; at < bytes.size;)
			text_put(&again, text_next(bytes, &at));
		assert_int_equal(text_utf8_valid(bytes), span_equal(bytes, buffer_span(&again)));
		free((void *)(uintptr_t)bytes.data);
	}
	buffer_free(&text);
	buffer_free(&again);
}

/* Every character there is comes back; surrogates and what is beyond become U+FFFD. */
static void test_put_and_next_round_trip(void **state)
{
	struct buffer buffer = BUFFER_INIT;
	(void)state;
	for (uint32_t c = 0; c <= 0x110001; c++) {
		bool character = c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
		size_t at = 0;
		buffer.size = 0;
		text_put(&buffer, c);
		assert_int_equal(text_next(buffer_span(&buffer), &at), character ? c : 0xFFFD);
		assert_int_equal(at, buffer.size);
		assert_true(text_utf8_valid(buffer_span(&buffer)));
	}
	buffer_free(&buffer);
}

static void test_malformed_bytes_are_taken_one_by_one(void **state)
{
	size_t at = 0;
	struct span s = SPAN("\xE4\xB8""a\xFF");
	(void)state;
	assert_int_equal(text_next(s, &at), 0xFFFD);
	assert_int_equal(text_next(s, &at), 0xFFFD);
	assert_int_equal(text_next(s, &at), 'a');
	assert_int_equal(text_next(s, &at), 0xFFFD);
	assert_int_equal(at, s.size);
	assert_int_equal(text_length(s), 4);
}

static void test_trim(void **state)
{
	(void)state;
	assert_span(text_trim(SPAN(" \t\r\n中文 a \t\r\n"), false), SPAN("中文 a"));
	assert_span(text_trim(SPAN("\xC2\xA0\xE3\x80\x80 a\xE3\x80\x80\xC2\xA0"), false), SPAN("a"));
	assert_span(text_trim(SPAN("　　"), false), SPAN(""));
	assert_span(text_trim(SPAN("\xA1\xA1\xA1\xA1"), true), SPAN(""));
	assert_span(text_trim(SPAN("\xA1\xA1 \xD6\xD0\xA1\xA1 "), true), SPAN("\xD6\xD0"));
	assert_span(text_trim(SPAN("\xB0\xA1\xA1\xA1"), true), SPAN("\xB0\xA1"));       /* 啊 and a wide blank */
	assert_span(text_trim(SPAN("\xA1\xA2\xA1\xA2"), true), SPAN("\xA1\xA2\xA1\xA2")); /* 、、 */
	assert_span(text_trim(SPAN("\xA1\xA1"), false), SPAN("\xA1\xA1"));
	assert_span(text_trim(SPAN("\xC2\xA0"), true), SPAN("\xC2\xA0")); /* 聽 in GB18030, not a blank */
	assert_span(text_trim(SPAN("\xE3\x80\x80"), true), SPAN("\xE3\x80\x80"));
	assert_span(text_trim(SPAN("\v\f\x08\x0E\f\v"), false), SPAN("\x08\x0E"));
	assert_int_equal(text_trim((struct span){NULL, 0}, false).size, 0);
	assert_span(text_trim(SPAN("\x80\x80"), false), SPAN("\x80\x80"));
	assert_span(text_trim(SPAN("\xA0"), false), SPAN("\xA0"));
}

static void test_null_tokens(void **state)
{
	static const char *const null[] = {"", " ", "　", "NULL", "null", "无", "/", "\\N", " NULL ", "　无　", "\t/"};
	static const char *const not_null[] = {"0", "Null", "nULL", "NUL", "NULLS", "无无", "//",
					       "\\n", "N", "-", "\\", "元", "none"};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(null); i++)
		assert_true(text_is_null(span_of(null[i]), false));
	for (size_t i = 0; i < COUNT_OF(not_null); i++)
		assert_false(text_is_null(span_of(not_null[i]), false));
	assert_true(text_is_null((struct span){NULL, 0}, false));
	assert_true(text_is_null(SPAN("\xCE\xDE"), true));
	assert_true(text_is_null(SPAN("\xA1\xA1\xCE\xDE "), true));
	assert_true(text_is_null(SPAN("NULL"), true));
	assert_false(text_is_null(SPAN("\xCE\xDE"), false));
	assert_false(text_is_null(SPAN("无"), true));
	assert_false(text_is_null(SPAN("\xCE\xDF"), true));
}

static void test_parts(void **state)
{
	struct span s = SPAN("中a文\xFFz");
	(void)state;
	assert_int_equal(text_length(s), 5);
	assert_int_equal(text_length((struct span){NULL, 0}), 0);
	assert_span(text_left(s, 2), SPAN("中a"));
	assert_span(text_left(s, 0), SPAN(""));
	assert_span(text_left(s, -1), SPAN(""));
	assert_span(text_left(s, 5), s);
	assert_span(text_left(s, INT64_MAX), s);
	assert_span(text_substr(s, 1, 1), SPAN("中"));
	assert_span(text_substr(s, 2, 2), SPAN("a文"));
	assert_span(text_substr(s, 5, 1), SPAN("z"));
	assert_span(text_substr(s, 5, INT64_MAX), SPAN("z"));
	assert_span(text_substr(s, 6, 1), SPAN(""));
	assert_span(text_substr(s, 0, 2), SPAN("中")); /* positions 0 and 1, as in SQL */
	assert_span(text_substr(s, -1, 2), SPAN(""));
	assert_span(text_substr(s, 2, 0), SPAN(""));
	assert_span(text_substr(s, 2, -1), SPAN(""));
	assert_span(text_substr(s, INT64_MAX, INT64_MAX), SPAN(""));
	assert_span(text_substr(s, INT64_MIN, INT64_MAX), SPAN(""));
	assert_span(text_substr(s, INT64_MIN, INT64_MIN), SPAN(""));
	assert_int_equal(text_substr((struct span){NULL, 0}, 1, 1).size, 0);
}

static void test_like(void **state)
{
	static const struct {
		const char *text, *pattern;
		bool like;
	} known[] = {
		{"", "", true},		   {"", "%", true},	      {"", "%%", true},		{"", "_", false},
		{"a", "", false},	   {"a", "a", true},	      {"a", "A", false},	{"ab", "a", false},
		{"a", "ab", false},	   {"中文", "__", true},      {"中文", "_", false},	{"中文", "___", false},
		{"中文", "中%", true},	   {"中文", "%文", true},     {"中文", "%中", false},	{"abc", "%b%", true},
		{"abc", "%d%", false},	   {"abc", "a%c", true},      {"abc", "a_c", true},	{"ac", "a_c", false},
		{"ac", "a%c", true},	   {"abcabd", "%ab_", true},  {"abcabd", "ab%abd", true},
		{"aab", "%ab", true},	   {"mississippi", "%iss%ip%", true}, {"mississippi", "%iss%ipp", false},
		{"a%b", "a%b", true},	   {"a_b", "a_b", true},      {"abc", "%%%c%%", true},	{"abc", "_%_", true},
		{"a", "_%_", false},	   {"abc", "abc_", false},    {"%", "a", false},	{"\\", "\\", true},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (text_like(span_of(known[i].text), span_of(known[i].pattern)) != known[i].like)
			fail_msg("'%s' like '%s'", known[i].text, known[i].pattern);
	assert_true(text_like(SPAN("\xFF"), SPAN("_")));
	assert_true(text_like(SPAN("\xFF"), SPAN("\xFF")));
	assert_false(text_like(SPAN("\xFF"), SPAN("\xFE")));
	assert_true(text_like((struct span){NULL, 0}, (struct span){NULL, 0}));
}

/* The definition, by recursion. */
static bool slow_like(const char *s, const char *pattern)
{
	if (*pattern == '%')
		return slow_like(s, pattern + 1) || (*s && slow_like(s + 1, pattern));
	if (!*s || !*pattern)
		return !*s && !*pattern;
	return (*pattern == '_' || *pattern == *s) && slow_like(s + 1, pattern + 1);
}

static void test_like_against_definition(void **state)
{
	uint64_t seed = 4;
	(void)state;
	for (int round = 0; round < 100000; round++) {
		char text[9] = "", pattern[9] = "";
		for (uint32_t i = pseudo_random(&seed) % 9; i-- > 0;)
			text[i] = "ab"[pseudo_random(&seed) % 2];
		for (uint32_t i = pseudo_random(&seed) % 9; i-- > 0;)
			pattern[i] = "ab%_%"[pseudo_random(&seed) % 5];
		assert_int_equal(text_like(span_of(text), span_of(pattern)), slow_like(text, pattern));
	}
}

static void test_like_takes_no_exponential_time(void **state)
{
	struct buffer text = BUFFER_INIT, pattern = BUFFER_INIT;
	(void)state;
	for (int i = 0; i < 10000; i++)
		buffer_add_char(&text, 'a');
	for (int i = 0; i < 500; i++)
		buffer_add(&pattern, "%a", 2);
	buffer_add_char(&pattern, 'b');
	assert_false(text_like(buffer_span(&text), buffer_span(&pattern)));
	buffer_free(&text);
	buffer_free(&pattern);
}

static void test_width(void **state)
{
	(void)state;
	assert_int_equal(text_width(SPAN("")), 0);
	assert_int_equal(text_width((struct span){NULL, 0}), 0);
	assert_int_equal(text_width(SPAN("abc")), 3);
	assert_int_equal(text_width(SPAN("中文，abc")), 9);
	assert_int_equal(text_width(SPAN("Ａ～")), 4);
	assert_int_equal(text_width(SPAN("·é\t")), 3);
	assert_int_equal(text_width(SPAN("e\u0301")), 1);
	assert_int_equal(text_width(SPAN("\U00020000")), 2);
	assert_int_equal(text_width(SPAN("한국어カナ")), 10);
	assert_int_equal(text_width(SPAN("\x1B\x07\n")), 0);
	assert_int_equal(text_width(SPAN("\xFF\xFE")), 2);
}

static void test_suggest(void **state)
{
	static const char *const words[] = {"where", "match", "group", "having", "发放明细", "id", "undecided", NULL, ""};
	size_t count = COUNT_OF(words);
	(void)state;
	assert_string_equal(text_suggest(SPAN("wher"), words, count), "where");
	assert_string_equal(text_suggest(SPAN("hwere"), words, count), "where");
	assert_string_equal(text_suggest(SPAN("matches"), words, count), "match");
	assert_string_equal(text_suggest(SPAN("goup"), words, count), "group");
	assert_string_equal(text_suggest(SPAN("undecieded"), words, count), "undecided");
	assert_string_equal(text_suggest(SPAN("发放明"), words, count), "发放明细");
	assert_string_equal(text_suggest(SPAN("id"), words, count), "id");
	assert_null(text_suggest(SPAN("ix"), words, count)); /* half of it is wrong */
	assert_null(text_suggest(SPAN("abcde"), words, count));
	assert_null(text_suggest(SPAN("havXYZ"), words, count));
	assert_null(text_suggest(SPAN(""), words, count));
	assert_null(text_suggest(SPAN("where"), words, 0));
	static const char *const near[] = {"paid_on", "paid_by", "paid_in"};
	assert_string_equal(text_suggest(SPAN("paid_ox"), near, 3), "paid_on");
	assert_string_equal(text_suggest(SPAN("paid_xx"), near, 3), "paid_on"); /* the first of equally near ones */
	char longest[66];
	memset(longest, 'a', 65);
	longest[65] = '\0';
	const char *candidate = longest;
	assert_null(text_suggest((struct span){longest, 65}, &candidate, 1));
	candidate = longest + 1;
	assert_ptr_equal(text_suggest((struct span){longest, 64}, &candidate, 1), candidate);
}

static void test_mask(void **state)
{
	struct buffer out = BUFFER_INIT;
	(void)state;
	text_mask(SPAN("张三丰"), &out);
	assert_span(buffer_span(&out), SPAN("张＊＊"));
	out.size = 0;
	text_mask(SPAN("张"), &out);
	assert_span(buffer_span(&out), SPAN("张"));
	out.size = 0;
	text_mask((struct span){NULL, 0}, &out);
	assert_int_equal(out.size, 0);
	text_mask(SPAN("\xFF\xFE"), &out);
	assert_span(buffer_span(&out), SPAN("\uFFFD＊"));
	buffer_free(&out);
}

static void test_random_bytes(void **state)
{
	uint64_t seed = 5;
	struct buffer out = BUFFER_INIT;
	(void)state;
	for (int round = 0; round < 100000; round++) {
		char bytes[24];
		size_t size = pseudo_random(&seed) % sizeof bytes;
		for (size_t i = 0; i < size; i++)
			bytes[i] = "a \xE3\x80\x80\xC2\xA0\xA1\xEF\xBC\x8E?%_\xF0\x9F"[pseudo_random(&seed) % 17];
		struct span s = {bytes, size}, trimmed = text_trim(s, round & 1);
		assert_span(text_trim(trimmed, round & 1), trimmed);
		assert_int_equal(text_is_null(s, round & 1), text_is_null(trimmed, round & 1));
		assert_true(text_length(s) <= (int64_t)size && text_width(s) <= (int)size * 2);
		assert_true(text_like(s, SPAN("%")) && text_same_name(s, s) && text_name_like(s, s));
		out.size = 0;
		text_normal_name(s, &out);
		/* A blank between malformed bytes may have kept them from being a character. */
		assert_true(!text_utf8_valid(s) || text_same_name(buffer_span(&out), s));
		text_mask(s, &out);
		text_suggest(s, (const char *const[]){"a ?", "%_"}, 2);
	}
	buffer_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8_limits),
		cmocka_unit_test(test_utf8_at_random),
		cmocka_unit_test(test_put_and_next_round_trip),
		cmocka_unit_test(test_malformed_bytes_are_taken_one_by_one),
		cmocka_unit_test(test_trim),
		cmocka_unit_test(test_null_tokens),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_like),
		cmocka_unit_test(test_like_against_definition),
		cmocka_unit_test(test_like_takes_no_exponential_time),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_suggest),
		cmocka_unit_test(test_mask),
		cmocka_unit_test(test_random_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
