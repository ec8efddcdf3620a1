/* Inside source/ only: what a block of content holds, found in one pass at memory speed, side by side with other blocks. */
#ifndef HECHA_SOURCE_SCAN_H
#define HECHA_SOURCE_SCAN_H

#include "base/simd.h"
#include "source/boundary.h"

struct scan {
	uint64_t line_count; /* line ends */
	bool nul;	     /* there is a NUL byte */
	bool quoted;	     /* there is a quote */
	bool whole;	     /* bytes are records as boundary_find finds them when the first byte starts one, none cut. False when it would
				take a walk to know: quotes anywhere but around a field, a record that is open at the end */
	uint64_t record_count; /* when whole: not counting blank lines */
};

/* gb18030 of the dialect is not looked at: where it is set, a block that is quoted needs a walk. */
typedef struct scan scan_block(struct span bytes, const struct dialect *dialect);
scan_block *scan_block_of(enum simd_level level);

/* Bytes before the first one beyond ASCII. */
typedef size_t scan_ascii(struct span bytes);
scan_ascii *scan_ascii_of(enum simd_level level);

#endif
