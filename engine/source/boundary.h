/* Where a record ends. The same function cuts chunks and walks through them, so a record means the same everywhere, whatever
 * the size of a chunk. It follows libcsv: a quote opens only at the start of a field (after blanks), "" inside quotes is one quote,
 * any other character behind a closing quote (after blanks) reopens the field. */
#ifndef HECHA_BOUNDARY_H
#define HECHA_BOUNDARY_H

#include "base/span.h"

struct dialect {
	char delimiter;	       /* , ; TAB or | */
	bool gb18030;	       /* skip whole characters where the delimiter could be the tail of one (only '|') */
	uint32_t column_count; /* fields of the header */
};

enum boundary {
	BOUNDARY_RECORD,     /* a record, its line end included in *size */
	BOUNDARY_UNBALANCED, /* a quote without end, or a record of several lines whose field count does not fit: *size is its first
				line; reading goes on behind it */
	BOUNDARY_MORE,	     /* no end in sight within these bytes: give more, or say at_end */
};

/* The record that starts at data. bytes: what is there; at_end: nothing follows.
 * A record without any quote is its line. A record of several lines must have dialect->column_count fields, and at most
 * HECHA_RECORD_BYTES_MAX bytes, else it is UNBALANCED. */
enum boundary boundary_find(struct span bytes, const struct dialect *dialect, bool at_end, size_t *size);

/* A record without its LF or CRLF. */
struct span boundary_trim_line_end(struct span record);

#endif
