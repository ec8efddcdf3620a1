/* Seeded faults of a rule: small changes of what it says, each of which its tests should notice. */
#ifndef HECHA_MUTANT_H
#define HECHA_MUTANT_H

#include "rule/rule.h"

struct mutant {
	const struct document *document;
	uint32_t from;			   /* byte of document->text where the changed part stands */
	struct span original, replacement; /* the smallest condition or value around it, before and after */
	bool of_day;			   /* the day a parameter's value holds from: on some days there is none */
};

/* Called while the fault is in the rule; the rule is as it was when mutants_each returns. The texts live in the arena. */
typedef void (*mutant_sink)(void *context, const struct mutant *mutant);

/* What mutants_each and its files share. */
struct mutator {
	struct arena *arena;
	mutant_sink sink;
	void *context;
	const struct expr *shown; /* the condition or expression the texts show whole */
};

/* Every fault in a fixed order: parameters, derived tables, the rule's own matches, where, groups and having, undecided codes, outcome,
 * severity. Some of them may no longer bind. */
void mutants_each(struct rule *rule, struct arena *arena, mutant_sink sink, void *context);

void mutate_param(struct mutator *mutator, struct param *param);
/* What stands in an expression, NULL: nothing; a condition is also negated. */
void mutate_value(struct mutator *mutator, struct expr *expr);
void mutate_condition(struct mutator *mutator, struct expr *expr);

#define MUTANT_DROPPED SPAN("dropped")

#endif
