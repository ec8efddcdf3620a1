#include "workbench/outcomes.h"

#include <stdlib.h>
#include <unistd.h>

const char *const outcome_words[JUDGED_WORDS] = {"true", "not-true", "error", "partly"};

/* Columns of the table, as this file calls them. */
enum part { PART_CASE, PART_RULE, PART_PERSON, PART_FUND, PART_COUNTY, PART_OUTCOME, PART_AMOUNT, PART_CLOSED, PART_GRADE, PART_MISSED, PARTS };
static const struct {
	const char *name;
	enum value_type type;
} parts[PARTS] = {
	[PART_CASE] = {"case", TYPE_TEXT},	  [PART_RULE] = {"rule", TYPE_TEXT},	       [PART_PERSON] = {"person", TYPE_ID},
	[PART_FUND] = {"fund", TYPE_CODE},	  [PART_COUNTY] = {"county", TYPE_CODE},       [PART_OUTCOME] = {"outcome", TYPE_CODE},
	[PART_AMOUNT] = {"amount_true", TYPE_MONEY}, [PART_CLOSED] = {"closed", TYPE_DATE},    [PART_GRADE] = {"grade", TYPE_TEXT},
	[PART_MISSED] = {"known_missed", TYPE_BOOL},
};

enum { PROBLEMS_SHOWN = 20 };

struct outcome_reader {
	const struct rule_set *set;
	const struct table *table;
	struct symbols *symbols;
	struct outcomes *out;
	int32_t column[PARTS];
	const struct column *cells[PARTS]; /* of the batch; NULL: not in the file */
	struct buffer problems;
	uint64_t problem_count;
};

static void PRINTF_LIKE(3, 4) add_problem(struct outcome_reader *reader, uint64_t line, const char *format, ...)
{
	if (reader->problem_count++ >= PROBLEMS_SHOWN)
		return;
	struct buffer *text = &reader->problems;
	va_list args;
	buffer_format(text, "%s%s:%llu: ", text->size ? "\n" : "", reader->out->shown, (unsigned long long)line);
	va_start(args, format);
	int size = vsnprintf(buffer_room(text, 512), 512, format, args);
	va_end(args);
	text->size += size < 512 ? (size_t)size : 511;
}

/* ---- cells of one row ---- */

static struct value cell(const struct outcome_reader *reader, enum part part, uint32_t row)
{
	return reader->cells[part] ? column_value(reader->cells[part], row) : (struct value){.cell = CELL_NULL};
}

static struct span text_of(struct outcome_reader *reader, enum part part, uint32_t row)
{
	struct value value = cell(reader, part, row);
	struct buffer text = BUFFER_INIT;
	if (value.cell != CELL_VALUE)
		return (struct span){0};
	value_text(value, parts[part].type, reader->symbols, &text);
	struct span kept = arena_span(&reader->out->arena, buffer_span(&text));
	buffer_free(&text);
	return kept;
}

static bool cells_are_read(struct outcome_reader *reader, uint32_t row, uint64_t line)
{
	bool fine = true;
	for (int part = 0; part < PARTS; part++) {
		if (cell(reader, (enum part)part, row).cell != CELL_MALFORMED)
			continue;
		const char *title = reader->table->spec->column[reader->column[part]].title;
		fine = false;
		if (part == PART_OUTCOME)
			add_problem(reader, line, "unknown outcome\n  expected: true (属实), not-true (不属实), error (数据错误) or partly (部分属实)");
		else
			add_problem(reader, line, "the cell of column '%s' (%s) cannot be read as %s", parts[part].name, title,
				    value_type_names[parts[part].type]);
	}
	return fine;
}

/* A word as rules are named; anything else may be a person's name or number that slipped into the column, and is not repeated. */
static bool is_rule_word(struct span word)
{
	bool fine = true;
	for (size_t at = 0; at < word.size; at++)
		fine &= word.data[at] == '-' || (word.data[at] >= '0' && word.data[at] <= '9') || (word.data[at] >= 'a' && word.data[at] <= 'z');
	return fine;
}

static bool take_rule(struct outcome_reader *reader, uint32_t row, struct outcome *out)
{
	struct span id = text_of(reader, PART_RULE, row);
	out->rule = id.size ? rule_set_rule(reader->set, id) : NULL;
	if (!id.size || out->rule)
		return true;
	if (!is_rule_word(id)) {
		add_problem(reader, out->line, "the cell of column 'rule' is no rule\n  hint: `hecha rule list` lists them");
		return false;
	}
	struct err own = ERR_INIT;
	unknown_rule(reader->set, id, &own);
	add_problem(reader, out->line, "%s", own.text);
	err_clear(&own);
	return false;
}

