#include <stdio.h>

#include "base/calendar.h"
#include "base/file.h"
#include "base/text.h"
#include "table/batch.h"

static bool header_is(const struct column_spec *column, struct span name)
{
	if (span_equal(span_of(column->name), name) || span_equal(span_of(column->title), name))
		return true;
	for (uint32_t at = 0; at < column->name_count; at++)
		if (span_equal(column->names[at], name))
			return true;
	return false;
}

/* hecha.yaml's `columns:` first: there a person said what the header means. */
static int32_t column_of(const struct extract *extract, struct span field)
{
	const struct table_spec *spec = extract->table->spec;
	for (uint32_t at = 0; extract->spec && at < extract->spec->column_count; at++)
		if (span_equal(extract->spec->column[at].header, field))
			return table_column(extract->table, extract->spec->column[at].column);
	for (uint32_t column = 0; column < spec->column_count; column++)
		if (header_is(&spec->column[column], field))
			return (int32_t)column;
	return -1;
}

static bool column_is_mapped(const struct extract *extract, int32_t column)
{
	const struct extract_spec *spec = extract->spec;
	for (uint32_t at = 0; spec && at < spec->column_count; at++)
		if (table_column(extract->table, spec->column[at].column) == column)
			return true;
	return false;
}

static bool field_is_mapped(const struct extract *extract, struct span field)
{
	for (uint32_t at = 0; extract->spec && at < extract->spec->column_count; at++)
		if (span_equal(extract->spec->column[at].header, field))
			return true;
	return false;
}

/* The mapping of hecha.yaml is a person's word for what the file holds: a header that is not there is another file, or a slip. */
static enum status check_mapping(const struct extract *extract, struct err *err)
{
	const struct extract_spec *spec = extract->spec;
	for (uint32_t at = 0; spec && at < spec->column_count; at++) {
		bool found = false;
		for (uint32_t field = 0; field < extract->header.field_count; field++)
			found |= span_equal(spec->column[at].header, extract->header.field[field]);
		if (!found)
			return err_set(err, STATUS_UNREADABLE, "%s: the header has no field '%.*s'\n  expected: hecha.yaml says columns: {%.*s: %.*s}",
				       extract->shown, SPAN_ARG(spec->column[at].header), SPAN_ARG(spec->column[at].column),
				       SPAN_ARG(spec->column[at].header));
	}
	return STATUS_OK;
}

static enum status claim_twice(const struct extract *extract, uint32_t first, uint32_t second, uint32_t column, struct err *err)
{
	const struct header_match *header = &extract->header;
	return err_set(err, STATUS_UNREADABLE,
		       "%s: fields %u '%.*s' and %u '%.*s' are both column '%s' of table '%s'\n  hint: say which one in hecha.yaml: "
		       "columns: {%s: %.*s}",
		       extract->shown, first + 1, SPAN_ARG(header->field[first]), second + 1, SPAN_ARG(header->field[second]),
		       table_column_name(extract->table, column), extract->table->spec->name, table_column_name(extract->table, column),
		       SPAN_ARG(header->field[first]));
}

static enum status match_header(struct extract *extract, struct err *err)
{
	struct header_match *header = &extract->header;
	uint32_t columns = extract->table->column_count;
	header->column_of_field = arena_alloc(&extract->arena, (header->field_count + 1) * sizeof *header->column_of_field);
	header->field_of_column = arena_alloc(&extract->arena, columns * sizeof *header->field_of_column);
	for (uint32_t column = 0; column < columns; column++)
		header->field_of_column[column] = -1;
	for (uint32_t field = 0; field < header->field_count; field++) {
		int32_t column = column_of(extract, header->field[field]);
		if (column >= 0 && column_is_mapped(extract, column) && !field_is_mapped(extract, header->field[field]))
			column = -1; /* the mapping names another field for it */
		header->column_of_field[field] = column;
		if (column < 0)
			continue;
		if (header->field_of_column[column] >= 0)
			return claim_twice(extract, (uint32_t)header->field_of_column[column], field, (uint32_t)column, err);
		header->field_of_column[column] = (int32_t)field;
	}
	return STATUS_OK;
}

