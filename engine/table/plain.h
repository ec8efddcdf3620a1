/* Cells as nearly every extract spells them, read from the raw bytes of either encoding: no trimming, no decoding. Packing brings a cell
 * of the right shape into registers, the rest as zeros; judging is arithmetic alone, on many cells at once where the machine can: it gives
 * the number, and whether the cell is what it looks like. Wrong says only that the full parsers of base/ must be asked; good gives
 * what they give. Up to eight bytes behind the cell may be read. */
#ifndef HECHA_PLAIN_H
#define HECHA_PLAIN_H

#include "base/idnumber.h"

/* ASCII digits, and what else there is to a cell; front and back without digits are never good. */
struct plain {
	uint64_t front, back, tail;
};

struct plain_judged {
	int64_t number;
	uint64_t wrong; /* 0: good */
};

/* Zero when all eight bytes are digits. */
static inline uint64_t plain_wrong(uint64_t v)
{
	const uint64_t high = 0xF0F0F0F0F0F0F0F0, zeros = 0x3030303030303030;
	return ((v & high) ^ zeros) | (((v + 0x0606060606060606) & high) ^ zeros);
}

static inline uint64_t plain_value(uint64_t pairs)
{
	pairs = (pairs * 100 + (pairs >> 16)) & 0x0000FFFF0000FFFF;
	return (pairs * 10000 + (pairs >> 32)) & 0xFFFFFFFF;
}

/* Not zero when number is outside least..most; all of them small, or a little below zero. */
static inline uint64_t plain_outside(uint64_t number, uint64_t least, uint64_t most)
{
	return ((most - number) | (number - least)) >> 63;
}

/* 1 in a leap year: a multiple of four, the last of a century when the century is one. */
static inline uint64_t plain_leap(uint64_t century, uint64_t year)
{
	uint64_t decides = year | (century & -(uint64_t)(year == 0));
	return (uint64_t)((decides & 3) == 0);
}

/* Zero when the day exists, in years 1800..2199. The lengths of the months above 28 stand in one word, two bits each. */
static inline uint64_t plain_day_wrong(uint64_t century, uint64_t year, uint64_t month, uint64_t day)
{
	uint64_t length = 28 + (0x3BBEECCu >> (month & 15) * 2 & 3) + (plain_leap(century, year) & (uint64_t)(month == 2));
	return plain_outside(century, 18, 21) | plain_outside(month, 1, 12) | plain_outside(day, 1, length);
}

/* One of - . / , which ASCII has side by side. */
static inline bool plain_separator(char c)
{
	return (unsigned char)(c - '-') < 3;
}

/* ---- YYYYMMDD, YYYY-MM-DD, also with . or / ---- */

static inline struct plain plain_pack_date(struct span s)
{
	if (s.size == 8)
		return (struct plain){digits_load(s.data), 0, 0};
	if (s.size != 10 || !plain_separator(s.data[4]) || s.data[4] != s.data[7])
		return (struct plain){0, 0, 0};
	uint64_t front = digits_load(s.data), back = digits_load(s.data + 2);
	return (struct plain){(front & 0xFFFFFFFF) | (front >> 8 & 0x0000FFFF00000000) | (back & 0xFFFF000000000000), 0, 0};
}

/* Days of whole centuries, of whole years of this one, of whole months of this one; from 0000-01-01. */
static inline struct plain_judged plain_judge_date(struct plain packed)
{
	enum { DAYS_TO_1970 = 719528 };
	uint64_t pairs = digits_pairs(packed.front);
	uint64_t century = pairs & 0xFF, year = pairs >> 16 & 0xFF, month = pairs >> 32 & 0xFF, day = pairs >> 48;
	uint64_t centuries = century * 36524 + ((century + 3) >> 2);
	uint64_t years = year * 365 + ((year + 3) >> 2) - (((year + 127) >> 7) & (((century & 3) + 3) >> 2));
	uint64_t from_march = -((2 - month) >> 63); /* all ones: there five months always have 153 days */
	uint64_t months = (from_march & (((153 * month - 457) * 13108 >> 16) + 59 + plain_leap(century, year))) | (~from_march & 31 * (month - 1));
	return (struct plain_judged){(int64_t)(centuries + years + months + day - 1) - DAYS_TO_1970,
				     plain_wrong(packed.front) | plain_day_wrong(century, year, month, day)};
}

/* ---- YYYYMM, YYYY-MM, also with . or / ---- */

