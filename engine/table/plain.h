/* Cells as nearly every extract spells them, read from the raw bytes of either encoding: no trimming, no decoding, no branch that the value
 * decides. False says only that the full parsers of base/ must be asked; true gives what they give. Nothing outside the cell is read. */
#ifndef HECHA_PLAIN_H
#define HECHA_PLAIN_H

#include "base/idnumber.h"

/* A calendar day in parts, as pairs of digits. */
struct plain_day {
	unsigned century, year, month, day; /* 1987-06-05: 19, 87, 6, 5 */
	unsigned leap;
};

/* False when the day does not exist, or lies outside 1800..2199. Parts of a cell with other bytes than digits may be anything. */
static inline bool plain_day_exists(struct plain_day *at)
{
	static const uint8_t length[16] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0};
	at->leap = (at->year % 4 == 0) & ((at->year != 0) | (at->century % 4 == 0));
	return (at->century - 18 < 4) & (at->month - 1 < 12) & (at->day - 1 < length[at->month & 15] + (at->leap & (at->month == 2)));
}

/* Days of whole centuries, whole years of this one, whole months of this one; all from 0000-01-01. */
static inline int64_t plain_day_number(struct plain_day at)
{
	enum { DAYS_TO_1970 = 719528 };
	static const uint16_t before[16] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 0, 0, 0};
	unsigned centuries = at.century * 36524 + (at.century + 3) / 4;
	unsigned years = at.year * 365 + (at.year + 3) / 4 - ((at.year > 0) & (at.century % 4 > 0));
	return (int64_t)(centuries + years + before[at.month & 15] + (at.leap & (at.month > 2)) + at.day - 1) - DAYS_TO_1970;
}

/* One of - . / , which ASCII has side by side. */
static inline bool plain_separator(char c)
{
	return (unsigned char)(c - '-') < 3;
}

/* YYYYMMDD, YYYY-MM-DD, also with . or / */
static inline bool plain_date(struct span s, int64_t *out)
{
	uint64_t digits;
	if (s.size == 10) {
		uint64_t front = digits_load(s.data), back = digits_load(s.data + 2);
		if (!plain_separator(s.data[4]) || s.data[4] != s.data[7])
			return false;
		digits = (front & 0xFFFFFFFF) | (front >> 8 & 0x0000FFFF00000000) | (back & 0xFFFF000000000000);
	} else if (s.size == 8) {
		digits = digits_load(s.data);
	} else {
		return false;
	}
	uint64_t pairs = digits_pairs(digits);
	struct plain_day at = {pairs & 0xFF, pairs >> 16 & 0xFF, pairs >> 32 & 0xFF, (unsigned)(pairs >> 48), 0};
	bool good = plain_day_exists(&at) & digits_are(digits);
	*out = plain_day_number(at);
	return good;
}

/* YYYYMM, YYYY-MM, also with . or / */
static inline bool plain_month(struct span s, int64_t *out)
{
	if (s.size - 6 > 1)
		return false;
	uint64_t v = digits_load_few(s.data, s.size);
	if (s.size == 7) {
		if (!plain_separator(s.data[4]))
			return false;
		v = (v & 0xFFFFFFFF) | (v >> 8 & 0x0000FFFF00000000);
	}
	v |= 0x3030000000000000;
	uint64_t pairs = digits_pairs(v);
	unsigned century = pairs & 0xFF, year = pairs >> 16 & 0xFF, month = pairs >> 32 & 0xFF;
	*out = (int64_t)(century * 100 + year) * 12 + month - 1;
	return digits_are(v) & (century - 18 < 4) & (month - 1 < 12);
}

/* From one to eight digits, loaded as if zeros stood in front. */
static inline uint64_t plain_digits(const char *text, size_t size)
{
	return digits_load_few(text, size) << 8 * (8 - size) | UINT64_C(0x3030303030303030) >> 8 * (size - 1) >> 8;
}

/* A sign and up to eight digits. */
static inline bool plain_integer(struct span s, int64_t *out)
{
	if (s.size - 1 > 8)
		return false;
	bool negative = s.data[0] == '-';
	size_t size = s.size - negative;
	if (size - 1 > 7)
		return false;
	uint64_t v = plain_digits(s.data + negative, size);
	int64_t value = digits_value(v);
	*out = negative ? -value : value;
	return digits_are(v);
}

/* A sign, up to 13 digits, a point and two digits: the last eight bytes hold seven digits and the point. Or whole yuan as an integer. */
static inline bool plain_money(struct span s, int64_t *out)
{
	if (s.size < 4 || s.data[s.size - 3] != '.') {
		bool good = plain_integer(s, out);
		*out *= 100;
		return good;
	}
	bool negative = s.data[0] == '-';
	const char *text = s.data + negative;
	size_t size = s.size - negative;
	if (size - 4 > 12)
		return false;
	uint64_t back, front = 0x3030303030303030;
	if (size <= 8) {
		back = plain_digits(text, size);
	} else {
		back = digits_load(text + size - 8);
		front = plain_digits(text, size - 8);
	}
	back = (back & 0xFFFF000000000000) | (back & 0x000000FFFFFFFFFF) << 8 | '0'; /* what stood before the point moves onto it */
	int64_t fen = (int64_t)digits_value(front) * 10000000 + digits_value(back);
	*out = negative ? -fen : fen;
	return digits_are(back) & digits_are(front);
}

/* A citizen's number of 18 characters: 17 digits, a birth day that exists, the check character of ISO 7064 MOD 11-2. */
static inline bool plain_id(struct span s, int64_t *out)
{
	if (s.size != 18)
		return false;
	uint64_t front = digits_load(s.data), middle = digits_load(s.data + 8);
	unsigned last = (unsigned char)(s.data[16] - '0');
	uint64_t area = digits_pairs(front), birth = digits_pairs(middle); /* the century stands at the end of the first eight */
	struct plain_day day = {(unsigned)(area >> 48), birth & 0xFF, birth >> 16 & 0xFF, birth >> 32 & 0xFF, 0};
	*out = ((int64_t)digits_pairs_value(area) * 100000000 + digits_pairs_value(birth)) * 10 + last;
	return plain_day_exists(&day) & digits_are(front) & digits_are(middle) & (last < 10) &
	       (s.data[17] == id_check_of(front, middle, last));
}

#endif
