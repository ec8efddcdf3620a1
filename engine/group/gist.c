#include "group/gist.h"

#include <omp.h>
#include <stdlib.h>

#include "base/file.h"

struct gist {
	const struct plan_gist *shape;
	size_t entry_size;
	struct spool spool;
};

struct gist *gist_new(const struct plan_gist *shape, struct memory_budget *budget, const char *folder, uint32_t threads)
{
	struct gist *gist = mem_zero(1, sizeof *gist);
	gist->shape = shape;
	gist->entry_size = gist_entry_size(shape);
	spool_init(&gist->spool, budget, folder, threads);
	return gist;
}

void gist_free(struct gist *gist)
{
	if (!gist)
		return;
	spool_release(&gist->spool);
	free(gist);
}

enum status gist_add(struct gist *gist, uint32_t thread, const struct gist_entry *entry, struct err *err)
{
	struct span bytes = {(const char *)entry, gist->entry_size};
	return spool_add(&gist->spool, thread, spool_partition(entry->owner), bytes, err);
}

/* ---- one partition ---- */

struct folding {
	struct gist *gist;
	const struct index *partners;
	struct symbols *symbols;
	gist_sink sink;
	void *context;
	struct buffer folded; /* one entry for each group */
	uint32_t *slot;	      /* number of the entry + 1 */
	uint64_t mask;
	uint32_t count;
	struct arena scratch;
};

static struct gist_entry *entry_at(const struct folding *folding, uint32_t number)
{
	return (void *)(folding->folded.data + number * folding->gist->entry_size);
}

static void merge(const struct plan_gist *shape, struct gist_entry *into, const struct gist_entry *from)
{
	for (uint32_t at = 0; at < gist_number_count(shape); at++)
		if (from->number[at] != GIST_NONE)
			into->number[at] = gist_put(shape->aggregate[at].kind, into->number[at], from->number[at]);
}

static void fold(struct folding *folding, const struct gist_entry *entry)
{
	uint64_t at = hash_mix(entry->owner ^ entry->key) & folding->mask;
	for (; folding->slot[at]; at = (at + 1) & folding->mask) {
		struct gist_entry *met = entry_at(folding, folding->slot[at] - 1);
		if (met->owner == entry->owner && met->key == entry->key) {
			merge(folding->gist->shape, met, entry);
			return;
		}
	}
	folding->slot[at] = ++folding->count;
	memcpy(buffer_room(&folding->folded, folding->gist->entry_size), entry, folding->gist->entry_size);
	folding->folded.size += folding->gist->entry_size;
}

static enum status fold_entries(void *context, struct span bytes, struct err *err)
{
	struct folding *folding = context;
	(void)err;
	for (size_t at = 0; at < bytes.size; at += folding->gist->entry_size)
		fold(folding, (const void *)(bytes.data + at));
	return STATUS_OK;
}

/* ---- having ---- */

/* Folded entries [from, from + row_count) as rows of aggregates. */
struct entry_rows {
	struct rowset rowset; /* first */
	struct folding *folding;
	struct frame *frame; /* them, and their partners behind */
	uint32_t from;
};

static const struct column *read_entries(struct rowset *set, uint32_t column, const uint32_t *row, uint32_t count)
{
	struct entry_rows *rows = (struct entry_rows *)set;
	const struct plan_gist *shape = rows->folding->gist->shape;
	uint32_t at = 0;
	while (shape->aggregate[at].number != column - GROUP_AGGREGATE)
		at++;
	if (at >= gist_number_count(shape)) /* the smallest and the largest of one partner is what it has */
		return eval(shape->aggregate[at].node, rows->frame, (struct selection){count, row});
	bool counts = shape->aggregate[at].kind == AGGREGATE_ROWS || shape->aggregate[at].kind == AGGREGATE_COUNT;
	struct column *out = column_new(&rows->folding->scratch, shape->aggregate[at].type, set->row_count, false);
	for (uint32_t each = 0; each < count; each++) {
		int64_t number = entry_at(rows->folding, rows->from + row[each])->number[at];
		out->cell[row[each]] = counts || number != GIST_NONE ? CELL_VALUE : CELL_NULL;
		out->number[row[each]] = number != GIST_NONE ? number : 0;
	}
	return out;
}

