/* Rows and their partners while a stage judges them: what stage_run.c and tuples.c share. */
#ifndef HECHA_TUPLES_H
#define HECHA_TUPLES_H

#include "scan/stage_run.h"

/* Rows of `from` whose tuples are made at a time, and tuples beyond which it is fewer: what expressions need stays a few megabytes. */
enum { TUPLE_OWNERS = 256, TUPLE_MANY = 16384 };

/* What keeps a row from being simply true or false; most rows have nothing of it. */
struct row_flaw {
	bool unknown;		/* no condition was false so far, some unknown */
	bool crowded;		/* more than HECHA_TUPLES_PER_ROW_MAX combinations */
	const char *blame;	/* column behind the first unknown */
	const char *null_key;	/* column of a null key that a combination met while it was not false */
};

struct stage_runner {
	const struct plan *plan;
	const struct stage *stage;
	const struct lookups *lookups;
	struct rowset *set;
	evidence_of evidence;
	struct arena *scratch;
	uint32_t thread;
	struct stage_counts *counts;
	const struct stage_sinks *sinks;
	struct frame frame;	/* rows alone */
	struct row_flaw *flaw;	/* per position; NULL: no row has one */
	uint32_t missed;	/* of the match being made: tuples without partner */
	uint64_t made;		/* … and tuples made, those of crowded rows too */
};

/* To write to. */
static inline struct row_flaw *row_flaw(struct stage_runner *run, uint32_t position)
{
	if (!run->flaw)
		run->flaw = arena_zero(run->scratch, run->frame.count + 1, sizeof *run->flaw);
	return &run->flaw[position];
}

/* ASIDE: of singles, which say nothing of that row. */
enum verdict { VERDICT_ASIDE, VERDICT_DROPPED, VERDICT_FALSE, VERDICT_UNKNOWN, VERDICT_TRUE };

struct tuples {
	uint32_t count, capacity;
	uint32_t *owner;		/* position of the row of from */
	uint8_t *verdict;		/* of the conditions that can be judged so far */
	uint32_t *row[FRAME_SLOTS_MAX]; /* per slot */
};

/* All combinations of rows (positions `at`, ascending) with their partners that some condition has not made false, rows in order, partners in
 * (file, line) order. False: too many at once, ask for fewer rows; nothing is counted then. */
bool tuples_make(struct stage_runner *run, const uint32_t *at, uint32_t count, struct tuples *out);

/* The same where rows have no more than one partner in a match, which is the usual: a tuple stands at the position of its row. */
struct singles {
	struct frame frame;	/* positions are those of run->frame */
	uint8_t *verdict;	/* per position */
	uint32_t *row[HECHA_MATCH_MAX]; /* per match */
};
/* Rows with more partners get VERDICT_ASIDE. False: there are some, and matches are counted as they are written; nothing that was counted of it
 * stands then. */
bool singles_make(struct stage_runner *run, const uint32_t *at, uint32_t count, struct singles *out);
/* Is it likely, and are the rows so many that their columns should not be copied together? */
bool singles_likely(const struct stage_runner *run, uint32_t count);

/* Whether some row can have more combinations than HECHA_TUPLES_PER_ROW_MAX. */
bool may_crowd(const struct stage *stage, const struct lookups *lookups);

/* What both are made with. */
void match_probe(const struct stage_runner *run, uint32_t number, struct frame *frame, struct selection selection,
		 const struct column *probe[HECHA_KEY_MAX]);
/* A key that is null in the file cannot be matched: a row that was not false yet is unknown. */
void match_blame_key(struct stage_runner *run, uint32_t number, const struct column *const *probe, struct frame *frame, uint32_t position,
		     uint32_t owner);
/* A match is made for `keys` tuples; run->missed and run->made say how. */
void match_counted(struct stage_runner *run, uint32_t number, uint32_t keys);
/* Every condition whose last partner is in `slot`, over the tuples (positions of the frame) that may still become true. owner: NULL: the row of a
 * tuple has its position. */
void tuples_judge(struct stage_runner *run, uint32_t slot, struct frame *frame, struct selection tuples, uint8_t *verdict, const uint32_t *owner);
/* Takes the rows out of `at` that a mandatory first match leaves without partner, as tuples_make would, before anything is made for them. */
uint32_t tuples_drop(struct stage_runner *run, uint32_t *at, uint32_t count);
/* One cell of a slot, ABSENT without partner. */
struct value slot_value(const struct frame_slot *slot, uint32_t column, uint32_t position);
/* Frame over the first slots. */
struct frame tuples_frame(const struct stage_runner *run, const struct tuples *tuples, uint32_t slots);

#endif
