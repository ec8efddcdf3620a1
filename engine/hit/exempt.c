#include "hit/exempt.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/file.h"
#include "base/text.h"
#include "record/record.h"

struct exempt_list {
	uint32_t count, capacity;
	struct exempt_entry *entry; /* by key, then line */
	struct arena arena;
};

enum { FIELD_KEY, FIELD_UNTIL, FIELD_REASON, FIELD_AUTHOR, FIELDS };
/* Each by one of these names, other columns are not read. Without a `key` the first column is it. */
static const char *const field_names[FIELDS][4] = {
	{"key"}, {"until", "end", "end_date"}, {"reason"}, {"author", "by"}};

struct reader {
	const char *path;
	uint64_t line;
	enum value_type type;
	struct symbols *symbols;
	struct exempt_list *list;
	uint32_t column[FIELDS]; /* in the file */
	uint32_t column_count;	 /* of its header; 0 before it was read */
};

static enum status bad_row(const struct reader *reader, const char *what, struct err *err)
{
	return file_error(reader->path, (uint32_t)reader->line, "a row is key,until,reason,author, such as A1,2026-12-31,敬老院代管,某经办", err,
			  H6001, "%s", what);
}

static bool is_named(struct span field, const char *const *names)
{
	bool is = false;
	for (uint32_t at = 0; at < 4 && names[at]; at++)
		is |= span_equal(field, span_of(names[at]));
	return is;
}

static enum status read_header(struct reader *reader, const struct span *field, uint32_t count, struct err *err)
{
	reader->column_count = count;
	for (uint32_t name = 0; name < FIELDS; name++) {
		uint32_t at = 0;
		while (at < count && !is_named(field[at], field_names[name]))
			at++;
		if (at == count && name != FIELD_KEY)
			return bad_row(reader, "the header must name key, until, reason and author", err);
		reader->column[name] = at == count ? 0 : at;
	}
	return STATUS_OK;
}

static enum status read_row(struct reader *reader, const struct span *field, struct err *err)
{
	struct exempt_list *list = reader->list;
	struct exempt_entry entry = {.line = reader->line};
	struct value value;
	struct buffer key = BUFFER_INIT;
	for (uint32_t name = 0; name < FIELDS; name++)
		if (!field[reader->column[name]].size)
			return bad_row(reader, "an exemption needs key, until, reason and author", err);
	if (!day_parse(field[reader->column[FIELD_UNTIL]], &entry.until))
		return bad_row(reader, "until is no date", err);
	if (!value_parse(reader->type, field[reader->column[FIELD_KEY]], reader->symbols, &value))
		return bad_row(reader, "the key is not of the type of the column it is compared with", err);
	value_text(value, reader->type, reader->symbols, &key);
	entry.key = arena_span(&list->arena, buffer_span(&key));
	entry.reason = arena_span(&list->arena, field[reader->column[FIELD_REASON]]);
	entry.author = arena_span(&list->arena, field[reader->column[FIELD_AUTHOR]]);
	ARRAY_GROW(list->entry, list->count, list->capacity);
	list->entry[list->count++] = entry;
	buffer_free(&key);
	return STATUS_OK;
}

static int by_key(const void *left, const void *right)
{
	const struct exempt_entry *a = left, *b = right;
	int order = span_compare(a->key, b->key);
	return order ? order : (a->line > b->line) - (a->line < b->line);
}

/* An exemption list is short and written by hand: one record per line. */
static enum status read_lines(struct reader *reader, struct span text, struct err *err)
{
	struct dialect dialect = {.delimiter = ','};
	enum status status = STATUS_OK;
	struct arena arena = ARENA_INIT;
	size_t at = text.size >= 3 && !memcmp(text.data, "\xEF\xBB\xBF", 3) ? 3 : 0;
	enum encoding encoding = text_utf8_valid(text) ? ENCODING_UTF8 : ENCODING_GB18030;
	while (at < text.size && status == STATUS_OK) {
		const char *end = memchr(text.data + at, '\n', text.size - at);
		size_t size = end ? (size_t)(end - text.data) - at : text.size - at;
		struct span *field, record = boundary_trim_line_end(span_slice(text, at, size));
		uint32_t count = 0;
		at += size + 1;
		reader->line++;
		if (!text_trim(record, false).size)
			continue;
		status = record_split(record, &dialect, encoding, &arena, &field, &count, err);
		if (status == STATUS_OK && reader->column_count && count != reader->column_count)
			status = bad_row(reader, "the row has not as many fields as the header", err);
		if (status == STATUS_OK)
			status = reader->column_count ? read_row(reader, field, err) : read_header(reader, field, count, err);
	}
	arena_free(&arena);
	return status;
}

char *exempt_path(const struct rule_set *set, const char *folder, struct span list)
{
	for (uint32_t at = 0; at <= set->folder_count; at++)
		for (int in_lists = 1; in_lists >= 0; in_lists--) {
			char *file = mem_format("%s%.*s", in_lists ? "lists/" : "", SPAN_ARG(list));
			char *path = path_join(at ? set->folder[at - 1] : folder, file);
			free(file);
			if (!access(path, F_OK))
				return path;
			free(path);
		}
	return NULL;
}

enum status exempt_read(const char *path, enum value_type type, struct symbols *symbols, struct exempt_list **out, struct err *err)
{
	struct buffer text = BUFFER_INIT;
	struct exempt_list *list = mem_zero(1, sizeof *list);
	struct reader reader = {.path = path, .type = type, .symbols = symbols, .list = list};
	enum status status = file_read(path, HECHA_YAML_BYTES_MAX, &text, err);
	if (status == STATUS_OK)
		status = read_lines(&reader, buffer_span(&text), err);
	buffer_free(&text);
	if (status != STATUS_OK) {
		exempt_free(list);
		return status;
	}
	if (list->count)
		qsort(list->entry, list->count, sizeof *list->entry, by_key);
	*out = list;
	return STATUS_OK;
}

void exempt_free(struct exempt_list *list)
{
	if (!list)
		return;
	arena_free(&list->arena);
	free(list->entry);
	free(list);
}

const struct exempt_entry *exempt_find(const struct exempt_list *list, struct span key, int64_t day)
{
	uint32_t low = 0, high = list ? list->count : 0;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (span_compare(list->entry[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; list && low < list->count && span_equal(list->entry[low].key, key); low++)
		if (list->entry[low].until >= day)
			return &list->entry[low];
	return NULL;
}