/* As a group's sum of money is null beyond what a cell may hold. */
static bool is_lost(const struct plan_gist *shape, const struct gist_entry *entry)
{
	bool lost = false;
	for (uint32_t at = 0; at < gist_number_count(shape) && !lost; at++)
		lost = entry->number[at] == GIST_LOST ||
		       (entry->number[at] != GIST_NONE && shape->aggregate[at].kind == AGGREGATE_SUM && shape->aggregate[at].type == TYPE_MONEY &&
		       (entry->number[at] > HECHA_MONEY_FEN_MAX || entry->number[at] < -HECHA_MONEY_FEN_MAX));
	return lost;
}

/* Tells of owners that passed: of a late one, of whoever may be the partner. */
static void tell(struct folding *folding, uint64_t *owner, uint32_t count)
{
	const struct plan_gist *shape = folding->gist->shape;
	uint32_t told = 0;
	if (!shape->late && count)
		folding->sink(folding->context, owner, count, &folding->scratch);
	if (!shape->late)
		return;
	const struct column *column = folding->partners->table->column[shape->partner_anchor];
	uint64_t anchor[HECHA_BATCH_ROWS];
	for (uint32_t each = 0; each < count; each++)
		for (uint32_t row = index_like(folding->partners, owner[each]); row != INDEX_NONE; row = index_next_like(folding->partners, row)) {
			column_hashes(column, &row, 1, &anchor[told++]);
			if (told < HECHA_BATCH_ROWS)
				continue;
			folding->sink(folding->context, anchor, told, &folding->scratch);
			told = 0;
		}
	if (told)
		folding->sink(folding->context, anchor, told, &folding->scratch);
}

/* Tells of those that pass; of a late one, with the partners they have now. */
static void judge_rows(struct folding *folding, struct frame *frame, uint32_t from, struct selection rows)
{
	const struct plan_gist *shape = folding->gist->shape;
	uint32_t *at = arena_alloc(&folding->scratch, (rows.count + 1) * sizeof *at), open = rows.count;
	uint64_t *owner = arena_alloc(&folding->scratch, (rows.count + 1) * sizeof *owner);
	memcpy(at, rows.at, rows.count * sizeof *at);
	for (uint32_t each = 0; shape->late && each < shape->matching->after_count && open; each++)
		eval_split(shape->matching->after[each].node, frame, (struct selection){open, at}, at, &open, NULL, NULL);
	for (uint32_t each = 0; each < shape->having_count && open; each++)
		eval_split(shape->having[each], frame, (struct selection){open, at}, at, &open, NULL, NULL);
	for (uint32_t each = 0; each < open; each++)
		owner[each] = entry_at(folding, from + at[each])->owner;
	tell(folding, owner, open);
}

/* Whoever passes with one of the partners it may have passes. */
static void judge_late(struct folding *folding, struct frame *frame, uint32_t from, uint32_t *at, uint32_t open)
{
	const struct index *partners = folding->partners;
	uint32_t *row = arena_alloc(&folding->scratch, (frame->count + 1) * sizeof *row);
	frame->slot[frame->slot_count++] = (struct frame_slot){.set = &((struct memory_table *)(uintptr_t)partners->table)->rowset, .row = row};
	for (uint32_t each = 0; each < open; each++)
		row[at[each]] = index_like(partners, entry_at(folding, from + at[each])->owner);
	while (open) {
		uint32_t count = 0;
		for (uint32_t each = 0; each < open; each++) {
			at[count] = at[each];
			count += row[at[each]] != INDEX_NONE;
		}
		judge_rows(folding, frame, from, (struct selection){count, at});
		for (uint32_t each = 0; each < count; each++)
			row[at[each]] = index_next_like(partners, row[at[each]]);
		open = count;
	}
}

