#include "workbench/agency_job.h"

static bool some_rule_did_not_run(const struct job *job)
{
	for (uint32_t at = 0; at < job->plan->rule_count; at++)
		if (job->rule[at].why)
			return true;
	return false;
}

static enum status run(const struct hecha_options *options, const struct agency_verb *verb, void *context, struct session *session,
		       struct job *job, struct err *err)
{
	enum status status = session_job(session, options, job, err);
	job->read_once = verb->read_once;
	if (status == STATUS_OK && verb->prepare)
		status = verb->prepare(context, session, job, err);
	if (status == STATUS_OK)
		status = job_run(job, err);
	if (status == STATUS_OK)
		status = verb->finish(context, session, job, err);
	return status;
}

int agency_job(const struct hecha_options *options, const struct agency_verb *verb, void *context, char **error)
{
	struct session session = {0};
	struct job job = {0};
	struct err err = ERR_INIT;
	enum status status = session_open(options, &session, &err);
	if (status == STATUS_OK)
		status = run(options, verb, context, &session, &job, &err);
	int code = status == STATUS_OK && some_rule_did_not_run(&job) ? HECHA_GAPS : HECHA_DONE;
	job_release(&job);
	session_close(&session);
	if (status == STATUS_INTERRUPTED && options->stop) {
		err_clear(&err);
		return HECHA_SIGNAL + (int)*options->stop;
	}
	int failed = exit_with(status, &err, error);
	return status == STATUS_OK ? code : failed;
}
