/* Inside record/ only: one record into fields. libcsv does it; a tokenizer that agrees with it can stand in here. */
#ifndef HECHA_RECORD_CSV_H
#define HECHA_RECORD_CSV_H

#include "base/span.h"

/* Gets the fields of a record in order; field lives until it returns. */
typedef void record_csv_take(void *user, uint32_t column, struct span field);

struct record_csv; /* one per thread */
struct record_csv *record_csv_new(char delimiter);
void record_csv_free(struct record_csv *csv);

/* Splits a record without its line end; quotes and blanks around fields are gone. Returns the count of fields, 0 for a blank line. */
uint32_t record_csv_split(struct record_csv *csv, struct span record, record_csv_take *take, void *user);

#endif
