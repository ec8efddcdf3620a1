/* Inside source/ only: an open extract, between opening it (source.c) and pulling chunks (source_next.c). */
#ifndef HECHA_SOURCE_STATE_H
#define HECHA_SOURCE_STATE_H

#include "source/source_again.h"
#include "source/source_content.h"
#include "source/source_scan.h"
#include "source/source_turn.h"

/* content.ahead starts at a record boundary when source_open is done. */
struct source {
	struct source_options options;
	char *shown;
	struct again *again; /* of the second reading, which uses facts and nothing of what follows; else NULL */
	struct content content; /* claimed from under claim_lock */
	scan_block *scan;
	scan_ascii *ascii;
	struct dialect scan_dialect; /* facts.dialect without what may still change */

	pthread_mutex_t claim_lock;
	uint64_t claim_count;
	bool all_claimed;

	/* Whose turn it is reads and writes what follows. */
	struct turn turn;
	struct source_facts facts;
	bool encoding_is_decided;
	struct buffer carry;	     /* read, not handed out: mostly nothing, else it begins with a record */
	uint64_t carry_line_count;   /* line ends in carry */
	uint64_t line, byte;	     /* of what is handed out next */
	uint64_t chunk_count, row_count; /* handed out */
	enum status ended;	     /* OK while chunks come */
	struct err failure;
	struct buffer header, trailer;
	uint64_t trailer_line;
};

/* The part of source_open and source_close that has to do with chunks. */
void source_start(struct source *source);
void source_stop(struct source *source);

/* From a stretch of text that begins with the first byte beyond ASCII. */
MUST_USE enum status source_decide_encoding(struct source *source, struct span text, struct err *err);

#endif
