/* Relatives of people killed at work: those who lost the condition, and those who never met it. */
#include "custody.h"
#include "gen_calendar.h"
#include "record.h"

struct relation { const char *key, *label; };
static const struct relation spouse = {"spouse", "配偶"}, child = {"child", "子女"}, parent = {"parent", "父母"},
	sibling = {"sibling", "兄弟姐妹"};

#define WAGE 500000 /* fen a month */

/* Somebody who draws from a month on; the register has the shares the regulation gives. */
static uint32_t survivor_add(struct planter *p, const struct relation *relation, enum sex sex, int birth, int from)
{
	struct world *w = p->w;
	uint32_t dead = planter_born(p, SEX_MALE, from - 12 * 45), person = planter_born(p, sex, birth);
	uint32_t at = planter_benefit(p, person, FUND_SURVIVOR, from, w->last_month);
	struct record *r = record_add(w, TABLE_SURVIVOR, person);
	record_day(r, SUR_BIRTH, w->persons[person].birth);
	record_text(r, SUR_SEX, sex == SEX_MALE ? "1" : "2");
	record_text(r, SUR_DECEASED, text_kept(w, w->persons[dead].id));
	record_code(r, SUR_RELATION, relation->key, relation->label);
	record_number(r, SUR_DISABLED, 0);
	record_number(r, SUR_ALONE, 0);
	record_day(r, SUR_GRANTED_ON, day_in_month(from, 31));
	record_money(r, SUR_GRANTED, relation == &spouse ? WAGE * 2 / 5 : WAGE * 3 / 10);
	record_money(r, SUR_WAGE, WAGE);
	return at;
}

static struct record *last_record(struct planter *p)
{
	return &p->w->records.at[p->w->records.count - 1];
}

enum event { EVENT_ADULT, EVENT_DISABLED, EVENT_JOB, EVENT_WEDDING, EVENT_ADOPTED, EVENT_ARMY, EVENT_PRISON };
enum flaw { FLAW_NONE, FLAW_BIRTH, FLAW_DATE, FLAW_UNTIL, FLAW_ORDER, FLAW_REVERSED, FLAW_BACK_PAID, FLAW_SEX };

/* over: months paid beyond the one of the event; until: months the army or prison lasts. */
struct lost_story {
	int weight;
	enum event event;
	const struct relation *relation;
	int over, until;
	enum flaw flaw;
	enum name_spelling name;
	const char *expect, *why;
};

#define TO_END 99

static const struct lost_story losts[] = {
	{2, EVENT_ADULT, &child, TO_END, OPEN, FLAW_NONE, NAME_SAME, "claim", "a child turned 18, still paid"},
	{1, EVENT_ADULT, &sibling, 1, OPEN, FLAW_NONE, NAME_BLANK, "claim", "a sibling turned 18, stopped a month late"},
	{1, EVENT_JOB, &spouse, TO_END, OPEN, FLAW_NONE, NAME_SAME, "claim", "the spouse found work"},
	{1, EVENT_WEDDING, &spouse, TO_END, OPEN, FLAW_NONE, NAME_SAME, "claim", "the spouse married again"},
	{1, EVENT_ADOPTED, &child, 5, OPEN, FLAW_NONE, NAME_SAME, "claim", "a child was adopted by others"},
	{1, EVENT_ARMY, &child, 4, 3, FLAW_NONE, NAME_SAME, "claim", "in the army for three months, at seventeen"},
	{1, EVENT_PRISON, &spouse, TO_END, 5, FLAW_NONE, NAME_SAME, "claim", "in prison for five months, drawn again after it"},

	{1, EVENT_JOB, &spouse, TO_END, OPEN, FLAW_NONE, NAME_OTHER, "undecided:name-differs", "found work, the record names someone else"},
	{1, EVENT_ADULT, &child, TO_END, OPEN, FLAW_BIRTH, NAME_SAME, "undecided:birth-differs",
		"turned 18 by the record, which has another birth than the number"},
	{1, EVENT_ARMY, &child, 4, OPEN, FLAW_UNTIL, NAME_SAME, "undecided:release-unreadable",
		"in the army, day of return is no date"},
	{1, EVENT_ARMY, &child, 4, OPEN, FLAW_ORDER, NAME_SAME, "undecided:dates-disorder", "back from the army before joining it"},
	{1, EVENT_JOB, &spouse, TO_END, OPEN, FLAW_DATE, NAME_SAME, "undecided:missing:employed_on", "found work on a day that is no date"},

	{1, EVENT_ADULT, &child, 0, OPEN, FLAW_NONE, NAME_SAME, "none", "paid for the month of the eighteenth birthday, then stopped"},
	{1, EVENT_DISABLED, &child, TO_END, OPEN, FLAW_NONE, NAME_SAME, "none", "turned 18, unable to work"},
	{1, EVENT_WEDDING, &parent, TO_END, OPEN, FLAW_NONE, NAME_SAME, "none", "a parent married again: only a spouse loses by it"},
	{1, EVENT_JOB, &spouse, 2, OPEN, FLAW_REVERSED, NAME_SAME, "none", "found work, the months after were reversed"},
	{1, EVENT_JOB, &spouse, 0, OPEN, FLAW_BACK_PAID, NAME_SAME, "none", "found work, the month of it was paid later"},
};

