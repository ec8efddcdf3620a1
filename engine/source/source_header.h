/* Inside source/ only: the first record, and what it says about the file. */
#ifndef HECHA_SOURCE_HEADER_H
#define HECHA_SOURCE_HEADER_H

#include "source/source.h"

enum header {
	HEADER_FOUND,
	HEADER_MORE, /* not whole within these bytes */
	HEADER_OPEN_QUOTE,
	HEADER_NONE, /* blank lines only */
};

/* The header at the start of bytes (blank lines before it are skipped). On FOUND: *blank_size bytes of blank lines, then *size bytes
 * of header with its line end, split by dialect->delimiter into dialect->column_count fields. dialect comes with gb18030 and a
 * delimiter, or 0 to have the best one found. */
enum header header_find(struct span bytes, bool at_end, enum encoding encoding, struct dialect *dialect, size_t *blank_size,
			size_t *size);

#endif
