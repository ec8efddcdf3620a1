/* The rows behind a group. */
#ifndef HECHA_EVIDENCE_H
#define HECHA_EVIDENCE_H

#include "group/group.h"

/* A copy of the row joins the list, while there is room or its place is smaller than another's. The total is the caller's. */
void evidence_add(struct evidence *evidence, const struct evidence_row *row, struct arena *arena);
/* borrow: rows of `from` live as long as `into`, so their values are not copied. */
void evidence_merge(struct evidence *into, const struct evidence *from, bool borrow, struct arena *arena);

#endif
