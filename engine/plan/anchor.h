/* Which rules are anchored, and what each needs of a value. Filled in once all stages are bound. */
#ifndef HECHA_ANCHOR_H
#define HECHA_ANCHOR_H

#include "lookup/records.h"
#include "plan/plan.h"

/* Bits of the record of a value, for all rules anchored in its type. KEEP: something of it is null or unknown, all of them want its rows. CLAIMED: a rule
 * that is not anchored may claim from it. */
enum { ANCHOR_KEEP, ANCHOR_CLAIMED, ANCHOR_FIRST_NEED, ANCHOR_BITS = 64 };

/* Marks of a value, once its bits are judged. NET: what was paid net to it is asked, NET_ALWAYS: in every month. ALWAYS: rules that read single months
 * read all of its. */
enum { MARK_NET, MARK_NET_ALWAYS, MARK_ALWAYS, MARK_FIRST_RULE, ANCHOR_MARKS = 64 };

void anchor_rules(struct plan *plan);

#endif
