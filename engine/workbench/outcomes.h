/* What people found out about cases: the one shape a backtest judges rules by, wherever it comes from. */
#ifndef HECHA_OUTCOMES_H
#define HECHA_OUTCOMES_H

#include "run/session.h"

/* The words of the column `outcome`, in this order. TRUE and PARTLY: there was a problem. */
enum judgement { JUDGED_TRUE, JUDGED_NOT_TRUE, JUDGED_ERROR, JUDGED_PARTLY, JUDGED_WORDS };
extern const char *const outcome_words[JUDGED_WORDS];

struct outcome {
	uint64_t line;		/* of the file, for people */
	struct span number;	/* of the case; CASE_NUMBER_SIZE bytes at most */
	const struct rule *rule; /* it speaks of this rule in the case; NULL: of the case as a whole */
	struct span county, grade; /* as the file says; may be empty */
	enum judgement judgement;
	bool known_missed;	/* no rule had found it */
	bool has_amount;
	int64_t amount;		/* fen verified, ≥ 0; 0 without a problem */
};

struct outcomes {
	uint32_t count, capacity;
	struct outcome *item;	/* by number, rule (those of whole cases first), line; one of each */
	const char *shown;	/* the file */
	const struct dictionary *counties; /* their names; NULL: none */
	uint64_t not_judged;	/* rows without an outcome */
	int64_t closed_from, closed_until; /* day_t; INT64_MIN: no row says */
	struct arena arena;
};

static inline bool outcome_is_true(const struct outcome *outcome)
{
	return outcome->judgement == JUDGED_TRUE || outcome->judgement == JUDGED_PARTLY;
}

/* A file of the rules' table `outcome`. CONFIG: there is no such table, or a column of it has another type. MISSING, UNREADABLE: the file; a
 * message names every row that says nothing usable, by line and column, never by what stands in it. */
MUST_USE enum status outcomes_read(const char *path, const struct session *session, const struct job *job, struct outcomes *out,
				   struct err *err);
/* The outcome of exactly this rule in the case (rule NULL: of the case as a whole); NULL when there is none. */
const struct outcome *outcomes_find(const struct outcomes *outcomes, struct span number, const struct rule *rule);
void outcomes_free(struct outcomes *outcomes);

#endif
