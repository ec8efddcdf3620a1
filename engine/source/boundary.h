/* Where a record ends. The same function cuts chunks and walks through them, so a record means the same everywhere, whatever
 * the size of a chunk. It follows libcsv: a quote opens only at the start of a field (after blanks), "" inside quotes is one quote,
 * any other character behind a closing quote (after blanks) reopens the field. */
#ifndef HECHA_BOUNDARY_H
#define HECHA_BOUNDARY_H

#include "base/span.h"

struct dialect {
	char delimiter;	       /* , ; TAB or | */
	bool gb18030;	       /* skip whole characters where the delimiter could be the tail of one (only '|') */
	uint32_t column_count; /* fields of the header; 0 while they are not known: any count fits */
};

enum boundary {
	BOUNDARY_RECORD,     /* a record, its line end included in *size */
	BOUNDARY_UNBALANCED, /* a quote without end, or a record of several lines whose field count does not fit: *size is its first
				line; reading goes on behind it */
	BOUNDARY_MORE,	     /* no end in sight within these bytes: give more, or say at_end */
};

/* The record that starts at data. bytes: what is there; at_end: nothing follows.
 * A record without any quote is its line. A record of several lines must have dialect->column_count fields, and a record at most
 * HECHA_RECORD_BYTES_MAX bytes, else it is UNBALANCED. Once an answer is not MORE, more bytes do not change it; and it is the
 * same when bytes end (at_end) where some later record ends: that is why chunks can be walked on their own. */
enum boundary boundary_find(struct span bytes, const struct dialect *dialect, bool at_end, size_t *size);

/* The same for whoever walks on from record to record in bytes that stay where they are: what one walk found out about a quote
 * without end spares the next one. Without it a file with such a quote on every line costs HECHA_RECORD_BYTES_MAX per line.
 * Start with a zeroed hint; it changes no answer. */
struct boundary_hint {
	const char *quoted_from, *quoted_until; /* a walk that was inside quotes all the way */
};
enum boundary boundary_find_next(struct span bytes, const struct dialect *dialect, bool at_end, struct boundary_hint *hint, size_t *size);

/* A record without its LF or CRLF; a lone CR is a line end only as the last byte of the file. */
struct span boundary_trim_line_end(struct span record);

/* Nothing but blanks (never the delimiter) and a line end: such a line is no record. */
bool boundary_is_blank(struct span record, const struct dialect *dialect);

/* Fields of one record, its line end trimmed or not; 0 for a blank line. */
uint32_t boundary_field_count(struct span record, const struct dialect *dialect);

/* Line ends (LF) in bytes. */
uint64_t boundary_line_count(struct span bytes);

/* Bytes of the GB18030 character at data by its structure alone: 2 or 4; 1 for ASCII and for a byte that starts none. */
size_t boundary_gb18030_size(const char *data, size_t size);

#endif
