/* Employers as the market regulator knows them, and those registered for social insurance. */
#include "names.h"
#include "places.h"
#include "write.h"

#include <stdio.h>

static void put_name(struct sheet *s, int column, const struct employer *e)
{
	char *out = sheet_room(s, 128);
	cell_text(s, column, out, employer_name(out, 128, e->name));
}

static void employer_row(struct sheet *s, const struct employer *e)
{
	static const char *const states[3][3] = {{"1", "2", "3"}, {"存续", "注销", "吊销"}, {"在业", "closed", "revoked"}};
	cell_safe(s, EMP_USCC, e->uscc, 18);
	put_name(s, EMP_NAME, e);
	if (e->founded)
		cell_day(s, EMP_FOUNDED, e->founded);
	cell_number(s, EMP_STAFF, e->staff);
	cell_string(s, EMP_STATE, states[s->dialect.state][e->state]);
	cell_string(s, EMP_COUNTY, place_cell(s->world, e->agency, s->dialect.county));
	sheet_row(s);
}

static void enrolment_row(struct sheet *s, const struct employer *e, unsigned number)
{
	static const char *const states[3][4] = {
		{"", "1", "2", "3"}, {"", "正常参保", "暂停参保", "终止参保"}, {"", "normal", "paused", "ended"}};
	char *unit = sheet_room(s, 16);
	cell_safe(s, ENR_USCC, e->uscc, 18);
	cell_safe(s, ENR_UNIT, unit, (size_t)snprintf(unit, 16, "3607%08u", number));
	put_name(s, ENR_NAME, e);
	cell_day(s, ENR_ON, e->founded + 12);
	cell_string(s, ENR_STATE, states[s->dialect.state][e->enrolled]);
	cell_string(s, ENR_COUNTY, place_cell(s->world, e->agency, s->dialect.county));
	sheet_row(s);
}

void write_employers(struct world *w)
{
	struct sheet s;
	const char *name = w->opt.plain ? "employer" : "employer-sj";
	sheet_open(&s, w, TABLE_EMPLOYER, dialect_of_table(w, TABLE_EMPLOYER, 0), name, name);
	for (size_t i = 0; i < w->employers.count; i++)
		employer_row(&s, &w->employers.at[i]);
	sheet_close(&s);
	sheet_open(&s, w, TABLE_ENROLMENT, dialect_of_table(w, TABLE_ENROLMENT, 0), "enrolment", "enrolment");
	for (size_t i = 0; i < w->employers.count; i++)
		if (w->employers.at[i].enrolled)
			enrolment_row(&s, &w->employers.at[i], (unsigned)i);
	sheet_close(&s);
}
