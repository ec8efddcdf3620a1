#include "lookup/records.h"

#include <stdlib.h>

#include "lookup/lanes.h"
#include "lookup/tag_sets.h"

enum { FIRST_SIZE = 16 };

struct record {
	uint64_t hash, bits; /* bits 0: empty */
	uint64_t tag[];
};

struct record_table {
	uint64_t count, mask;
	char *room; /* for mask + 1 records; NULL: no table yet */
};

struct records {
	uint32_t tags;
	size_t size; /* of a record */
	struct lanes lanes;
	struct record_table table[LANE_TABLES];
	struct tag_sets sets[LANE_TABLES]; /* by lane: numbers beyond the first one, which is the record's tag */
};

/* ---- tables ---- */

static inline struct record *record_at(const struct record_table *table, size_t size, uint64_t at)
{
	return (struct record *)(table->room + at * size);
}

/* The record of a hash, or the empty place for it. */
static inline struct record *find(const struct record_table *table, size_t size, uint64_t hash)
{
	uint64_t at = hash & table->mask;
	while (record_at(table, size, at)->bits && record_at(table, size, at)->hash != hash)
		at = (at + 1) & table->mask;
	return record_at(table, size, at);
}

static void move(void *context, uint32_t number, void *room)
{
	struct records *records = context;
	struct record_table *table = &records->table[number];
	uint64_t places = table->room ? table->mask + 1 : 0;
	struct record_table larger = {.count = table->count, .mask = (places ? 2 * places : FIRST_SIZE) - 1, .room = room};
	for (uint64_t at = 0; at < places; at++) {
		const struct record *record = record_at(table, records->size, at);
		if (record->bits)
			memcpy(find(&larger, records->size, record->hash), record, records->size);
	}
	*table = larger;
}

struct records *records_new(uint32_t tags, uint32_t threads, struct mem_growth growth)
{
	struct records *records = mem_zero(1, sizeof *records);
	records->tags = tags;
	records->size = sizeof(struct record) + tags * sizeof(uint64_t);
	lanes_init(&records->lanes, threads, growth, FIRST_SIZE * records->size, move, records);
	return records;
}

void records_free(struct records *records)
{
	if (!records)
		return;
	lanes_release(&records->lanes);
	for (uint32_t lane = 0; lane < LANE_TABLES; lane++)
		tag_sets_release(&records->sets[lane]);
	free(records);
}

/* Inlined by force: what only fetches has no effect that the compiler would keep a call for. */
static inline __attribute__((always_inline)) void fetch(const struct records *records, uint64_t hash)
{
	const struct record_table *table = &records->table[lane_table(hash)];
	const char *record = (const char *)record_at(table, records->size, hash & table->mask);
	__builtin_prefetch(record, 1);
	__builtin_prefetch(record + records->size - 1, 1); /* it may lie across two lines of the cache */
}

/* ---- noting ---- */

static bool counts_more(const struct record_rows *rows, uint32_t tag)
{
	return rows->tag[tag] && rows->distinct[tag] > 2;
}

/* Rows that show different numbers stay apart where more than two are counted. */
static void keep_apart(const struct record_rows *rows, uint32_t tag, bool *same)
{
	const uint64_t *number = rows->tag[tag];
	uint64_t first = 0;
	bool has = false;
	for (uint32_t row = 0; row < rows->count; row++) {
		bool sees = rows->bits[row] >> rows->seen[tag] & 1;
		has &= same[row];
		same[row] &= !(has & sees & (first != number[row]));
		has &= same[row];
		first = has ? first : number[row];
		has |= sees;
	}
}

static void combine_tags(const struct record_rows *rows, uint32_t tag, const bool *same)
{
	uint64_t *number = rows->tag[tag], first = 0;
	uint32_t bit = rows->seen[tag], runs = 0;
	bool has = false;
	for (uint32_t row = 0; row < rows->count; row++) {
		bool sees = rows->bits[row] >> bit & 1;
		has &= same[row];
		bool differs = has & sees & (first != number[row]);
		first = has ? first : number[row];
		has |= sees;
		rows->bits[row] |= (uint64_t)differs << (bit - 1);
		runs += !same[row];
		number[runs - 1] = first;
	}
}

/* Per row: it becomes one with the row before. */
static bool *find_runs(const struct record_rows *rows, uint32_t tags, struct arena *scratch)
{
	bool *same = arena_alloc(scratch, rows->count + 1);
	same[0] = false;
	for (uint32_t row = 1; row < rows->count; row++)
		same[row] = rows->hash[row] == rows->hash[row - 1];
	for (uint32_t tag = 0; tag < tags; tag++)
		if (counts_more(rows, tag))
			keep_apart(rows, tag, same);
	return same;
}

