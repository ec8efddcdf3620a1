/* Work injuries: allowances after death, and in full beside a pension. */
#include "gen_calendar.h"
#include "payrows.h"
#include "plant.h"
#include "record.h"

#define ITEM_CARE 1
#define ITEM_TOP_UP 2
#define TO_END 99

enum twist { TWIST_NONE, TWIST_MISSING, TWIST_SEEN, TWIST_NO_DATE, TWIST_REVERSED, TWIST_BACK_PAID, TWIST_LUMP };

/* over: months paid beyond the month of death. */
struct death_story {
	int weight, over, day;
	enum twist twist;
	enum name_spelling name;
	const char *expect, *why;
};

static const struct death_story deaths[] = {
	{2, TO_END, 12, TWIST_NONE, NAME_SAME, "claim", "died of the injury, allowance and care still paid"},
	{1, 1, 31, TWIST_NONE, NAME_BLANK, "claim", "died on the last day of a month, stopped one month late"},
	{1, 4, 1, TWIST_NONE, NAME_SAME, "claim", "died on the first day of a month: that month is lawful"},
	{1, TO_END, 12, TWIST_NONE, NAME_OTHER, "undecided:name-differs", "the injury record names someone else"},
	{1, TO_END, 12, TWIST_MISSING, NAME_SAME, "undecided:missing-not-dead", "missing since the accident"},
	{1, 6, 12, TWIST_SEEN, NAME_SAME, "undecided:seen-alive-later", "seen at the counter after the day of death"},
	{1, TO_END, 12, TWIST_NO_DATE, NAME_SAME, "undecided:missing:died_on", "day of death that is no date"},
	{1, 0, 31, TWIST_NONE, NAME_SAME, "none", "paid for the month of death, then stopped"},
	{1, 0, 12, TWIST_LUMP, NAME_SAME, "none", "a lump sum for the family after death"},
	{1, 0, 12, TWIST_BACK_PAID, NAME_SAME, "none", "back payment after death for months up to it"},
	{1, 2, 12, TWIST_REVERSED, NAME_SAME, "none", "every month after death was reversed"},
};

static void tell_twist(struct planter *p, const struct death_story *s, uint32_t at, int month)
{
	struct world *w = p->w;
	if (s->twist == TWIST_LUMP)
		extra_add(w, at, ITEM_LUMP, month + 1, month + 2, 4000000);
	if (s->twist == TWIST_BACK_PAID) {
		w->benefits[at].to = month - 1;
		extra_month(w, at, month, month + 2, 1, STATE_PAID);
	}
	for (int m = month + 1; s->twist == TWIST_REVERSED && m <= month + s->over; m++)
		extra_month(w, at, m, month + 4, -1, STATE_PAID);
}

static void tell_death(struct planter *p, const struct death_story *s)
{
	struct world *w = p->w;
	int month = planter_month(p, 3, 7), day = day_in_month(month, s->day);
	uint32_t person = planter_born(p, SEX_MALE, month - 12 * 44 - rng_between(&p->r, 0, 90));
	struct record *r = injury_add(w, person, rng_between(&p->r, 1, 4), 320000);
	uint32_t at = planter_benefit(p, person, FUND_INJURY, w->first_month - 30,
		s->over == TO_END ? w->last_month : month + s->over);
	r->name = (uint8_t)s->name;
	record_day(r, INJ_DIED, day);
	if (s->twist == TWIST_NO_DATE)
		record_text(r, INJ_DIED, "2026-00-17");
	record_number(r, INJ_MISSING, s->twist == TWIST_MISSING);
	w->persons[person].check_last = day - rng_between(&p->r, 30, 300);
	if (s->twist == TWIST_SEEN)
		fact_add(&w->checks, person, day + 40)->kind = 1;
	tell_twist(p, s, at, month);
	plant_expect(p, RULE_INJURY_DEATH, at, s->expect, months_between(w, month + 1, w->last_month), s->why);
}

enum beside { BESIDE_FULL, BESIDE_NAMES, BESIDE_NO_STANDARD, BESIDE_APART, BESIDE_TOP_UP, BESIDE_CARE, BESIDE_GRADE };

/* more: fen of the allowance above the pension. */
struct beside_story { int weight, more; enum beside how; const char *expect, *why; };

