/* The register of beneficiaries: one number with several names, one person with two numbers, dates that cannot be. */
#include "births.h"
#include "gen_calendar.h"
#include "people.h"
#include "plant.h"

/* Whoever draws an employee pension may have left the resident scheme years before. */
static uint32_t ended_before(struct planter *p, uint32_t first)
{
	struct world *w = p->w;
	const struct benefit *b = &w->benefits[first];
	int agency = b->agency < w->agency_count - 1 ? b->agency : 0;
	uint32_t second = people_add_benefit(w, b->person, agency, FUND_RESIDENT, w->first_month - 30);
	benefit_stop(w, second, w->first_month - 4);
	return second;
}

struct name_story { int weight; enum name_spelling name; bool hit; const char *why; };

static const struct name_story names[] = {
	{2, NAME_OTHER, true, "an ended benefit of another fund has another name"},
	{1, NAME_ALMOST, true, "an ended benefit of another fund has a name with one character changed"},
	{1, NAME_BLANK, false, "the names differ only in blanks or the name dot"},
	{1, NAME_NULL, false, "an ended benefit of another fund has no name"},
};

static void tell_names(struct planter *p, const struct name_story *s)
{
	uint32_t first = planter_newcomer(p, FUND_EMPLOYEE, ANY), second = ended_before(p, first);
	p->w->benefits[second].register_name = (uint8_t)s->name;
	if (s->hit) {
		plant_subject(p, RULE_SEVERAL_NAMES, first, s->why);
		plant_subject(p, RULE_SEVERAL_NAMES, second, s->why);
	} else {
		plant_none(p, RULE_SEVERAL_NAMES, first, s->why);
	}
}

struct twin_story { int weight; bool birth, account, hit; const char *why; };

static const struct twin_story twins[] = {
	{2, true, true, true, "two numbers with one name, birth and account"},
	{1, true, false, false, "same name and birth, accounts of their own"},
	{1, false, true, false, "same name and account, born on another day"},
};

static void tell_twins(struct planter *p, const struct twin_story *s)
{
	struct world *w = p->w;
	uint32_t first = planter_newcomer(p, FUND_RESIDENT, ANY), second = planter_newcomer(p, FUND_RESIDENT, ANY);
	struct benefit *a = &w->benefits[first], *b = &w->benefits[second];
	people_name_like(w, b->person, a->person);
	if (s->birth) {
		people_born_like(w, b->person, a->person);
		b->from = b->first_paid = a->from;
	}
	if (s->account)
		b->account = a->account;
	for (int i = 0; i < 2; i++)
		(s->hit ? plant_subject : plant_none)(p, RULE_TWO_NUMBERS, i ? second : first, s->why);
}

static void tell_short(struct planter *p)
{
	uint32_t first = planter_newcomer(p, FUND_EMPLOYEE, ANY), second = ended_before(p, first);
	p->w->benefits[second].short_id = true;
	p->w->benefits[second].account = p->w->benefits[first].account;
	plant_none(p, RULE_TWO_NUMBERS, first, "one number, once with 15 digits");
}

enum dates {
	DATES_FROM_UNREADABLE, DATES_STOPPED_UNREADABLE, DATES_BORN_TOMORROW, DATES_TOO_OLD, DATES_FROM_BEFORE_BIRTH,
	DATES_STOPPED_BEFORE_FROM, DATES_DEATH_TOMORROW, DATES_DEATH_BEFORE_BIRTH, DATES_NAME, DATES_OLD, DATES_OLD_STOPPED,
	DATES_FROM_BIRTH_MONTH, DATES_STOPPED_AT_ONCE, DATES_DEATH_TODAY, DATES_DEATH_AT_BIRTH
};

struct date_story { enum dates dates; int weight; const char *why; };

static const struct date_story dates[] = {
	{DATES_FROM_UNREADABLE, 2, "beginning of the benefit is no month"},
	{DATES_STOPPED_UNREADABLE, 1, "end of the benefit is no month"},
	{DATES_BORN_TOMORROW, 1, "born the day after the as-of date"},
	{DATES_TOO_OLD, 1, "121 years old and still drawing"},
	{DATES_FROM_BEFORE_BIRTH, 1, "the benefit began in the month before birth"},
	{DATES_STOPPED_BEFORE_FROM, 1, "the benefit ended in the month before it began"},
	{DATES_DEATH_TOMORROW, 1, "died the day after the as-of date"},
	{DATES_DEATH_BEFORE_BIRTH, 1, "died the day before birth"},
	{DATES_NAME, 1, "died the day after the as-of date, the death record has another name"},
	{DATES_OLD, 1, "121 years old tomorrow"},
	{DATES_OLD_STOPPED, 1, "121 years old, stopped"},
	{DATES_FROM_BIRTH_MONTH, 1, "the benefit began in the month of birth"},
	{DATES_STOPPED_AT_ONCE, 1, "the benefit ended in the month it began"},
	{DATES_DEATH_TODAY, 1, "died on the as-of date"},
	{DATES_DEATH_AT_BIRTH, 1, "died on the day of birth"},
};

