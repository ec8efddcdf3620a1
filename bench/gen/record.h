/* Records: planted rows of the tables that the city sends as one file each; number, name and county are the person's. */
#ifndef RECORD_H
#define RECORD_H
#include "gen.h"
#include "tables.h"

struct record *record_add(struct world *w, enum table table, uint32_t person);
/* Cells. What is not given stays empty; a day or month of 0 is empty, too. */
void record_text(struct record *r, int column, const char *text);
/* A code: its key and its label, of which a file has one. */
void record_code(struct record *r, int column, const char *key, const char *label);
void record_day(struct record *r, int column, int day);
void record_month(struct record *r, int column, int month);
void record_number(struct record *r, int column, int64_t value);
void record_money(struct record *r, int column, int64_t fen);
/* What stands in a cell: day, month, number or fen; 0 when it was not given. */
int64_t record_value(const struct record *r, int column);
/* A work injury of some years ago, with the standard of its allowance. */
struct record *injury_add(struct world *w, uint32_t person, int grade, int64_t allowance);
#endif
