/* Hits into cases: one per (subject kind, key, fund, county). One yuan is claimed once. */
#ifndef HECHA_CASEFILE_H
#define HECHA_CASEFILE_H

#include "hit/hit.h"

#define CASE_NUMBER_SIZE 32

struct case_month {
	int64_t month;	/* month_t */
	int64_t due;	/* fen: the largest claim, at most what was paid net */
	uint32_t part;	/* whose claim it is: the largest, then by rule id */
};

/* What one rule says in a case. */
struct case_part {
	const struct plan_rule *rule;
	const struct hit *hit; /* hits[0 … hit_count) */
	uint32_t hit_count;
	const struct group *group; /* all its hits merged */
	int64_t claimed;	   /* fen, sum of its claims */
	struct span level, message;
	char grade; /* A … F: the last letter among the matches behind it; 0 when the rule grades none */
	const struct handling *handling; /* of its own class and action */
	int64_t deadline, deadline_unknown_year;
	int64_t *hit_due; /* per hit: the due of its month when this hit carries it, else 0 */
};

struct case_file {
	char number[CASE_NUMBER_SIZE];
	struct span kind, key, fund, county;
	enum rule_class class;
	struct span action, level; /* of the gravest rule; the highest of its parts */
	const struct handling *handling; /* what its class asks for where this action is taken */
	char grade;		   /* the last letter of its parts; 0 */
	uint32_t part_count, month_count;
	struct case_part *part;	  /* gravest class, largest claim, what is to be done before what is to be looked at, rule id */
	struct case_month *month; /* ascending; empty without claims */
	int64_t due;
	int64_t deadline;	 /* day_t; INT64_MIN: none, or the holidays of a year in between are not known */
	int64_t deadline_unknown_year; /* that year; 0 */
};

/* Hits of a rule in a case that an undecided code holds back. */
struct withheld {
	const struct plan_rule *rule;
	const struct hit *hit;
	uint32_t hit_count;
	uint32_t codes; /* bits of rule->undecided */
	const struct group *group;
};

struct exempted {
	const struct plan_rule *rule;
	const struct hit *hit;
};

struct rule_totals {
	uint64_t rows, hits, subjects, withheld_hits, exempted_hits, netted;
	int64_t claimed, withheld_claimed, exempted_claimed;
};

struct cases {
	struct arena arena;
	uint32_t case_count, withheld_count, exempted_count;
	struct case_file *file; /* by class (gravest first), county, number */
	struct withheld *withheld;
	struct exempted *exempted;
	struct rule_totals *totals; /* per plan->rule */
	struct rule_totals class_totals[CLASS_COUNT]; /* hits: cases; claimed: due */
	int64_t due;
};

/* What was paid net for (person, fund, month, county): the cap of a month's due. NULL function: no cap is known. */
struct net_paid {
	bool (*find)(const void *context, struct span person, struct span fund, int64_t month, struct span county, int64_t *fen);
	const void *context;
};

/* The number of a case follows from what it is about, so it is the same every night. */
void case_number(struct span kind, struct span key, struct span fund, struct span county, char number[CASE_NUMBER_SIZE]);

/* What cases are made of. All of it is borrowed, the hits for as long as the cases live. */
struct cases_source {
	const struct plan *plan;
	const struct hits *hits;
	struct net_paid net;
	uint32_t threads;
	bool draft; /* for cases_table alone: parts have no level, message, grade and deadline, and their groups only a place */
};

/* Where the hits are sorted anew, cases_table is all that the cases are still good for.
 * INTERNAL when claims raised do not come out as claims in cases + withheld + exempted, or two cases share a number. */
MUST_USE enum status cases_build(const struct cases_source *from, struct cases **out, struct err *err);
void cases_free(struct cases *cases);

/* The cases as rows of `case`, for rules from: case. */
struct memory_table *cases_table(const struct plan *plan, const struct cases *cases);

/* as_of plus n working days by the calendars of lists/holidays.yaml. False: a year on the way has none; it is in *unknown_year. */
bool working_day_add(const struct holidays *holidays, int64_t day, int64_t count, int64_t *out, int64_t *unknown_year);

/* A message template over a rule's part of a case. */
struct span message_text(const struct plan *plan, const struct plan_rule *rule, const struct group *group, int64_t amount, struct arena *arena);
/* The last letter among the grades of the rows, 0 without any. */
char part_grade(const struct plan *plan, const struct plan_rule *rule, const struct group *group, struct arena *scratch);
struct span severity_level(const struct plan *plan, const struct plan_rule *rule, const struct group *group, int64_t amount,
			   struct arena *arena);

#endif
