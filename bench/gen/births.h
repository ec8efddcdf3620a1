/* Days of birth, and the identity numbers that go with them. */
#ifndef BIRTHS_H
#define BIRTHS_H
#include "gen.h"
#include "rng.h"

#define BIRTH_LAST (1976 * 12 + 11) /* month; of those who draw a pension: people of a story may be younger */

/* A day of birth, at the latest in the month given. */
int birth_draw(struct rng *r, int youngest);
/* A number for the day of p->birth, or for the nearest day before it that has one left. */
void give_id_near(struct world *w, struct person *p);
/* Day and number for the month given. */
void give_id_in_month(struct world *w, struct person *p, int month, int day);
/* A day before those that are drawn: one person for each. */
void give_id_on(struct person *p, int birth);
#endif
