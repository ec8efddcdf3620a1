/* One extract of a table, and batches of its rows whose columns are read when somebody asks, and only for the rows asked. */
#ifndef HECHA_BATCH_H
#define HECHA_BATCH_H

#include "base/simd.h"
#include "table/table.h"

/* Amounts added up over a whole extract: wide enough that no number of rows wraps it, in any order. */
typedef __int128 money_sum;

/* How a header was understood. */
struct header_match {
	uint32_t field_count;
	struct span *field;	 /* header names, UTF-8 */
	int32_t *column_of_field;/* per field: table column, -1 unknown */
	int32_t *field_of_column;/* per table column: field, -1 not in this file */
};

/* A file of a table: opened, header understood. */
struct extract {
	const char *path;	/* as opened */
	const char *shown;	/* relative to the agency folder: what outputs name */
	struct span name;	/* base name: the built-in column `extract` */
	uint32_t number;	/* position among all extracts of the run */
	const struct table *table;
	const struct extract_spec *spec; /* NULL for test tables */
	struct source *source;	/* NULL after close */
	bool again;		/* this is the second reading: of few rows columns are asked for */
	struct header_match header;
	int64_t received;	/* day_t */
	struct arena arena;
	/* counted while reading */
	uint64_t kept_count, rejected_count, malformed_count;
	money_sum *money_sum; /* per table column, kept rows; only for extracts with a control-total line, else NULL */
};

/* Opens path (or bytes). UNREADABLE with the header that was expected when no column, or not the key column, is recognised, when a header
 * that hecha.yaml maps is not there, or when two fields claim one column. */
MUST_USE enum status extract_open(struct extract *extract, const struct source_options *options, struct err *err);
/* The same extract for its second reading, after the first was closed; see source_open_again. What was counted stays. */
MUST_USE enum status extract_open_again(struct extract *extract, const struct source_options *options, struct err *err);
void extract_close(struct extract *extract);
/* Columns of the table somebody needs and this file lacks. */
bool extract_lacks(const struct extract *extract, uint32_t column);

struct code_cache;
struct text_memo;

/* What one thread reads batches of an extract with. */
struct batch {
	struct rowset rowset; /* first: a batch is a rowset over table->column_count columns */
	const struct extract *extract;
	struct record_reader *reader;
	struct record_batch record;
	enum encoding encoding;
	enum simd_level simd;
	uint32_t *wanted_field; /* per table column: field of record, UINT32_MAX not there */
	struct column **column; /* per table column, NULL until asked; reset with the batch */
	struct row_memo memo;	/* reset with the batch */
	uint32_t *read_count;	/* per table column: rows of it that were read */
	struct code_cache **cache; /* per table column: of wanted codes and bools, else NULL */
	struct text_memo *texts;   /* reset with the batch */
	struct arena arena;
	struct buffer decoded;
	uint64_t malformed_count; /* cells that did not parse, among those read */
	money_sum *money_sum;	  /* as in extract */
};

struct batch *batch_new(const struct extract *extract);
void batch_free(struct batch *batch);
void batch_feed(struct batch *batch, const struct chunk *chunk);
/* The next rows; END at the end of the chunk. */
MUST_USE enum status batch_next(struct batch *batch, struct err *err);

/* Reads every column somebody wants, so that malformed_count is what the file holds and not what was looked at; before anybody reads some. */
void batch_read_all(struct batch *batch);

/* Leaves only these rows (ascending) in the batch, as if the others had not been read. What was read of columns is read again, so a
 * malformed cell may be counted twice. */
void batch_keep(struct batch *batch, const uint32_t *row, uint32_t count);

/* Adds what a batch counted to its extract. Not thread-safe: one thread at a time. */
void extract_count(struct extract *extract, struct batch *batch);

/* Compares the held-back control-total line with what was read: any field that stands under a money column with that column's sum, any other
 * whole number with the rows. OK, or UNREADABLE with a message that names the figures (no personal data): they differ, there are none, or
 * the last line is a row like the others. */
MUST_USE enum status extract_check_trailer(const struct extract *extract, struct err *err);

#endif
