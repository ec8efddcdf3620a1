/* Drawing rows of a quarter. The first reading counts, the second keeps of each stratum the rows with the smallest keys: memory for the sample,
 * not for the business. */
#include <stdlib.h>

#include "base/calendar.h"
#include "report/csv_out.h"
#include "workbench/draw.h"

uint64_t draw_key(const char *seed, const char *format, ...)
{
	char text[4096];
	va_list args;
	int size = snprintf(text, sizeof text, "%s/", seed);
	va_start(args, format);
	size += vsnprintf(text + size, sizeof text - (size_t)size, format, args);
	va_end(args);
	return hash_bytes(text, (size_t)size < sizeof text ? (size_t)size : sizeof text - 1);
}

uint64_t draw_size(uint64_t population, int64_t share, uint64_t minimum)
{
	unsigned __int128 part = (unsigned __int128)population * (uint64_t)share;
	uint64_t size = (uint64_t)((part + SHARE_ONE - 1) / SHARE_ONE);
	size = size < minimum ? minimum : size;
	return size < population ? size : population;
}

/* ---- cells ---- */

static struct span cell_text(const struct draw *draw, struct batch *batch, uint32_t column, uint32_t row, struct buffer *out)
{
	const struct column *cells = batch->rowset.read(&batch->rowset, column, &row, 1);
	struct value value = column_value(cells, row);
	out->size = 0;
	if (value.cell == CELL_VALUE)
		value_text(value, cells->type, draw->plan->symbols, out);
	else if (value.cell == CELL_MALFORMED && cells->raw)
		buffer_add_span(out, cells->raw[row]);
	return buffer_span(out);
}

static bool is_known(struct batch *batch, uint32_t column, uint32_t row)
{
	const struct column *cells = batch->rowset.read(&batch->rowset, column, &row, 1);
	return column_value(cells, row).cell == CELL_VALUE;
}

static bool is_business(const struct draw *draw, struct batch *batch, uint32_t row, struct buffer *text)
{
	const struct sample_spec *spec = draw->spec;
	struct span state = spec->only_count ? cell_text(draw, batch, spec->only_column, row, text) : (struct span){0};
	bool business = !spec->only_count;
	for (uint32_t at = 0; at < spec->only_count && !business; at++)
		business = span_equal(spec->only[at], state);
	return business;
}

static bool in_quarter(const struct draw *draw, struct batch *batch, uint32_t row)
{
	const struct column *cells = batch->rowset.read(&batch->rowset, draw->spec->month, &row, 1);
	int64_t number = column_value(cells, row).number;
	month_t month = cells->type == TYPE_DATE ? day_month(number) : number;
	return month >= draw->quarter.first && month <= draw->quarter.last;
}

/* ---- strata ---- */

static struct stratum *stratum_of(struct draw *draw, struct batch *batch, uint32_t row, struct buffer *text)
{
	const struct sample_spec *spec = draw->spec;
	struct buffer name = BUFFER_INIT;
	for (uint32_t at = 0; at < spec->stratum_count; at++) {
		buffer_add_span(&name, cell_text(draw, batch, spec->stratum[at], row, text));
		buffer_add_char(&name, '\0');
	}
	int64_t number = symbols_add(draw->names, buffer_span(&name));
	if (number == draw->stratum_count) {
		ARRAY_GROW(draw->stratum, draw->stratum_count, draw->stratum_capacity);
		struct stratum *new = &draw->stratum[draw->stratum_count++];
		*new = (struct stratum){.limit = UINT64_MAX};
		new->value = arena_zero(&draw->arena, spec->stratum_count, sizeof *new->value);
		const char *value = arena_span(&draw->arena, buffer_span(&name)).data;
		for (uint32_t at = 0; at < spec->stratum_count; at++, value += strlen(value) + 1)
			new->value[at] = span_of(value);
	}
	buffer_free(&name);
	return &draw->stratum[number];
}

/* ---- rows ---- */

static int by_key(const void *a, const void *b)
{
	const struct drawn_row *x = a, *y = b;
	return x->key != y->key ? (x->key > y->key) - (x->key < y->key) : place_compare(x->place, y->place);
}

static int by_place(const void *a, const void *b)
{
	return place_compare(((const struct drawn_row *)a)->place, ((const struct drawn_row *)b)->place);
}

/* Keeps the first `wanted`; done now and then, so that each row is sorted few times. */
static void keep_first(struct stratum *stratum)
{
	if (stratum->row_count <= stratum->wanted)
		return;
	qsort(stratum->row, stratum->row_count, sizeof *stratum->row, by_key);
	for (uint32_t at = (uint32_t)stratum->wanted; at < stratum->row_count; at++)
		free(stratum->row[at].cells);
	stratum->row_count = (uint32_t)stratum->wanted;
	stratum->limit = stratum->wanted ? stratum->row[stratum->wanted - 1].key : 0;
}

/* A number long enough for a spreadsheet to round it. */
static bool is_long_number(struct span cell)
{
	size_t digits = 0;
	while (digits < cell.size && cell.data[digits] >= '0' && cell.data[digits] <= '9')
		digits++;
	return digits == cell.size && digits > 10;
}

