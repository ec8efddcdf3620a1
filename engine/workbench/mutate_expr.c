/* Faults of one expression. A node is changed in place, the sink called, and the node put back: everything that points at it sees the fault. */
#include "base/calendar.h"
#include "workbench/mutant.h"

/* The shown text with `part` of it (a slice of the same bytes) replaced. */
static struct span shown_with(const struct mutator *mutator, struct span part, struct span text)
{
	struct span whole = mutator->shown->source;
	size_t before = (size_t)(part.data - whole.data), behind = before + part.size;
	return span_of(arena_text(mutator->arena, "%.*s%.*s%.*s", (int)before, whole.data, SPAN_ARG(text), (int)(whole.size - behind),
				  whole.data + behind));
}

static void try_node(struct mutator *mutator, struct expr *node, struct expr changed, struct span replacement)
{
	struct expr saved = *node;
	struct mutant mutant = {.document = saved.document, .from = saved.from, .original = mutator->shown->source, .replacement = replacement};
	*node = changed;
	mutator->sink(mutator->context, &mutant);
	*node = saved;
}

/* ---- literals ---- */

static struct span literal_text(const struct mutator *mutator, const struct expr *node)
{
	char out[CALENDAR_TEXT_SIZE];
	int64_t one = 1, number = node->number;
	for (uint8_t at = 0; at < node->scale; at++)
		one *= 10;
	switch (node->kind) {
	case EXPR_INT:
		return span_of(arena_text(mutator->arena, "%lld", (long long)number));
	case EXPR_DECIMAL:
		return span_of(arena_text(mutator->arena, "%s%lld.%0*lld", number < 0 ? "-" : "", (long long)(number < 0 ? -number : number) / one,
					  node->scale, (long long)(number < 0 ? -number : number) % one));
	case EXPR_DATE:
		day_text((day_t)number, out);
		return span_of(arena_text(mutator->arena, "date '%s'", out));
	default:
		month_text((month_t)number, out);
		return span_of(arena_text(mutator->arena, "month '%s'", out));
	}
}

static void mutate_literal(struct mutator *mutator, struct expr *node)
{
	for (int step = -1; step <= 1; step += 2) {
		struct expr changed = *node;
		changed.number += step;
		try_node(mutator, node, changed, shown_with(mutator, node->source, literal_text(mutator, &changed)));
	}
}

/* ---- operators ---- */

static const char *const operator_texts[] = {
	[OP_EQ] = "=", [OP_NE] = "<>", [OP_LT] = "<", [OP_LE] = "<=", [OP_GT] = ">", [OP_GE] = ">=", [OP_ADD] = "+", [OP_SUB] = "-",
};

/* The operator between two children: what else may stand there is blanks and parentheses. */
static struct span operator_of(const struct expr *node)
{
	const char *at = node->child[0]->source.data + node->child[0]->source.size;
	while (!strchr("=<>+-*", *at))
		at++;
	return (struct span){at, strlen(operator_texts[node->op])};
}

static void mutate_operator(struct mutator *mutator, struct expr *node)
{
	static const enum expr_op neighbour[] = {
		[OP_EQ] = OP_NE, [OP_NE] = OP_EQ, [OP_LT] = OP_LE, [OP_LE] = OP_LT, [OP_GT] = OP_GE, [OP_GE] = OP_GT, [OP_ADD] = OP_SUB,
		[OP_SUB] = OP_ADD,
	};
	struct expr changed = *node;
	if (node->op == OP_MUL)
		return;
	changed.op = neighbour[node->op];
	try_node(mutator, node, changed, shown_with(mutator, operator_of(node), span_of(operator_texts[changed.op])));
}

/* ---- calls ---- */

static void rename_call(struct mutator *mutator, struct expr *node, const char *name)
{
	struct expr changed = *node;
	changed.name = span_of(name);
	changed.distinct = false;
	try_node(mutator, node, changed, shown_with(mutator, span_slice(node->source, 0, node->name.size), changed.name));
}

static void toggle_distinct(struct mutator *mutator, struct expr *node)
{
	struct expr changed = *node;
	changed.distinct = !node->distinct;
	char *text = arena_text(mutator->arena, "count(%s%.*s)", changed.distinct ? "distinct " : "", SPAN_ARG(node->child[0]->source));
	try_node(mutator, node, changed, shown_with(mutator, node->source, span_of(text)));
}

static void mutate_call(struct mutator *mutator, struct expr *node)
{
	static const struct {
		const char *from, *to;
	} names[] = {{"min", "max"}, {"max", "min"}, {"sum", "max"}, {"sum", "min"}, {"least", "greatest"}, {"greatest", "least"}};
	for (size_t at = 0; at < sizeof names / sizeof *names; at++)
		if (span_equal(node->name, span_of(names[at].from)))
			rename_call(mutator, node, names[at].to);
	if (span_equal(node->name, SPAN("count")) && node->child_count == 1)
		toggle_distinct(mutator, node);
}

/* ---- conditions ---- */

