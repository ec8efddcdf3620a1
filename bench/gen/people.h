/* The population: people, what they draw, who shares an account, who died in good order. */
#ifndef PEOPLE_H
#define PEOPLE_H
#include "gen.h"
#include "rng.h"

/* Makes opt.persons people with one benefit each, then people who draw nothing. */
void people_make(struct world *w);
/* Somebody born in a month, alive and certified, who draws nothing yet; returns the index. */
uint32_t people_add_born(struct world *w, struct rng *r, int agency, enum sex sex, int month);
/* A second benefit of a person, for planting. Returns its index. */
uint32_t people_add_benefit(struct world *w, uint32_t person, int agency, enum fund fund, int from);
/* A person like the others who draws nothing; returns the index. */
uint32_t people_add_person(struct world *w, struct rng *r, int agency);
/* One more person who draws this benefit since before the window, beside opt.persons; returns the benefit. */
uint32_t people_add_pensioner(struct world *w, struct rng *r, int agency, enum fund fund);
/* The 19-digit account number of a serial. */
uint64_t account_number(uint64_t serial);
#endif
