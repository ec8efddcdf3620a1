/* base/calendar.h: days, months, and their spellings. */
#include "base/calendar.h"

#include <stdlib.h>

#include "unit.h"

static day_t day(int year, int month, int day_of_month)
{
	day_t out = INT64_MIN;
	assert_true(day_make(year, month, day_of_month, &out));
	return out;
}

static void test_known_days(void **state)
{
	(void)state;
	assert_int_equal(day(1970, 1, 1), 0);
	assert_int_equal(day(1969, 12, 31), -1);
	assert_int_equal(day(2000, 2, 29), 11016);
	assert_int_equal(day(2024, 3, 31), 19813);
	assert_int_equal(day(1800, 1, 1), DAY_MIN);
	assert_int_equal(day(2199, 12, 31), DAY_MAX);
}

static void test_days_that_are_none(void **state)
{
	static const int wrong[][3] = {
		{1799, 12, 31}, {2200, 1, 1},	{2024, 0, 1},	 {2024, 13, 1},	  {2024, 1, 0},	     {2024, 1, 32},
		{2023, 2, 29},	{2024, 2, 30},	{1900, 2, 29},	 {2100, 2, 29},	  {2024, 4, 31},     {2024, 6, 31},
		{2024, 9, 31},	{2024, 11, 31}, {2024, -1, 1},	 {2024, 1, -1},	  {INT32_MIN, 1, 1}, {INT32_MAX, 1, 1},
		{2024, INT32_MIN, 1}, {2024, INT32_MAX, 1}, {2024, 1, INT32_MIN}, {2024, 1, INT32_MAX},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		day_t out = 77;
		assert_false(day_make(wrong[i][0], wrong[i][1], wrong[i][2], &out));
		assert_int_equal(out, 77);
	}
	assert_int_equal(day(2024, 2, 29) - day(2024, 2, 28), 1);
	assert_int_equal(day(2000, 3, 1) - day(2000, 2, 28), 2);
	assert_int_equal(day(1900, 3, 1) - day(1900, 2, 28), 1);
}

/* Every day in order: numbers, weekdays, months and both spellings agree with the day before. */
static void test_all_days_round_trip(void **state)
{
	(void)state;
	month_t month_before = MONTH_MIN - 1;
	for (day_t now = DAY_MIN; now <= DAY_MAX; now++) {
		int year, month, day_of_month;
		char text[CALENDAR_TEXT_SIZE];
		day_t made = 0, parsed = 0, packed = 0;
		day_split(now, &year, &month, &day_of_month);
		assert_true(day_make(year, month, day_of_month, &made));
		assert_int_equal(made, now);
		int size = day_text(now, text);
		assert_int_equal(size, 10);
		assert_true(day_parse((struct span){text, 10}, &parsed));
		assert_int_equal(parsed, now);
		char plain[8] = {text[0], text[1], text[2], text[3], text[5], text[6], text[8], text[9]};
		assert_true(day_parse((struct span){plain, 8}, &packed));
		assert_int_equal(packed, now);
		assert_int_equal(day_month(now), year * 12 + month - 1);
		if (day_of_month == 1) {
			assert_int_equal(day_month(now), ++month_before);
			assert_int_equal(month_first_day(day_month(now)), now);
		}
		assert_int_equal(day_weekday(now), (day_weekday(now - 1) + 1) % 7);
	}
	assert_int_equal(month_before, MONTH_MAX);
}

static void test_weekdays(void **state)
{
	(void)state;
	assert_int_equal(day_weekday(0), 3);		       /* a Thursday */
	assert_int_equal(day_weekday(day(2024, 1, 1)), 0);     /* a Monday */
	assert_int_equal(day_weekday(day(2026, 11, 22)), 6);   /* a Sunday */
	assert_in_range(day_weekday(INT64_MAX), 0, 6);
	assert_in_range(day_weekday(INT64_MIN), 0, 6);
}

