/* Pulling an extract through OpenMP: chunks are read, parsed and judged side by side. */
#ifndef HECHA_EXTRACTS_H
#define HECHA_EXTRACTS_H

#include <signal.h>

#include "table/batch.h"

/* A record that was no row, kept for rejects/. */
struct reject {
	uint64_t line, byte;
	enum reject_reason reason;
	uint32_t fields;
	struct span raw; /* undecoded; of a long one the beginning, and how much there is more */
};

struct rejects {
	struct reject *item; /* by line once scan_extract is done */
	uint32_t count, capacity;
	struct arena arena;
};

struct scan_options {
	uint32_t threads;
	uint64_t bytes; /* of the file on disk */
	volatile sig_atomic_t *stop;		      /* becomes non-zero when the run must end */
	void (*progress)(void *context, uint64_t file_bytes, uint64_t rows); /* may be NULL; never from two threads at once */
	void *progress_context;
};

/* Called from several threads at once, each with its own batch. */
typedef enum status (*batch_sink)(void *context, uint32_t thread, struct batch *batch, struct err *err);

/* Reads an open extract to its end and counts its rows, cells and rejects; in a second reading, where rejects is NULL, nothing is counted again.
 * UNREADABLE: the extract cannot be read to its end, whatever the reason. Else what the sink says (IO: its disk is full), INTERRUPTED, GATE
 * (too many rejects). */
MUST_USE enum status scan_extract(struct extract *extract, const struct scan_options *options, batch_sink sink, void *context,
				  struct rejects *rejects, struct err *err);

#endif
