/* What a rule finds, as text: everything that can change its result, and nothing else. */
#ifndef HECHA_MEANING_H
#define HECHA_MEANING_H

#include "rule/rule.h"

/* One line per part, expressions with blanks folded. Not in it: title, owner, status, basis, notes, message, false positives, tests. */
void rule_meaning(const struct rule *rule, struct buffer *out);
void rule_meaning_digest(const struct rule *rule, char out[33]); /* XXH3-128 of that text */

#endif
