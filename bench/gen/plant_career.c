/* Careers that cannot be: at work as a child, and years paid at once just before retirement. */
#include "gen_calendar.h"
#include "plant.h"
#include "record.h"

#include <stdio.h>

/* started: years of age and days, when work began. */
struct child_story {
	int weight, years, days;
	bool unreadable, other_birth;
	const char *expect, *why;
};

static const struct child_story children[] = {
	{2, 12, 0, false, false, "subject", "at work on the twelfth birthday"},
	{1, 16, -1, false, false, "subject", "at work the day before the sixteenth birthday"},
	{1, 8, 0, false, false, "subject", "at work at eight"},
	{1, 16, -1, false, true, "undecided:birth-differs", "at work before sixteen by a birth that is not the number's"},
	{1, 16, 0, true, false, "undecided:missing:started_on", "the beginning of work is no date"},
	{1, 16, 0, false, false, "none", "at work on the sixteenth birthday"},
	{1, 16, 1, false, false, "none", "at work the day after the sixteenth birthday"},
};

/* The approval says someone older by some days: nobody becomes too young for the pension. */
#define OLDER 40

static void tell_child(struct planter *p, const struct child_story *s)
{
	uint32_t at = planter_newcomer(p, FUND_EMPLOYEE, ANY);
	struct benefit *b = &p->w->benefits[at];
	int birth = p->w->persons[b->person].birth - (s->other_birth ? OLDER : 0);
	struct civil c = civil_of(birth);
	b->approved_birth = s->other_birth ? birth : 0;
	b->started = day_in_month((c.year + s->years) * 12 + c.month - 1, c.day) + s->days;
	b->started_raw = s->unreadable ? "八一年" : NULL;
	if (s->expect[0] == 's')
		plant_subject(p, RULE_CHILD, at, s->why);
	else if (s->expect[0] == 'u')
		plant_undecided(p, RULE_CHILD, at, s->expect, s->why);
	else
		plant_none(p, RULE_CHILD, at, s->why);
}

/* before: months from the payment to the first month of the pension; months paid at once, halves: in two payments. */
struct bulk_story {
	int weight, before, months, people;
	bool halves;
	enum name_spelling name;
	const char *expect, *why;
};

static const struct bulk_story bulks[] = {
	{2, 3, 60, 1, false, NAME_SAME, "subject", "five years paid at once, three months before the pension"},
	{1, 0, 36, 1, false, NAME_SAME, "subject", "three years paid at once in the first month of the pension"},
	{1, 24, 36, 1, false, NAME_SAME, "subject", "three years paid at once, exactly two years before the pension"},
	{1, 6, 40, 3, false, NAME_SAME, "subject", "three people of one employer, years paid at once"},
	{1, 3, 48, 1, false, NAME_OTHER, "undecided:name-differs", "years paid at once under another name"},
	{1, 3, 35, 1, false, NAME_SAME, "none", "a month less than three years paid at once"},
	{1, 25, 48, 1, false, NAME_SAME, "none", "years paid at once, more than two years before the pension"},
	{1, -1, 48, 1, false, NAME_SAME, "none", "years paid at once, after the pension began"},
	{1, 3, 48, 1, true, NAME_SAME, "none", "four years, paid in two halves"},
};

static void pay(struct planter *p, uint32_t at, int for_month, int paid_month, const char *unit, enum name_spelling name)
{
	struct record *r = record_add(p->w, TABLE_CONTRIBUTION, p->w->benefits[at].person);
	r->name = (uint8_t)name;
	record_code(r, CON_FUND, "110", "企业职工基本养老保险");
	record_text(r, CON_UNIT, unit);
	record_month(r, CON_FOR, for_month);
	record_month(r, CON_MONTH, paid_month);
	record_money(r, CON_BASE, 400000);
	record_money(r, CON_AMOUNT, 96000);
	record_text(r, CON_KIND, "补缴");
}

static void tell_bulk(struct planter *p, const struct bulk_story *s, unsigned serial)
{
	char *unit = text_room(p->w, 16);
	snprintf(unit, 16, "3607%08u", 90000000 + serial);
	for (int person = 0; person < s->people; person++) {
		uint32_t at = planter_newcomer(p, FUND_EMPLOYEE, ANY);
		int paid = p->w->benefits[at].from - s->before;
		for (int i = 0; i < s->months; i++) /* for months long before both payments */
			pay(p, at, paid - 100 - i, s->halves && i % 2 ? paid - 1 : paid, unit, s->name);
		if (s->expect[0] == 's')
			plant_subject(p, RULE_BULK, at, s->why);
		else if (s->expect[0] == 'u')
			plant_undecided(p, RULE_BULK, at, s->expect, s->why);
		else
			plant_none(p, RULE_BULK, at, s->why);
	}
}

void plant_careers(struct planter *p)
{
	unsigned serial = 0;
	for (unsigned i = 0; i < sizeof children / sizeof children[0]; i++)
		for (int n = planter_quota(p, children[i].weight); n > 0; n--)
			tell_child(p, &children[i]);
	for (unsigned i = 0; i < sizeof bulks / sizeof bulks[0]; i++)
		for (int n = planter_quota(p, bulks[i].weight); n > 0; n--)
			tell_bulk(p, &bulks[i], serial++);
}
