/* What the kernel files of eval/ share. */
#ifndef HECHA_EVAL_KERNEL_H
#define HECHA_EVAL_KERNEL_H

#include "eval/eval.h"

/* A fresh result column for all positions of the frame. */
struct column *result_new(const struct node *node, struct frame *frame);

/* out->number 1 where the value at a selected position is in the set, else 0; anything where it is null. */
void value_set_find(const struct value_set *set, const struct column *from, struct selection selection, struct column *out);
/* The values of a set of a few numbers, into *value; 0: it is no such set. */
uint32_t value_set_few(const struct value_set *set, const int64_t **value);

extern const struct function function_malformed; /* cells can be asked many at once */

const struct column *eval_and(const struct node *node, struct frame *frame, struct selection selection);
const struct column *eval_or(const struct node *node, struct frame *frame, struct selection selection);
const struct column *eval_compare(const struct node *node, struct frame *frame, struct selection selection);
const struct column *eval_arithmetic(const struct node *node, struct frame *frame, struct selection selection);
const struct column *eval_case(const struct node *node, struct frame *frame, struct selection selection);
const struct column *eval_call(const struct node *node, struct frame *frame, struct selection selection);

#endif
