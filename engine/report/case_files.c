/* cases/<class>-<name>/<county>.csv: the case files as a county works through them. */
#include <stdlib.h>

#include "report/output.h"

static const char headings[] = "疑点编号,类别,处理方式,级别,险种,统筹区,姓名,社会保障号码/主体,疑点月份起,疑点月份止,疑点月数,疑点金额,应追回,规则,"
			       "说明,举例,核查期限,期限出处,经办处理,送达,到期没有结果,另须办理,依据";

static bool plain(char c)
{
	return (unsigned char)c > ' ' && c != 0x7F && !strchr("%/\\:*?\"<>|", c);
}

/* A county's code as a file name. Odd characters become %XX and a long code ends in its digest, so two counties never share a file. */
static void add_file_name(struct span county, struct buffer *out)
{
	enum { NAME_MAX_BYTES = 60 };
	if (!county.size || county.size > NAME_MAX_BYTES) {
		char hex[33];
		struct digest *digest = digest_new();
		digest_add(digest, county.data, county.size);
		digest_text(digest, hex);
		digest_free(digest);
		buffer_format(out, "%s", county.size ? hex : "none");
		return;
	}
	bool taken = span_equal(county, SPAN("none"));
	for (size_t at = 0; at < county.size; at++) {
		bool odd = !plain(county.data[at]) || (!at && (county.data[at] == '.' || taken));
		if (odd)
			buffer_format(out, "%%%02X", (unsigned char)county.data[at]);
		else
			buffer_add_char(out, county.data[at]);
	}
}

static enum status open_file(const struct report *report, const struct case_file *file, const char *folder, struct csv_out *csv,
			     struct err *err)
{
	char *class = mem_format("%s/%s-%.*s", folder, rule_class_names[file->class], SPAN_ARG(report->plan->set->class[file->class].name));
	struct buffer path = BUFFER_INIT;
	buffer_format(&path, "%s/", class);
	add_file_name(file->county, &path);
	buffer_add(&path, ".csv", sizeof ".csv");
	enum status status = folder_draft(class, err);
	if (status == STATUS_OK)
		status = csv_create(csv, path.data, CSV_PEOPLE, headings, err);
	buffer_free(&path);
	free(class);
	return status;
}

static void put_built(struct csv_out *csv, struct buffer *text)
{
	csv_text(csv, buffer_span(text));
	text->size = 0;
}

static void put_subject(struct csv_out *csv, const struct report *report, const struct case_file *file, struct buffer *text)
{
	csv_text(csv, span_of(file->number));
	buffer_format(text, "%s %.*s", rule_class_names[file->class], SPAN_ARG(report->plan->set->class[file->class].title));
	put_built(csv, text);
	csv_text(csv, label_action(report, file->action));
	csv_text(csv, label_level(file->level));
	csv_text(csv, label_fund(report, file->fund));
	csv_text(csv, label_county(report, file->county));
	case_name(report, file, text);
	put_built(csv, text);
	case_key_cell(csv, file);
}

static void put_examples(struct csv_out *csv, const struct report *report, const struct case_file *file, struct buffer *text)
{
	struct arena arena = ARENA_INIT;
	case_examples(report, file, &arena, text);
	put_built(csv, text);
	arena_free(&arena);
}

static void put_handling(struct csv_out *csv, const struct report *report, const struct case_file *file, struct buffer *text)
{
	if (file->month_count)
		csv_money(csv, file->due);
	else
		csv_empty(csv, 1);
	case_titles(file, text);
	put_built(csv, text);
	case_messages(file, text);
	put_built(csv, text);
	put_examples(csv, report, file, text);
	csv_day(csv, file->deadline);
	deadline_note(file->handling, file->deadline_unknown_year, text);
	put_built(csv, text);
	csv_text(csv, file->handling->handled_by);
	csv_text(csv, file->handling->send);
	csv_text(csv, file->handling->next);
	case_also(file, text);
	put_built(csv, text);
	case_basis(report, file, text);
	put_built(csv, text);
}

static bool same_file(const struct case_file *a, const struct case_file *b)
{
	return a->class == b->class && span_equal(a->county, b->county);
}

/* Cases come by class and county: one file is open at a time. */
enum status write_case_files(const struct report *report, const char *path, struct err *err)
{
	const struct cases *cases = report->cases;
	struct csv_out csv;
	struct buffer text = BUFFER_INIT;
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < cases->case_count && status == STATUS_OK; at++) {
		const struct case_file *file = &cases->file[at];
		if (!at || !same_file(file, &cases->file[at - 1]))
			status = open_file(report, file, path, &csv, err);
		if (status != STATUS_OK)
			break;
		put_subject(&csv, report, file, &text);
		case_money_cells(&csv, file);
		put_handling(&csv, report, file, &text);
		csv_row_end(&csv);
		if (at + 1 == cases->case_count || !same_file(file, &cases->file[at + 1]))
			status = csv_close(&csv, STATUS_OK, err);
	}
	buffer_free(&text);
	return status;
}
