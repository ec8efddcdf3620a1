/* hecha rule backtest: the rules as they are, over the agency's data as it is, against the outcomes people reported. */
#include "workbench/backtest.h"

#include <stdlib.h>

#include "workbench/agency_job.h"

struct verb {
	const struct hecha_options *options;
	const char *path;
	struct outcomes outcomes;
};

static enum status read_outcomes(void *context, const struct session *session, const struct job *job, struct err *err)
{
	struct verb *verb = context;
	return outcomes_read(verb->path, session, job, &verb->outcomes, err);
}

static enum status print(void *context, const struct session *session, const struct job *job, struct err *err)
{
	struct verb *verb = context;
	struct backtest backtest = {.session = session, .job = job, .outcomes = verb->outcomes};
	struct buffer text = BUFFER_INIT;
	(void)err;
	backtest_count(&backtest);
	(verb->options->json ? backtest_json : backtest_text)(&backtest, &text);
	fwrite(text.data, 1, text.size, verb->options->out);
	buffer_free(&text);
	free(backtest.match);
	free(backtest.by_line);
	free(backtest.rule.item);
	free(backtest.grade.item);
	free(backtest.class.item);
	free(backtest.county.item);
	return STATUS_OK;
}

int hecha_rule_backtest(const struct hecha_options *options, const char *outcomes, char **error)
{
	struct verb verb = {.options = options, .path = outcomes};
	int code = agency_job(options, &(struct agency_verb){.prepare = read_outcomes, .finish = print}, &verb, error);
	outcomes_free(&verb.outcomes);
	return code;
}
