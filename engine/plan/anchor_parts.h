/* What the files that anchor rules share. */
#ifndef HECHA_ANCHOR_PARTS_H
#define HECHA_ANCHOR_PARTS_H

#include "plan/anchor.h"
#include "plan/bind.h"

#define NO_COLUMN UINT32_MAX

/* One attempt to anchor a rule in a key of its last stage. */
struct attempt {
	struct plan *plan;
	struct plan_rule *rule;
	uint32_t *column;  /* per stage of the rule: the column of its source that holds the anchor; NO_COLUMN: not met yet */
	bool *mandatory;   /* per stage: without a row of it the rule has no hit */
	bool *reports;     /* per stage: what it reports of partners is reported although the rule has no hit: only a need of having looks at that */
	uint32_t bit, tag; /* the next free ones of the type */
};

static inline struct stage *stage_at(const struct attempt *attempt, uint32_t at)
{
	return attempt->plan->stage[attempt->rule->stage_first + at];
}

static inline bool is_column(const struct node *node, uint32_t slot, uint32_t column)
{
	return node->kind == NODE_COLUMN && node->slot == slot && node->column == column;
}

/* Whether the stage decides by this value of its rows; all that a projection or a derived table passes on is what its reader may decide by. */
static inline bool value_decides(const struct stage *stage, uint32_t at)
{
	return at < stage->key_count || !stage->is_rule || (int32_t)at == stage->amount_value;
}

/* anchor_trace.c: whether everything the stage reads it reads by the anchor, which is this column of its source. */
bool trace_stage(struct attempt *attempt, uint32_t at, uint32_t column, bool mandatory);
/* anchor_partner.c: the column of its table that a match compares with the anchor, which the slots before have in these columns; NO_COLUMN: none. */
uint32_t anchor_key(const struct plan *plan, const struct plan_match *match, const uint32_t anchor[FRAME_SLOTS_MAX]);
bool is_in_memory(const struct plan *plan, const struct plan_match *match);
/* Having is worked out, and partners are met, row by row in the first reading. */
bool matches_at_once(const struct stage *stage);
void describe_partners(struct attempt *attempt, uint32_t at);
bool has_key(const struct stage *stage, uint32_t column);
/* The column of its source that an output of a derived table is, the same for all rows of a group; NO_COLUMN: it is no such column. */
uint32_t source_column(const struct stage *stage, uint32_t output);
/* anchor_need.c: what the stage needs of a value, when it reads a table; and what groups of its groups need. */
void describe_stage(struct attempt *attempt, uint32_t at);
void need_outer(struct attempt *attempt, const struct stage *outer);
/* NULL when no bit or tag is left: the rule does with the needs it has. */
struct anchor_need *add_need(struct attempt *attempt, struct stage *stage, enum need_kind kind, const struct expr *why);
/* anchor_gist.c: what groups of a stage that reads a table need, where having can be worked out and is worth it. */
void need_having(struct attempt *attempt, struct stage *stage);
/* anchor_null.c: what the stage stops at when it is null is null only where a column of a table is, and so seen when that is. */
bool nulls_are_noted(const struct plan *plan, const struct stage *stage);
/* anchor_month.c: which rules, and what was paid net, are about single months of a value. */
void anchor_months(struct plan *plan);
/* anchor_unequal.c: what a stage needs whose rows must differ from their partners. */
void need_unequal(struct attempt *attempt, const struct stage *stage);

#endif
