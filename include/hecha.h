/* hecha: what the command line calls, and what another program can. Nothing here prints or exits by itself: data goes to `out`, a message
 * to `*error` (heap, free it; NULL when there is none; never with personal data), the result is an exit code. */
#ifndef HECHA_H
#define HECHA_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum hecha_exit {
	HECHA_DONE = 0,		  /* everything read, every rule decided */
	HECHA_NO = 1,		  /* the answer is no: a check or test failed */
	HECHA_GAPS = 3,		  /* published, with gaps */
	HECHA_GATE = 4,		  /* stopped at a gate, nothing published */
	HECHA_USAGE = 64,
	HECHA_UNREADABLE = 65,
	HECHA_MISSING = 66,
	HECHA_INTERNAL = 70,
	HECHA_CANNOT_CREATE = 73,
	HECHA_IO = 74,
	HECHA_LOCKED = 75,
	HECHA_PERMISSION = 77,
	HECHA_CONFIG = 78,
	HECHA_SIGNAL = 128,	  /* + number of the signal */
};

struct hecha_options {
	const char *folder;	 /* agency folder; NULL: "." */
	const char *as_of;	 /* YYYY-MM-DD; NULL: hecha.yaml, else today */
	const char *only;	 /* rule ids joined by commas; NULL: all */
	uint64_t memory_bytes;	 /* for groupings; 0: hecha.yaml, else 4 GiB */
	uint32_t threads;	 /* 0: hecha.yaml, else all cores */
	bool json;
	bool check;		 /* rule fmt: change nothing */
	bool accept;		 /* rule check: record new versions of rules */
	FILE *out;
	volatile sig_atomic_t *stop; /* set by a signal handler to its number; may be NULL */
	/* Called now and then by one thread at a time; may be NULL. total_bytes is what is to be read of the disk: a file that is
	 * read twice counts twice, its rows once. */
	void (*progress)(void *context, uint64_t done_bytes, uint64_t total_bytes, uint64_t rows);
	void *progress_context;
};

/* The nightly run: reads the agency folder, applies its rules, publishes runs/<as-of>.<n>. Prints the summary. */
int hecha_run(const struct hecha_options *options, char **error);

/* `paths`: rule folders (with tables/ and lists/), or none: those of the agency folder, or rules/ below it. */
int hecha_rule_list(const struct hecha_options *options, const char *const *paths, uint32_t count, char **error);
/* Problems of rules: errors are CONFIG, warnings alone NO; with json they are an array on `out` instead of a message. */
int hecha_rule_check(const struct hecha_options *options, const char *const *paths, uint32_t count, char **error);
/* The codes of problems, their meaning and what to write instead. */
/* paths: files and folders. Rewrites what is not in the one form and prints its path; with check it only prints, NO when there is one. */
int hecha_rule_fmt(const struct hecha_options *options, const char *const *paths, uint32_t count, char **error);
int hecha_rule_codes(const struct hecha_options *options, char **error);
int hecha_rule_test(const struct hecha_options *options, const char *const *paths, uint32_t count, char **error);
/* Seeds faults into each rule and runs its tests against every one. NO: a fault that no test notices and no `mutants:` entry explains. */
int hecha_rule_mutate(const struct hecha_options *options, const char *const *paths, uint32_t count, char **error);
int hecha_rule_explain(const struct hecha_options *options, const char *rule, const char *const *paths, uint32_t count, char **error);
/* What each rule and condition had to look at in a run over the agency's data that publishes nothing; options->only: these rules. */
int hecha_rule_profile(const struct hecha_options *options, char **error);
/* The rules over the agency's data, publishing nothing, against what people found out. outcomes: a file of the rules' table `outcome`. */
int hecha_rule_backtest(const struct hecha_options *options, const char *outcomes, char **error);
int hecha_rule_functions(const struct hecha_options *options, char **error);

/* One rule (an id of the agency's folders, or a rule file) on a part of its data, or all of it; publishes nothing. */
struct hecha_try {
	const char *sample; /* share of the subjects, such as 0.05; NULL: 0.1 */
	bool all;	    /* everything: exact */
	uint32_t seed, examples;
	bool bars;
};
int hecha_rule_try(const struct hecha_options *options, const char *rule, const struct hecha_try *how, char **error);

/* Two rule files, or two rule folders: what they mean; with options->folder also what they find in that agency's data. NO: they differ. */
int hecha_rule_diff(const struct hecha_options *options, const char *a, const char *b, uint32_t examples, char **error);

/* Cases of the current run. subject: a case number or a subject key. */
int hecha_case_list(const struct hecha_options *options, char **error);
int hecha_case_show(const struct hecha_options *options, const char *subject, char **error);
/* Which condition held, or failed, with which values from which rows; reads the extracts again. negative: rules that did not hit. */
int hecha_case_why(const struct hecha_options *options, const char *subject, bool negative, char **error);

/* What to draw for people to check; texts as given, NULL: not given. */
struct hecha_sample {
	bool quarterly;	     /* rows of the business of a quarter */
	bool units;	     /* agencies one level down */
	const char *seed;    /* whole number: the same draws the same */
	const char *quarter; /* 2026Q3; NULL: the last one that is over */
	const char *share;   /* 0.05; NULL: of samples.yaml */
	const char *count;   /* rows in all instead of a share */
};
/* Prints a random sample as CSV. GAPS: an extract, record or row could not be read and was not drawn from. NO: there was nothing to draw. */
int hecha_sample(const struct hecha_options *options, const struct hecha_sample *asked, char **error);

/* What would be read as what. table: NULL: the tables that fit are tried. */
int hecha_source_check(const struct hecha_options *options, const char *file, const char *table, char **error);

const char *hecha_version(void);

#endif
