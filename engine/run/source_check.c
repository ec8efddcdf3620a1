/* hecha source check FILE: what would be read as what. */
#include <stdlib.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/file.h"
#include "base/text.h"
#include "run/session.h"

enum { EXAMPLES = 3 };

/* Per column: cells that do not parse. */
struct column_check {
	uint64_t nulls, malformed;
	uint64_t example_line[EXAMPLES];
};

struct source_checker {
	const struct hecha_options *options;
	struct plan *plan;
	struct inputs inputs;
	struct column_check *column;
};

static const char *const encoding_names[] = {"auto", "utf-8", "gb18030"};

static enum status check_batch(void *context, uint32_t thread, struct batch *batch, struct err *err)
{
	struct source_checker *checker = context;
	const struct table *table = batch->extract->table;
	uint32_t row[HECHA_BATCH_ROWS];
	(void)thread, (void)err;
	for (uint32_t at = 0; at < batch->rowset.row_count; at++)
		row[at] = at;
	for (uint32_t column = 0; column < table->spec->column_count; column++) {
		if (extract_lacks(batch->extract, column))
			continue;
		const struct column *cells = batch->rowset.read(&batch->rowset, column, row, batch->rowset.row_count);
		for (uint32_t at = 0; at < batch->rowset.row_count; at++) {
			struct column_check *check = &checker->column[column];
			check->nulls += cells->cell[at] == CELL_NULL;
			if (cells->cell[at] != CELL_MALFORMED)
				continue;
			if (check->malformed < EXAMPLES)
				check->example_line[check->malformed] = record_line(&batch->record, at);
			check->malformed++;
		}
	}
	return STATUS_OK;
}

/* The table with most columns in the header; its extract_spec of hecha.yaml when the file is named there. */
static bool choose_table(struct source_checker *checker, const char *file, const char *table, const struct agency *agency, struct err *err)
{
	uint32_t best = UINT32_MAX, best_count = 0;
	for (uint32_t at = 0; at < checker->plan->table_count; at++) {
		const struct table_spec *spec = checker->plan->table[at]->spec;
		const struct extract_spec *extract = NULL;
		if (table && strcmp(spec->name, table))
			continue;
		for (uint32_t each = 0; agency && each < agency->extract_count && !extract; each++)
			if (span_equal(agency->extract[each].table, span_of(spec->name)))
				extract = &agency->extract[each];
		struct input *input = inputs_add(&checker->inputs, checker->plan, at, file, file, (struct span){0}, extract);
		uint32_t count = 0;
		if (input_open(&checker->inputs, checker->plan, checker->inputs.count - 1)) {
			for (uint32_t column = 0; column < spec->column_count; column++)
				count += !extract_lacks(&input->extract, column);
			input_close(input);
			free(input->problem);
			input->problem = NULL;
		} else {
			err_set(err, STATUS_UNREADABLE, "%s", input->problem);
		}
		if (count > best_count) {
			best = checker->inputs.count - 1;
			best_count = count;
		}
	}
	if (best == UINT32_MAX)
		return false;
	err_clear(err);
	struct input swap = checker->inputs.input[0]; /* the others are not read */
	checker->inputs.input[0] = checker->inputs.input[best];
	checker->inputs.input[best] = swap;
	return true;
}

static void print_text(const struct source_checker *checker, const struct input *input, FILE *out)
{
	const struct table *table = checker->plan->table[input->table];
	const struct source_facts *facts = &input->facts;
	fprintf(out, "%s: table '%s' (%s)\n  encoding %s%s%s, delimiter '%s', %llu rows kept, %llu rejected\n", input->shown, table->spec->name,
		table->spec->title, encoding_names[facts->encoding], facts->bom ? " with BOM" : "", facts->gzip ? ", gzip" : "",
		facts->dialect.delimiter == '\t' ? "TAB" : (char[]){facts->dialect.delimiter, 0},
		(unsigned long long)input->extract.kept_count, (unsigned long long)input->extract.rejected_count);
	for (uint32_t field = 0; field < input->extract.header.field_count; field++) {
		int32_t column = input->extract.header.column_of_field[field];
		fprintf(out, "  %2u %.*s%*s", field + 1, SPAN_ARG(input->extract.header.field[field]),
			text_width(input->extract.header.field[field]) < 24 ? 24 - text_width(input->extract.header.field[field]) : 1, "");
		if (column < 0) {
			fputs("not read: no column of this name\n", out);
			continue;
		}
		const struct column_check *check = &checker->column[column];
		fprintf(out, "%-14s %-6s %llu empty, %llu malformed", table_column_name(table, (uint32_t)column),
			value_type_names[table_column_type(table, (uint32_t)column)], (unsigned long long)check->nulls,
			(unsigned long long)check->malformed);
		for (uint64_t at = 0; at < check->malformed && at < EXAMPLES; at++)
			fprintf(out, "%s%llu", at ? ", " : " (lines ", (unsigned long long)check->example_line[at]);
		fputs(check->malformed > EXAMPLES ? ", …)\n" : check->malformed ? ")\n" : "\n", out);
	}
	for (uint32_t column = 0; column < table->spec->column_count; column++)
		if (input->extract.header.field_of_column[column] < 0)
			fprintf(out, "   - %s (%s): not in this file\n", table_column_name(table, column), table->spec->column[column].title);
	for (uint32_t at = 0; at < input->rejects.count && at < 10; at++)
		fprintf(out, "  line %llu rejected: %s, %u fields\n", (unsigned long long)input->rejects.item[at].line,
			reject_reason_names[input->rejects.item[at].reason], input->rejects.item[at].fields);
	if (input->rejects.count > 10)
		fprintf(out, "  … and %u more rejected\n", input->rejects.count - 10);
}