static void tell_event(struct planter *p, const struct lost_story *s, struct record *r, int month)
{
	static const int columns[] = {[EVENT_JOB] = SUR_EMPLOYED, [EVENT_WEDDING] = SUR_REMARRIED, [EVENT_ADOPTED] = SUR_ADOPTED};
	uint32_t person = r->person;
	int day = day_in_month(month, 15);
	r->name = (uint8_t)s->name;
	if (s->event == EVENT_DISABLED)
		record_number(r, SUR_DISABLED, 1);
	if (s->event >= EVENT_JOB && s->event <= EVENT_ADOPTED)
		record_day(r, columns[s->event], day);
	if (s->flaw == FLAW_DATE)
		record_text(r, SUR_EMPLOYED, "2025-13-01");
	if (s->flaw == FLAW_BIRTH)
		record_day(r, SUR_BIRTH, p->w->persons[person].birth - 40);
	if (s->event == EVENT_PRISON)
		custody_add(p, person, &(struct term){PRISON, 0, s->until}, month);
	if (s->event != EVENT_ARMY)
		return;
	struct record *d = record_add(p->w, TABLE_DEPARTURE, person);
	record_code(d, DEP_KIND, "army", "应征服兵役");
	record_day(d, DEP_FROM, day);
	if (s->flaw == FLAW_UNTIL)
		record_text(d, DEP_UNTIL, "2026-02-30");
	else if (s->flaw == FLAW_ORDER || s->until != OPEN)
		record_day(d, DEP_UNTIL, s->flaw == FLAW_ORDER ? day - 50 : day_in_month(month + s->until, 20));
}

static void pay(struct planter *p, const struct lost_story *s, uint32_t at, int month)
{
	if (s->over != TO_END)
		benefit_stop(p->w, at, month + s->over);
	for (int m = month + 1; s->flaw == FLAW_REVERSED && m <= month + s->over; m++)
		extra_month(p->w, at, m, m + 2, -1, STATE_PAID);
	if (s->flaw == FLAW_BACK_PAID) {
		p->w->benefits[at].to = month - 1;
		extra_month(p->w, at, month, month + 3, 1, STATE_PAID);
	}
}

static void tell_lost(struct planter *p, const struct lost_story *s)
{
	struct world *w = p->w;
	int month = planter_month(p, 2, 8), from = w->first_month - 14;
	int age = s->event == EVENT_ADULT || s->event == EVENT_DISABLED ? 18 * 12 : s->event == EVENT_ARMY ? 17 * 12 + 5 : 10 * 12;
	bool old = s->relation == &spouse || s->relation == &parent;
	uint32_t at = survivor_add(p, s->relation, SEX_FEMALE, old ? from - 12 * 56 : month - age, from);
	tell_event(p, s, last_record(p), month);
	pay(p, s, at, month);
	int last = s->until == OPEN ? w->last_month : month + s->until;
	plant_expect(p, RULE_SURVIVOR_LOST, at, s->expect, months_between(w, month + 1, last), s->why);
	if (s->event == EVENT_PRISON)
		plant_undecided(p, RULE_CUSTODY, at, "undecided:fund-disputed", s->why);
}

