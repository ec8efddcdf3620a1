/* Dates and months as extracts spell them. The spellings of nearly every row come first, in a few comparisons. */
#include "base/calendar.h"
#include "base/digits.h"

/* One of the spellings with separators: what stands behind the year, the month and the day. */
struct separators {
	struct span year, month, day;
};

static const struct separators spellings[] = {
	{{"-", 1}, {"-", 1}, {"", 0}},
	{{"/", 1}, {"/", 1}, {"", 0}},
	{{".", 1}, {".", 1}, {"", 0}},
	{{"年", 3}, {"月", 3}, {"日", 3}},
};

static bool skip(struct span *rest, struct span expected)
{
	if (rest->size < expected.size || memcmp(rest->data, expected.data, expected.size) != 0)
		return false;
	*rest = span_slice(*rest, expected.size, rest->size - expected.size);
	return true;
}

/* Takes from `least` to `most` digits, as many as there are. */
static bool skip_digits(struct span *rest, size_t least, size_t most, uint32_t *out)
{
	size_t count = 0;
	while (count < most && count < rest->size && digit_is(rest->data[count]))
		count++;
	if (count < least)
		return false;
	digits_few(rest->data, count, out);
	*rest = span_slice(*rest, count, rest->size - count);
	return true;
}

/* Year, its separator and the month; tells which spelling it is. */
static const struct separators *skip_year_month(struct span *rest, uint32_t *year, uint32_t *month)
{
	if (!skip_digits(rest, 4, 4, year))
		return NULL;
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
		if (skip(rest, spellings[i].year))
			return skip_digits(rest, 1, 2, month) ? &spellings[i] : NULL;
	return NULL;
}

/* `H:MM`, `H:MM:SS`, `H:MM:SS.fff` behind blanks or a T, or nothing. Shape only: the time is not used. */
static bool time_ignorable(struct span rest)
{
	uint32_t ignored;
	if (rest.size == 0)
		return true;
	if (!skip(&rest, SPAN("T")) && !skip(&rest, SPAN(" ")))
		return false;
	while (skip(&rest, SPAN(" ")))
		;
	if (!skip_digits(&rest, 1, 2, &ignored) || !skip(&rest, SPAN(":")) || !skip_digits(&rest, 2, 2, &ignored))
		return false;
	if (skip(&rest, SPAN(":"))) {
		if (!skip_digits(&rest, 2, 2, &ignored))
			return false;
		if (skip(&rest, SPAN(".")) && !skip_digits(&rest, 1, rest.size, &ignored))
			return false;
	}
	return rest.size == 0;
}

static bool day_of_digits(uint32_t yyyymmdd, day_t *out)
{
	return day_make((int)(yyyymmdd / 10000), (int)(yyyymmdd / 100 % 100), (int)(yyyymmdd % 100), out);
}

static bool day_parse_slow(struct span s, day_t *out)
{
	struct span rest = s;
	uint32_t year, month, day, whole;
	const struct separators *spelling = skip_year_month(&rest, &year, &month);
	if (spelling)
		return skip(&rest, spelling->month) && skip_digits(&rest, 1, 2, &day) && skip(&rest, spelling->day) &&
		       time_ignorable(rest) && day_make((int)year, (int)month, (int)day, out);
	return s.size >= 8 && digits_8(s.data, &whole) && time_ignorable(span_slice(s, 8, s.size - 8)) &&
	       day_of_digits(whole, out);
}

bool day_parse(struct span s, day_t *out)
{
	uint32_t whole;
	if (s.size == 8 && digits_8(s.data, &whole))
		return day_of_digits(whole, out);
	if (s.size == 10 && s.data[4] == '-' && s.data[7] == '-') {
		char packed[8];
		memcpy(packed, s.data, 4);
		memcpy(packed + 4, s.data + 5, 2);
		memcpy(packed + 6, s.data + 8, 2);
		return digits_8(packed, &whole) && day_of_digits(whole, out);
	}
	return day_parse_slow(s, out);
}

static bool month_make(uint32_t year, uint32_t month, month_t *out)
{
	month_t made = (month_t)year * 12 + month - 1;
	if (month - 1 >= 12 || made < MONTH_MIN || made > MONTH_MAX)
		return false;
	*out = made;
	return true;
}

static bool month_parse_slow(struct span rest, month_t *out)
{
	uint32_t year, month;
	const struct separators *spelling = skip_year_month(&rest, &year, &month);
	if (!spelling)
		return false;
	if (spelling->day.size && !skip(&rest, spelling->month)) /* 月 ends a month; the other separators do not */
		return false;
	return rest.size == 0 && month_make(year, month, out);
}

bool month_parse(struct span s, month_t *out)
{
	uint32_t year, month;
	if (s.size == 6 && digits_few(s.data, 4, &year) && digits_few(s.data + 4, 2, &month))
		return month_make(year, month, out);
	return month_parse_slow(s, out);
}
