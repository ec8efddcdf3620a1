/* base/idnumber.h: forms, checks, damage, retirement months. All numbers are synthetic (area 360799) or made up. */
#include "base/idnumber.h"

#include <stdlib.h>

#include "unit.h"

/* The definition, digit by digit: weights 2^(18-i) mod 11, and the check makes the sum 1. */
static bool check_holds(const char number[18])
{
	int sum = 0, weight = 1;
	for (int i = 17; i >= 0; i--) {
		sum += weight * (number[i] == 'X' ? 10 : number[i] - '0');
		weight = weight * 2 % 11;
	}
	return sum % 11 == 1;
}

static bool parses(const char *text, struct id_parts *out)
{
	struct span cell = exact_copy(span_of(text));
	bool good = id_parse(cell, out);
	assert_int_equal(id_damage_of(cell) == ID_DAMAGE_NONE, good);
	free((void *)(uintptr_t)cell.data);
	return good;
}

/* Parses `text` and compares form, canonical spelling, and whether it is a number. */
static void check_form(const char *text, enum id_form form, const char *canonical)
{
	struct id_parts id;
	if (!parses(text, &id))
		fail_msg("'%s' is malformed", text);
	assert_string_equal(id_form_names[id.form], id_form_names[form]);
	assert_span(((struct span){id.text, id.text_size}), span_of(canonical));
	bool numeric = strlen(canonical) == 18 && strspn(canonical, "0123456789") >= 17;
	assert_int_equal(id.numeric, numeric);
	char again[18];
	id_number_text(id.number, again);
	if (numeric)
		assert_memory_equal(again, canonical, 18);
	else
		assert_int_equal(id.number, 0);
}

static void check_malformed(const char *text, enum id_damage damage)
{
	struct id_parts id;
	if (parses(text, &id))
		fail_msg("'%s' is an identity number", text);
	if (id_damage_of(span_of(text)) != damage)
		fail_msg("'%s' is %s", text, id_damage_names[id_damage_of(span_of(text))]);
}

static void test_check_character(void **state)
{
	(void)state;
	assert_int_equal(id_check_character("11010519491231002"), 'X'); /* the example of GB 11643 */
	assert_int_equal(id_check_character("44052418800101001"), '4');
	assert_int_equal(id_check_character("36210119510101001"), '2');
	for (uint32_t nth = 0; nth < 20000; nth++) {
		char number[18];
		id_synthetic(nth * 797, number);
		assert_true(check_holds(number));
	}
}

static void test_citizens(void **state)
{
	(void)state;
	check_form("11010519491231002X", ID_CITIZEN18, "11010519491231002X");
	check_form("11010519491231002x", ID_CITIZEN18, "11010519491231002X");
	check_form("440524188001010014", ID_CITIZEN18, "440524188001010014");
	check_form("362101195101010012", ID_CITIZEN18, "362101195101010012");
	check_form("'362101195101010012", ID_CITIZEN18, "362101195101010012");
	check_form("‘362101195101010012", ID_CITIZEN18, "362101195101010012");
	check_form("’362101195101010012", ID_CITIZEN18, "362101195101010012");
	check_form("`362101195101010012", ID_CITIZEN18, "362101195101010012");
	check_form("' 362101195101010012", ID_CITIZEN18, "362101195101010012");
	check_form("'　362101195101010012", ID_CITIZEN18, "362101195101010012");
	check_form("３６２１０１１９５１０１０１００１２", ID_CITIZEN18, "362101195101010012");
	check_form("11010519491231002Ｘ", ID_CITIZEN18, "11010519491231002X");
	check_form("1101051949123１002ｘ", ID_CITIZEN18, "11010519491231002X");
}

static void test_fifteen_digits(void **state)
{
	(void)state;
	check_form("110105491231002", ID_CITIZEN15, "11010519491231002X");
	check_form("362101510101001", ID_CITIZEN15, "362101195101010012");
	check_form("'362101510101001", ID_CITIZEN15, "362101195101010012");
	check_form("360799960101995", ID_CITIZEN15, "360799199601019958");
	check_form("360799960101996", ID_CITIZEN15, "360799189601019967");
	check_form("360799960229999", ID_CITIZEN15, "360799189602299999");
	check_malformed("360799510229001", ID_DAMAGE_OTHER); /* 1951-02-29 */
	check_malformed("360799000229001", ID_DAMAGE_OTHER); /* 1900-02-29 */
	check_malformed("360799511301001", ID_DAMAGE_OTHER);
	check_malformed("360799510100001", ID_DAMAGE_OTHER);
}

