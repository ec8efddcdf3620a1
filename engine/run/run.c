/* The nightly run, step by step. */
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/calendar.h"
#include "base/file.h"
#include "hecha_version.h"
#include "run/publish.h"
#include "run/session.h"
#include "run/shadow.h"

const char *hecha_version(void)
{
	return HECHA_VERSION;
}

/* ---- gates: reasons not to publish ---- */

/* Named in hecha.yaml, or what some rule of this run cannot do without. */
static bool is_wanted(const struct job *job, uint32_t table)
{
	bool wanted = job->inputs.configured[table];
	for (uint32_t rule = 0; rule < job->plan->rule_count; rule++)
		wanted |= job->plan->rule[rule].table_needed[table];
	return wanted;
}

static enum status check_required(const struct job *job, struct err *err)
{
	for (uint32_t table = 0; table < job->plan->table_count; table++) {
		const struct table_spec *spec = job->plan->table[table]->spec;
		if (!spec->required || !is_wanted(job, table) || job_table_usable(job, table))
			continue;
		for (uint32_t at = 0; at < job->inputs.count; at++)
			if (job->inputs.input[at].table == table && job->inputs.input[at].unusable)
				return err_set(err, STATUS_GATE, "compulsory extract of '%s' cannot be used, nothing published\n%s", spec->name,
					       job->inputs.input[at].problem);
		return err_set(err, STATUS_GATE, "compulsory extract of '%s' is missing, nothing published", spec->name);
	}
	return STATUS_OK;
}

static enum status check_some_rule(const struct job *job, struct err *err)
{
	for (uint32_t at = 0; at < job->plan->rule_count; at++)
		if (job->active[at])
			return STATUS_OK;
	if (!job->plan->rule_count)
		return STATUS_OK;
	return err_set(err, STATUS_GATE, "no rule could run, nothing published: %s", job->rule[0].why ? job->rule[0].why : "no rules");
}

static enum status check_rejects(const struct job *job, struct err *err)
{
	for (uint32_t table = 0; table < job->plan->table_count; table++) {
		uint64_t kept = 0, rejected = 0;
		for (uint32_t at = 0; at < job->inputs.count; at++)
			if (job->inputs.input[at].table == table && !job->inputs.input[at].unusable) { /* of a broken file nothing is used */
				kept += job->inputs.input[at].extract.kept_count;
				rejected += job->inputs.input[at].extract.rejected_count;
			}
		if (rejected * 1000 > (kept + rejected) * (uint64_t)job->agency->rejects_per_mille)
			return err_set(err, STATUS_GATE,
				       "table '%s': %llu of %llu rows are broken, above the limit of %g%%, nothing published\n  hint: "
				       "`hecha source check FILE` shows them; limits: {rejects: …} in hecha.yaml sets the limit",
				       job->plan->table[table]->spec->name, (unsigned long long)rejected,
				       (unsigned long long)(kept + rejected), (double)job->agency->rejects_per_mille / 10);
	}
	return STATUS_OK;
}

static uint64_t rows_of_source(const struct job *job, const struct plan_rule *rule)
{
	const struct stage *last = job->plan->stage[rule->stage_first + rule->stage_count - 1];
	uint64_t rows = 0;
	for (uint32_t at = 0; at < job->inputs.count && last->source.kind == SOURCE_TABLE; at++)
		if (job->inputs.input[at].table == last->source.number)
			rows += job->inputs.input[at].extract.kept_count;
	return rows;
}

/* A rule that suddenly finds a large part of everybody is more likely wrong than right. Small numbers say nothing. */
static enum status check_runaway(const struct job *job, struct err *err)
{
	enum { FEW_SUBJECTS = 1000 };
	for (uint32_t at = 0; at < job->plan->rule_count && job->agency->runaway_per_mille; at++) {
		const struct rule_totals *totals = &job->cases->totals[at];
		uint64_t rows = rows_of_source(job, &job->plan->rule[at]);
		if (totals->subjects > FEW_SUBJECTS && rows && totals->rows * 1000 > rows * (uint64_t)job->agency->runaway_per_mille)
			return err_set(err, STATUS_GATE,
				       "rule '%.*s' runs away: %llu of %llu rows, %llu subjects, above the limit of %g%%, nothing published\n  "
				       "hint: try it with --only, or set limits: {runaway: …} in hecha.yaml",
				       SPAN_ARG(job->plan->rule[at].rule->id), (unsigned long long)totals->rows, (unsigned long long)rows,
				       (unsigned long long)totals->subjects, (double)job->agency->runaway_per_mille / 10);
	}
	return STATUS_OK;
}

static enum status check_gates(const struct job *job, struct err *err)
{
	enum status status = check_required(job, err);
	if (status == STATUS_OK)
		status = check_some_rule(job, err);
	if (status == STATUS_OK)
		status = check_rejects(job, err);
	return status == STATUS_OK ? check_runaway(job, err) : status;
}

/* ---- the run ---- */

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static uint64_t peak_rss_bytes(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (uint64_t)usage.ru_maxrss * 1024;
}

static int print_summary(const struct report *report, const struct hecha_options *options)
{
	struct buffer text = BUFFER_INIT;
	if (options->json)
		report_summary_json(report, &text);
	else
		report_summary_text(report, &text);
	fwrite(text.data, 1, text.size, options->out);
	buffer_free(&text);
	return report->partial ? HECHA_GAPS : HECHA_DONE;
}

static enum status publish(const struct session *session, const struct hecha_options *options, const struct job *job,
			   const struct shadow *shadow, double started, int *code, struct err *err)
{
	struct report_parts parts;
	report_parts_init(&parts, session, job);
	parts.report.shadow = shadow->out;
	parts.report.shadow_count = shadow->count;
	parts.report.elapsed_s = now() - started;
	parts.report.peak_rss_bytes = peak_rss_bytes();
	enum status status = publish_report(&parts.report, err);
	if (status == STATUS_OK)
		*code = print_summary(&parts.report, options);
	report_parts_free(&parts);
	return status;
}

static enum status run_locked(const struct session *session, const struct hecha_options *options, int *code, struct err *err)
{
	double started = now();
	struct job job = {0};
	struct shadow shadow = {0};
	enum status status = session_job(session, options, &job, err);
	if (status == STATUS_OK)
		status = job_run(&job, err);
	if (status == STATUS_OK)
		status = check_gates(&job, err);
	if (status == STATUS_OK)
		shadow_run(&shadow, session, options, &job);
	if (status == STATUS_OK && options->stop && *options->stop)
		status = STATUS_INTERRUPTED;
	if (status == STATUS_OK)
		status = publish(session, options, &job, &shadow, started, code, err);
	shadow_release(&shadow);
	job_release(&job);
	return status;
}

int hecha_run(const struct hecha_options *options, char **error)
{
	struct session session = {0};
	struct err err = ERR_INIT;
	int lock = -1, code = HECHA_DONE;
	enum status status = session_open(options, &session, &err);
	if (status == STATUS_OK)
		session_take_shadow(&session, options);
	if (status == STATUS_OK)
		status = publish_lock(session.agency->folder, &lock, &err);
	if (status == STATUS_OK)
		status = run_locked(&session, options, &code, &err);
	publish_unlock(lock);
	session_close(&session);
	if (status == STATUS_INTERRUPTED && options->stop) {
		code = HECHA_SIGNAL + (int)*options->stop;
		status = STATUS_OK; /* the code says it all */
		err_clear(&err);
	}
	int failed = exit_with(status, &err, error);
	return status == STATUS_OK ? code : failed;
}
