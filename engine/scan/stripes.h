/* Which rows of extracts a second reading can leave out. Of each run of rows with the same anchors the first reading notes a badge for each anchor, and of
 * every HECHA_STRIPE_RUNS runs where in the chunk they begin, in a temporary file: memory grows by a few bytes a chunk. What cannot be written there
 * is not known: then everything is read. */
#ifndef HECHA_STRIPES_H
#define HECHA_STRIPES_H

#include "table/batch.h"

struct stripes;

/* folder: for the file; borrowed. threads: how many note at once. */
struct stripes *stripes_new(const char *folder, uint32_t threads);
void stripes_free(struct stripes *stripes);

/* Notes the rows of a batch of a chunk, which a thread works through without another in between. badge: `width` arrays with one for each row; all
 * batches of an extract have one width. */
void stripes_note(struct stripes *stripes, uint32_t thread, const struct batch *batch, uint32_t *const *badge, uint32_t width);
/* Behind the last batch. */
void stripes_end(struct stripes *stripes);

/* Whether rows of one of `count` runs with these badges, run by run, may be wanted. */
typedef bool stripe_judge(const void *context, const uint32_t *badge, uint32_t count);
/* As source_options.choose, for a chunk of this extract. */
bool stripes_choose(const struct stripes *stripes, uint32_t extract, uint32_t width, struct chunk *chunk, size_t size, stripe_judge *judge,
		    const void *context);

#endif
