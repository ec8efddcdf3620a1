/* What a stage had to do, counted once per slice of rows and never per row, so that counting is always on; conditions on the row alone (`before`)
 * are counted only while they are judged as they are written. Every figure is a sum over rows of what happened to that row alone: it does not
 * depend on threads, batches or memory. Each thread counts for itself; merge at the end. */
#ifndef HECHA_STAGE_COUNTS_H
#define HECHA_STAGE_COUNTS_H

#include "plan/plan.h"

/* A condition: how often it was judged, how often it let pass (having, undecided: true; else: not false). */
struct pass_count {
	uint64_t judged, passed;
};

struct match_count {
	uint64_t keys, matched, partners; /* looked up; with a partner row; partner rows tried */
};

struct stage_counts {
	struct pass_count *before, *after, *undecided, *having; /* per condition of the stage */
	struct match_count *match;				/* per match */
	uint64_t *rows;	   /* of `from`, shown to the stage */
	uint64_t *grouped; /* rows that entered groups */
	uint64_t *groups, *passed; /* groups made (of a projection: its rows), and those that passed having */
	uint64_t *figure; /* all of the above, one behind the other */
	uint32_t figure_count;
};

/* Zeros, in the arena. */
struct stage_counts *stage_counts_new(const struct stage *stage, struct arena *arena);
/* Both of the same stage. */
void stage_counts_add(struct stage_counts *into, const struct stage_counts *from);
/* The figures as they are now, in the arena; and back to them, when what was done since is done again. */
const uint64_t *stage_counts_mark(const struct stage_counts *counts, struct arena *arena);
void stage_counts_reset(struct stage_counts *counts, const uint64_t *mark);

static inline void pass_count_add(struct pass_count *count, uint32_t judged, uint32_t passed)
{
	count->judged += judged;
	count->passed += passed;
}

#endif
