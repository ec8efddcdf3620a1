/* What the rules say now, finding by finding, with the outcome that speaks of it. */
#ifndef HECHA_FINDINGS_H
#define HECHA_FINDINGS_H

#include "workbench/outcomes.h"

enum finding_state { FINDING_FOUND, FINDING_UNDECIDED, FINDING_EXEMPTED };

/* One rule in one case. */
struct finding {
	char number[CASE_NUMBER_SIZE];
	const struct rule *rule;
	enum finding_state state;
	const struct case_file *file; /* FOUND only */
	int64_t claimed;	      /* fen; FOUND only */
	struct span county;
	struct span grade; /* of the match: of the rule's part of the case, else as the outcome says; empty: nobody says */
	const struct outcome *outcome; /* of the rule in the case, else of the whole case; NULL: not judged */
};

struct findings {
	uint32_t count, capacity;
	struct finding *item; /* by number, rule, state; an exempted one counts once per rule and case */
};

void findings_make(const struct cases *cases, const struct outcomes *outcomes, struct findings *out);
void findings_free(struct findings *findings);
/* Findings of a case: [*first, *first + result). */
uint32_t findings_of(const struct findings *findings, struct span number, uint32_t *first);

#endif
