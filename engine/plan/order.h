/* In which order conditions are judged. */
#ifndef HECHA_ORDER_H
#define HECHA_ORDER_H

#include "plan/plan.h"

/* Fills in stage->order: what costs least first, as written among equals. What a row comes to does not depend on it. */
void plan_order(struct plan *plan);

#endif
