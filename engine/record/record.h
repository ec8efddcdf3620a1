/* Chunks into fields, with their places. The only room that knows commas and quotes. */
#ifndef HECHA_RECORD_H
#define HECHA_RECORD_H

#include "hecha_limits.h"
#include "source/source.h"

/* Up to HECHA_BATCH_ROWS records. Where their fields stand is known; a field is cut when somebody asks for it. All lives until the reader's
 * next call, and the chunk must stay as it is for as long. */
struct record_batch {
	uint32_t row_count;
	uint32_t field_count; /* wanted columns */
	bool decoded;	      /* fields are UTF-8 whatever the file's encoding */

	/* For the functions below alone. Offsets are of the chunk; lines and numbers count from its own. */
	const struct chunk *chunk;
	const struct dialect *dialect;
	const uint32_t *wanted; /* per field: its column of the header */
	const uint32_t *after;	/* lists of the tokenizer: field c of a row at i is from after[i + c] to after[i + c + 1] - 1 */
	uint32_t *at;		/* per row: index into after; with RECORD_KEPT of fields kept at that index */
	uint32_t *line, *number;
	bool *utf8; /* per row: see record_utf8; NULL: it is not told */
	struct record_kept {
		uint32_t byte;
		struct span *field; /* per wanted column */
	} *kept;
	bool quoted;	     /* there may be quotes */
	bool mixed;	     /* some rows have a mark */
	struct arena *arena; /* of fields that are not as they stand in the chunk */
};

/* Marks of record_batch.at. CARE: there may be doubled quotes, and blanks at edges. */
#define RECORD_KEPT (1u << 31)
#define RECORD_CARE (1u << 30)

/* out[i] becomes a wanted column of row[i], in any order: raw bytes of the extract (unquoted, blanks around unquoted fields gone), still in
 * its encoding, in place where that is possible — except for GB18030 with the delimiter '|', whose records are decoded before splitting;
 * then `decoded` is true, and a character that does not decode is one byte FF. RECORD_SLACK_BYTES behind a field can be read. */
void record_fields(const struct record_batch *batch, uint32_t field, const uint32_t *row, uint32_t count, struct span *out);
#define RECORD_SLACK_BYTES 8
/* The same of rows row[0], row[0] + 1 …, one at least. */
void record_fields_run(const struct record_batch *batch, uint32_t field, const uint32_t *row, uint32_t count, struct span *out);

/* Per row, where the reader tells it: its fields are UTF-8 without wide blanks (U+00A0, U+3000). False says nothing: there may be characters that are
 * rare in Chinese. NULL where it does not tell. */
static inline const bool *record_utf8(const struct record_batch *batch)
{
	return batch->utf8;
}

uint64_t record_line(const struct record_batch *batch, uint32_t row);	/* 1-based */
uint64_t record_byte(const struct record_batch *batch, uint32_t row);	/* 0-based */
uint64_t record_number(const struct record_batch *batch, uint32_t row); /* which record of the file behind its header, from 1 */

/* Leaves only these rows, ascending. */
void record_keep(struct record_batch *batch, const uint32_t *row, uint32_t count);

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
/* From the next chunk on record_utf8 is told of chunks in UTF-8. It costs about as much as telling it of two short Chinese texts by themselves. */
void record_tell_utf8(struct record_reader *reader);

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
