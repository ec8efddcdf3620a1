/* Terms of custody, as the stories tell them. */
#ifndef CUSTODY_H
#define CUSTODY_H
#include "plant.h"

/* In the order of the writer's labels: the first four stop a pension, the next four freeze it. */
enum custody { DETENTION, PRISON, LIFE, SUSPENDED_DEATH, CONTROL, PROBATION, OUTSIDE, PAROLE, UNTRIED, WANTED, NONE };

#define STOPS(kind) ((kind) <= SUSPENDED_DEATH)
#define FREEZES(kind) ((kind) >= CONTROL && (kind) <= PAROLE)
#define OPEN 99       /* until: not released */
#define BACKWARD 98   /* until: before from */
#define UNKNOWN 97    /* until: open, and no date of beginning */
#define UNREADABLE 96 /* until: a cell that is no date */

/* Months after the story's month. */
struct term { enum custody kind; int from, until; };

/* The court's record of a term; NULL when there is none. */
struct fact *custody_add(struct planter *p, uint32_t person, const struct term *t, int month);
#endif
