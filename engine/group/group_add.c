/* Rows into groups as they come.
 *
 *   block ─▶ hashes of the keys ─▶ its group is met early ─▶ only aggregates take notice: straight from the columns, one after another
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
	bool behind;	/* all rows come later than every row that was folded early */
};

static void hash_keys(struct adding *adding)
{
	const struct row_block *block = adding->block;
	adding->one_key = true;
	for (uint32_t key = 0; key < block->stage->key_count; key++)
		adding->one_key &= !block->value[key]->mask;
	uint32_t count = adding->one_key ? 1 : block->count;
	adding->hash = arena_zero(&adding->thread->scratch, count + 1, sizeof *adding->hash);
	for (uint32_t key = 0; key < block->stage->key_count; key++)
		if (key)
			column_hashes_more(block->value[key], block->at, count, adding->hash);
		else
			column_hashes(block->value[key], block->at, count, adding->hash);
}

static uint64_t hash_of(const struct adding *adding, uint32_t index)
{
	return adding->hash[adding->one_key ? 0 : index];
}

static bool is_null(const struct column *column, uint32_t row)
{
	return column->cell[row & column->mask] != CELL_VALUE;
}

static bool has_null_key(const struct row_block *block, uint32_t index)
{
	bool null = false;
	for (uint32_t key = 0; key < block->stage->key_count; key++)
		null |= is_null(block->value[key], block->at[index]);
	return null;
}

static bool any_null(const struct column *column, const uint32_t *at, uint32_t count)
{
	uint32_t nulls = 0;
	for (uint32_t index = 0; index < count; index++)
		nulls += is_null(column, at[index]);
	return nulls > 0;
}

/* Splits the rows by whether they have a null key, which mostly none has: that is told a column at a time. Returns how many have none. */
static uint32_t split_null_keys(const struct row_block *block, uint32_t *row, uint32_t *null_key, uint32_t *null_count)
{
	bool any = false;
	uint32_t count = 0;
	for (uint32_t key = 0; key < block->stage->key_count; key++)
		any |= any_null(block->value[key], block->at, block->value[key]->mask ? block->count : 1);
	for (uint32_t index = 0; index < block->count; index++)
		if (any && has_null_key(block, index))
			null_key[(*null_count)++] = index;
		else
			row[count++] = index;
	return count;
}

static void pack(const struct adding *adding, uint32_t index, uint64_t hash)
{
	adding->thread->row.size = 0;
	packed_row_add(&adding->thread->row, adding->block, index, hash);
}

/* ---- early groups ---- */

static bool is_undecided(const struct row_block *block, uint32_t index)
{
	return block->undecided && block->undecided[index];
}

/* Its rows no longer become evidence by coming later. */
static bool has_its_evidence(const struct row_block *block, const struct group *group)
{
	return !block->stage->keeps_evidence || (group->evidence.count == HECHA_EVIDENCE_ROWS_MAX && !block->evidence);
}

/* Only aggregates take notice of the row: it is neither undecided nor the group's first one nor evidence. */
static bool is_only_counted(const struct adding *adding, const struct group *group, uint32_t index)
{
	const struct row_block *block = adding->block;
	if (is_undecided(block, index) || !has_its_evidence(block, group))
		return false;
	if (adding->behind)
		return true;
	struct place place = block_place(block, index);
	return place_compare(place, group->place) > 0 &&
	       (!block->stage->keeps_evidence || place_compare(place, group->evidence.row[0].place) >= 0);
}

static const struct column *argument_of(const struct adding *adding, uint32_t each)
{
	const struct aggregate *aggregate = &adding->store->stage->aggregate[each];
	return aggregate->kind == AGGREGATE_ROWS ? NULL : adding->block->value[aggregate->value];
}

/* Rows at these positions, all of one group. */
static void count_rows_of(const struct adding *adding, struct group *group, const uint32_t *at, uint32_t count)
{
	const struct stage *stage = group->stage;
	group->rows += count;
	group->evidence.total += stage->keeps_evidence ? count : 0;
	for (uint32_t each = 0; each < stage->aggregate_count; each++)
		aggregate_add_run(&group->state[each], stage, &stage->aggregate[each], argument_of(adding, each), at, count,
				  adding->store->symbols, &adding->thread->early.arena);
	adding->thread->early_met += count;
	adding->thread->early_counted += count;
}

/* The same, each of the group with its number: a column at a time. */
static void count_rows(const struct adding *adding, const uint32_t *number, const uint32_t *at, uint32_t count)
{
	const struct stage *stage = adding->store->stage;
	struct store_thread *thread = adding->thread;
	struct group **group = arena_alloc(&thread->scratch, (count + 1) * sizeof(*group));
	for (uint32_t row = 0; row < count; row++) {
		group[row] = thread->early.group[number[row]];
		group[row]->rows++;
		group[row]->evidence.total += stage->keeps_evidence;
	}
	for (uint32_t each = 0; each < stage->aggregate_count; each++)
		aggregate_add_each(group, stage, each, argument_of(adding, each), at, count, adding->store->symbols, &thread->early.arena);
	thread->early_met += count;
	thread->early_counted += count;
}

