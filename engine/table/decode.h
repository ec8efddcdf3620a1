/* Inside table/: whole columns of a batch from raw bytes, as far as cells are spelled plainly. */
#ifndef HECHA_DECODE_H
#define HECHA_DECODE_H

#include "base/simd.h"
#include "source/source.h"
#include "table/column.h"

/* What the last spellings of a column of codes or bools came to, by their bytes as they stand in the file: a small cache, one for each
 * thread and column. It holds verdicts of one encoding; clear it (zeros) before another. */
struct code_cache;
struct code_cache *code_cache_new(void); /* free with free */
void code_cache_clear(struct code_cache *cache);
/* Remembers the verdict on a cell, when it is short enough. */
void code_cache_add(struct code_cache *cache, struct span field, uint8_t cell, int64_t number);

struct decode_way {
	enum simd_level simd;
	enum encoding encoding;
	struct code_cache *cache; /* of a CODE or BOOL column */
	const bool *utf8;	  /* of record_utf8, for TEXT */
	bool run;		  /* rows are row[0], row[0] + 1 … */
};

enum { DECODE_ROWS = 128 };

/* Reads each field[i] into row[i] of out when it is plain: empty, or a value that the type's full parser reads the same way. count: up to
 * DECODE_ROWS; each row stands there once. RECORD_SLACK_BYTES behind a field can be read. Returns how many are not plain and puts their
 * indexes into left (room for count), in order; their cells are UNREAD. Only a cache knows MALFORMED cells; they are added to
 * *malformed_count. */
uint32_t decode_plain(const struct column *out, const struct decode_way *way, const struct span *field, const uint32_t *row, uint32_t count,
		      uint32_t *left, uint64_t *malformed_count);
/* The same for ID, DATE, MONTH, MONEY and INT. */
uint32_t decode_numbers(const struct column *out, const struct decode_way *way, const struct span *field, const uint32_t *row, uint32_t count,
			uint32_t *left);

#endif
