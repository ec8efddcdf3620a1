#include "report/csv_out.h"

/* What spreadsheets take for the start of a formula; TAB and CR are cut off by some before they look. */
static bool would_run(struct span text)
{
	return text.size && (memchr("=+-@", text.data[0], 4) || (unsigned char)text.data[0] < ' ');
}

static bool needs_quotes(struct span text)
{
	for (size_t at = 0; at < text.size; at++)
		if (memchr(",\"\r\n\t", text.data[at], 5))
			return true;
	return text.size && (text.data[0] == ' ' || text.data[text.size - 1] == ' ');
}

void csv_cell(struct buffer *out, struct span text, enum csv_style style, bool digits)
{
	char guard = style != CSV_PEOPLE || !text.size ? '\0' : would_run(text) ? '\'' : digits ? '\t' : '\0';
	bool quoted = guard == '\t' || needs_quotes(text);
	if (quoted)
		buffer_add_char(out, '"');
	if (guard)
		buffer_add_char(out, guard);
	for (size_t at = 0; at < text.size; at++) {
		if (text.data[at] == '"')
			buffer_add_char(out, '"');
		buffer_add_char(out, text.data[at]);
	}
	if (quoted)
		buffer_add_char(out, '"');
}

static void put(struct csv_out *csv, struct span text, enum csv_style style, bool digits)
{
	csv->cell.size = 0;
	if (csv->in_row)
		buffer_add_char(&csv->cell, ',');
	csv->in_row = true;
	csv_cell(&csv->cell, text, style, digits);
	file_write(csv->file, buffer_span(&csv->cell));
}

/* Numbers and dates are hecha's own spelling: no guard, or a negative amount would become text. */
static void put_own(struct csv_out *csv, const char *text, int size)
{
	put(csv, (struct span){text, (size_t)size}, CSV_MACHINE, false);
}

enum status csv_create(struct csv_out *csv, const char *path, enum csv_style style, const char *headings, struct err *err)
{
	*csv = (struct csv_out){.style = style};
	enum status status = file_create(path, &csv->file, err);
	if (status != STATUS_OK)
		return status;
	if (style == CSV_PEOPLE)
		file_write(csv->file, SPAN("\xEF\xBB\xBF"));
	file_write(csv->file, span_of(headings));
	csv_row_end(csv);
	return STATUS_OK;
}

enum status csv_close(struct csv_out *csv, enum status status, struct err *err)
{
	buffer_free(&csv->cell);
	if (status == STATUS_OK)
		return file_close(csv->file, err);
	file_discard(csv->file);
	return status;
}

void csv_text(struct csv_out *csv, struct span text)
{
	put(csv, text, csv->style, false);
}

void csv_digits(struct csv_out *csv, struct span text)
{
	put(csv, text, csv->style, true);
}

void csv_count(struct csv_out *csv, uint64_t count)
{
	struct buffer text = BUFFER_INIT;
	buffer_format(&text, "%llu", (unsigned long long)count);
	put_own(csv, text.data, (int)text.size);
	buffer_free(&text);
}

void csv_money(struct csv_out *csv, int64_t fen)
{
	char text[MONEY_TEXT_SIZE];
	put_own(csv, text, money_text(fen, text));
}

void csv_day(struct csv_out *csv, int64_t day)
{
	char text[CALENDAR_TEXT_SIZE];
	put_own(csv, text, day == INT64_MIN ? 0 : day_text(day, text));
}

void csv_month(struct csv_out *csv, int64_t month)
{
	char text[CALENDAR_TEXT_SIZE];
	int size = month_text(month, text);
	if (csv->style == CSV_PEOPLE) {
		memmove(text + 4, text + 5, 2); /* 2024-04 → 202404 */
		size = 6;
	}
	put_own(csv, text, size);
}

void csv_empty(struct csv_out *csv, uint32_t cells)
{
	while (cells--)
		put_own(csv, "", 0);
}

void csv_row_end(struct csv_out *csv)
{
	file_write(csv->file, csv->style == CSV_PEOPLE ? SPAN("\r\n") : SPAN("\n"));
	csv->in_row = false;
}
