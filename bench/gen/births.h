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
/* Gives a person the name of another one, and with a new number also sex and day of birth. */
void people_name_like(struct world *w, uint32_t person, uint32_t other);
void people_born_like(struct world *w, uint32_t person, uint32_t other);
/* A day of birth before those that are drawn, one person for each, with a number that says so. */
void people_born_on(struct world *w, uint32_t person, int birth);
#endif
