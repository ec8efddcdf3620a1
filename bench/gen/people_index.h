/* Rows of a list by person: for those who look a person up in facts or records. */
#ifndef PEOPLE_INDEX_H
#define PEOPLE_INDEX_H
#include <stddef.h>
#include <stdint.h>

struct index_row { uint32_t person; size_t at; };
struct person_index { struct index_row *row; size_t count, room; };

void index_add(struct person_index *index, uint32_t person, size_t at);
void index_sort(struct person_index *index);
/* The first of the person's rows, and where they end; equal when there are none. */
size_t index_first(const struct person_index *index, uint32_t person, size_t *end);
void index_release(struct person_index *index);
#endif
