/* What one rule found in a job, gathered for people: per subject, per month, per county. */
#ifndef HECHA_FOUND_H
#define HECHA_FOUND_H

#include "run/job.h"

struct found_case {
	const struct case_file *file;
	const struct case_part *part;
	uint64_t order; /* examples: the smallest first */
};

struct found {
	uint64_t rows, hits, subjects, claims; /* claims: hits of a rule that claims */
	int64_t claimed, due;		       /* fen */
	double claimed_squares;		       /* sum over subjects of (claimed fen)² */
	uint32_t case_count;
	struct found_case *item; /* by order */
};

/* Of the rule in job->cases. item is the caller's to free. */
struct found found_of(const struct job *job, const struct plan_rule *rule, uint32_t seed);

/* One bar of a chart. */
struct found_bar {
	struct span name;
	uint64_t hits;
	int64_t claimed;
};
/* Per county, by code; per month of the claims, or per year when there are more than 24. Names live in arena, as the array does. */
struct found_bar *found_counties(const struct found *found, struct arena *arena, uint32_t *count);
struct found_bar *found_months(const struct found *found, struct arena *arena, uint32_t *count);

#endif