/* What the header should have looked like, for a person. */
static void expected_header(const struct table_spec *spec, struct buffer *out)
{
	for (uint32_t column = 0; column < spec->column_count; column++) {
		const struct column_spec *each = &spec->column[column];
		buffer_format(out, "%s%s (%s", column ? ", " : "", each->name, each->title);
		for (uint32_t at = 0; at < each->name_count; at++)
			buffer_format(out, ", %.*s", SPAN_ARG(each->names[at]));
		buffer_add_char(out, ')');
	}
}

static enum status wrong_header(const struct extract *extract, const char *what, struct err *err)
{
	struct buffer expected = BUFFER_INIT;
	expected_header(extract->table->spec, &expected);
	enum status status = err_set(err, STATUS_UNREADABLE, "%s: %s\n  expected for table '%s': %.*s", extract->shown, what,
				     extract->table->spec->name, SPAN_ARG(buffer_span(&expected)));
	buffer_free(&expected);
	return status;
}

static enum status check_header(const struct extract *extract, struct err *err)
{
	const struct table_spec *spec = extract->table->spec;
	bool any = false;
	for (uint32_t column = 0; column < spec->column_count; column++)
		any |= extract->header.field_of_column[column] >= 0;
	if (!any)
		return wrong_header(extract, "no field of the header is a column of the table", err);
	int32_t key = spec->key ? table_column(extract->table, span_of(spec->key)) : -1;
	if (key >= 0 && extract->header.field_of_column[key] < 0) {
		char what[160];
		snprintf(what, sizeof what, "the header has no field for the key column '%s'", spec->key);
		return wrong_header(extract, what, err);
	}
	return STATUS_OK;
}

enum status extract_open(struct extract *extract, const struct source_options *options, struct err *err)
{
	enum status status = source_open(options, &extract->source, err);
	if (status != STATUS_OK)
		return status;
	const struct source_facts *facts = source_facts(extract->source);
	status = record_split(source_header(extract->source), &facts->dialect, facts->encoding, &extract->arena, &extract->header.field,
			      &extract->header.field_count, err);
	if (status == STATUS_OK)
		status = check_mapping(extract, err);
	if (status == STATUS_OK)
		status = match_header(extract, err);
	if (status == STATUS_OK)
		status = check_header(extract, err);
	if (status == STATUS_OK && options->trailer)
		extract->money_sum = arena_zero(&extract->arena, extract->table->column_count, sizeof *extract->money_sum);
	if (status != STATUS_OK)
		extract_close(extract);
	return status;
}

enum status extract_open_again(struct extract *extract, const struct source_options *options, struct err *err)
{
	extract->money_sum = NULL;
	extract->again = true;
	return source_open_again(options, &extract->source, err);
}

void extract_close(struct extract *extract)
{
	source_close(extract->source);
	extract->source = NULL;
}

bool extract_lacks(const struct extract *extract, uint32_t column)
{
	return column < extract->table->spec->column_count && extract->header.field_of_column[column] < 0;
}

void extract_count(struct extract *extract, struct batch *batch)
{
	extract->malformed_count += batch->malformed_count;
	batch->malformed_count = 0;
	for (uint32_t column = 0; extract->money_sum && column < extract->table->column_count; column++) {
		extract->money_sum[column] += batch->money_sum[column];
		batch->money_sum[column] = 0;
	}
}

