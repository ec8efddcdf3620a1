/* Two employees' or public pensions at once. */
#include "people.h"
#include "plant.h"

enum pair { PAIR_BOTH, PAIR_NAMES, PAIR_APART, PAIR_REVERSED, PAIR_FAILED };

struct story {
	int weight, overlap; /* months both are drawn; 0: for good */
	enum pair pair;
	enum fund second;
	bool other_county;
	const char *expect, *why;
};

static const struct story stories[] = {
	{2, 0, PAIR_BOTH, FUND_PUBLIC, false, "subject", "employee and public pension at once, for good"},
	{1, 1, PAIR_BOTH, FUND_PUBLIC, false, "subject", "the employee pension stopped a month late"},
	{1, 8, PAIR_BOTH, FUND_EMPLOYEE, true, "subject", "employee pensions of two counties, eight months"},
	{1, 0, PAIR_NAMES, FUND_PUBLIC, false, "undecided:name-differs", "two pensions under one number, two names"},
	{1, 0, PAIR_APART, FUND_PUBLIC, false, "none", "one pension after the other, no shared month"},
	{1, 2, PAIR_REVERSED, FUND_PUBLIC, false, "none", "the shared months of the second were reversed"},
	{1, 2, PAIR_FAILED, FUND_PUBLIC, true, "none", "the shared months of the second failed at the bank"},
};

static void undo(struct planter *p, const struct story *s, uint32_t second, int month)
{
	for (int m = month; m < month + s->overlap; m++) {
		if (s->pair == PAIR_REVERSED)
			extra_month(p->w, second, m, month + s->overlap, -1, STATE_PAID);
		else
			extra_month(p->w, second, m, m, 1, STATE_FAILED);
	}
	if (s->pair == PAIR_FAILED)
		p->w->benefits[second].from = p->w->benefits[second].first_paid = month + s->overlap;
}

static void tell(struct planter *p, const struct story *s)
{
	struct world *w = p->w;
	int counties = w->agency_count - 1, agency = planter_county(p);
	int other = s->other_county ? (agency + 1) % counties : agency;
	if (other == agency && s->second == FUND_EMPLOYEE)
		return;
	uint32_t first = planter_newcomer(p, FUND_EMPLOYEE, agency);
	int month = planter_month(p, 2, 9);
	uint32_t second = people_add_benefit(w, w->benefits[first].person, other, s->second, month);
	w->benefits[second].group = w->benefits[first].group;
	w->benefits[second].other_name = s->pair == PAIR_NAMES;
	if (s->overlap || s->pair == PAIR_APART)
		benefit_stop(w, first, month + s->overlap - 1);
	if (s->pair == PAIR_REVERSED || s->pair == PAIR_FAILED)
		undo(p, s, second, month);
	if (s->pair == PAIR_NAMES)
		plant_two_names(p, first, second, s->why);
	plant_expect(p, RULE_TWO_PENSIONS, first, s->expect, (struct month_set){{0, 0}}, s->why);
	plant_expect(p, RULE_TWO_PENSIONS, second, s->expect, (struct month_set){{0, 0}}, s->why);
}

void plant_two_pensions(struct planter *p)
{
	TELL_ALL(p, stories, tell);
}
