/* First reading of tables that are read twice: what is noted for each value of an anchor. See plan/anchor.h. */
#include "base/file.h"
#include "eval/truth_kinds.h"
#include "flow/flow_nulls.h"
#include "flow/flow_parts.h"
#include "plan/anchor.h"
#include "scan/row_conditions.h"

struct noting {
	struct flow *flow;
	struct frame frame;
	struct row_nulls nulls;
	const struct column *anchor;
	uint32_t number; /* of that column */
	uint64_t *hash, *bits; /* per row: of its value, and about it */
	uint64_t *tag[RECORD_TAGS];
	uint32_t seen[RECORD_TAGS], distinct[RECORD_TAGS];
	struct arena *scratch;
	uint32_t thread;
};

static void keep(struct noting *noting, const uint64_t *rows)
{
	uint32_t *at = arena_alloc(noting->scratch, (noting->frame.count + 1) * sizeof *at), count = bits_positions(rows, noting->frame.count, at);
	for (uint32_t each = 0; each < count; each++)
		noting->bits[at[each]] |= 1ull << ANCHOR_KEEP;
}

static void keep_nulls(struct noting *noting, const struct stage_anchor *anchor, const uint64_t *rows, struct selection at)
{
	uint32_t words = bits_words(noting->frame.count);
	uint64_t *kept = bits_none(noting->frame.count, noting->scratch), any = 0;
	for (uint32_t each = 0; each < anchor->used_count; each++) {
		const uint64_t *null = row_nulls_of(&noting->nulls, anchor->used[each], &noting->frame, rows, at);
		for (uint32_t w = 0; w < words && null; w++)
			any |= kept[w] |= null[w] & rows[w];
	}
	if (any)
		keep(noting, kept);
}

/* Rows that no condition on the row alone makes false; where one is unknown, or a value the stage decides by is null, the value is kept. */
static struct selection passing(struct noting *noting, const struct stage *stage)
{
	uint32_t count = noting->frame.count, *at = arena_alloc(noting->scratch, (count + 1) * sizeof *at);
	struct row_conditions judged = row_conditions_judge(stage, &noting->flow->lookups, &noting->frame, bits_all(count, noting->scratch), NULL);
	if (bits_any(judged.unknown, count))
		keep(noting, judged.unknown);
	struct selection open = {bits_positions(judged.open, count, at), at};
	if (open.count)
		keep_nulls(noting, stage->anchor, judged.open, open);
	return open;
}

static bool is_anchor(const struct noting *noting, const struct node *node)
{
	return node->kind == NODE_COLUMN && !node->slot && node->column == noting->number;
}

/* One hash over the nodes of a need, and the value of the anchor; nulls hash as what they are, such rows are kept anyway. `but`: a node left out. */
static uint64_t *need_hash(struct noting *noting, const struct anchor_need *need, const struct node *but, struct selection rows)
{
	uint64_t *hash = arena_alloc(noting->scratch, (rows.count + 1) * sizeof *hash);
	for (uint32_t at = 0; at < rows.count; at++)
		hash[at] = noting->hash[rows.at[at]];
	for (uint32_t each = 0; each < need->node_count; each++) {
		const struct node *node = need->node[each];
		if (node == but || is_anchor(noting, node))
			continue;
		const struct column *of_texts = kind_hashes(node, &noting->frame);
		column_hashes_more(of_texts ? of_texts : eval(node, &noting->frame, rows), rows.at, rows.count, hash);
	}
	return hash;
}

/* The months in which a value has met pairs, where the rule reads nothing else of it again. */
static void note_months(struct noting *noting, const struct stage *stage, const bool *met, struct selection rows)
{
	const struct plan_rule *rule = &noting->flow->plan->rule[stage->rule];
	uint32_t *at = arena_alloc(noting->scratch, (rows.count + 1) * sizeof *at), count = 0;
	for (uint32_t each = 0; each < rows.count; each++) {
		at[count] = rows.at[each];
		count += met[each];
	}
	if (!count)
		return;
	struct record_rows of_month = {.count = count, .bits = arena_alloc(noting->scratch, count * sizeof *of_month.bits)};
	of_month.hash = flow_month_hashes(stage->anchor->month->column, &noting->frame, (struct selection){count, at}, noting->hash);
	for (uint32_t each = 0; each < count; each++)
		of_month.bits[each] = flow_mark_of(noting->flow, stage) | (uint64_t)rule->claims_by_month << MARK_NET;
	records_note(noting->flow->months[noting->anchor->type], &of_month, noting->scratch);
}

