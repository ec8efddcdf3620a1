/* Regular records: rows of a batch out of the tokenizer's lists. */
#include "record/record_parts.h"

/* Rows of a whole batch, each in a window of its own, a window behind them, and as much for records between them that are no rows. */
size_t record_after_room(const struct dialect *dialect)
{
	return (size_t)HECHA_BATCH_ROWS * (dialect->column_count + 1) + 2 * TOKEN_OFFSETS;
}

void record_forget_window(struct record_reader *reader)
{
	reader->next_row = reader->next_care = reader->next_odd = 0;
	if (reader->window)
		reader->window->row_count = reader->window->care_count = reader->window->odd_count = 0;
}

void record_add_row(struct record_reader *reader, uint32_t at)
{
	struct record_batch *batch = &reader->batch;
	batch->at[batch->row_count] = at;
	batch->line[batch->row_count] = reader->line;
	batch->number[batch->row_count] = ++reader->number;
	if (batch->utf8)
		batch->utf8[batch->row_count] = false;
	batch->row_count++;
	batch->mixed |= (at & (RECORD_KEPT | RECORD_CARE)) != 0;
}

static void scan_window(struct record_reader *reader)
{
	struct token_window *window = reader->window;
	uint32_t rest = reader->end - reader->at;
	record_forget_window(reader);
	window->data = reader->chunk->bytes.data;
	window->from = reader->at;
	window->until = reader->at + (rest < HECHA_WINDOW_BYTES ? rest : HECHA_WINDOW_BYTES);
	window->delimiter = reader->dialect.delimiter;
	window->column_count = reader->dialect.column_count;
	window->texts = reader->batch.utf8 != NULL;
	/* Where a row ends the next one starts: lists of rows that follow each other have that offset in common, so that all rows of a batch stand one length
	 * apart (record_fields_run), whichever window they are from. */
	bool follows = reader->after_count && reader->after[reader->after_count - 1] == reader->at;
	window->after = reader->after + reader->after_count - follows;
	reader->scan(window);
}

/* Index of the next row's first field, of the window's list. */
static uint32_t next_index(const struct record_reader *reader)
{
	return reader->next_row ? token_row_end(reader->window, reader->next_row - 1) : 0;
}

/* How many of the next rows are regular and have the fields of the header: those before the first that needs care, or that one alone. */
static uint32_t regular_rows(struct record_reader *reader, bool *care)
{
	const struct token_window *window = reader->window;
	uint32_t next = reader->next_row, room = HECHA_BATCH_ROWS - reader->batch.row_count;
	uint32_t until = window->row_count - next < room ? window->row_count : next + room;
	while (reader->next_care < window->care_count && window->care_row[reader->next_care] < next)
		reader->next_care++;
	uint32_t care_row = reader->next_care < window->care_count ? window->care_row[reader->next_care] : UINT32_MAX;
	*care = care_row == next;
	if (care_row < until)
		until = *care ? next + 1 : care_row;
	if (window->even)
		return until - next;
	uint32_t end = next_index(reader);
	for (; next < until && window->row_end[next] == end + reader->dialect.column_count; next++)
		end += reader->dialect.column_count;
	return next - reader->next_row;
}

/* A row with line ends inside its quotes, maybe. */
static void add_care_row(struct record_reader *reader, const uint32_t *after, uint32_t end)
{
	struct span row = {reader->window->data + after[0], end - after[0]};
	record_add_row(reader, RECORD_CARE | (uint32_t)(after - reader->after));
	reader->line += (uint32_t)boundary_line_count(row);
}

/* What is known of the next rows, before they are added. */
static void tell_utf8(struct record_reader *reader, uint32_t count)
{
	const struct token_window *window = reader->window;
	bool *utf8 = reader->batch.utf8 + reader->batch.row_count;
	memset(utf8, true, count * sizeof *utf8);
	for (; reader->next_odd < window->odd_count && window->odd_row[reader->next_odd] < reader->next_row + count; reader->next_odd++)
		if (window->odd_row[reader->next_odd] >= reader->next_row)
			utf8[window->odd_row[reader->next_odd] - reader->next_row] = false;
}

static void add_rows(struct record_reader *reader, const uint32_t *after, uint32_t count)
{
	struct record_batch *batch = &reader->batch;
	uint32_t *restrict at = batch->at + batch->row_count, *restrict line = batch->line + batch->row_count;
	uint32_t *restrict number = batch->number + batch->row_count;
	uint32_t index = (uint32_t)(after - reader->after), column_count = reader->dialect.column_count;
	uint32_t line_before = reader->line, number_before = reader->number + 1;
	if (batch->utf8)
		tell_utf8(reader, count);
	for (uint32_t row = 0; row < count; row++, index += column_count) {
		at[row] = index;
		line[row] = line_before + row;
		number[row] = number_before + row;
	}
	batch->row_count += count;
	reader->line += count;
	reader->number += count;
}

bool record_read_regular(struct record_reader *reader)
{
	struct token_window *window = reader->window;
	bool care;
	if (reader->next_row == window->row_count)
		scan_window(reader);
	uint32_t count = regular_rows(reader, &care);
	if (!count)
		return false;
	const uint32_t *after = window->after + next_index(reader), *end = after + count * reader->dialect.column_count;
	if (care)
		add_care_row(reader, after, *end);
	else
		add_rows(reader, after, count);
	reader->batch.quoted |= window->quoted;
	reader->after_count = (uint32_t)(end + 1 - reader->after);
	reader->at = *end;
	reader->next_row += count;
	return true;
}

/* A regular record with too few fields, or a blank line, leaves the window as it is; behind another one a new window starts. */
void record_skip_row(struct record_reader *reader)
{
	const struct token_window *window = reader->window;
	if (reader->next_row < window->row_count && window->after[token_row_end(window, reader->next_row)] == reader->at)
		reader->next_row++;
	else
		record_forget_window(reader);
}

bool record_is_full(const struct record_reader *reader)
{
	bool in_window = reader->window && reader->next_row < reader->window->row_count;
	return reader->batch.row_count == HECHA_BATCH_ROWS ||
	       (!in_window && reader->after_count + TOKEN_OFFSETS > record_after_room(&reader->dialect));
}
