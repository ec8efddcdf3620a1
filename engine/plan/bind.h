/* Binding expressions: what the files of plan/ share. */
#ifndef HECHA_BIND_H
#define HECHA_BIND_H

#include "plan/plan.h"

enum bind_level { LEVEL_ROW, LEVEL_GROUP, LEVEL_CASE };

struct bind_alias {
	struct span name;
	struct plan_source source;
	const struct memory_column *column;
	uint32_t column_count;
};

/* One stage being bound. */
struct binder {
	struct plan *plan;
	struct plan_rule *rule;
	struct stage *stage;
	enum bind_level level;
	bool may_lack; /* what is bound is a `with` table that is only matched optionally: the rule can do without its tables */
	bool deciding; /* columns met now are ones a rule decides by, not only shows */
	uint32_t alias_count;
	struct bind_alias alias[FRAME_SLOTS_MAX];
	const char *amount_missing; /* CASE level: why `amount` is not there, NULL when it is */
	struct err *err;
};

/* The type's name for a message; `null` for what has none (TYPE_COUNT: a null literal beside nothing typed). */
const char *type_word(enum value_type type);

/* NULL and binder->err on failure. */
struct node *bind(struct binder *binder, const struct expr *expr);
struct node *bind_bool(struct binder *binder, const struct expr *expr);
/* Splits at `and` and binds each. */
bool bind_conditions(struct binder *binder, const struct expr *expr, struct condition **out, uint32_t *count);
/* Number of the value of the row that expr is, added when new. -1 on failure. */
int32_t bind_value(struct binder *binder, const struct expr *expr);
bool expr_equal(const struct expr *a, const struct expr *b);
bool expr_has_aggregate(const struct expr *expr);

/* Brings two nodes to one type (literals follow the other side; ids and codes become texts beside texts). Either may be replaced. */
bool bind_unify(struct binder *binder, struct node **left, struct node **right, const struct expr *at);
/* The same for any number of nodes; at: where each stands. */
bool bind_unify_all(struct binder *binder, struct node ***node, const struct expr *const *at, uint32_t count);
/* Any value as text. */
struct node *bind_as_text(struct binder *binder, struct node *child);
/* A node of the wanted type, or an error that says what `at` is and what was wanted. */
struct node *bind_to(struct binder *binder, struct node *node, enum value_type type, const struct expr *at);
struct node *bind_call(struct binder *binder, const struct expr *expr);
struct node *bind_aggregate(struct binder *binder, const struct expr *expr);
bool is_aggregate(struct span name);
struct node *bind_in(struct binder *binder, const struct expr *expr);
struct node *bind_name(struct binder *binder, const struct expr *expr);

/* Room for one more item of an array that lives and dies with the plan: doubled when count is a power of two. */
void *plan_grow(struct plan *plan, void *items, uint32_t count, size_t size);
#define PLAN_GROW(plan, items, count) ((items) = plan_grow((plan), (items), (count), sizeof *(items)))

struct node *node_new(struct binder *binder, enum node_kind kind, enum value_type type, const struct expr *expr, uint32_t child_count);
struct node *node_constant(struct binder *binder, enum value_type type, struct value value, const struct expr *expr);
/* A constant where all children are. */
struct node *node_fold(struct binder *binder, struct node *node);

/* The table somebody probably meant, as a hint; NULL when none is near. */
const char *table_hint(struct plan *plan, struct span name);

/* Parameters. */
bool bind_params(struct plan *plan, struct plan_rule *rule, struct err *err);
const struct plan_param *bind_param(const struct plan_rule *rule, struct span name);

/* One stage per table with `paid:`; groups are (person, fund, county, month), their one aggregate the sum. */
bool bind_net(struct plan *plan, struct err *err);
enum { NET_PERSON, NET_FUND, NET_COUNTY, NET_MONTH, NET_KEYS };

/* Stages. */
struct stage *bind_stage_new(struct binder *binder, const char *name);
void bind_stage_add(struct plan *plan, struct stage *stage);
bool bind_key_value(struct binder *binder, const struct expr *expr);
bool bind_where(struct binder *binder, const struct expr *where);
bool bind_alias(struct binder *binder, struct span name, struct plan_source source, const struct yaml *at);
bool bind_source(struct binder *binder, struct span name, const struct yaml *at, struct plan_source *out);
bool bind_from(struct binder *binder, const struct query *query);
bool bind_match(struct binder *binder, const struct match_spec *spec);
/* The value of the row as a column of the group. */
struct node *bind_value_column(struct binder *binder, uint32_t value);
/* early.c: notes which tables rules match, before anything is bound; whether all derived tables that the stage matches are early; whether it is early
 * itself. */
void early_tables(struct plan *plan, const struct plan_options *options);
bool early_matches(const struct plan *plan, const struct stage *stage);
bool is_early(const struct plan *plan, const struct stage *stage);
/* The projection in front of a stage that waits for a derived table. */
bool bind_projection(struct binder *binder, const struct query *query, struct stage *reader);
/* Every grade(…) the rule decides by as a value of the row; at the level of the case, the weakest of each. */
bool bind_grades(struct binder *binder, const struct rule *rule);
bool bind_case_grades(struct binder *binder);
bool bind_stages(struct plan *plan, struct plan_rule *rule, struct err *err);

#endif
