/* Held without judgment, or wanted, and still paid. */
#include "custody.h"
#include "record.h"

/* JUST_NOW: held since the last month. */
enum twist { TWIST_NONE, TWIST_PAUSED, TWIST_REVERSED, TWIST_JUST_NOW, TWIST_LAST_MONTH };

struct story {
	int weight;
	struct term first, second;
	int fund;
	enum twist twist;
	enum name_spelling name;
	const char *expect, *why;
};

#define ALONE {NONE, 0, 0}
#define LATER 60 /* until: not yet over */

static const struct story stories[] = {
	{2, {UNTRIED, 0, OPEN}, ALONE, ANY, TWIST_NONE, NAME_SAME, "subject", "held without judgment, still paid"},
	{1, {WANTED, 0, OPEN}, ALONE, ANY, TWIST_NONE, NAME_BLANK, "subject", "wanted, still paid"},
	{1, {UNTRIED, 0, LATER}, ALONE, ANY, TWIST_NONE, NAME_SAME, "subject", "held until a day that is yet to come"},
	{1, {UNTRIED, 0, OPEN}, ALONE, ANY, TWIST_LAST_MONTH, NAME_SAME, "subject", "held since the month before the last: one month"},

	{1, {UNTRIED, 0, OPEN}, ALONE, ANY, TWIST_NONE, NAME_OTHER, "undecided:name-differs", "held, under another name"},
	{1, {UNTRIED, 2, BACKWARD}, ALONE, ANY, TWIST_NONE, NAME_SAME, "undecided:dates-disorder", "released before held"},
	{1, {UNTRIED, 0, UNREADABLE}, ALONE, ANY, TWIST_NONE, NAME_SAME, "undecided:release-unreadable",
		"held, day of release is no date"},
	{1, {UNTRIED, 0, OPEN}, {PRISON, 3, OPEN}, ANY, TWIST_NONE, NAME_SAME, "undecided:judged",
		"held without a day of release, sentenced later"},
	{1, {UNTRIED, 0, OPEN}, ALONE, FUND_INJURY, TWIST_NONE, NAME_SAME, "undecided:fund-disputed",
		"held, draws a work injury benefit"},
	{1, {UNTRIED, 0, UNKNOWN}, ALONE, ANY, TWIST_NONE, NAME_SAME, "undecided:missing:from", "held since an unknown day"},

	{1, {UNTRIED, 0, 4}, ALONE, ANY, TWIST_NONE, NAME_SAME, "none", "held and released again: nothing left to suspend"},
	{1, {UNTRIED, 0, OPEN}, ALONE, ANY, TWIST_PAUSED, NAME_SAME, "none", "held, suspended from the month after"},
	{1, {UNTRIED, 0, OPEN}, ALONE, ANY, TWIST_JUST_NOW, NAME_SAME, "none", "held since this month, which is lawful"},
	{1, {UNTRIED, 0, OPEN}, ALONE, ANY, TWIST_REVERSED, NAME_SAME, "none", "held, the month after was reversed in full"},
};

static int month_of(struct planter *p, const struct story *s)
{
	switch (s->twist) {
	case TWIST_JUST_NOW: return p->w->last_month;
	case TWIST_LAST_MONTH:
	case TWIST_REVERSED: return p->w->last_month - 1;
	default: return planter_month(p, 1, 6);
	}
}

static uint32_t somebody(struct planter *p, int fund)
{
	if (fund != FUND_INJURY)
		return planter_newcomer(p, fund, planter_county(p));
	uint32_t person = planter_born(p, SEX_MALE, p->w->last_month - 12 * 45);
	injury_add(p->w, person, 3, 300000);
	return planter_benefit(p, person, FUND_INJURY, p->w->first_month - 20, p->w->last_month);
}

static void tell(struct planter *p, const struct story *s)
{
	struct world *w = p->w;
	uint32_t at = somebody(p, s->fund);
	struct benefit *b = &w->benefits[at];
	int month = month_of(p, s);
	custody_add(p, b->person, &s->first, month)->name = (uint8_t)s->name;
	custody_add(p, b->person, &s->second, month);
	if (s->twist == TWIST_PAUSED) {
		benefit_stop(w, at, month);
		b->state = PERSON_PAUSED;
	}
	if (s->twist == TWIST_REVERSED)
		extra_month(w, at, month + 1, month + 1, -1, STATE_PAID);
	struct month_set served = months_between(w, month + s->second.from + 1, w->last_month);
	plant_expect(p, RULE_DETAINED, at, s->expect, served, s->why);
	if (s->second.kind == PRISON)
		plant_claim(p, RULE_CUSTODY, at, served, s->why);
}

void plant_detained(struct planter *p)
{
	TELL_ALL(p, stories, tell);
}
