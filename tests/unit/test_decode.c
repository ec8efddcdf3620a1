/* Cells of a batch, by hand at every boundary and generated around it, against the full parsers. */
#include <stdio.h>

#include "base/idnumber.h"
#include "decode_property.h"
#include "unit.h"

static const struct span by_hand[] = {
	SPAN(""), SPAN(" "), SPAN("/"), SPAN("\\N"), SPAN("NULL"), SPAN("null"), SPAN("Null"), SPAN("无"), SPAN("　"), SPAN(" 无 "), SPAN("nul"),
	/* identity numbers: 17, 18, 19 digits, X and x, a wrong check, days that are none, 15 digits, full-width, apostrophes, permits */
	SPAN("36079919620430471"), SPAN("360799196204304719"), SPAN("3607991962043047190"), SPAN("360799196204304710"), SPAN("360799196213304719"),
	SPAN("36079919630229001X"), SPAN("36079919640229001x"), SPAN("360799196204304719 "), SPAN("'360799196204304719"),
	SPAN("’360799196204304719"), SPAN("360799620430471"), SPAN("３６０７９９１９６２０４３０４７１９"), SPAN("H12345678"), SPAN("ZZZ123456789012"),
	SPAN("3.60799E+17"), SPAN("36079919620430471:"), SPAN("36079919620430471/"), SPAN("/60799196204304719"),
	/* months and days */
	SPAN("202400"), SPAN("202401"), SPAN("202412"), SPAN("202413"), SPAN("179912"), SPAN("180001"), SPAN("219912"), SPAN("220001"), SPAN("2024-00"),
	SPAN("2024-12"), SPAN("2024-13"), SPAN("2024/01"), SPAN("2024.01"), SPAN("2024,01"), SPAN("2024-1"), SPAN("2024年1月"), SPAN("20241"),
	SPAN("2024 01"), SPAN("20240229"), SPAN("20230229"), SPAN("19000229"), SPAN("20000229"), SPAN("18000229"), SPAN("18000101"),
	SPAN("17991231"), SPAN("21991231"), SPAN("22000101"), SPAN("20240230"), SPAN("20240431"), SPAN("20241231"), SPAN("20241232"),
	SPAN("20240100"), SPAN("2024-02-29"), SPAN("2023-02-29"), SPAN("2024/02/29"), SPAN("2024.02.29"), SPAN("2024-02/29"), SPAN("2024-2-9"),
	SPAN("2024-02-29 00:00:00"), SPAN("2024年02月29日"), SPAN("20240229x"), SPAN("2024022"), SPAN("2024-O2-29"),
	/* money and whole numbers: signs, points, 8, 9, 15 to 19 digits, thousands commas */
	SPAN("0"), SPAN("-0"), SPAN("+0"), SPAN("-"), SPAN("+"), SPAN("."), SPAN(".50"), SPAN("-.50"), SPAN("0.00"), SPAN("-0.01"), SPAN("1.5"),
	SPAN("1."), SPAN("1.505"), SPAN("1.500"), SPAN("--1.50"), SPAN("-1-50"), SPAN("1-.50"), SPAN("+1.50"), SPAN("12345.67"), SPAN("123456.78"),
	SPAN("-12345.67"), SPAN("-123456.78"), SPAN("12345678"), SPAN("123456789"), SPAN("-12345678"), SPAN("-123456789"), SPAN("1,234.56"),
	SPAN("12,34.56"), SPAN("1234567890123.45"), SPAN("-1234567890123.45"), SPAN("12345678901234.56"), SPAN("9999999999999999.99"),
	SPAN("10000000000000000.00"), SPAN("-9999999999999999.99"), SPAN("999999999999999999"), SPAN("9223372036854775807"),
	SPAN("9223372036854775808"), SPAN("-9223372036854775808"), SPAN("1 234.50"), SPAN("1..50"), SPAN("1.5.00"), SPAN("１２．５０"), SPAN("12.5O"),
	SPAN("0.5"), SPAN("1.0000"), SPAN("1.00001"), SPAN("0.1234567891"),
	/* codes and bools */
	SPAN("1"), SPAN("01"), SPAN("2"), SPAN("3"), SPAN("paid"), SPAN("PAID"), SPAN("failed"), SPAN("已支付"), SPAN("失败"), SPAN(" paid"), SPAN("36070202"),
	SPAN("3607020"), SPAN("twelve-bytes"), SPAN("twelve-byteS"), SPAN("fifteen-bytes-x"), SPAN("sixteen-bytes-xx"), SPAN("sixteen-bytes-xh"), SPAN("true"), SPAN("FALSE"),
	SPAN("是"), SPAN("否"), SPAN("yes"), SPAN("N"), SPAN("T"),
	/* texts: han and others, blanks outside and inside, bytes that do not decode, GB18030 with two and four bytes */
	SPAN("张伟"), SPAN("张　伟"), SPAN("　张伟"), SPAN("张伟　"), SPAN("张 伟"), SPAN("阿·买"), SPAN("\xC2\xA0张"), SPAN("张\xC2\xA0"), SPAN("a"), SPAN("ab\tc"),
	SPAN("\tab"), SPAN("ab\x7F"), SPAN("ab\x01"), SPAN("\x01" "ab"), SPAN("張\xF0\xA0\x80\x80"), SPAN("鿿一"), SPAN("㐀"), SPAN("\xE9\xBE"), SPAN("\xE4\xB8\x2D\xE5\x9B\xBD"),
	SPAN("\xE4\xB8\xAD\xE5\x9B"), SPAN("\xFF"), SPAN("abcdefgh\xFF"), SPAN("\xED\xA0\x80"), SPAN("\xCE\xDE"), SPAN("\xD5\xC5\xCE\xB0"), SPAN("\xA1\xA1\xD5\xC5"),
	SPAN("\xD5\xC5\xA1\xA1"), SPAN("\x81\x30\x81\x30"), SPAN("\xB5\x7C"), SPAN("\xB5"), SPAN("\xCA\xC7"), SPAN("\xD2\xD1\xD6\xA7\xB8\xB6"), SPAN("\xCA\xA7\xB0\xDC"),
	SPAN("基础养老金-中央"), SPAN("　基础养老金-中央"), SPAN("基础养老金-中央　"), SPAN("基础养老金-中央\xC2\xA0"), SPAN(" 基础养老金-中央"), SPAN("乡（镇）1组"),
	SPAN("基础\xE0\x80\x80-中央"), SPAN("基础\xED\xBF\xBF-中央"), SPAN("基础养老金-中\xE5\xA4"), SPAN("\xE3\x80\x81顿号、"), SPAN("一二三四五六七"),
	SPAN("12345678"), SPAN("6217000005187015561"), SPAN("123456789012345678901234567890"),
};