static void test_residents_and_foreigners(void **state)
{
	(void)state;
	check_form("810000199001010019", ID_HMT, "810000199001010019");
	check_form("820000199001010029", ID_HMT, "820000199001010029");
	check_form("830000199001010039", ID_HMT, "830000199001010039");
	check_form("840000199001010014", ID_CITIZEN18, "840000199001010014");
	check_form("910110198001010016", ID_FOREIGN, "910110198001010016");
	check_malformed("910110198001010017", ID_DAMAGE_ONE_DIGIT);
	check_form("USA110080010101", ID_FOREIGN, "USA110080010101");
	check_form("usa110080010101", ID_FOREIGN, "USA110080010101");
	check_form("USA1100800101012", ID_OTHER, "USA1100800101012");
	check_form("US1110080010101", ID_OTHER, "US1110080010101");
	check_form("H01234567", ID_HMT, "H01234567");
	check_form("m0123456789", ID_HMT, "M0123456789");
	check_form("H0123456", ID_OTHER, "H0123456");
	check_form("H01234567890", ID_OTHER, "H01234567890");
	check_form("K01234567", ID_OTHER, "K01234567");
}

static void test_other_documents(void **state)
{
	(void)state;
	check_form("E1234", ID_OTHER, "E1234");
	check_form("A123456(7)", ID_OTHER, "A123456(7)");
	check_form("Ａ１２３４５６（７）", ID_OTHER, "A123456(7)");
	check_form("a-b-c", ID_OTHER, "A-B-C");
	check_form("ABCDEFGHIJ0123456789", ID_OTHER, "ABCDEFGHIJ0123456789");
	check_form("12X34A", ID_OTHER, "12X34A");
	check_malformed("12X34", ID_DAMAGE_OTHER); /* digits and X alone */
	check_malformed("1234XX", ID_DAMAGE_OTHER);
	check_malformed("X12345678", ID_DAMAGE_OTHER);
	check_malformed("3607991951010100X1", ID_DAMAGE_OTHER);
	check_malformed("E123", ID_DAMAGE_OTHER);
	check_malformed("ABCDEFGHIJ01234567890", ID_DAMAGE_OTHER);
	check_malformed("12345", ID_DAMAGE_OTHER);
	check_malformed("1234X", ID_DAMAGE_OTHER);
	check_malformed("1234x", ID_DAMAGE_OTHER);
	check_malformed("(1234)", ID_DAMAGE_OTHER);
	check_malformed("12 34A", ID_DAMAGE_OTHER);
	check_malformed("AB_123", ID_DAMAGE_OTHER);
	check_malformed("ABC.123", ID_DAMAGE_OTHER);
	check_malformed("''AB123", ID_DAMAGE_OTHER);
	check_malformed("AB123'", ID_DAMAGE_OTHER);
	check_malformed("身份证号码", ID_DAMAGE_OTHER);
}

static void test_scientific(void **state)
{
	(void)state;
	check_malformed("3.62101E+17", ID_DAMAGE_SCIENTIFIC);
	check_malformed("3.62101e+17", ID_DAMAGE_SCIENTIFIC);
	check_malformed("'3.62101E+17", ID_DAMAGE_SCIENTIFIC);
	check_malformed("３.62101Ｅ+17", ID_DAMAGE_SCIENTIFIC);
	check_malformed("3E17", ID_DAMAGE_SCIENTIFIC);
	check_malformed("36E17", ID_DAMAGE_SCIENTIFIC);
	check_malformed("362E-17", ID_DAMAGE_SCIENTIFIC);
	check_malformed("3.6210119510101E+17000", ID_DAMAGE_SCIENTIFIC);
	check_malformed("3.E+17", ID_DAMAGE_OTHER);
	check_malformed(".36E+17", ID_DAMAGE_OTHER);
	check_malformed("3.62101E+", ID_DAMAGE_OTHER);
	check_malformed("3.62101", ID_DAMAGE_OTHER);
	check_malformed("3.62101E+17X", ID_DAMAGE_OTHER);
	check_form("E3617", ID_OTHER, "E3617");
	check_form("362E--17", ID_OTHER, "362E--17");
	check_form("362E17A", ID_OTHER, "362E17A");
}