static void test_days_outside_take_the_nearest_inside(void **state)
{
	char text[CALENDAR_TEXT_SIZE];
	(void)state;
	day_text(INT64_MIN, text);
	assert_string_equal(text, "1800-01-01");
	day_text(DAY_MAX + 1, text);
	assert_string_equal(text, "2199-12-31");
	assert_int_equal(month_first_day(INT64_MAX), day(2199, 12, 1));
	assert_int_equal(month_first_day(-1), DAY_MIN);
	assert_int_equal(month_text(INT64_MIN, text), 7);
	assert_string_equal(text, "0000-01");
	month_text(INT64_MAX, text);
	assert_string_equal(text, "9999-12");
	month_text(2024 * 12, text);
	assert_string_equal(text, "2024-01");
}

static void test_age(void **state)
{
	(void)state;
	assert_int_equal(day_age(day(1964, 6, 15), day(2024, 6, 14)), 59);
	assert_int_equal(day_age(day(1964, 6, 15), day(2024, 6, 15)), 60);
	assert_int_equal(day_age(day(1964, 6, 15), day(2024, 7, 1)), 60);
	assert_int_equal(day_age(day(1964, 2, 29), day(2023, 2, 28)), 58);
	assert_int_equal(day_age(day(1964, 2, 29), day(2023, 3, 1)), 59);
	assert_int_equal(day_age(day(1964, 2, 29), day(2024, 2, 29)), 60);
	assert_int_equal(day_age(day(1964, 2, 29), day(1964, 2, 29)), 0);
	assert_int_equal(day_age(day(1964, 2, 29), day(1964, 2, 28)), -1);
}

static void test_today_is_a_day(void **state)
{
	(void)state;
	assert_in_range(day_today(), day(2024, 1, 1), day(2199, 12, 31));
}

struct spelling {
	const char *text;
	const char *meaning; /* NULL: malformed */
};

static void check_days(const struct spelling *spelling, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct span cell = exact_copy(span_of(spelling[i].text));
		char text[CALENDAR_TEXT_SIZE];
		day_t out = 77;
		bool good = day_parse(cell, &out);
		if (good != (spelling[i].meaning != NULL))
			fail_msg("'%s' is%s a date", spelling[i].text, good ? "" : " not");
		if (good) {
			day_text(out, text);
			assert_string_equal(text, spelling[i].meaning);
		} else {
			assert_int_equal(out, 77);
		}
		free((void *)(uintptr_t)cell.data);
	}
}

static void test_day_spellings(void **state)
{
	static const struct spelling good[] = {
		{"20240131", "2024-01-31"},	      {"2024-01-31", "2024-01-31"},
		{"2024-1-31", "2024-01-31"},	      {"2024-1-3", "2024-01-03"},
		{"2024/1/3", "2024-01-03"},	      {"2024/01/03", "2024-01-03"},
		{"2024.1.3", "2024-01-03"},	      {"2024.01.03", "2024-01-03"},
		{"2024年1月3日", "2024-01-03"},	      {"2024年01月03日", "2024-01-03"},
		{"2024-01-31 00:00:00", "2024-01-31"}, {"2024-01-31T23:59:59.999", "2024-01-31"},
		{"2024/1/3 9:05", "2024-01-03"},       {"20240131 08:00:00.0", "2024-01-31"},
		{"20240131T08:00", "2024-01-31"},      {"2024年1月3日 10:30:00", "2024-01-03"},
		{"2024-01-31  00:00", "2024-01-31"},
		{"1800-01-01", "1800-01-01"},	       {"2199-12-31", "2199-12-31"},
		{"2024-02-29", "2024-02-29"},	       {"20000229", "2000-02-29"},
	};
	(void)state;
	check_days(good, COUNT_OF(good));
}

