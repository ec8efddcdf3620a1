#include "source/source_index.h"

#include <stdlib.h>

#include "hecha_limits.h"

struct source_index *source_index_new(uint32_t mark_max)
{
	struct source_index *index = mem_zero(1, sizeof *index);
	index->mark_max = mark_max;
	return index;
}

static void free_mark(const struct source_index *index, uint32_t mark)
{
	if (index->mark[mark].state)
		index->container->close(index->mark[mark].state);
}

static void free_marks(struct source_index *index)
{
	for (uint32_t at = 0; at < index->mark_count; at++)
		free_mark(index, at);
	index->mark_count = 0;
}

void source_index_free(struct source_index *index)
{
	if (!index)
		return;
	free_marks(index);
	free(index->mark);
	free(index->chunk);
	free(index);
}

static void add_mark(struct source_index *index, uint64_t byte, void *state)
{
	ARRAY_GROW(index->mark, index->mark_count, index->mark_capacity);
	index->mark[index->mark_count++] = (struct index_mark){byte, state};
}

void index_begin(struct source_index *index, const struct source_input *input, const struct container *container)
{
	free_marks(index);
	index->file = *source_input_stat(input);
	index->container = container;
	index->chunk_count = 0;
	index->mark_distance = HECHA_MARK_BYTES;
	if (!container->is_plain)
		add_mark(index, 0, NULL);
}

void index_add_chunk(struct source_index *index, const struct chunk *chunk)
{
	ARRAY_GROW(index->chunk, index->chunk_count, index->chunk_capacity);
	index->chunk[index->chunk_count++] = (struct index_chunk){chunk->byte, chunk->line, chunk->row, chunk->file_bytes, chunk->encoding};
}

static void thin_out(struct source_index *index)
{
	uint32_t kept = 0;
	for (uint32_t at = 0; at < index->mark_count; at++)
		if (at % 2)
			free_mark(index, at);
		else
			index->mark[kept++] = index->mark[at];
	index->mark_count = kept;
	index->mark_distance *= 2;
}

static bool is_far(const struct source_index *index, uint64_t byte)
{
	return byte - index->mark[index->mark_count - 1].byte >= index->mark_distance;
}

void index_pass(struct source_index *index, uint64_t byte, const void *state, struct source_input *input)
{
	while (is_far(index, byte) && index->mark_count == index->mark_max)
		thin_out(index);
	if (is_far(index, byte))
		add_mark(index, byte, index->container->copy(state, input));
}

void index_end(struct source_index *index, const struct source_facts *facts, uint64_t end)
{
	index->facts = *facts;
	index->end = end;
}
