#include "group/evidence.h"

/* The rows with the smallest places: a heap with the largest on top once it is full. */

static void sift_down(struct evidence *evidence, uint32_t at)
{
	for (;;) {
		uint32_t child = 2 * at + 1;
		if (child >= evidence->count)
			return;
		if (child + 1 < evidence->count && place_compare(evidence->row[child + 1].place, evidence->row[child].place) > 0)
			child++;
		if (place_compare(evidence->row[at].place, evidence->row[child].place) >= 0)
			return;
		struct evidence_row swap = evidence->row[at];
		evidence->row[at] = evidence->row[child];
		evidence->row[child] = swap;
		at = child;
	}
}

static void copy_row(struct evidence_row *to, const struct evidence_row *from, struct arena *arena)
{
	uint32_t matches = from->match_row ? from->match_row[-1] : 0;
	uint32_t *row = arena_alloc(arena, (matches + 1) * sizeof *row);
	row[0] = matches;
	if (matches)
		memcpy(row + 1, from->match_row, matches * sizeof *row);
	*to = *from;
	to->match_row = row + 1;
	to->values = packed_keep(from->values, from->values_size, arena);
}

/* What it grows out of stays in the arena: so that is not done for one row at a time. */
static void make_room(struct evidence *evidence, uint32_t count, struct arena *arena)
{
	if (count <= evidence->capacity)
		return;
	evidence->capacity = count > evidence->capacity * 4 ? count : evidence->capacity * 4;
	struct evidence_row *larger = arena_alloc(arena, evidence->capacity * sizeof *larger);
	if (evidence->count)
		memcpy(larger, evidence->row, evidence->count * sizeof *larger);
	evidence->row = larger;
}

static void put_row(struct evidence *evidence, const struct evidence_row *row, bool borrow, struct arena *arena)
{
	bool full = evidence->count == HECHA_EVIDENCE_ROWS_MAX;
	if (full && place_compare(row->place, evidence->row[0].place) >= 0)
		return;
	make_room(evidence, evidence->count + !full, arena);
	struct evidence_row *place = &evidence->row[full ? 0 : evidence->count++];
	if (borrow)
		*place = *row;
	else
		copy_row(place, row, arena);
	if (full)
		sift_down(evidence, 0);
	else if (evidence->count == HECHA_EVIDENCE_ROWS_MAX)
		for (uint32_t at = evidence->count / 2; at-- > 0;)
			sift_down(evidence, at);
}

void evidence_add(struct evidence *evidence, const struct evidence_row *row, struct arena *arena)
{
	put_row(evidence, row, false, arena);
}

void evidence_merge(struct evidence *into, const struct evidence *from, bool borrow, struct arena *arena)
{
	uint32_t count = into->count + from->count;
	into->total += from->total;
	make_room(into, count < HECHA_EVIDENCE_ROWS_MAX ? count : HECHA_EVIDENCE_ROWS_MAX, arena);
	for (uint32_t at = 0; at < from->count; at++)
		put_row(into, &from->row[at], borrow, arena);
}

struct evidence *evidence_copy(const struct evidence *evidence, struct arena *arena)
{
	struct evidence *copy = arena_zero(arena, 1, sizeof *copy);
	evidence_merge(copy, evidence, false, arena);
	return copy;
}
