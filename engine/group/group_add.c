/* Rows into groups as they come.
 *
 *   block ─▶ hashes of the keys ─▶ its group is met early ─▶ only aggregates take notice: straight from the columns, runs of one key at once
 *                                │                        └▶ it is the first row, undecided, or evidence: packed, and folded
 *                                └▶ no: packed, to its partition
 *
 * Groups are only met early while that pays: most stages have as many groups as persons, and then it is a lookup for nothing. */
#include "base/file.h"
#include "group/aggregate.h"
#include "group/store.h"

/* One block on its way. */
struct adding {
	struct group_store *store;
	struct store_thread *thread;
	uint32_t thread_number;
	const struct row_block *block;
	bool one_key;	/* all rows have one: that of an extract, as rules about whole files have it */
	uint64_t *hash; /* per row, of its keys; of one key: of all rows */
};

static void hash_keys(struct adding *adding)
{
	const struct row_block *block = adding->block;
	adding->one_key = true;
	for (uint32_t key = 0; key < block->stage->key_count; key++)
		adding->one_key &= !block->value[key]->mask;
	uint32_t count = adding->one_key ? 1 : block->count;
	uint64_t *of_key = arena_alloc(&adding->thread->scratch, (count + 1) * sizeof *of_key);
	adding->hash = arena_zero(&adding->thread->scratch, count + 1, sizeof *adding->hash);
	for (uint32_t key = 0; key < block->stage->key_count; key++) {
		column_hashes(block->value[key], block->at, count, of_key);
		for (uint32_t at = 0; at < count; at++)
			adding->hash[at] = hash_mix(adding->hash[at] + key) ^ of_key[at];
	}
}

static uint64_t hash_of(const struct adding *adding, uint32_t index)
{
	return adding->hash[adding->one_key ? 0 : index];
}

static bool has_null_key(const struct row_block *block, uint32_t index)
{
	bool null = false;
	for (uint32_t key = 0; key < block->stage->key_count; key++)
		null |= block->value[key]->cell[block->at[index] & block->value[key]->mask] != CELL_VALUE;
	return null;
}

/* ---- early groups ---- */

static bool is_undecided(const struct row_block *block, uint32_t index)
{
	return block->undecided && block->undecided[index];
}

/* Neither the group's first row nor one of those kept as evidence: no row behind it is either. */
static bool stands_behind(const struct group *group, const struct row_block *block, uint32_t index)
{
	struct place place = block_place(block, index);
	if (place_compare(place, group->place) <= 0)
		return false;
	const struct evidence *evidence = &group->evidence;
	return !group->stage->keeps_evidence ||
	       (!block->evidence && evidence->count == HECHA_EVIDENCE_ROWS_MAX && place_compare(place, evidence->row[0].place) >= 0);
}

static bool is_of(const struct group *group, const struct adding *adding, uint32_t index)
{
	return hash_of(adding, index) == group->hash && packed_equal(group->first, adding->block, index);
}

/* The row behind those from index on that are of this group and only counted. */
static uint32_t run_end(const struct adding *adding, const struct group *group, uint32_t index)
{
	const struct row_block *block = adding->block;
	bool in_order = block->frame->slot[0].set->in_order;
	uint32_t end = index;
	while (end < block->count && !is_undecided(block, end) && ((in_order && end > index) || stands_behind(group, block, end)) &&
	       (end == index || adding->one_key || is_of(group, adding, end)))
		end++;
	return end;
}

static void count_rows(const struct adding *adding, struct group *group, uint32_t index, uint32_t count)
{
	const struct stage *stage = adding->store->stage;
	group->rows += count;
	if (stage->keeps_evidence)
		group->evidence.total += count;
	for (uint32_t each = 0; each < stage->aggregate_count; each++) {
		const struct aggregate *aggregate = &stage->aggregate[each];
		const struct column *column = aggregate->kind == AGGREGATE_ROWS ? NULL : adding->block->value[aggregate->value];
		aggregate_add_run(&group->state[each], stage, aggregate, column, adding->block->at + index, count, adding->store->symbols,
				  &adding->thread->early_arena);
	}
}

/* There is room for what a row adds to the early groups. They are few and spare many rows, so waiting rows do not crowd them out. */
static bool has_room(const struct adding *adding)
{
	enum { CRUMB = 64 << 10 };
	const struct memory_budget *budget = adding->store->spool.budget;
	return adding->thread->early_arena.used_bytes < CRUMB || budget->early < budget->limit / 8;
}

