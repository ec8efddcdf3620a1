/* A part of the subjects, with all rows of each: a row is in or out by the hash of its subject's key and a seed, so in every table, file and
 * night the same subjects are. */
#ifndef HECHA_SAMPLE_H
#define HECHA_SAMPLE_H

#include "plan/plan.h"
#include "scan/extracts.h"

#define SAMPLE_WHOLE UINT32_MAX /* no column says whose a row is: every row is read */

struct sample {
	int64_t share; /* billionths, 1 … SHARE_ONE */
	uint32_t seed;
	uint32_t *column;	  /* per plan->table: holds the subject's key, or SAMPLE_WHOLE */
	struct symbols *symbols;  /* of the plan */
	_Atomic uint64_t *kept;	  /* per plan->table: rows in */
};

/* A batch_sink in front of another: passes on the rows whose key is in the sample, and those without a key. */
struct sample_sink {
	const struct sample *sample;
	uint32_t table;
	batch_sink sink;
	void *context;
};
enum status sample_batch(void *context, uint32_t thread, struct batch *batch, struct err *err);

/* Position of a text in an order that the seed makes, each as likely as any other. */
uint64_t sample_hash(struct span text, uint32_t seed);

#endif
