/* Values behind a hit as text: what was packed of its rows, and what the rule read of their partners. */
#include "plan/partner_columns.h"
#include "report/output.h"

/* ---- packed values ---- */

static bool reads_partner(const struct node *node)
{
	if (node->kind == NODE_COLUMN && node->slot)
		return true;
	for (uint32_t child = 0; child < node->child_count; child++)
		if (reads_partner(node->child[child]))
			return true;
	return false;
}

static void add_qualified(struct span alias, const char *column, struct buffer *out)
{
	buffer_add_span(out, alias);
	buffer_add_char(out, '.');
	buffer_add_span(out, span_of(column));
}

/* A projection made by the plan keeps columns without labels, in the order of its outputs. */
static void add_label(const struct stage *stage, uint32_t number, struct buffer *out)
{
	const struct row_value *value = &stage->value[number];
	if (value->label)
		buffer_add_span(out, span_of(value->label));
	else if (value->expr)
		buffer_add_span(out, value->expr->source);
	else
		add_qualified(span_of(stage->alias), stage->output_info[number].name, out);
}

/* An expression belongs to the row of `from` when it reads no other. */
static bool is_wanted(const struct stage *stage, uint32_t number, bool all)
{
	const struct row_value *value = &stage->value[number];
	if (!value->label && !value->expr && number >= stage->output_count)
		return false;
	return all || (value->slot == 0 && !reads_partner(value->node));
}

static void add_value(const struct report *report, enum value_type type, struct value value, struct span raw, struct buffer *out)
{
	buffer_add_char(out, '=');
	if (value.cell == CELL_MALFORMED)
		buffer_format(out, "malformed:%.*s", SPAN_ARG(raw));
	value_text(value, type, report->plan->symbols, out);
}

static void add_separator(struct buffer *out, size_t start)
{
	if (out->size > start)
		buffer_add_span(out, SPAN("; "));
}

void packed_text(const struct report *report, const struct stage *stage, const uint8_t *packed, bool all, struct buffer *out)
{
	size_t start = out->size;
	for (uint32_t at = 0; packed && at < stage->value_count; at++) {
		struct span raw;
		struct value value = packed_next(&packed, stage->value[at].node->type, &raw);
		if (value.cell == CELL_ABSENT || !is_wanted(stage, at, all))
			continue;
		add_separator(out, start);
		add_label(stage, at, out);
		add_value(report, stage->value[at].node->type, value, raw, out);
	}
}

/* `p.name` is a name, `p.account_name` is not. */
static bool column_is(const struct row_value *value, struct span column)
{
	const char *dot = value->label ? strchr(value->label, '.') : NULL;
	return dot && span_equal(span_of(dot + 1), column);
}

bool packed_find(const struct report *report, const struct stage *stage, const uint8_t *packed, struct span column, struct buffer *out)
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

/* ---- partner rows ---- */

void partner_text(const struct report *report, const struct plan_match *match, uint32_t row, const bool *used, struct buffer *out)
{
	const struct memory_table *table = report->lookups->table[match->lookup];
	size_t start = out->size;
	for (uint32_t at = 0; at < table->column_count; at++) {
		if (!used[at])
			continue;
		const struct column *column = table->column[at];
		add_separator(out, start);
		add_qualified(match->spec->alias, table->info[at].name, out);
		add_value(report, column->type, column_value(column, row), column->raw ? column->raw[row] : (struct span){0}, out);
	}
}

/* The grade of the match with this partner: what its label compares. */
static void add_grades(const struct report *report, const struct evidence_line *line, size_t start, struct buffer *out)
{
	const uint8_t *packed = line->values;
	for (uint32_t at = 0; packed && at < line->stage->value_count; at++) {
		const struct row_value *kept = &line->stage->value[at];
		struct span raw;
		struct value value = packed_next(&packed, kept->node->type, &raw);
		if (value.cell != CELL_VALUE || !kept->label || kept->node->kind == NODE_COLUMN || kept->slot != (uint32_t)line->slot)
			continue;
		add_separator(out, start);
		buffer_add_span(out, span_of(kept->label));
		add_value(report, kept->node->type, value, raw, out);
	}
}

void evidence_text(const struct report *report, const struct evidence_line *line, struct buffer *out)
{
	if (line->slot == SLOT_FROM) {
		packed_text(report, line->stage, line->values, false, out);
		return;
	}
	bool used[HECHA_COLUMNS_MAX + BUILTIN_COUNT] = {false};
	size_t start = out->size;
	mark_partner(line->stage, (uint32_t)line->slot, used);
	partner_text(report, &line->stage->match[line->slot - 1], line->partner, used, out);
	add_grades(report, line, start, out);
}