/* Not a comparison by = or <>, whose neighbours are each other, nor `not`, which is dropped. */
static void negate(struct mutator *mutator, struct expr *node)
{
	bool other = node->kind == EXPR_NOT || (node->kind == EXPR_COMPARE && (node->op == OP_EQ || node->op == OP_NE));
	struct expr *inner = arena_alloc(mutator->arena, sizeof *inner);
	struct expr changed = *node;
	*inner = *node;
	changed.kind = EXPR_NOT;
	changed.child = &inner;
	changed.child_count = 1;
	char *text = arena_text(mutator->arena, "not (%.*s)", SPAN_ARG(node->source));
	if (!other)
		try_node(mutator, node, changed, shown_with(mutator, node->source, span_of(text)));
}

static void drop_not(struct mutator *mutator, struct expr *node)
{
	try_node(mutator, node, *node->child[0], shown_with(mutator, node->source, node->child[0]->source));
}

/* An item of `in (…)`, while others are left. */
static void drop_value(struct mutator *mutator, struct expr *node, uint32_t drop)
{
	struct expr changed = *node;
	struct buffer text = BUFFER_INIT;
	struct span first = node->child[1]->source, last = node->child[node->child_count - 1]->source;
	struct span list = {first.data, (size_t)(last.data + last.size - first.data)};
	changed.child = arena_alloc(mutator->arena, node->child_count * sizeof *changed.child);
	changed.child_count = 0;
	for (uint32_t at = 0; at < node->child_count; at++) {
		if (at == drop)
			continue;
		if (at)
			buffer_format(&text, "%s%.*s", text.size ? ", " : "", SPAN_ARG(node->child[at]->source));
		changed.child[changed.child_count++] = node->child[at];
	}
	try_node(mutator, node, changed, shown_with(mutator, list, buffer_span(&text)));
	buffer_free(&text);
}

static void mutate_in(struct mutator *mutator, struct expr *node)
{
	for (uint32_t at = 1; at < node->child_count && node->child_count > 2; at++)
		drop_value(mutator, node, at);
}

/* All `and` of a chain become `or`, or the other way round. */
static void swap_chain(struct mutator *mutator, struct expr *node)
{
	struct expr changed = *node;
	struct buffer text = BUFFER_INIT;
	changed.kind = node->kind == EXPR_AND ? EXPR_OR : EXPR_AND;
	for (uint32_t at = 0; at < node->child_count; at++)
		buffer_format(&text, "%s(%.*s)", !at ? "" : changed.kind == EXPR_AND ? " and " : " or ", SPAN_ARG(node->child[at]->source));
	const struct expr *around = mutator->shown;
	mutator->shown = node;
	try_node(mutator, node, changed, arena_span(mutator->arena, buffer_span(&text)));
	mutator->shown = around;
	buffer_free(&text);
}

static void drop_part(struct mutator *mutator, struct expr *node, uint32_t drop)
{
	struct expr saved = *node;
	struct expr *dropped = saved.child[drop];
	struct mutant mutant = {dropped->document, dropped->from, dropped->source, MUTANT_DROPPED, false};
	node->child = arena_alloc(mutator->arena, saved.child_count * sizeof *node->child);
	node->child_count = 0;
	for (uint32_t at = 0; at < saved.child_count; at++)
		if (at != drop)
			node->child[node->child_count++] = saved.child[at];
	if (node->child_count == 1)
		*node = *node->child[0];
	mutator->sink(mutator->context, &mutant);
	*node = saved;
}

void mutate_condition(struct mutator *mutator, struct expr *node)
{
	const struct expr *around = mutator->shown;
	mutator->shown = node;
	if (node->kind != EXPR_AND && node->kind != EXPR_OR)
		negate(mutator, node);
	mutate_value(mutator, node);
	mutator->shown = around;
}

static void mutate_chain(struct mutator *mutator, struct expr *node)
{
	swap_chain(mutator, node);
	for (uint32_t at = 0; at < node->child_count; at++) {
		drop_part(mutator, node, at);
		mutate_condition(mutator, node->child[at]);
	}
}

/* ---- the tree ---- */

static void mutate_node(struct mutator *mutator, struct expr *node)
{
	switch (node->kind) {
	case EXPR_INT:
	case EXPR_DECIMAL:
	case EXPR_DATE:
	case EXPR_MONTH:
		return mutate_literal(mutator, node);
	case EXPR_COMPARE:
	case EXPR_ARITHMETIC:
		return mutate_operator(mutator, node);
	case EXPR_CALL:
		return mutate_call(mutator, node);
	case EXPR_NOT:
		return drop_not(mutator, node);
	case EXPR_IN:
		return mutate_in(mutator, node);
	default:
		return;
	}
}

void mutate_value(struct mutator *mutator, struct expr *expr)
{
	if (!expr)
		return;
	const struct expr *around = mutator->shown;
	if (!around)
		mutator->shown = expr;
	bool chain = expr->kind == EXPR_AND || expr->kind == EXPR_OR;
	if (chain)
		mutate_chain(mutator, expr);
	else
		mutate_node(mutator, expr);
	for (uint32_t at = 0; !chain && at < expr->child_count; at++)
		mutate_value(mutator, expr->child[at]);
	mutator->shown = around;
}

