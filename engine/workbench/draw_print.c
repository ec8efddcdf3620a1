/* A sample as CSV for a spreadsheet: what was drawn from, how many of each stratum, then the rows with room for what the checkers write. */
#include <stdlib.h>

#include "base/calendar.h"
#include "report/csv_out.h"
#include "workbench/draw.h"

void draw_line(FILE *out, const struct span *cell, uint32_t count)
{
	struct buffer line = BUFFER_INIT;
	for (uint32_t at = 0; at < count; at++) {
		if (at)
			buffer_add_char(&line, ',');
		csv_cell(&line, cell[at], CSV_PEOPLE, false);
	}
	fprintf(out, "%.*s\r\n", SPAN_ARG(buffer_span(&line)));
	buffer_free(&line);
}

static void print_pair(FILE *out, const char *name, struct span value)
{
	const struct span cells[] = {span_of(name), value};
	draw_line(out, cells, 2);
}

static void print_figure(FILE *out, const char *name, uint64_t figure)
{
	char text[24];
	snprintf(text, sizeof text, "%llu", (unsigned long long)figure);
	print_pair(out, name, span_of(text));
}

void draw_basis(FILE *out, const struct sample_spec *spec, const char *seed)
{
	fputs("\xEF\xBB\xBF", out);
	print_pair(out, "抽查", spec->title);
	for (uint32_t at = 0; at < spec->basis_count; at++) {
		const struct span cells[] = {SPAN("依据"), spec->basis[at].doc, spec->basis[at].article};
		draw_line(out, cells, 3);
	}
	print_pair(out, "种子", span_of(seed));
}

enum { SHARE_TEXT_SIZE = 32 };

/* Billionths as a decimal: 0.05. */
static struct span share_text(int64_t share, char out[SHARE_TEXT_SIZE])
{
	int size = snprintf(out, SHARE_TEXT_SIZE, "%lld.%09lld", (long long)(share / SHARE_ONE), (long long)(share % SHARE_ONE));
	while (size > 3 && out[size - 1] == '0')
		size--;
	return (struct span){out, (size_t)size};
}

static uint64_t drawn(const struct draw *draw)
{
	uint64_t rows = 0;
	for (uint32_t at = 0; at < draw->stratum_count; at++)
		rows += draw->stratum[at].row_count;
	return rows;
}

static void print_head(const struct draw *draw, FILE *out)
{
	char share[SHARE_TEXT_SIZE], text[2 * CALENDAR_TEXT_SIZE + 4], first[CALENDAR_TEXT_SIZE], last[CALENDAR_TEXT_SIZE];
	month_text(draw->quarter.first, first);
	month_text(draw->quarter.last, last);
	snprintf(text, sizeof text, "%s至%s", first, last);
	draw_basis(out, draw->spec, draw->asked->seed);
	print_pair(out, "业务月份", span_of(text));
	if (draw->count)
		print_figure(out, "共抽", draw->count);
	else
		print_pair(out, "每层比例", share_text(draw->share, share));
	print_figure(out, "每层至少", (uint64_t)draw->spec->minimum);
	print_figure(out, "总体", draw->population);
	print_figure(out, "样本", drawn(draw));
	print_figure(out, "月份或状态读不出的行", draw->unread);
	print_figure(out, "不成行的记录", draw->rejected);
}

static struct span value_label(const struct draw *draw, const struct stratum *stratum, uint32_t at)
{
	const struct column_spec *column = &draw->spec->table->column[draw->spec->stratum[at]];
	if (!stratum->value[at].size)
		return SPAN("（未填）");
	return column->dictionary ? dictionary_label(column->dictionary, stratum->value[at]) : stratum->value[at];
}

static void print_strata(const struct draw *draw, FILE *out)
{
	uint32_t count = draw->spec->stratum_count;
	struct span *cells = mem_zero(count + 2, sizeof *cells);
	char population[24], rows[24];
	for (uint32_t at = 0; at < count; at++)
		cells[at] = span_of(draw->spec->table->column[draw->spec->stratum[at]].title);
	cells[count] = SPAN("总体");
	cells[count + 1] = SPAN("样本");
	fputs("\r\n", out);
	draw_line(out, cells, count + 2);
	for (uint32_t each = 0; each < draw->stratum_count; each++) {
		for (uint32_t at = 0; at < count; at++)
			cells[at] = value_label(draw, &draw->stratum[each], at);
		snprintf(population, sizeof population, "%llu", (unsigned long long)draw->stratum[each].population);
		snprintf(rows, sizeof rows, "%u", draw->stratum[each].row_count);
		cells[count] = span_of(population);
		cells[count + 1] = span_of(rows);
		draw_line(out, cells, count + 2);
	}
	free(cells);
}

/* The last four are the checkers': Article 8 wants two of them. */
static void print_headings(const struct draw *draw, FILE *out)
{
	static const char *const empty[] = {"抽查结论", "抽查人一", "抽查人二", "说明"};
	fputs("\r\n序号,文件,行", out);
	for (uint32_t at = 0; at < draw->spec->shown_count; at++)
		fprintf(out, ",%s", draw->spec->table->column[draw->spec->shown[at]].title);
	for (size_t at = 0; at < sizeof empty / sizeof *empty; at++)
		fprintf(out, ",%s", empty[at]);
	fputs("\r\n", out);
}

static void print_row(const struct draw *draw, const struct drawn_row *row, uint64_t number, FILE *out)
{
	struct buffer file = BUFFER_INIT;
	csv_cell(&file, span_of(draw->inputs.input[row->place.extract].shown), CSV_PEOPLE, false);
	fprintf(out, "%llu,%.*s,%llu%s,,,,\r\n", (unsigned long long)number, SPAN_ARG(buffer_span(&file)),
		(unsigned long long)row->place.line, row->cells);
	buffer_free(&file);
}

void draw_print(const struct draw *draw, FILE *out)
{
	uint64_t number = 0;
	print_head(draw, out);
	print_strata(draw, out);
	print_headings(draw, out);
	for (uint32_t each = 0; each < draw->stratum_count; each++)
		for (uint32_t row = 0; row < draw->stratum[each].row_count; row++)
			print_row(draw, &draw->stratum[each].row[row], ++number, out);
}