/* 2026-07 would become a date in a spreadsheet: 202607, as the agencies' own systems write it. */
static struct span month_cell(struct buffer *text)
{
	char *dash = text->size ? memchr(text->data, '-', text->size) : NULL;
	if (dash && text->size == 7) {
		memmove(dash, dash + 1, 2);
		text->size--;
	}
	return buffer_span(text);
}

static char *shown_cells(const struct draw *draw, struct batch *batch, uint32_t row, struct buffer *text)
{
	struct buffer cells = BUFFER_INIT;
	for (uint32_t at = 0; at < draw->spec->shown_count; at++) {
		const struct column_spec *column = &draw->spec->table->column[draw->spec->shown[at]];
		struct span cell = cell_text(draw, batch, draw->spec->shown[at], row, text);
		if (column->type == TYPE_CODE && column->dictionary)
			cell = dictionary_label(column->dictionary, cell);
		if (column->type == TYPE_MONTH)
			cell = month_cell(text);
		bool digits = column->type == TYPE_ID || is_long_number(cell);
		buffer_add_char(&cells, ',');
		csv_cell(&cells, cell, CSV_PEOPLE, digits);
	}
	buffer_add_char(&cells, '\0');
	return cells.data;
}

static void keep_row(struct draw *draw, struct stratum *stratum, struct batch *batch, uint32_t row, struct buffer *text)
{
	struct place place = batch->rowset.place(&batch->rowset, row);
	uint64_t key = draw_key(draw->asked->seed, "%s/%llu", draw->inputs.input[place.extract].shown, (unsigned long long)place.line);
	if (key > stratum->limit)
		return;
	ARRAY_GROW(stratum->row, stratum->row_count, stratum->row_capacity);
	stratum->row[stratum->row_count++] = (struct drawn_row){key, place, shown_cells(draw, batch, row, text)};
	if (stratum->row_count >= 2 * stratum->wanted + 64)
		keep_first(stratum);
}

static void take_row(struct draw *draw, struct batch *batch, uint32_t row, struct buffer *text)
{
	const struct sample_spec *spec = draw->spec;
	if (!is_known(batch, spec->month, row) || (spec->only_count && !is_known(batch, spec->only_column, row))) {
		draw->unread += !draw->drawing;
		return;
	}
	if (!in_quarter(draw, batch, row) || !is_business(draw, batch, row, text))
		return;
	struct stratum *stratum = stratum_of(draw, batch, row, text);
	if (draw->drawing) {
		keep_row(draw, stratum, batch, row, text);
		return;
	}
	stratum->population++;
	draw->population++;
}

static enum status take_batch(void *context, uint32_t thread, struct batch *batch, struct err *err)
{
	struct buffer text = BUFFER_INIT;
	(void)thread, (void)err;
	for (uint32_t row = 0; row < batch->rowset.row_count; row++)
		take_row(context, batch, row, &text);
	buffer_free(&text);
	return STATUS_OK;
}

/* ---- reading ---- */

/* One thread: strata and counts are plain, and a quarter is read once a quarter. */
static enum status scan_input(struct draw *draw, uint32_t number, struct err *err)
{
	struct input *input = &draw->inputs.input[number];
	struct scan_options options = {.threads = 1, .stop = draw->stop};
	if (input->table != draw->table || input->unusable || input->same_as || !input_open(&draw->inputs, draw->plan, number))
		return STATUS_OK;
	enum status status = scan_extract(&input->extract, &options, take_batch, draw, &input->rejects, err);
	draw->rejected += draw->drawing ? 0 : input->extract.rejected_count;
	input_close(input);
	return status;
}

static enum status scan_all(struct draw *draw, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < draw->inputs.count && status == STATUS_OK; at++)
		status = scan_input(draw, at, err);
	return status;
}

static void set_sizes(struct draw *draw)
{
	for (uint32_t at = 0; at < draw->stratum_count; at++) {
		struct stratum *each = &draw->stratum[at];
		uint64_t minimum = (uint64_t)draw->spec->minimum, population = each->population;
		if (!draw->count) {
			each->wanted = draw_size(population, draw->share, minimum);
			continue;
		}
		unsigned __int128 part = (unsigned __int128)population * draw->count + draw->population - 1;
		uint64_t size = (uint64_t)(part / draw->population);
		size = size < minimum ? minimum : size;
		each->wanted = size < population ? size : population;
	}
}

static int by_values(const void *a, const void *b, void *context)
{
	const struct stratum *x = a, *y = b;
	int order = 0;
	for (uint32_t at = 0; at < *(const uint32_t *)context && !order; at++)
		order = span_compare(x->value[at], y->value[at]);
	return order;
}

static void put_in_order(struct draw *draw)
{
	uint32_t columns = draw->spec->stratum_count;
	for (uint32_t at = 0; at < draw->stratum_count; at++) {
		struct stratum *each = &draw->stratum[at];
		keep_first(each);
		if (each->row_count)
			qsort(each->row, each->row_count, sizeof *each->row, by_place);
	}
	if (draw->stratum_count)
		qsort_r(draw->stratum, draw->stratum_count, sizeof *draw->stratum, by_values, &columns);
}

enum status draw_rows(struct draw *draw, struct err *err)
{
	draw->names = symbols_new();
	enum status status = scan_all(draw, err);
	set_sizes(draw);
	draw->drawing = true;
	if (status == STATUS_OK)
		status = scan_all(draw, err);
	symbols_free(draw->names);
	put_in_order(draw);
	return status;
}
