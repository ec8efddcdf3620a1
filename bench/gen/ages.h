/* Lawful ages of retirement, in months (year * 12 + month - 1). */
#ifndef AGES_H
#define AGES_H
#include "gen.h"

#define ELASTIC_MONTHS 36 /* one may retire so long before the lawful month, but not before the old age */

#define RESIDENT_SCHEME (2011 * 12 + 6) /* when residents' pensions began */

/* Months a resident born in a month had to pay. */
int months_required(int birth);
/* Years of age at which people of the group retired before 2025. */
int old_age(enum age_group group);
/* The lawful month of somebody born in a month, with the delay since 2025. */
int lawful_month(int birth, enum age_group group);
#endif
