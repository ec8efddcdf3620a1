/* scan/extracts.c: several extracts by several threads: each is opened and closed once, each row comes once, and of several failures the first in their
 * order is told. */
#include "scan/extracts.h"

#include <stdio.h>
#include <stdlib.h>

#include "unit.h"

enum { FILES = 40, ROWS_MAX = 900 };

/* A file of numbers, each once; which files are left out, broken or not to be opened. */
struct queue_test {
	struct column_spec column;
	struct table_spec spec;
	struct symbols *symbols;
	struct arena arena;
	struct table *table;
	struct extract extract[FILES];
	struct rejects rejects[FILES];
	uint32_t row_count[FILES], opened[FILES], closed[FILES];
	struct buffer bytes[FILES];
	bool left_out[FILES], broken[FILES], refused[FILES];
	bool forgive; /* what is broken does not end the scan */
	bool again;
	_Atomic int inside; /* of open and close */
	_Atomic uint32_t seen[FILES][ROWS_MAX];
	_Atomic uint64_t progress_rows;
};

static void start(struct queue_test *test, uint64_t seed)
{
	test->column = (struct column_spec){.name = "n", .title = "", .type = TYPE_INT};
	test->spec = (struct table_spec){.name = "t", .title = "", .column_count = 1, .column = &test->column};
	test->table = table_new(&test->spec, test->symbols = symbols_new(), &test->arena);
	test->table->wanted[0] = true;
	for (uint32_t file = 0; file < FILES; file++) {
		test->row_count[file] = pseudo_random(&seed) % 3 ? pseudo_random(&seed) % 5 : pseudo_random(&seed) % ROWS_MAX;
		buffer_add_span(&test->bytes[file], SPAN("n\n"));
		for (uint32_t row = 0; row < test->row_count[file]; row++)
			buffer_format(&test->bytes[file], "%u\n", row);
		buffer_add_span(&test->bytes[file], SPAN("\"too\",many\n")); /* rejected */
	}
}

static void end(struct queue_test *test)
{
	for (uint32_t file = 0; file < FILES; file++) {
		assert_null(test->extract[file].source);
		arena_free(&test->extract[file].arena);
		arena_free(&test->rejects[file].arena);
		free(test->rejects[file].item);
		buffer_free(&test->bytes[file]);
	}
	symbols_free(test->symbols);
	arena_free(&test->arena);
	free(test);
}

static enum status open_file(void *context, uint32_t number, struct extract **extract, struct rejects **rejects, struct err *err)
{
	struct queue_test *test = context;
	struct source_options options = {.path = "t", .bytes = buffer_span(&test->bytes[number]), .delimiter = ',', .chunk_bytes = 500};
	assert_int_equal(test->inside++, 0);
	test->opened[number]++;
	*extract = &test->extract[number];
	if (!test->again)
		*rejects = &test->rejects[number];
	test->extract[number] = (struct extract){.path = "t", .shown = "t", .number = number, .table = test->table};
	enum status status = STATUS_END;
	if (test->refused[number])
		status = err_set(err, STATUS_MISSING, "file %u is not there", number);
	else if (!test->left_out[number])
		status = extract_open(&test->extract[number], &options, err);
	test->inside--;
	return status;
}

static enum status close_file(void *context, uint32_t number, enum status status, struct err *err)
{
	struct queue_test *test = context;
	assert_int_equal(test->inside++, 0);
	test->closed[number]++;
	assert_int_equal(status, test->broken[number] ? STATUS_UNREADABLE : STATUS_OK);
	extract_close(&test->extract[number]);
	if (status != STATUS_OK)
		err_set(err, status, "file %u is broken", number);
	test->inside--;
	return test->forgive ? STATUS_OK : status;
}

static enum status see(void *context, uint32_t thread, struct batch *batch, struct err *err)
{
	struct queue_test *test = context;
	uint32_t row[HECHA_BATCH_ROWS];
	(void)thread, (void)err;
	for (uint32_t at = 0; at < batch->rowset.row_count; at++)
		row[at] = at;
	const struct column *number = batch->rowset.read(&batch->rowset, 0, row, batch->rowset.row_count);
	for (uint32_t at = 0; at < batch->rowset.row_count; at++)
		test->seen[batch->extract->number][number->number[at]]++;
	return STATUS_OK;
}

static void count_progress(void *context, uint64_t more_bytes, uint64_t more_rows)
{
	(void)more_bytes;
	((struct queue_test *)context)->progress_rows += more_rows;
}

static enum status scan(struct queue_test *test, uint32_t threads, struct err *err)
{
	struct scan_queue queue = {FILES, UINT64_MAX, open_file, close_file, test};
	struct scan_options options = {.threads = threads, .progress = count_progress, .progress_context = test};
	return scan_extracts(&queue, &options, see, test, err);
}

static void test_every_row_once(void **state)
{
	(void)state;
	for (uint32_t threads = 1; threads <= 4; threads++)
		for (uint64_t seed = 1; seed <= 6; seed++) {
			struct queue_test *test = mem_zero(1, sizeof *test);
			uint64_t rows = 0;
			start(test, seed);
			test->left_out[seed] = true;
			test->again = seed % 2;
			assert_int_equal(scan(test, threads, NULL), STATUS_OK);
			for (uint32_t file = 0; file < FILES; file++) {
				bool read = !test->left_out[file], counted = read && !test->again;
				assert_int_equal(test->opened[file], 1);
				assert_int_equal(test->closed[file], read);
				assert_int_equal(test->extract[file].kept_count, counted ? test->row_count[file] : 0);
				assert_int_equal(test->extract[file].rejected_count, counted);
				rows += counted ? test->row_count[file] : 0;
				for (uint32_t row = 0; row < ROWS_MAX; row++)
					assert_int_equal(test->seen[file][row], read && row < test->row_count[file]);
			}
			assert_int_equal(test->progress_rows, rows);
			end(test);
		}
}

/* Behind what is looked at when it is opened. */
static void breaks(struct queue_test *test, uint32_t number)
{
	test->broken[number] = true;
	while (test->bytes[number].size < 4000)
		buffer_add_span(&test->bytes[number], SPAN("1\n"));
	buffer_add(&test->bytes[number], "\0\n", 2);
}

static void test_failures(void **state)
{
	(void)state;
	for (uint32_t threads = 1; threads <= 4; threads++)
		for (int kind = 0; kind < 3; kind++) {
			struct queue_test *test = mem_zero(1, sizeof *test);
			struct err err = ERR_INIT;
			start(test, threads);
			breaks(test, 8);
			breaks(test, 9);
			test->forgive = kind == 0;
			test->refused[7] = kind == 2;
			static const enum status want[] = {STATUS_OK, STATUS_UNREADABLE, STATUS_MISSING};
			static const char *const text[] = {NULL, "file 8 is broken", "file 7 is not there"};
			assert_int_equal(scan(test, threads, &err), want[kind]);
			if (text[kind])
				assert_string_equal(err.text, text[kind]);
			for (uint32_t file = 0; file < 7; file++)
				assert_int_equal(test->closed[file], 1);
			assert_int_equal(test->closed[FILES - 1], kind == 0);
			for (uint32_t file = 0; file < FILES; file++)
				assert_int_equal(test->closed[file], test->opened[file] && !test->refused[file]);
			err_clear(&err);
			end(test);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_row_once), cmocka_unit_test(test_failures)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
