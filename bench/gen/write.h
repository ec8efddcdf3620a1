/* The writers of the city's tables. */
#ifndef WRITE_H
#define WRITE_H
#include "gen.h"
#include "sheet.h"

/* What may be done to a row's identity number without changing it: mostly nothing. */
enum id_spelling spell_id_as(const struct sheet *s, uint64_t random);
/* The name as this file has it: mostly plain. */
void cell_name(struct sheet *s, int column, const struct person *p, enum name_spelling how, uint64_t random);

/* One row of the register; damaged_id stands for the number, unless NULL. */
void person_row(struct sheet *s, uint32_t benefit, const char *damaged_id);

void write_payments(struct world *w);
void write_persons(struct world *w);
void write_registers(struct world *w); /* death, cremation, custody */
void write_checks(struct world *w);
void write_employers(struct world *w);
void write_handling(struct world *w);  /* account, notice, refund, contribution, change */
/* Rows of a table that are records of their own. */
void write_records_into(struct sheet *s, enum table table);
/* injury, survivor, unemployment, retirement, departure */
void write_records(struct world *w);
void write_posts(struct world *w);
void write_damaged(struct world *w);   /* extracts that went through a broken conversion; notes what they are */
/* `file.csv:id:rounded`, `file.csv:fund`: the subject of a finding about one column of a file, pattern NULL or how it is damaged. */
void file_column_key(char out[64], const struct written_file *f, const char *column, const char *pattern);
/* Notes each way in which five in a hundred of the numbers or more are damaged; false: none. */
bool note_damaged_file(struct world *w, const struct written_file *f, enum rule rule, int agency, const char *why);
void write_finance(struct world *w);   /* after all payments; notes what does not agree */
void write_yaml(const struct world *w);
#endif
