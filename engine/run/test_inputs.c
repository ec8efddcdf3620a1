/* The small tables of a rule test as extracts in memory: read by the same code as real ones. */
#include <stdlib.h>

#include "base/calendar.h"
#include "base/idnumber.h"
#include "base/text.h"
#include "hecha_limits.h"
#include "run/rule_test.h"

struct span test_person(struct span word, struct arena *arena)
{
	int64_t number;
	if (word.size < 2 || word.data[0] != 'P' || !integer_parse(span_slice(word, 1, word.size - 1), &number) || number < 1 ||
	    number > 100000)
		return word;
	char *text = arena_alloc(arena, 19);
	id_synthetic((uint32_t)number, text);
	text[18] = '\0';
	return (struct span){text, 18};
}

bool test_cell_next(struct span line, size_t *at, struct span *out)
{
	if (*at > line.size)
		return false;
	const char *bar = memchr(line.data + *at, '|', line.size - *at);
	size_t end = bar ? (size_t)(bar - line.data) : line.size;
	*out = text_trim(span_slice(line, *at, end - *at), false);
	*at = end + 1;
	return true;
}

static bool next_line(struct span text, size_t *at, struct span *out)
{
	while (*at < text.size) {
		const char *end = memchr(text.data + *at, '\n', text.size - *at);
		size_t size = end ? (size_t)(end - text.data) - *at : text.size - *at;
		*out = text_trim(span_slice(text, *at, size), false);
		*at += size + 1;
		if (out->size)
			return true;
	}
	return false;
}

static bool header_has(struct span header, struct span name)
{
	struct span cell;
	for (size_t at = 0; test_cell_next(header, &at, &cell);)
		if (span_equal(cell, name))
			return true;
	return false;
}

/* Columns the test leaves out: name, then `test:` default, for every line. */
static void add_defaults(const struct table_spec *spec, struct span header, bool is_header, struct buffer *out)
{
	for (uint32_t column = 0; column < spec->column_count; column++) {
		const struct column_spec *each = &spec->column[column];
		if (!header_has(header, span_of(each->name)))
			buffer_format(out, " | %.*s", SPAN_ARG(is_header ? span_of(each->name) : each->test_default));
	}
}

static const struct column_spec *column_named(const struct table_spec *spec, struct span name)
{
	for (uint32_t column = 0; column < spec->column_count; column++)
		if (span_equal(span_of(spec->column[column].name), name))
			return &spec->column[column];
	return NULL;
}

static uint32_t count_cells(struct span line)
{
	struct span cell;
	uint32_t count = 0;
	for (size_t at = 0; test_cell_next(line, &at, &cell);)
		count++;
	return count;
}

static enum status check_names(const struct table_spec *spec, const struct yaml *rows, struct span header, struct err *err)
{
	const char *names[HECHA_COLUMNS_MAX];
	struct span name;
	for (uint32_t column = 0; column < spec->column_count; column++)
		names[column] = spec->column[column].name;
	for (size_t at = 0; test_cell_next(header, &at, &name);) {
		if (column_named(spec, name) || span_equal(name, SPAN("why")))
			continue;
		const char *near = text_suggest(name, names, spec->column_count);
		char *hint = near ? mem_format("did you mean '%s'?", near) : NULL;
		yaml_error(rows, hint, err, H4001, "table '%s' has no column '%.*s'", spec->name, SPAN_ARG(name));
		free(hint);
		return STATUS_CONFIG;
	}
	return STATUS_OK;
}

enum status test_table_check(const struct table_spec *spec, const struct yaml *rows, struct err *err)
{
	struct span header = {0}, line;
	size_t at = 0;
	next_line(rows->text, &at, &header);
	enum status status = header.size ? check_names(spec, rows, header, err) : STATUS_OK;
	while (status == STATUS_OK && next_line(rows->text, &at, &line))
		if (count_cells(line) > count_cells(header))
			status = yaml_error(rows, NULL, err, H2015, "more cells than columns in '%.*s'", SPAN_ARG(line));
	return status;
}

