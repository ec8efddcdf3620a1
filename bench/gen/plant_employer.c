/* Employers of the city, and those that never registered for social insurance. */
#include "idnum.h"
#include "plant.h"

enum open_state { EMPLOYER_OPEN, EMPLOYER_CLOSED, EMPLOYER_REVOKED };

/* days: since founding; 0: drawn, some years; -1: unknown */
struct story { int weight, days; enum open_state state; int enrolled; const char *expect, *why; };

static const struct story stories[] = {
	{8, 0, EMPLOYER_OPEN, 0, "subject", "open for years, never registered"},
	{2, 31, EMPLOYER_OPEN, 0, "subject", "founded 31 days ago, not registered"},
	{2, 30, EMPLOYER_OPEN, 0, "none", "founded 30 days ago: the limit is not over"},
	{2, 5, EMPLOYER_OPEN, 0, "none", "founded five days ago"},
	{3, 0, EMPLOYER_CLOSED, 0, "none", "not registered, but closed"},
	{2, 0, EMPLOYER_REVOKED, 0, "none", "not registered, licence revoked"},
	{2, 0, EMPLOYER_OPEN, 3, "none", "registered, insurance ended"},
	{1, -1, EMPLOYER_OPEN, 0, "undecided:missing:founded_on", "not registered, founding date unknown"},
};

static struct employer *employer_new(struct planter *p)
{
	struct world *w = p->w;
	struct employer *e = list_add(&w->employers);
	uscc_make(e->uscc, (uint32_t)w->employers.count * 7919);
	e->name = (uint16_t)rng_below(&p->r, 60000);
	e->agency = (uint8_t)rng_below(&p->r, (uint32_t)(w->agency_count > 1 ? w->agency_count - 1 : 1));
	e->staff = (int)rng_below(&p->r, 12);
	e->staff = 1 + e->staff * (int)rng_below(&p->r, 12);
	e->founded = w->opt.as_of - rng_between(&p->r, 200, 9000);
	return e;
}

static void tell(struct planter *p, const struct story *s)
{
	struct employer *e = employer_new(p);
	e->state = (uint8_t)s->state;
	e->enrolled = (uint8_t)s->enrolled;
	if (s->days > 0)
		e->founded = p->w->opt.as_of - s->days;
	if (s->days < 0)
		e->founded = 0;
	enum kind kind = s->expect[0] == 's' ? KIND_WRONG : s->expect[0] == 'u' ? KIND_UNDECIDED : KIND_LOOKALIKE;
	plant_other(p->w, RULE_EMPLOYER, kind, e->uscc, s->expect, s->why)->agency = e->agency;
}

void plant_employers(struct planter *p)
{
	for (unsigned i = 0; i < sizeof stories / sizeof stories[0]; i++)
		for (int n = planter_quota(p, stories[i].weight); n > 0; n--)
			tell(p, &stories[i]);
	uint32_t rest = p->w->opt.persons / 30 + 60;
	for (uint32_t i = 0; i < rest; i++) {
		struct employer *e = employer_new(p);
		e->enrolled = (uint8_t)(rng_chance(&p->r, 80) ? 2 : 1);
		e->state = (uint8_t)(rng_chance(&p->r, 40) ? EMPLOYER_CLOSED : EMPLOYER_OPEN);
	}
}
