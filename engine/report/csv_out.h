/* CSV as it leaves the house: RFC 4180 quoting, in two styles.
 *
 *   CSV_MACHINE  UTF-8, LF, values as they are: what other programs read (claims, evidence, undecided, exempted, rejects).
 *   CSV_PEOPLE   UTF-8 with BOM, CRLF: what a clerk opens in a spreadsheet (cases/, ledger.csv). Three things would go wrong there:
 *     - a text that starts with = + - @ or a control character would be run as a formula: an apostrophe is put in front of it;
 *     - a long number (identity number, account) would lose its digits: a TAB inside the quotes makes it text. hecha's readers cut
 *       the TAB and the apostrophe off again. `="3607…"` would do as well, but is itself a formula, and few programs read it back;
 *     - a month `2024-04` would become a date: months are written 202404, as the agencies' own systems write them (AAE003). */
#ifndef HECHA_CSV_OUT_H
#define HECHA_CSV_OUT_H

#include "base/calendar.h"
#include "base/file.h"

enum csv_style { CSV_MACHINE, CSV_PEOPLE };

struct csv_out {
	struct file_out *file;
	enum csv_style style;
	bool in_row; /* a cell was put since the last row end */
	struct buffer row; /* goes out whole at its end */
};

/* Creates the file and writes the headings, separated by ','. On failure nothing needs closing. */
MUST_USE enum status csv_create(struct csv_out *csv, const char *path, enum csv_style style, const char *headings, struct err *err);
/* Closes the file; with a failure before it (status not OK) throws the file away and returns that status. */
MUST_USE enum status csv_close(struct csv_out *csv, enum status status, struct err *err);

void csv_text(struct csv_out *csv, struct span text);
void csv_digits(struct csv_out *csv, struct span text); /* identity numbers, accounts, credit codes: every digit counts */
void csv_count(struct csv_out *csv, uint64_t count);
void csv_money(struct csv_out *csv, int64_t fen);
void csv_day(struct csv_out *csv, int64_t day); /* INT64_MIN: empty */
void csv_month(struct csv_out *csv, int64_t month);
void csv_empty(struct csv_out *csv, uint32_t cells);
void csv_row_end(struct csv_out *csv);

/* The cell text of one value, quoted where it must be: what the functions above append. */
void csv_cell(struct buffer *out, struct span text, enum csv_style style, bool digits);

#endif