/* `P1..P95` in a column of identity numbers: one row for each of them. */
static bool person_range(struct span cell, int64_t *first, int64_t *last)
{
	const char *dots = memmem(cell.data, cell.size, "..P", 3);
	if (!dots || cell.data[0] != 'P')
		return false;
	struct span left = {cell.data + 1, (size_t)(dots - cell.data) - 1}, right = {dots + 3, cell.size - (size_t)(dots - cell.data) - 3};
	return integer_parse(left, first) && integer_parse(right, last) && *first >= 1 && *first <= *last && *last <= 100000;
}

/* The identity number of a cell: of a range, that of its row `number`. *rows: how many rows the range makes. */
static struct span person_cell(struct span cell, int64_t number, int64_t *rows, struct arena *arena)
{
	int64_t first, last;
	if (!person_range(cell, &first, &last))
		return test_person(cell, arena);
	*rows = last - first + 1;
	return test_person(span_of(arena_text(arena, "P%lld", (long long)(first + number))), arena);
}

/* Returns how many rows the line makes; this is row `number` of them. */
static int64_t add_row(const struct table_spec *spec, struct span header, struct span line, int64_t number, struct buffer *out,
		       struct arena *arena)
{
	struct span name, cell;
	int64_t rows = 1;
	size_t name_at = 0, cell_at = 0;
	for (bool first = true; test_cell_next(header, &name_at, &name); first = false) {
		const struct column_spec *column = column_named(spec, name);
		if (!test_cell_next(line, &cell_at, &cell))
			cell = (struct span){0};
		if (column && column->type == TYPE_ID)
			cell = person_cell(cell, number, &rows, arena);
		buffer_format(out, "%s%.*s", first ? "" : " | ", SPAN_ARG(cell));
	}
	add_defaults(spec, header, false, out);
	buffer_add_char(out, '\n');
	return rows;
}

static void add_rows(const struct table_spec *spec, struct span header, struct span line, struct buffer *out, struct arena *arena)
{
	int64_t rows = add_row(spec, header, line, 0, out, arena);
	for (int64_t number = 1; number < rows; number++)
		add_row(spec, header, line, number, out, arena);
}

struct span test_table(const struct table_spec *spec, struct span rows, struct arena *arena)
{
	struct buffer out = BUFFER_INIT;
	struct span header = {0}, line;
	size_t at = 0;
	next_line(rows, &at, &header);
	buffer_add_span(&out, header);
	if (!header.size && spec->column_count) { /* a table without rows still has its columns */
		header = span_of(spec->column[0].name);
		buffer_add_span(&out, header);
	}
	add_defaults(spec, header, true, &out);
	buffer_add_char(&out, '\n');
	while (next_line(rows, &at, &line))
		add_rows(spec, header, line, &out, arena);
	struct span bytes = arena_span(arena, buffer_span(&out));
	buffer_free(&out);
	return bytes;
}

/* How many rows a line makes: those of its range of persons, or one. */
static uint64_t line_rows(struct span header, struct span line)
{
	struct span name, cell;
	int64_t first, last;
	size_t name_at = 0, cell_at = 0;
	while (test_cell_next(header, &name_at, &name) && test_cell_next(line, &cell_at, &cell))
		if (!span_equal(name, SPAN("why")) && person_range(cell, &first, &last))
			return (uint64_t)(last - first) + 1;
	return 1;
}

void test_line(const struct rule_given *given, uint64_t line, struct span *row, struct span *why, struct arena *arena)
{
	struct span header = {0}, found = {0}, name, cell;
	struct buffer cells = BUFFER_INIT;
	size_t at = 0, name_at = 0, cell_at = 0;
	next_line(given->rows->text, &at, &header);
	for (uint64_t row_line = 1; row_line < line && next_line(given->rows->text, &at, &found);)
		row_line += line_rows(header, found);
	*why = (struct span){0};
	while (test_cell_next(header, &name_at, &name) && test_cell_next(found, &cell_at, &cell))
		if (span_equal(name, SPAN("why")))
			*why = cell;
		else
			buffer_format(&cells, "%s%.*s", cells.size ? " | " : "", SPAN_ARG(cell));
	*row = arena_span(arena, buffer_span(&cells));
	buffer_free(&cells);
}
