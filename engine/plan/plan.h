/* Rules and tables bound into a plan: names resolved, types checked, parameters in force, stages in the order they can run.
 * Constant once made; shared by all threads.
 *
 *   rule ──▶ stage, stage, … (its `with` tables first, itself last)
 *   stage    from ─▶ conditions ─▶ matches ─▶ conditions ─▶ values of the row ─▶ groups ─▶ having ─▶ rows of a derived table, or hits
 */
#ifndef HECHA_PLAN_H
#define HECHA_PLAN_H

#include "eval/eval.h"
#include "lookup/memory_table.h"
#include "table/table.h"

enum plan_source_kind { SOURCE_TABLE, SOURCE_STAGE, SOURCE_CASES };

struct plan_source {
	enum plan_source_kind kind;
	uint32_t number; /* of the table or stage */
};

/* A source in memory with a key: one index, shared by every match that asks for it. */
struct plan_lookup {
	struct plan_source source;
	uint32_t key_count;
	uint32_t key[HECHA_KEY_MAX];
};

struct plan_match {
	const struct match_spec *spec;
	bool optional;
	struct plan_source source;
	uint32_t lookup;      /* of plan->lookup */
	struct node **probe;  /* per key column, over the slots before */
	uint32_t trusted_count; /* columns of the source that must be there in every row for stage->implied to be used */
	uint32_t *trusted;
};

/* A condition joined by `and`: kept apart, so that `why` can say which one failed. */
struct condition {
	struct node *node;
	const struct expr *expr;
	uint32_t slot; /* the last one it reads: it can be judged when that match is made */
	bool optional; /* it reads a row of an optional match */
};

/* What is kept of a qualifying row: the keys first, then arguments of aggregates and bare columns. */
struct row_value {
	struct node *node;
	const struct expr *expr;
	const char *label; /* `p.amount` for a plain column, `grade(…)` for a grade: evidence shows it; NULL otherwise */
	uint32_t slot;	   /* of a plain column; of a grade's partner */
};

enum aggregate_kind { AGGREGATE_ROWS, AGGREGATE_COUNT, AGGREGATE_DISTINCT, AGGREGATE_SUM, AGGREGATE_MIN, AGGREGATE_MAX, AGGREGATE_SHARE };
struct aggregate {
	enum aggregate_kind kind;
	uint32_t value;	      /* of stage->value; unused for ROWS */
	enum value_type type; /* of the result */
};

/* Columns of a group (or of the rule's part of a case) as nodes see them: values 0 …, being those of the first row in
 * (extract, line) order; then these. */
#define GROUP_AGGREGATE 0x10000u /* + number of the aggregate */
#define GROUP_AMOUNT 0x20000u	 /* case level: the rule's sum of claims */

/* A rule that decides for each value of one column (each person, each account) from the rows with that value alone is anchored there. Most values
 * cannot concern it, and a few bits per value tell: what must be true of the rows with one value before the rule can say anything of it. Rows are
 * read once to set the bits, and again to keep those whose value has all of them. */
enum need_kind {
	NEED_ROW,      /* a row passes the stage's conditions on the row alone, and `holds` where there is one */
	NEED_PAIR,     /* two such rows agree in all nodes */
	NEED_DISTINCT, /* so many such rows differ from each other in some node; rows of several stages where these share the need */
	NEED_HAVING,   /* a group of such rows passes having */
};

