/* What several outputs tell people of a case. */
#include "base/calendar.h"
#include "report/output.h"

static void join(struct buffer *out, struct span text)
{
	if (out->size)
		buffer_add_span(out, SPAN("；"));
	buffer_add_span(out, text);
}

void case_messages(const struct case_file *file, struct buffer *out)
{
	for (uint32_t part = 0; part < file->part_count; part++)
		if (file->part[part].message.size)
			join(out, file->part[part].message);
}

void case_titles(const struct case_file *file, struct buffer *out)
{
	for (uint32_t part = 0; part < file->part_count; part++)
		join(out, file->part[part].rule->rule->title);
}

static bool basis_equal(const struct basis *a, const struct basis *b)
{
	return span_equal(a->doc, b->doc) && span_equal(a->article, b->article);
}

static bool basis_among(const struct basis *list, uint32_t count, const struct basis *basis)
{
	for (uint32_t at = 0; at < count; at++)
		if (basis_equal(&list[at], basis))
			return true;
	return false;
}

static bool basis_said(const struct class_spec *class, const struct case_file *file, uint32_t part, uint32_t number)
{
	const struct basis *basis = &file->part[part].rule->rule->basis[number];
	if (basis_among(class->basis, class->basis_count, basis) || basis_among(file->part[part].rule->rule->basis, number, basis))
		return true;
	for (uint32_t before = 0; before < part; before++)
		if (basis_among(file->part[before].rule->rule->basis, file->part[before].rule->rule->basis_count, basis))
			return true;
	return false;
}

static void join_basis(struct buffer *out, const struct basis *basis)
{
	join(out, basis->doc);
	buffer_add_span(out, basis->article);
}

void case_basis(const struct report *report, const struct case_file *file, struct buffer *out)
{
	const struct class_spec *class = &report->plan->set->class[file->class];
	for (uint32_t at = 0; at < class->basis_count; at++)
		join_basis(out, &class->basis[at]);
	for (uint32_t part = 0; part < file->part_count; part++)
		for (uint32_t at = 0; at < file->part[part].rule->rule->basis_count; at++)
			if (!basis_said(class, file, part, at))
				join_basis(out, &file->part[part].rule->rule->basis[at]);
}

void case_name(const struct report *report, const struct case_file *file, struct buffer *out)
{
	/* Behind an account or a file stand many people: none of their names is its name. */
	if (!span_equal(file->kind, SPAN("person")) && !span_equal(file->kind, SPAN("employer")))
		return;
	for (uint32_t part = 0; part < file->part_count; part++)
		if (packed_find(report, file->part[part].group->stage, file->part[part].group->first, SPAN("name"), out))
			return;
}

int64_t case_claimed(const struct case_file *file)
{
	int64_t claimed = 0;
	for (uint32_t at = 0; at < file->month_count; at++) {
		const struct case_part *part = &file->part[file->month[at].part];
		for (uint32_t hit = 0; hit < part->hit_count; hit++)
			claimed += part->hit[hit].month == file->month[at].month ? part->hit[hit].amount : 0;
	}
	return claimed;
}

void deadline_note(const struct handling *handling, int64_t unknown_year, struct buffer *out)
{
	struct span source = handling->deadline_note.size ? handling->deadline_note : SPAN("未见出处");
	if (unknown_year)
		buffer_format(out, "%lld年的放假安排尚未录入 lists/holidays.yaml，期限（%lld个工作日，%.*s）无法推算", (long long)unknown_year,
			      (long long)handling->working_days, SPAN_ARG(source));
	else if (handling->working_days >= 0)
		buffer_format(out, "%lld个工作日，%.*s", (long long)handling->working_days, SPAN_ARG(source));
}

bool case_part_apart(const struct case_file *file, uint32_t part)
{
	if (file->part[part].rule->rule->class != CLASS_CONTROL || file->part[part].handling == file->handling)
		return false;
	for (uint32_t before = 0; before < part; before++)
		if (file->part[before].handling == file->part[part].handling)
			return false;
	return true;
}

void case_also(const struct case_file *file, struct buffer *out)
{
	char day[CALENDAR_TEXT_SIZE];
	for (uint32_t at = 0; at < file->part_count; at++) {
		const struct case_part *part = &file->part[at];
		if (!case_part_apart(file, at))
			continue;
		join(out, part->rule->rule->title);
		buffer_format(out, "：%.*s", SPAN_ARG(part->handling->send));
		if (part->deadline != INT64_MIN)
			buffer_format(out, "，%.*s前", day_text(part->deadline, day), day);
		buffer_add_span(out, SPAN("（"));
		deadline_note(part->handling, part->deadline_unknown_year, out);
		buffer_format(out, "）；%.*s", SPAN_ARG(part->handling->next));
	}
}

static bool is_quoted(const struct node *node)
{
	return node->kind == NODE_CALL && !strcmp(node->function->name, "raw");
}

static void quote_cells(const struct evidence_line *line, struct buffer *out)
{
	const uint8_t *packed = line->values;
	for (uint32_t at = 0; packed && at < line->stage->value_count; at++) {
		struct span raw;
		struct value value = packed_next(&packed, line->stage->value[at].node->type, &raw);
		if (value.cell == CELL_VALUE && is_quoted(line->stage->value[at].node))
			buffer_format(out, "“%.*s”", SPAN_ARG(value.text));
	}
}

/* False: another rule has shown this row already. */
static bool add_example(const struct report *report, const struct evidence_line *line, struct buffer *out)
{
	struct buffer place = BUFFER_INIT;
	buffer_format(&place, "%.*s 第%llu行", SPAN_ARG(place_file(report, line->place)), (unsigned long long)line->place.line);
	bool said = out->size && memmem(out->data, out->size, place.data, place.size);
	if (!said) {
		buffer_format(out, "%s%.*s", out->size ? "；" : "", SPAN_ARG(buffer_span(&place)));
		quote_cells(line, out);
	}
	buffer_free(&place);
	return !said;
}

void case_examples(const struct report *report, const struct case_file *file, struct arena *arena, struct buffer *out)
{
	enum { EXAMPLES_MAX = 3 };
	uint32_t shown = 0;
	for (uint32_t part = 0; part < file->part_count; part++) {
		struct evidence_lines lines = evidence_lines(report, file->part[part].group, arena);
		for (uint32_t at = 0; at < lines.count && shown < EXAMPLES_MAX && lines.line[at].slot == SLOT_FROM; at++)
			shown += add_example(report, &lines.line[at], out);
	}
}

void case_key_cell(struct csv_out *csv, const struct case_file *file)
{
	static const char *const numbers[] = {"person", "account", "employer"};
	bool digits = false;
	for (size_t at = 0; at < sizeof numbers / sizeof *numbers; at++)
		digits |= span_equal(file->kind, span_of(numbers[at]));
	(digits ? csv_digits : csv_text)(csv, file->key);
}

void case_money_cells(struct csv_out *csv, const struct case_file *file)
{
	if (!file->month_count) { /* a finding without a claim has no amount, which is not the amount 0 */
		csv_empty(csv, 4);
		return;
	}
	csv_month(csv, file->month[0].month);
	csv_month(csv, file->month[file->month_count - 1].month);
	csv_count(csv, file->month_count);
	csv_money(csv, case_claimed(file));
}
