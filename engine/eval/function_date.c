/* Dates, months, ages. */
#include "base/idnumber.h"
#include "eval/eval.h"

/* Months and days beyond the calendar of hecha (years 1800..2199) are null. */
static bool month_is_known(month_t month)
{
	return month >= MONTH_MIN && month <= MONTH_MAX;
}

static bool month_of(int64_t day, int64_t unused, int64_t *out)
{
	(void)unused;
	*out = day_month(day);
	return true;
}
const struct function function_month = {"month", "d", 'm', .help = "the month a date lies in", .of_numbers = month_of, .slope = "+"};

static bool add_months(int64_t month, int64_t months, int64_t *out)
{
	return !__builtin_add_overflow(month, months, out) && month_is_known(*out);
}
const struct function function_add_months = {"add_months", "mn", 'm', .help = "a month, so many months later (or earlier)",
					     .of_numbers = add_months, .slope = "++"};

static bool add_days(int64_t day, int64_t days, int64_t *out)
{
	return !__builtin_add_overflow(day, days, out) && *out >= DAY_MIN && *out <= DAY_MAX;
}
const struct function function_add_days = {"add_days", "dn", 'd', .help = "a date, so many days later (or earlier)", .of_numbers = add_days, .slope = "++"};

static bool difference(int64_t from, int64_t to, int64_t *out)
{
	*out = to - from;
	return true;
}
const struct function function_months_between = {"months_between", "mm", 'n', .help = "months from the first to the second month",
						 .of_numbers = difference, .slope = "-+"};
const struct function function_days_between = {"days_between", "dd", 'n', .help = "days from the first to the second date",
					       .of_numbers = difference, .slope = "-+"};

static bool year_of(int64_t date, int64_t unused, int64_t *out)
{
	int year, month, day;
	(void)unused;
	day_split(date, &year, &month, &day);
	*out = year;
	return true;
}
const struct function function_year = {"year", "d", 'n', .help = "the year of a date", .of_numbers = year_of, .slope = "+"};

static bool age_on(int64_t birth, int64_t day, int64_t *out)
{
	*out = day_age(birth, day);
	return true;
}
const struct function function_age = {"age", "dd", 'n', .help = "whole years from a birth date to a date", .of_numbers = age_on, .slope = "-+"};

static const char *const retirement_kinds[] = {"men60", "women55", "women50", NULL};

/* The kind names the base age group; sex is there to be checked against it: they must agree, else null. */
static void call_retirement_month(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)count;
	struct span sex = argument[1].text, kind = argument[2].text;
	(void)context;
	bool man = span_equal(sex, SPAN("1")) || span_equal(sex, SPAN("男"));
	for (int at = 0; retirement_kinds[at]; at++)
		if (span_equal(kind, span_of(retirement_kinds[at])) && man == (at == 0)) {
			out->number = retirement_month(argument[0].number, at);
			out->cell = month_is_known(out->number) ? CELL_VALUE : CELL_NULL;
			return;
		}
	out->cell = CELL_NULL;
}
const struct function function_retirement_month = {
	"retirement_month", "dkt", 'm', false,
	"lawful retirement month by birth, sex (1 or 2) and kind ('men60', 'women55', 'women50'); decision of 2024-09-13",
	.call = call_retirement_month};