/* All rows are of one group and only counted, as mostly those of whole files are. */
static bool count_block(const struct adding *adding)
{
	const struct row_block *block = adding->block;
	uint32_t number = early_find(&adding->thread->early, block, 0, adding->hash[0]), undecided = 0;
	struct group *group = number == EARLY_NONE ? NULL : adding->thread->early.group[number];
	for (uint32_t index = 0; block->undecided && index < block->count; index++)
		undecided |= block->undecided[index];
	if (!group || undecided || !adding->behind || !has_its_evidence(block, group))
		return false;
	count_rows_of(adding, group, block->at, block->count);
	return true;
}

/* Counts those of the rows that have a group and are only counted. Returns how many are left. */
static uint32_t count_known(const struct adding *adding, uint32_t *restrict row, uint32_t count)
{
	const struct row_block *block = adding->block;
	struct arena *scratch = &adding->thread->scratch;
	uint32_t *known = arena_alloc(scratch, block->count * sizeof *known), left = 0, counted = 0;
	uint32_t *restrict number = arena_alloc(scratch, (count + 1) * sizeof *number), *restrict at = arena_alloc(scratch, (count + 1) * sizeof *at);
	bool surely = adding->behind && !block->undecided && !block->stage->keeps_evidence;
	early_find_all(&adding->thread->early, block, adding->hash, known);
	for (uint32_t each = 0; each < count; each++) {
		uint32_t index = row[each], of = known[index];
		bool yes = of != EARLY_NONE && (surely || is_only_counted(adding, adding->thread->early.group[of], index));
		row[left] = index;
		number[counted] = of;
		at[counted] = block->at[index];
		counted += yes;
		left += !yes;
	}
	count_rows(adding, number, at, counted);
	return left;
}

/* Each early group has met a few rows on average. */
static bool pays(const struct store_thread *thread)
{
	return thread->early_met / 8 >= thread->early.count;
}

/* There is room for what a row adds to the early groups. They are few and spare many rows, so waiting rows do not crowd them out; nor do those of the
 * many stages that spare none the others. */
static bool has_room(const struct adding *adding)
{
	enum { CRUMB = 64 << 10 };
	const struct memory_budget *budget = adding->store->spool.budget;
	return adding->thread->early.arena.used_bytes < CRUMB || budget->early < budget->limit / (pays(adding->thread) ? 4 : 8);
}

/* One more group is worth its room. */
static bool may_have_more(const struct store_thread *thread)
{
	uint32_t count = thread->early.count;
	return count < HECHA_EARLY_GROUPS_MIN || (count < HECHA_EARLY_GROUPS_MAX && pays(thread));
}

static void fold_early(const struct adding *adding, uint32_t index, uint32_t number)
{
	struct store_thread *thread = adding->thread;
	struct packed_row row;
	pack(adding, index, hash_of(adding, index));
	packed_row_read((const uint8_t *)thread->row.data, adding->store->stage, &row, &thread->scratch);
	early_fold(&thread->early, number, &row);
}

/* Whether the row found its place among the early groups, its own may have come just before; else it goes to its partition. */
static bool add_early(const struct adding *adding, uint32_t index)
{
	struct store_thread *thread = adding->thread;
	uint32_t number = early_find(&thread->early, adding->block, index, hash_of(adding, index));
	struct group *group = number == EARLY_NONE ? NULL : thread->early.group[number];
	if (group && is_only_counted(adding, group, index)) {
		count_rows_of(adding, group, &adding->block->at[index], 1);
		return true;
	}
	thread->early_met += group != NULL;
	if (has_room(adding) && (group || may_have_more(thread))) {
		fold_early(adding, index, number);
		return true;
	}
	thread->early_missed++;
	thread->early_over = thread->early_missed >= HECHA_EARLY_GROUPS_MIN * 8 && thread->early_met < thread->early_missed / 8;
	return false;
}

/* What the early groups take is taken from the budget. */
static void charge_early(const struct adding *adding)
{
	struct store_thread *thread = adding->thread;
	int64_t grown = (int64_t)(thread->early.arena.used_bytes - thread->early_charged);
	thread->early_charged = thread->early.arena.used_bytes;
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
	struct store_thread *thread = adding->thread;
	const struct row_block *block = adding->block;
	enum status status = STATUS_OK;
	hash_keys(adding);
	adding->behind = block->frame->slot[0].set->in_order && place_compare(block_place(block, 0), thread->early.last) > 0;
	if (!adding->one_key || has_null_key(block, 0) || !count_block(adding)) {
		uint32_t *row = arena_alloc(&thread->scratch, block->count * sizeof *row);
		uint32_t count = split_null_keys(block, row, null_key, null_count);
		if (!adding->one_key && !thread->early_over)
			count = count_known(adding, row, count);
		for (uint32_t each = 0; each < count && status == STATUS_OK; each++)
			if (thread->early_over || !add_early(adding, row[each]))
				status = add_to_partition(adding, row[each], hash_of(adding, row[each]), hash_of(adding, row[each]), err);
	}
	charge_early(adding);
	return status;
}

/* A projection: nothing is looked up. Blocks are spread as they are, so that rows that came together stay together. */
static enum status add_projected(struct adding *adding, struct err *err)
{
	const struct row_block *block = adding->block;
	enum status status = STATUS_OK;
	struct place first = block_place(block, 0);
	uint64_t spread = hash_mix(first.byte + ((uint64_t)first.extract << 40));
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
	if (!block->count)
		return STATUS_OK;
	return store->stage->grouped ? add_grouped(&adding, null_key, null_count, err) : add_projected(&adding, err);
}
