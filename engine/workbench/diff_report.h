/* A comparison of two rules or folders: between rule_diff.c, diff_text.c and diff_json.c. */
#ifndef HECHA_DIFF_REPORT_H
#define HECHA_DIFF_REPORT_H

#include "hecha.h"
#include "workbench/diff_effect.h"
#include "workbench/facts_diff.h"

/* One rule on both sides, or on one. */
struct rule_pair {
	const struct rule *a, *b; /* NULL: not there */
	struct facts a_facts, b_facts;
	uint32_t change_count; /* of a pair that is there on both sides */
	struct fact_change *change;
};

struct comparison {
	const struct hecha_options *options;
	const char *a_path, *b_path;
	uint32_t example_max;
	uint32_t pair_count;
	struct rule_pair *pair; /* by id; those that differ, and only those */
	const struct diff_side *side; /* two, before and after; NULL without an agency */
	struct effect effect;
	struct arena arena;
};

/* A rule that could not run on a side, in words: `side` is A or B. */
void comparison_gaps(const struct comparison *comparison,
		     void (*each)(void *context, const char *side, const struct report_rule *rule), void *context);

void diff_text(const struct comparison *comparison, struct buffer *out);
void diff_json(const struct comparison *comparison, struct buffer *out);

#endif