static void test_damaged_citizens(void **state)
{
	(void)state;
	check_malformed("362101195101010013", ID_DAMAGE_ONE_DIGIT);
	check_malformed("36210119510101001X", ID_DAMAGE_ONE_DIGIT);
	check_malformed("362101195113010012", ID_DAMAGE_ONE_DIGIT);
	check_malformed("362101195101009984", ID_DAMAGE_ROUNDED); /* what a double makes of …010012 */
	check_malformed("362101195101010000", ID_DAMAGE_ROUNDED);
	check_malformed("362101195101011000", ID_DAMAGE_ROUNDED);
	check_malformed("362101195101010200", ID_DAMAGE_ONE_DIGIT);
	check_malformed("000000000000000000", ID_DAMAGE_ROUNDED);
	check_malformed("111111111111111111", ID_DAMAGE_ONE_DIGIT);
	/* Both sides of what 53 bits can hold: multiples of 64 below 2^59, of 128 above. */
	check_malformed("360799195101010112", ID_DAMAGE_ROUNDED);   /* 64 times an odd number */
	check_malformed("360799195101010144", ID_DAMAGE_ONE_DIGIT); /* 32 times an odd number */
	check_malformed("576460752303423424", ID_DAMAGE_ROUNDED);   /* 2^59 - 64 */
	check_malformed("576460752303423488", ID_DAMAGE_ROUNDED);   /* 2^59 */
	check_malformed("576460752303423552", ID_DAMAGE_ONE_DIGIT); /* 2^59 + 64 */
	check_malformed("576460752303423616", ID_DAMAGE_ROUNDED);   /* 2^59 + 128 */
	check_malformed("288230376151711712", ID_DAMAGE_ROUNDED);   /* 2^58 - 32 */
	check_malformed("288230376151711776", ID_DAMAGE_ONE_DIGIT); /* 2^58 + 32 */
	check_malformed("36210119510101001", ID_DAMAGE_OTHER);
	check_malformed("3621011951010100122", ID_DAMAGE_OTHER);
	check_malformed("36210119510101001*", ID_DAMAGE_OTHER);
	check_malformed("36210119510101001×", ID_DAMAGE_OTHER);
	check_malformed("3621011951010100 2", ID_DAMAGE_OTHER);
	check_malformed("'", ID_DAMAGE_OTHER);
}

static void test_birth_limits(void **state)
{
	(void)state;
	check_form("36079918000101001X", ID_CITIZEN18, "36079918000101001X");
	check_form("360799219912310019", ID_CITIZEN18, "360799219912310019");
	check_malformed("360799179912310015", ID_DAMAGE_ONE_DIGIT);
	check_malformed("360799220001010013", ID_DAMAGE_ONE_DIGIT);
	check_form("360799200002290012", ID_CITIZEN18, "360799200002290012");
	check_malformed("360799190002290016", ID_DAMAGE_ONE_DIGIT);
}

static void test_parts_of_a_number(void **state)
{
	day_t birth, expected;
	(void)state;
	assert_true(id_number_birth(36210119510101001, &birth));
	assert_true(day_make(1951, 1, 1, &expected));
	assert_int_equal(birth, expected);
	assert_false(id_number_birth(36210119511301001, &birth));
	assert_int_equal(id_number_sex(36210119510101001), 1);
	assert_int_equal(id_number_sex(36210119510101002), 2);
	assert_int_equal(id_number_area(36210119510101001), 362101);
	assert_int_equal(id_number_form(36210119510101001), ID_CITIZEN18);
	assert_int_equal(id_number_form(80999919900101001), ID_CITIZEN18);
	assert_int_equal(id_number_form(81000019900101001), ID_HMT);
	assert_int_equal(id_number_form(83999919900101001), ID_HMT);
	assert_int_equal(id_number_form(84000019900101001), ID_CITIZEN18);
	assert_int_equal(id_number_form(89999919900101001), ID_CITIZEN18);
	assert_int_equal(id_number_form(90000019900101001), ID_FOREIGN);
	char text[18];
	id_number_text(INT64_MIN, text); /* nonsense in, 18 characters out */
	id_number_text(INT64_MAX, text);
	id_number_birth(INT64_MIN, &birth);
}

/* MOD 11-2 finds every wrong digit and every swap of neighbours, also one that moves an X into the number. */
static void test_one_mistake_is_always_seen(void **state)
{
	(void)state;
	for (uint32_t nth = 0; nth < 2000; nth++) {
		char valid[19] = "", wrong[19] = "";
		struct id_parts id;
		id_synthetic(nth, valid);
		assert_true(parses(valid, &id));
		for (int at = 0; at < 18; at++) {
			memcpy(wrong, valid, 18);
			for (const char *c = at == 17 ? "0123456789X" : "0123456789"; *c; c++) {
				wrong[at] = *c;
				assert_int_equal(id_parse(span_of(wrong), &id), *c == valid[at]);
			}
			if (at == 17 || valid[at] == valid[at + 1])
				continue;
			memcpy(wrong, valid, 18);
			wrong[at] = valid[at + 1];
			wrong[at + 1] = valid[at];
			assert_false(id_parse(span_of(wrong), &id));
		}
	}
}

