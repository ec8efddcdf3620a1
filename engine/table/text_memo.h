/* Inside table/: texts of GB18030 that were decoded for other cells of the same batch: persons have several rows, offices and items many. */
#ifndef HECHA_TEXT_MEMO_H
#define HECHA_TEXT_MEMO_H

#include "table/column.h"

/* What a cell came to. */
struct text_read {
	struct value value;
	struct span text; /* decoded and trimmed, also where it is no value */
};

struct text_memo; /* one per thread */
struct text_memo *text_memo_new(void); /* free with free */
/* Forgets all: the bytes of the fields, or what they were decoded to, will be gone. */
void text_memo_clear(struct text_memo *memo);

/* The place for what a field comes to; *known: it is there already. Else fill it; it is kept until another field needs the place. */
struct text_read *text_memo_place(struct text_memo *memo, struct span field, bool *known);

#endif
