/* What report/ writes from parts that can be made by hand: JSON, aligned text, evidence in order, rejects, messages without paths. */
#include "report/output.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/text.h"
#include "report/text_grid.h"
#include "unit_folder.h"

static void put_everything(struct json *json)
{
	json_put_text(json, "z", SPAN("引号\"，\n"));
	json_put_text(json, "broken", SPAN("a\xFF\xB0z"));
	json_open_array(json, "list");
	json_put_count(json, NULL, 12);
	json_put_null(json, NULL);
	json_open_object(json, NULL);
	json_put_bool(json, "yes", true);
	json_end(json);
	json_end(json);
	json_put_money(json, "due", -5);
	json_put_day(json, "day", INT64_MIN);
	json_put_month(json, "month", 2024 * 12);
	json_put_real(json, "s", 0.5);
	json_open_object(json, "none");
	json_open_array(json, "no\\thing");
	json_end(json);
	json_end(json);
}

static void test_json(void **state)
{
	struct json *json = json_new(JSON_LINE);
	struct buffer out = BUFFER_INIT;
	(void)state;
	put_everything(json);
	json_take(json, &out);
	assert_span(buffer_span(&out), SPAN("{\"z\":\"引号\\\"，\\n\",\"broken\":\"a\xEF\xBF\xBD\xEF\xBF\xBDz\",\"list\":[12,null,{\"yes\":true}],"
					    "\"due\":\"-0.05\",\"day\":null,\"month\":\"2024-01\",\"s\":0.5,\"none\":{\"no\\\\thing\":[]}}"));
	out.size = 0;
	json_take(json, &out);
	assert_span(buffer_span(&out), SPAN("{}"));
	json_free(json);
	buffer_free(&out);
}

static void test_json_page(void **state)
{
	struct json *json = json_new(JSON_PAGE);
	struct buffer out = BUFFER_INIT;
	(void)state;
	put_everything(json);
	json_take(json, &out);
	assert_span(buffer_span(&out), SPAN("{\n \"z\": \"引号\\\"，\\n\",\n \"broken\": \"a\xEF\xBF\xBD\xEF\xBF\xBDz\",\n \"list\": [\n  12,\n  null,\n  {\n   "
					    "\"yes\": true\n  }\n ],\n \"due\": \"-0.05\",\n \"day\": null,\n \"month\": \"2024-01\",\n \"s\": 0.5,\n "
					    "\"none\": {\n  \"no\\\\thing\": []\n }\n}\n"));
	out.size = 0;
	json_put_text(json, "again", (struct span){NULL, 0});
	json_take(json, &out);
	assert_span(buffer_span(&out), SPAN("{\n \"again\": \"\"\n}\n"));
	json_free(json);
	buffer_free(&out);
}

/* Every character that is valid is spelled as jansson spells it. */
static void test_json_characters(void **state)
{
	(void)state;
	for (uint32_t c = 0; c < 0x110000; c += c < 0x1000 ? 1 : 61) {
		struct json *json = json_new(JSON_LINE);
		struct buffer out = BUFFER_INIT, text = BUFFER_INIT;
		buffer_add_span(&text, SPAN("a"));
		text_put(&text, c);
		json_put_text(json, "k", buffer_span(&text));
		json_take(json, &out);
		json_t *root = json_pack("{s:s%}", "k", text.data, text.size);
		char *want = json_dumps(root, JSON_COMPACT);
		assert_span(buffer_span(&out), span_of(want));
		free(want);
		json_decref(root);
		buffer_free(&text);
		buffer_free(&out);
		json_free(json);
	}
}

static void test_grid(void **state)
{
	struct text_grid grid = {.align = "lrl"};
	struct buffer out = BUFFER_INIT;
	(void)state;
	static const char *const cells[] = {"数据", "行", "x", "a", "12345", "yy"};
	for (size_t at = 0; at < COUNT_OF(cells); at++)
		text_grid_add(&grid, "%s", cells[at]);
	text_grid_end(&grid, 2, &out);
	assert_span(buffer_span(&out), SPAN("  数据     行  x\n  a     12345  yy\n"));
	buffer_free(&out);
}

/* ---- evidence ---- */

struct fixture {
	struct memory_table table;
	struct memory_table *tables[1];
	struct lookups lookups;
	struct stage stage;
	struct stage *stages[1];
	struct plan plan;
	struct report report;
};

static struct place partner_place(const struct rowset *set, uint32_t row)
{
	(void)set;
	return row ? (struct place){2, 3, 30} : (struct place){2, 7, 70};
}

