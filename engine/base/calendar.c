#include "base/calendar.h"

#include <time.h>

#include "base/digits.h"

enum { YEAR_FIRST = 1800, YEARS = 400, DAYS_TO_1970 = 719162 /* from 0001-01-01 */ };

/* Divisible by 4 and not by 100, or by 400. A quarter of all years is too many to predict: no branches. */
static int leap_day(int year)
{
	return (year % 4 == 0) & ((year % 25 != 0) | (year % 16 == 0));
}

bool day_make(int year, int month, int day, day_t *out)
{
	static const uint8_t length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	static const uint16_t before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
	if ((unsigned)year - YEAR_FIRST >= YEARS || (unsigned)month - 1 >= 12)
		return false;
	int leap = leap_day(year);
	if (day < 1 || day > length[month - 1] + ((month == 2) & leap))
		return false;
	int past = year - 1;
	int leap_days = past / 4 - past / 100 + past / 400 + ((month > 2) & leap);
	*out = past * 365 + leap_days + before[month - 1] + day - 1 - DAYS_TO_1970;
	return true;
}

static day_t clamp(int64_t value, int64_t least, int64_t most)
{
	return value < least ? least : value > most ? most : value;
}

/* Years are counted from 1 March here, so that the leap day is the last of its year and month lengths repeat in five
 * months of 153 days (the usual days-to-civil method). */
void day_split(day_t day, int *year, int *month, int *day_of_month)
{
	int since = (int)clamp(day, DAY_MIN, DAY_MAX) + DAYS_TO_1970 + 306; /* from 0000-03-01 */
	int of_era = since % 146097;
	int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int march_month = (5 * of_year + 2) / 153;
	*day_of_month = of_year - (153 * march_month + 2) / 5 + 1;
	*month = march_month < 10 ? march_month + 3 : march_month - 9;
	*year = since / 146097 * 400 + year_of_era + (*month <= 2);
}

month_t day_month(day_t day)
{
	int year, month, day_of_month;
	day_split(day, &year, &month, &day_of_month);
	return (month_t)year * 12 + month - 1;
}

day_t month_first_day(month_t month)
{
	day_t day = 0;
	month = clamp(month, MONTH_MIN, MONTH_MAX);
	day_make((int)(month / 12), (int)(month % 12) + 1, 1, &day);
	return day;
}

int day_weekday(day_t day)
{
	return (int)((day % 7 + 7 + 3) % 7); /* 1970-01-01 was a Thursday */
}

day_t day_today(void)
{
	time_t now = time(NULL);
	struct tm local;
	day_t day = 0;
	if (localtime_r(&now, &local))
		day_make(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, &day);
	return day;
}

int64_t day_age(day_t birth, day_t on)
{
	int birth_year, birth_month, birth_day, year, month, day;
	day_split(birth, &birth_year, &birth_month, &birth_day);
	day_split(on, &year, &month, &day);
	bool birthday_to_come = month < birth_month || (month == birth_month && day < birth_day);
	return year - birth_year - birthday_to_come;
}

int day_text(day_t day, char out[CALENDAR_TEXT_SIZE])
{
	int year, month, day_of_month;
	day_split(day, &year, &month, &day_of_month);
	digits_put(out, 4, (uint64_t)year);
	digits_put(out + 5, 2, (uint64_t)month);
	digits_put(out + 8, 2, (uint64_t)day_of_month);
	out[4] = out[7] = '-';
	out[10] = '\0';
	return 10;
}

int month_text(month_t month, char out[CALENDAR_TEXT_SIZE])
{
	month = clamp(month, 0, 9999 * 12 + 11);
	digits_put(out, 4, (uint64_t)(month / 12));
	digits_put(out + 5, 2, (uint64_t)(month % 12 + 1));
	out[4] = '-';
	out[7] = '\0';
	return 7;
}
