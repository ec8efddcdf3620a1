#include "report/csv_out.h"

#include "base/bytes.h"

/* What spreadsheets take for the start of a formula; TAB and CR are cut off by some before they look. */
static bool would_run(struct span text)
{
	return text.size && (memchr("=+-@", text.data[0], 4) || (unsigned char)text.data[0] < ' ');
}

static bytes16 special(bytes16 c)
{
	return (bytes16)((c == ',') | (c == '"') | (c == '\r') | (c == '\n') | (c == '\t'));
}

static bool needs_quotes(struct span text)
{
	return text.size && (text.data[0] == ' ' || text.data[text.size - 1] == ' ' || bytes_have(text, special));
}

/* Every quote twice. */
static void add_doubled(struct buffer *out, struct span text)
{
	for (size_t from = 0; from < text.size;) {
		const char *quote = memchr(text.data + from, '"', text.size - from);
		size_t end = quote ? (size_t)(quote - text.data) + 1 : text.size;
		buffer_add(out, text.data + from, end - from);
		if (quote)
			buffer_add_char(out, '"');
		from = end;
	}
}

void csv_cell(struct buffer *out, struct span text, enum csv_style style, bool digits)
{
	char guard = style != CSV_PEOPLE || !text.size ? '\0' : would_run(text) ? '\'' : digits ? '\t' : '\0';
	bool quoted = guard == '\t' || needs_quotes(text);
	if (quoted)
		buffer_add_char(out, '"');
	if (guard)
		buffer_add_char(out, guard);
	if (quoted)
		add_doubled(out, text);
	else
		buffer_add_span(out, text);
	if (quoted)
		buffer_add_char(out, '"');
}

static void next_cell(struct csv_out *csv)
{
	if (csv->in_row)
		buffer_add_char(&csv->row, ',');
	csv->in_row = true;
}

/* Numbers and dates are hecha's own spelling: nothing to quote, and no guard, or a negative amount would become text. */
static void put_own(struct csv_out *csv, const char *text, int size)
{
	next_cell(csv);
	buffer_add(&csv->row, text, (size_t)size);
}

enum status csv_create(struct csv_out *csv, const char *path, enum csv_style style, const char *headings, struct err *err)
{
	*csv = (struct csv_out){.style = style};
	enum status status = file_draft(path, &csv->file, err);
	if (status != STATUS_OK)
		return status;
	if (style == CSV_PEOPLE)
		buffer_add_span(&csv->row, SPAN("\xEF\xBB\xBF"));
	buffer_add_span(&csv->row, span_of(headings));
	csv_row_end(csv);
	return STATUS_OK;
}

enum status csv_close(struct csv_out *csv, enum status status, struct err *err)
{
	buffer_free(&csv->row);
	if (status == STATUS_OK)
		return file_close(csv->file, err);
	file_discard(csv->file);
	return status;
}

void csv_text(struct csv_out *csv, struct span text)
{
	next_cell(csv);
	csv_cell(&csv->row, text, csv->style, false);
}

void csv_digits(struct csv_out *csv, struct span text)
{
	next_cell(csv);
	csv_cell(&csv->row, text, csv->style, true);
}

void csv_count(struct csv_out *csv, uint64_t count)
{
	next_cell(csv);
	buffer_add_count(&csv->row, count);
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
		next_cell(csv);
}

void csv_row_end(struct csv_out *csv)
{
	buffer_add_span(&csv->row, csv->style == CSV_PEOPLE ? SPAN("\r\n") : SPAN("\n"));
	file_write(csv->file, buffer_span(&csv->row));
	csv->row.size = 0;
	csv->in_row = false;
}
