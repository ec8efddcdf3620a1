/* What a comparison of a row with its partners demands of the row alone, whoever the partners are. */
#ifndef HECHA_BOUNDS_H
#define HECHA_BOUNDS_H

#include "plan/plan.h"

/* A comparison over the row that is false only where `compare` (negated: its opposite) is true of no partner: what a partner decides is replaced by
 * the largest or the smallest it could make of it. NULL: partners could make anything of it. Parts over the row alone are those of `compare`. */
struct node *bound_compare(struct node *compare, bool negated, struct arena *arena);

#endif
