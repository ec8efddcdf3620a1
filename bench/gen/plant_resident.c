/* Residents' pensions before sixty, and on too few contributions. */
#include "ages.h"
#include "gen_calendar.h"
#include "idnum.h"
#include "record.h"
#include "plant.h"

#include <stdio.h>

enum twist { TWIST_NONE, TWIST_REVERSED, TWIST_NAME, TWIST_BIRTH, TWIST_PERMIT, TWIST_BACK_PAID, TWIST_OTHER_MONTH };

/* early: months before the sixtieth birthday's month that are paid. */
struct age_story { int weight, early; enum twist twist; const char *expect, *why; };

static const struct age_story ages[] = {
	{2, 20, TWIST_NONE, "claim", "drawn twenty months before sixty"},
	{1, 1, TWIST_NONE, "claim", "drawn in the month before the sixtieth birthday"},
	{1, 5, TWIST_OTHER_MONTH, "claim", "five months before sixty, paid after it"},
	{1, 6, TWIST_NAME, "undecided:name-differs", "too early, the register has another name"},
	{1, 6, TWIST_BIRTH, "undecided:birth-differs", "too early, the register has another birth than the number"},
	{1, 0, TWIST_NONE, "none", "drawn from the month of the sixtieth birthday"},
	{1, 0, TWIST_BACK_PAID, "none", "granted late, paid back to the month of the sixtieth birthday"},
	{1, 2, TWIST_REVERSED, "none", "drawn two months too early, both reversed"},
	{1, 24, TWIST_PERMIT, "none", "a residence permit: its birth is not judged"},
};

/* A permit has its holder's birth, but no agency may rely on it. */
static void give_permit(struct planter *p, struct person *person)
{
	id_make(person->id, "936079", person->birth, 810 + 2 * (int)rng_below(&p->r, 90) + (person->sex == SEX_MALE));
	person->person_birth_raw = "";
}

static void tell_birth(struct planter *p, uint32_t at, const char *why)
{
	struct person *person = &p->w->persons[p->w->benefits[at].person];
	char raw[32];
	day_spell(raw, person->birth - 800, DATE_8);
	person->person_birth_raw = text_kept(p->w, raw);
	plant_subject(p, RULE_IDENTITY, at, why);
}

static void tell_age(struct planter *p, const struct age_story *s)
{
	struct world *w = p->w;
	int sixty = planter_month(p, 3, 5), month = sixty - s->early;
	uint32_t person = planter_born(p, SEX_FEMALE, sixty - 60 * 12);
	uint32_t at = planter_benefit(p, person, FUND_RESIDENT, month, w->last_month);
	struct benefit *b = &w->benefits[at];
	if (s->twist == TWIST_BACK_PAID || s->twist == TWIST_OTHER_MONTH)
		b->first_paid = sixty + 2;
	for (int m = month; s->twist == TWIST_REVERSED && m < sixty; m++)
		extra_month(w, at, m, sixty, -1, STATE_PAID);
	b->register_name = s->twist == TWIST_NAME ? NAME_OTHER : NAME_SAME;
	if (s->twist == TWIST_BIRTH)
		tell_birth(p, at, s->why);
	if (s->twist == TWIST_PERMIT)
		give_permit(p, &w->persons[person]);
	plant_expect(p, RULE_RESIDENT_AGE, at, s->expect, months_between(w, month, sixty - 1), s->why);
}

enum flaw { FLAW_NONE, FLAW_NAME, FLAW_BIRTH, FLAW_BLANK, FLAW_STOPPED };

/* Somebody who turned sixty in a year, and how many months are missing. */
struct months_story { int weight, year, missing; enum flaw flaw; const char *expect, *why; };

static const struct months_story months[] = {
	{2, 2020, 90, FLAW_NONE, "subject", "half of the months required"},
	{1, 2022, 1, FLAW_NONE, "subject", "one month short of what was required"},
	{1, 2021, 30, FLAW_NAME, "undecided:name-differs", "too few months, the approval names someone else"},
	{1, 2021, 30, FLAW_BIRTH, "undecided:birth-differs", "too few months, the approval has another birth"},
	{1, 2021, 0, FLAW_BLANK, "undecided:missing:contributed_months", "months of contributions unknown"},
	{1, 2022, 0, FLAW_NONE, "none", "exactly the months required since the scheme began"},
	{1, 2010, 0, FLAW_NONE, "none", "sixty before the scheme began: no contributions required"},
	{1, 2020, 40, FLAW_STOPPED, "none", "too few months, but stopped"},
};

static void tell_months(struct planter *p, const struct months_story *s)
{
	struct world *w = p->w;
	int sixty = s->year * 12 + (int)rng_below(&p->r, 12);
	uint32_t person = planter_born(p, SEX_MALE, sixty - 60 * 12);
	uint32_t at = planter_benefit(p, person, FUND_RESIDENT, sixty > 2012 * 12 ? sixty + 1 : 2012 * 12,
		s->flaw == FLAW_STOPPED ? w->last_month - 4 : w->last_month);
	struct record *r = record_add(w, TABLE_RETIREMENT, person);
	int birth = w->persons[person].birth;
	w->benefits[at].approved = true;
	r->name = s->flaw == FLAW_NAME ? NAME_OTHER : NAME_SAME;
	record_text(r, RET_SEX, "1");
	record_day(r, RET_BIRTH, s->flaw == FLAW_BIRTH ? birth + 5 : birth);
	record_code(r, RET_FUND, "170", "城乡居民基本养老保险");
	record_code(r, RET_KIND, "normal", "正常退休");
	record_day(r, RET_ON, day_in_month(sixty, 20));
	if (s->flaw != FLAW_BLANK)
		record_number(r, RET_MONTHS, months_required(sixty - 60 * 12) - s->missing);
	plant_expect(p, RULE_RESIDENT_MONTHS, at, s->expect, (struct month_set){{0, 0}}, s->why);
}

void plant_residents(struct planter *p)
{
	TELL_ALL(p, ages, tell_age);
	TELL_ALL(p, months, tell_months);
}
