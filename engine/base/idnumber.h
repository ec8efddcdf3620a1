/* Identity numbers: forms, checks and damage. Sources: GB 11643 (18 digits), ISO 7064 MOD 11-2 (the check character). */
#ifndef HECHA_IDNUMBER_H
#define HECHA_IDNUMBER_H

#include "base/calendar.h"
#include "base/digits.h"

enum id_form { ID_CITIZEN18, ID_CITIZEN15, ID_HMT, ID_FOREIGN, ID_OTHER, ID_FORM_COUNT };
enum id_damage {
	ID_DAMAGE_NONE,
	ID_DAMAGE_ROUNDED,    /* a citizen's number that went through a double */
	ID_DAMAGE_SCIENTIFIC, /* 3.62101E+17 */
	ID_DAMAGE_ONE_DIGIT,  /* the shape is right, the check or the date is not */
	ID_DAMAGE_OTHER,
	ID_DAMAGE_COUNT
};
extern const char *const id_form_names[ID_FORM_COUNT];	  /* citizen18 citizen15 hmt foreign other */
extern const char *const id_damage_names[ID_DAMAGE_COUNT]; /* none rounded scientific one-digit other */

/* A parsed number. 18-character numbers (also upgraded 15-digit ones) are `number` = their first 17 digits (the check
 * character follows from them); every other form keeps its text. */
#define ID_TEXT_SIZE 24
struct id_parts {
	enum id_form form;
	bool numeric;	     /* number is the key; otherwise text[0..text_size) is */
	int64_t number;	     /* 17 digits; 0 when not numeric */
	char text[ID_TEXT_SIZE]; /* canonical spelling, not NUL-terminated */
	uint8_t text_size;
};

/* Reads a raw, trimmed, non-null cell in UTF-8: an apostrophe in front, full-width and small letters are allowed. False:
 * malformed, *out unspecified. */
bool id_parse(struct span raw, struct id_parts *out);
/* How a raw cell is damaged; ID_DAMAGE_NONE when id_parse accepts it. */
enum id_damage id_damage_of(struct span raw);

/* The 18th character (0..9 or X) of a number of which these are the first 17. */
char id_check_character(const char digits[17]);

/* What the first 16 digits, loaded, add to the sum that decides it, modulo 11. The weights are 2^17 … 2^2, and 2^10 is one more than a multiple
 * of 11; the 17th digit's is 2. */
static inline unsigned id_check_sum(uint64_t front, uint64_t middle)
{
	return digits_doubled(front) + 4 * digits_doubled(middle);
}

/* From the 17-digit number: canonical 18 characters (into out, 18 bytes), birth day, sex (1 male, 2 female), area. */
void id_number_text(int64_t number, char out[18]);
bool id_number_birth(int64_t number, day_t *birth);
int id_number_sex(int64_t number);
int id_number_area(int64_t number);
/* ID_FOREIGN for a first digit 9, ID_HMT for areas 81, 82 and 83, else ID_CITIZEN18 (a 15-digit origin does not show). */
enum id_form id_number_form(int64_t number);

/* The nth synthetic number for tests: area 360799, birth 1920..1963, valid check character; 18 bytes. The first 16,054,929
 * differ, then they repeat. */
void id_synthetic(uint32_t nth, char out[18]);

/* Lawful retirement month (decision of 2024-09-13, in force 2025-01-01): base age by kind, stepped delay.
 * kind: 0 men, 1 women formerly 55, 2 women formerly 50 (others count as 0). */
month_t retirement_month(day_t birth, int kind);

#endif
