/* base/calendar.h: money and whole numbers. */
#include "base/calendar.h"

#include <stdlib.h>

#include "hecha_limits.h"
#include "unit.h"

struct amount {
	const char *text;
	int64_t fen;
};

static void test_money_spellings(void **state)
{
	static const struct amount good[] = {
		{"0", 0},		  {"1", 100},		    {"-1", -100},	  {"+1", 100},
		{"0.5", 50},		  {"0.05", 5},		    {"0.50", 50},	  {"185.00", 18500},
		{"185.000000", 18500},	  {"185.1200", 18512},	    {"-0.00", 0},	  {"000123.45", 12345},
		{"1,234", 123400},	  {"12,345.6", 1234560},    {"123,456.78", 12345678},
		{"1,234,567.89", 123456789}, {"-1,000", -100000},   {"0,001", 100},
		{"9999999999999999.99", HECHA_MONEY_FEN_MAX},	    {"-9999999999999999.99", -HECHA_MONEY_FEN_MAX},
		{"9,999,999,999,999,999.99", HECHA_MONEY_FEN_MAX},  {"00000000000000000000000000001", 100},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		struct span cell = exact_copy(span_of(good[i].text));
		int64_t fen = 77;
		if (!money_parse(cell, &fen))
			fail_msg("'%s' is no amount", good[i].text);
		assert_int_equal(fen, good[i].fen);
		free((void *)(uintptr_t)cell.data);
	}
}

static void test_malformed_money(void **state)
{
	static const char *const wrong[] = {
		"", "+", "-", ".", "-.", ".5", "5.", "--1", "+-1", "1-", "1.2.3", "1.005", "1.001", "1.23x", "1 234", "1,23",
		"1,2345", ",123", "1234,567", "1,234,56", "1,,234", "1,234,", "1,234,.5", "1.2,345", "12a", "1e5", "1E+05",
		"0x10", "￥1", "１", "1.0000000001", "10000000000000000", "10000000000000000.00", "-10000000000000000",
		"99999999999999999999999999", "10,000,000,000,000,000", " 1", "1 ", "1.-2", "(1.00)", "1元",
	};
	int64_t fen = 77;
	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		if (money_parse(span_of(wrong[i]), &fen))
			fail_msg("'%s' is an amount", wrong[i]);
	assert_false(money_parse((struct span){NULL, 0}, &fen));
	assert_false(money_parse((struct span){"1\0002", 3}, &fen));
	assert_int_equal(fen, 77);
}

static void test_money_text(void **state)
{
	static const struct {
		int64_t fen;
		const char *text, *yuan;
	} known[] = {
		{0, "0.00", "0.00"},
		{5, "0.05", "0.05"},
		{-5, "-0.05", "-0.05"},
		{99999, "999.99", "999.99"},
		{100000, "1000.00", "1,000.00"},
		{-123450, "-1234.50", "-1,234.50"},
		{100000000, "1000000.00", "1,000,000.00"},
		{HECHA_MONEY_FEN_MAX, "9999999999999999.99", "9,999,999,999,999,999.99"},
		{INT64_MAX, "92233720368547758.07", "92,233,720,368,547,758.07"},
		{INT64_MIN, "-92233720368547758.08", "-92,233,720,368,547,758.08"},
	};
	char text[MONEY_TEXT_SIZE];
	(void)state;
	for (size_t i = 0; i < COUNT_OF(known); i++) {
		assert_int_equal(money_text(known[i].fen, text), strlen(known[i].text));
		assert_string_equal(text, known[i].text);
		assert_int_equal(money_yuan(known[i].fen, text), strlen(known[i].yuan));
		assert_string_equal(text, known[i].yuan);
	}
}

/* What money_text and money_yuan write, money_parse reads back. */
static void test_money_round_trip(void **state)
{
	uint64_t seed = 2;
	(void)state;
	for (int round = 0; round < 100000; round++) {
		int64_t fen = ((int64_t)pseudo_random(&seed) << 31 | pseudo_random(&seed)) % HECHA_MONEY_FEN_MAX;
		char text[MONEY_TEXT_SIZE];
		int64_t back = 0;
		fen = (fen >> pseudo_random(&seed) % 60) * (round % 2 ? 1 : -1);
		int size = money_text(fen, text);
		assert_true(money_parse((struct span){text, (size_t)size}, &back) && back == fen);
		size = money_yuan(fen, text);
		assert_true(money_parse((struct span){text, (size_t)size}, &back) && back == fen);
	}
}

static void test_integers(void **state)
{
	static const struct {
		const char *text;
		int64_t value;
	} good[] = {
		{"0", 0}, {"-0", 0}, {"+7", 7}, {"-7", -7}, {"007", 7}, {"9223372036854775807", INT64_MAX},
		{"-9223372036854775808", INT64_MIN}, {"00000000000000000000000009223372036854775807", INT64_MAX},
	};
	static const char *const wrong[] = {"", "-", "+", "1.0", "1,000", "1 ", " 1", "--1", "a", "1a", "９",
					    "9223372036854775808", "-9223372036854775809", "99999999999999999999"};
	int64_t out;
	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		out = 77;
		assert_true(integer_parse(span_of(good[i].text), &out));
		assert_int_equal(out, good[i].value);
	}
	out = 77;
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		if (integer_parse(span_of(wrong[i]), &out))
			fail_msg("'%s' is a whole number", wrong[i]);
	assert_false(integer_parse((struct span){NULL, 0}, &out));
	assert_int_equal(out, 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_money_spellings),	 cmocka_unit_test(test_malformed_money),
		cmocka_unit_test(test_money_text),	 cmocka_unit_test(test_money_round_trip),
		cmocka_unit_test(test_integers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