static void print_json(const struct source_checker *checker, const struct input *input, FILE *out)
{
	const struct table *table = checker->plan->table[input->table];
	fprintf(out, "{\"table\":\"%s\",\"encoding\":\"%s\",\"bom\":%s,\"gzip\":%s,\"delimiter\":\"%s\",\"kept\":%llu,\"rejected\":%llu,\"columns\":[",
		table->spec->name, encoding_names[input->facts.encoding], input->facts.bom ? "true" : "false",
		input->facts.gzip ? "true" : "false",
		input->facts.dialect.delimiter == '\t' ? "\\t" : (char[]){input->facts.dialect.delimiter, 0},
		(unsigned long long)input->extract.kept_count, (unsigned long long)input->extract.rejected_count);
	const char *comma = "";
	for (uint32_t column = 0; column < table->spec->column_count; column++) {
		bool there = input->extract.header.field_of_column[column] >= 0;
		fprintf(out, "%s{\"column\":\"%s\",\"field\":%d,\"empty\":%llu,\"malformed\":%llu}", comma, table_column_name(table, column),
			there ? input->extract.header.field_of_column[column] + 1 : 0, (unsigned long long)checker->column[column].nulls,
			(unsigned long long)checker->column[column].malformed);
		comma = ",";
	}
	fputs("]}\n", out);
}

static enum status check_file(struct source_checker *checker, struct err *err)
{
	struct input *input = &checker->inputs.input[0];
	struct table *table = checker->plan->table[input->table];
	for (uint32_t column = 0; column < table->spec->column_count; column++)
		table->wanted[column] = true;
	checker->column = mem_zero(table->column_count, sizeof *checker->column);
	struct scan_options scan = {.threads = 1, .stop = checker->options->stop};
	if (!input_open(&checker->inputs, checker->plan, 0))
		return err_set(err, STATUS_UNREADABLE, "%s", input->problem);
	enum status status = scan_extract(&input->extract, &scan, check_batch, checker, &input->rejects, err);
	if (status == STATUS_OK && input->extract.money_sum)
		status = extract_check_trailer(&input->extract, err);
	input_close(input);
	return status;
}

int hecha_source_check(const struct hecha_options *options, const char *file, const char *table, char **error)
{
	struct source_checker checker = {.options = options};
	struct rule_set *set = NULL;
	struct agency *agency = NULL;
	struct err err = ERR_INIT;
	const struct rule *none = NULL;
	enum status status = session_rules(options, NULL, 0, &set, &agency, &err);
	if (status == STATUS_OK && table && !rule_set_table(set, span_of(table)))
		status = err_set(&err, STATUS_USAGE, "unknown table '%s'\n  hint: tables are the files of rules/tables/", table);
	if (status == STATUS_OK && access(file, F_OK) != 0)
		status = err_set(&err, STATUS_MISSING, "%s: no such file", file);
	if (status == STATUS_OK)
		status = plan_new(set, &(struct plan_options){.as_of = day_today(), .only = &none}, &checker.plan, &err);
	if (status == STATUS_OK && !choose_table(&checker, file, table, agency, &err))
		status = STATUS_UNREADABLE;
	if (status == STATUS_OK) {
		status = check_file(&checker, &err);
		if (status == STATUS_OK || checker.column)
			(options->json ? print_json : print_text)(&checker, &checker.inputs.input[0], options->out);
	}
	free(checker.column);
	inputs_free(&checker.inputs);
	plan_free(checker.plan);
	rule_set_free(set);
	agency_free(agency);
	return exit_with(status, &err, error);
}