static void test_malformed_days(void **state)
{
	static const struct spelling wrong[] = {
		{"", 0},	       {"2", 0},	      {"2024", 0},	    {"202401", 0},
		{"2024013", 0},	       {"202401311", 0},      {"20240132", 0},	    {"20240100", 0},
		{"20240001", 0},       {"20241301", 0},	      {"20230229", 0},	    {"17991231", 0},
		{"22000101", 0},       {"2024-01/31", 0},     {"2024/01-31", 0},    {"2024.01-31", 0},
		{"2024-01-32", 0},     {"2024-001-31", 0},    {"2024-01-031", 0},   {"24-01-31", 0},
		{"2024--1-3", 0},      {"2024-01-", 0},	      {"2024-01", 0},	    {"-2024-01-31", 0},
		{"2024-0a-31", 0},     {"2024010a", 0},	      {"2O240131", 0},	    {"2024-01-31 ", 0},
		{" 2024-01-31", 0},    {"2024-01-31 T00:00", 0}, {"2024-01-31 8", 0}, {"2024-01-31 8:5", 0},
		{"2024-01-31 08:00:0", 0}, {"2024-01-31 08:00:00.", 0}, {"2024-01-31 08:00:00Z", 0},
		{"2024-01-3108:00", 0},	   {"2024-01-31t08:00", 0},	{"2024-01-31 008:00", 0},
		{"2024年1月3", 0},     {"2024年1月", 0},      {"2024年1-3日", 0},   {"2024年1月3号", 0},
		{"2024年1月3日1", 0},  {"2024-1-3日", 0},     {"2024年13月1日", 0}, {"20240131 ", 0},
		{"31/01/2024", 0},     {"１９９９-01-01", 0}, {"45321", 0},	    {"2024\0 01", 0},
	};
	(void)state;
	check_days(wrong, COUNT_OF(wrong));
	day_t out;
	assert_false(day_parse((struct span){NULL, 0}, &out));
	assert_false(day_parse((struct span){"2024\0001\0001", 8}, &out));
}

static void test_month_spellings(void **state)
{
	static const char *const good[] = {"202403", "2024-03", "2024-3", "2024/3", "2024/03", "2024.3", "2024.03",
					   "2024年3月", "2024年03月"};
	static const char *const wrong[] = {
		"", "2024", "20243", "202400", "202413", "179912", "220001", "2024-0", "2024-13", "2024-003", "2024-",
		"2024年3", "2024-3月", "2024年-3", "20240301", "2024-03-01", "24-03", "2024/3 ", "20240a", "２０２４-03",
		"2024 03", "202403 ", "2024年月", "2024\xE5\xB9", "-02403", "2024- 3",
	};
	month_t out;
	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		out = 77;
		assert_true(month_parse(span_of(good[i]), &out));
		assert_int_equal(out, 2024 * 12 + 2);
	}
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		out = 77;
		if (month_parse(span_of(wrong[i]), &out))
			fail_msg("'%s' is a month", wrong[i]);
		assert_int_equal(out, 77);
	}
	assert_true(month_parse(SPAN("180001"), &out) && out == MONTH_MIN);
	assert_true(month_parse(SPAN("2199-12"), &out) && out == MONTH_MAX);
	assert_false(month_parse((struct span){NULL, 0}, &out));
}

/* What is accepted means a day in range, whatever the bytes. */
static void test_random_bytes(void **state)
{
	static const char alphabet[] = "0123456789-/.: T\xE5\xB9\xB4\xE6\x9C\x88\xE6\x97\xA5x";
	uint64_t seed = 1;
	(void)state;
	for (int round = 0; round < 200000; round++) {
		char bytes[24];
		size_t size = pseudo_random(&seed) % sizeof bytes;
		for (size_t i = 0; i < size; i++)
			bytes[i] = alphabet[pseudo_random(&seed) % (i < 6 ? 12 : sizeof alphabet)];
		day_t out = 0;
		month_t month = MONTH_MIN;
		day_parse((struct span){bytes, size}, &out);
		month_parse((struct span){bytes, size}, &month);
		assert_true(out >= DAY_MIN && out <= DAY_MAX && month >= MONTH_MIN && month <= MONTH_MAX);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_days),
		cmocka_unit_test(test_days_that_are_none),
		cmocka_unit_test(test_all_days_round_trip),
		cmocka_unit_test(test_weekdays),
		cmocka_unit_test(test_days_outside_take_the_nearest_inside),
		cmocka_unit_test(test_age),
		cmocka_unit_test(test_today_is_a_day),
		cmocka_unit_test(test_day_spellings),
		cmocka_unit_test(test_malformed_days),
		cmocka_unit_test(test_month_spellings),
		cmocka_unit_test(test_random_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
