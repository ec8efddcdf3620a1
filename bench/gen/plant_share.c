/* Shares of survivors as they were granted, and injury allowances that the employer owes. Only what was granted is wrong here. */
#include "gen_calendar.h"
#include "people.h"
#include "plant.h"
#include "record.h"

#include <string.h>

#define WAGE 500000 /* fen a month */

struct relation { const char *key, *label; int percent; };
static const struct relation spouse = {"spouse", "配偶", 40}, child = {"child", "子女", 30}, parent = {"parent", "父母", 30};

/* Somebody born so many years before the as-of date, who draws nothing. */
static uint32_t born(struct planter *p, enum sex sex, int years, int agency)
{
	return people_add_born(p->w, &p->r, agency, sex, p->w->last_month - 12 * years);
}

/* The number of somebody who died at work; kept, as people move when more are added. */
static const char *dead_worker(struct planter *p, int agency)
{
	uint32_t person = born(p, SEX_MALE, 58, agency);
	p->w->persons[person].check_last = 0;
	return memcpy(text_room(p->w, 19), p->w->persons[person].id, 19);
}

/* over: fen above the lawful share. */
static uint32_t grant(struct planter *p, const struct relation *r, const char *dead, int agency, bool alone, int over)
{
	struct world *w = p->w;
	uint32_t person = born(p, SEX_FEMALE, r == &spouse ? 57 : r == &child ? 12 : 80, agency);
	struct record *record = record_add(w, TABLE_SURVIVOR, person);
	record_day(record, SUR_BIRTH, w->persons[person].birth);
	record_text(record, SUR_SEX, "2");
	record_text(record, SUR_DECEASED, dead);
	record_code(record, SUR_RELATION, r->key, r->label);
	record_number(record, SUR_DISABLED, 0);
	record_number(record, SUR_ALONE, alone);
	record_day(record, SUR_GRANTED_ON, p->w->opt.as_of - 500);
	record_money(record, SUR_GRANTED, WAGE / 100 * (r->percent + (alone ? 10 : 0)) + over);
	record_money(record, SUR_WAGE, WAGE);
	return person;
}

static void note(struct planter *p, enum rule rule, const char *id, int agency, bool hit, const char *why)
{
	struct subject_plant *s = plant_other(p->w, rule, hit ? KIND_WRONG : KIND_LOOKALIKE, id, hit ? "subject" : "none", why);
	s->agency = agency;
	s->fund = FUND_SURVIVOR;
}

struct share_story { int weight; const struct relation *relation; bool alone; int over; const char *why; };

static const struct share_story share_stories[] = {
	{2, &spouse, false, 50000, "a spouse was granted half the wage"},
	{1, &spouse, false, 1, "a spouse was granted one fen above forty in a hundred"},
	{1, &child, false, 1, "a child was granted one fen above thirty in a hundred"},
	{1, &parent, true, 1, "a parent left alone was granted one fen above forty in a hundred"},
	{1, &child, false, 50000, "a child was granted ten in a hundred more, but is no orphan"},
	{1, &spouse, false, 0, "a spouse was granted exactly forty in a hundred"},
	{1, &child, true, 0, "an orphan was granted exactly forty in a hundred"},
	{1, &parent, false, 0, "a parent was granted exactly thirty in a hundred"},
};

static void tell_share(struct planter *p, const struct share_story *s)
{
	int agency = rng_between(&p->r, 0, p->w->agency_count - 1);
	const char *dead = dead_worker(p, agency);
	uint32_t person = grant(p, s->relation, dead, agency, s->alone, s->over);
	note(p, RULE_SHARE, p->w->persons[person].id, agency, s->over > 0, s->why);
}

/* Spouse and children of one worker; split: the last child is registered in another county. */
struct shares_story { int weight, children, last_over; bool split, hit; const char *why; };

static const struct shares_story shares_stories[] = {
	{2, 3, 0, false, true, "spouse and three children: lawful shares, together above the wage"},
	{1, 2, -1, false, false, "spouse and two children, together one fen below the wage"},
	{1, 2, 0, false, false, "spouse and two children, together exactly the wage"},
	{1, 3, 0, true, false, "spouse and three children, one of them in another county"},
};

