/* scan/stripes.c with source/ and record/: a second reading hands out every row that is wanted, as it stood in the first, whatever the file, the chunks and
 * the threads; and all rows where nothing could be noted. */
#include "scan/stripes.h"

#include "scan/extracts.h"
#include "source_pack.h"
#include "source_reader.h"
#include "unit_folder.h"

enum { ROWS = 20000, WIDTH = 2, SEEDS = 40, ANY = 0 };

/* What is known of a record of the file. */
struct seen {
	uint64_t line, byte;
	uint32_t badge[WIDTH];
	uint32_t first, again; /* times it was handed out */
};

struct stripes_test {
	struct column_spec column[2];
	struct table_spec spec;
	struct table *table;
	struct symbols *symbols;
	struct arena arena;
	struct source_options options;
	struct stripes *stripes;
	uint32_t wanted_of; /* badges of which the first is wanted; 0: none */
	bool again;
	struct seen seen[ROWS + 1]; /* by number of the record, from 1 */
};

static void start(struct stripes_test *test, const char *folder, uint32_t threads)
{
	test->column[0] = (struct column_spec){.name = "k", .title = "", .type = TYPE_INT};
	test->column[1] = (struct column_spec){.name = "t", .title = "", .type = TYPE_TEXT};
	test->spec = (struct table_spec){.name = "t", .title = "", .column_count = 2, .column = test->column};
	test->table = table_new(&test->spec, test->symbols = symbols_new(), &test->arena);
	test->table->wanted[0] = test->table->wanted[1] = true;
	test->options.index = source_index_new(4);
	test->stripes = stripes_new(folder, threads);
}

static void end(struct stripes_test *test)
{
	stripes_free(test->stripes);
	source_index_free(test->options.index);
	symbols_free(test->symbols);
	arena_free(&test->arena);
	free(test);
}

/* Runs of about so many rows of one key. Some have none; one in `mess` or so is a record that is no row or has several lines, or a line that is none. */
static void add_rows(struct buffer *out, uint32_t run, uint32_t mess, uint64_t *seed)
{
	static const char *const odd[] = {"%u,a,b\n", "%u,\"open\n", "\n%u,\"two\nlines\"\n", ",no %u\n", "no %u,\"q\"\"q\"\r\n", " \n%u,\"c\"\n"};
	uint32_t key = 0;
	buffer_add_span(out, SPAN("k,t\n"));
	for (uint32_t row = 0; row < ROWS; row++) {
		key = pseudo_random(seed) % run ? key : pseudo_random(seed) % 1000;
		uint32_t kind = pseudo_random(seed) % mess;
		buffer_format(out, kind < COUNT_OF(odd) ? odd[kind] : "%u,text\n", key);
	}
}

static bool is_wanted(const struct stripes_test *test, const uint32_t *badge)
{
	return badge[0] == ANY || (test->wanted_of && badge[0] % test->wanted_of == 0) || badge[1] == 7;
}

static bool judge(const void *context, const uint32_t *badge, uint32_t count)
{
	bool wanted = false;
	for (assert_in_range(count, 1, HECHA_STRIPE_RUNS); count; count--, badge += WIDTH)
		wanted |= is_wanted(context, badge);
	return wanted;
}

static bool choose(const void *context, struct chunk *chunk, size_t size)
{
	const struct stripes_test *test = context;
	return stripes_choose(test->stripes, 3, WIDTH, chunk, size, judge, test);
}

static void see(struct stripes_test *test, const struct batch *batch, uint32_t row, uint32_t badge, uint32_t other)
{
	struct seen now = {record_line(&batch->record, row), record_byte(&batch->record, row), {badge, other}, 1, 0};
	struct seen *seen = &test->seen[record_number(&batch->record, row)];
	if (!test->again) {
		assert_int_equal(seen->first, 0);
		*seen = now;
		return;
	}
	now.again = ++seen->again;
	assert_memory_equal(seen, &now, sizeof now);
}

static enum status take(void *context, uint32_t thread, struct batch *batch, struct err *err)
{
	struct stripes_test *test = context;
	uint32_t row[HECHA_BATCH_ROWS] = {0}, count = batch->rowset.row_count, badge[2][HECHA_BATCH_ROWS];
	(void)err;
	for (uint32_t at = 0; at < count; at++)
		row[at] = at;
	const struct column *key = batch->rowset.read(&batch->rowset, 0, row, count);
	for (uint32_t at = 0; at < count; at++) {
		badge[0][at] = key->cell[at] == CELL_VALUE ? (uint32_t)key->number[at] + 1 : ANY;
		badge[1][at] = badge[0][at] / 3;
		see(test, batch, at, badge[0][at], badge[1][at]);
	}
	if (!test->again)
		stripes_note(test->stripes, thread, batch, (uint32_t *const[]){badge[0], badge[1]}, WIDTH);
	return STATUS_OK;
}

