#include "lookup/records.h"

#include <omp.h>
#include <stdlib.h>

enum { PARTS = 64, PART_SHIFT = 58, FIRST_SIZE = 256 };

struct record {
	uint64_t hash, bits; /* bits 0: empty */
};

/* Values whose hashes start alike; small enough to stay near while the rows of a batch are noted. */
struct part {
	omp_lock_t lock;
	uint64_t count, mask;
	struct record *record;
	uint64_t *tag; /* of record r: tag[r * tags] … */
};

struct records {
	uint32_t tags;
	struct part part[PARTS];
};

struct records *records_new(uint32_t tags)
{
	struct records *records = mem_zero(1, sizeof *records);
	records->tags = tags;
	for (uint32_t at = 0; at < PARTS; at++) {
		omp_init_lock(&records->part[at].lock);
		records->part[at].mask = FIRST_SIZE - 1;
		records->part[at].record = mem_zero(FIRST_SIZE, sizeof(struct record));
		records->part[at].tag = mem_zero(FIRST_SIZE * tags + 1, sizeof(uint64_t));
	}
	return records;
}

void records_free(struct records *records)
{
	if (!records)
		return;
	for (uint32_t at = 0; at < PARTS; at++) {
		omp_destroy_lock(&records->part[at].lock);
		free(records->part[at].record);
		free(records->part[at].tag);
	}
	free(records);
}

/* Rows in the order of their parts: those of part p are order[start[p]] … order[start[p + 1] - 1]. */
static uint32_t *order_by_part(const uint64_t *hash, uint32_t count, uint32_t start[PARTS + 1], struct arena *scratch)
{
	uint32_t *order = arena_alloc(scratch, (count + 1) * sizeof *order), next[PARTS];
	memset(start, 0, (PARTS + 1) * sizeof *start);
	for (uint32_t at = 0; at < count; at++)
		start[(hash[at] >> PART_SHIFT) + 1]++;
	for (uint32_t part = 0; part < PARTS; part++) {
		start[part + 1] += start[part];
		next[part] = start[part];
	}
	for (uint32_t at = 0; at < count; at++)
		order[next[hash[at] >> PART_SHIFT]++] = at;
	return order;
}

/* Where the record of a hash is, or the empty place for it. */
static uint64_t find(const struct part *part, uint64_t hash)
{
	uint64_t at = hash & part->mask;
	while (part->record[at].bits && part->record[at].hash != hash)
		at = (at + 1) & part->mask;
	return at;
}

/* Room for `more` records; returns the bytes it took. */
static size_t make_room(struct part *part, uint32_t tags, uint32_t more)
{
	uint64_t size = part->mask + 1, old = size;
	while ((part->count + more) * 4 > size * 3)
		size *= 2;
	if (size == old)
		return 0;
	struct part larger = {.mask = size - 1, .record = mem_zero(size, sizeof(struct record)),
			      .tag = mem_zero(size * tags + 1, sizeof(uint64_t))};
	for (uint64_t at = 0; at < old; at++) {
		if (!part->record[at].bits)
			continue;
		uint64_t to = find(&larger, part->record[at].hash);
		larger.record[to] = part->record[at];
		memcpy(&larger.tag[to * tags], &part->tag[at * tags], tags * sizeof *part->tag);
	}
	free(part->record);
	free(part->tag);
	part->record = larger.record;
	part->tag = larger.tag;
	part->mask = larger.mask;
	return (size - old) * (sizeof(struct record) + tags * sizeof(uint64_t));
}

static void prefetch(const struct part *part, const uint64_t *hash, const uint32_t *order, uint32_t count)
{
	for (uint32_t at = 0; at < count; at++)
		__builtin_prefetch(&part->record[hash[order[at]] & part->mask], 1);
}

static void note(struct part *part, uint32_t tags, const struct record_rows *rows, uint32_t row)
{
	uint64_t at = find(part, rows->hash[row]), bits = rows->bits[row];
	struct record *record = &part->record[at];
	for (uint32_t tag = 0; tag < tags; tag++) {
		uint64_t *first = &part->tag[at * tags + tag];
		if (!rows->tag[tag] || !(bits >> rows->seen[tag] & 1))
			continue;
		if (!(record->bits >> rows->seen[tag] & 1))
			*first = rows->tag[tag][row];
		else if (*first != rows->tag[tag][row])
			bits |= 1ull << (rows->seen[tag] - 1);
	}
	part->count += !record->bits;
	record->hash = rows->hash[row];
	record->bits |= bits;
}

size_t records_note(struct records *records, const struct record_rows *rows, struct arena *scratch)
{
	uint32_t start[PARTS + 1], *order = order_by_part(rows->hash, rows->count, start, scratch);
	size_t grown = 0;
	for (uint32_t at = 0; at < PARTS; at++) {
		struct part *part = &records->part[at];
		uint32_t count = start[at + 1] - start[at];
		if (!count)
			continue;
		omp_set_lock(&part->lock);
		grown += make_room(part, records->tags, count);
		prefetch(part, rows->hash, &order[start[at]], count);
		for (uint32_t each = 0; each < count; each++)
			note(part, records->tags, rows, order[start[at] + each]);
		omp_unset_lock(&part->lock);
	}
	return grown;
}

size_t records_meet(struct records *records, const uint64_t *key, const uint8_t *number, uint32_t count, bool *met, struct arena *scratch)
{
	uint32_t start[PARTS + 1], *order = order_by_part(key, count, start, scratch);
	size_t grown = 0;
	for (uint32_t at = 0; at < PARTS; at++) {
		struct part *part = &records->part[at];
		uint32_t rows = start[at + 1] - start[at];
		if (!rows)
			continue;
		omp_set_lock(&part->lock);
		grown += make_room(part, records->tags, rows);
		prefetch(part, key, &order[start[at]], rows);
		for (uint32_t each = 0; each < rows; each++) {
			uint32_t row = order[start[at] + each];
			struct record *record = &part->record[find(part, key[row])];
			part->count += !record->bits;
			met[row] = record->bits >> number[row] & 1;
			record->hash = key[row];
			record->bits |= 1ull << number[row];
		}
		omp_unset_lock(&part->lock);
	}
	return grown;
}

/* ---- marks ---- */

static void put_mark(struct marks *marks, uint64_t hash, uint64_t bits)
{
	uint64_t at = hash & marks->mask, bit = hash >> 32 & marks->filter_mask;
	while (marks->mark[at].marks)
		at = (at + 1) & marks->mask;
	marks->mark[at] = (struct mark){hash, bits};
	marks->filter[bit / 64] |= 1ull << bit % 64;
}

struct marks *marks_new(const struct records *records, uint64_t (*judge)(const void *context, uint64_t bits), const void *context)
{
	struct marks *marks = mem_zero(1, sizeof *marks);
	uint64_t kept = 0, size = 64;
	for (uint32_t part = 0; part < PARTS; part++)
		for (uint64_t at = 0; at <= records->part[part].mask; at++)
			kept += records->part[part].record[at].bits && judge(context, records->part[part].record[at].bits);
	while (size < 2 * kept)
		size *= 2;
	marks->mask = size - 1;
	marks->filter_mask = (size * 8 < 1ull << 32 ? size * 8 : 1ull << 32) - 1;
	marks->mark = mem_zero(size, sizeof *marks->mark);
	marks->filter = mem_zero(marks->filter_mask / 64 + 1, sizeof *marks->filter);
	for (uint32_t part = 0; part < PARTS; part++)
		for (uint64_t at = 0; at <= records->part[part].mask; at++) {
			const struct record *record = &records->part[part].record[at];
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
