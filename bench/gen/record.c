#include "record.h"

struct record *record_add(struct world *w, enum table table, uint32_t person)
{
	struct record *r = list_add(&w->records);
	r->person = person;
	r->table = (uint8_t)table;
	r->agency = w->persons[person].agency;
	return r;
}

/* A cell given twice is the one given last. */
static struct field *cell_of(struct record *r, int column, enum field_type type)
{
	struct field *f = r->fields;
	while (f < r->fields + r->count && f->column != column)
		f++;
	if (f == r->fields + RECORD_FIELDS)
		die("a record has too many cells");
	if (f == r->fields + r->count)
		r->count++;
	*f = (struct field){.column = (uint8_t)column, .type = (uint8_t)type};
	return f;
}

void record_text(struct record *r, int column, const char *text)
{
	cell_of(r, column, FIELD_TEXT)->text = text;
}

void record_code(struct record *r, int column, const char *key, const char *label)
{
	struct field *f = cell_of(r, column, FIELD_TEXT);
	f->text = key;
	f->label = label;
}

void record_day(struct record *r, int column, int day)
{
	cell_of(r, column, FIELD_DAY)->value = day;
}

void record_month(struct record *r, int column, int month)
{
	cell_of(r, column, FIELD_MONTH)->value = month;
}

void record_number(struct record *r, int column, int64_t value)
{
	cell_of(r, column, FIELD_NUMBER)->value = value;
}

void record_money(struct record *r, int column, int64_t fen)
{
	cell_of(r, column, FIELD_MONEY)->value = fen;
}

int64_t record_value(const struct record *r, int column)
{
	for (int i = 0; i < r->count; i++)
		if (r->fields[i].column == column)
			return r->fields[i].value;
	return 0;
}

struct record *injury_add(struct world *w, uint32_t person, int grade, int64_t allowance)
{
	struct record *r = record_add(w, TABLE_INJURY, person);
	record_day(r, INJ_ON, w->persons[person].birth + 36 * 365 + 17);
	record_number(r, INJ_GRADE, grade);
	record_code(r, INJ_CARE, "3", "部分不能自理");
	record_money(r, INJ_ALLOWANCE, allowance);
	record_number(r, INJ_MISSING, 0);
	return r;
}
