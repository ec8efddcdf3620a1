/* Chunks into fields, with their places. The only room that knows commas and quotes; libcsv does the parsing today, and a
 * faster tokenizer can stand in for it behind record_next. */
#ifndef HECHA_RECORD_H
#define HECHA_RECORD_H

#include "hecha_limits.h"
#include "source/source.h"

/* Some wanted columns of up to HECHA_BATCH_ROWS records. Fields are raw bytes of the extract (unquoted, blanks around unquoted fields
 * gone), still in its encoding — except for GB18030 with the delimiter '|', whose records are decoded before splitting; then
 * `decoded` is true, and a character that does not decode is one byte FF. They live until the reader's next call. */
struct record_batch {
	uint32_t row_count;
	uint32_t field_count;
	struct span *field; /* field[column * HECHA_BATCH_ROWS + row] */
	uint64_t *line;	    /* per row, 1-based */
	uint64_t *byte;	    /* per row, 0-based */
	uint64_t *number;   /* per row: which record of the file behind its header, from 1 */
	bool decoded;	    /* fields are UTF-8 whatever the file's encoding */
};

/* A record that cannot be a row. Nothing else is ever dropped; blank lines are no records. */
enum reject_reason { REJECT_FIELD_COUNT, REJECT_UNBALANCED_QUOTE, REJECT_REASON_COUNT };
extern const char *const reject_reason_names[REJECT_REASON_COUNT]; /* field-count, unbalanced-quote */
struct record_reject {
	uint64_t line, byte;
	enum reject_reason reason;
	uint32_t fields; /* found, for FIELD_COUNT */
	struct span raw; /* undecoded, without its line end; lives until the reader is fed again */
};

struct record_reader; /* one per thread */

/* wanted: indexes into the header, in any order, each once; copied. dialect is copied too; its gb18030 does not matter, the encoding
 * of each chunk decides. */
struct record_reader *record_reader_new(const struct dialect *dialect, const uint32_t *wanted, uint32_t wanted_count);
void record_reader_free(struct record_reader *reader);

/* Starts on a chunk, which must stay as it is until record_next says END. encoding: chunk->encoding. */
void record_feed(struct record_reader *reader, const struct chunk *chunk, enum encoding encoding);
/* The next batch; END when the chunk is used up. */
MUST_USE enum status record_next(struct record_reader *reader, struct record_batch *batch, struct err *err);
/* Rejects met since record_feed. */
const struct record_reject *record_rejects(const struct record_reader *reader, uint32_t *count);

/* Splits one record (a header, a trailer) into fields, decoded to UTF-8, trimmed, each copied into arena.
 * UNREADABLE when it does not decode. */
MUST_USE enum status record_split(struct span record, const struct dialect *dialect, enum encoding encoding, struct arena *arena,
				  struct span **fields, uint32_t *count, struct err *err);

#endif