static void read_file(struct stripes_test *test, uint32_t threads)
{
	struct extract extract = {.path = "t", .shown = "t", .number = 3, .table = test->table};
	struct rejects rejects = {.item = NULL};
	assert_int_equal(extract_open(&extract, &test->options, NULL), STATUS_OK);
	test->again = false;
	assert_int_equal(scan_extract(&extract, &(struct scan_options){.threads = threads}, take, test, &rejects, NULL), STATUS_OK);
	extract_close(&extract);
	stripes_end(test->stripes);
	test->again = true;
	test->options.choose = choose;
	test->options.choose_context = test;
	assert_int_equal(extract_open_again(&extract, &test->options, NULL), STATUS_OK);
	assert_int_equal(scan_extract(&extract, &(struct scan_options){.threads = threads}, take, test, NULL, NULL), STATUS_OK);
	extract_close(&extract);
	arena_free(&extract.arena);
	arena_free(&rejects.arena);
	free(rejects.item);
}

/* Returns how many rows were left out. */
static uint32_t check_rows(const struct stripes_test *test, bool noted)
{
	uint32_t left_out = 0;
	for (uint32_t at = 1; at <= ROWS; at++) {
		const struct seen *seen = &test->seen[at];
		if (seen->first && (!noted || is_wanted(test, seen->badge)))
			assert_int_equal(seen->again, 1);
		left_out += seen->first - seen->again;
	}
	return left_out;
}

/* wanted_of: as in stripes_test. What cannot be noted are more rows than wait in memory. */
static uint32_t check_extract(const char *folder, uint64_t seed, uint32_t wanted_of, bool noted)
{
	struct stripes_test *test = mem_zero(1, sizeof *test);
	struct buffer bytes = BUFFER_INIT, packed = BUFFER_INIT;
	uint32_t threads = pseudo_random(&seed) % 4 + 1;
	bool in_file = pseudo_random(&seed) % 2, is_packed = pseudo_random(&seed) % 3 == 0;
	start(test, folder, threads);
	if (noted)
		add_rows(&bytes, pseudo_random(&seed) % 10 + 1, pseudo_random(&seed) % 100 + 10, &seed);
	else
		add_rows(&bytes, 1, ROWS, &seed);
	pack(&packed, buffer_span(&bytes));
	struct span content = buffer_span(is_packed ? &packed : &bytes);
	char *path = file_with(content);
	test->wanted_of = wanted_of;
	test->options.path = path;
	test->options.bytes = in_file ? (struct span){NULL, 0} : content;
	test->options.delimiter = ',';
	test->options.chunk_bytes = pseudo_random(&seed) % 4 ? pseudo_random(&seed) % 20000 + 10 : 0;
	read_file(test, threads);
	uint32_t left_out = check_rows(test, noted);
	file_remove(path);
	buffer_free(&bytes);
	buffer_free(&packed);
	end(test);
	return left_out;
}

static void test_wanted_rows_come(void **state)
{
	uint64_t left_out = 0;
	for (uint64_t seed = 0; seed < SEEDS; seed++)
		left_out += check_extract(*state, seed, (uint32_t)seed * 20 + 1, true);
	assert_true(left_out > SEEDS * ROWS / 3);
	assert_int_equal(check_extract(*state, 0, 1, true), 0); /* all are */
}

static void test_without_notes_all_rows_come(void **state)
{
	char *missing = path_join(*state, "missing");
	for (uint64_t seed = 0; seed < 4; seed++)
		assert_int_equal(check_extract(missing, seed, 0, false), 0);
	free(missing);
}

/* An extract of which no row was noted has none. */
static void test_nothing_noted(void **state)
{
	struct stripes *stripes = stripes_new(*state, 1);
	struct chunk chunk = {.number = 9};
	stripes_end(stripes);
	assert_true(stripes_choose(stripes, 5, 1, &chunk, 100, judge, NULL));
	assert_int_equal(chunk.part_count, 0);
	stripes_free(stripes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wanted_rows_come),
		cmocka_unit_test(test_without_notes_all_rows_come),
		cmocka_unit_test(test_nothing_noted),
	};
	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
