/* Random samples for people to check: rows of a quarter's business, agencies one level down. What the files of `hecha sample` share.
 *
 * The generator: what can be drawn is put in ascending order of the XXH3-64 of `<seed>/<name>` (a row: `<seed>/<file>/<line>`), and the
 * first ones are taken. So a draw depends on the seed and on what there is, not on threads or the order of files. */
#ifndef HECHA_DRAW_H
#define HECHA_DRAW_H

#include "base/calendar.h"
#include "run/session.h"

struct drawn_row {
	uint64_t key;
	struct place place;
	char *cells; /* heap: the columns to show, each behind a comma, as CSV for people */
};

struct stratum {
	struct span *value; /* per column of spec->stratum, as a code; empty: not given */
	uint64_t population, wanted;
	struct drawn_row *row; /* by key while drawing, by place when drawn */
	uint32_t row_count, row_capacity;
	uint64_t limit; /* keys above it cannot be among the first */
};

struct quarter {
	month_t first, last;
};

struct draw {
	const struct sample_spec *spec;
	const struct hecha_sample *asked;
	struct plan *plan;
	struct inputs inputs;
	struct quarter quarter;
	int64_t share;	/* in force; 0: count is */
	uint64_t count; /* rows wanted in all; 0: share is */
	uint32_t table;
	uint64_t population, unread; /* unread: month or state is missing or cannot be read */
	uint64_t rejected;	     /* records that were no rows */
	bool drawing;		     /* the second reading */
	struct symbols *names;	     /* strata by their joined values */
	struct stratum *stratum;     /* by number in names; in order of their values when drawn */
	uint32_t stratum_count, stratum_capacity;
	volatile sig_atomic_t *stop;
	struct arena arena;
};

uint64_t draw_key(const char *seed, const char *format, ...) PRINTF_LIKE(2, 3);
/* share of population, rounded up, at least minimum, at most population. share in billionths. */
uint64_t draw_size(uint64_t population, int64_t share, uint64_t minimum);
/* Reads the table twice: how many rows each stratum has, then which are drawn. MISSING when no extract of it can be read. */
MUST_USE enum status draw_rows(struct draw *draw, struct err *err);
void draw_print(const struct draw *draw, FILE *out);
/* The agencies below the session's, drawn by code. USAGE in an agency that has none below it. */
MUST_USE enum status draw_units(const struct session *session, const struct hecha_sample *asked, int64_t share, FILE *out, struct err *err);
/* A row of cells with their commas and line end. */
void draw_line(FILE *out, const struct span *cell, uint32_t count);
void draw_basis(FILE *out, const struct sample_spec *spec, const char *seed);

#endif
