/* rejects/<table>.csv: every record that could not be a row, as it stands in its file. */
#include <stdlib.h>

#include "report/output.h"

/* Bytes of the character at the start of `bytes`, 0 when none decodes. GB18030 has characters of one, two and four bytes. */
static size_t decode_one(struct span bytes, enum encoding encoding, struct buffer *out)
{
	for (size_t size = 1; size <= 4 && size <= bytes.size; size++)
		if (source_decode(span_slice(bytes, 0, size), encoding, out))
			return size;
	return 0;
}

/* Text where it decodes, \xNN for each byte where it does not. */
static void decode(struct span raw, enum encoding encoding, struct buffer *out)
{
	if (encoding == ENCODING_AUTO)
		encoding = ENCODING_UTF8;
	if (source_decode(raw, encoding, out))
		return;
	for (size_t at = 0; at < raw.size;) {
		size_t size = decode_one(span_slice(raw, at, raw.size - at), encoding, out);
		if (!size)
			buffer_format(out, "\\x%02X", (unsigned char)raw.data[at]);
		at += size ? size : 1;
	}
}

static void write_reject(struct csv_out *csv, const struct report_extract *from, const struct reject *reject, struct buffer *raw)
{
	raw->size = 0;
	decode(reject->raw, from->facts.encoding, raw);
	csv_text(csv, span_of(from->extract->shown));
	csv_count(csv, reject->line);
	csv_count(csv, reject->byte);
	csv_text(csv, span_of(reject_reason_names[reject->reason]));
	csv_text(csv, buffer_span(raw));
	csv_row_end(csv);
}

static uint64_t reject_count(const struct report *report, uint32_t extract, const struct table_spec *spec)
{
	const struct report_extract *from = &report->extract[extract];
	return from->extract->table->spec == spec && from->rejects ? from->rejects->count : 0;
}

static enum status write_table(const struct report *report, const struct table_spec *spec, const char *folder, struct err *err)
{
	struct csv_out csv;
	struct buffer raw = BUFFER_INIT;
	char *path = mem_format("%s/%s.csv", folder, spec->name);
	enum status status = csv_create(&csv, path, CSV_MACHINE, "file,line,byte,reason,raw", err);
	free(path);
	if (status != STATUS_OK)
		return status;
	for (uint32_t extract = 0; extract < report->extract_count; extract++)
		for (uint32_t at = 0; at < reject_count(report, extract, spec); at++)
			write_reject(&csv, &report->extract[extract], &report->extract[extract].rejects->item[at], &raw);
	buffer_free(&raw);
	return csv_close(&csv, STATUS_OK, err);
}

enum status write_rejects_csv(const struct report *report, const char *path, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t table = 0; table < report->table_count && status == STATUS_OK; table++) {
		uint64_t count = 0;
		for (uint32_t extract = 0; extract < report->extract_count; extract++)
			count += reject_count(report, extract, report->table[table].spec);
		if (count)
			status = folder_draft(path, err);
		if (count && status == STATUS_OK)
			status = write_table(report, report->table[table].spec, path, err);
	}
	return status;
}
