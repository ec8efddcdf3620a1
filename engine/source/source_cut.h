/* Inside source/ only: how much of the bytes read can be handed out as whole records. */
#ifndef HECHA_SOURCE_CUT_H
#define HECHA_SOURCE_CUT_H

#include "source/boundary.h"

/* Bytes of whole records at the start of bytes, which starts at one; 0: not even one. at_end: nothing follows. hold_last: the last
 * record that is not blank, and blank lines behind it, stay out. */
size_t cut_records(struct span bytes, const struct dialect *dialect, bool at_end, bool hold_last);

#endif