static void tell_shares(struct planter *p, const struct shares_story *s)
{
	int agency = rng_between(&p->r, 0, p->w->agency_count - 2);
	const char *dead = dead_worker(p, agency);
	grant(p, &spouse, dead, agency, false, 0);
	for (int i = 0; i < s->children; i++) {
		bool last = i == s->children - 1;
		grant(p, &child, dead, last && s->split ? p->w->agency_count - 1 : agency, false, last ? s->last_over : 0);
	}
	note(p, RULE_SHARES, dead, agency, s->hit, s->why);
}

/* One fen above the wage, each share lawful: the last relative was granted a fen. */
static void tell_fen(struct planter *p)
{
	int agency = rng_between(&p->r, 0, p->w->agency_count - 2);
	const char *dead = dead_worker(p, agency);
	grant(p, &spouse, dead, agency, false, 0);
	grant(p, &child, dead, agency, false, 0);
	grant(p, &child, dead, agency, false, 0);
	grant(p, &parent, dead, agency, false, 1 - WAGE / 100 * 30);
	note(p, RULE_SHARES, dead, agency, true, "four relatives, together one fen above the wage");
}

enum twist { TWIST_NONE, TWIST_SECOND, TWIST_UNREADABLE, TWIST_NAME };

struct owed_story { int weight, grade, second; enum twist twist; const char *expect, *why; };

static const struct owed_story oweds[] = {
	{2, 5, 0, TWIST_NONE, "subject", "allowance of grade five paid by the fund"},
	{1, 6, 0, TWIST_NONE, "subject", "allowance of grade six paid by the fund"},
	{1, 6, 8, TWIST_SECOND, "subject", "two injuries, the graver of grade six"},
	{1, 6, 0, TWIST_UNREADABLE, "undecided:grade-unreadable", "grade six, and an injury whose grade is no number"},
	{1, 5, 0, TWIST_NAME, "undecided:name-differs", "grade five, the injury is registered under another name"},
	{1, 4, 0, TWIST_NONE, "none", "grade four: the fund pays"},
	{1, 7, 0, TWIST_NONE, "none", "grade seven: not this rule's"},
	{1, 5, 3, TWIST_SECOND, "none", "two injuries, the graver of grade three"},
};

static void injury(struct planter *p, uint32_t at, int grade, const char *raw, enum name_spelling name)
{
	const struct benefit *b = &p->w->benefits[at];
	struct record *r = record_add(p->w, TABLE_INJURY, b->person);
	r->name = (uint8_t)name;
	record_day(r, INJ_ON, day_in_month(b->from - 20, 9));
	if (raw)
		record_text(r, INJ_GRADE, raw);
	else
		record_number(r, INJ_GRADE, grade);
	record_money(r, INJ_ALLOWANCE, b->base[0]);
	record_number(r, INJ_MISSING, 0);
}

static void tell_owed(struct planter *p, const struct owed_story *s)
{
	uint32_t at = planter_newcomer(p, FUND_INJURY, rng_between(&p->r, 0, p->w->agency_count - 2));
	injury(p, at, s->grade, NULL, s->twist == TWIST_NAME ? NAME_OTHER : NAME_SAME);
	if (s->twist == TWIST_SECOND || s->twist == TWIST_UNREADABLE)
		injury(p, at, s->second, s->twist == TWIST_UNREADABLE ? "五级" : NULL, NAME_SAME);
	if (s->expect[0] == 's')
		plant_subject(p, RULE_EMPLOYER_OWES, at, s->why);
	else if (s->expect[0] == 'u')
		plant_undecided(p, RULE_EMPLOYER_OWES, at, s->expect, s->why);
	else
		plant_none(p, RULE_EMPLOYER_OWES, at, s->why);
}

void plant_shares(struct planter *p)
{
	for (unsigned i = 0; i < sizeof share_stories / sizeof share_stories[0]; i++)
		for (int n = planter_quota(p, share_stories[i].weight); n > 0; n--)
			tell_share(p, &share_stories[i]);
	for (unsigned i = 0; i < sizeof shares_stories / sizeof shares_stories[0]; i++)
		for (int n = planter_quota(p, shares_stories[i].weight); n > 0; n--)
			tell_shares(p, &shares_stories[i]);
	for (int n = planter_quota(p, 1); n > 0; n--)
		tell_fen(p);
	for (unsigned i = 0; i < sizeof oweds / sizeof oweds[0]; i++)
		for (int n = planter_quota(p, oweds[i].weight); n > 0; n--)
			tell_owed(p, &oweds[i]);
}
