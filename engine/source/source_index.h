/* Inside source/ only: what a first reading of an extract leaves for a second one: where the chunks are, and states of the container
 * ("marks") from which content can be unpacked without what stands before. */
#ifndef HECHA_SOURCE_INDEX_H
#define HECHA_SOURCE_INDEX_H

#include <sys/stat.h>

#include "source/source_container.h"

struct index_chunk {
	uint64_t byte, line, row, file_bytes; /* as in struct chunk; it ends where the next one begins */
	enum encoding encoding;
};

struct index_mark {
	uint64_t byte; /* of content, that is read next */
	void *state;   /* of the container; owned. NULL: as it is opened */
};

struct source_index {
	struct stat file; /* when it was opened */
	const struct container *container;
	struct index_chunk *chunk;
	uint64_t chunk_count, chunk_capacity;
	struct index_mark *mark; /* none of a plain file; else the first is its beginning */
	uint32_t mark_count, mark_capacity, mark_max;
	uint64_t mark_distance;	   /* bytes of content from one to the next, at least */
	struct source_facts facts; /* at END */
	uint64_t end;		   /* of the last chunk; at END */
};

/* What was known from an earlier reading is forgotten. */
void index_begin(struct source_index *index, const struct source_input *input, const struct container *container);
void index_add_chunk(struct source_index *index, const struct chunk *chunk);
/* Packed content was read up to here: makes a mark if the last one is far. When they would become too many, every second one goes. */
void index_pass(struct source_index *index, uint64_t byte, const void *state, struct source_input *input);
void index_end(struct source_index *index, const struct source_facts *facts, uint64_t end);

#endif
