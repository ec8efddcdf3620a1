/* Days, months and money as integers, and their spellings. No time zones, no floating point. */
#ifndef HECHA_CALENDAR_H
#define HECHA_CALENDAR_H

#include "base/span.h"

/* A day is the count of days since 1970-01-01 (negative before). A month is year * 12 + (month - 1). */
typedef int64_t day_t;
typedef int64_t month_t;

/* 1800-01-01..2199-12-31 as days and months. Arithmetic on days may leave it: whoever adds checks the result. What gets a
 * day or month outside anyway takes the nearest one inside (month_text: inside 0000-01..9999-12). */
#define DAY_MIN (-62091)
#define DAY_MAX 84005
#define MONTH_MIN (1800 * 12)
#define MONTH_MAX (2199 * 12 + 11)

/* Proleptic Gregorian, years 1800..2199; false when the date does not exist. */
bool day_make(int year, int month, int day, day_t *out);
void day_split(day_t day, int *year, int *month, int *day_of_month);
month_t day_month(day_t day);
day_t month_first_day(month_t month);
int day_weekday(day_t day); /* 0 Monday … 6 Sunday */
day_t day_today(void);	    /* local time */
/* Whole years from birth to on, as a birthday counts them (29 February ages on 1 March). */
int64_t day_age(day_t birth, day_t on);

/* Cells in UTF-8, already trimmed. `YYYYMMDD YYYY-M-D YYYY/M/D YYYY.M.D YYYY年M月D日` (M and D with one or two digits), a time
 * part (blank or T, then H:MM[:SS[.fff]]) is ignored; months `YYYYMM YYYY-M YYYY/M YYYY.M YYYY年M月`. Years 1800..2199.
 * False: malformed, *out untouched. */
bool day_parse(struct span s, day_t *out);
bool month_parse(struct span s, month_t *out);

/* ISO spelling: `2024-01-31`, `2024-01`. `out` must hold CALENDAR_TEXT_SIZE; returns the length. */
#define CALENDAR_TEXT_SIZE 16
int day_text(day_t day, char out[CALENDAR_TEXT_SIZE]);
int month_text(month_t month, char out[CALENDAR_TEXT_SIZE]);

/* Money is int64 fen. Sign, digits with well-formed thousands commas or none, then a point and decimals of which only the
 * first two may differ from zero. False: malformed or beyond HECHA_MONEY_FEN_MAX, *fen untouched. */
bool money_parse(struct span s, int64_t *fen);
#define MONEY_TEXT_SIZE 40
int money_text(int64_t fen, char out[MONEY_TEXT_SIZE]); /* 1234.50 */
int money_yuan(int64_t fen, char out[MONEY_TEXT_SIZE]); /* 1,234.50 for people */
bool integer_parse(struct span s, int64_t *out);	/* [+-]digits, within int64 */

#endif
