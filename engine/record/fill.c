#include "record/fill.h"

#define FILL_INLINE static inline __attribute__((always_inline))

/* Two fields at least, so a delimiter stands before the last one, and the byte before its end is there. */
FILL_INLINE struct span field_at(const struct fill *fill, const uint32_t *after, bool last, bool quoted)
{
	const char *from = fill->data + after[0], *to = fill->data + after[1] - 1;
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

FILL_INLINE void fill_plain(const struct fill *fill, uint32_t column, struct span *out, bool last, bool quoted)
{
	const uint32_t *after = fill->after + column;
	for (uint32_t row = 0; row < fill->row_count; row++, after += fill->column_count)
		out[row] = field_at(fill, after, last, quoted);
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
	char *copy = arena_alloc(arena, field.size), *to = copy;
	for (size_t at = 0; at < field.size; at++) {
		*to++ = field.data[at];
		at += field.data[at] == '"';
	}
	return (struct span){copy, (size_t)(to - copy)};
}

static void fill_with_care(const struct fill *fill, uint32_t column, struct arena *arena, struct span *out)
{
	const uint32_t *after = fill->after + column;
	bool last = column + 1 == fill->column_count;
	for (uint32_t row = 0; row < fill->row_count; row++, after += fill->column_count) {
		bool is_quoted = fill->data[after[0]] == '"';
		struct span field = field_at(fill, after, last, is_quoted);
		out[row] = is_quoted ? unescape(field, arena) : trim(field, fill->delimiter);
	}
}

void fill_column(const struct fill *fill, uint32_t column, struct arena *arena, struct span *out)
{
	bool last = column + 1 == fill->column_count;
	if (fill->care)
		fill_with_care(fill, column, arena, out);
	else if (fill->quoted)
		last ? fill_plain(fill, column, out, true, true) : fill_plain(fill, column, out, false, true);
	else
		last ? fill_plain(fill, column, out, true, false) : fill_plain(fill, column, out, false, false);
}
