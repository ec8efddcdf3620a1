#include "births.h"

#include "gen_calendar.h"
#include "idnum.h"

#include <stdlib.h>

#define BIRTH_FIRST_YEAR 1926
#define BORN_LAST_YEAR 2050
#define BIRTH_DAYS ((BORN_LAST_YEAR - BIRTH_FIRST_YEAR + 1) * 366)
#define SEQUENCES 498 /* of a day and sex; 996..999 are left to people over a hundred */
#define KEPT 10       /* of them for people of a story, whose month of birth matters */
#define AREA "360799"

/* Numbers of a day and sex are handed out in steps, so that neighbours in a file do not follow each other. */
static bool give_id(struct world *w, struct person *p, int limit)
{
	if (!w->births_taken)
		w->births_taken = calloc(BIRTH_DAYS * 2, sizeof *w->births_taken);
	if (!w->births_taken)
		die("out of memory");
	int day = p->birth - day_of(BIRTH_FIRST_YEAR, 1, 1);
	uint16_t *taken = &w->births_taken[day * 2 + (p->sex == SEX_MALE)];
	if (*taken >= limit)
		return false;
	int step = (*taken)++ * 137 + day * 61;
	id_make(p->id, AREA, p->birth, step % SEQUENCES * 2 + (p->sex == SEX_MALE));
	return true;
}

/* Where a day is used up, the day before: nobody becomes too young for what he draws. */
void give_id_near(struct world *w, struct person *p)
{
	int first = day_of(BIRTH_FIRST_YEAR, 1, 1), last = day_in_month(BIRTH_LAST, 31);
	for (int tries = 0; tries <= last - first; tries++) {
		if (give_id(w, p, SEQUENCES - KEPT))
			return;
		p->birth = p->birth > first ? p->birth - 1 : last;
	}
	die("too many persons: the identity numbers of area " AREA " are used up");
}

void give_id_in_month(struct world *w, struct person *p, int month, int day)
{
	for (int tries = 0; tries < 31; tries++) {
		p->birth = day_in_month(month, (day + tries - 1) % 31 + 1);
		if (give_id(w, p, SEQUENCES))
			return;
	}
	die("too many persons: the identity numbers of a month are used up");
}

void people_name_like(struct world *w, uint32_t person, uint32_t other)
{
	w->persons[person].family = w->persons[other].family;
	w->persons[person].given_a = w->persons[other].given_a;
	w->persons[person].given_b = w->persons[other].given_b;
}

void people_born_like(struct world *w, uint32_t person, uint32_t other)
{
	int birth = w->persons[other].birth;
	w->persons[person].sex = w->persons[other].sex;
	give_id_in_month(w, &w->persons[person], month_of_day(birth), civil_of(birth).day);
}

void people_born_on(struct world *w, uint32_t person, int birth)
{
	struct person *p = &w->persons[person];
	p->birth = birth;
	id_make(p->id, AREA, birth, 10 + (p->sex == SEX_MALE));
}

int birth_draw(struct rng *r, int youngest)
{
	/* the young old are many, the very old few: the smaller of two draws, back from the youngest */
	int span = youngest / 12 - BIRTH_FIRST_YEAR;
	int a = rng_between(r, 0, span), b = rng_between(r, 0, span);
	int month = (youngest / 12 - (a < b ? a : b)) * 12 + rng_between(r, 0, 11);
	if (month > youngest)
		month -= 12;
	if (month < BIRTH_FIRST_YEAR * 12)
		month += 12;
	return day_in_month(month, rng_between(r, 1, 31)); /* apart: the order of arguments is the compiler's */
}
