/* What the files of flow/ share. */
#ifndef HECHA_FLOW_PARTS_H
#define HECHA_FLOW_PARTS_H

#include "flow/flow.h"
#include "group/gist.h"
#include "lookup/pairs.h"
#include "lookup/records.h"
#include "plan/anchor.h"
#include "scan/stripes.h"

struct flow {
	const struct plan *plan;
	const bool *active;
	struct flow_options options;
	struct flow_sinks sinks;
	struct memory_budget budget;
	struct lookups lookups;
	struct memory_table **table;	/* per plan->table, NULL: not in memory */
	struct memory_table **derived;	/* per stage, NULL: not kept */
	struct group_store **store;	/* per stage */
	struct arena *scratch;		/* per thread */
	struct stage_sinks stage_sinks;
	struct stage_counts **counts;	/* per thread and stage; see flow_counts_of */
	struct arena counts_arena;
	/* flow_anchor.c */
	bool twice;	 /* stages with an anchor get their rows from a second reading */
	_Atomic bool anchor_all; /* … all of them */
	_Atomic uint64_t anchor_bytes;
	struct records *records[TYPE_COUNT]; /* first reading, by type of the anchor */
	struct records *months[TYPE_COUNT];  /* … of values in single months, see plan_rule.by_month: their bits are the marks */
	struct pairs **pairs;		     /* by anchor_need.pair */
	struct gist **gists;		     /* by plan_gist.number */
	struct marks *marks[TYPE_COUNT], *month_marks[TYPE_COUNT]; /* second reading */
	/* flow_choose.c */
	struct flow_anchors {
		uint32_t *column, count, capacity; /* different ones */
		struct flow_month {
			uint32_t anchor; /* of `column` */
			uint32_t column;
			uint64_t rules; /* marks of rules that read single ones of these months */
		} *month;
		uint32_t month_count, month_capacity;
	} *anchors;		 /* per plan->table: of stages that read it twice, when reading began */
	struct stripes *stripes; /* from the first row on until the last is read again; NULL: nothing is left out */
};

/* Rows in memory, as a source of stages. */
struct memory_source {
	struct rowset *set;
	evidence_of evidence;
};

static inline struct stage_counts *flow_counts_of(const struct flow *flow, uint32_t thread, const struct stage *stage)
{
	return flow->counts[thread * flow->plan->stage_count + stage->number];
}

static inline bool stage_active(const struct flow *flow, const struct stage *stage)
{
	return flow->active[stage->rule];
}

/* Rows of tables go through this stage when they are read again. */
static inline bool flow_reads_twice(const struct flow *flow, const struct stage *stage)
{
	return flow->twice && stage->anchor && stage_active(flow, stage) && flow->plan->rule[stage->rule].anchored;
}

static inline bool anchor_known(const struct column *column, uint32_t row)
{
	return column->cell[row & column->mask] == CELL_VALUE;
}

/* flow_anchor.c, flow_note.c */
/* Rows [from, from + count) of a table alone. */
struct frame flow_frame(const struct flow *flow, struct rowset *set, uint32_t from, uint32_t count, struct arena *scratch);
void flow_anchor_begin(struct flow *flow);
void flow_anchor_end(struct flow *flow);
/* First reading: rows [from, from + count) of a table. badge: for each of its anchors, then each of its months, gets an array, in scratch, with one for
 * each row, unless flow->anchor_all; NULL: nobody asks. */
MUST_USE enum status flow_note(struct flow *flow, uint32_t table, struct rowset *set, uint32_t from, uint32_t count, uint32_t **badge,
			       struct arena *scratch, uint32_t thread, struct err *err);
/* Rows of one slice whose anchor is known, and hashes of it (by position) and of their group (one for each of `rows`). */
struct group_hashes {
	enum value_type type; /* of the anchor */
	struct selection rows;
	const uint64_t *anchor, *key;
};
/* flow_gist.c: of these rows what a need of having asks; and, when all tables have been read, the values that have it. */
MUST_USE enum status flow_note_having(struct flow *flow, const struct plan_gist *shape, struct frame *frame, const struct group_hashes *hashes,
				      uint32_t thread, struct err *err);
MUST_USE enum status flow_gists_finish(struct flow *flow, struct err *err);
void flow_note_claimed(struct flow *flow, const struct row_block *block, struct arena *scratch);
/* flow_partner.c: before the first reading, values by their partners in memory. */
void flow_note_partners(struct flow *flow);
/* Second reading: those of them that some rule turned out to be about. */
enum status flow_feed_again(struct flow *flow, uint32_t table, struct rowset *set, uint32_t from, uint32_t count, struct arena *scratch,
			    uint32_t thread, struct err *err);

/* The marks of stages that read this table again and are anchored in this column. */
uint64_t flow_stage_marks(const struct flow *flow, uint32_t table, uint32_t column);
static inline uint64_t flow_mark_of(const struct flow *flow, const struct stage *stage)
{
	return 1ull << flow->plan->rule[stage->rule].anchor_mark;
}
/* Hashes of values in the months of their rows, which are in this column; hash: of the values, by position. One for each of `rows`, in scratch. */
uint64_t *flow_month_hashes(uint32_t column, struct frame *frame, struct selection rows, const uint64_t *hash);
/* Of the marks of a value those that it has in a month; in_month: those that rules which read single ones have given the value there. */
static inline uint64_t flow_marks_in_month(const struct flow_month *month, uint64_t marks, uint64_t in_month)
{
	uint64_t rules = marks >> MARK_ALWAYS & 1 ? 0 : marks >> MARK_NET_ALWAYS & 1 ? month->rules & ~(1ull << MARK_NET) : month->rules;
	return marks & (~rules | in_month);
}

/* flow_choose.c */
void flow_choose_begin(struct flow *flow);
void flow_choose_settle(struct flow *flow); /* marks are known */
void flow_choose_drop(struct flow *flow);   /* everything is read, or will be */
void flow_choose_end(struct flow *flow);
/* Of a row that is wanted whatever its badges say: its anchor is not known. A few known ones share it. */
#define BADGE_ANY 0
/* Those of an anchor; hash: of its rows. */
uint32_t *flow_badges(const struct column *anchor, const uint64_t *hash, uint32_t count, struct arena *scratch);

/* flow_rows.c: what comes out of a stage's conditions goes into its groups. */
struct stage_sinks flow_stage_sinks(struct flow *flow);
/* Every row of every stage comes through here. */
enum status flow_feed(struct flow *flow, const struct stage *stage, struct rowset *set, evidence_of evidence, struct row_list rows,
		      struct arena *scratch, uint32_t thread, struct err *err);
enum status flow_feed_memory(struct flow *flow, const struct stage *stage, struct memory_source source, struct err *err);

/* flow_finish.c: the groups of stages that have got all their rows, but those they pull, to those whom they are for; none of these stages waits for
 * another of them. */
MUST_USE enum status flow_finish_stages(struct flow *flow, const struct stage *const *stage, uint32_t count, struct err *err);

/* flow_tables.c: indexes of lookups whose source is there by now. */
void flow_make_indexes(struct flow *flow);

#endif
