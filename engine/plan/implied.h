/* What conditions over a row and its partners demand of the row alone. */
#ifndef HECHA_IMPLIED_H
#define HECHA_IMPLIED_H

#include "plan/plan.h"

/* A condition over the row of `from` that is false only for rows that some condition of `after` makes false whatever the partners are, and that the
 * stage drops without a word: rows that would be reported first (a null key of a mandatory match, too many partners) are not dropped. NULL when
 * nothing follows. A tree of its own in the plan's arena: its reader's may be renumbered. */
struct node *implied_by_after(struct plan *plan, const struct stage *stage);

/* Fills in stage->implied of a stage that matches, and match->trusted: false only for rows that some condition of `after` is true of with no partner,
 * and that lack nothing. Such a row is dropped without a word, too, where the partners lack nothing that is trusted and are never too many. */
void imply(struct plan *plan, struct stage *stage);

#endif
