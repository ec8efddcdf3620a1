/* Conditions judged as sets of positions, 64 a word: what most stages do with most rows is drop them, and that costs a few words.
 *
 * A truth grows: a condition that several ask of the same rows (node->shared) is judged once for each position, whoever asks first. Comparisons of
 * plain columns are judged for all positions at once where that costs nothing but the comparing; everything else for the positions asked. */
#ifndef HECHA_TRUTH_H
#define HECHA_TRUTH_H

#include "base/bits.h"
#include "eval/eval.h"

struct truth {
	uint64_t *judged;	 /* positions for which the rest can be trusted */
	uint64_t *yes, *unknown; /* never both; neither: false */
};

/* Truth of a BOOL node at least for the positions asked (frame->count bits); lives as long as the frame's scratch and the rows of its first slot. */
const struct truth *truth_of(const struct node *node, struct frame *frame, const uint64_t *asked);

/* What a condition costs: those that cost least are judged first. */
enum truth_cost { COST_BLOCK, COST_ROW, COST_CALL }; /* 64 rows at once; a step of a loop each; more */
enum truth_cost truth_cost(const struct node *node);

#endif
