/* The lawful run of things: people die, are registered and cremated, and are not paid after it. */
#include "gen_calendar.h"
#include "plant.h"

/* Deaths in ten thousand a year, by decade of age. */
static int mortality(int age)
{
	static const int rate[] = {30, 60, 120, 280, 760, 1700, 2600};
	int decade = age / 10 - 4;
	return rate[decade < 0 ? 0 : decade > 6 ? 6 : decade];
}

static void register_death(struct planter *p, uint32_t person, int day)
{
	struct world *w = p->w;
	if (rng_chance(&p->r, 880)) {
		fact_add(&w->deaths, person, day);
		/* a second source, never earlier: the earliest date is the lawful one */
		if (rng_chance(&p->r, 80))
			fact_add(&w->deaths, person, day + (rng_chance(&p->r, 400) ? rng_between(&p->r, 1, 28) : 0))->kind = 1;
	}
	if (rng_chance(&p->r, 650))
		fact_add(&w->cremations, person, day + rng_between(&p->r, 1, 4))->until = day;
}

static void live_on(struct planter *p, uint32_t at)
{
	struct world *w = p->w;
	struct benefit *b = &w->benefits[at];
	struct person *person = &w->persons[b->person];
	int first = b->first_paid + 1 > w->first_month ? b->first_paid + 1 : w->first_month;
	int last = w->last_month - 2; /* the registers are a month behind */
	if (first > last)
		return;
	int age = w->last_month / 12 - civil_of(person->birth).year;
	int in_window = mortality(age) * (last - first + 1) / 12;
	if ((int)rng_below(&p->r, 10000) >= in_window)
		return;
	int month = rng_between(&p->r, first, last);
	int day = day_in_month(month, rng_between(&p->r, 1, 31));
	benefit_stop(w, at, month);
	person->check_last = day - rng_between(&p->r, 20, 330);
	register_death(p, b->person, day);
}

/* People of the registers who draw nothing here. */
static void strangers(struct planter *p)
{
	struct world *w = p->w;
	for (uint32_t i = w->paid_persons; i < w->person_count; i++) {
		if (w->persons[i].planted)
			continue;
		int day = w->opt.as_of - rng_between(&p->r, 30, 900);
		if (rng_chance(&p->r, 700)) {
			register_death(p, i, day);
			continue;
		}
		struct fact *f = fact_add(&w->custodies, i, day);
		f->kind = (uint8_t)rng_below(&p->r, 10);
		f->until = rng_chance(&p->r, 500) ? day + rng_between(&p->r, 60, 2000) : 0;
	}
}

void plant_fate(struct planter *p)
{
	for (uint32_t i = 0; i < p->w->benefit_count; i++) {
		const struct benefit *b = &p->w->benefits[i];
		if (!b->planted && b->state == PERSON_NORMAL)
			live_on(p, i);
	}
	strangers(p);
}
