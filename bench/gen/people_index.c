#include "people_index.h"

#include "gen.h"

#include <stdlib.h>

void index_add(struct person_index *index, uint32_t person, size_t at)
{
	index->row = list_room(index->row, index->count, &index->room, sizeof *index->row);
	index->row[index->count++] = (struct index_row){person, at};
}

static int by_person(const void *left, const void *right)
{
	const struct index_row *a = left, *b = right;
	if (a->person != b->person)
		return a->person < b->person ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

void index_sort(struct person_index *index)
{
	if (index->count)
		qsort(index->row, index->count, sizeof *index->row, by_person);
}

size_t index_first(const struct person_index *index, uint32_t person, size_t *end)
{
	size_t low = 0, high = index->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (index->row[middle].person < person)
			low = middle + 1;
		else
			high = middle;
	}
	*end = low;
	while (*end < index->count && index->row[*end].person == person)
		++*end;
	return low;
}

void index_release(struct person_index *index)
{
	free(index->row);
	*index = (struct person_index){0};
}