/* One more group is worth its room: each has met a few rows on average. */
static bool may_have_more(const struct store_thread *thread)
{
	uint32_t count = thread->early.count;
	return count < HECHA_EARLY_GROUPS_MIN || (count < HECHA_EARLY_GROUPS_MAX && thread->early_met / 8 >= count);
}

static struct group *find_early(const struct adding *adding, uint32_t index)
{
	struct group *group = group_table_bucket(&adding->thread->early, hash_of(adding, index));
	while (group && !is_of(group, adding, index))
		group = group->next;
	return group;
}

static void pack(const struct adding *adding, uint32_t index, uint64_t hash)
{
	adding->thread->row.size = 0;
	packed_row_add(&adding->thread->row, adding->block, index, hash);
}

static void fold_early(const struct adding *adding, uint32_t index)
{
	struct store_thread *thread = adding->thread;
	struct packed_row row;
	pack(adding, index, hash_of(adding, index));
	packed_row_read((const uint8_t *)thread->row.data, adding->store->stage, &row, &thread->scratch);
	group_fold(&thread->early, &row);
}

/* Rows from index on that found their place among the early groups; 0: the row goes to its partition. */
static uint32_t add_early(const struct adding *adding, uint32_t index)
{
	struct store_thread *thread = adding->thread;
	if (thread->early_over)
		return 0;
	struct group *group = find_early(adding, index);
	uint32_t counted = group ? run_end(adding, group, index) - index : 0;
	thread->early_met += group ? counted + !counted : 0;
	if (counted) {
		count_rows(adding, group, index, counted);
		thread->early_counted += counted;
		return counted;
	}
	if (has_room(adding) && (group || may_have_more(thread))) {
		fold_early(adding, index);
		return 1;
	}
	thread->early_missed++;
	thread->early_over = thread->early_missed >= HECHA_EARLY_GROUPS_MIN * 8 && thread->early_met < thread->early_missed / 8;
	return 0;
}

/* What the early groups take is taken from the budget. */
static void charge_early(const struct adding *adding)
{
	struct store_thread *thread = adding->thread;
	int64_t grown = (int64_t)(thread->early_arena.used_bytes - thread->early_charged);
	thread->early_charged = thread->early_arena.used_bytes;
	if (!grown)
		return;
	adding->store->spool.budget->used += grown;
	adding->store->spool.budget->early += grown;
}

/* ---- rows ---- */

static enum status add_to_partition(const struct adding *adding, uint32_t index, uint64_t hash, uint64_t spread, struct err *err)
{
	pack(adding, index, hash);
	return spool_add(&adding->store->spool, adding->thread_number, spool_partition(spread), buffer_span(&adding->thread->row), err);
}

static enum status add_grouped(struct adding *adding, uint32_t *null_key, uint32_t *null_count, struct err *err)
{
	enum status status = STATUS_OK;
	hash_keys(adding);
	for (uint32_t index = 0; index < adding->block->count && status == STATUS_OK;) {
		uint32_t early = 0;
		if (has_null_key(adding->block, index))
			null_key[(*null_count)++] = index;
		else if (!(early = add_early(adding, index)))
			status = add_to_partition(adding, index, hash_of(adding, index), hash_of(adding, index), err);
		index += early ? early : 1;
	}
	charge_early(adding);
	return status;
}

/* A projection: nothing is looked up. Blocks are spread as they are, so that rows that came together stay together. */
static enum status add_projected(struct adding *adding, struct err *err)
{
	const struct row_block *block = adding->block;
	enum status status = STATUS_OK;
	struct place first = block->count ? block_place(block, 0) : (struct place){0};
	uint64_t spread = block->count ? hash_mix(first.byte + ((uint64_t)first.extract << 40)) : 0;
	for (uint32_t index = 0; index < block->count && status == STATUS_OK; index++)
		status = add_to_partition(adding, index, 0, spread, err);
	return status;
}

enum status group_add(struct group_store *store, uint32_t thread, const struct row_block *block, uint32_t *null_key, uint32_t *null_count,
		      struct err *err)
{
	struct adding adding = {.store = store, .thread = store->thread[thread], .thread_number = thread, .block = block};
	*null_count = 0;
	arena_reset(&adding.thread->scratch);
	return store->stage->grouped ? add_grouped(&adding, null_key, null_count, err) : add_projected(&adding, err);
}
