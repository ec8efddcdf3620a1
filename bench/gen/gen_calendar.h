/* Days since 1970-01-01 and months (year * 12 + month - 1), and their spellings. */
#ifndef CALENDAR_H
#define CALENDAR_H
#include <stddef.h>

enum date_style { DATE_8, DATE_DASH, DATE_SLASH, DATE_DOT, DATE_HAN, DATE_SHORT, DATE_TIME, DATE_STYLES };
enum month_style { MONTH_6, MONTH_DASH, MONTH_SLASH, MONTH_DOT, MONTH_HAN, MONTH_STYLES };

struct civil { int year, month, day; };

int day_of(int year, int month, int day);
struct civil civil_of(int day);
int month_of_day(int day);
/* The day of a month; past its end, the last day. */
int day_in_month(int month, int day);
/* Reads YYYY-MM-DD; 0 when it is no date. */
int day_read(const char *text);
/* Writes the spelling and a terminating zero; returns the length. The room is at least 32 bytes. */
size_t day_spell(char *out, int day, enum date_style style);
size_t month_spell(char *out, int month, enum month_style style);
#endif