/* What of having is worked out for every group while the tables are read first: a few numbers, the group known by the hash of its keys. */
struct gist_aggregate {
	enum aggregate_kind kind;
	enum value_type type;	 /* of the result */
	uint32_t number;	 /* of stage->aggregate */
	const struct node *node; /* its argument; NULL for ROWS */
	bool of_partner;	 /* the argument reads partners */
};
struct plan_gist {
	uint32_t number; /* among all of the plan */
	uint32_t aggregate_count, own_count; /* the first own_count are of the row alone, the others of partners */
	struct gist_aggregate *aggregate;
	uint32_t having_count;
	const struct node **having;   /* over these aggregates; conditions that are left out would refuse more */
	const struct stage *matching; /* run for rows that passed the conditions on the row alone: the stage's matches and `after`; its values are the
					 anchor, then the arguments over partners. NULL: no matches */
	bool late; /* all that is looked at is one mandatory partner, judged by itself: not run, groups meet their partner when they are complete */
	uint32_t partner_anchor; /* late: the column of its source that has the anchor */
	uint32_t matches_read; /* its matches up to the last one that is mandatory or that something looks at */
	bool by_group; /* one row of a group speaks for all of them there */
};
struct anchor_need {
	enum need_kind kind;
	uint32_t bit; /* of the value's record */
	uint32_t tag; /* DISTINCT: which of the record's tags holds the first value met; bit + 1 tells that there is one */
	uint32_t distinct; /* DISTINCT: how many different ones, 2 … HECHA_DISTINCT_MAX */
	uint32_t pair; /* PAIR: number among all of the plan */
	const struct node *month; /* PAIR: the one of its nodes that is a month; NULL: none */
	const struct node *holds; /* ROW: over the row of from; NULL: any will do */
	const struct plan_gist *gist; /* HAVING; node: the keys */
	const struct expr *why; /* the condition it was deduced from; NULL: the value has to have such a row */
	uint32_t node_count;
	const struct node **node; /* over the row of from */
};
struct stage_anchor {
	const struct node *node; /* the column of from */
	const struct node *month; /* rows are read again only of months of the value in which the rule can find something: this column of from.
				     NULL: of all */
	uint32_t used_count; /* columns of from that decide: a null in one of them may have to be reported, so its value is kept */
	const struct node **used;
	uint32_t need_count;
	struct anchor_need *need;
};

#define NO_LOOKUP UINT32_MAX
/* A match with a table in memory, or with an early derived table, by the anchor: the other values have no partner there. */
struct anchor_partner {
	uint32_t lookup, column; /* of it: the anchor */
	uint64_t need;		 /* bit of the values that have a partner; 0: they need none */
	uint32_t few;		 /* more partners than these may be too many, which may have to be reported: such a value is kept */
	uint32_t used_count;	 /* columns of it that decide: the same where one is null */
	uint32_t *used;
};

struct stage {
	uint32_t number;
	uint32_t rule;	  /* of plan->rule */
	const char *name; /* of the `with` table; the rule's id for its last stage */
	struct plan_source source;
	const char *alias;
	uint32_t match_count;
	struct plan_match match[HECHA_MATCH_MAX];
	uint32_t before_count, after_count; /* conditions that need the row of `from` only, and the others */
	struct condition *before, *after;
	struct node *implied; /* what `after` (of a projection: its reader's) demands of the row alone, see plan/implied.h; NULL: nothing */
	uint32_t *order, order_count; /* numbers of `before`, and before_count where there is `implied`: what costs least is judged first */
	uint32_t undecided_count;
	struct condition *undecided; /* in order of rule->undecided; last stage only */
	uint32_t value_count, key_count;
	struct row_value *value;
	int32_t amount_value; /* value that is the argument of the claim's sum: a null there is counted; -1: none */
	bool grouped;	      /* false: a plain projection, one output row per row, its place kept */
	uint32_t aggregate_count;
	struct aggregate *aggregate;
	uint32_t having_count;
	struct condition *having;
	bool pass_unknown;	   /* a projection made by the plan: rows whose conditions are unknown pass, their reader decides */
	uint32_t output_count;	   /* derived tables */
	struct node **output;	   /* over the group */
	struct memory_column *output_info;
	bool in_memory;		   /* somebody matches it, or reads it later */
	bool *output_kept;	   /* per output, when it is in memory: somebody reads it there */
	bool pull;		   /* reads its source from memory when its turn comes, instead of as the source is made */
	bool early;		   /* a derived table that leads back to tables in memory only: finished before any table is streamed */
	bool keeps_evidence;	   /* its rows end up, as `from`, in the hits of a rule: the rows behind them are kept */
	bool is_net;		   /* adds up what was paid: not a rule's, finished after all rules */
	bool is_rule;		   /* the last stage of its rule: makes hits */
	struct stage_anchor *anchor; /* stages of anchored rules that read tables; NULL: its rows are kept at once */
};

/* The aggregate that a node over a group of the stage is; NULL: it is something else. */
static inline const struct aggregate *group_aggregate(const struct stage *stage, const struct node *node)
{
	return node->kind == NODE_COLUMN && node->column >= GROUP_AGGREGATE ? &stage->aggregate[node->column - GROUP_AGGREGATE] : NULL;
}

