/* Rules that are right but make no sense: warnings. */
#ifndef HECHA_SENSE_H
#define HECHA_SENSE_H

#include "plan/plan.h"

void sense_conditions(const struct stage *stage, struct err *findings); /* H5002, H5003 */
void check_sense(const struct plan *plan, struct err *findings);	/* all of H5 */

#endif
