#include "gen_calendar.h"

#include <stdio.h>

int day_of(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int year_of_era = y - era * 400;
	int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

struct civil civil_of(int day)
{
	int z = day + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	int month = mp < 10 ? mp + 3 : mp - 9;
	return (struct civil){yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1};
}

int month_of_day(int day)
{
	struct civil c = civil_of(day);
	return c.year * 12 + c.month - 1;
}

int day_in_month(int month, int day)
{
	int first = day_of(month / 12, month % 12 + 1, 1);
	int next = day_of((month + 1) / 12, (month + 1) % 12 + 1, 1);
	return first + day - 1 < next ? first + day - 1 : next - 1;
}

int day_read(const char *text)
{
	int year, month, day, used = 0;
	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &used) != 3 || text[used])
		return 0;
	int result = day_of(year, month, day);
	struct civil back = civil_of(result);
	return back.year == year && back.month == month && back.day == day ? result : 0;
}

static size_t number(char *out, int value, int digits)
{
	for (int i = digits - 1; i >= 0; i--, value /= 10)
		out[i] = (char)('0' + value % 10);
	return (size_t)digits;
}

static size_t number_short(char *out, int value)
{
	return number(out, value, value < 10 ? 1 : 2);
}

static size_t han(char *out, const char *character)
{
	for (int i = 0; i < 3; i++)
		out[i] = character[i];
	return 3;
}

static size_t day_han(char *out, struct civil c)
{
	size_t n = number(out, c.year, 4);
	n += han(out + n, "年");
	n += number_short(out + n, c.month);
	n += han(out + n, "月");
	n += number_short(out + n, c.day);
	return n + han(out + n, "日");
}

static size_t day_apart(char *out, struct civil c, char between, int digits)
{
	size_t n = number(out, c.year, 4);
	if (between)
		out[n++] = between;
	n += digits ? number(out + n, c.month, digits) : number_short(out + n, c.month);
	if (between)
		out[n++] = between;
	n += digits ? number(out + n, c.day, digits) : number_short(out + n, c.day);
	return n;
}

size_t day_spell(char *out, int day, enum date_style style)
{
	static const char between[] = {0, '-', '/', '.', 0, '/', '-'};
	struct civil c = civil_of(day);
	size_t n;
	if (style == DATE_HAN)
		n = day_han(out, c);
	else
		n = day_apart(out, c, between[style], style == DATE_SHORT ? 0 : 2);
	if (style == DATE_TIME)
		n += (size_t)snprintf(out + n, 10, " 08:30:00");
	out[n] = 0;
	return n;
}

size_t month_spell(char *out, int month, enum month_style style)
{
	size_t n = number(out, month / 12, 4);
	int m = month % 12 + 1;
	if (style == MONTH_DASH)
		out[n++] = '-';
	if (style == MONTH_6 || style == MONTH_DASH) {
		n += number(out + n, m, 2);
	} else if (style == MONTH_HAN) {
		n += han(out + n, "年");
		n += number_short(out + n, m);
		n += han(out + n, "月");
	} else {
		out[n++] = style == MONTH_SLASH ? '/' : '.';
		n += number_short(out + n, m);
	}
	out[n] = 0;
	return n;
}