static bool take_number(struct outcome_reader *reader, uint32_t row, struct outcome *out)
{
	struct span person = text_of(reader, PART_PERSON, row), fund = text_of(reader, PART_FUND, row);
	out->number = text_of(reader, PART_CASE, row);
	out->county = text_of(reader, PART_COUNTY, row);
	if (out->number.size || !person.size) {
		if (!out->number.size)
			add_problem(reader, out->line, "the row names no case\n  expected: a case number, or the person with fund and county");
		return out->number.size > 0;
	}
	char number[CASE_NUMBER_SIZE];
	case_number(SPAN("person"), person, fund, out->county, number);
	out->number = arena_span(&reader->out->arena, span_of(number));
	return true;
}

static bool take_amount(struct outcome_reader *reader, uint32_t row, struct outcome *out)
{
	struct value amount = cell(reader, PART_AMOUNT, row);
	bool is_true = outcome_is_true(out);
	out->has_amount = amount.cell == CELL_VALUE || !is_true;
	out->amount = amount.cell == CELL_VALUE ? amount.number : 0;
	if (out->amount >= 0 && (is_true || !out->amount))
		return true;
	add_problem(reader, out->line, out->amount < 0 ? "the verified amount is below zero" : "an amount was verified, and the outcome is %s",
		    outcome_words[out->judgement]);
	return false;
}

static bool take_judgement(struct outcome_reader *reader, uint32_t row, struct outcome *out)
{
	struct value missed = cell(reader, PART_MISSED, row);
	struct span word = text_of(reader, PART_OUTCOME, row);
	out->known_missed = missed.cell == CELL_VALUE && missed.number;
	for (int at = 0; at < JUDGED_WORDS && word.size; at++)
		if (span_equal(word, span_of(outcome_words[at])))
			out->judgement = (enum judgement)at;
	if (!out->known_missed || outcome_is_true(out))
		return true;
	add_problem(reader, out->line, "known_missed is said of a problem that was true, and the outcome is %s", outcome_words[out->judgement]);
	return false;
}

static void take_day(struct outcome_reader *reader, uint32_t row)
{
	struct value day = cell(reader, PART_CLOSED, row);
	struct outcomes *out = reader->out;
	if (day.cell != CELL_VALUE)
		return;
	if (out->closed_from == INT64_MIN || day.number < out->closed_from)
		out->closed_from = day.number;
	if (day.number > out->closed_until)
		out->closed_until = day.number;
}

/* A row that is not judged yet is counted; a known problem that no rule found needs no further word. */
static void take_row(struct outcome_reader *reader, uint32_t row, uint64_t line)
{
	struct outcome outcome = {.line = line};
	struct value missed = cell(reader, PART_MISSED, row);
	if (!cells_are_read(reader, row, line))
		return;
	if (cell(reader, PART_OUTCOME, row).cell != CELL_VALUE && !(missed.cell == CELL_VALUE && missed.number)) {
		reader->out->not_judged++;
		return;
	}
	if (!take_judgement(reader, row, &outcome) || !take_number(reader, row, &outcome) || !take_rule(reader, row, &outcome) ||
	    !take_amount(reader, row, &outcome))
		return;
	take_day(reader, row);
	outcome.grade = text_of(reader, PART_GRADE, row);
	ARRAY_GROW(reader->out->item, reader->out->count, reader->out->capacity);
	reader->out->item[reader->out->count++] = outcome;
}

static enum status take_batch(void *context, uint32_t thread, struct batch *batch, struct err *err)
{
	struct outcome_reader *reader = context;
	uint32_t row[HECHA_BATCH_ROWS], rows = batch->rowset.row_count;
	(void)thread, (void)err;
	for (uint32_t at = 0; at < rows; at++)
		row[at] = at;
	for (int part = 0; part < PARTS; part++)
		reader->cells[part] = reader->column[part] < 0 || extract_lacks(batch->extract, (uint32_t)reader->column[part])
					      ? NULL
					      : batch->rowset.read(&batch->rowset, (uint32_t)reader->column[part], row, rows);
	for (uint32_t at = 0; at < rows; at++)
		take_row(reader, at, record_line(&batch->record, at));
	return STATUS_OK;
}

/* ---- the table, the file ---- */

static enum status find_table(struct outcome_reader *reader, const struct plan *plan, uint32_t *number, struct err *err)
{
	const struct table_spec *spec = rule_set_table(reader->set, SPAN("outcome"));
	if (!spec)
		return err_set(err, STATUS_CONFIG, "the rules have no table 'outcome'\n  hint: rules/tables/outcome.yaml of the pack is one to copy");
	for (*number = 0; plan->table[*number]->spec != spec;)
		++*number;
	struct table *table = plan->table[*number];
	reader->table = table;
	for (int part = 0; part < PARTS; part++) {
		int32_t column = table_column(table, span_of(parts[part].name));
		reader->column[part] = column;
		bool wanted = part == PART_CASE || part == PART_OUTCOME;
		if (column < 0 ? wanted : table_column_type(table, (uint32_t)column) != parts[part].type)
			return err_set(err, STATUS_CONFIG, "table 'outcome' of the rules wants a column '%s' of type %s", parts[part].name,
				       value_type_names[parts[part].type]);
		if (column >= 0)
			table->wanted[column] = true;
	}
	if (reader->column[PART_COUNTY] >= 0)
		reader->out->counties = spec->column[reader->column[PART_COUNTY]].dictionary;
	return STATUS_OK;
}

