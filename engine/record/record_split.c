#include "record/record.h"

#include <stdlib.h>

#include "base/text.h"
#include "record/record_csv.h"

struct split {
	struct arena *arena;
	struct span *field;
	uint32_t count, capacity;
};

static void split_field(void *user, uint32_t column, struct span field)
{
	struct split *split = user;
	(void)column;
	ARRAY_GROW(split->field, split->count, split->capacity);
	split->field[split->count++] = arena_span(split->arena, text_trim(field, false));
}

/* Decoded first: no delimiter, quote or line end is lost or won by it, and '|' needs it. */
enum status record_split(struct span record, const struct dialect *dialect, enum encoding encoding, struct arena *arena,
			 struct span **fields, uint32_t *count, struct err *err)
{
	struct buffer text = BUFFER_INIT;
	struct split split = {.arena = arena};
	if (!source_decode(boundary_trim_line_end(record), encoding, &text)) {
		buffer_free(&text);
		return err_set(err, STATUS_UNREADABLE, "the line does not decode as %s", encoding == ENCODING_GB18030 ? "GB18030" : "UTF-8");
	}
	struct record_csv *csv = record_csv_new(dialect->delimiter);
	record_csv_split(csv, buffer_span(&text), split_field, &split);
	record_csv_free(csv);
	*fields = arena_alloc(arena, split.count * sizeof **fields);
	if (split.count)
		memcpy(*fields, split.field, split.count * sizeof **fields);
	*count = split.count;
	free(split.field);
	buffer_free(&text);
	return STATUS_OK;
}
