/* Stages in order: reference tables loaded and indexed, rows pushed through every stage that reads them, groups finished and handed to
 * the stages behind, the last stage of a rule to the hits.
 *
 *   flow_load (tables somebody matches) ─▶ flow_batch … (extracts, one pass for all rules) ─▶ flow_finish ─▶ flow_cases
 */
#ifndef HECHA_FLOW_H
#define HECHA_FLOW_H

#include "group/group.h"
#include "scan/extracts.h"
#include "scan/stage_run.h"

struct flow_options {
	uint32_t threads;
	uint64_t memory_bytes; /* for groupings */
	const char *folder;    /* for temporary files */
	bool read_once;	       /* keep every row at once, for those who count what is done */
};

/* Shown every slice of rows just before a stage judges it (`case why`). */
typedef void (*flow_trace)(void *context, const struct stage *stage, struct rowset *set, uint32_t from, uint32_t count,
			   const struct lookups *lookups);

struct flow_sinks {
	void *context;
	/* Groups of a rule's last stage that passed having; they live until it returns. From several threads at once. */
	enum status (*hits)(void *context, uint32_t thread, const struct plan_rule *rule, const struct group *const *group, uint32_t count,
			    struct arena *scratch, struct err *err);
	void (*missing)(void *context, uint32_t thread, const struct missing_row *row);
	/* Groups of the net stages: (person, fund, county, month) and the sum. */
	enum status (*net)(void *context, const struct group *const *group, uint32_t count);
	void *net_context;
	flow_trace trace; /* NULL: nobody looks */
	void *trace_context;
};

struct flow;

/* active: per plan->rule, rules that may run; borrowed. */
struct flow *flow_new(const struct plan *plan, const bool *active, const struct flow_options *options, const struct flow_sinks *sinks);
void flow_free(struct flow *flow);

/* A table some match of an active rule reads: it must be loaded, before any batch. */
bool flow_wants_memory(const struct flow *flow, uint32_t table);
/* A table an active rule streams. */
bool flow_wants_rows(const struct flow *flow, uint32_t table);
/* Starts the memory table of a table; fill it with flow_load_batch (a batch_sink, context: struct flow_load), end with flow_loaded. A table
 * nobody can provide is loaded empty (optional matches find nothing). */
struct flow_load {
	struct flow *flow;
	uint32_t table;
	struct memory_table *memory;
	uint32_t *source_column;
};
void flow_load_begin(struct flow *flow, uint32_t table, struct flow_load *load);
enum status flow_load_batch(void *context, uint32_t thread, struct batch *batch, struct err *err);
void flow_load_end(struct flow_load *load);
/* After the last load: indexes that stand on tables; tables in memory that are streamed too are streamed now, and derived tables that lead back to
 * tables in memory only are made; and rules that read nothing else find what they find. */
MUST_USE enum status flow_loaded(struct flow *flow, struct err *err);

/* A batch_sink (context: struct flow) for streamed tables. */
enum status flow_batch(void *context, uint32_t thread, struct batch *batch, struct err *err);
/* Between the readings, when every table has been streamed. */
MUST_USE enum status flow_settle(struct flow *flow, struct err *err);
/* A table of which rows are wanted again; and what is in memory of those, once. */
bool flow_wants_again(const struct flow *flow, uint32_t table);
MUST_USE enum status flow_memory_again(struct flow *flow, struct err *err);
/* source_options.choose for an extract of such a table (context: struct flow_choice): leaves out rows that no stage can want. */
struct flow_choice {
	const struct flow *flow;
	uint32_t table, extract;
};
bool flow_choose(const void *context, struct chunk *chunk, size_t size);
/* A batch_sink (context: struct flow) for tables streamed again. */
enum status flow_batch_again(void *context, uint32_t thread, struct batch *batch, struct err *err);
/* Every stage that does not read cases, in order. */
MUST_USE enum status flow_finish(struct flow *flow, struct err *err);
/* What was paid net, when all claims are known. */
MUST_USE enum status flow_net(struct flow *flow, struct err *err);
/* The stages that read cases. */
MUST_USE enum status flow_cases(struct flow *flow, struct memory_table *cases, struct err *err);

const struct lookups *flow_lookups(const struct flow *flow);
/* What a stage has done so far, over all threads: added to out. */
void flow_counts(const struct flow *flow, const struct stage *stage, struct stage_counts *out);

#endif