static void test_synthetic_numbers(void **state)
{
	int men = 0;
	(void)state;
	for (uint32_t nth = 0; nth < 1000; nth++) {
		char number[18], before[18];
		struct id_parts id;
		day_t birth, first, last;
		id_synthetic(nth, number);
		id_synthetic(nth + 1, before);
		assert_memory_not_equal(number, before, 18);
		assert_true(id_parse((struct span){number, 18}, &id));
		assert_int_equal(id_number_area(id.number), 360799);
		assert_true(id_number_birth(id.number, &birth));
		assert_true(day_make(1920, 1, 1, &first));
		assert_true(day_make(1963, 12, 31, &last));
		assert_true(birth >= first && birth <= last);
		men += id_number_sex(id.number) == 1;
	}
	assert_in_range(men, 400, 600);
	char first[18], again[18];
	id_synthetic(0, first);
	id_synthetic(16054929, again); /* the end of the circle, as the header says */
	assert_memory_equal(first, again, 18);
	id_synthetic(UINT32_MAX, first);
}

static void check_retirement(int kind, int year, int month, int base_years, int delay)
{
	day_t birth;
	assert_true(day_make(year, month, 28, &birth));
	month_t expected = (month_t)(year + base_years) * 12 + month - 1 + delay;
	if (retirement_month(birth, kind) != expected)
		fail_msg("kind %d born %d-%d", kind, year, month);
}

static void test_retirement_months(void **state)
{
	static const struct {
		int kind, base, year, month, delay;
	} known[] = {
		{0, 60, 1964, 12, 0},  {0, 60, 1965, 1, 1},   {0, 60, 1965, 4, 1},   {0, 60, 1965, 5, 2},
		{0, 60, 1965, 8, 2},   {0, 60, 1965, 9, 3},   {0, 60, 1976, 8, 35},  {0, 60, 1976, 9, 36},
		{0, 60, 1976, 12, 36}, {0, 60, 2000, 1, 36},  {0, 60, 1900, 1, 0},   {1, 55, 1969, 12, 0},
		{1, 55, 1970, 1, 1},   {1, 55, 1970, 4, 1},   {1, 55, 1970, 5, 2},   {1, 55, 1981, 8, 35},
		{1, 55, 1981, 9, 36},  {1, 55, 1990, 1, 36},  {2, 50, 1974, 12, 0},  {2, 50, 1975, 1, 1},
		{2, 50, 1975, 2, 1},   {2, 50, 1975, 3, 2},   {2, 50, 1975, 4, 2},   {2, 50, 1984, 10, 59},
		{2, 50, 1984, 11, 60}, {2, 50, 1984, 12, 60}, {2, 50, 1999, 12, 60},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(known); i++)
		check_retirement(known[i].kind, known[i].year, known[i].month, known[i].base, known[i].delay);
	assert_int_equal(retirement_month(0, -1), retirement_month(0, 0));
	assert_int_equal(retirement_month(0, 3), retirement_month(0, 0));
	retirement_month(INT64_MAX, 2);
	retirement_month(INT64_MIN, 2);
}

/* Any bytes: no crash, and what is accepted is canonical (parsing it again changes nothing). */
static void test_random_bytes(void **state)
{
	static const char alphabet[] = "0123456789012345678901234567890123456789XxEeAH()-+.'\xEF\xBC\x91\xE3\x80\x80 \xFF";
	uint64_t seed = 3;
	(void)state;
	for (int round = 0; round < 300000; round++) {
		char bytes[80];
		size_t size = pseudo_random(&seed) % (round % 2 ? 22 : sizeof bytes);
		for (size_t i = 0; i < size; i++)
			bytes[i] = alphabet[pseudo_random(&seed) % (sizeof alphabet - 1)];
		struct id_parts id, again;
		struct span cell = {bytes, size};
		bool good = id_parse(cell, &id);
		assert_int_equal(good, id_damage_of(cell) == ID_DAMAGE_NONE);
		if (!good)
			continue;
		assert_true(id.text_size <= ID_TEXT_SIZE && id_parse((struct span){id.text, id.text_size}, &again));
		assert_true(id.numeric == again.numeric && id.number == again.number);
		assert_span(((struct span){again.text, again.text_size}), ((struct span){id.text, id.text_size}));
	}
	struct id_parts id;
	assert_false(id_parse((struct span){NULL, 0}, &id));
	assert_int_equal(id_damage_of((struct span){NULL, 0}), ID_DAMAGE_OTHER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check_character),
		cmocka_unit_test(test_citizens),
		cmocka_unit_test(test_fifteen_digits),
		cmocka_unit_test(test_residents_and_foreigners),
		cmocka_unit_test(test_other_documents),
		cmocka_unit_test(test_scientific),
		cmocka_unit_test(test_damaged_citizens),
		cmocka_unit_test(test_birth_limits),
		cmocka_unit_test(test_parts_of_a_number),
		cmocka_unit_test(test_one_mistake_is_always_seen),
		cmocka_unit_test(test_synthetic_numbers),
		cmocka_unit_test(test_retirement_months),
		cmocka_unit_test(test_random_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
