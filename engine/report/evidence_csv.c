/* evidence.csv: from each rule of each case to the rows behind it, and to the rows of other tables they met. */
#include "report/output.h"

static void write_line(struct csv_out *csv, const struct report *report, const struct evidence_line *line, struct buffer *values)
{
	values->size = 0;
	evidence_text(report, line, values);
	csv_text(csv, place_file(report, line->place));
	csv_count(csv, line->place.line);
	csv_count(csv, line->place.byte);
	csv_text(csv, buffer_span(values));
	csv_row_end(csv);
}

static void begin_line(struct csv_out *csv, const struct case_file *file, const struct case_part *part)
{
	csv_text(csv, span_of(file->number));
	csv_text(csv, part->rule->rule->id);
}

static void write_part(struct csv_out *csv, const struct report *report, const struct case_file *file, const struct case_part *part,
		       struct arena *arena, struct buffer *values)
{
	struct evidence_lines lines = evidence_lines(report, part->group, arena);
	for (uint32_t at = 0; at < lines.count; at++) {
		begin_line(csv, file, part);
		write_line(csv, report, &lines.line[at], values);
	}
	if (!lines.more)
		return;
	values->size = 0;
	buffer_format(values, "… and %llu more rows", (unsigned long long)lines.more);
	begin_line(csv, file, part);
	csv_empty(csv, 3);
	csv_text(csv, buffer_span(values));
	csv_row_end(csv);
}

enum status write_evidence_csv(const struct report *report, const char *path, struct err *err)
{
	struct csv_out csv;
	struct arena arena = ARENA_INIT;
	struct buffer values = BUFFER_INIT;
	enum status status = csv_create(&csv, path, CSV_MACHINE, "case,rule,file,line,byte,values", err);
	if (status != STATUS_OK)
		return status;
	for (uint32_t at = 0; at < report->cases->case_count; at++) {
		const struct case_file *file = &report->cases->file[at];
		for (uint32_t part = 0; part < file->part_count; part++, arena_reset(&arena))
			write_part(&csv, report, file, &file->part[part], &arena, &values);
	}
	buffer_free(&values);
	arena_free(&arena);
	return csv_close(&csv, STATUS_OK, err);
}
