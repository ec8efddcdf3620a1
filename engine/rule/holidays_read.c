#include <stdlib.h>

#include "base/calendar.h"
#include "rule/set_read.h"

/* lists/holidays.yaml: per year the days off and the weekend days worked, single days or `first..last`. */

static const char holiday_example[] = "years: {2024: {off: [2024-01-01, 2024-02-10..2024-02-17], work: [2024-02-04]}}";

struct days {
	int64_t *day;
	size_t count, capacity;
};

static enum status read_span_of_days(const struct yaml *node, int64_t *first, int64_t *last, struct err *err)
{
	struct span text = {0};
	enum status status = schema_text(node, "a day", &text, err);
	if (status)
		return status;
	const char *dots = memmem(text.data, text.size, "..", 2);
	size_t first_size = dots ? (size_t)(dots - text.data) : text.size;
	struct span end = dots ? span_slice(text, first_size + 2, text.size - first_size - 2) : text;
	if (!day_parse(span_slice(text, 0, first_size), first) || !day_parse(end, last))
		return yaml_error(node, holiday_example, err, H2008, "'%.*s' is no day and no span of days", SPAN_ARG(text));
	if (*last < *first || *last - *first > 366)
		return yaml_error(node, NULL, err, H2008, "the span '%.*s' runs backwards or over more than a year", SPAN_ARG(text));
	return STATUS_OK;
}

static int compare_days(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* Ascending and in the arena; a day named twice stays once. */
static int64_t *keep_days(struct days *days, struct arena *arena, uint32_t *count)
{
	int64_t *kept = arena_alloc(arena, (days->count + 1) * sizeof *kept);
	*count = 0;
	if (days->count)
		qsort(days->day, days->count, sizeof *days->day, compare_days);
	for (size_t i = 0; i < days->count; i++)
		if (!*count || kept[*count - 1] != days->day[i])
			kept[(*count)++] = days->day[i];
	free(days->day);
	return kept;
}

static enum status read_days(const struct yaml *node, struct arena *arena, int64_t **out, uint32_t *count, struct err *err)
{
	struct days days = {0};
	enum status status = STATUS_OK;
	for (uint32_t i = 0; !status && i < schema_count(node); i++) {
		int64_t first = 0, last = -1;
		status = read_span_of_days(schema_item(node, i), &first, &last, err);
		for (int64_t day = first; !status && day <= last; day++) {
			ARRAY_GROW(days.day, days.count, days.capacity);
			days.day[days.count++] = day;
		}
	}
	*out = keep_days(&days, arena, count);
	return status;
}

static enum status read_year(const struct yaml *key, const struct yaml *node, struct arena *arena, struct holiday_year *out,
			     struct err *err)
{
	static const struct schema_key keys[] = {
		{"off", SCHEMA_LIST | SCHEMA_TEXT | SCHEMA_MAY_BE_EMPTY, holiday_example},
		{"work", SCHEMA_LIST | SCHEMA_TEXT | SCHEMA_MAY_BE_EMPTY, holiday_example},
	};
	const struct yaml *value[2];
	enum status status = schema_integer(key, "the year", 1900, 2199, &out->year, err);
	if (!status)
		status = SCHEMA_MAPPING_READ(node, "a year", keys, value, err);
	if (!status)
		status = read_days(value[0], arena, &out->off, &out->off_count, err);
	return status ? status : read_days(value[1], arena, &out->work, &out->work_count, err);
}

enum status holidays_read(const struct document *document, struct arena *arena, struct holidays *out, struct err *err)
{
	static const struct schema_key keys[] = {
		{"list", SCHEMA_TEXT | SCHEMA_REQUIRED, "list: holidays"},
		{"years", SCHEMA_MAPPING | SCHEMA_REQUIRED, holiday_example},
		{"title", SCHEMA_TEXT, NULL},
	};
	const struct yaml *value[3];
	enum status status = SCHEMA_MAPPING_READ(document->root, "the holidays", keys, value, err);
	if (!status)
		status = schema_file_name(value[0], value[0]->text, err);
	if (status)
		return status;
	out->year_count = value[1]->count;
	out->year = arena_zero(arena, out->year_count, sizeof *out->year);
	for (uint32_t i = 0; !status && i < out->year_count; i++)
		status = read_year(value[1]->key[i], value[1]->value[i], arena, &out->year[i], err);
	return status;
}