/* The months of a key are one set: as many keys as persons, not as rows. */
static void note_pairs(struct noting *noting, const struct stage *stage, const struct anchor_need *need, struct selection rows)
{
	const struct node *month = need->month;
	uint64_t *key = need_hash(noting, need, month, rows);
	uint8_t *number = arena_zero(noting->scratch, rows.count + 1, sizeof *number);
	bool *met = arena_alloc(noting->scratch, (rows.count + 1) * sizeof *met);
	const struct column *months = month ? eval(month, &noting->frame, rows) : NULL;
	for (uint32_t at = 0; months && at < rows.count; at++) {
		uint64_t value = (uint64_t)months->number[rows.at[at] & months->mask];
		number[at] = value % PAIR_NUMBERS;
		key[at] += value / PAIR_NUMBERS;
	}
	for (uint32_t at = 0; at < rows.count; at++)
		key[at] = hash_mix(key[at]);
	pairs_meet(noting->flow->pairs[need->pair], key, number, rows.count, met, noting->scratch);
	for (uint32_t at = 0; at < rows.count; at++)
		noting->bits[rows.at[at]] |= (uint64_t)met[at] << need->bit;
	if (stage->anchor->month)
		note_months(noting, stage, met, rows);
}

static void tag_numbers(struct noting *noting, const struct column *number, struct selection rows, uint64_t seen, uint64_t *restrict tag)
{
	uint64_t *restrict bits = noting->bits;
	for (uint32_t at = 0; at < rows.count; at++) {
		uint32_t row = rows.at[at];
		tag[row] = (uint64_t)number->number[row & number->mask];
		bits[row] |= anchor_known(number, row) ? seen : 0;
	}
}

static void tag_hashes(struct noting *noting, const uint64_t *restrict hash, struct selection rows, uint64_t seen, uint64_t *restrict tag)
{
	uint64_t *restrict bits = noting->bits;
	for (uint32_t at = 0; at < rows.count; at++) {
		tag[rows.at[at]] = hash[at];
		bits[rows.at[at]] |= seen;
	}
}

/* A number is its own tag; of texts and of several values the 64-bit hash is, which tells any two apart that are ever met together. */
static void note_distinct(struct noting *noting, const struct anchor_need *need, struct selection rows)
{
	uint64_t *tag = noting->tag[need->tag]; /* there already where two stages share the need: they note the same of a row */
	if (!tag)
		tag = arena_zero(noting->scratch, noting->frame.count + 1, sizeof *tag);
	if (need->node_count == 1 && need->node[0]->type != TYPE_TEXT)
		tag_numbers(noting, eval(need->node[0], &noting->frame, rows), rows, 2ull << need->bit, tag);
	else
		tag_hashes(noting, need_hash(noting, need, NULL, rows), rows, 2ull << need->bit, tag);
	noting->tag[need->tag] = tag;
	noting->seen[need->tag] = need->bit + 1;
	noting->distinct[need->tag] = need->distinct;
}

/* Unknown counts as true. */
static void note_row(struct noting *noting, const struct anchor_need *need, struct selection rows)
{
	const struct column *holds = need->holds ? eval(need->holds, &noting->frame, rows) : NULL;
	for (uint32_t at = 0; at < rows.count; at++) {
		uint32_t row = rows.at[at];
		bool such = !holds || !anchor_known(holds, row) || holds->number[row & holds->mask];
		noting->bits[row] |= (uint64_t)such << need->bit;
	}
}

/* Rows whose anchor is not known are fed again in any case. */
static enum status note_having(struct noting *noting, const struct anchor_need *need, struct selection rows, struct err *err)
{
	uint32_t *at = arena_alloc(noting->scratch, (rows.count + 1) * sizeof *at), count = 0;
	for (uint32_t each = 0; each < rows.count; each++) {
		at[count] = rows.at[each];
		count += anchor_known(noting->anchor, rows.at[each]);
	}
	struct group_hashes hashes = {.type = noting->anchor->type, .rows = {count, at}, .anchor = noting->hash};
	hashes.key = need_hash(noting, need, NULL, hashes.rows);
	return flow_note_having(noting->flow, need->gist, &noting->frame, &hashes, noting->thread, err);
}

/* Nothing need be noted of values that have not the partner they need. */
static struct selection members(struct noting *noting, const struct stage *stage, struct selection rows)
{
	uint32_t member = noting->flow->plan->rule[stage->rule].member;
	if (member == NO_LOOKUP)
		return rows;
	uint32_t *at = arena_alloc(noting->scratch, (rows.count + 1) * sizeof *at);
	memcpy(at, rows.at, rows.count * sizeof *at);
	return (struct selection){index_filter(noting->flow->lookups.index[member], &noting->anchor, at, rows.count), at};
}

static enum status note_stage(struct noting *noting, const struct stage *stage, struct err *err)
{
	enum status status = STATUS_OK;
	struct selection rows = members(noting, stage, passing(noting, stage));
	for (uint32_t each = 0; each < stage->anchor->need_count && rows.count && status == STATUS_OK; each++) {
		const struct anchor_need *need = &stage->anchor->need[each];
		if (need->kind == NEED_PAIR)
			note_pairs(noting, stage, need, rows);
		else if (need->kind == NEED_DISTINCT)
			note_distinct(noting, need, rows);
		else if (need->kind == NEED_HAVING)
			status = note_having(noting, need, rows, err);
		else
			note_row(noting, need, rows);
	}
	return status;
}

