/* source/source_again.c: the second reading gives the chunks of the first, whatever the file is packed in and whoever pulls them; a file that
 * changed is noticed. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "hecha_limits.h"
#include "source/source_index.h"
#include "source_pack.h"
#include "source_reader.h"

typedef enum status opening(const struct source_options *options, struct source **out, struct err *err);

static struct pulling *pull_with(opening *open, const struct source_options *options, int threads)
{
	struct pulling *pulling = mem_zero(1, sizeof *pulling);
	assert_int_equal(open(options, &pulling->source, NULL), STATUS_OK);
	pull_all(pulling, threads);
	return pulling;
}

static void pulling_free(struct pulling *pulling)
{
	forget_chunks(pulling);
	source_close(pulling->source);
	free(pulling);
}

static void check_chunk(const struct chunk *a, const struct chunk *b)
{
	assert_span(buffer_span(&a->bytes), buffer_span(&b->bytes));
	assert_int_equal(a->number, b->number);
	assert_int_equal(a->line, b->line);
	assert_int_equal(a->byte, b->byte);
	assert_int_equal(a->row, b->row);
	assert_int_equal(a->file_bytes, b->file_bytes);
	assert_int_equal(a->encoding, b->encoding);
}

static void check_again(const struct source_options *options, int threads)
{
	struct pulling *first = pull_with(source_open, options, threads), *second = pull_with(source_open_again, options, threads);
	assert_int_equal(first->status, STATUS_END);
	assert_int_equal(second->status, STATUS_END);
	assert_true(first->count > 0 && first->count < CHUNKS_MAX);
	assert_int_equal(second->count, first->count);
	for (uint64_t number = 0; number < first->count; number++)
		check_chunk(&first->chunk[number], &second->chunk[number]);
	assert_memory_equal(source_facts(first->source), source_facts(second->source), sizeof(struct source_facts));
	pulling_free(first);
	pulling_free(second);
}

/* Returns the most marks there were. */
static uint32_t check_file(struct span bytes, struct source_options options, uint32_t mark_max, const size_t sizes[], size_t size_count)
{
	char *path = file_with(bytes);
	uint32_t marks = 0;
	options.path = path;
	options.index = source_index_new(mark_max); /* filled anew by every first reading */
	for (size_t at = 0; at < size_count; at++)
		for (int threads = 1; threads <= 4; threads += options.trailer ? 1 : 2) {
			options.chunk_bytes = sizes[at];
			check_again(&options, threads);
			marks = options.index->mark_count > marks ? options.index->mark_count : marks;
		}
	source_index_free(options.index);
	file_remove(path);
	return marks;
}

static void add_rows(struct buffer *out, struct span row, size_t size)
{
	buffer_add_span(out, SPAN("a,b\n"));
	for (uint32_t number = 0; out->size < size; number++) {
		buffer_format(out, "%u,", number);
		buffer_add_span(out, row);
	}
}

/* Encodings that are decided late, line ends of either kind and inside quotes, records without end, blank lines. */
static const struct span rows[] = {SPAN("1\n"),	     SPAN("1\r\n"),	 SPAN("\"two\nlines\"\n"), SPAN("\xd6\xd0\xb9\xfa\n"),
				   SPAN("\xe4\xb8\xad\n"), SPAN("\"open\n"), SPAN("1\n\n \n"),	       SPAN("\"q\"\"q\"\n")};

static void test_plain(void **state)
{
	static const size_t sizes[] = {97, 1000, 70000, 1u << 20};
	(void)state;
	for (size_t at = 0; at < COUNT_OF(rows); at++)
		for (int trailer = 0; trailer <= 1; trailer++) {
			struct buffer bytes = BUFFER_INIT;
			buffer_add_span(&bytes, trailer ? SPAN("\xef\xbb\xbf") : SPAN(""));
			add_rows(&bytes, rows[0], 3000);
			add_rows(&bytes, rows[at], 90000);
			check_file(buffer_span(&bytes), (struct source_options){.trailer = trailer}, 1, sizes, COUNT_OF(sizes));
			struct source_index *index = source_index_new(HECHA_MARKS_MAX);
			check_again(&(struct source_options){.bytes = buffer_span(&bytes), .index = index, .chunk_bytes = 4096}, 2);
			source_index_free(index);
			buffer_free(&bytes);
		}
}

/* Some members, each with content of this size, several marks in all. */
static void pack_members(struct buffer *packed, struct span row, size_t size, int count)
{
	struct buffer bytes = BUFFER_INIT;
	add_rows(&bytes, row, size);
	for (; count; count--)
		pack(packed, buffer_span(&bytes));
	buffer_free(&bytes);
}

static void test_packed(void **state)
{
	static const size_t sizes[] = {9000, HECHA_CHUNK_BYTES, 2 * HECHA_MARK_BYTES + 7};
	static const char *const inflaters[] = {"zlib", "isal"};
	(void)state;
	for (size_t each = 0; each < 2; each++) {
		setenv("HECHA_INFLATE", inflaters[each], 1);
		for (size_t at = 2; at <= 3; at++) {
			struct buffer one = BUFFER_INIT, many = BUFFER_INIT;
			pack_members(&one, rows[at], 2 * HECHA_MARK_BYTES + HECHA_MARK_BYTES / 2, 1);
			pack_members(&many, rows[at], HECHA_MARK_BYTES / 4, 10);
			assert_in_range(check_file(buffer_span(&one), (struct source_options){.trailer = true}, 2, sizes, COUNT_OF(sizes)), 2, 2);
			assert_in_range(check_file(buffer_span(&many), (struct source_options){0}, HECHA_MARKS_MAX, sizes, COUNT_OF(sizes)), 3, 4);
			buffer_free(&one);
			buffer_free(&many);
		}
	}
	unsetenv("HECHA_INFLATE");
}

