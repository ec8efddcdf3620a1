/* Sets of small numbers by key, to tell whether two rows agree in all that matters: the key is a hash of the one part, the number is the other.
 * Keys are told apart by 38 bits of their hash; two that share them have one set, so a number may seem to be in it that is not, never the other way. */
#ifndef HECHA_PAIRS_H
#define HECHA_PAIRS_H

#include "base/memory.h"

#define PAIR_NUMBERS 32

struct pairs;

/* threads: how many will be at work at once. growth: when that says no, rows are left out. */
struct pairs *pairs_new(uint32_t threads, struct mem_growth growth);
void pairs_free(struct pairs *pairs);

/* Each row adds number[row] (0 … PAIR_NUMBERS - 1) to the set of its key; met[row] is set where it was in there already. From several threads at once. */
void pairs_meet(struct pairs *pairs, const uint64_t *key, const uint8_t *number, uint32_t count, bool *met, struct arena *scratch);

#endif
