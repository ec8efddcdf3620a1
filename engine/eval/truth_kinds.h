/* Conditions over one column of texts of which few differ: judged for each text, not for each row. */
#ifndef HECHA_TRUTH_KINDS_H
#define HECHA_TRUTH_KINDS_H

#include "eval/truth.h"

/* Judges every position. False, and nothing is judged: it is no such condition, or the texts of these rows differ too much. */
bool truth_by_kind(const struct node *node, struct frame *frame, struct truth *out);

/* Numbers that hash into others as the texts of this column do (column_hashes_more), at every position; NULL: it is no such column, or the texts differ
 * too much. */
const struct column *kind_hashes(const struct node *node, struct frame *frame);

#endif
