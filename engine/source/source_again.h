/* Inside source/ only: the second reading of an extract. Where its chunks are is known, so they are taken as they come, by any thread; nothing
 * is looked for in them and nothing is counted.
 *
 *	plain   the next chunk is read from where it stands, or the parts of it that somebody wants
 *	packed  content is unpacked in stretches, from one mark to the next, side by side; a thread takes a stretch that nobody is at, unpacks a
 *		chunk of it and puts it back */
#ifndef HECHA_SOURCE_AGAIN_H
#define HECHA_SOURCE_AGAIN_H

#include "source/source_index.h"

struct again;

MUST_USE enum status again_open(const struct source_options *options, const char *shown, struct again **out, struct err *err);
/* As source_next after source_open_again. */
MUST_USE enum status again_next(struct again *again, struct chunk *chunk, struct err *err);
void again_close(struct again *again);

#endif
