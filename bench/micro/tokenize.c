/* How long record_next takes for a row, by level of vector instructions, beside boundary.h with libcsv: rows of 12 columns and about 120
 * bytes (140 quoted), 5 columns wanted, a chunk of them read again and again on one thread. CPU time; the best of many rounds, since the
 * machine is shared. "scan" is the pass over the bytes alone, without the spans of the columns.
 *
 *   make build/micro/tokenize && build/micro/tokenize */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "record/record.h"
#include "record/record_csv.h"
#include "record/token.h"

enum { COLUMNS = 12, ROUNDS = 200, CHUNK_BYTES = 256 << 10 };
static const struct dialect dialect = {.delimiter = ',', .column_count = COLUMNS};
static const uint32_t wanted[] = {1, 3, 5, 6, 9};

struct file {
	const char *name;
	struct chunk chunk;
	uint32_t row_count;
};

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* Lengths of fields vary from row to row, so that no branch learns them by heart. */
static void add_row(struct buffer *out, uint32_t row, const char *quote)
{
	static const char *const names[] = {"李建国", "王芳", "欧阳小红", "张伟", "刘秀英", "陈"};
	static const char *const banks[] = {"农村商业银行", "邮储银行", "建设银行于都县支行"};
	uint32_t random = row * 2654435761u;
	char field[COLUMNS][40];
	snprintf(field[0], sizeof field[0], "%u", 1000000 + row);
	snprintf(field[1], sizeof field[1], "360799%08u%04u", 19260101 + random % 500000, random % 10000);
	snprintf(field[2], sizeof field[2], "%s", names[random >> 8 & 3]);
	snprintf(field[3], sizeof field[3], "%u", 110 + random % 3 * 10);
	snprintf(field[4], sizeof field[4], "%s", random & 1 ? "基础养老金" : "");
	snprintf(field[5], sizeof field[5], "2026-%02u", 1 + (random >> 4) % 12);
	snprintf(field[6], sizeof field[6], "%u.%02u", random % 5000, random % 100);
	snprintf(field[7], sizeof field[7], "%u", random % 2);
	snprintf(field[8], sizeof field[8], "%s", banks[(random >> 16) % 3]);
	snprintf(field[9], sizeof field[9], "6217%011u%u", random, random % 1000);
	snprintf(field[10], sizeof field[10], "3607%02u", random % 31);
	snprintf(field[11], sizeof field[11], "%s", random & 64 ? "" : "2026-11-22");
	for (int column = 0; column < COLUMNS; column++)
		buffer_format(out, "%s%s%s%c", quote, field[column], quote, column + 1 < COLUMNS ? ',' : '\n');
}

static struct file file_new(const char *name, const char *quote)
{
	struct file file = {.name = name, .chunk.line = 2};
	while (file.chunk.bytes.size < CHUNK_BYTES)
		add_row(&file.chunk.bytes, file.row_count++, quote);
	return file;
}

static void print(const struct file *file, const char *what, double ns)
{
	double size = (double)file->chunk.bytes.size;
	printf("%-8s %-14s %5.0f bytes/row %7.1f ns/row %6.2f GB/s\n", file->name, what, size / file->row_count, ns / file->row_count, size / ns);
}

/* As decoding asks for them. */
static void cut_columns(const struct record_batch *batch)
{
	enum { PART = 256 };
	struct span field[PART];
	uint32_t row[PART];
	for (uint32_t column = 0; column < batch->field_count; column++)
		for (uint32_t from = 0; from < batch->row_count; from += PART) {
			uint32_t count = batch->row_count - from < PART ? batch->row_count - from : PART;
			for (uint32_t at = 0; at < count; at++)
				row[at] = from + at;
			record_fields(batch, column, row, count, field);
		}
}

static void read_chunk(void *user, const struct file *file)
{
	struct record_batch batch;
	uint32_t row_count = 0;
	record_feed(user, &file->chunk, ENCODING_UTF8);
	while (record_next(user, &batch, NULL) == STATUS_OK) {
		row_count += batch.row_count;
		cut_columns(&batch);
	}
	if (row_count != file->row_count)
		exit(1);
}

static void scan_chunk(void *user, const struct file *file)
{
	static uint32_t after[TOKEN_OFFSETS];
	static struct token_window window = {.delimiter = ',', .column_count = COLUMNS, .after = after};
	token_scan *scan = *(token_scan **)user;
	uint32_t size = (uint32_t)file->chunk.bytes.size;
	window.data = file->chunk.bytes.data;
	for (window.from = 0; window.from < size; window.from = after[token_row_end(&window, window.row_count - 1)]) {
		window.until = size - window.from < HECHA_WINDOW_BYTES ? size : window.from + HECHA_WINDOW_BYTES;
		scan(&window);
	}
}

static void take(void *user, uint32_t column, struct span field)
{
	*(size_t *)user += column + field.size;
}

static void split_chunk(void *user, const struct file *file)
{
	struct boundary_hint hint = {NULL, NULL};
	struct span rest = buffer_span(&file->chunk.bytes);
	size_t size, sum = 0;
	for (; rest.size; rest = span_slice(rest, size, rest.size - size)) {
		boundary_find_next(rest, &dialect, true, &hint, &size);
		record_csv_split(user, boundary_trim_line_end(span_slice(rest, 0, size)), take, &sum);
	}
}

static double best(void (*pass)(void *user, const struct file *file), void *user, const struct file *file)
{
	double least = 1e18;
	for (int round = 0; round < ROUNDS; round++) {
		double start = now();
		pass(user, file);
		double ns = now() - start;
		least = ns < least ? ns : least;
	}
	return least;
}

static void measure_level(const struct file *file, enum simd_level level)
{
	char what[32];
	token_scan *scan = token_scan_of(level);
	setenv("HECHA_SIMD", simd_level_names[level], 1);
	struct record_reader *reader = record_reader_new(&dialect, wanted, sizeof wanted / sizeof *wanted);
	print(file, simd_level_names[level], best(read_chunk, reader, file));
	snprintf(what, sizeof what, "%s, scan", simd_level_names[level]);
	print(file, what, best(scan_chunk, &scan, file));
	record_reader_free(reader);
}

int main(void)
{
	struct file files[] = {file_new("plain", ""), file_new("quoted", "\"")};
	struct record_csv *csv = record_csv_new(',');
	for (int at = 0; at < 2; at++) {
		print(&files[at], "libcsv", best(split_chunk, csv, &files[at]));
		for (enum simd_level level = SIMD_PORTABLE; level < SIMD_LEVEL_COUNT; level++)
			if (simd_has(level))
				measure_level(&files[at], level);
		buffer_free(&files[at].chunk.bytes);
	}
	record_csv_free(csv);
	return 0;
}