static const struct {
	enum encoding encoding;
	bool decoded;
} ways[] = {{ENCODING_UTF8, false}, {ENCODING_GB18030, false}, {ENCODING_GB18030, true}};

static void check_all_ways(const struct span *cell, uint32_t count)
{
	for (size_t way = 0; way < COUNT_OF(ways); way++) {
		/* Every way at the level asked for in turn; one this machine lacks is its best one again. */
		static uint32_t turn;
		setenv("HECHA_SIMD", simd_level_names[turn++ % SIMD_LEVEL_COUNT], 1);
		for (uint32_t at = 0; at < count; at += DECODE_ROWS_MAX)
			decode_check(cell + at, count - at < DECODE_ROWS_MAX ? count - at : DECODE_ROWS_MAX, ways[way].encoding, ways[way].decoded);
	}
}

static void cells_by_hand(void **state)
{
	(void)state;
	struct span cell[COUNT_OF(by_hand)];
	for (size_t at = 0; at < COUNT_OF(by_hand); at++)
		cell[at] = exact_copy(by_hand[at]);
	for (uint32_t level = 0; level < SIMD_LEVEL_COUNT; level++)
		check_all_ways(cell, COUNT_OF(by_hand));
	for (size_t at = 0; at < COUNT_OF(by_hand); at++)
		free((char *)(uintptr_t)cell[at].data);
}

