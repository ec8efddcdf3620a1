/* Raised while serving outside prison: what is more than in the month it began is claimed. */
#include "custody.h"

enum raise { RAISED, FROZEN, FROZEN_IN_TERM, REVERSED, NO_BASE };

/* until: months after the first January of the term. */
struct story {
	int weight, until;
	enum custody kind;
	enum fund fund;
	enum raise raise;
	enum name_spelling name;
	const char *expect, *why;
};

static const struct story stories[] = {
	{2, OPEN, PROBATION, FUND_EMPLOYEE, RAISED, NAME_SAME, "claim", "on probation, raised in January like everybody"},
	{1, 3, CONTROL, FUND_EMPLOYEE, RAISED, NAME_SAME, "claim", "under control, raised: claimed up to the month it ends"},
	{1, OPEN, PAROLE, FUND_EMPLOYEE, RAISED, NAME_BLANK, "claim", "on parole, raised"},
	{1, 5, OUTSIDE, FUND_EMPLOYEE, RAISED, NAME_SAME, "claim", "serves outside prison, raised"},

	{1, OPEN, PROBATION, FUND_EMPLOYEE, RAISED, NAME_OTHER, "undecided:name-differs", "raised, the court names someone else"},
	{1, BACKWARD, PROBATION, FUND_EMPLOYEE, RAISED, NAME_SAME, "undecided:dates-disorder", "raised, the term ends before it begins"},
	{1, UNREADABLE, PROBATION, FUND_EMPLOYEE, RAISED, NAME_SAME, "undecided:release-unreadable",
		"raised, the end of the term is no date"},
	{1, OPEN, PAROLE, FUND_EMPLOYEE, NO_BASE, NAME_SAME, "undecided:no-baseline", "not paid in the month the term began"},

	{1, OPEN, PROBATION, FUND_EMPLOYEE, FROZEN, NAME_SAME, "none", "on probation, not raised"},
	{1, 4, CONTROL, FUND_EMPLOYEE, FROZEN_IN_TERM, NAME_SAME, "none", "raised from the month after the term"},
	{1, -1, PROBATION, FUND_EMPLOYEE, RAISED, NAME_SAME, "none", "the term ended in December, raised in January"},
	{1, 5, OUTSIDE, FUND_EMPLOYEE, REVERSED, NAME_SAME, "none", "paid too much in one month, and reversed"},
	{1, OPEN, PROBATION, FUND_RESIDENT, RAISED, NAME_SAME, "none", "a resident's pension is raised: the letters are about employees"},
	{1, OPEN, PROBATION, FUND_PUBLIC, RAISED, NAME_SAME, "none", "a public pension is raised: the letters are about employees"},
};

/* A January with a month before it in the window. */
static int draw_january(struct planter *p)
{
	int first = (p->w->first_month / 12 + 1) * 12, later = first + 12 * (int)rng_below(&p->r, 3);
	return later + 6 <= p->w->last_month ? later : first;
}

static void pay(struct planter *p, const struct story *s, uint32_t at, int month, int end)
{
	struct benefit *b = &p->w->benefits[at];
	if (s->raise == NO_BASE)
		b->gap_from = b->gap_to = month;
	if (s->raise >= FROZEN && s->raise <= REVERSED) {
		b->frozen_from = month;
		b->frozen_to = s->raise == FROZEN ? p->w->last_month : end;
	}
	if (s->raise == REVERSED) {
		extra_add(p->w, at, 0, month + 2, month + 2, 5700);
		extra_add(p->w, at, 0, month + 2, month + 3, -5700);
	}
}

static void tell(struct planter *p, const struct story *s)
{
	struct world *w = p->w;
	uint32_t at = planter_newcomer(p, s->fund, planter_county(p));
	int january = draw_january(p), before = january - 1 - w->first_month;
	int month = january - 1 - rng_between(&p->r, 0, before < 4 ? before : 4);
	/* until -1: over in December, perhaps after that month alone */
	struct term term = {s->kind, 0, s->until >= UNREADABLE ? s->until : january - month + s->until};
	int end = s->until >= UNREADABLE ? w->last_month : month + term.until;
	custody_add(p, w->benefits[at].person, &term, month)->name = (uint8_t)s->name;
	pay(p, s, at, month, end);
	struct plant *plant = plant_expect(p, RULE_PROBATION, at, s->expect, months_between(w, month + 1, end), s->why);
	plant->amount = AMOUNT_OVER_MONTH;
	plant->value = month;
}

void plant_probation(struct planter *p)
{
	TELL_ALL(p, stories, tell);
}
