/* Rules held against what people found out: of what they find now, how much was true; of what is known to be true, how much they find. */
#ifndef HECHA_BACKTEST_H
#define HECHA_BACKTEST_H

#include "workbench/outcomes.h"

/* Figures of one rule, grade, class or county, or of everything. Rules and grades count findings (a rule in a case), the others cases:
 * what several rules claim in one case is one yuan once. */
struct tally {
	struct span key;     /* empty: not known */
	uint64_t cases, judged, true_count;
	uint64_t amounts_known;	      /* of the judged: what was true in yuan is known, and something is claimed */
	int64_t claimed, verified;    /* fen of those; verified goes up to what was claimed … */
	int64_t beyond;		      /* … and this is what was true beyond it, where an outcome's amount is of exactly this rule or case */
	uint64_t undecided, undecided_judged, undecided_true; /* findings that a code holds back */
	uint64_t known, known_found;  /* true problems that outcomes name */
};

struct tallies {
	uint32_t count, capacity;
	struct tally *item; /* by key, rules and classes in their order */
};

/* Why an outcome speaks of nothing that was found. */
enum no_match { MATCH_FOUND, MATCH_UNDECIDED, MATCH_EXEMPTED, MATCH_OTHER_RULE, MATCH_NOT_RUN, MATCH_NO_CASE, MATCH_WORDS };
extern const char *const no_match_words[MATCH_WORDS];

struct backtest {
	const struct session *session;
	const struct job *job;
	struct outcomes outcomes;
	enum no_match *match; /* per outcome */
	uint32_t *by_line;    /* outcomes in the order of the file */
	struct tally total;
	struct tallies rule, grade, class, county;
};

/* Fills all but session, job and outcomes. */
void backtest_count(struct backtest *backtest);
void backtest_text(const struct backtest *backtest, struct buffer *out);
void backtest_json(const struct backtest *backtest, struct buffer *out);

#endif
