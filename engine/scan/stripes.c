#include "scan/stripes.h"

#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"

enum { WRITTEN_AT_ONCE = 128 << 10 };

/* A stripe's first row, from the chunk's own byte, line and row on. */
struct stripe {
	uint32_t byte, line, row;
};

/* Of a chunk, while a thread is at it. */
struct chunk_notes {
	uint32_t extract;
	uint64_t chunk;
	uint32_t runs;
	struct buffer stripes, badges;
};

/* The stripes of a chunk, then its badges. */
struct notes_place {
	off_t at; /* from the end of the file on: in `unwritten` */
	uint32_t runs, bytes;
};

struct extract_notes {
	struct notes_place *place; /* by number of the chunk; of one without rows there is nothing */
	uint64_t count;
};

struct stripes {
	const char *folder;
	int file; /* -1 until something is written */
	_Atomic bool failed;
	off_t file_size;
	struct buffer unwritten; /* goes to the file in large pieces: small ones cost three times as much */
	uint32_t thread_count, extract_count;
	struct chunk_notes *notes; /* per thread */
	struct extract_notes *extract;
};

struct stripes *stripes_new(const char *folder, uint32_t threads)
{
	struct stripes *stripes = mem_alloc(sizeof *stripes);
	*stripes = (struct stripes){.folder = folder, .file = -1, .thread_count = threads};
	stripes->notes = mem_zero(threads, sizeof *stripes->notes);
	return stripes;
}

void stripes_free(struct stripes *stripes)
{
	if (!stripes)
		return;
	if (stripes->file >= 0)
		close(stripes->file);
	for (uint32_t at = 0; at < stripes->thread_count; at++) {
		buffer_free(&stripes->notes[at].stripes);
		buffer_free(&stripes->notes[at].badges);
	}
	for (uint32_t at = 0; at < stripes->extract_count; at++)
		free(stripes->extract[at].place);
	buffer_free(&stripes->unwritten);
	free(stripes->extract);
	free(stripes->notes);
	free(stripes);
}

/* ---- first reading ---- */

/* Grows by doubling; what is new is zero. */
static void *grown(void *items, uint64_t count, uint64_t wanted, uint64_t *now, size_t size)
{
	if (wanted <= count)
		return items;
	*now = wanted < 2 * count ? 2 * count : wanted;
	items = mem_resize(items, *now * size);
	memset((char *)items + count * size, 0, (*now - count) * size);
	return items;
}

static void put_place(struct stripes *stripes, const struct chunk_notes *notes, struct notes_place place)
{
	uint64_t extracts = stripes->extract_count;
	stripes->extract = grown(stripes->extract, extracts, notes->extract + 1ull, &extracts, sizeof *stripes->extract);
	stripes->extract_count = (uint32_t)extracts;
	struct extract_notes *extract = &stripes->extract[notes->extract];
	extract->place = grown(extract->place, extract->count, notes->chunk + 1, &extract->count, sizeof *extract->place);
	extract->place[notes->chunk] = place;
}

static bool has_file(struct stripes *stripes)
{
	struct err err = ERR_INIT;
	if (stripes->file < 0)
		stripes->file = file_temporary(stripes->folder, &err);
	err_clear(&err);
	return stripes->file >= 0;
}

/* Whoever needs the disk for results comes first. */
static bool has_room(const struct stripes *stripes)
{
	struct statvfs disk;
	return !fstatvfs(stripes->file, &disk) && (uint64_t)stripes->file_size / disk.f_frsize < disk.f_bavail / HECHA_STRIPES_SHARE;
}

static void write_notes(struct stripes *stripes)
{
	if (!has_file(stripes) || !has_room(stripes) || !file_write_at(stripes->file, buffer_span(&stripes->unwritten), stripes->file_size))
		stripes->failed = true;
	stripes->file_size += (off_t)stripes->unwritten.size;
	stripes->unwritten.size = 0;
}

static void end_chunk(struct stripes *stripes, struct chunk_notes *notes)
{
#pragma omp critical(stripes_file)
	{
		struct notes_place place = {.at = stripes->file_size + (off_t)stripes->unwritten.size,
					    .runs = notes->runs,
					    .bytes = (uint32_t)(notes->stripes.size + notes->badges.size)};
		put_place(stripes, notes, place);
		buffer_add_span(&stripes->unwritten, buffer_span(&notes->stripes));
		buffer_add_span(&stripes->unwritten, buffer_span(&notes->badges));
		if (stripes->unwritten.size >= WRITTEN_AT_ONCE)
			write_notes(stripes);
	}
	notes->runs = 0;
	notes->stripes.size = notes->badges.size = 0;
}