static const struct beside_story besides[] = {
	{2, -20000, BESIDE_FULL, "claim", "pension above the allowance, which is still paid in full"},
	{1, 61300, BESIDE_FULL, "claim", "pension below the allowance, which is paid in full instead of the difference"},
	{1, 30000, BESIDE_NAMES, "undecided:name-differs", "the pension is drawn under another name"},
	{1, 30000, BESIDE_NO_STANDARD, "undecided:standard-unknown", "the standard of the allowance is not known"},
	{1, 0, BESIDE_APART, "none", "the allowance ended with the month before the pension"},
	{1, 47700, BESIDE_TOP_UP, "none", "exactly the difference is paid beside the pension"},
	{1, 0, BESIDE_CARE, "none", "only the care fee goes on beside the pension"},
	{1, 10000, BESIDE_GRADE, "none", "grade seven: the article is about grades one to four"},
};

/* Nothing rises: the difference is the same every month. */
static void hold(struct world *w, uint32_t at)
{
	w->benefits[at].frozen_from = w->benefits[at].from;
	w->benefits[at].frozen_to = w->last_month;
}

static void pay_on(struct planter *p, const struct beside_story *s, uint32_t at, int month)
{
	for (int m = month; m <= p->w->last_month; m++) {
		if (s->how == BESIDE_TOP_UP)
			extra_add(p->w, at, ITEM_TOP_UP, m, m, s->more);
		if (s->how == BESIDE_CARE)
			extra_add(p->w, at, ITEM_CARE, m, m, 152000);
	}
}

static void tell_beside(struct planter *p, const struct beside_story *s)
{
	struct world *w = p->w;
	int month = planter_month(p, 3, 5);
	bool ends = s->how == BESIDE_APART || s->how == BESIDE_TOP_UP || s->how == BESIDE_CARE;
	uint32_t person = planter_born(p, SEX_MALE, month - 12 * 63 - rng_between(&p->r, 2, 20));
	uint32_t pension = planter_benefit(p, person, FUND_EMPLOYEE, month, w->last_month);
	uint32_t at = planter_benefit(p, person, FUND_INJURY, w->first_month - 30, ends ? month - 1 : w->last_month);
	struct benefit *b = &w->benefits[at];
	hold(w, pension);
	hold(w, at);
	b->item_count = 1;
	b->base[0] = (int32_t)payrows_total(&w->benefits[pension], month) + s->more;
	b->base[0] -= (int32_t)(payrows_amount(b, 0, month) - b->base[0]); /* as it was raised up to then */
	struct record *r = injury_add(w, person, s->how == BESIDE_GRADE ? 7 : 3, payrows_amount(b, 0, month));
	if (s->how == BESIDE_NO_STANDARD)
		record_text(r, INJ_ALLOWANCE, "");
	w->benefits[pension].other_name = s->how == BESIDE_NAMES;
	if (s->how == BESIDE_NAMES)
		plant_two_names(p, at, pension, s->why);
	if (ends && s->how != BESIDE_APART) {
		b->state = PERSON_NORMAL;
		b->stopped_from = 0;
	}
	pay_on(p, s, at, month);
	struct plant *plant = plant_expect(p, RULE_ALLOWANCE, at, s->expect, months_between(w, month, w->last_month), s->why);
	plant->amount = AMOUNT_OVER_TOP_UP;
	plant->other = pension;
	plant->value = payrows_amount(b, 0, month);
}

/* Ordinary injured people. */
struct plain_story { int weight; };
static const struct plain_story plains[] = {{12}};

static void tell_plain(struct planter *p, const struct plain_story *s)
{
	(void)s;
	int birth = p->w->last_month - 12 * 40 - rng_between(&p->r, 0, 100), grade = rng_between(&p->r, 1, 4);
	uint32_t person = planter_born(p, rng_chance(&p->r, 800) ? SEX_MALE : SEX_FEMALE, birth);
	injury_add(p->w, person, grade, 250000 + 500 * (int64_t)rng_below(&p->r, 300));
	planter_benefit(p, person, FUND_INJURY, p->w->last_month - rng_between(&p->r, 4, 60), p->w->last_month);
}

void plant_injured(struct planter *p)
{
	TELL_ALL(p, deaths, tell_death);
	TELL_ALL(p, besides, tell_beside);
	TELL_ALL(p, plains, tell_plain);
}
