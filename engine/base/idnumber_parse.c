/* Identity numbers as cells spell them, and what is wrong with those that are none. */
#include "base/digits.h"
#include "base/idnumber.h"
#include "base/text.h"

enum { NUMBER_SIZE = 18, OLD_NUMBER_SIZE = 15, OTHER_MIN = 5, OTHER_MAX = 20, FOLDED_SIZE = 64 };

/* 17 digits as a number; false when one of them is none. */
static bool number_read(const char *text, int64_t *number)
{
	uint32_t front, middle;
	if (!(digits_8(text, &front) && digits_8(text + 8, &middle) && digit_is(text[16])))
		return false;
	*number = ((int64_t)front * 100000000 + middle) * 10 + (text[16] - '0');
	return true;
}

static bool take_number(enum id_form form, int64_t number, struct id_parts *out)
{
	out->form = form;
	out->numeric = true;
	out->number = number;
	id_number_text(number, out->text);
	out->text_size = NUMBER_SIZE;
	return true;
}

static bool take_text(enum id_form form, struct span text, struct id_parts *out)
{
	out->form = form;
	out->numeric = false;
	out->number = 0;
	memcpy(out->text, text.data, text.size);
	out->text_size = (uint8_t)text.size;
	return true;
}

static bool new_number(const char *text, struct id_parts *out)
{
	int64_t number;
	day_t birth;
	char check = text[17] == 'x' ? 'X' : text[17];
	if (!number_read(text, &number) || check != id_check_character(text) || !id_number_birth(number, &birth))
		return false;
	out->form = id_number_form(number);
	out->numeric = true;
	out->number = number;
	memcpy(out->text, text, 17);
	out->text[17] = check;
	out->text_size = NUMBER_SIZE;
	return true;
}

/* A number of before 1999: no century and no check. Sequences 996..999 were kept for people born before 1900. */
static bool old_number(struct span s, struct id_parts *out)
{
	char digits[17];
	int64_t number;
	day_t birth;
	memcpy(digits, s.data, 6);
	memcpy(digits + 6, "19", 2);
	memcpy(digits + 8, s.data + 6, 9);
	if (!number_read(digits, &number) || !id_number_birth(number, &birth))
		return false;
	if (number % 1000 >= 996)
		number -= 100 * INT64_C(10000000); /* the year stands seven digits from the end */
	return take_number(ID_CITIZEN15, number, out);
}

static size_t count_digits(struct span s, size_t from)
{
	size_t at = from;
	while (at < s.size && digit_is(s.data[at]))
		at++;
	return at - from;
}

