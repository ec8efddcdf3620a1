/* rule/yaml.h: the tree, its positions, and the way back from a scalar's text to the bytes of its file. */
#include "rule/yaml.h"

#include <stdlib.h>

#include "hecha_limits.h"
#include "unit.h"

static struct document *parse(struct span text)
{
	struct document *document = NULL;
	struct err err = ERR_INIT;
	if (yaml_parse("t.yaml", text, &document, &err))
		fail_msg("%s", err.text);
	return document;
}

static void refuse(struct span text, const char *beginning)
{
	struct document *document = NULL;
	struct err err = ERR_INIT;
	assert_int_equal(yaml_parse("t.yaml", text, &document, &err), STATUS_CONFIG);
	assert_null(document);
	if (strncmp(err.text, beginning, strlen(beginning)) != 0)
		fail_msg("got '%s', wanted '%s…'", err.text, beginning);
	err_clear(&err);
}

static void test_tree(void **state)
{
	(void)state;
	struct document *document = parse(SPAN("# c\na: 1\nb: [x, \"y z\", {k: v}]\nc:\n- 'it''s'\n- >-\n  two\n  lines\nd:\n"));
	const struct yaml *root = document->root, *b = yaml_get(root, "b"), *c = yaml_get(root, "c");
	assert_int_equal(root->kind, YAML_MAPPING);
	assert_int_equal(root->count, 4);
	assert_false(root->flow);
	assert_span(yaml_get(root, "a")->text, SPAN("1"));
	assert_true(b->flow && !b->in_flow && b->count == 3);
	assert_true(b->value[1]->quoted && b->value[1]->in_flow);
	assert_span(b->value[1]->text, SPAN("y z"));
	assert_span(yaml_get(b->value[2], "k")->text, SPAN("v"));
	assert_span(c->value[0]->text, SPAN("it's"));
	assert_true(c->value[1]->block && !c->value[1]->quoted);
	assert_span(c->value[1]->text, SPAN("two lines"));
	assert_int_equal(yaml_get(root, "d")->text.size, 0);
	assert_null(yaml_get(root, "e"));
	assert_null(yaml_get(c, "a"));
	document_free(document);
}

static void test_positions(void **state)
{
	(void)state;
	struct document *document = parse(SPAN("\xEF\xBB\xBF标题: 待遇\r\n名: {月: \"二\"}\r\n"));
	const struct yaml *title = document->root->value[0], *month = document->root->value[1]->value[0];
	assert_int_equal(title->line, 1);
	assert_int_equal(title->column, 5);
	assert_span(span_slice(document->text, title->start, title->end - title->start), SPAN("待遇"));
	assert_int_equal(month->line, 2);
	assert_int_equal(month->column, 8);
	assert_span(span_slice(document->text, month->start, month->end - month->start), SPAN("\"二\""));
	document_free(document);
}

static void test_empty(void **state)
{
	static const struct span empty[] = {SPAN(""), SPAN("\n\n"), SPAN("# nothing\n"), SPAN("\xEF\xBB\xBF")};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(empty); i++) {
		struct document *document = parse(empty[i]);
		assert_null(document->root);
		document_free(document);
	}
}

/* The first scalar of `v: …`; every byte of its text that is in the file at all must be found there. */
static void check_places(struct span text, struct span expected)
{
	struct span copy = exact_copy(text);
	struct document *document = parse(copy);
	const struct yaml *scalar = yaml_get(document->root, "v");
	assert_span(scalar->text, expected);
	uint32_t before = scalar->start;
	for (uint32_t i = 0; i <= scalar->text.size; i++) {
		uint32_t place = yaml_place(scalar, i);
		assert_in_range(place, before, scalar->end);
		before = place;
		char c = i < scalar->text.size ? scalar->text.data[i] : ' ';
		bool escaped = place < document->text.size && document->text.data[place] == '\\';
		if (c != ' ' && c != '\n' && c != '\t' && !escaped && document->text.data[place] != c)
			fail_msg("byte %u of '%.*s' is said to be at %u", i, SPAN_ARG(scalar->text), place);
	}
	document_free(document);
	free((void *)(uintptr_t)copy.data);
}

