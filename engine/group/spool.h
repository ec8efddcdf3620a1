/* Bytes in partitions: filled by each thread without asking the others, in memory and, past the budget, in one temporary file. */
#ifndef HECHA_SPOOL_H
#define HECHA_SPOOL_H

#include <sys/types.h>

#include "group/group.h"

struct spool_segment {
	uint32_t partition;
	off_t offset;
	size_t size;
};

struct spool {
	struct memory_budget *budget;
	const char *folder;
	uint32_t thread_count;
	struct buffer **buffer; /* per thread, one for each partition */
	int file;		/* -1 until something is spilled */
	off_t file_size;
	uint32_t segment_count, segment_capacity;
	struct spool_segment *segment;
};

/* Which of HECHA_PARTITIONS what has this hash belongs to. */
static inline uint32_t spool_partition(uint64_t hash)
{
	return hash >> 32 & (HECHA_PARTITIONS - 1);
}

static inline bool spool_has_spilled(const struct spool *spool)
{
	return spool->file >= 0;
}

/* budget and folder are borrowed. */
void spool_init(struct spool *spool, struct memory_budget *budget, const char *folder, uint32_t threads);
void spool_release(struct spool *spool);
/* IO, CANNOT_CREATE when spilling fails. */
MUST_USE enum status spool_add(struct spool *spool, uint32_t thread, uint32_t partition, struct span bytes, struct err *err);

/* From here on nothing is added. */
typedef enum status (*spool_visitor)(void *context, struct span bytes, struct err *err);
/* Every run of whole additions to a partition: in memory, where they stay until the partition is dropped, and read back from the file, for the visitor
 * alone. */
MUST_USE enum status spool_each(const struct spool *spool, uint32_t partition, spool_visitor visitor, void *context, struct err *err);
size_t spool_partition_bytes(const struct spool *spool, uint32_t partition);
/* Gives the memory of a partition back. */
void spool_drop(struct spool *spool, uint32_t partition);

#endif
