/* What a rule means, as lines `key: text` in a form that blanks, comments, quotes, case of keywords and the order of conditions do not change. */
#ifndef HECHA_RULE_FACTS_H
#define HECHA_RULE_FACTS_H

#include "rule/rule.h"

/* A key may come several times: `where` has one fact per condition joined by `and`. */
struct fact {
	struct span key, text;
};

struct facts {
	uint32_t count, capacity;
	struct fact *fact; /* free with facts_free; texts live in the arena given to rule_facts */
};

/* In the order of the keys of a rule file. Tests and false positives decide nothing and are left out. */
struct facts rule_facts(const struct rule *rule, struct arena *arena);
void facts_free(struct facts *facts);

/* An expression in one spelling: lower-case keywords, one blank, brackets only where they are needed. */
void expr_text(const struct expr *expr, struct buffer *out);

#endif
