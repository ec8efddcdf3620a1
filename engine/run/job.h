/* One execution of a plan over inputs, from files to cases. The nightly run, rule tests and `case why` are this same job. */
#ifndef HECHA_JOB_H
#define HECHA_JOB_H

#include "casefile/casefile.h"
#include "flow/flow.h"
#include "run/inputs.h"
#include "run/net.h"
#include "run/sample.h"

enum rule_outcome { OUTCOME_RAN, OUTCOME_MISSING, OUTCOME_STALE };

struct job_rule {
	enum rule_outcome outcome;
	char *why; /* in words; NULL when it ran */
};

struct job {
	const struct agency *agency; /* NULL in rule tests */
	const struct rule_set *set;
	struct plan *plan;
	struct inputs inputs;
	bool *active; /* per plan->rule */
	struct job_rule *rule;
	struct exempt_list **exempt; /* per plan->rule */
	struct hit_collector *collector;
	struct flow *flow;
	struct net *net;
	const struct hits *hits; /* owned by the collector */
	struct cases *cases;
	struct cases *merged; /* what rules from: case of this job saw: the cases before them; NULL: there were no such rules */
	const struct cases *base; /* what such rules read instead of this job's own cases (shadow rules: those of the active ones); NULL: own */
	const struct sample *sample; /* read only these subjects' rows; NULL: all (the nightly run) */
	uint32_t threads;
	uint64_t memory_bytes;
	bool read_once; /* see flow_options */
	const char *folder; /* temporary files, exemption lists */
	volatile sig_atomic_t *stop;
	void (*progress)(void *context, uint64_t done_bytes, uint64_t total_bytes, uint64_t rows);
	void *progress_context;
	/* `case why` listens in: sees rows before they are judged, and takes groups instead of the collector. */
	flow_trace trace;
	enum status (*hits_listener)(void *context, uint32_t thread, const struct plan_rule *rule, const struct group *const *group,
				     uint32_t count, struct arena *scratch, struct err *err);
	void (*missing_listener)(void *context, uint32_t thread, const struct missing_row *row);
	void *listener;
	uint64_t done_bytes, done_rows; /* shown; rows of the first reading */
	bool optional_missing; /* some rule had to do without an optional table */
};

/* plan and inputs are set; runs everything. On failure nothing has been written. */
MUST_USE enum status job_run(struct job *job, struct err *err);
/* The two halves of it: what is needed made, then everything read and decided. */
MUST_USE enum status job_start(struct job *job, struct err *err);
MUST_USE enum status job_finish(struct job *job, struct err *err);
void job_release(struct job *job);

/* job_read.c: everything that is read. */
MUST_USE enum status job_read(struct job *job, struct err *err);

/* rule_states.c: which rules can run with these inputs; called before and, when a file breaks while it is read, during the run. */
void job_judge_rules(struct job *job);
bool job_table_usable(const struct job *job, uint32_t table);
bool job_table_there(const struct job *job, uint32_t table);

#endif
