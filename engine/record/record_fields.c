/* What record_next found, as fields and places. */
#include "record/record.h"

#define CUT_INLINE static inline __attribute__((always_inline))

/* after: of this field. Where there are two fields at least, a delimiter stands before the last one, so the byte before its end is there. */
CUT_INLINE struct span cut(const char *data, const uint32_t *after, bool last, bool quoted)
{
	const char *from = data + after[0], *to = data + after[1] - 1;
	if (last)
		to -= to[-1] == '\r';
	if (quoted) {
		/* Without a branch: which fields a program quotes may depend on the data. */
		ptrdiff_t quote = *from == '"';
		from += quote;
		to -= quote;
	}
	return (struct span){from, (size_t)(to - from)};
}

CUT_INLINE void cut_plain(const struct record_batch *batch, uint32_t column, const uint32_t *row, uint32_t count, struct span *out, bool last,
			  bool quoted)
{
	const char *data = batch->chunk->bytes.data;
	const uint32_t *after = batch->after + column, *at = batch->at;
	for (uint32_t each = 0; each < count; each++)
		out[each] = cut(data, after + at[row[each]], last, quoted);
}

/* Rows whose lists stand behind one another. */
CUT_INLINE void cut_run(const struct record_batch *batch, const uint32_t *after, uint32_t count, struct span *out, bool last, bool quoted)
{
	const char *data = batch->chunk->bytes.data;
	uint32_t stride = batch->dialect->column_count;
	for (uint32_t each = 0; each < count; each++, after += stride)
		out[each] = cut(data, after, last, quoted);
}

static bool is_blank(char c, char delimiter)
{
	return (c == ' ' || c == '\t') && c != delimiter;
}

static struct span trim(struct span field, char delimiter)
{
	for (; field.size && is_blank(field.data[0], delimiter); field.size--)
		field.data++;
	while (field.size && is_blank(field.data[field.size - 1], delimiter))
		field.size--;
	return field;
}

/* The inside of a quoted field: its quotes are pairs. */
static struct span unescape(struct span field, struct arena *arena)
{
	if (!field.size || !memchr(field.data, '"', field.size))
		return field;
	char *copy = arena_alloc(arena, field.size + RECORD_SLACK_BYTES), *to = copy;
	for (size_t at = 0; at < field.size; at++) {
		*to++ = field.data[at];
		at += field.data[at] == '"';
	}
	return (struct span){copy, (size_t)(to - copy)};
}

static struct span cut_with_care(const struct record_batch *batch, const uint32_t *after, bool last)
{
	bool is_quoted = batch->chunk->bytes.data[after[0]] == '"';
	struct span field = cut(batch->chunk->bytes.data, after, last, is_quoted);
	return is_quoted ? unescape(field, batch->arena) : trim(field, batch->dialect->delimiter);
}

static void cut_mixed(const struct record_batch *batch, uint32_t field, const uint32_t *row, uint32_t count, struct span *out, bool last)
{
	const uint32_t *after = batch->after + batch->wanted[field];
	for (uint32_t each = 0; each < count; each++) {
		uint32_t at = batch->at[row[each]];
		if (at & RECORD_KEPT)
			out[each] = batch->kept[at & ~RECORD_KEPT].field[field];
		else if (at & RECORD_CARE)
			out[each] = cut_with_care(batch, after + (at & ~RECORD_CARE), last);
		else
			out[each] = cut(batch->chunk->bytes.data, after + at, last, batch->quoted);
	}
}

void record_fields(const struct record_batch *batch, uint32_t field, const uint32_t *row, uint32_t count, struct span *out)
{
	uint32_t column = batch->wanted[field];
	bool last = column + 1 == batch->dialect->column_count;
	if (batch->mixed)
		cut_mixed(batch, field, row, count, out, last);
	else if (batch->quoted)
		last ? cut_plain(batch, column, row, count, out, true, true) : cut_plain(batch, column, row, count, out, false, true);
	else
		last ? cut_plain(batch, column, row, count, out, true, false) : cut_plain(batch, column, row, count, out, false, false);
}

/* Between two rows are the fields of one at least: when the first and the last stand as far apart as that, all do. */
void record_fields_run(const struct record_batch *batch, uint32_t field, const uint32_t *row, uint32_t count, struct span *out)
{
	uint32_t column = batch->wanted[field], from = batch->at[row[0]];
	bool last = column + 1 == batch->dialect->column_count;
	const uint32_t *after = batch->after + from + column;
	if (batch->mixed || batch->at[row[count - 1]] != from + (count - 1) * batch->dialect->column_count)
		record_fields(batch, field, row, count, out);
	else if (batch->quoted)
		last ? cut_run(batch, after, count, out, true, true) : cut_run(batch, after, count, out, false, true);
	else
		last ? cut_run(batch, after, count, out, true, false) : cut_run(batch, after, count, out, false, false);
}

uint64_t record_line(const struct record_batch *batch, uint32_t row)
{
	return batch->chunk->line + batch->line[row];
}

uint64_t record_byte(const struct record_batch *batch, uint32_t row)
{
	uint32_t at = batch->at[row];
	return batch->chunk->byte + (at & RECORD_KEPT ? batch->kept[at & ~RECORD_KEPT].byte : batch->after[at & ~RECORD_CARE]);
}

uint64_t record_number(const struct record_batch *batch, uint32_t row)
{
	return batch->chunk->row + batch->number[row];
}

void record_keep(struct record_batch *batch, const uint32_t *row, uint32_t count)
{
	for (uint32_t each = 0; each < count; each++) {
		batch->at[each] = batch->at[row[each]];
		batch->line[each] = batch->line[row[each]];
		batch->number[each] = batch->number[row[each]];
		if (batch->utf8)
			batch->utf8[each] = batch->utf8[row[each]];
	}
	batch->row_count = count;
}