static inline struct plain plain_pack_month(struct span s)
{
	const uint64_t zeros = 0x3030000000000000;
	if (s.size == 6)
		return (struct plain){digits_load_part(s.data, 6) | zeros, 0, 0};
	if (s.size != 7 || !plain_separator(s.data[4]))
		return (struct plain){0, 0, 0};
	uint64_t v = digits_load_part(s.data, 7);
	return (struct plain){(v & 0xFFFFFFFF) | (v >> 8 & 0x0000FFFF00000000) | zeros, 0, 0};
}

static inline struct plain_judged plain_judge_month(struct plain packed)
{
	uint64_t pairs = digits_pairs(packed.front);
	uint64_t century = pairs & 0xFF, year = pairs >> 16 & 0xFF, month = pairs >> 32 & 0xFF;
	return (struct plain_judged){(int64_t)((century * 100 + year) * 12 + month - 1),
				     plain_wrong(packed.front) | plain_outside(century, 18, 21) | plain_outside(month, 1, 12)};
}

/* ---- whole numbers of up to eight digits, amounts of up to 13 and two decimals; a minus ---- */

/* From one to eight digits, loaded as if zeros stood in front. */
static inline uint64_t plain_digits(const char *text, size_t size)
{
	return digits_load(text) << 8 * (8 - size) | UINT64_C(0x3030303030303030) >> 8 * (size - 1) >> 8;
}

static inline struct plain plain_pack_integer(struct span s)
{
	size_t negative = s.size && s.data[0] == '-', size = s.size - negative;
	if (size - 1 > 7)
		return (struct plain){0, 0, 0};
	return (struct plain){0x3030303030303030, plain_digits(s.data + negative, size), negative};
}

/* With a point the last eight bytes hold it and seven digits; what stands before it moves onto it. tail: 1 negative, 2 whole yuan. */
static inline struct plain plain_pack_money(struct span s)
{
	if (s.size < 4 || s.data[s.size - 3] != '.') {
		struct plain whole = plain_pack_integer(s);
		whole.tail |= 2;
		return whole;
	}
	size_t negative = s.data[0] == '-', size = s.size - negative;
	const char *text = s.data + negative;
	if (size - 4 > 12)
		return (struct plain){0, 0, 0};
	uint64_t back = size <= 8 ? plain_digits(text, size) : digits_load(text + size - 8);
	uint64_t front = size <= 8 ? 0x3030303030303030 : plain_digits(text, size - 8);
	return (struct plain){front, (back & 0xFFFF000000000000) | (back & 0x000000FFFFFFFFFF) << 8 | '0', negative};
}

static inline struct plain_judged plain_judge_integer(struct plain packed)
{
	uint64_t sign = -(packed.tail & 1); /* 0 or all ones */
	uint64_t value = plain_value(digits_pairs(packed.front)) * 10000000 + plain_value(digits_pairs(packed.back));
	return (struct plain_judged){(int64_t)((value ^ sign) - sign), plain_wrong(packed.front) | plain_wrong(packed.back)};
}

static inline struct plain_judged plain_judge_money(struct plain packed)
{
	struct plain_judged judged = plain_judge_integer(packed);
	judged.number *= packed.tail & 2 ? 100 : 1;
	return judged;
}

/* ---- a citizen's number: 17 digits, a birth day that exists, the check character of ISO 7064 MOD 11-2 ---- */

static inline struct plain plain_pack_id(struct span s)
{
	if (s.size != 18)
		return (struct plain){0, 0, 0};
	return (struct plain){digits_load(s.data), digits_load(s.data + 8),
			      (uint64_t)(unsigned char)s.data[16] | (uint64_t)(unsigned char)s.data[17] << 8};
}

static inline struct plain_judged plain_judge_id(struct plain packed)
{
	uint64_t last = (packed.tail & 0xFF) - '0', area = digits_pairs(packed.front), birth = digits_pairs(packed.back);
	uint64_t sum = id_check_sum(packed.front, packed.back) + 2 * last;
	uint64_t rest = sum - 11 * (sum * 5958 >> 16); /* modulo 11: good up to 32,000, and 17 digits add up to 11,493 */
	uint64_t check = 12 - rest - 11 * (uint64_t)(rest < 2), character = '0' + check + ('X' - '0' - 10) * (uint64_t)(check == 10);
	uint64_t wrong = plain_wrong(packed.front) | plain_wrong(packed.back) | (character ^ packed.tail >> 8);
	/* the century stands at the end of the first eight */
	return (struct plain_judged){(int64_t)((plain_value(area) * 100000000 + plain_value(birth)) * 10 + last),
				     wrong | plain_outside(last, 0, 9) |
					     plain_day_wrong(area >> 48, birth & 0xFF, birth >> 16 & 0xFF, birth >> 32 & 0xFF)};
}

#endif
