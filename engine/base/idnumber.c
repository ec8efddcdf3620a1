#include "base/idnumber.h"

#include "base/digits.h"

const char *const id_form_names[ID_FORM_COUNT] = {
	[ID_CITIZEN18] = "citizen18", [ID_CITIZEN15] = "citizen15", [ID_HMT] = "hmt",
	[ID_FOREIGN] = "foreign",     [ID_OTHER] = "other",
};

const char *const id_damage_names[ID_DAMAGE_COUNT] = {
	[ID_DAMAGE_NONE] = "none",
	[ID_DAMAGE_ROUNDED] = "rounded",
	[ID_DAMAGE_SCIENTIFIC] = "scientific",
	[ID_DAMAGE_ONE_DIGIT] = "one-digit",
	[ID_DAMAGE_OTHER] = "other",
};

char id_check_character(const char digits[17])
{
	return "10X98765432"[(id_check_sum(digits_load(digits), digits_load(digits + 8)) + 2 * (digits[16] & 15u)) % 11];
}

bool id_number_birth(int64_t number, day_t *birth)
{
	uint32_t yyyymmdd = (uint32_t)((uint64_t)number / 1000 % 100000000);
	return day_make((int)(yyyymmdd / 10000), (int)(yyyymmdd / 100 % 100), (int)(yyyymmdd % 100), birth);
}

int id_number_sex(int64_t number)
{
	return number & 1 ? 1 : 2;
}

int id_number_area(int64_t number)
{
	return (int)((uint64_t)number / 100000000000 % 1000000);
}

/* Residents' permits of Hong Kong, Macao and Taiwan have the areas 81, 82 and 83; foreigners' permits start with a 9. */
enum id_form id_number_form(int64_t number)
{
	int province = id_number_area(number) / 10000;
	if (province >= 90)
		return ID_FOREIGN;
	return province >= 81 && province <= 83 ? ID_HMT : ID_CITIZEN18;
}

void id_number_text(int64_t number, char out[18])
{
	digits_put(out, 17, (uint64_t)number);
	out[17] = id_check_character(out);
}

/* Births 1920..1963, so that all of them draw a pension; the stride scatters days and sexes over the first numbers. */
void id_synthetic(uint32_t nth, char out[18])
{
	enum { FIRST_DAY = -18263 /* 1920-01-01 */, DAYS = 16071, SEQUENCES = 999, STRIDE = 7919009 };
	uint64_t place = (uint64_t)nth % (DAYS * SEQUENCES) * STRIDE % (DAYS * SEQUENCES);
	int year, month, day;
	day_split(FIRST_DAY + (day_t)(place % DAYS), &year, &month, &day);
	int64_t yyyymmdd = year * INT64_C(10000) + month * 100 + day;
	id_number_text(360799 * INT64_C(100000000000) + yyyymmdd * 1000 + (int64_t)(place / DAYS) + 1, out);
}

/* n counts the months from the first birth month that is delayed; one month of delay for every `step` of them. */
month_t retirement_month(day_t birth, int kind)
{
	static const struct {
		int base_years, step, cap;
	} kinds[] = {{60, 4, 36}, {55, 4, 36}, {50, 2, 60}};
	if (kind < 0 || kind > 2)
		kind = 0;
	month_t old_month = day_month(birth) + kinds[kind].base_years * 12;
	month_t n = old_month - (2025 * 12 - 1);
	month_t delay = n <= 0 ? 0 : (n + kinds[kind].step - 1) / kinds[kind].step;
	return old_month + (delay < kinds[kind].cap ? delay : kinds[kind].cap);
}