static bool lacks(const struct outcome_reader *reader, const struct input *input, enum part part)
{
	return reader->column[part] < 0 || extract_lacks(&input->extract, (uint32_t)reader->column[part]);
}

static enum status check_header(const struct outcome_reader *reader, const struct input *input, struct err *err)
{
	if (lacks(reader, input, PART_OUTCOME))
		return err_set(err, STATUS_UNREADABLE, "%s: the header has no field for 'outcome' (是否属实)", input->shown);
	if (lacks(reader, input, PART_CASE) && lacks(reader, input, PART_PERSON))
		return err_set(err, STATUS_UNREADABLE,
			       "%s: the header has no field that names a case\n  expected: case (疑点编号), or person (社会保障号码) with fund and county",
			       input->shown);
	return STATUS_OK;
}

static enum status scan(struct outcome_reader *reader, struct inputs *inputs, const struct plan *plan, struct err *err)
{
	struct input *input = &inputs->input[0];
	if (!input_open(inputs, plan, 0))
		return err_set(err, STATUS_UNREADABLE, "%s", input->problem);
	enum status status = check_header(reader, input, err);
	if (status == STATUS_OK) /* one thread: rows come in order */
		status = scan_extract(&input->extract, &(struct scan_options){.threads = 1}, take_batch, reader, &input->rejects, err);
	input_close(input);
	for (uint32_t at = 0; at < input->rejects.count; at++)
		add_problem(reader, input->rejects.item[at].line, "no row: %s, %u fields", reject_reason_names[input->rejects.item[at].reason],
			    input->rejects.item[at].fields);
	return status;
}

/* ---- one outcome of each ---- */

static int by_case(const void *left, const void *right)
{
	const struct outcome *a = left, *b = right;
	int order = span_compare(a->number, b->number);
	if (order || a->rule != b->rule)
		return order ? order : (a->rule > b->rule) - (a->rule < b->rule); /* rules lie in the set by id, NULL comes first */
	return (a->line > b->line) - (a->line < b->line);
}

static void sort(struct outcome_reader *reader)
{
	struct outcomes *out = reader->out;
	if (out->count) /* qsort wants no NULL */
		qsort(out->item, out->count, sizeof *out->item, by_case);
	for (uint32_t at = 1; at < out->count; at++) {
		const struct outcome *one = &out->item[at - 1], *other = &out->item[at];
		if (one->rule == other->rule && span_equal(one->number, other->number))
			add_problem(reader, other->line, "a second outcome for the case%s of line %llu%s", other->rule ? " and rule" : "",
				    (unsigned long long)one->line, one->judgement == other->judgement ? "" : ", and another one");
	}
}

enum status outcomes_read(const char *path, const struct session *session, const struct job *job, struct outcomes *out, struct err *err)
{
	struct outcome_reader reader = {.set = session->set, .symbols = job->plan->symbols, .out = out};
	struct inputs inputs = {0};
	uint32_t table = 0;
	*out = (struct outcomes){.closed_from = INT64_MIN, .closed_until = INT64_MIN};
	enum status status = find_table(&reader, job->plan, &table, err);
	if (status == STATUS_OK && access(path, F_OK) != 0)
		status = err_set(err, STATUS_MISSING, "%s: no such file", path);
	if (status == STATUS_OK) {
		struct input *input = inputs_add(&inputs, job->plan, table, path, path, (struct span){0}, NULL);
		out->shown = arena_text(&out->arena, "%s", input->shown);
		status = scan(&reader, &inputs, job->plan, err);
	}
	if (status == STATUS_OK)
		sort(&reader);
	if (status == STATUS_OK && reader.problem_count > PROBLEMS_SHOWN)
		buffer_format(&reader.problems, "\n… and %llu more", (unsigned long long)(reader.problem_count - PROBLEMS_SHOWN));
	if (status == STATUS_OK && reader.problem_count)
		status = err_set(err, STATUS_UNREADABLE, "%.*s", SPAN_ARG(buffer_span(&reader.problems)));
	buffer_free(&reader.problems);
	inputs_free(&inputs);
	return status;
}

const struct outcome *outcomes_find(const struct outcomes *outcomes, struct span number, const struct rule *rule)
{
	uint32_t low = 0, high = outcomes->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct outcome *each = &outcomes->item[middle];
		int order = span_compare(each->number, number);
		if (!order && each->rule == rule)
			return each;
		if (order < 0 || (!order && each->rule < rule))
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

void outcomes_free(struct outcomes *outcomes)
{
	free(outcomes->item);
	arena_free(&outcomes->arena);
}