static void tell_death(struct planter *p, uint32_t at, enum dates how)
{
	struct world *w = p->w;
	uint32_t person = w->benefits[at].person;
	bool before = how == DATES_DEATH_BEFORE_BIRTH, at_birth = how == DATES_DEATH_AT_BIRTH;
	int day = before || at_birth ? w->persons[person].birth - before : w->opt.as_of + (how != DATES_DEATH_TODAY);
	fact_add(&w->deaths, person, day)->name = how == DATES_NAME ? NAME_OTHER : NAME_SAME;
	if (before || at_birth) {
		benefit_stop(w, at, w->first_month - 2);
		w->persons[person].check_last = 0;
		w->benefits[at].no_contributions = true;
	}
}

static void tell_birth(struct planter *p, uint32_t at, enum dates how, int serial)
{
	struct world *w = p->w;
	struct benefit *b = &w->benefits[at];
	struct civil c = civil_of(w->opt.as_of);
	int limit = day_in_month((c.year - 121) * 12 + c.month - 1, c.day);
	people_born_on(w, b->person, how == DATES_OLD ? limit + 1 + serial : how == DATES_TOO_OLD ? limit - serial : limit - 4000 - serial);
	if (how == DATES_OLD_STOPPED)
		benefit_stop(w, at, w->first_month - 2);
}

static void tell_months(struct world *w, uint32_t at, enum dates how)
{
	struct benefit *b = &w->benefits[at];
	int birth = month_of_day(w->persons[b->person].birth);
	if (how == DATES_FROM_UNREADABLE)
		b->from_raw = "2009-13";
	if (how == DATES_STOPPED_UNREADABLE)
		b->stopped_raw = "25.6";
	if (how == DATES_FROM_BEFORE_BIRTH || how == DATES_FROM_BIRTH_MONTH)
		b->register_from = birth - (how == DATES_FROM_BEFORE_BIRTH);
	if (how == DATES_STOPPED_BEFORE_FROM || how == DATES_STOPPED_AT_ONCE) {
		benefit_stop(w, at, w->first_month - 2);
		b->register_stopped = b->from - (how == DATES_STOPPED_BEFORE_FROM);
	}
}

static void born_tomorrow(struct planter *p, uint32_t at, const char *why)
{
	char *raw = text_room(p->w, 32);
	day_spell(raw, p->w->opt.as_of + 1, DATE_DASH);
	p->w->persons[p->w->benefits[at].person].person_birth_raw = raw;
	plant_subject(p, RULE_IDENTITY, at, why);
}

static void tell_dates(struct planter *p, const struct date_story *s, int serial)
{
	uint32_t at = planter_newcomer(p, FUND_RESIDENT, ANY);
	if (s->dates == DATES_BORN_TOMORROW)
		born_tomorrow(p, at, s->why);
	if (s->dates == DATES_TOO_OLD || s->dates == DATES_OLD || s->dates == DATES_OLD_STOPPED)
		tell_birth(p, at, s->dates, serial);
	if (s->dates == DATES_DEATH_TOMORROW || s->dates == DATES_DEATH_BEFORE_BIRTH || s->dates == DATES_NAME || s->dates >= DATES_DEATH_TODAY)
		tell_death(p, at, s->dates);
	tell_months(p->w, at, s->dates);
	if (s->dates == DATES_NAME)
		plant_undecided(p, RULE_DATES, at, "undecided:name-differs", s->why);
	else
		(s->dates < DATES_NAME ? plant_subject : plant_none)(p, RULE_DATES, at, s->why);
}

void plant_register(struct planter *p)
{
	for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
		for (int n = planter_quota(p, names[i].weight); n > 0; n--)
			tell_names(p, &names[i]);
	for (unsigned i = 0; i < sizeof twins / sizeof twins[0]; i++)
		for (int n = planter_quota(p, twins[i].weight); n > 0; n--)
			tell_twins(p, &twins[i]);
	for (int n = planter_quota(p, 1); n > 0; n--)
		tell_short(p);
	for (unsigned i = 0; i < sizeof dates / sizeof dates[0]; i++)
		for (int n = planter_quota(p, dates[i].weight); n > 0; n--)
			tell_dates(p, &dates[i], n - 1);
}