static void test_places(void **state)
{
	(void)state;
	check_places(SPAN("v: plain text\n"), SPAN("plain text"));
	check_places(SPAN("v: over\n  three\n\n  lines # c\n"), SPAN("over three\nlines"));
	check_places(SPAN("v: 'it''s ''quoted'''\n"), SPAN("it's 'quoted'"));
	check_places(SPAN("v: 'one\n  two'\n"), SPAN("one two"));
	check_places(SPAN("v: \"a\\tb\\\\c\\x41\\u4e8c\\U0001F600d\"\n"), SPAN("a\tb\\cA二😀d"));
	check_places(SPAN("v: \"a\\\n   b\\N\\_\\L\\Pc\"\n"), SPAN("ab\xC2\x85\u00a0\u2028\u2029c"));
	check_places(SPAN("v: \"a \\\n   \\  b\n\n  c\"\n"), SPAN("a   b\nc"));
	check_places(SPAN("v: >\n  folded\n  lines\n\n    kept\n\n  end\n"), SPAN("folded lines\n\n  kept\n\nend\n"));
	check_places(SPAN("v: |2-  # c\n   literal\n  text\n"), SPAN(" literal\ntext"));
	check_places(SPAN("v: |+\n  keep\n\n"), SPAN("keep\n\n"));
	check_places(SPAN("v: >\r\n  carriage\r\n  return\r\n"), SPAN("carriage return\n"));
	check_places(SPAN("v: \"\"\n"), SPAN(""));
	check_places(SPAN("v: |\nw: 1\n"), SPAN(""));
	check_places(SPAN("{v: flow over\n  lines}"), SPAN("flow over lines"));
}

/* Depth 32 is read, 33 is refused. */
static void test_depth(void **state)
{
	struct buffer text = BUFFER_INIT;
	(void)state;
	for (unsigned i = 0; i < HECHA_YAML_DEPTH_MAX; i++)
		buffer_add_char(&text, '[');
	for (unsigned i = 0; i < HECHA_YAML_DEPTH_MAX; i++)
		buffer_add_char(&text, ']');
	struct document *document = parse(buffer_span(&text));
	document_free(document);
	buffer_room(&text, 2);
	memmove(text.data + 1, text.data, text.size);
	text.size++;
	buffer_add_char(&text, ']');
	refuse(buffer_span(&text), "t.yaml:1:33: error H1012: nested deeper than 32 levels");
	buffer_free(&text);
}

static void test_size(void **state)
{
	struct buffer text = BUFFER_INIT;
	(void)state;
	buffer_format(&text, "a: b\n#");
	while (text.size < HECHA_YAML_BYTES_MAX)
		buffer_add_char(&text, 'x');
	document_free(parse(buffer_span(&text)));
	buffer_add_char(&text, 'x');
	refuse(buffer_span(&text), "t.yaml: error H1012: larger than 4194304 bytes");
	buffer_free(&text);
}

/* A dictionary of many codes is read in a moment, and its one repetition is found. */
static void test_many_keys(void **state)
{
	struct buffer text = BUFFER_INIT;
	(void)state;
	for (int i = 0; i < 100000; i++)
		buffer_format(&text, "k%06d: v\n", i);
	struct document *document = parse(buffer_span(&text));
	assert_int_equal(document->root->count, 100000);
	document_free(document);
	buffer_format(&text, "k000007: again\nk000003: again\n");
	refuse(buffer_span(&text), "t.yaml:100001:1: error H1011: key 'k000007' stands here again, first in line 8\n");
	buffer_free(&text);
}

static void test_wide_characters(void **state)
{
	struct err err = ERR_INIT;
	(void)state;
	struct document *document = parse(SPAN("标题: 待遇\n"));
	assert_int_equal(yaml_error(document->root->value[0], "说明", &err, H2005, "no '%d'", 7), STATUS_CONFIG);
	assert_string_equal(err.text, "t.yaml:1:5: error H2005: no '7'\n  标题: 待遇\n        ^^^^\n  hint: 说明");
	err_clear(&err);
	document_free(document);
}

static void test_errors_at_the_end(void **state)
{
	struct err err = ERR_INIT;
	(void)state;
	struct document *document = parse(SPAN("a: b\n\n  \n"));
	assert_int_equal(document_error(document, 9, 9, NULL, &err, H1010, "more expected"), STATUS_CONFIG);
	assert_string_equal(err.text, "t.yaml:1:5: error H1010: more expected\n  a: b\n      ^");
	err_clear(&err);
	document_free(document);
	document = parse(SPAN(""));
	assert_int_equal(document_error(document, 0, 0, NULL, &err, H1010, "empty"), STATUS_CONFIG);
	assert_string_equal(err.text, "t.yaml:1:1: error H1010: empty\n  \n  ^");
	err_clear(&err);
	document_free(document);
}

static void test_missing_file(void **state)
{
	struct document *document = NULL;
	struct err err = ERR_INIT;
	(void)state;
	assert_int_equal(yaml_read("/nowhere/t.yaml", &document, &err), STATUS_MISSING);
	assert_null(document);
	err_clear(&err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tree),	     cmocka_unit_test(test_positions),
		cmocka_unit_test(test_empty),	     cmocka_unit_test(test_places),
		cmocka_unit_test(test_depth),	     cmocka_unit_test(test_size),
		cmocka_unit_test(test_many_keys),    cmocka_unit_test(test_wide_characters),
		cmocka_unit_test(test_errors_at_the_end), cmocka_unit_test(test_missing_file),
	};
	return cmocka_run_group_tests_name("rule yaml", tests, NULL, NULL);
}