struct plan_param {
	const struct param *param;
	int64_t from;	    /* day from which the value in force holds; INT64_MIN: an override of the agency */
	const char *text;   /* as written; items of a list joined by ", " */
	uint32_t value_count;
	struct value *value;
};

struct plan_required {
	uint32_t table, column;
};

struct plan_rule {
	const struct rule *rule;
	uint32_t number;
	uint32_t stage_first, stage_count; /* stage_first + stage_count - 1 is its last stage */
	uint32_t param_count;
	struct plan_param *param;
	struct node *claim[CLAIM_PARTS];		     /* over the group */
	struct node *subject_key, *subject_fund, *subject_county; /* over the group; NULL where not given */
	struct node *exempt_on;				     /* over the group */
	struct node **severity;				     /* over the case part; NULL for the last band */
	struct node **message;				     /* per message part; NULL for literals */
	uint32_t grade_count;
	struct node **grade; /* over the case part: the last letter of each grade(…) the rule decides by */
	bool *table_needed, *table_optional;		     /* per table: it cannot, or can, do without */
	uint32_t required_count;
	struct plan_required *required; /* columns an extract must have */
	bool of_cases;			/* from: case */
	bool anchored;
	enum value_type anchor_type;
	uint32_t anchor_key;  /* key of its last stage */
	uint32_t anchor_mark; /* bit of the marks of a value that it concerns */
	uint64_t needs;	      /* bits of the value's record */
	bool by_month;	      /* its stages that read tables again read single months */
	bool claims_by_month; /* … in which its claims are, too */
	uint32_t partner_count;
	struct anchor_partner *partner;
	uint32_t member; /* lookup by the anchor alone, in which the values must have a partner; NO_LOOKUP: none */
	bool claims_unanchored; /* it claims, and keeps its rows at once: what is claim_value of a row of claim_stage may be a claim's person */
	uint32_t claim_stage, claim_value;
};

struct plan {
	struct arena arena;
	const struct rule_set *set;
	struct symbols *symbols;
	int64_t as_of;
	uint32_t table_count;
	struct table **table;	/* in order of set->table */
	bool *matched;		/* per table: some rule of the plan matches it, so it will be in memory */
	bool **partner_column;	/* per table and column: it is read of rows that were matched, or they are matched by it */
	uint32_t stage_count, stage_capacity;
	struct stage **stage;	/* in an order in which they can run */
	uint32_t lookup_count, lookup_capacity;
	struct plan_lookup *lookup;
	uint32_t rule_count;
	struct plan_rule *rule; /* rule[rule_count] stands behind the net stages */
	uint32_t case_column_count;
	struct memory_column case_column[64]; /* columns of `case`: the fixed ones, then one BOOL per rule asked for by hit() */
	uint32_t case_hit_first;
	const struct rule *case_hit[64];
	uint32_t pair_count;	/* anchor_need.pair */
	uint32_t gist_count;	/* plan_gist.number */
	uint32_t tag_count[TYPE_COUNT]; /* anchor_need.tag, by type of the anchor */
	uint32_t regex_count, regex_capacity;
	struct regex **regex; /* freed with the plan */
};

/* Fixed columns of `case`, in order. */
enum case_column {
	CASE_NUMBER, CASE_KIND, CASE_KEY, CASE_PERSON, CASE_FUND, CASE_COUNTY, CASE_CLASS, CASE_ACTION, CASE_CLAIMED, CASE_MONTHS,
	CASE_FIRST_MONTH, CASE_LAST_MONTH, CASE_COLUMNS
};

struct plan_options {
	int64_t as_of; /* day_t */
	const struct rule *const *only; /* rules to plan; NULL: every active one */
	uint32_t only_count;
};

/* Binds the chosen rules. CONFIG with every rule's first error, each with place, caret and hint. set must outlive the plan. */
MUST_USE enum status plan_new(const struct rule_set *set, const struct plan_options *options, struct plan **out, struct err *err);
void plan_free(struct plan *plan);

const char *plan_source_name(const struct plan *plan, struct plan_source source);
/* Columns of a source, as memory_column; count in *count. For tables the arena gets a fresh array. */
const struct memory_column *plan_source_columns(const struct plan *plan, struct plan_source source, uint32_t *count, struct arena *arena);

#endif
