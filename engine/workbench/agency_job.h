/* A verb over the agency's data as the nightly run would judge it, with nothing published. */
#ifndef HECHA_AGENCY_JOB_H
#define HECHA_AGENCY_JOB_H

#include "run/session.h"

struct agency_verb {
	/* Before anything is read: what the verb needs itself. May be NULL. */
	enum status (*prepare)(void *context, const struct session *session, const struct job *job, struct err *err);
	/* Everything is decided: print it. */
	enum status (*finish)(void *context, const struct session *session, const struct job *job, struct err *err);
	bool read_once; /* every row is judged where it is met, so that what is counted is what was asked */
};

/* The exit code: GAPS when a chosen rule could not run, since a figure is then missing. */
int agency_job(const struct hecha_options *options, const struct agency_verb *verb, void *context, char **error);

#endif
