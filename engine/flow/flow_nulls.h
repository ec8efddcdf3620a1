/* Which rows of a slice have no value where a rule decides by it. Most rules ask for the same columns, in nearly the same rows. */
#ifndef HECHA_FLOW_NULLS_H
#define HECHA_FLOW_NULLS_H

#include "base/bits.h"
#include "eval/eval.h"
#include "table/table.h"

/* Of one slice; zeros at first. By column of from: the rows asked so far, and those of them that are null, as bits (NULL: none). */
struct row_nulls {
	struct column_nulls {
		uint64_t *asked, *null;
	} column[HECHA_COLUMNS_MAX + BUILTIN_COUNT];
};

/* Rows that are null by this node over from, as bits; others than those asked may be among them. NULL: no row asked is. Reads of these rows what working
 * the node out reads of them. at: the rows as positions. In the frame's arena. */
const uint64_t *row_nulls_of(struct row_nulls *nulls, const struct node *node, struct frame *frame, const uint64_t *rows, struct selection at);

#endif