/* A spelling that some plain parser takes. */
static void plain_cell(uint64_t *seed, struct buffer *out)
{
	char id[18];
	uint32_t number = pseudo_random(seed), kind = pseudo_random(seed) % 8;
	id_synthetic(number, id);
	if (kind == 0)
		buffer_add(out, id, sizeof id);
	else if (kind == 1)
		buffer_format(out, "%04u%02u", 1790 + number % 420, number / 420 % 14);
	else if (kind == 2)
		buffer_format(out, "%04u%02u%02u", 1790 + number % 420, number / 420 % 14, number / 5880 % 33);
	else if (kind == 3)
		buffer_format(out, "%04u%c%02u%c%02u", 1790 + number % 420, "-/."[number % 3], number / 420 % 14, "-/."[number / 7 % 3], number / 5880 % 33);
	else if (kind == 4)
		buffer_format(out, "%s%llu.%02u", number % 5 ? "" : "-", 1234567890123456ull % (10ull * (number + 1ull) << number % 20), number % 100);
	else if (kind == 5)
		buffer_format(out, "%s%u", number % 5 ? "" : "-", number >> number % 31);
	else
		buffer_add_span(out, by_hand[number % COUNT_OF(by_hand)]);
}

/* One byte put in, left out, or another, mostly one that means something. */
static void damage(uint64_t *seed, struct buffer *text)
{
	static const char bytes[] = "0123456789-+./,:Xx \t'\x80\x81\xA1\xE4\xFF\0N";
	size_t at = text->size ? pseudo_random(seed) % text->size : 0;
	char byte = bytes[pseudo_random(seed) % (sizeof bytes - 1)];
	uint32_t kind = pseudo_random(seed) % 3;
	if (kind == 0 || !text->size) {
		buffer_add_char(text, 0);
		memmove(text->data + at + 1, text->data + at, text->size - at - 1);
		text->data[at] = byte;
	} else if (kind == 1) {
		memmove(text->data + at, text->data + at + 1, text->size - at - 1);
		text->size--;
	} else {
		text->data[at] = byte;
	}
}

static void cells_at_random(void **state)
{
	(void)state;
	enum { BATCHES = 250 };
	uint64_t seed = 20261123;
	struct span cell[DECODE_ROWS_MAX];
	struct buffer text = BUFFER_INIT;
	for (uint32_t batch = 0; batch < BATCHES; batch++) {
		for (uint32_t at = 0; at < DECODE_ROWS_MAX; at++) {
			text.size = 0;
			plain_cell(&seed, &text);
			for (uint32_t times = pseudo_random(&seed) % 3; times; times--)
				damage(&seed, &text);
			cell[at] = exact_copy(buffer_span(&text));
		}
		check_all_ways(cell, DECODE_ROWS_MAX);
		for (uint32_t at = 0; at < DECODE_ROWS_MAX; at++)
			free((char *)(uintptr_t)cell[at].data);
	}
	buffer_free(&text);
}

/* Of a test that read `text` as an extract. */
static void free_read(struct batch *batch, struct extract *extract, struct chunk *chunk, struct buffer *text)
{
	batch_free(batch);
	extract_close(extract);
	arena_free(&extract->arena);
	buffer_free(&chunk->bytes);
	buffer_free(text);
}

/* More rows than are read at once: each in its place, read once. */
static void all_of_a_batch(void **state)
{
	static struct column_spec column[] = {{.name = "number", .title = "", .type = TYPE_INT}, {.name = "text", .title = "", .type = TYPE_TEXT}};
	static const struct table_spec spec = {.name = "t", .title = "", .column_count = 2, .column = column};
	enum { ROWS = HECHA_BATCH_ROWS < 1000 ? HECHA_BATCH_ROWS : 1000 };
	struct arena arena = ARENA_INIT;
	struct buffer text = BUFFER_INIT;
	struct symbols *symbols = symbols_new();
	struct chunk chunk = {.number = 0};
	(void)state;
	buffer_add_span(&text, SPAN("number,text\n"));
	for (uint32_t row = 0; row < ROWS; row++)
		buffer_format(&text, row % 300 == 7 ? "x,%u\n" : "%u,无名\n", row);
	struct table *table = table_new(&spec, symbols, &arena);
	table->wanted[0] = table->wanted[1] = true;
	struct extract extract = {.path = "t", .shown = "t", .table = table};
	struct source_options options = {.path = "t", .bytes = buffer_span(&text), .encoding = ENCODING_UTF8, .delimiter = ','};
	assert_int_equal(extract_open(&extract, &options, NULL), STATUS_OK);
	assert_int_equal(source_next(extract.source, &chunk, NULL), STATUS_OK);
	struct batch *batch = batch_new(&extract);
	batch_feed(batch, &chunk);
	assert_int_equal(batch_next(batch, NULL), STATUS_OK);
	assert_int_equal(batch->rowset.row_count, ROWS);
	batch_read_all(batch);
	uint64_t malformed = 0;
	for (uint32_t row = 0; row < ROWS; row++) {
		const struct column *number = batch->rowset.read(&batch->rowset, 0, &row, 1), *name = batch->rowset.read(&batch->rowset, 1, &row, 1);
		malformed += row % 300 == 7;
		assert_int_equal(number->cell[row], row % 300 == 7 ? CELL_MALFORMED : CELL_VALUE);
		assert_true(row % 300 == 7 ? name->text[row].data[0] != '\xE6' : number->number[row] == row && span_equal(name->text[row], SPAN("无名")));
	}
	assert_int_equal(batch->malformed_count, malformed);
	free_read(batch, &extract, &chunk, &text);
	symbols_free(symbols);
	arena_free(&arena);
}

