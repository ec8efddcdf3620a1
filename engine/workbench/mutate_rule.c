/* The parts of a rule that say what it finds, one after the other. Messages, law and tests say nothing of that. */
#include "workbench/mutant.h"

static void tell(const struct mutator *mutator, const struct document *document, uint32_t from, struct span original, struct span replacement)
{
	struct mutant mutant = {.document = document, .from = from, .original = original, .replacement = replacement};
	mutator->sink(mutator->context, &mutant);
}

/* ---- match ---- */

static void drop_equality(struct mutator *mutator, struct match_spec *match, uint32_t drop)
{
	struct expr saved = *match->on;
	struct expr *dropped = saved.child[drop];
	struct expr **left = arena_alloc(mutator->arena, saved.child_count * sizeof *left);
	uint32_t count = 0;
	for (uint32_t at = 0; at < saved.child_count; at++)
		if (at != drop)
			left[count++] = saved.child[at];
	match->on->child = left;
	match->on->child_count = count;
	if (count == 1)
		*match->on = *left[0];
	tell(mutator, dropped->document, dropped->from, dropped->source, MUTANT_DROPPED);
	*match->on = saved;
}

static void toggle_optional(struct mutator *mutator, struct match_spec *match)
{
	char *name = arena_text(mutator->arena, "%.*s %.*s", SPAN_ARG(match->table), SPAN_ARG(match->alias));
	char *optional = arena_text(mutator->arena, "optional %s", name);
	bool was = match->optional;
	match->optional = !was;
	tell(mutator, match->at->document, match->at->start, span_of(was ? optional : name), span_of(was ? name : optional));
	match->optional = was;
}

static void mutate_match(struct mutator *mutator, struct match_spec *match)
{
	bool several = match->on->kind == EXPR_AND;
	toggle_optional(mutator, match);
	for (uint32_t at = 0; several && at < match->on->child_count; at++)
		drop_equality(mutator, match, at);
	for (uint32_t at = 0; at < (several ? match->on->child_count : 1); at++) {
		struct expr *equality = several ? match->on->child[at] : match->on;
		for (uint32_t side = 0; side < 2; side++)
			mutate_value(mutator, equality->child[side]);
	}
}

/* ---- group ---- */

static void drop_key(struct mutator *mutator, struct query *query, uint32_t drop)
{
	struct expr **saved = query->group, *dropped = saved[drop];
	struct expr **left = arena_alloc(mutator->arena, query->group_count * sizeof *left);
	uint32_t count = 0;
	for (uint32_t at = 0; at < query->group_count; at++)
		if (at != drop)
			left[count++] = saved[at];
	query->group = left;
	query->group_count--;
	tell(mutator, dropped->document, dropped->from, dropped->source, MUTANT_DROPPED);
	query->group = saved;
	query->group_count++;
}

/* Of a chain each part is dropped; a condition that stands alone goes as a whole. */
static void mutate_filter(struct mutator *mutator, struct expr **filter)
{
	struct expr *whole = *filter;
	if (!whole)
		return;
	if (whole->kind != EXPR_AND && whole->kind != EXPR_OR) {
		*filter = NULL;
		tell(mutator, whole->document, whole->from, whole->source, MUTANT_DROPPED);
		*filter = whole;
	}
	mutate_condition(mutator, whole);
}

static void mutate_query(struct mutator *mutator, struct query *query)
{
	for (uint32_t at = 0; at < query->match_count; at++)
		mutate_match(mutator, &query->match[at]);
	mutate_filter(mutator, &query->where);
	for (uint32_t at = 0; at < query->group_count; at++) {
		drop_key(mutator, query, at);
		mutate_value(mutator, query->group[at]);
	}
	for (uint32_t at = 0; at < query->select_count; at++)
		mutate_value(mutator, query->select[at].expr);
	mutate_filter(mutator, &query->having);
}

/* ---- undecided codes, severity bands: never true is as good as not there ---- */

static void drop_branch(struct mutator *mutator, struct span name, struct expr **when)
{
	struct expr *saved = *when, never = *saved;
	char *original = arena_text(mutator->arena, "%.*s: %.*s", SPAN_ARG(name), SPAN_ARG(saved->source));
	never.kind = EXPR_BOOL;
	never.number = 0;
	never.child_count = 0;
	*when = &never;
	tell(mutator, saved->document, saved->from, span_of(original), MUTANT_DROPPED);
	*when = saved;
}

static void mutate_branch(struct mutator *mutator, struct span name, struct expr **when)
{
	if (!*when)
		return;
	drop_branch(mutator, name, when);
	mutate_condition(mutator, *when);
}

static void mutate_outcome(struct mutator *mutator, struct rule *rule)
{
	for (uint32_t part = 0; part < CLAIM_PARTS; part++)
		mutate_value(mutator, rule->claim[part]);
	mutate_value(mutator, rule->subject_key);
	mutate_value(mutator, rule->subject_fund);
	mutate_value(mutator, rule->subject_county);
}

void mutants_each(struct rule *rule, struct arena *arena, mutant_sink sink, void *context)
{
	struct mutator mutator = {.arena = arena, .sink = sink, .context = context};
	for (uint32_t at = 0; at < rule->param_count; at++)
		mutate_param(&mutator, &rule->param[at]);
	for (uint32_t at = 0; at < rule->with_count; at++)
		mutate_query(&mutator, &rule->with[at]);
	mutate_query(&mutator, &rule->query);
	for (uint32_t at = 0; at < rule->undecided_count; at++)
		mutate_branch(&mutator, rule->undecided[at].code, &rule->undecided[at].when);
	mutate_outcome(&mutator, rule);
	for (uint32_t at = 0; at < rule->severity_count; at++)
		mutate_branch(&mutator, rule->severity[at].level, &rule->severity[at].when);
}
