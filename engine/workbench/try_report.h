/* What a trial of one rule found, on paper: between rule_try.c and try_report.c, try_json.c. */
#ifndef HECHA_TRY_REPORT_H
#define HECHA_TRY_REPORT_H

#include "report/report.h"
#include "run/session.h"
#include "workbench/estimate.h"
#include "workbench/found.h"
#include "workbench/sample_unit.h"

struct trial_run {
	const struct hecha_try *how;
	const struct hecha_options *options;
	const struct rule *rule;
	const struct plan_rule *plan_rule;
	const struct job *job;
	const struct report *report;
	struct found found;
	struct sample sample;
	struct span unit;  /* whose rows were in or out, as the rule calls it; empty: everything was read */
	const char *whole; /* why the rule could not be sampled though that was asked; NULL */
	struct arena arena;
};

/* Rows of the extracts that were read, and of these, those in the sample. */
struct trial_rows {
	uint64_t read, in;
};
struct trial_rows trial_rows(const struct trial_run *trial);
enum rule_state trial_state(const struct trial_run *trial, const char **why);
struct estimate trial_subjects(const struct trial_run *trial);
struct estimate trial_claimed(const struct trial_run *trial); /* fen */

/* Text, or JSON, to options->out. */
void try_report(struct trial_run *trial);
void try_json(struct trial_run *trial);

#endif
