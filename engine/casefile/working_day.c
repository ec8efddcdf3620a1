/* Working days by the State Council's calendars. Without a year's calendar nothing is guessed. */
#include "base/calendar.h"
#include "casefile/casefile.h"

static const struct holiday_year *year_of(const struct holidays *holidays, int64_t day, int64_t *year_out)
{
	int year, month, of_month;
	day_split(day, &year, &month, &of_month);
	*year_out = year;
	for (uint32_t at = 0; at < holidays->year_count; at++)
		if (holidays->year[at].year == year)
			return &holidays->year[at];
	return NULL;
}

static bool has_day(const int64_t *days, uint32_t count, int64_t day)
{
	for (uint32_t at = 0; at < count; at++)
		if (days[at] == day)
			return true;
	return false;
}

static bool is_working(const struct holiday_year *year, int64_t day)
{
	if (has_day(year->work, year->work_count, day))
		return true;
	return day_weekday(day) < 5 && !has_day(year->off, year->off_count, day);
}

bool working_day_add(const struct holidays *holidays, int64_t day, int64_t count, int64_t *out, int64_t *unknown_year)
{
	while (count > 0) {
		const struct holiday_year *year = year_of(holidays, ++day, unknown_year);
		if (!year)
			return false;
		count -= is_working(year, day);
	}
	*out = day;
	*unknown_year = 0;
	return true;
}
