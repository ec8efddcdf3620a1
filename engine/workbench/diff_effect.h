/* What two sets of rules find in the same extracts, compared case by case. */
#ifndef HECHA_DIFF_EFFECT_H
#define HECHA_DIFF_EFFECT_H

#include "run/publish.h"

/* One of the two: its rules over the agency's data. */
struct diff_side {
	struct session session;
	struct job job;
	struct report_parts parts;
	bool ran;
};

/* Figures under one name: a rule, a county, a class, or (counting subjects and rows instead of cases) a rule's undecided code. */
struct effect_row {
	struct span name;
	uint64_t before, after, gained, lost; /* before - lost + gained = after */
	int64_t due_before, due_after;	      /* fen */
};
struct effect_rows {
	uint32_t count;
	struct effect_row *row; /* by name; in the arena */
};

/* A case that is not the same on both sides. */
struct effect_case {
	const struct case_file *before, *after; /* NULL: not there */
	uint64_t order;				/* examples: the smallest first */
};

struct effect {
	struct effect_row all;
	struct effect_rows rules, counties, classes, undecided;
	uint64_t changed; /* cases on both sides with other months, due, class or rules */
	uint32_t case_count;
	struct effect_case *item; /* every case gained, lost or changed, by order; in the arena */
	bool differs;
};

/* Both jobs are done. a_rule, b_rule: a pair of files whose rules may be called differently are one rule, named by b; else empty. */
struct effect effect_of(const struct diff_side *a, const struct diff_side *b, struct span a_rule, struct span b_rule, struct arena *arena);

#endif
