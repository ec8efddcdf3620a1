/* One person with two benefits: two schemes at once, or resident pension in two counties. */
#include "people.h"
#include "plant.h"

enum pair { PAIR_WRONG, PAIR_TIE, PAIR_REVERSED, PAIR_APART, PAIR_FAILED, PAIR_NAMES };

/* The first benefit is drawn through the window unless it ends at the story's month; the second begins there. */
struct story {
	enum pair pair;
	int weight;
	enum fund second;
	int overlap;      /* months both are drawn; 0: for good */
	bool other_place; /* the second is paid by another agency */
	const char *why;
};

static const struct story dual[] = {
	{PAIR_WRONG, 3, FUND_EMPLOYEE, 0, false, "resident and employee pension at once, for good"},
	{PAIR_WRONG, 1, FUND_PUBLIC, 4, false, "resident and public-sector pension at once, four months"},
	{PAIR_WRONG, 2, FUND_EMPLOYEE, 1, true, "resident pension stopped a month late in another county"},
	{PAIR_APART, 3, FUND_EMPLOYEE, 0, false, "changed from resident to employee pension without a shared month"},
	{PAIR_REVERSED, 1, FUND_EMPLOYEE, 2, false, "employee pension of the shared months was reversed"},
	{PAIR_FAILED, 1, FUND_EMPLOYEE, 2, false, "employee pension of the shared months failed at the bank"},
	{PAIR_NAMES, 1, FUND_EMPLOYEE, 0, true, "employee pension under the same number, another name"},
};

static const struct story counties[] = {
	{PAIR_WRONG, 3, FUND_RESIDENT, 0, true, "resident pension in a second county, for good"},
	{PAIR_WRONG, 2, FUND_RESIDENT, 1, true, "moved county, old one stopped a month late"},
	{PAIR_WRONG, 1, FUND_RESIDENT, 5, true, "second county stopped after five months"},
	{PAIR_APART, 4, FUND_RESIDENT, 0, true, "moved from one county to another without a shared month"},
	{PAIR_REVERSED, 1, FUND_RESIDENT, 2, true, "second county reversed the shared months"},
	{PAIR_NAMES, 1, FUND_RESIDENT, 0, true, "second county under the same number, another name"},
	{PAIR_TIE, 1, FUND_RESIDENT, 0, true, "both counties begin in the same month"},
};

static int other_county(struct planter *p, int agency)
{
	int count = p->w->agency_count - 1;
	return count < 2 ? agency : (agency + 1 + (int)rng_below(&p->r, (uint32_t)count - 1)) % count;
}

/* The shared months are undone in the second benefit, which is then drawn alone. */
static void undo(struct planter *p, const struct story *s, uint32_t second, int month)
{
	for (int m = month; m < month + s->overlap; m++) {
		if (s->pair == PAIR_REVERSED)
			extra_month(p->w, second, m, month + s->overlap + 1, -1, STATE_PAID);
		else
			extra_month(p->w, second, m, m, 1, STATE_FAILED);
	}
	if (s->pair == PAIR_FAILED)
		p->w->benefits[second].from = p->w->benefits[second].first_paid = month + s->overlap;
}

/* The first benefit ends, or the second does: returns the month that begins the second. */
static uint32_t second_benefit(struct planter *p, const struct story *s, uint32_t first, int month)
{
	struct world *w = p->w;
	int agency = w->benefits[first].agency, place = s->other_place ? other_county(p, agency) : agency;
	uint32_t second = people_add_benefit(w, w->benefits[first].person, place, s->second, month);
	bool second_ends = s->overlap == 5;
	w->benefits[second].other_name = s->pair == PAIR_NAMES;
	if (s->pair == PAIR_APART)
		benefit_stop(w, first, month - 1);
	else if (s->overlap)
		benefit_stop(w, second_ends ? second : first, month + s->overlap - 1);
	if (s->pair == PAIR_REVERSED || s->pair == PAIR_FAILED)
		undo(p, s, second, month);
	return second;
}