static bool is_noted(const struct flow *flow, const struct stage *stage, uint32_t table)
{
	return flow_reads_twice(flow, stage) && stage->source.number == table && !stage->is_net;
}

static void noting_start(struct noting *noting, uint32_t column)
{
	struct selection all = selection_all(noting->frame.count, noting->scratch);
	noting->number = column;
	noting->anchor = frame_column(&noting->frame, 0, column, all);
	noting->hash = arena_alloc(noting->scratch, (all.count + 1) * sizeof *noting->hash);
	column_hashes(noting->anchor, all.at, all.count, noting->hash);
	noting->bits = arena_zero(noting->scratch, noting->frame.count + 1, sizeof *noting->bits);
	memset(noting->tag, 0, sizeof noting->tag);
}

/* Rows without a value are of nobody: the second reading keeps them. */
static void noting_end(struct noting *noting)
{
	uint32_t count = noting->frame.count;
	if (!column_is_known(noting->anchor, count))
		for (uint32_t row = 0; row < count; row++)
			noting->bits[row] = anchor_known(noting->anchor, row) ? noting->bits[row] : 0;
	struct record_rows rows = {.count = count, .hash = noting->hash, .bits = noting->bits};
	memcpy(rows.tag, noting->tag, sizeof rows.tag);
	memcpy(rows.seen, noting->seen, sizeof rows.seen);
	memcpy(rows.distinct, noting->distinct, sizeof rows.distinct);
	records_note(noting->flow->records[noting->anchor->type], &rows, noting->scratch);
}

/* All stages that are anchored in this column of the table. Those of what was paid net have no part: others say of whom they are. */
static enum status note_column(struct noting *noting, uint32_t table, uint32_t column, struct err *err)
{
	const struct flow *flow = noting->flow;
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < flow->plan->stage_count && status == STATUS_OK; at++)
		if (is_noted(flow, flow->plan->stage[at], table) && flow->plan->stage[at]->anchor->node->column == column)
			status = note_stage(noting, flow->plan->stage[at], err);
	noting_end(noting);
	return status;
}

/* Badges of an anchor, then those of its months; before the hashes are spoiled. */
static void put_badges(struct noting *noting, const struct flow_anchors *anchors, uint32_t anchor, uint32_t **badge)
{
	struct selection all = selection_all(noting->frame.count, noting->scratch);
	badge[anchor] = flow_badges(noting->anchor, noting->hash, all.count, noting->scratch);
	for (uint32_t at = 0; at < anchors->month_count; at++)
		if (anchors->month[at].anchor == anchor)
			badge[anchors->count + at] =
				flow_badges(noting->anchor, flow_month_hashes(anchors->month[at].column, &noting->frame, all, noting->hash), all.count,
					    noting->scratch);
}

enum status flow_note(struct flow *flow, uint32_t table, struct rowset *set, uint32_t from, uint32_t count, uint32_t **badge,
		      struct arena *scratch, uint32_t thread, struct err *err)
{
	enum status status = STATUS_OK;
	const struct flow_anchors *anchors = &flow->anchors[table];
	struct noting noting = {.flow = flow, .scratch = scratch, .thread = thread, .frame = flow_frame(flow, set, from, count, scratch)};
	for (uint32_t at = 0; at < anchors->count && !flow->anchor_all && status == STATUS_OK; at++) {
		noting_start(&noting, anchors->column[at]);
		if (badge)
			put_badges(&noting, anchors, at, badge);
		status = note_column(&noting, table, anchors->column[at], err);
	}
	return status;
}

/* Persons from whom a rule that keeps its rows at once may claim: what was paid to them must be known. */
void flow_note_claimed(struct flow *flow, const struct row_block *block, struct arena *scratch)
{
	const struct plan_rule *rule = &flow->plan->rule[block->stage->rule];
	bool net_waits = flow->twice && flow->plan->rule[flow->plan->rule_count].anchored && !flow->anchor_all;
	if (!net_waits || !rule->claims_unanchored || rule->claim_stage != block->stage->number)
		return;
	const struct column *person = block->value[rule->claim_value];
	uint64_t *hash = arena_alloc(scratch, (block->count + 1) * sizeof *hash), *bits = arena_alloc(scratch, (block->count + 1) * sizeof *bits);
	uint32_t *row = arena_alloc(scratch, (block->count + 1) * sizeof *row);
	struct record_rows rows = {.hash = hash, .bits = bits};
	for (uint32_t at = 0; at < block->count; at++) {
		row[rows.count] = block->at[at];
		bits[rows.count] = 1ull << ANCHOR_CLAIMED;
		rows.count += anchor_known(person, block->at[at]);
	}
	column_hashes(person, row, rows.count, hash);
	records_note(flow->records[TYPE_ID], &rows, scratch);
}
