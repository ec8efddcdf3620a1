/* What the planted claims come to: by month, and by case. */
#ifndef CLAIMS_H
#define CLAIMS_H
#include "gen.h"

#define CLAIM_PARTS (ITEM_LIMIT * 4)

/* The claims of a plant for a month, computed from the rows that were made; returns how many. */
int claim_parts(const struct world *w, const struct plant *p, int month, int64_t parts[CLAIM_PARTS]);

/* A benefit with claims: what is due after merging, of how many months; whether by a rule of the dead. */
struct claim_case { uint32_t benefit; int64_t due; int months; bool not_entitled, dead; };
struct claim_case_list { struct claim_case *at; size_t count, room; };

/* All of them, by benefit; the list is the caller's to free. Sorted extras are needed. */
struct claim_case_list claim_cases(const struct world *w);

struct planter;
/* What several persons of one account owe together (found_matters.c). */
void found_matters(struct planter *p, const struct claim_case_list *cases);
#endif