static void judge_entries(struct folding *folding, uint32_t from, uint32_t count)
{
	const struct plan_gist *shape = folding->gist->shape;
	struct frame frame = {.count = count, .slot_count = 1, .symbols = folding->symbols, .scratch = &folding->scratch};
	struct entry_rows rows = {{.row_count = count, .read = read_entries}, folding, &frame, from};
	frame.slot[0].set = &rows.rowset;
	uint64_t *owner = arena_alloc(&folding->scratch, (count + 1) * sizeof *owner);
	uint32_t *at = arena_alloc(&folding->scratch, (count + 1) * sizeof *at), open = 0, lost = 0;
	for (uint32_t each = 0; each < count; each++) {
		const struct gist_entry *entry = entry_at(folding, from + each);
		if (is_lost(shape, entry))
			owner[lost++] = entry->owner;
		else
			at[open++] = each;
	}
	tell(folding, owner, lost);
	if (shape->late)
		judge_late(folding, &frame, from, at, open);
	else
		judge_rows(folding, &frame, from, (struct selection){open, at});
	arena_reset(&folding->scratch);
}

/* More than its share of memory: all owners in the partition pass. */
static enum status pass_entries(void *context, struct span bytes, struct err *err)
{
	struct folding *folding = context;
	uint64_t owner[HECHA_BATCH_ROWS];
	uint32_t count = 0;
	(void)err;
	for (size_t at = 0; at < bytes.size; at += folding->gist->entry_size) {
		owner[count++] = ((const struct gist_entry *)(const void *)(bytes.data + at))->owner;
		if (count < HECHA_BATCH_ROWS && at + folding->gist->entry_size < bytes.size)
			continue;
		tell(folding, owner, count);
		arena_reset(&folding->scratch);
		count = 0;
	}
	return STATUS_OK;
}

static enum status finish_partition(struct folding *folding, uint32_t partition, struct err *err)
{
	struct spool *spool = &folding->gist->spool;
	size_t bytes = spool_partition_bytes(spool, partition);
	uint64_t size = 64;
	while (size * folding->gist->entry_size < 2 * bytes)
		size *= 2;
	int64_t share = spool->budget->fold_limit / (int64_t)spool->thread_count;
	if ((int64_t)(bytes + size * sizeof *folding->slot) > share)
		return spool_each(spool, partition, pass_entries, folding, err);
	folding->slot = mem_zero(size, sizeof *folding->slot);
	folding->mask = size - 1;
	folding->count = 0;
	folding->folded.size = 0;
	enum status status = spool_each(spool, partition, fold_entries, folding, err);
	free(folding->slot);
	for (uint32_t from = 0; from < folding->count && status == STATUS_OK; from += HECHA_BATCH_ROWS) {
		uint32_t left = folding->count - from;
		judge_entries(folding, from, left < HECHA_BATCH_ROWS ? left : HECHA_BATCH_ROWS);
	}
	spool_drop(spool, partition);
	return status;
}

enum status gist_finish(struct gist *gist, const struct index *partners, struct symbols *symbols, gist_sink sink, void *context,
			struct err *err)
{
	enum status result = STATUS_OK;
#pragma omp parallel num_threads((int)gist->spool.thread_count)
	{
		struct folding folding = {.gist = gist, .partners = partners, .symbols = symbols, .sink = sink, .context = context};
		struct err own = ERR_INIT;
#pragma omp for schedule(dynamic, 1)
		for (uint32_t partition = 0; partition < HECHA_PARTITIONS; partition++)
			if (own.status == STATUS_OK && finish_partition(&folding, partition, &own) != STATUS_OK && !own.status)
				own.status = STATUS_INTERNAL;
#pragma omp critical(gist_finish)
		if (own.status != STATUS_OK && result == STATUS_OK)
			result = err_set(err, own.status, "%s", own.text ? own.text : "working out groups failed");
		err_clear(&own);
		buffer_free(&folding.folded);
		arena_free(&folding.scratch);
	}
	return result;
}