static bool letter_is(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* What a spreadsheet makes of a long number: 3.62101E+17. */
static bool scientific(struct span s)
{
	size_t at = count_digits(s, 0);
	if (at == 0)
		return false;
	if (at < s.size && s.data[at] == '.') {
		size_t decimals = count_digits(s, at + 1);
		if (decimals == 0)
			return false;
		at += 1 + decimals;
	}
	if (at == s.size || s.data[at++] != 'E')
		return false;
	if (at < s.size && (s.data[at] == '+' || s.data[at] == '-'))
		at++;
	size_t exponent = count_digits(s, at);
	return exponent && at + exponent == s.size;
}

/* Letters, digits, brackets and hyphens with at least one letter: passports and the like. */
static bool other_alphabet(struct span s)
{
	bool letter = false;
	if (s.size < OTHER_MIN || s.size > OTHER_MAX)
		return false;
	for (size_t i = 0; i < s.size; i++) {
		if (!letter_is(s.data[i]) && !digit_is(s.data[i]) && !memchr("()-", s.data[i], 3))
			return false;
		letter |= letter_is(s.data[i]);
	}
	return letter;
}

/* Digits and X alone, in whatever order, are a citizen's number gone wrong, not a document of another kind. */
static bool only_digits_and_x(struct span s)
{
	for (size_t i = 0; i < s.size; i++)
		if (!digit_is(s.data[i]) && s.data[i] != 'X')
			return false;
	return true;
}

static bool other_number(struct span s, struct id_parts *out)
{
	if (!other_alphabet(s) || only_digits_and_x(s) || scientific(s))
		return false;
	bool permit = s.size == OLD_NUMBER_SIZE && letter_is(s.data[0]) && letter_is(s.data[1]) && letter_is(s.data[2]) &&
		      count_digits(s, 3) == 12;
	if (permit)
		return take_text(ID_FOREIGN, s, out);
	bool travel = (s.data[0] == 'H' || s.data[0] == 'M') && s.size >= 9 && s.size <= 11 &&
		      count_digits(s, 1) == s.size - 1;
	return take_text(travel ? ID_HMT : ID_OTHER, s, out);
}

static struct span without_apostrophe(struct span s)
{
	static const struct span apostrophes[] = {{"'", 1}, {"`", 1}, {"‘", 3}, {"’", 3}};
	for (size_t i = 0; i < sizeof apostrophes / sizeof *apostrophes; i++) {
		size_t size = apostrophes[i].size;
		if (s.size >= size && memcmp(s.data, apostrophes[i].data, size) == 0)
			return text_trim(span_slice(s, size, s.size - size), false);
	}
	return s;
}

/* The cell without its apostrophe, narrow and in capitals. False when a character is not ASCII even then, or when there are
 * more than fit: no identity number, whole or damaged, is that long. */
static bool folded(struct span raw, char room[FOLDED_SIZE], struct span *out)
{
	struct span s = without_apostrophe(raw);
	size_t size = 0;
	for (size_t at = 0; at < s.size;) {
		uint32_t c = text_next(s, &at);
		if (c >= 0xFF01 && c <= 0xFF5E)
			c -= 0xFEE0;
		if (c >= 0x80 || size == FOLDED_SIZE)
			return false;
		room[size++] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
	}
	*out = (struct span){room, size};
	return true;
}

static bool citizen_shape(struct span s)
{
	int64_t number;
	return s.size == NUMBER_SIZE && number_read(s.data, &number) && (digit_is(s.data[17]) || s.data[17] == 'X');
}

static bool parse_folded(struct span s, struct id_parts *out)
{
	if (citizen_shape(s))
		return new_number(s.data, out);
	if (s.size == OLD_NUMBER_SIZE && count_digits(s, 0) == s.size)
		return old_number(s, out);
	return other_number(s, out);
}

static bool id_parse_slow(struct span raw, struct id_parts *out)
{
	char room[FOLDED_SIZE];
	struct span s;
	return folded(raw, room, &s) && parse_folded(s, out);
}

bool id_parse(struct span raw, struct id_parts *out)
{
	if (raw.size == NUMBER_SIZE && new_number(raw.data, out))
		return true;
	return id_parse_slow(raw, out);
}

/* An 18-digit number that went through a double: 15 digits and zeros as a spreadsheet shows it, or the nearest of the
 * integers that have at most 53 significant bits. */
static bool rounded(struct span s)
{
	uint64_t number = 0;
	for (size_t i = 0; i < s.size; i++) {
		if (!digit_is(s.data[i]))
			return false;
		number = number * 10 + (uint64_t)(s.data[i] - '0');
	}
	return number % 1000 == 0 || number >> __builtin_ctzll(number) < UINT64_C(1) << 53;
}

enum id_damage id_damage_of(struct span raw)
{
	char room[FOLDED_SIZE];
	struct id_parts parts;
	struct span s;
	if (!folded(raw, room, &s))
		return ID_DAMAGE_OTHER;
	if (parse_folded(s, &parts))
		return ID_DAMAGE_NONE;
	if (scientific(s))
		return ID_DAMAGE_SCIENTIFIC;
	if (!citizen_shape(s))
		return ID_DAMAGE_OTHER;
	return rounded(s) ? ID_DAMAGE_ROUNDED : ID_DAMAGE_ONE_DIGIT;
}
