/* Two rules' facts, compared. */
#ifndef HECHA_FACTS_DIFF_H
#define HECHA_FACTS_DIFF_H

#include "workbench/rule_facts.h"

/* before.data NULL: added; after.data NULL: removed. */
struct fact_change {
	struct span key, before, after;
};

/* What differs, by key in the order of the rules; where a key has one fact lost and one gained, that is a change. The array lives in arena. */
struct fact_change *facts_compare(const struct facts *a, const struct facts *b, struct arena *arena, uint32_t *count);
/* The same as a unified diff of lines `key: text`, three lines around each change; nothing when they are equal. */
void facts_unified(const struct facts *a, const struct facts *b, const char *a_name, const char *b_name, struct buffer *out);

#endif