static void begin_stripe(struct chunk_notes *notes, const struct batch *batch, uint32_t row)
{
	const struct record_batch *record = &batch->record;
	const struct chunk *chunk = record->chunk;
	struct stripe stripe = {(uint32_t)(record_byte(record, row) - chunk->byte), (uint32_t)(record_line(record, row) - chunk->line),
				(uint32_t)(record_number(record, row) - chunk->row) - 1};
	buffer_add(&notes->stripes, &stripe, sizeof stripe);
}

/* First rows of runs: those with another badge than the row before. */
static uint32_t find_runs(uint32_t *const *badge, uint32_t width, uint32_t rows, uint32_t *restrict run)
{
	uint32_t other[HECHA_BATCH_ROWS] = {1}, count = 0;
	for (uint32_t column = 0; column < width; column++) {
		const uint32_t *of = badge[column];
		for (uint32_t row = 1; row < rows; row++)
			other[row] |= of[row] ^ of[row - 1];
	}
	for (uint32_t row = 0; row < rows; row++) {
		run[count] = row;
		count += other[row] != 0;
	}
	return count;
}

static void note_runs(struct chunk_notes *notes, const struct batch *batch, uint32_t *const *badge, uint32_t width)
{
	uint32_t run[HECHA_BATCH_ROWS], count = find_runs(badge, width, batch->rowset.row_count, run);
	uint32_t *to = (uint32_t *)(void *)buffer_room(&notes->badges, (size_t)count * width * sizeof *to);
	notes->badges.size += (size_t)count * width * sizeof *to;
	for (uint32_t at = 0; at < count; at++, notes->runs++) {
		if (notes->runs % HECHA_STRIPE_RUNS == 0)
			begin_stripe(notes, batch, run[at]);
		for (uint32_t column = 0; column < width; column++)
			*to++ = badge[column][run[at]];
	}
}

void stripes_note(struct stripes *stripes, uint32_t thread, const struct batch *batch, uint32_t *const *badge, uint32_t width)
{
	struct chunk_notes *notes = &stripes->notes[thread];
	uint64_t chunk = batch->record.chunk->number;
	uint32_t extract = batch->extract->number;
	if (stripes->failed)
		return;
	if (notes->runs && (notes->extract != extract || notes->chunk != chunk))
		end_chunk(stripes, notes);
	notes->extract = extract;
	notes->chunk = chunk;
	note_runs(notes, batch, badge, width);
}

void stripes_end(struct stripes *stripes)
{
	for (uint32_t at = 0; at < stripes->thread_count; at++)
		if (stripes->notes[at].runs)
			end_chunk(stripes, &stripes->notes[at]);
}

/* ---- second reading ---- */

static bool read_notes(const struct stripes *stripes, struct notes_place place, char *room)
{
	if (place.at >= stripes->file_size) {
		memcpy(room, stripes->unwritten.data + (place.at - stripes->file_size), place.bytes);
		return true;
	}
	return file_read_at(stripes->file, room, place.bytes, place.at);
}

/* Stripes that stand side by side are one part. */
static void add_part(struct chunk *chunk, const struct stripe *stripe, uint32_t until)
{
	if (chunk->part_count && chunk->part[chunk->part_count - 1].until == stripe->byte) {
		chunk->part[chunk->part_count - 1].until = until;
		return;
	}
	ARRAY_GROW(chunk->part, chunk->part_count, chunk->part_capacity);
	chunk->part[chunk->part_count++] = (struct chunk_part){stripe->byte, until, stripe->line, stripe->row};
}

static void add_parts(struct chunk *chunk, size_t size, const struct stripe *stripe, uint32_t runs, uint32_t width, stripe_judge *judge,
		      const void *context)
{
	uint32_t count = (runs + HECHA_STRIPE_RUNS - 1) / HECHA_STRIPE_RUNS;
	const uint32_t *badge = (const uint32_t *)(stripe + count);
	for (uint32_t at = 0; at < count; at++, runs -= HECHA_STRIPE_RUNS, badge += HECHA_STRIPE_RUNS * width)
		if (judge(context, badge, runs < HECHA_STRIPE_RUNS ? runs : HECHA_STRIPE_RUNS))
			add_part(chunk, &stripe[at], at + 1 < count ? stripe[at + 1].byte : (uint32_t)size);
}

bool stripes_choose(const struct stripes *stripes, uint32_t extract, uint32_t width, struct chunk *chunk, size_t size, stripe_judge *judge,
		    const void *context)
{
	if (stripes->failed)
		return false;
	if (extract >= stripes->extract_count || chunk->number >= stripes->extract[extract].count)
		return true; /* no row at all */
	struct notes_place place = stripes->extract[extract].place[chunk->number];
	if (!place.runs)
		return true;
	struct stripe *notes = mem_alloc(place.bytes);
	bool known = read_notes(stripes, place, (char *)notes);
	if (known)
		add_parts(chunk, size, notes, place.runs, width, judge, context);
	free(notes);
	return known;
}
