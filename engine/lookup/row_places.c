#include "lookup/row_places.h"

#include <stdlib.h>

void places_init(struct places *places, uint32_t rows)
{
	*places = (struct places){.behind = mem_alloc(rows * sizeof *places->behind)};
}

void places_release(struct places *places)
{
	free(places->run);
	free(places->behind);
	*places = (struct places){0};
}

static bool is_in_run(const struct places *places, struct place place)
{
	if (!places->run_count)
		return false;
	const struct place *first = &places->run[places->run_count - 1].place;
	return place.extract == first->extract && place.line - first->line <= UINT32_MAX && place.byte - first->byte <= UINT32_MAX;
}

void places_add(struct places *places, struct place place)
{
	if (!is_in_run(places, place)) {
		ARRAY_GROW(places->run, places->run_count, places->run_capacity);
		places->run[places->run_count++] = (struct places_run){places->count, place};
	}
	const struct place *first = &places->run[places->run_count - 1].place;
	places->behind[places->count].lines = (uint32_t)(place.line - first->line);
	places->behind[places->count++].bytes = (uint32_t)(place.byte - first->byte);
}

struct place places_at(const struct places *places, uint32_t row)
{
	uint32_t run = 0, behind = places->run_count;
	while (behind - run > 1) {
		uint32_t middle = run + (behind - run) / 2;
		*(places->run[middle].row <= row ? &run : &behind) = middle;
	}
	struct place place = places->run[run].place;
	place.line += places->behind[row].lines;
	place.byte += places->behind[row].bytes;
	return place;
}