static void tell_dual(struct planter *p, const struct story *s)
{
	uint32_t first = planter_take(p, FUND_RESIDENT, ANY);
	int month = planter_month(p, 2, 6);
	uint32_t second = second_benefit(p, s, first, month);
	if (s->pair == PAIR_NAMES) {
		plant_undecided(p, RULE_DUAL, first, "undecided:name-differs", s->why);
		plant_two_names(p, first, second, s->why);
	}
	if (s->pair != PAIR_WRONG && s->pair != PAIR_NAMES)
		plant_none(p, RULE_DUAL, first, s->why);
	if (s->pair != PAIR_WRONG)
		return;
	struct plant *plant = plant_claim(p, RULE_DUAL, first, months_between(p->w, month, p->w->last_month), s->why);
	plant->amount = AMOUNT_PUBLIC_WITH_OTHER;
	plant->other = second;
}

static void tell_counties(struct planter *p, const struct story *s)
{
	uint32_t first = planter_take(p, FUND_RESIDENT, ANY);
	int month = planter_month(p, 2, 6);
	if (s->pair == PAIR_TIE)
		p->w->benefits[first].from = p->w->benefits[first].first_paid = month;
	uint32_t second = second_benefit(p, s, first, month);
	if (s->pair == PAIR_TIE) {
		plant_undecided(p, RULE_TWO_COUNTIES, first, "undecided:same-start", s->why);
		plant_undecided(p, RULE_TWO_COUNTIES, second, "undecided:same-start", s->why);
	} else if (s->pair == PAIR_NAMES) {
		plant_undecided(p, RULE_TWO_COUNTIES, second, "undecided:name-differs", s->why);
		plant_two_names(p, first, second, s->why);
	} else if (s->pair != PAIR_WRONG) {
		plant_none(p, RULE_TWO_COUNTIES, second, s->why);
	} else {
		struct plant *plant = plant_claim(p, RULE_TWO_COUNTIES, second,
			months_between(p->w, month, p->w->last_month), s->why);
		plant->amount = AMOUNT_WITH_OTHER;
		plant->other = first;
	}
}

/* Three counties: two begin together, or each after the other. */
static void tell_three(struct planter *p, bool tie)
{
	const char *why = tie ? "two counties begin together, a third later: only the third is decided"
			      : "three counties, one after the other: all but the first are claimed";
	uint32_t first = planter_take(p, FUND_RESIDENT, 0);
	int month = planter_month(p, 2, 6), last = p->w->last_month;
	uint32_t person = p->w->benefits[first].person;
	uint32_t second = people_add_benefit(p->w, person, 1, FUND_RESIDENT, tie ? p->w->first_month - 5 : month);
	uint32_t third = people_add_benefit(p->w, person, 2, FUND_RESIDENT, month + 2);
	if (tie) {
		plant_undecided(p, RULE_TWO_COUNTIES, first, "undecided:same-start", why);
		plant_undecided(p, RULE_TWO_COUNTIES, second, "undecided:same-start", why);
	}
	for (int i = tie; i < 2; i++) {
		struct plant *plant = plant_claim(p, RULE_TWO_COUNTIES, i ? third : second,
			months_between(p->w, month, last), why);
		plant->amount = AMOUNT_WITH_OTHER;
		plant->other = first;
	}
}

void plant_pairs(struct planter *p)
{
	for (unsigned i = 0; i < sizeof dual / sizeof dual[0]; i++)
		for (int n = planter_quota(p, dual[i].weight); n > 0; n--)
			if (!dual[i].other_place || p->w->agency_count > 2)
				tell_dual(p, &dual[i]);
	for (unsigned i = 0; i < sizeof counties / sizeof counties[0] && p->w->agency_count > 2; i++)
		for (int n = planter_quota(p, counties[i].weight); n > 0; n--)
			tell_counties(p, &counties[i]);
	if (p->w->agency_count > 3) {
		tell_three(p, false);
		tell_three(p, true);
	}
}
