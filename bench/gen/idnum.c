#include "idnum.h"

#include "gen_calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char id_check(const char *digits)
{
	static const int weight[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0;
	for (int i = 0; i < 17; i++)
		sum += (digits[i] - '0') * weight[i];
	return "10X98765432"[sum % 11];
}

void id_make(char out[19], const char *area, int birth_day, int sequence)
{
	memcpy(out, area, 6);
	day_spell(out + 6, birth_day, DATE_8);
	out[14] = (char)('0' + sequence / 100 % 10);
	out[15] = (char)('0' + sequence / 10 % 10);
	out[16] = (char)('0' + sequence % 10);
	out[17] = id_check(out);
	out[18] = 0;
}

void id_short(char out[16], const char id[19])
{
	memcpy(out, id, 6);
	memcpy(out + 6, id + 8, 9);
	out[15] = 0;
}

/* One digit of the sequence or the check character is another one; the check finds every such error. */
static void one_digit(char out[24], uint64_t random)
{
	int at = 14 + (int)(random % 3);
	out[at] = (char)('0' + (out[at] - '0' + 1 + (int)(random / 3 % 9)) % 10);
}

/* What a spreadsheet that shows 15 digits leaves. */
static void rounded(char out[24])
{
	memcpy(out + 15, "000", 3);
}

/* What a program that holds the number as a double leaves: the nearest multiple of 64. */
static void through_double(char out[24])
{
	char digits[19];
	memcpy(digits, out, 17);
	digits[17] = out[17] == 'X' ? '0' : out[17];
	digits[18] = 0;
	uint64_t value = strtoull(digits, NULL, 10);
	snprintf(out, 24, "%llu", (unsigned long long)((value + 32) / 64 * 64));
}

bool id_damaged(char out[24], const char id[19], enum id_damage how, uint64_t random)
{
	memcpy(out, id, 19);
	switch (how) {
	case DAMAGE_ONE_DIGIT: one_digit(out, random); break;
	case DAMAGE_ROUNDED: rounded(out); break;
	case DAMAGE_DOUBLE: through_double(out); break;
	case DAMAGE_SCIENTIFIC:
		snprintf(out, 24, "%.1s.%.5sE+17", id, id + 1);
		return true;
	}
	return id_check(out) != out[17];
}

const char *const id_pattern_names[PATTERN_COUNT] = {"scientific", "rounded", "one-digit"};

/* One digit off may by chance look like what a double leaves: a multiple of 32, 64 or 128. */
enum id_pattern id_pattern_of(const char *damaged)
{
	if (strchr(damaged, 'E'))
		return PATTERN_SCIENTIFIC;
	if (strchr(damaged, 'X'))
		return PATTERN_ONE_DIGIT;
	uint64_t value = strtoull(damaged, NULL, 10), step = value < 1ULL << 58 ? 32 : value < 1ULL << 59 ? 64 : 128;
	return value % 1000 == 0 || value % step == 0 ? PATTERN_ROUNDED : PATTERN_ONE_DIGIT;
}

/* GB 32100: 31 characters without I, O, S, V, Z; weights are powers of 3 modulo 31. */
void uscc_make(char out[19], uint32_t serial)
{
	static const char set[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	int sum = 0, weight = 1;
	memcpy(out, "91360799MA", 10);
	for (int i = 16; i >= 10; i--, serial /= 31)
		out[i] = set[serial % 31];
	for (int i = 0; i < 17; i++, weight = weight * 3 % 31)
		sum += (int)(strchr(set, out[i]) - set) * weight;
	out[17] = set[(31 - sum % 31) % 31];
	out[18] = 0;
}
