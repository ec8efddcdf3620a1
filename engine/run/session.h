/* What every verb starts with: the agency folder, its rules, the plan; and how a status becomes an exit code. */
#ifndef HECHA_SESSION_H
#define HECHA_SESSION_H

#include "hecha.h"
#include "run/job.h"

struct session {
	struct agency *agency;
	struct rule_set *set;
	const struct rule **chosen; /* rules to plan, by id */
	uint32_t chosen_count;
	const struct rule **shadow; /* rules on trial, taken out of chosen by session_take_shadow; by id */
	uint32_t shadow_count;
	int64_t as_of;
};

/* agency folder + rules without test files + parameters. as_of and --only are checked (USAGE). Rules of scope city in a county are not chosen. */
MUST_USE enum status session_open(const struct hecha_options *options, struct session *out, struct err *err);
/* The same with one more rule folder, or rule file, searched last; NULL: none. */
MUST_USE enum status session_open_with(const struct hecha_options *options, const char *more, struct session *out, struct err *err);
/* The rule is active, or --only asked for it. */
bool session_chose(const struct session *session, const struct rule *rule);
/* For the nightly run: rules on trial stand apart; every one of the set, or those that --only names. */
void session_take_shadow(struct session *session, const struct hecha_options *options);
void session_close(struct session *session);
/* A job over the chosen rules with the inputs looked at. */
MUST_USE enum status session_job(const struct session *session, const struct hecha_options *options, struct job *out, struct err *err);

bool rule_runs_here(const struct agency *agency, const struct rule *rule);

/* The rules of `paths`, or of the agency folder, or of rules/ below it. agency may come out NULL. */
MUST_USE enum status session_rules(const struct hecha_options *options, const char *const *paths, uint32_t count, struct rule_set **set,
				   struct agency **agency, struct err *err);

/* USAGE, with a suggestion. */
enum status unknown_rule(const struct rule_set *set, struct span id, struct err *err);
int exit_code(enum status status);
/* Moves the message into *error and gives the exit code. */
int exit_with(enum status status, struct err *err, char **error);
uint32_t thread_count(const struct hecha_options *options, const struct agency *agency);

#endif
