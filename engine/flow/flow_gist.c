/* Needs of having: rows are told to the gist of their stage, many of one group at once. See group/gist.h. */
#include "base/bits.h"
#include "flow/flow_parts.h"
#include "plan/anchor.h"
#include "scan/tuples.h"

/* Rows of one slice. A run: rows one after another of one group, of which the first speaks for all where partners are looked up. */
struct runs {
	struct flow *flow;
	const struct plan_gist *shape;
	struct gist *gist;
	const struct frame *frame;
	uint32_t count, met; /* met: runs that partners were already looked up for */
	uint32_t *first;     /* per run: its first row, as a position of the slice */
	uint32_t *start;     /* per run: the same as a number of the rows; behind the last run, how many rows there are */
	char *entry;	     /* per run */
	size_t entry_size;
	uint64_t *reported; /* anchors of rows about which something is to be reported */
	uint32_t reported_count;
};

static struct gist_entry *run_entry(const struct runs *runs, uint32_t run)
{
	return (void *)(runs->entry + run * runs->entry_size);
}

/* Where runs begin: no branch that the rows decide. A null in a key hashes as anything: its value is kept whatever becomes of it. */
static void find_runs(struct runs *runs, const struct group_hashes *hashes)
{
	struct selection rows = hashes->rows;
	uint64_t last_anchor = 0, last_key = 0;
	bool some = false; /* row to compare with */
	for (uint32_t at = 0; at < rows.count; at++) {
		uint64_t anchor = hashes->anchor[rows.at[at]], key = hashes->key[at];
		runs->start[runs->count] = at;
		runs->first[runs->count] = rows.at[at];
		runs->count += !(some & (anchor == last_anchor) & (key == last_key));
		some = runs->shape->by_group;
		last_anchor = anchor;
		last_key = key;
	}
	runs->start[runs->count] = rows.count;
}

static void make_runs(struct runs *runs, const struct group_hashes *hashes)
{
	struct arena *scratch = runs->frame->scratch;
	uint32_t most = hashes->rows.count + 1;
	runs->entry_size = gist_entry_size(runs->shape);
	runs->first = arena_alloc(scratch, most * sizeof *runs->first);
	runs->start = arena_alloc(scratch, most * sizeof *runs->start);
	find_runs(runs, hashes);
	runs->entry = arena_alloc(scratch, (runs->count + 1) * runs->entry_size);
	for (uint32_t run = 0; run < runs->count; run++) {
		struct gist_entry *entry = run_entry(runs, run);
		entry->owner = hashes->anchor[runs->first[run]];
		entry->key = hashes->key[runs->start[run]];
		for (uint32_t number = 0; number < gist_number_count(runs->shape); number++)
			entry->number[number] = GIST_NONE;
	}
}

static int64_t put_run(enum aggregate_kind kind, const struct column *column, const uint32_t *at, uint32_t count)
{
	bool counts = kind == AGGREGATE_ROWS || kind == AGGREGATE_COUNT;
	int64_t now = GIST_NONE;
	for (uint32_t each = 0; each < count; each++)
		if (!column || anchor_known(column, at[each]))
			now = gist_put(kind, now, counts ? 1 : column->number[at[each] & column->mask]);
	return now;
}

/* What of having the rows alone give. */
static void put_arguments(const struct runs *runs, struct frame *frame, struct selection rows)
{
	for (uint32_t at = 0; at < runs->shape->aggregate_count; at++) {
		const struct gist_aggregate *aggregate = &runs->shape->aggregate[at];
		if (aggregate->of_partner)
			continue;
		const struct column *column = aggregate->node ? eval(aggregate->node, frame, rows) : NULL;
		for (uint32_t run = 0; run < runs->count; run++)
			run_entry(runs, run)->number[at] =
				put_run(aggregate->kind, column, rows.at + runs->start[run], runs->start[run + 1] - runs->start[run]);
	}
}

/* ---- partners ---- */

/* Values of the matching stage behind the anchor, in order of the aggregates that read partners. */
static void put_partners(const struct runs *runs, uint32_t run, const struct row_block *block, uint32_t index)
{
	struct gist_entry *entry = run_entry(runs, run);
	uint32_t value = 1;
	for (uint32_t at = 0; at < runs->shape->aggregate_count; at++) {
		if (!runs->shape->aggregate[at].of_partner)
			continue;
		const struct column *column = block->value[value++];
		if (anchor_known(column, block->at[index]))
			entry->number[at] = gist_put(runs->shape->aggregate[at].kind, entry->number[at], column_value(column, block->at[index]).number);
	}
}

static enum status take_matched(void *context, uint32_t thread, const struct row_block *block, struct err *err)
{
	struct runs *runs = context;
	enum status status = STATUS_OK;
	for (uint32_t index = 0; index < block->count && status == STATUS_OK; index++) {
		uint32_t first = slot_row(&block->frame->slot[0], block->at[index]) - runs->frame->slot[0].from;
		while (runs->first[runs->met] != first)
			runs->met++;
		put_partners(runs, runs->met, block, index);
		status = gist_add(runs->gist, thread, run_entry(runs, runs->met), err);
	}
	return status;
}

static void take_reported(void *context, uint32_t thread, const struct missing_row *row)
{
	struct runs *runs = context;
	(void)thread;
	runs->reported[runs->reported_count++] = value_hash(row->subject, row->subject_type);
}

