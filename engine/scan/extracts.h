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
	volatile sig_atomic_t *stop;		      /* becomes non-zero when the run must end */
	void (*progress)(void *context, uint64_t more_bytes, uint64_t more_rows); /* may be NULL; never from two threads at once */
	void *progress_context;
};

/* Called from several threads at once, each with its own batch. */
typedef enum status (*batch_sink)(void *context, uint32_t thread, struct batch *batch, struct err *err);

/* Extracts that are read one after another by all threads; one that finds no more chunks in an extract goes on to the next without waiting for
 * the others. open and close are never called by two threads at once. */
struct scan_queue {
	uint32_t count;
	uint64_t bytes; /* on disk, of all of them */
	/* Opens an extract and says where its rejects go: NULL (as it comes) in a second reading, where nothing is counted again. END: there is
	 * nothing to be read; what else is not OK ends the scan. */
	enum status (*open)(void *context, uint32_t number, struct extract **extract, struct rejects **rejects, struct err *err);
	/* Rows, cells and rejects are counted. status is OK, or why it was not read to its end: UNREADABLE, whatever the reason is in the
	 * file; what the sink says (IO: its disk is full); INTERRUPTED; GATE (too many rejects). What it returns ends the scan unless it is OK. */
	enum status (*close)(void *context, uint32_t number, enum status status, struct err *err);
	void *context;
};

/* What open or close returned: of the first extract that ended the scan. */
MUST_USE enum status scan_extracts(const struct scan_queue *queue, const struct scan_options *options, batch_sink sink, void *context,
				   struct err *err);

/* One open extract. */
MUST_USE enum status scan_extract(struct extract *extract, const struct scan_options *options, batch_sink sink, void *context,
				  struct rejects *rejects, struct err *err);

#endif