static const char *const gb_names[] = {" \xD5\xC5\xC8\xFD", "\xC0\xEE\xCB\xC4\xA1\xA1", "\xD5\xC5", "\xC8\xFD\xC8\xFD\xC8\xFD\xC8\xFD\xC8\xFD",
				       "\xC8\xFD\xC8\xFD\xCB\xC4\xC8\xFD\xC8\xFD"};
static const char *const utf8_names[] = {"张三", "李四", "张", "三三三三三", "三三四三三"};

static void check_names(const struct batch *batch, uint32_t row, uint32_t number)
{
	char *other = mem_format("三%u", number / 2);
	assert_span(batch->column[0]->text[row], span_of(utf8_names[number % COUNT_OF(utf8_names)]));
	assert_span(batch->column[1]->text[row], span_of(other));
	assert_span(batch->column[1]->raw[row], span_of(other));
	free(other);
}

/* Texts that come again and again, in this batch and in others, and texts that do not: what was decoded for one batch is gone in the next. */
static void decoded_texts_of_batches(void **state)
{
	static struct column_spec column[] = {{.name = "name", .title = "", .type = TYPE_TEXT}, {.name = "other", .title = "", .type = TYPE_TEXT}};
	static const struct table_spec spec = {.name = "t", .title = "", .column_count = 2, .column = column};
	struct arena arena = ARENA_INIT;
	struct buffer text = BUFFER_INIT;
	struct symbols *symbols = symbols_new();
	struct chunk chunk = {.number = 0};
	uint32_t number = 0;
	(void)state;
	buffer_add_span(&text, SPAN("name,other\n"));
	for (uint32_t row = 0; row < 3 * HECHA_BATCH_ROWS; row++)
		buffer_format(&text, "%s,\xC8\xFD%u\n", gb_names[row % COUNT_OF(gb_names)], row / 2);
	struct table *table = table_new(&spec, symbols, &arena);
	table->wanted[0] = table->wanted[1] = table->raw_wanted[1] = true;
	struct extract extract = {.path = "t", .shown = "t", .table = table};
	struct source_options options = {.path = "t", .bytes = buffer_span(&text), .encoding = ENCODING_GB18030, .delimiter = ','};
	assert_int_equal(extract_open(&extract, &options, NULL), STATUS_OK);
	struct batch *batch = batch_new(&extract);
	while (source_next(extract.source, &chunk, NULL) == STATUS_OK)
		for (batch_feed(batch, &chunk); batch_next(batch, NULL) == STATUS_OK;) {
			batch_read_all(batch);
			for (uint32_t row = 0; row < batch->rowset.row_count; row++, number++)
				check_names(batch, row, number);
		}
	assert_int_equal(number, 3 * HECHA_BATCH_ROWS);
	free_read(batch, &extract, &chunk, &text);
	symbols_free(symbols);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(cells_by_hand), cmocka_unit_test(all_of_a_batch), cmocka_unit_test(decoded_texts_of_batches), cmocka_unit_test(cells_at_random)};
	return cmocka_run_group_tests_name("decode", tests, NULL, NULL);
}
