/* Certification that lapsed, or only seems to have. */
#include "gen_calendar.h"
#include "plant.h"

enum lapse {
	LAPSE_LONG, LAPSE_EDGE, LAPSE_NEVER, LAPSE_NEVER_EDGE, LAPSE_FAILED_SINCE, KEPT_EDGE, KEPT_NEW, KEPT_PAUSED,
	KEPT_FAILED_SINCE, LAPSE_UNKNOWN
};

struct story { enum lapse lapse; int weight; const char *why; };

static const struct story stories[] = {
	{LAPSE_LONG, 8, "last passed check two years ago"},
	{LAPSE_EDGE, 3, "last passed check thirteen months ago, at a month's end"},
	{LAPSE_NEVER, 2, "never checked since the benefit began years ago"},
	{LAPSE_NEVER_EDGE, 1, "never checked, benefit began thirteen months ago"},
	{LAPSE_FAILED_SINCE, 1, "a recent check was not passed, the last passed one is old"},
	{KEPT_EDGE, 3, "last passed check twelve months ago, on the first day: due this month, not lapsed"},
	{KEPT_NEW, 1, "never checked, benefit began twelve months ago"},
	{KEPT_PAUSED, 2, "lapsed, but already paused"},
	{KEPT_FAILED_SINCE, 1, "a recent check was not passed, but one within the year was"},
	{LAPSE_UNKNOWN, 1, "never checked, beginning of the benefit unknown"},
};

static void tell(struct planter *p, const struct story *s)
{
	struct world *w = p->w;
	uint32_t at = planter_take(p, ANY, ANY);
	struct benefit *b = &w->benefits[at];
	struct person *person = &w->persons[b->person];
	bool edge = s->lapse == LAPSE_EDGE, kept = s->lapse == KEPT_EDGE || s->lapse == KEPT_FAILED_SINCE;
	person->check_last = day_in_month(w->last_month - (kept ? 12 : edge ? 13 : 24), edge ? 31 : kept ? 1 : 15);
	if (s->lapse == LAPSE_NEVER || s->lapse == LAPSE_NEVER_EDGE || s->lapse == KEPT_NEW || s->lapse == LAPSE_UNKNOWN)
		person->check_last = 0;
	if (s->lapse == LAPSE_NEVER_EDGE || s->lapse == KEPT_NEW)
		b->from = b->first_paid = w->last_month - (s->lapse == KEPT_NEW ? 12 : 13);
	if (s->lapse == LAPSE_FAILED_SINCE || s->lapse == KEPT_FAILED_SINCE) {
		struct fact *f = fact_add(&w->checks, b->person, w->opt.as_of - 20);
		f->kind = 3;
		f->failed = true;
	}
	if (s->lapse == KEPT_PAUSED) {
		benefit_stop(w, at, w->last_month - 3);
		b->state = PERSON_PAUSED;
	}
	b->start_unknown = s->lapse == LAPSE_UNKNOWN;
	/* those that lapsed are found by truth.c, which looks at every benefit */
	if (s->lapse >= KEPT_EDGE && s->lapse != LAPSE_UNKNOWN)
		plant_none(p, RULE_LAPSED, at, s->why);
	if (s->lapse == LAPSE_UNKNOWN)
		plant_undecided(p, RULE_LAPSED, at, "undecided:missing:benefit_from", s->why);
	if (s->lapse == LAPSE_UNKNOWN && b->fund == FUND_EMPLOYEE)
		plant_undecided(p, RULE_DELAYED_AGE, at, "undecided:missing:benefit_from", s->why);
}

void plant_checks(struct planter *p)
{
	for (unsigned i = 0; i < sizeof stories / sizeof stories[0]; i++)
		for (int n = planter_quota(p, stories[i].weight); n > 0; n--)
			tell(p, &stories[i]);
}
