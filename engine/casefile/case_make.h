/* Inside casefile/ only: one case from its hits. */
#ifndef HECHA_CASE_MAKE_H
#define HECHA_CASE_MAKE_H

#include "casefile/casefile.h"

/* What the class and action of a rule ask for, from the as-of date on. */
struct deadline {
	const struct handling *handling;
	int64_t day, unknown_year; /* see struct case_part */
};

/* Takes the cases of a run one after the other, in the order of the hits. */
struct builder {
	const struct cases_source *from;
	const struct deadline *deadline; /* per plan->rule */
	struct cases *cases;
	uint32_t case_capacity, withheld_capacity, exempted_capacity;
	const struct hit **last_subject; /* per plan->rule: hits come by subject, so a change is a new one */
};

/* hits[0 … count) are all of one case. It joins builder->cases, unless all its hits are exempted or withheld: they join these. */
void case_make(struct builder *builder, const struct hit *hit, uint32_t count);

/* Fen that they claim together. */
int64_t hits_sum(const struct hit *hit, uint32_t count);

#endif
