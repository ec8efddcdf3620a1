/* Places and packed values as text. */
#include "report/output.h"

struct span place_file(const struct report *report, struct place place)
{
	return place.extract < report->extract_count ? span_of(report->extract_shown[place.extract]) : SPAN("");
}

void problem_text(const struct report_extract *extract, struct buffer *out)
{
	const char *at = extract->problem, *path = extract->extract->path, *found;
	bool hide = path && *path && strcmp(path, extract->extract->shown);
	while (hide && (found = strstr(at, path))) {
		buffer_add(out, at, (size_t)(found - at));
		buffer_add_span(out, span_of(extract->extract->shown));
		at = found + strlen(path);
	}
	buffer_add_span(out, span_of(at));
}

/* A projection made by the plan keeps columns without labels, in the order of its outputs. */
static void add_label(const struct stage *stage, uint32_t number, struct buffer *out)
{
	if (stage->value[number].label)
		buffer_add_span(out, span_of(stage->value[number].label));
	else
		buffer_format(out, "%s.%s", stage->alias, stage->output_info[number].name);
}

static bool has_label(const struct stage *stage, uint32_t number)
{
	return stage->value[number].label || (!stage->value[number].expr && number < stage->output_count);
}

void values_text(const struct report *report, const struct stage *stage, const uint8_t *packed, int slot, struct buffer *out)
{
	size_t start = out->size;
	for (uint32_t at = 0; packed && at < stage->value_count; at++) {
		const struct row_value *kept = &stage->value[at];
		struct span raw;
		struct value value = packed_next(&packed, kept->node->type, &raw);
		bool wanted = has_label(stage, at) && value.cell != CELL_ABSENT && (slot == SLOT_ALL || kept->slot == (uint32_t)slot);
		if (!wanted)
			continue;
		if (out->size > start)
			buffer_add_span(out, SPAN("; "));
		add_label(stage, at, out);
		buffer_add_char(out, '=');
		if (value.cell == CELL_MALFORMED)
			buffer_format(out, "malformed:%.*s", SPAN_ARG(raw));
		value_text(value, kept->node->type, report->plan->symbols, out);
	}
}

static bool column_is(const struct row_value *value, struct span column)
{
	const char *dot = value->label ? strchr(value->label, '.') : NULL;
	return dot && span_equal(span_of(dot + 1), column);
}

bool values_find(const struct report *report, const struct stage *stage, const uint8_t *packed, struct span column, struct buffer *out)
{
	uint32_t slot = UINT32_MAX;
	struct value found = {0};
	enum value_type type = TYPE_TEXT;
	for (uint32_t at = 0; packed && at < stage->value_count; at++) {
		struct span raw;
		struct value value = packed_next(&packed, stage->value[at].node->type, &raw);
		if (value.cell != CELL_VALUE || !column_is(&stage->value[at], column) || stage->value[at].slot >= slot)
			continue;
		slot = stage->value[at].slot;
		found = value;
		type = stage->value[at].node->type;
	}
	value_text(found, type, report->plan->symbols, out);
	return slot != UINT32_MAX;
}