/* Whatever is to be reported of partners needs the row itself. */
static void keep_reported(struct runs *runs, enum value_type type, struct arena *scratch)
{
	uint64_t *bits = arena_alloc(scratch, (runs->reported_count + 1) * sizeof *bits);
	for (uint32_t at = 0; at < runs->reported_count; at++)
		bits[at] = 1ull << ANCHOR_KEEP;
	struct record_rows rows = {.count = runs->reported_count, .hash = runs->reported, .bits = bits};
	if (rows.count)
		records_note(runs->flow->records[type], &rows, scratch);
}

/* The stage without the optional matches at its end that nobody looks at, unless a row might meet too many partners with them: that is reported. */
static const struct stage *matching_stage(const struct runs *runs, struct arena *scratch)
{
	const struct stage *all = runs->shape->matching;
	if (runs->shape->matches_read == all->match_count || may_crowd(all, &runs->flow->lookups))
		return all;
	struct stage *matching = arena_alloc(scratch, sizeof *matching);
	*matching = *all;
	matching->match_count = runs->shape->matches_read;
	return matching;
}

static enum status match_runs(struct runs *runs, enum value_type type, uint32_t thread, struct err *err)
{
	const struct frame_slot *slot = &runs->frame->slot[0];
	struct arena *scratch = runs->frame->scratch;
	const struct stage *matching = matching_stage(runs, scratch);
	uint64_t *some = bits_none(runs->frame->count, scratch);
	struct stage_sinks sinks = {.context = runs, .rows = take_matched, .missing = take_reported};
	runs->reported = arena_alloc(scratch, (runs->count + 1) * sizeof *runs->reported);
	for (uint32_t run = 0; run < runs->count; run++)
		bits_add(some, runs->first[run]);
	struct row_list rows = {.from = slot->from, .count = runs->frame->count, .some = some};
	enum status status = stage_run(runs->flow->plan, matching, &runs->flow->lookups, slot->set, NULL, rows, scratch, thread,
				       stage_counts_new(matching, scratch), &sinks, err);
	keep_reported(runs, type, scratch);
	return status;
}

/* ---- late partners ---- */

static const struct index *gist_partners(const struct flow *flow, const struct plan_gist *shape)
{
	return shape->late ? flow->lookups.index[shape->matching->match[0].lookup] : NULL;
}

/* The partners of runs own them; runs without one are left out. */
static void find_owners(struct runs *runs, struct frame *frame, const struct index *partners)
{
	const struct column *probe[HECHA_KEY_MAX];
	uint64_t *hash = arena_alloc(frame->scratch, (runs->count + 1) * sizeof *hash);
	for (uint32_t key = 0; key < partners->key_count; key++)
		probe[key] = eval(runs->shape->matching->match[0].probe[key], frame, (struct selection){runs->count, runs->first});
	index_hashes(partners, probe, runs->first, runs->count, hash);
	uint32_t count = runs->count;
	runs->count = 0;
	for (uint32_t run = 0; run < count; run++) {
		memmove(run_entry(runs, runs->count), run_entry(runs, run), runs->entry_size);
		run_entry(runs, runs->count)->owner = hash[run];
		runs->count += index_may(partners, hash[run]);
	}
}

/* ---- both readings ---- */

enum status flow_note_having(struct flow *flow, const struct plan_gist *shape, struct frame *frame, const struct group_hashes *hashes,
			     uint32_t thread, struct err *err)
{
	struct runs runs = {.flow = flow, .shape = shape, .gist = flow->gists[shape->number], .frame = frame};
	make_runs(&runs, hashes);
	put_arguments(&runs, frame, hashes->rows);
	if (shape->matching && !shape->late && runs.count)
		return match_runs(&runs, hashes->type, thread, err);
	if (shape->late)
		find_owners(&runs, frame, gist_partners(flow, shape));
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < runs.count && status == STATUS_OK; at++)
		status = gist_add(runs.gist, thread, run_entry(&runs, at), err);
	return status;
}

struct passing_values {
	struct flow *flow;
	enum value_type type;
	uint64_t bit;
};

static void note_passing(void *context, uint64_t *anchor, uint32_t count, struct arena *scratch)
{
	const struct passing_values *values = context;
	uint64_t *bits = arena_alloc(scratch, (count + 1) * sizeof *bits);
	for (uint32_t at = 0; at < count; at++)
		bits[at] = values->bit;
	struct record_rows rows = {.count = count, .hash = anchor, .bits = bits};
	records_note(values->flow->records[values->type], &rows, scratch);
}

static enum status finish_stage_gists(struct flow *flow, const struct stage *stage, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t each = 0; each < stage->anchor->need_count && status == STATUS_OK; each++) {
		const struct anchor_need *need = &stage->anchor->need[each];
		struct passing_values values = {flow, stage->anchor->node->type, 1ull << need->bit};
		if (need->kind == NEED_HAVING)
			status = gist_finish(flow->gists[need->gist->number], gist_partners(flow, need->gist), flow->plan->symbols,
					     note_passing, &values, err);
	}
	return status;
}

enum status flow_gists_finish(struct flow *flow, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < flow->plan->stage_count && status == STATUS_OK; at++)
		if (flow_reads_twice(flow, flow->plan->stage[at]))
			status = finish_stage_gists(flow, flow->plan->stage[at], err);
	return status;
}
