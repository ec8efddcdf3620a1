/* An extract as bytes: opened, inflated, its encoding and dialect decided, cut into chunks of whole records.
 *
 *   source_open ──▶ facts + header record ──▶ source_next, source_next, … ──▶ END ──▶ trailer, digest
 *
 * Any number of threads pull chunks at once, each with a chunk of its own, and parse what they hold. */
#ifndef HECHA_SOURCE_H
#define HECHA_SOURCE_H

#include "base/memory.h"
#include "source/boundary.h"

enum encoding { ENCODING_AUTO, ENCODING_UTF8, ENCODING_GB18030 };

/* Where the chunks of an extract are. Reading it to END fills it; the second reading, which comes fast then, needs it. */
struct source_index;
struct source_index *source_index_new(uint32_t mark_max); /* of a packed one: at most so many states (HECHA_MARKS_MAX), at least 1 */
void source_index_free(struct source_index *index); /* NULL is fine */

struct chunk;

struct source_options {
	const char *path;	/* to open */
	const char *shown;	/* what messages call it; NULL: path */
	struct span bytes;	/* read these instead of the file when data is not NULL (rule tests); borrowed until close */
	enum encoding encoding; /* AUTO: BOM, strict UTF-8, else GB18030, decided on the first HECHA_ENCODING_BYTES from the first byte that
				   is not ASCII; where neither fits strictly, UTF-8 if it is mostly that. A BOM always wins */
	char delimiter;		/* 0: the one of , ; TAB | that splits the header most often */
	bool trailer;		/* the last record is a control-total line, kept out of the chunks */
	struct source_index *index; /* to be filled for source_open_again; NULL: it is read once. Borrowed until close */
	/* For source_open_again: which parts of a chunk of this many bytes are wanted; part_count is 0 when it is called. False: the whole chunk. From
	 * several threads at once. NULL: all of them whole. */
	bool (*choose)(const void *context, struct chunk *chunk, size_t size);
	const void *choose_context;
	size_t chunk_bytes;	/* 0: HECHA_CHUNK_BYTES; what a chunk holds must not depend on it, and tests see to that */
};

/* Bytes behind the last one of a chunk that may be read (not used): for loops that take several at a time. */
#define SOURCE_SLACK_BYTES 64

/* Whole records of a chunk, one behind the other. */
struct chunk_part {
	uint32_t from, until; /* bytes of the chunk */
	uint32_t line, row;   /* of the first one, from the chunk's own on */
};

/* Whole records (never the header, BOM or trailer), as they stand in the inflated file. */
struct chunk {
	struct buffer bytes; /* storage, owned by the caller and reused from call to call; SOURCE_SLACK_BYTES more can be read */
	bool in_parts;	     /* bytes outside of these parts, which ascend, are not to be looked at: nobody wants them */
	struct chunk_part *part; /* storage as bytes */
	uint32_t part_count, part_capacity;
	uint64_t line;	     /* 1-based physical line of the first byte */
	uint64_t byte;	     /* 0-based offset of the first byte in the inflated file */
	uint64_t row;	     /* records before the first one: rejected ones count, blank lines and the header do not */
	uint64_t number;     /* 0, 1, 2 … in file order */
	uint64_t file_bytes; /* on disk, read up to the end of this chunk */
	enum encoding encoding; /* of these bytes: pass it on to record_feed; UTF8 when they are ASCII */
};

/* They change inside source_open and source_next: between END and close, or while no other thread pulls chunks, they may be read. The
 * delimiter and the columns stay as they are from source_open on. */
struct source_facts {
	struct dialect dialect;	 /* delimiter, columns of the header */
	enum encoding encoding;	 /* never AUTO after END; UTF8 while every byte so far was ASCII */
	bool bom, gzip;
	uint64_t file_bytes;	 /* on disk, read so far */
	uint64_t content_bytes;	 /* inflated, read so far */
	char digest[33];	 /* XXH3-128 of the bytes on disk; set at END */
};

struct source;

/* MISSING, PERMISSION, IO, or UNREADABLE with what is wrong and what was expected: empty, a folder, binary (NUL bytes), a workbook
 * (zip or OLE signature), an archive, UTF-16, a damaged gzip header, a header line without end, with an open quote, with a lone CR or
 * with more than HECHA_COLUMNS_MAX fields. */
MUST_USE enum status source_open(const struct source_options *options, struct source **out, struct err *err);
/* The same extract once more, with the index (and path, shown, bytes) of a reading that came to its END: source_next gives the same chunks,
 * in any order, or what options->choose wants of them. Header and trailer are not there again. UNREADABLE, at open or later: the file is not what it was; told to one who asks. */
MUST_USE enum status source_open_again(const struct source_options *options, struct source **out, struct err *err);
const struct source_facts *source_facts(const struct source *source);
/* The header record without its line end, undecoded; lives until close. */
struct span source_header(const struct source *source);
/* After END, when options.trailer: the held-back last record and its place; size 0 when there was none. */
struct span source_trailer(const struct source *source, uint64_t *line);

/* Fills *chunk. END after the last one, and again when asked again. UNREADABLE: truncated or damaged gzip, with the byte reached;
 * a NUL byte; a line beyond HECHA_LINE_BYTES_MAX. IO. From several threads at once: chunks are numbered in the order of the file, not of the calls; a
 * failure is the first one in the file, and everybody who asks again gets it again. */
MUST_USE enum status source_next(struct source *source, struct chunk *chunk, struct err *err);
void source_close(struct source *source);
void chunk_release(struct chunk *chunk);

/* Decodes bytes of an extract into UTF-8 appended to out. False (and out unchanged) when a byte does not decode. */
bool source_decode(struct span bytes, enum encoding encoding, struct buffer *out);
/* The same, but every character that does not decode becomes one byte FF, which no UTF-8 has. Returns how many there were. */
size_t source_decode_lossy(struct span bytes, enum encoding encoding, struct buffer *out);

/* Digest of a file as it stands on disk, without opening it as an extract. */
MUST_USE enum status source_digest(const char *path, char out[33], struct err *err);

#endif
