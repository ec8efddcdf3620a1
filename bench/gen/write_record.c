/*
 * Work injuries, survivors, unemployment, departures and approvals of retirement: the records, and for whoever draws a
 * pension without one the approval that fits it.
 */
#include "ages.h"
#include "names.h"
#include "places.h"
#include "record.h"
#include "rng.h"
#include "write.h"

#include <stdio.h>

/* Where a table has the county of the row; -1 where it has none. */
static int county_column(enum table table)
{
	switch (table) {
	case TABLE_INJURY: return INJ_COUNTY;
	case TABLE_SURVIVOR: return SUR_COUNTY;
	case TABLE_UNEMPLOYMENT: return UNE_COUNTY;
	case TABLE_RETIREMENT: return RET_COUNTY;
	case TABLE_CONTRIBUTION: return CON_COUNTY;
	default: return -1;
	}
}

static void put_field(struct sheet *s, const struct field *f)
{
	switch (f->type) {
	case FIELD_TEXT: cell_string(s, f->column, f->label && s->dialect.state == 1 ? f->label : f->text); break;
	case FIELD_NUMBER: cell_number(s, f->column, f->value); break;
	case FIELD_MONEY: cell_money(s, f->column, f->value); break;
	case FIELD_DAY:
		if (f->value)
			cell_day(s, f->column, (int)f->value);
		break;
	case FIELD_MONTH:
		if (f->value)
			cell_month(s, f->column, (int)f->value);
		break;
	}
}

static void put_record(struct sheet *s, const struct record *r, uint64_t h)
{
	const struct person *p = &s->world->persons[r->person];
	int county = county_column((enum table)r->table);
	cell_id(s, 0, p->id, ID_PLAIN);
	cell_name(s, 1, p, (enum name_spelling)r->name, h);
	if (county >= 0)
		cell_string(s, county, place_cell(s->world, r->agency, s->dialect.county));
	for (int i = 0; i < r->count; i++)
		put_field(s, &r->fields[i]);
	sheet_row(s);
}

void write_records_into(struct sheet *s, enum table table)
{
	const struct world *w = s->world;
	for (size_t i = 0; i < w->records.count; i++)
		if (w->records.at[i].table == table)
			put_record(s, &w->records.at[i], hash_of(w->opt.seed ^ 0x4ec, i, 1));
}

static const char *kind_of(const struct benefit *b, int birth, bool label)
{
	if (b->fund == FUND_RESIDENT || b->from >= lawful_month(birth, (enum age_group)b->group))
		return label ? "正常退休" : "normal";
	return label ? "弹性提前退休" : "elastic";
}

static void put_work(struct sheet *s, const struct benefit *b, int birth, uint64_t h)
{
	static const char *const groups[2][3] = {{"men60", "women55", "women50"}, {"男职工", "女干部", "女工人"}};
	char *unit = sheet_room(s, 16);
	cell_string(s, RET_GROUP, groups[s->dialect.state == 1][b->group]);
	cell_day(s, RET_STARTED, day_in_month(birth + 12 * 17 + (int)(h >> 8 & 0xffff) % 72, (int)(h >> 16 & 0xffff) % 28 + 1));
	if (b->started)
		cell_day(s, RET_STARTED, b->started);
	if (b->started_raw)
		cell_string(s, RET_STARTED, b->started_raw);
	cell_number(s, RET_MONTHS, 260 + (int)(h >> 24 & 0xffff) % 180);
	cell_safe(s, RET_UNIT, unit, (size_t)snprintf(unit, 16, "3607%08u", (unsigned)(h >> 32) % 500));
}

static void put_approval(struct sheet *s, const struct benefit *b, uint64_t h)
{
	const struct person *p = &s->world->persons[b->person];
	int birth = month_of_day(p->birth);
	cell_id(s, RET_ID, p->id, p->planted ? ID_PLAIN : spell_id_as(s, h));
	cell_name(s, RET_NAME, p, b->other_name ? NAME_OTHER : NAME_SAME, h >> 8);
	cell_safe(s, RET_SEX, p->sex == SEX_MALE ? "1" : "2", 1);
	cell_day(s, RET_BIRTH, b->approved_birth ? b->approved_birth : p->birth);
	cell_string(s, RET_FUND, fund_cell(b->fund, s->dialect.fund));
	cell_string(s, RET_KIND, kind_of(b, birth, s->dialect.state == 1));
	cell_day(s, RET_ON, day_in_month(b->from - 1, (int)(h >> 40 & 0xffff) % 28 + 1));
	if (b->fund == FUND_RESIDENT)
		cell_number(s, RET_MONTHS, months_required(birth) + (int)(h >> 24 & 0xffff) % 24);
	else
		put_work(s, b, birth, h);
	cell_string(s, RET_OPERATOR, clerk_name(b->agency, (unsigned)(h >> 50) % 5));
	cell_string(s, RET_COUNTY, place_cell(s->world, b->agency, s->dialect.county));
	sheet_row(s);
}

/* Approvals of long ago are not all in the system. */
static void write_approvals(struct sheet *s)
{
	const struct world *w = s->world;
	for (uint32_t i = 0; i < w->benefit_count; i++) {
		const struct benefit *b = &w->benefits[i];
		uint64_t h = hash_of(w->opt.seed ^ 0x4e7, i, 1);
		if (b->fund <= FUND_RESIDENT && !b->approved && (b->from >= 2012 * 12 || h % 5 || b->started))
			put_approval(s, b, h >> 4);
	}
}

void write_records(struct world *w)
{
	static const uint8_t written[] = {TABLE_INJURY, TABLE_SURVIVOR, TABLE_UNEMPLOYMENT, TABLE_RETIREMENT, TABLE_DEPARTURE};
	for (size_t i = 0; i < sizeof written; i++) {
		struct sheet s;
		enum table table = (enum table)written[i];
		sheet_open(&s, w, table, dialect_of_table(w, table, 0), tables[table].name, tables[table].name);
		write_records_into(&s, table);
		if (table == TABLE_RETIREMENT)
			write_approvals(&s);
		sheet_close(&s);
	}
}
