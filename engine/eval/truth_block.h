/* Conditions over plain columns of numbers, 64 rows at a time. */
#ifndef HECHA_TRUTH_BLOCK_H
#define HECHA_TRUTH_BLOCK_H

#include "eval/truth.h"

/* Whether truth_block can judge it: a comparison of two columns or a column and a constant, IN of a few values, null and malformed tests, and bools
 * as they are; none of them by text. */
bool truth_is_block(const struct node *node);
/* Judges every position of a frame whose first slot has no `row`. */
void truth_block(const struct node *node, struct frame *frame, struct truth *out);

#endif