/* age: months of age when it was granted; lawful: years from which months are lawful, 99 = none is. */
struct never_story {
	int weight;
	const struct relation *relation;
	enum sex sex;
	int age, lawful;
	bool disabled;
	enum flaw flaw;
	enum name_spelling name;
	const char *expect, *why;
};

static const struct never_story nevers[] = {
	{2, &spouse, SEX_FEMALE, 50 * 12, 55, false, FLAW_NONE, NAME_SAME, "claim", "a widow of fifty, able to work"},
	{1, &spouse, SEX_FEMALE, 55 * 12 - 4, 55, false, FLAW_NONE, NAME_BLANK, "claim", "a widow four months short of 55: four months"},
	{1, &parent, SEX_MALE, 60 * 12 - 1, 60, false, FLAW_NONE, NAME_SAME, "claim", "a father a month short of sixty: one month"},
	{1, &child, SEX_MALE, 19 * 12, 99, false, FLAW_NONE, NAME_SAME, "claim", "a child of nineteen: every month"},

	{1, &spouse, SEX_FEMALE, 50 * 12, 55, false, FLAW_NONE, NAME_OTHER, "undecided:name-differs", "under age, the record names someone else"},
	{1, &spouse, SEX_FEMALE, 50 * 12, 55, false, FLAW_BIRTH, NAME_SAME, "undecided:birth-differs", "under age, another birth than the number"},
	{1, &spouse, SEX_FEMALE, 53 * 12, 55, false, FLAW_SEX, NAME_SAME, "undecided:sex-differs", "under age, another sex than the number"},
	{1, &spouse, SEX_FEMALE, 50 * 12, 55, false, FLAW_DATE, NAME_SAME, "undecided:missing:granted_on", "day of the grant is no date"},

	{1, &spouse, SEX_FEMALE, 55 * 12, 55, false, FLAW_NONE, NAME_SAME, "none", "a widow granted in the month she turned 55"},
	{1, &parent, SEX_MALE, 60 * 12, 60, false, FLAW_NONE, NAME_SAME, "none", "a father granted in the month he turned sixty"},
	{1, &spouse, SEX_FEMALE, 40 * 12, 55, true, FLAW_NONE, NAME_SAME, "none", "a widow of forty, unable to work"},
	{1, &child, SEX_FEMALE, 9 * 12, 99, false, FLAW_NONE, NAME_SAME, "none", "a child of nine"},
};

static void tell_never(struct planter *p, const struct never_story *s)
{
	struct world *w = p->w;
	int month = planter_month(p, 2, 8), birth = month - s->age;
	uint32_t at = survivor_add(p, s->relation, s->sex, birth, month);
	struct record *r = last_record(p);
	r->name = (uint8_t)s->name;
	record_number(r, SUR_DISABLED, s->disabled);
	if (s->flaw == FLAW_BIRTH)
		record_day(r, SUR_BIRTH, w->persons[r->person].birth + 33);
	if (s->flaw == FLAW_SEX)
		record_text(r, SUR_SEX, s->sex == SEX_MALE ? "2" : "1");
	if (s->flaw == FLAW_DATE)
		record_text(r, SUR_GRANTED_ON, "2026-04-31");
	plant_expect(p, RULE_SURVIVOR_NEVER, at, s->expect, months_between(w, month, birth + 12 * s->lawful - 1), s->why);
	if (s->relation == &child && s->age > 18 * 12)
		plant_claim(p, RULE_SURVIVOR_LOST, at, months_between(w, month, w->last_month), s->why);
}

/* Ordinary survivors. */
struct plain_story { int weight; const struct relation *relation; int age; };
static const struct plain_story plains[] = {{4, &spouse, 58}, {4, &child, 9}, {3, &parent, 66}};

static void tell_plain(struct planter *p, const struct plain_story *s)
{
	int from = p->w->last_month - rng_between(&p->r, 3, 40);
	survivor_add(p, s->relation, SEX_FEMALE, from - 12 * s->age - rng_between(&p->r, 0, 24), from);
}

void plant_survivors(struct planter *p)
{
	TELL_ALL(p, losts, tell_lost);
	TELL_ALL(p, nevers, tell_never);
	TELL_ALL(p, plains, tell_plain);
}
