#include "plan/implied.h"

#include "plan/bounds.h"

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

/* What a condition says of the row alone where its partners are not looked at: of one that compares them, what bounds say, or nothing. */
enum reading { READ_ROW, READ_BOUNDS };

static struct node *implied(struct node *node, bool negated, enum reading reading, struct arena *arena);

/* Of branches that must all hold what follows from some; of branches one of which must hold, what follows from each, or nothing. */
static struct node *implied_by_branches(const struct node *node, bool negated, bool all, enum reading reading, struct arena *arena)
{
	struct node *out = logic_new(all ? NODE_AND : NODE_OR, node->child_count, arena);
	for (uint32_t child = 0; child < node->child_count; child++) {
		struct node *part = implied(node->child[child], negated, reading, arena);
		if (part)
			out->child[out->child_count++] = part;
		else if (!all)
			return NULL;
	}
	return out->child_count > 1 ? out : out->child_count ? out->child[0] : NULL;
}

/* False only where `node` (negated: its opposite) is false for any partner, READ_BOUNDS: true for none; true and unknown say nothing. */
static struct node *implied(struct node *node, bool negated, enum reading reading, struct arena *arena)
{
	if (node->kind == NODE_NOT)
		return implied(node->child[0], !negated, reading, arena);
	if (node->kind == NODE_AND || node->kind == NODE_OR)
		return implied_by_branches(node, negated, (node->kind == NODE_AND) != negated, reading, arena);
	if (!reads_row_only(node))
		return reading == READ_BOUNDS ? bound_compare(node, negated, arena) : NULL;
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
		struct node *part = stage->after[at].slot <= silent ? implied(stage->after[at].node, false, READ_ROW, &plan->arena) : NULL;
		if (part)
			all->child[all->child_count++] = part;
	}
	return all->child_count ? all : NULL;
}

/* ---- rows that are dropped without a word ----
 *
 * A row that does not come out true is reported (law 1) only for a column, of its own or of a partner, that lacks its value: one that made a condition
 * unknown, or the key of a mandatory match; or for too many partners. So false and unknown come to the same for a row that has all that can be blamed,
 * where no partner lacks any of it: `implied` leaves the other rows alone, and match->trusted says what to look at in the tables of partners before it
 * is used. */

/* Columns that missing_column may come upon: of a case that ends in `else` what makes it null is the branch that is taken, never a condition. */
static void mark_blamed(const struct node *node, uint32_t slot, bool *blamed)
{
	bool ends = node->kind == NODE_CASE && node->has_else;
	if (node->kind == NODE_COLUMN && node->slot == slot)
		blamed[node->column] = true;
	for (uint32_t child = 0; child < node->child_count && node->kind != NODE_IS_NULL; child++)
		if (!ends || child % 2 || child + 1 == node->child_count)
			mark_blamed(node->child[child], slot, blamed);
}

static void mark_slot(const struct plan *plan, const struct stage *stage, uint32_t slot, bool *blamed)
{
	for (uint32_t at = 0; at < stage->before_count; at++)
		mark_blamed(stage->before[at].node, slot, blamed);
	for (uint32_t at = 0; at < stage->after_count; at++)
		mark_blamed(stage->after[at].node, slot, blamed);
	for (uint32_t match = 0; match < stage->match_count; match++)
		for (uint32_t key = 0; key < plan->lookup[stage->match[match].lookup].key_count && !stage->match[match].optional; key++)
			mark_blamed(stage->match[match].probe[key], slot, blamed);
}

static const bool *blamed_columns(struct plan *plan, const struct stage *stage, uint32_t slot, const struct memory_column **column, uint32_t *count)
{
	*column = plan_source_columns(plan, slot ? stage->match[slot - 1].source : stage->source, count, &plan->arena);
	bool *blamed = arena_zero(&plan->arena, *count + 1, sizeof *blamed);
	mark_slot(plan, stage, slot, blamed);
	return blamed;
}

/* Of the row: it stays where one of the columns that can be blamed is null. */
static struct node *unless_null(struct plan *plan, const struct stage *stage, struct node *implied)
{
	const struct memory_column *column;
	uint32_t count;
	const bool *blamed = blamed_columns(plan, stage, 0, &column, &count);
	struct node *out = logic_new(NODE_OR, count + 1, &plan->arena);
	for (uint32_t at = 0; at < count; at++) {
		if (!blamed[at])
			continue;
		struct node *null = logic_new(NODE_IS_NULL, 1, &plan->arena), *cell = logic_new(NODE_COLUMN, 0, &plan->arena);
		cell->type = column[at].type;
		cell->column = at;
		null->child[null->child_count++] = cell;
		out->child[out->child_count++] = null;
	}
	out->child[out->child_count++] = implied;
	return out;
}

static void trust_partners(struct plan *plan, struct stage *stage)
{
	for (uint32_t match = 0; match < stage->match_count; match++) {
		const struct memory_column *column;
		uint32_t count;
		const bool *blamed = blamed_columns(plan, stage, match + 1, &column, &count);
		uint32_t *trusted = arena_alloc(&plan->arena, (count + 1) * sizeof *trusted);
		stage->match[match].trusted = trusted;
		for (uint32_t at = 0; at < count; at++)
			if (blamed[at])
				trusted[stage->match[match].trusted_count++] = at;
	}
}

void imply(struct plan *plan, struct stage *stage)
{
	struct node *all = logic_new(NODE_AND, stage->after_count, &plan->arena);
	for (uint32_t at = 0; at < stage->after_count; at++) {
		struct node *part = implied(stage->after[at].node, false, READ_BOUNDS, &plan->arena);
		if (part)
			all->child[all->child_count++] = part;
	}
	if (!all->child_count)
		return;
	stage->implied = unless_null(plan, stage, all);
	trust_partners(plan, stage);
}
