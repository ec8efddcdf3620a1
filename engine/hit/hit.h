/* Groups of rules' last stages as hits: who, which fund, month and county, how much; and what could not be decided. */
#ifndef HECHA_HIT_H
#define HECHA_HIT_H

#include "group/group.h"
#include "hit/exempt.h"
#include "scan/stage_run.h"

/* One group: a claim, or a finding about a subject. Texts are canonical (18-character numbers, codes). */
struct hit {
	const struct plan_rule *rule;
	struct span kind, key, fund, county; /* of the case it belongs to; fund and county may be empty */
	int64_t month;			     /* month_t; claims only */
	int64_t amount;			     /* fen, > 0; claims only, else 0. 0 in a claim: netted out, kept for its undecided codes */
	const struct group *group;
	const struct exempt_entry *exempt; /* NULL: not exempted */
};

/* A row, or a group, that a rule could not decide for want of a value. */
struct undecided_row {
	const struct plan_rule *rule;
	const char *column; /* code `missing:<column>`; NULL: `too-many-matches` */
	struct place place;
	struct span subject; /* may be empty */
};

struct hits {
	uint32_t count, undecided_count;
	struct hit *hit;		  /* by case (kind, key, fund, county), rule, month, place */
	struct undecided_row *undecided; /* by rule, column, place; each once */
	uint64_t *netted;		  /* per plan->rule: groups whose claim came to nothing or less */
};

struct hit_collector;
/* exempt: per plan->rule, NULL entries allowed. Its sinks go to flow_new. */
struct hit_collector *hit_collector_new(const struct plan *plan, struct exempt_list *const *exempt, uint32_t threads);
enum status hit_collect(void *context, uint32_t thread, const struct plan_rule *rule, const struct group *const *group, uint32_t count,
			struct arena *scratch, struct err *err);
void hit_collect_missing(void *context, uint32_t thread, const struct missing_row *row);
/* Everything collected so far, sorted; borrowed from the collector until the next call. drop: per plan->rule, hits of a rule that turned out
 * not to have run are left out. */
const struct hits *hit_collector_sort(struct hit_collector *collector, const bool *drop);
/* GATE when more rows lacked a value than HECHA_UNDECIDED_ROWS_MAX; the message names a rule and column. */
MUST_USE enum status hit_collector_check(const struct hit_collector *collector, struct err *err);
void hit_collector_free(struct hit_collector *collector);

int hit_compare_case(const struct hit *a, const struct hit *b); /* kind, key, fund, county */

#endif
