/* Suspended while in prison, and the months served paid afterwards. */
#include "custody.h"
#include "record.h"

/* first, last: months paid back, after the story's month; late: months from the one of release to that payment. */
struct story {
	int weight;
	struct term term, outside;
	int first, last, late;
	bool reversed, injury;
	enum name_spelling name;
	const char *custody, *back_paid, *why; /* what the two rules say */
};

#define ALONE {NONE, 0, 0}

static const struct story stories[] = {
	{2, {PRISON, 0, 5}, ALONE, 2, 3, 2, false, false, NAME_SAME, "claim", "claim", "two of the months served, paid after release"},
	{1, {PRISON, 0, 5}, ALONE, 1, 5, 1, false, false, NAME_SAME, "claim", "claim", "all months served, paid a month after release"},
	{1, {DETENTION, 0, 2}, ALONE, 1, 2, 1, false, false, NAME_BLANK, "claim", "claim", "detention served, paid after it"},

	{1, {PRISON, 0, 5}, ALONE, 2, 3, 2, false, false, NAME_OTHER, "undecided:name-differs", "undecided:name-differs",
		"months served paid back, the court names someone else"},
	{1, {PRISON, 2, BACKWARD}, ALONE, 3, 4, 5, false, false, NAME_SAME, "undecided:dates-disorder", "undecided:dates-disorder",
		"months served paid back, released before the day of custody"},
	{1, {PRISON, 0, 5}, ALONE, 2, 3, 2, false, true, NAME_SAME, "undecided:fund-disputed", "undecided:fund-disputed",
		"work injury benefit for months served, paid after release"},
	{1, {PRISON, 0, 7}, {PAROLE, 3, OPEN}, 4, 5, 1, false, false, NAME_SAME, "undecided:served-outside",
		"undecided:served-outside", "months on parole, paid after the sentence"},

	{1, {PRISON, 0, 5}, ALONE, 3, 4, 0, false, false, NAME_SAME, "claim", "none", "months served, paid in the month of release"},
	{1, {PRISON, 0, 5}, ALONE, 3, 4, 2, true, false, NAME_SAME, "none", "none", "months served, paid after release and reversed"},
	{1, {PRISON, 0, 5}, ALONE, 0, 0, 1, false, false, NAME_SAME, "none", "none",
		"the month of custody is lawful, also paid after release"},
	{1, {PRISON, 0, 5}, ALONE, 6, 6, 2, false, false, NAME_SAME, "none", "none", "the month after release, paid late"},
};

static uint32_t somebody(struct planter *p, bool injury)
{
	if (!injury)
		return planter_newcomer(p, FUND_RESIDENT, planter_county(p));
	uint32_t person = planter_born(p, SEX_MALE, p->w->last_month - 12 * 45);
	injury_add(p->w, person, 4, 280000);
	return planter_benefit(p, person, FUND_INJURY, p->w->first_month - 20, p->w->last_month);
}

/* Not paid while in custody, nor where the payment comes later. */
static void suspend(struct benefit *b, const struct story *s, int month, int until)
{
	b->gap_from = month + (s->first < s->term.from + 1 ? s->first : s->term.from + 1);
	b->gap_to = until > month + s->last ? until : month + s->last;
}

static void tell(struct planter *p, const struct story *s)
{
	struct world *w = p->w;
	uint32_t at = somebody(p, s->injury);
	struct benefit *b = &w->benefits[at];
	int month = planter_month(p, 1, 10), until = month + (s->term.until == BACKWARD ? s->last : s->term.until);
	custody_add(p, b->person, &s->term, month)->name = (uint8_t)s->name;
	custody_add(p, b->person, &s->outside, month);
	suspend(b, s, month, until);
	for (int m = month + s->first; m <= month + s->last; m++) {
		extra_month(w, at, m, until + s->late, 1, STATE_PAID);
		if (s->reversed)
			extra_month(w, at, m, until + s->late + 1, -1, STATE_PAID);
	}
	struct month_set months = months_between(w, month + s->first, month + s->last);
	plant_expect(p, RULE_CUSTODY, at, s->custody, months, s->why);
	plant_expect(p, RULE_BACK_PAID, at, s->back_paid, months, s->why);
}

void plant_back_paid(struct planter *p)
{
	TELL_ALL(p, stories, tell);
}
