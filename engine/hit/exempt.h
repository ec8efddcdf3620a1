/* Exemption lists: `key,until,reason,author`. An entry holds until the end of its day; its hits are counted and shown, not claimed. */
#ifndef HECHA_EXEMPT_H
#define HECHA_EXEMPT_H

#include "plan/plan.h"

struct exempt_entry {
	struct span key, reason, author;
	int64_t until; /* day_t */
	uint64_t line;
};

struct exempt_list;
/* Where a list lies: in lists/ of `folder` or in it, then the same in every rule folder; NULL when it is nowhere. Free it. */
char *exempt_path(const struct rule_set *set, const char *folder, struct span list);
/* Reads a list; keys are read as `type` and compared in their canonical spelling. CONFIG with path:line for a row without reason, author or end
 * date; MISSING. */
MUST_USE enum status exempt_read(const char *path, enum value_type type, struct symbols *symbols, struct exempt_list **out, struct err *err);
void exempt_free(struct exempt_list *list);
/* The entry of key that holds on `day`; NULL when there is none. */
const struct exempt_entry *exempt_find(const struct exempt_list *list, struct span key, int64_t day);

#endif
