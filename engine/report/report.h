/* A run as files. Each output is one file here and one line in report.def. Files are 0600; the same run gives the same bytes. */
#ifndef HECHA_REPORT_H
#define HECHA_REPORT_H

#include "casefile/casefile.h"
#include "scan/extracts.h"

enum rule_state { RULE_RAN, RULE_NOT_RUN_HERE, RULE_SOURCE_MISSING, RULE_SOURCE_STALE, RULE_FAILED };
extern const char *const rule_state_names[]; /* ran, not-run-here, source-missing, source-stale, failed (shadow rules only) */

/* One file of the run, also one that could not be used. */
struct report_extract {
	const struct extract *extract;
	struct source_facts facts;
	struct rejects *rejects;
	const char *problem;  /* why it could not be used, or what is wrong with it (control totals); NULL: fine */
	bool unusable;
	const char *same_as;  /* shown path of the file with the same content that was read instead; NULL */
};

struct report_rule {
	const struct rule *rule;
	const struct plan_rule *plan; /* NULL when it was not planned (not-run-here) */
	enum rule_state state;
	const char *why; /* for missing and stale: which table, in words; NULL */
};

struct report_table {
	const struct table_spec *spec;
	bool configured; /* hecha.yaml names it */
	uint64_t files, bytes, rows, kept, rejected, malformed;
};

struct report;
/* A rule on trial. Nothing of it is in any other figure of the run. */
struct report_shadow {
	const struct report *report; /* as if the rule were the run's only one; rule[0] is it. Never NULL */
	uint64_t new_subjects;	     /* of its subjects, those in no case of the active rules */
};

struct report {
	const struct agency *agency;
	const struct plan *plan;
	const struct cases *cases;
	const struct hits *hits;
	const struct lookups *lookups; /* partner rows behind evidence */
	int64_t as_of;
	uint32_t threads; /* so many outputs are made at a time */
	const char *const *extract_shown; /* per extract number: path relative to the agency folder */
	uint32_t extract_count, rule_count, table_count, note_count;
	const struct report_extract *extract;
	const struct report_rule *rule; /* every active rule, by id */
	const struct report_table *table;
	uint32_t shadow_count;
	const struct report_shadow *shadow; /* by id */
	const char *const *note; /* what a person must know, in words (no personal data) */
	bool partial;
	double elapsed_s;
	uint64_t peak_rss_bytes;
	uint64_t undecided_total;
};

/* The sum over rules and codes: the lines of undecided.csv, and what its figures in the summaries add up to. */
uint64_t report_undecided_total(const struct report *report);
/* Calls back per code of a rule: its declared ones (distinct subjects), then missing:<column> and too-many-matches (rows). */
void undecided_count(const struct report *report, const struct rule *rule,
		     void (*each)(void *context, const char *code, uint64_t count), void *context);
/* Writes every file into folder (which exists), as drafts that folder_publish puts in place. */
MUST_USE enum status report_write(const struct report *report, const char *folder, struct err *err);
/* summary.txt's text and summary.json's text, for the terminal. */
void report_summary_text(const struct report *report, struct buffer *out);
void report_summary_json(const struct report *report, struct buffer *out);

#endif
