/* cases.jsonl: one object per case, with everything behind it. */
#include "report/output.h"

/* What a line is made with; json and arena are used anew for each. */
struct writer {
	const struct report *report;
	struct json *json;
	struct arena arena;
	struct buffer text;
};

static const char *terminated(struct writer *writer, struct span s)
{
	return arena_span(&writer->arena, s).data;
}

static void put_basis(struct json *json, const struct basis *basis, uint32_t count)
{
	json_open_array(json, "basis");
	for (uint32_t at = 0; at < count; at++) {
		json_open_object(json, NULL);
		json_put_text(json, "doc", basis[at].doc);
		json_put_text(json, "article", basis[at].article);
		json_end(json);
	}
	json_end(json);
}

static void put_params(struct writer *writer, const struct plan_rule *rule)
{
	json_open_object(writer->json, "params");
	for (uint32_t at = 0; at < rule->param_count; at++)
		put_param(writer->json, terminated(writer, rule->param[at].param->name), &rule->param[at]);
	json_end(writer->json);
}

static void put_send(struct writer *writer, const struct handling *handling, int64_t deadline, int64_t unknown_year)
{
	struct json *json = writer->json;
	json_put_day(json, "deadline", deadline);
	writer->text.size = 0;
	deadline_note(handling, unknown_year, &writer->text);
	if (writer->text.size)
		json_put_text(json, "deadline_note", buffer_span(&writer->text));
	json_put_text(json, "handled_by", handling->handled_by);
	json_put_text(json, "send", handling->send);
	json_put_text(json, "next", handling->next);
}

static void put_rule(struct writer *writer, const struct case_file *file, uint32_t number)
{
	const struct case_part *part = &file->part[number];
	struct json *json = writer->json;
	const struct rule *rule = part->rule->rule;
	json_open_object(json, NULL);
	json_put_text(json, "rule", rule->id);
	json_put_count(json, "version", (uint64_t)rule->version);
	json_put_text(json, "title", rule->title);
	json_put_text(json, "level", part->level);
	json_put_text(json, "message", part->message);
	if (part->grade)
		json_put_text(json, "grade", (struct span){&part->grade, 1});
	json_put_count(json, "hits", part->hit_count);
	json_put_money(json, "claimed", part->claimed);
	if (case_part_apart(file, number))
		put_send(writer, part->handling, part->deadline, part->deadline_unknown_year);
	put_params(writer, part->rule);
	put_basis(json, rule->basis, rule->basis_count);
	json_end(json);
}

static void put_months(struct json *json, const struct case_file *file)
{
	json_open_array(json, "months");
	for (uint32_t at = 0; at < file->month_count; at++) {
		json_open_object(json, NULL);
		json_put_month(json, "month", file->month[at].month);
		json_put_money(json, "due", file->month[at].due);
		json_put_text(json, "rule", file->part[file->month[at].part].rule->rule->id);
		json_end(json);
	}
	json_end(json);
}

static void put_place(struct writer *writer, struct place place, struct span rule)
{
	json_open_object(writer->json, NULL);
	json_put_text(writer->json, "file", place_file(writer->report, place));
	json_put_count(writer->json, "line", place.line);
	json_put_count(writer->json, "byte", place.byte);
	json_put_text(writer->json, "rule", rule);
	json_end(writer->json);
}

static void put_evidence(struct writer *writer, const struct case_file *file)
{
	uint64_t listed = 0, more = 0;
	json_open_array(writer->json, "evidence");
	for (uint32_t part = 0; part < file->part_count; part++) {
		struct evidence_lines lines = evidence_lines(writer->report, file->part[part].group, &writer->arena);
		for (uint32_t at = 0; at < lines.count; at++)
			put_place(writer, lines.line[at].place, file->part[part].rule->rule->id);
		listed += lines.count;
		more += lines.more;
	}
	json_end(writer->json);
	if (more)
		json_put_count(writer->json, "evidence_total", listed + more);
}

static void put_subject(struct writer *writer, const struct case_file *file)
{
	struct json *json = writer->json;
	json_put_text(json, "number", span_of(file->number));
	json_open_object(json, "subject");
	json_put_text(json, "kind", file->kind);
	json_put_text(json, "key", file->key);
	json_end(json);
	if (span_equal(file->kind, SPAN("person")))
		json_put_text(json, "person", file->key);
	json_put_text(json, "fund", file->fund);
	json_put_text(json, "fund_label", label_fund(writer->report, file->fund));
	json_put_text(json, "county", file->county);
	json_put_text(json, "county_label", label_county(writer->report, file->county));
}

static void put_handling(struct writer *writer, const struct case_file *file)
{
	struct json *json = writer->json;
	const struct class_spec *class = &writer->report->plan->set->class[file->class];
	json_put_text(json, "class", span_of(rule_class_names[file->class]));
	json_put_text(json, "class_title", class->title);
	json_put_text(json, "action", file->action);
	json_put_text(json, "action_label", label_action(writer->report, file->action));
	json_put_text(json, "level", file->level);
	if (file->grade)
		json_put_text(json, "grade", (struct span){&file->grade, 1});
	json_put_money(json, "due", file->due);
	put_send(writer, file->handling, file->deadline, file->deadline_unknown_year);
}

static void write_case(struct writer *writer, const struct case_file *file, struct file_out *out)
{
	put_subject(writer, file);
	put_handling(writer, file);
	json_open_array(writer->json, "rules");
	for (uint32_t part = 0; part < file->part_count; part++)
		put_rule(writer, file, part);
	json_end(writer->json);
	put_months(writer->json, file);
	put_evidence(writer, file);
	writer->text.size = 0;
	json_take(writer->json, &writer->text);
	buffer_add_char(&writer->text, '\n');
	file_write(out, buffer_span(&writer->text));
	arena_reset(&writer->arena);
}

enum status write_cases_jsonl(const struct report *report, const char *path, struct err *err)
{
	struct file_out *out;
	enum status status = file_draft(path, &out, err);
	if (status != STATUS_OK)
		return status;
	struct writer writer = {.report = report, .json = json_new(JSON_LINE)};
	for (uint32_t at = 0; at < report->cases->case_count; at++)
		write_case(&writer, &report->cases->file[at], out);
	json_free(writer.json);
	arena_free(&writer.arena);
	buffer_free(&writer.text);
	return file_close(out, err);
}
