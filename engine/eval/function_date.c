/* Dates, months, ages. */
#include "base/idnumber.h"
#include "eval/eval.h"

/* Months and days beyond the calendar of hecha (years 1800..2199) are null. */
static void set_month(struct value *out, month_t month)
{
	out->number = month;
	if (month < 1800 * 12 || month >= 2200 * 12)
		out->cell = CELL_NULL;
}

static void call_month(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	out->number = day_month(argument[0].number);
}
const struct function function_month = {"month", "d", 'm', false, "the month a date lies in", call_month, NULL};

static void call_add_months(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	int64_t sum;
	if (__builtin_add_overflow(argument[0].number, argument[1].number, &sum))
		sum = -1;
	set_month(out, sum);
}
const struct function function_add_months = {"add_months", "mn", 'm', false, "a month, so many months later (or earlier)",
					     call_add_months, NULL};

static void call_add_days(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	int64_t first = month_first_day(1800 * 12), last = month_first_day(2199 * 12 + 11) + 30;
	if (__builtin_add_overflow(argument[0].number, argument[1].number, &out->number) || out->number < first || out->number > last)
		out->cell = CELL_NULL;
}
const struct function function_add_days = {"add_days", "dn", 'd', false, "a date, so many days later (or earlier)", call_add_days, NULL};

static void call_difference(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	out->number = argument[1].number - argument[0].number;
}
const struct function function_months_between = {"months_between", "mm", 'n', false, "months from the first to the second month",
						 call_difference, NULL};
const struct function function_days_between = {"days_between", "dd", 'n', false, "days from the first to the second date",
					       call_difference, NULL};

static void call_year(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	int year, month, day;
	day_split(argument[0].number, &year, &month, &day);
	out->number = year;
}
const struct function function_year = {"year", "d", 'n', false, "the year of a date", call_year, NULL};

static void call_age(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	out->number = day_age(argument[0].number, argument[1].number);
}
const struct function function_age = {"age", "dd", 'n', false, "whole years from a birth date to a date", call_age, NULL};

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
			set_month(out, retirement_month(argument[0].number, at));
			return;
		}
	out->cell = CELL_NULL;
}
const struct function function_retirement_month = {
	"retirement_month", "dkt", 'm', false,
	"lawful retirement month by birth, sex (1 or 2) and kind ('men60', 'women55', 'women50'); decision of 2024-09-13",
	call_retirement_month, NULL};
