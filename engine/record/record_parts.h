/* What the files of record/ share: the reader. record.c makes it and takes any record through libcsv; record_regular.c takes the regular ones
 * as the tokenizer finds them, a window at a time. */
#ifndef HECHA_RECORD_PARTS_H
#define HECHA_RECORD_PARTS_H

#include "record/record.h"
#include "record/record_csv.h"
#include "record/token.h"

#define NOT_WANTED UINT32_MAX

struct record_reader {
	struct dialect dialect;
	struct record_csv *csv;
	uint32_t *slot; /* of a header column: its place in a batch, or NOT_WANTED */
	uint32_t *wanted;
	uint32_t wanted_count;
	token_scan *scan;

	const struct chunk *chunk;
	uint32_t part;	    /* of the chunk: the next one */
	uint32_t at, end;   /* into the chunk: what is read next, and where its part ends */
	uint32_t line;	    /* of the byte there, from the first of the chunk on */
	uint32_t number;    /* records of the chunk before it */
	struct boundary_hint hint;
	struct buffer text; /* a record decoded before splitting */

	struct token_window *window; /* NULL where every record goes through libcsv */
	uint32_t next_row;	     /* of the window: the record at `at`, or row_count when that is not in it */
	uint32_t next_care, next_odd; /* into its care_row and odd_row */
	bool *utf8;		      /* storage of batch.utf8; NULL where it is not asked for */

	struct record_batch batch; /* handed out; its storage is reused */
	uint32_t *after;	   /* of its rows and of the window behind them */
	uint32_t after_count;	   /* of its rows */
	uint32_t kept_count, kept_capacity;
	struct arena fields;

	struct record_reject *reject;
	uint32_t reject_count, reject_capacity;
	struct arena raw;
};

/* record_regular.c */
/* Room for the lists of a batch and of the window behind it. */
size_t record_after_room(const struct dialect *dialect);
void record_forget_window(struct record_reader *reader);
/* The next row: its fields are at this index, which may have a mark. */
void record_add_row(struct record_reader *reader, uint32_t at);
/* The next regular rows with the fields of the header, as many as are known. False when the next record is none. */
bool record_read_regular(struct record_reader *reader);
/* Behind a record that was read otherwise: the window goes on when it knows where. */
void record_skip_row(struct record_reader *reader);
/* No row more fits into the batch, or no window. */
bool record_is_full(const struct record_reader *reader);

#endif
