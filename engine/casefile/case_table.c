/* The merged cases as rows, for rules `from: case`. */
#include <stdlib.h>

#include "casefile/casefile.h"
#include "table/table.h"

struct case_rows {
	struct rowset rowset; /* first */
	const struct plan *plan;
	const struct cases *cases;
	struct arena arena;
};

static struct value text_value(struct span text)
{
	return (struct value){text.size ? CELL_VALUE : CELL_NULL, 0, text};
}

static struct value number_value(int64_t number, bool known)
{
	return (struct value){known ? CELL_VALUE : CELL_NULL, number, {0}};
}

static struct value code_value(const struct case_rows *rows, struct span text)
{
	return number_value(text.size ? symbols_add(rows->plan->symbols, text) : 0, text.size > 0);
}

static struct value person_value(const struct case_rows *rows, const struct case_file *file)
{
	struct value value;
	if (!span_equal(file->kind, SPAN("person")) || !value_parse(TYPE_ID, file->key, rows->plan->symbols, &value))
		return (struct value){.cell = CELL_NULL};
	return value;
}

static bool has_rule(const struct case_file *file, const struct rule *rule)
{
	for (uint32_t part = 0; part < file->part_count; part++)
		if (file->part[part].rule->rule == rule)
			return true;
	return false;
}

/* A month that came back whole was claimed, and is not overdrawn: only months with something due count. */
static struct value months_value(const struct case_file *file, uint32_t column)
{
	int64_t count = 0, first = 0, last = 0;
	for (uint32_t at = 0; at < file->month_count; at++) {
		if (!file->month[at].due)
			continue;
		first = count++ ? first : file->month[at].month;
		last = file->month[at].month;
	}
	if (column == CASE_MONTHS)
		return number_value(count, true);
	return number_value(column == CASE_FIRST_MONTH ? first : last, count > 0);
}

static struct value case_value(const struct case_rows *rows, const struct case_file *file, uint32_t column)
{
	switch (column) {
	case CASE_NUMBER:
		return text_value(span_of(file->number));
	case CASE_KIND:
		return text_value(file->kind);
	case CASE_KEY:
		return text_value(file->key);
	case CASE_PERSON:
		return person_value(rows, file);
	case CASE_FUND:
		return code_value(rows, file->fund);
	case CASE_COUNTY:
		return code_value(rows, file->county);
	case CASE_CLASS:
		return text_value(span_of(rule_class_names[file->class]));
	case CASE_ACTION:
		return text_value(file->action);
	case CASE_CLAIMED:
		return number_value(file->due, true);
	case CASE_MONTHS:
	case CASE_FIRST_MONTH:
	case CASE_LAST_MONTH:
		return months_value(file, column);
	default:
		return number_value(has_rule(file, rows->plan->case_hit[column - CASE_COLUMNS]), true);
	}
}

static const struct column *case_read(struct rowset *set, uint32_t column, const uint32_t *row, uint32_t count)
{
	struct case_rows *rows = (struct case_rows *)set;
	struct column *out = column_new(&rows->arena, rows->plan->case_column[column].type, set->row_count, false);
	for (uint32_t at = 0; at < count; at++)
		column_set(out, row[at], case_value(rows, &rows->cases->file[row[at]], column));
	return out;
}

static struct place case_place(const struct rowset *set, uint32_t row)
{
	return ((const struct case_rows *)set)->cases->file[row].part[0].group->place;
}

struct memory_table *cases_table(const struct plan *plan, const struct cases *cases)
{
	struct case_rows rows = {.rowset = {.row_count = cases->case_count, .read = case_read, .place = case_place}, .plan = plan, .cases = cases};
	struct memory_table *table = memory_table_new(plan->case_column, plan->case_column_count, plan->symbols, 1);
	uint32_t *number = mem_alloc((cases->case_count + plan->case_column_count + 1) * sizeof *number);
	for (uint32_t at = 0; at < cases->case_count + plan->case_column_count; at++)
		number[at] = at;
	memory_table_add(table, 0, &rows.rowset, number, number, cases->case_count, NULL);
	memory_table_finish(table);
	arena_free(&rows.arena);
	free(number);
	return table;
}