static enum status check_sum(const struct extract *extract, struct span field, uint32_t column, struct err *err)
{
	int64_t said;
	char says[MONEY_TEXT_SIZE], is[MONEY_TEXT_SIZE];
	money_sum sum = extract->money_sum[column];
	bool fits = sum >= -HECHA_MONEY_FEN_MAX && sum <= HECHA_MONEY_FEN_MAX;
	const char *name = table_column_name(extract->table, column);
	if (!money_parse(field, &said))
		return err_set(err, STATUS_UNREADABLE, "%s: the control-total line has no amount under %s", extract->shown, name);
	if (fits && said == (int64_t)sum)
		return STATUS_OK;
	money_text(said, says);
	money_text(fits ? (int64_t)sum : HECHA_MONEY_FEN_MAX, is);
	return err_set(err, STATUS_UNREADABLE, "%s: the control-total line says %s %s, the rows add up to %s%s", extract->shown, name, says,
		       fits ? "" : "more than ", is);
}

/* A number that counts no rows of any file may be an account: it is not shown. */
static enum status check_rows(const struct extract *extract, int64_t said, struct err *err)
{
	enum { COUNT_DIGITS = 10 };
	uint64_t rows = extract->kept_count + extract->rejected_count;
	char says[32];
	if (said >= 0 && (uint64_t)said == rows)
		return STATUS_OK;
	bool shown = snprintf(says, sizeof says, "%lld", (long long)said) <= COUNT_DIGITS;
	return err_set(err, STATUS_UNREADABLE, "%s: the control-total line says %s rows, the file has %llu", extract->shown,
		       shown ? says : "another number of", (unsigned long long)rows);
}

/* The last line of a file that has no control-total line after all: it has a citizen's number. A word such as TOTAL reads as an old
 * permit. */
static bool is_data_row(const struct extract *extract, const struct span *field, uint32_t count)
{
	const struct table_spec *spec = extract->table->spec;
	int32_t key = spec->key ? table_column(extract->table, span_of(spec->key)) : -1;
	int32_t at = key < 0 ? -1 : extract->header.field_of_column[key];
	struct value value;
	return at >= 0 && (uint32_t)at < count && table_column_type(extract->table, (uint32_t)key) == TYPE_ID &&
	       cell_parse(extract->table, (uint32_t)key, field[at], &value) && value.number >= 0;
}

static enum status check_totals(const struct extract *extract, const struct span *field, uint32_t count, struct err *err)
{
	enum status status = STATUS_OK;
	uint32_t figures = 0;
	if (is_data_row(extract, field, count))
		return err_set(err, STATUS_UNREADABLE, "%s: the control-total line is missing: the last line is a row like the others",
			       extract->shown);
	for (uint32_t at = 0; at < count && status == STATUS_OK; at++) {
		int32_t column = at < extract->header.field_count ? extract->header.column_of_field[at] : -1;
		bool money = column >= 0 && table_column_type(extract->table, (uint32_t)column) == TYPE_MONEY;
		int64_t said;
		if (text_is_null(field[at], false) || (!money && !integer_parse(field[at], &said)))
			continue;
		figures++;
		status = money ? check_sum(extract, field[at], (uint32_t)column, err) : check_rows(extract, said, err);
	}
	if (status == STATUS_OK && !figures)
		return err_set(err, STATUS_UNREADABLE, "%s: the control-total line holds no figure", extract->shown);
	return status;
}

enum status extract_check_trailer(const struct extract *extract, struct err *err)
{
	uint64_t line;
	struct span trailer = source_trailer(extract->source, &line);
	struct arena arena = ARENA_INIT;
	struct span *field;
	uint32_t count = 0;
	const struct source_facts *facts = source_facts(extract->source);
	if (!trailer.size)
		return err_set(err, STATUS_UNREADABLE, "%s: the control-total line is missing", extract->shown);
	enum status status = record_split(trailer, &facts->dialect, facts->encoding, &arena, &field, &count, err);
	if (status == STATUS_OK)
		status = check_totals(extract, field, count, err);
	else
		err_set(err, status, "%s:%llu: the control-total line: %s", extract->shown, (unsigned long long)line, err->text);
	arena_free(&arena);
	return status;
}