/* ---- changed ---- */

enum { ROWS_BYTES = 100000 };

static struct source_options read_first(struct span bytes)
{
	struct source_options options = {.path = file_with(bytes), .index = source_index_new(HECHA_MARKS_MAX), .chunk_bytes = 8192};
	struct pulling *first = pull_with(source_open, &options, 1);
	assert_int_equal(first->status, STATUS_END);
	pulling_free(first);
	return options;
}

static void add_byte(const char *path)
{
	int fd = open(path, O_WRONLY | O_APPEND);
	assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
}

static void cut_off(const char *path)
{
	assert_int_equal(truncate(path, 20000), 0);
}

/* Its size and its time stay. */
static void write_over(const char *path)
{
	struct stat before;
	assert_int_equal(stat(path, &before), 0);
	usleep(20000); /* the clock of files is coarse */
	int fd = open(path, O_WRONLY);
	assert_int_equal(pwrite(fd, "7", 1, 50000), 1);
	assert_int_equal(futimens(fd, (struct timespec[2]){before.st_atim, before.st_mtim}), 0);
	close(fd);
}

static void replace(const char *path)
{
	struct buffer bytes = BUFFER_INIT;
	add_rows(&bytes, rows[0], ROWS_BYTES);
	char *other = file_with(buffer_span(&bytes));
	assert_int_equal(rename(other, path), 0);
	free(other);
	buffer_free(&bytes);
}

static void take_away(const char *path)
{
	unlink(path);
}

typedef void harm(const char *path);

/* In time for open_again, or when the first chunk has been read. */
static void check_changed(struct span bytes, harm *change, bool late)
{
	struct source_options options = read_first(bytes);
	struct source *source = NULL;
	struct err err = ERR_INIT;
	struct chunk chunk = {0};
	if (!late)
		change(options.path);
	enum status status = source_open_again(&options, &source, &err);
	assert_int_equal(status, late ? STATUS_OK : STATUS_UNREADABLE);
	if (status == STATUS_OK) {
		assert_int_equal(source_next(source, &chunk, &err), STATUS_OK);
		change(options.path);
	}
	while (status == STATUS_OK)
		status = source_next(source, &chunk, &err);
	assert_int_equal(status, STATUS_UNREADABLE);
	assert_non_null(strstr(err.text, " changed while it was read\n  hint: run again when the file is complete"));
	err_clear(&err);
	buffer_free(&chunk.bytes);
	source_close(source);
	source_index_free(options.index);
	file_remove((char *)(uintptr_t)options.path);
}

static void test_changed(void **state)
{
	static harm *const early[] = {add_byte, cut_off, write_over, replace, take_away}, *const late[] = {add_byte, cut_off, write_over};
	struct buffer bytes = BUFFER_INIT, packed = BUFFER_INIT;
	(void)state;
	add_rows(&bytes, rows[0], ROWS_BYTES);
	pack(&packed, buffer_span(&bytes));
	for (size_t at = 0; at < COUNT_OF(early); at++)
		check_changed(buffer_span(&bytes), early[at], false);
	for (size_t at = 0; at < COUNT_OF(late); at++)
		check_changed(buffer_span(&bytes), late[at], true);
	check_changed(buffer_span(&packed), add_byte, false);
	check_changed(buffer_span(&packed), add_byte, true);
	buffer_free(&bytes);
	buffer_free(&packed);
}

/* ---- marks ---- */

static uint32_t copies;

static void *copy(const void *state, struct source_input *input)
{
	(void)input;
	copies++;
	return (void *)(uintptr_t)state;
}

static void drop(void *state)
{
	(void)state;
	copies--;
}

/* Never more than the most, at even distances from the first on where they can be halved evenly. */
static void check_marks(uint32_t most)
{
	static const struct container counted = {.copy = copy, .close = drop};
	struct source_index *index = source_index_new(most);
	struct source_input *input = NULL;
	uint64_t byte = 0;
	assert_int_equal(source_input_open(NULL, "t", SPAN("x"), &input, NULL), STATUS_OK);
	index_begin(index, input, &counted);
	assert_int_equal(index->mark_count, 1);
	for (; byte < (uint64_t)most * HECHA_MARK_BYTES; byte += HECHA_MARK_BYTES / 4)
		index_pass(index, byte, &byte, input);
	assert_int_equal(index->mark_count, most);
	assert_int_equal(index->mark_distance, HECHA_MARK_BYTES);
	assert_int_equal(index->mark[most - 1].byte, (most - 1ull) * HECHA_MARK_BYTES);
	index_pass(index, byte, &byte, input);
	assert_int_equal(index->mark_distance, 2 * HECHA_MARK_BYTES);
	for (; byte < 1000ull * most * HECHA_MARK_BYTES; byte += HECHA_MARK_BYTES) {
		index_pass(index, byte, &byte, input);
		assert_in_range(index->mark_count, most / 2, most);
		assert_int_equal(index->mark_count, copies + 1);
		for (uint32_t at = 0; at < index->mark_count; at++)
			assert_int_equal(index->mark[at].byte, at * index->mark_distance);
	}
	assert_true(index->mark_distance > 500 * HECHA_MARK_BYTES / 2);
	source_index_free(index);
	source_input_close(input);
	assert_int_equal(copies, 0);
}

static void test_marks(void **state)
{
	(void)state;
	check_marks(HECHA_MARKS_MAX);
	check_marks(3);
	check_marks(1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_packed),
		cmocka_unit_test(test_changed),
		cmocka_unit_test(test_marks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