static void fixture_init(struct fixture *fixture)
{
	*fixture = (struct fixture){0};
	fixture->table.rowset.row_count = 2;
	fixture->table.rowset.place = partner_place;
	fixture->tables[0] = &fixture->table;
	fixture->lookups.table = fixture->tables;
	fixture->stage.match_count = 1;
	fixture->stages[0] = &fixture->stage;
	fixture->plan.stage = fixture->stages;
	fixture->report = (struct report){.plan = &fixture->plan, .lookups = &fixture->lookups};
}

static void check_line(const struct evidence_line *line, uint32_t extract, uint64_t number, uint32_t slot)
{
	assert_int_equal(line->place.extract, extract);
	assert_int_equal(line->place.line, number);
	assert_int_equal(line->slot, slot);
}

/* Rows come in any order, one partner behind two of them, one row without a partner: rows first, by place, then each partner once. */
static void test_evidence_order(void **state)
{
	struct fixture fixture;
	struct arena arena = ARENA_INIT;
	(void)state;
	fixture_init(&fixture);
	const uint32_t match[4][2] = {{1, 0}, {1, 1}, {1, 0}, {1, ROW_NONE}}; /* how many, then the row */
	struct evidence_row row[] = {
		{.place = {1, 5, 50}, .match_row = &match[0][1]},
		{.place = {0, 9, 90}, .match_row = &match[1][1]},
		{.place = {1, 2, 20}, .match_row = &match[2][1]},
		{.place = {1, 2, 20}, .match_row = &match[3][1]},
	};
	struct group *group = mem_zero(1, sizeof *group);
	group->evidence = (struct evidence){.total = 1004, .count = COUNT_OF(row), .row = row};
	struct evidence_lines lines = evidence_lines(&fixture.report, group, &arena);
	assert_int_equal(lines.count, 5);
	assert_int_equal(lines.more, 1000);
	check_line(&lines.line[0], 0, 9, SLOT_FROM);
	check_line(&lines.line[1], 1, 2, SLOT_FROM);
	check_line(&lines.line[2], 1, 5, SLOT_FROM);
	check_line(&lines.line[3], 2, 3, 1);
	check_line(&lines.line[4], 2, 7, 1);
	free(group);
	arena_free(&arena);
}

/* ---- rejects ---- */

static char *rejects_of(const char *folder, const char *table, enum encoding encoding, struct reject *item, uint32_t count)
{
	struct err err = ERR_INIT;
	struct table_spec spec = {.name = table};
	struct table of = {.spec = &spec};
	struct extract extract = {.shown = "inbox/a.csv", .table = &of};
	struct rejects rejects = {.item = item, .count = count};
	struct report_extract from = {.extract = &extract, .facts = {.encoding = encoding}, .rejects = &rejects};
	struct report_table tables[] = {{.spec = &spec}};
	struct report report = {.extract = &from, .extract_count = 1, .table = tables, .table_count = 1};
	char *path = inside(folder, "rejects");
	assert_int_equal(write_rejects_csv(&report, path, &err), STATUS_OK);
	free(path);
	return mem_format("%s/rejects/%s.csv", folder, table);
}

/* Bytes that are no text are shown as bytes, the text around them stays text. */
static void test_rejects(void **state)
{
	struct reject broken[] = {{2, 10, REJECT_FIELD_COUNT, 3, SPAN("a,\"\xD5\xC5\xFF\x81\x30\x81\x30"
								       "b")},
				  {9, 99, REJECT_UNBALANCED_QUOTE, 0, SPAN("=x")}};
	char *path = rejects_of(*state, "gb", ENCODING_GB18030, broken, 2);
	check_file(path, SPAN("file,line,byte,reason,raw\n"
			      "inbox/a.csv,2,10,field-count,\"a,\"\"张\\xFF\xC2\x80"
			      "b\"\n"
			      "inbox/a.csv,9,99,unbalanced-quote,=x\n"));
	free(path);
	struct reject utf8[] = {{2, 10, REJECT_FIELD_COUNT, 3, SPAN("张\xE5\xBC,\xFF")}};
	path = rejects_of(*state, "utf8", ENCODING_UTF8, utf8, 1);
	check_file(path, SPAN("file,line,byte,reason,raw\ninbox/a.csv,2,10,field-count,\"张\\xE5\\xBC,\\xFF\"\n"));
	free(path);
}

static void test_no_rejects(void **state)
{
	int before = entries_of(*state);
	free(rejects_of(*state, "none", ENCODING_UTF8, NULL, 0));
	assert_int_equal(entries_of(*state), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json),	       cmocka_unit_test(test_json_page),  cmocka_unit_test(test_json_characters), cmocka_unit_test(test_grid),
		cmocka_unit_test(test_evidence_order), cmocka_unit_test(test_no_rejects), cmocka_unit_test(test_rejects),
	};
	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
