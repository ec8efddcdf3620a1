/* Inside source/ only: how much of the bytes read can be handed out as whole records. */
#ifndef HECHA_SOURCE_CUT_H
#define HECHA_SOURCE_CUT_H

#include "source/boundary.h"

struct cut {
	size_t size; /* 0: not even one record */
	uint64_t line_count;
	uint64_t record_count; /* blank lines are none, records that will be rejected are some */
};

/* Whole records at the start of bytes, which starts at one. at_end: nothing follows. hold_last: the last record that is not blank,
 * and blank lines behind it, stay out. */
struct cut cut_records(struct span bytes, const struct dialect *dialect, bool at_end, bool hold_last);

#endif
