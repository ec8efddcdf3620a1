/* Inside hit/ only: the order of hits and of undecided rows. */
#ifndef HECHA_HIT_ORDER_H
#define HECHA_HIT_ORDER_H

#include "hit/hit.h"

/* By case (kind, key, fund, county), rule, month, place. */
void hits_sort(const struct plan *plan, struct hit *hit, uint32_t count);
/* By rule, column, place; each row once, with a subject where it is known. Returns how many stay. */
uint32_t undecided_sort(struct undecided_row *row, uint32_t count);
/* The kind of subject that a rule finds. */
struct span hit_kind(const struct rule *rule);

#endif
