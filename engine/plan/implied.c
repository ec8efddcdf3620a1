#include "plan/implied.h"

static struct node *copy_tree(const struct node *node, struct arena *arena)
{
	struct node *copy = arena_alloc(arena, sizeof *copy);
	*copy = *node;
	copy->child = arena_alloc(arena, (node->child_count + 1) * sizeof *copy->child);
	for (uint32_t child = 0; child < node->child_count; child++)
		copy->child[child] = copy_tree(node->child[child], arena);
	return copy;
}

static struct node *logic_new(enum node_kind kind, uint32_t child_most, struct arena *arena)
{
	struct node *node = arena_zero(arena, 1, sizeof *node);
	node->kind = kind;
	node->type = TYPE_BOOL;
	node->child = arena_zero(arena, child_most + 1, sizeof *node->child);
	return node;
}

static struct node *implied(const struct node *node, bool negated, struct arena *arena);

/* Of branches that must all hold what follows from some; of branches one of which must hold, what follows from each, or nothing. */
static struct node *implied_by_branches(const struct node *node, bool negated, bool all, struct arena *arena)
{
	struct node *out = logic_new(all ? NODE_AND : NODE_OR, node->child_count, arena);
	for (uint32_t child = 0; child < node->child_count; child++) {
		struct node *part = implied(node->child[child], negated, arena);
		if (part)
			out->child[out->child_count++] = part;
		else if (!all)
			return NULL;
	}
	return out->child_count > 1 ? out : out->child_count ? out->child[0] : NULL;
}

/* False only where `node` (negated: its opposite) is false for any partner; true and unknown say nothing. */
static struct node *implied(const struct node *node, bool negated, struct arena *arena)
{
	if (node->kind == NODE_NOT)
		return implied(node->child[0], !negated, arena);
	if (node->kind == NODE_AND || node->kind == NODE_OR)
		return implied_by_branches(node, negated, (node->kind == NODE_AND) != negated, arena);
	if (!reads_row_only(node))
		return NULL;
	struct node *own = copy_tree(node, arena);
	if (!negated)
		return own;
	struct node *not = logic_new(NODE_NOT, 1, arena);
	not->child[not->child_count++] = own;
	return not;
}

/* Each key of the groups that are matched is among those that are looked up. */
static bool has_one_partner(const struct plan *plan, const struct plan_match *match)
{
	const struct plan_lookup *lookup = &plan->lookup[match->lookup];
	if (match->source.kind != SOURCE_STAGE || !plan->stage[match->source.number]->grouped)
		return false;
	const struct stage *groups = plan->stage[match->source.number];
	uint64_t met = 0;
	for (uint32_t key = 0; key < lookup->key_count; key++) {
		const struct node *output = groups->output[lookup->key[key]];
		if (output->kind == NODE_COLUMN && output->column < groups->key_count)
			met |= 1ull << output->column;
	}
	return met == (1ull << groups->key_count) - 1;
}

struct node *implied_by_after(struct plan *plan, const struct stage *stage)
{
	struct node *all = logic_new(NODE_AND, stage->after_count, &plan->arena);
	uint32_t silent = 0; /* matches up to here report no row */
	while (silent < stage->match_count && stage->match[silent].optional && has_one_partner(plan, &stage->match[silent]))
		silent++;
	for (uint32_t at = 0; at < stage->after_count; at++) {
		struct node *part = stage->after[at].slot <= silent ? implied(stage->after[at].node, false, &plan->arena) : NULL;
		if (part)
			all->child[all->child_count++] = part;
	}
	return all->child_count ? all : NULL;
}
