/* Entered as stopped or paused too late after a death. What is paid ends in time: only the register is wrong. */
#include "gen_calendar.h"
#include "plant.h"

/* late: months from the death to the first month entered as unpaid. second: months to the date of another source. */
struct story {
	int weight, late, second;
	enum person_state state;
	enum name_spelling name;
	bool seen; /* at the counter, later */
	const char *lawful; /* why; NULL: late, which found_dead.c finds */
};

static const struct story stories[] = {
	{2, 3, 0, PERSON_STOPPED, NAME_SAME, false, NULL},
	{1, 2, 0, PERSON_STOPPED, NAME_SAME, false, NULL},
	{1, 14, 0, PERSON_STOPPED, NAME_SAME, false, NULL},
	{1, 2, 0, PERSON_PAUSED, NAME_BLANK, false, NULL},

	/* name-differs, seen-alive-later, sources-disagree */
	{1, 4, 0, PERSON_STOPPED, NAME_OTHER, false, NULL},
	{1, 4, 0, PERSON_STOPPED, NAME_SAME, true, NULL},
	{1, 3, 3, PERSON_STOPPED, NAME_SAME, false, NULL},

	{1, 1, 0, PERSON_STOPPED, NAME_SAME, false, "entered as stopped from the month after death"},
	{1, 0, 0, PERSON_STOPPED, NAME_SAME, false, "entered as stopped from the month of death"},
	{1, 1, 0, PERSON_PAUSED, NAME_SAME, false, "entered as paused from the month after death"},
};

static void tell(struct planter *p, const struct story *s)
{
	struct world *w = p->w;
	uint32_t at = planter_newcomer(p, ANY, planter_county(p));
	struct benefit *b = &w->benefits[at];
	int month = planter_month(p, 3, s->late + 1);
	int day = day_in_month(month, rng_between(&p->r, 1, 31));
	fact_add(&w->deaths, b->person, day)->name = (uint8_t)s->name;
	if (s->second)
		fact_add(&w->deaths, b->person, day_in_month(month + s->second, 10))->kind = 1;
	w->persons[b->person].check_last = day - rng_between(&p->r, 30, 330);
	if (s->seen)
		fact_add(&w->checks, b->person, day + rng_between(&p->r, 20, 60))->kind = 1;
	b->to = s->late ? month : month - 1;
	b->state = (uint8_t)s->state;
	b->stopped_from = month + s->late;
	if (s->lawful)
		plant_none(p, RULE_LATE_STOP, at, s->lawful);
}

void plant_late_stops(struct planter *p)
{
	TELL_ALL(p, stories, tell);
}