/* Files list what belongs to one value together: such rows become one. */
static void combine(struct record_rows *rows, uint32_t tags, struct arena *scratch)
{
	const bool *same = find_runs(rows, tags, scratch);
	uint64_t bits = 0;
	uint32_t runs = 0;
	for (uint32_t tag = 0; tag < tags; tag++)
		if (rows->tag[tag])
			combine_tags(rows, tag, same);
	for (uint32_t row = 0; row < rows->count; row++) {
		bits = (same[row] ? bits : 0) | rows->bits[row];
		runs += !same[row];
		rows->hash[runs - 1] = rows->hash[row];
		rows->bits[runs - 1] = bits;
	}
	rows->count = runs;
}

/* The record of a row's value; NULL: there is no room for it. */
static struct record *record_of(struct records *records, uint32_t lane, uint64_t hash)
{
	struct record_table *table = &records->table[lane_table(hash)];
	struct record *record = find(table, records->size, hash);
	if (record->bits)
		return record;
	if ((table->count + 1) * 2 > table->mask)
		return lane_grow(&records->lanes, lane) ? record_of(records, lane, hash) : NULL;
	table->count++;
	record->hash = hash;
	return record;
}

/* Whether a value that meets another number than the first has now met as many as are wanted. */
static bool has_met(struct records *records, uint32_t lane, const struct record_rows *rows, uint32_t row, uint32_t tag)
{
	return rows->distinct[tag] <= 2 ||
	       1 + tag_sets_meet(&records->sets[lane], rows->hash[row], tag, rows->tag[tag][row], &records->lanes.growth) >= rows->distinct[tag];
}

static void note(struct records *records, uint32_t lane, const struct record_rows *rows, uint32_t row, struct record *record)
{
	uint64_t bits = rows->bits[row];
	for (uint32_t tag = 0; tag < records->tags; tag++) {
		if (!rows->tag[tag] || !(bits >> rows->seen[tag] & 1))
			continue;
		uint64_t met = 1ull << (rows->seen[tag] - 1);
		if (!(record->bits >> rows->seen[tag] & 1))
			record->tag[tag] = rows->tag[tag][row];
		else if (record->tag[tag] != rows->tag[tag][row] && !(record->bits & met) && has_met(records, lane, rows, row, tag))
			bits |= met;
	}
	record->bits |= bits;
}

void records_note(struct records *records, struct record_rows *rows, struct arena *scratch)
{
	combine(rows, records->tags, scratch);
	struct lane_rows order = lanes_order(&records->lanes, rows->hash, rows->count, scratch);
	for (uint64_t left = lanes_all(&records->lanes); left;) {
		uint32_t lane = lane_enter(&records->lanes, &left);
		for (uint32_t at = order.start[lane]; at < order.start[lane + 1]; at++) {
			uint32_t row = order.row[at];
			fetch(records, rows->hash[order.row[at + LANE_AHEAD]]);
			struct record *record = rows->bits[row] ? record_of(records, lane, rows->hash[row]) : NULL;
			if (record)
				note(records, lane, rows, row, record);
		}
		lane_leave(&records->lanes, lane);
	}
}

/* ---- marks ---- */

static void put_mark(struct marks *marks, uint64_t hash, uint64_t bits)
{
	uint64_t at = mark_badge(hash) & marks->mask, bit = mark_badge(hash) & marks->filter_mask;
	while (marks->mark[at].marks)
		at = (at + 1) & marks->mask;
	marks->mark[at] = (struct mark){hash, bits};
	marks->filter[bit / 64] |= 1ull << bit % 64;
}

struct marks *marks_new(const struct records *records, uint64_t (*judge)(const void *context, uint64_t bits), const void *context)
{
	struct marks *marks = mem_zero(1, sizeof *marks);
	uint64_t kept = 0, size = 64;
	for (uint32_t table = 0; table < LANE_TABLES; table++)
		for (uint64_t at = 0; at <= records->table[table].mask; at++) {
			const struct record *record = record_at(&records->table[table], records->size, at);
			kept += record->bits && judge(context, record->bits);
		}
	while (size < 2 * kept)
		size *= 2;
	marks->mask = size - 1;
	marks->filter_mask = (size * 8 < 1ull << 32 ? size * 8 : 1ull << 32) - 1;
	marks->mark = mem_zero(size, sizeof *marks->mark);
	marks->filter = mem_zero(marks->filter_mask / 64 + 1, sizeof *marks->filter);
	for (uint32_t table = 0; table < LANE_TABLES; table++)
		for (uint64_t at = 0; at <= records->table[table].mask; at++) {
			const struct record *record = record_at(&records->table[table], records->size, at);
			uint64_t bits = record->bits ? judge(context, record->bits) : 0;
			if (bits)
				put_mark(marks, record->hash, bits);
		}
	return marks;
}

void marks_free(struct marks *marks)
{
	if (!marks)
		return;
	free(marks->mark);
	free(marks->filter);
	free(marks);
}
