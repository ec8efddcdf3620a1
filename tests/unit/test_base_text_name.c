/* base/text.h: names compared on their normalised form. */
#include "base/text.h"

#include "unit.h"

static void check_normal(const char *name, const char *expected)
{
	struct buffer out = BUFFER_INIT;
	text_normal_name(span_of(name), &out);
	assert_span(buffer_span(&out), span_of(expected));
	buffer_free(&out);
}

static void test_normal_names(void **state)
{
	(void)state;
	check_normal("张三", "张三");
	check_normal(" 张　三\t", "张三");
	check_normal("张\u00A0三\u2003四\u200B五\uFEFF", "张三四五");
	check_normal("阿·买•买‧提・江．艾･山.x", "阿买买提江艾山X");
	check_normal("Ｊｏｈｎ smith", "JOHNSMITH");
	check_normal("", "");
	check_normal(" · ", "");
	check_normal("张\xFF三", "张\xFF三");
	check_normal("張國華", "张国华"); /* traditional characters and variants */
	check_normal("峯\uE863\uE815\uE864", "峰\u4DAE\u2E81\u9FBB"); /* GBK's private code points, the first and the last */
	check_normal("\uE814\uE865", "\uE814\uE865");			/* those beside them are unknown */
}

static void test_same_name(void **state)
{
	static const char *const same[][2] = {
		{"张三", "张三"},	 {"张三", "张 三"},	 {"张三", "张　三 "},
		{"阿里·木", "阿里•木"},	 {"阿里·木", "阿里‧木"}, {"阿里·木", "阿里・木"},
		{"阿里·木", "阿里．木"}, {"阿里·木", "阿里.木"}, {"阿里·木", "阿里木"},
		{"ＡＢ", "ab"},		 {"", ""},		 {"·", ""},
		{"张三", "張三"},	 {"龔䶮", "龚\uE863"},
	};
	static const char *const differing[][2] = {
		{"张三", "张四"}, {"张三", "张三三"}, {"张三", "三张"}, {"张三", ""},	  {"", "张三"},
		{"张三", "章三"}, {"张?", "张三"},    {"张-三", "张三"}, {"\xFF", "\xFE"}, {"\xFF", "\uFFFD"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(same); i++) {
		assert_true(text_same_name(span_of(same[i][0]), span_of(same[i][1])));
		assert_true(text_same_name(span_of(same[i][1]), span_of(same[i][0])));
		assert_true(text_name_like(span_of(same[i][0]), span_of(same[i][1])));
	}
	for (size_t i = 0; i < COUNT_OF(differing); i++) {
		assert_false(text_same_name(span_of(differing[i][0]), span_of(differing[i][1])));
		assert_false(text_same_name(span_of(differing[i][1]), span_of(differing[i][0])));
	}
	assert_true(text_same_name((struct span){NULL, 0}, SPAN("")));
}

static void test_name_like(void **state)
{
	static const char *const like[][2] = {
		{"张三", "张四"},     {"张三丰", "张山丰"}, {"张三", "张 四"},	 {"张?", "张三"},
		{"张？", "张三"},     {"张\uE000", "张三"}, {"张\uE000", "张?"}, {"张\uFFFD", "张三"},
		{"欧阳??", "欧阳锋克"}, {"张\U000F0000", "张三"}, {"?三", "张三"}, {"張三丰", "张三丰"},
	};
	static const char *const unlike[][2] = {
		{"张三", "李四"},   {"张三丰", "张山峰"}, {"张三", "张三丰"}, {"张", "李"},	{"张", "?"},
		{"??", "张三"},	    {"张?丰", "张三"},	  {"张?丰", "李三丰"}, {"张三", "三张"}, {"张三", ""},
		{"", "?"},	    {"张?风", "张三丰"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(like); i++) {
		if (!text_name_like(span_of(like[i][0]), span_of(like[i][1])))
			fail_msg("'%s' is not like '%s'", like[i][0], like[i][1]);
		assert_true(text_name_like(span_of(like[i][1]), span_of(like[i][0])));
	}
	for (size_t i = 0; i < COUNT_OF(unlike); i++) {
		if (text_name_like(span_of(unlike[i][0]), span_of(unlike[i][1])))
			fail_msg("'%s' is like '%s'", unlike[i][0], unlike[i][1]);
		assert_false(text_name_like(span_of(unlike[i][1]), span_of(unlike[i][0])));
	}
}

/* The normal forms decide, whatever is compared first. */
static void test_names_compare_as_their_normal_forms(void **state)
{
	static const char *const pieces[] = {"张", "張", "国", "國", "峯", "峰", "三", "a", "A", "Ａ", " ", "·", "?", "\uFFFD", "\uE000", "\uE863", "\u4DAE", "\xFF"};
	uint64_t seed = 7;
	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct buffer name[2] = {BUFFER_INIT, BUFFER_INIT}, normal[2] = {BUFFER_INIT, BUFFER_INIT};
		for (int side = 0; side < 2; side++) {
			for (uint32_t left = random_below(&seed, 5); left; left--)
				buffer_add_span(&name[side], span_of(pieces[random_below(&seed, COUNT_OF(pieces))]));
			text_normal_name(buffer_span(&name[side]), &normal[side]);
		}
		struct span a = buffer_span(&name[0]), b = buffer_span(&name[1]), normal_a = buffer_span(&normal[0]), normal_b = buffer_span(&normal[1]);
		if (text_same_name(a, b) != span_equal(normal_a, normal_b) || text_name_like(a, b) != text_name_like(normal_a, normal_b))
			fail_msg("'%.*s' and '%.*s'", SPAN_ARG(a), SPAN_ARG(b));
		for (int side = 0; side < 2; side++) {
			buffer_free(&name[side]);
			buffer_free(&normal[side]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_normal_names),
		cmocka_unit_test(test_same_name),
		cmocka_unit_test(test_name_like),
		cmocka_unit_test(test_names_compare_as_their_normal_forms),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
