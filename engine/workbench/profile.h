/* What each rule, and each condition of it, had to do in one pass over the agency's data. The unit is the visit: one row, combination of rows,
 * key or group that was looked at once. No clock is read: same inputs, rules and as-of date give the same figures. */
#ifndef HECHA_PROFILE_H
#define HECHA_PROFILE_H

#include "plan/stage_counts.h"
#include "run/session.h"

enum profile_kind { PROFILE_WHERE, PROFILE_MATCH, PROFILE_UNDECIDED, PROFILE_HAVING };

/* A condition or match, in the order in which it is judged. */
struct profile_node {
	enum profile_kind kind;
	struct span text, code;	 /* as written; code: UNDECIDED only */
	const char *table;	 /* MATCH: what is looked up; lives with the plan */
	uint64_t in, passed;	 /* judged or looked up; passed or with a partner */
	uint64_t partners;	 /* MATCH: rows tried */
	uint64_t visits;
};

struct profile_stage {
	const struct stage *stage;
	struct stage_counts *counts;
	uint32_t node_count;
	struct profile_node *node;
	uint64_t visits;
};

struct profile_rule {
	const struct plan_rule *plan; /* plan->rule[rule_count]: what was paid net, which is no rule's */
	const char *why;	      /* it did not run; NULL when it did; the job's */
	uint32_t stage_count;
	struct profile_stage *stage;
	uint64_t visits;
};

/* A table that was read, once for all rules. */
struct profile_table {
	const struct table_spec *spec;
	uint64_t bytes, records; /* on disk; split, rejected ones too */
	uint32_t columns_read, columns;
	bool in_memory; /* kept by key, since some rule matches it */
};

struct profile {
	const struct job *job;
	uint32_t table_count, rule_count;
	struct profile_table *table;
	struct profile_rule *rule; /* by visits, then by id */
	uint64_t visits;
};

void profile_text(const struct profile *profile, struct buffer *out);
void profile_json(const struct profile *profile, struct buffer *out);
const char *profile_rule_name(const struct profile *profile, const struct profile_rule *rule, int *size);

#endif
