#include "run/job.h"

#include <stdlib.h>

/* ---- exemption lists ---- */

static enum status read_exemptions(struct job *job, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < job->plan->rule_count && status == STATUS_OK; at++) {
		const struct plan_rule *rule = &job->plan->rule[at];
		if (!rule->exempt_on)
			continue;
		char *path = exempt_path(job->set, job->folder, rule->rule->exempt_list);
		if (path)
			status = exempt_read(path, rule->exempt_on->type, job->plan->symbols, &job->exempt[at], err);
		free(path); /* no list: nobody is exempt */
	}
	return status;
}

/* ---- cases ---- */

static const struct hits *sorted_hits(struct job *job)
{
	bool *drop = mem_zero(job->plan->rule_count + 1, sizeof *drop);
	for (uint32_t at = 0; at < job->plan->rule_count; at++)
		drop[at] = !job->active[at];
	const struct hits *hits = hit_collector_sort(job->collector, drop);
	free(drop);
	return hits;
}

/* What was paid is added up last, for the months that turned out to be claimed. */
static enum status add_up_paid(struct job *job, struct err *err)
{
	job->net = net_new(job->plan, sorted_hits(job));
	return flow_net(job->flow, err);
}

static enum status take_paid(void *context, const struct group *const *group, uint32_t count)
{
	net_add(((struct job *)context)->net, group, count);
	return STATUS_OK;
}

/* Every figure of the cases and totals is a part of this sum: where it can be said, none of them wraps. */
static enum status check_sum(const struct hits *hits, struct err *err)
{
	money_sum sum = 0;
	for (uint32_t at = 0; at < hits->count; at++)
		sum += hits->hit[at].amount;
	if (sum <= HECHA_MONEY_FEN_MAX)
		return STATUS_OK;
	return err_set(err, STATUS_GATE, "the claims of this run add up to more than 18 digits, nothing published\n  hint: an amount of the "
		       "extracts is not one; `hecha source check FILE` looks at them");
}

static enum status build_cases(struct job *job, bool draft, struct err *err)
{
	job->hits = sorted_hits(job);
	struct cases_source from = {job->plan, job->hits, net_paid(job->net), job->threads, draft};
	enum status status = check_sum(job->hits, err);
	return status == STATUS_OK ? cases_build(&from, &job->cases, err) : status;
}

static bool has_case_rules(const struct job *job)
{
	for (uint32_t at = 0; at < job->plan->rule_count; at++)
		if (job->plan->rule[at].of_cases && job->active[at])
			return true;
	return false;
}

/* Rules over the merged cases add hits of their own; then the cases are merged again. */
static enum status run_case_rules(struct job *job, struct err *err)
{
	if (!has_case_rules(job))
		return STATUS_OK;
	struct memory_table *table = cases_table(job->plan, job->base ? job->base : job->cases);
	enum status status = flow_cases(job->flow, table, err);
	memory_table_free(table);
	job->merged = job->cases;
	job->cases = NULL;
	return status == STATUS_OK ? build_cases(job, false, err) : status;
}

enum status job_start(struct job *job, struct err *err)
{
	uint32_t rules = job->plan->rule_count;
	job->active = mem_alloc(rules + 1);
	memset(job->active, true, rules + 1);
	job->rule = mem_zero(rules + 1, sizeof *job->rule);
	job->exempt = mem_zero(rules + 1, sizeof(*job->exempt));
	job_judge_rules(job);
	enum status status = read_exemptions(job, err);
	if (status != STATUS_OK)
		return status;
	job->collector = hit_collector_new(job->plan, job->exempt, job->threads);
	struct flow_options options = {job->threads, job->memory_bytes, job->folder, job->read_once};
	struct flow_sinks sinks = {.context = job->collector, .hits = hit_collect, .missing = hit_collect_missing, .net = take_paid,
				   .net_context = job, .trace = job->trace, .trace_context = job->listener};
	if (job->hits_listener) {
		sinks.context = job->listener;
		sinks.hits = job->hits_listener;
		sinks.missing = job->missing_listener;
	}
	job->flow = flow_new(job->plan, job->active, &options, &sinks);
	return STATUS_OK;
}

enum status job_finish(struct job *job, struct err *err)
{
	enum status status = job_read(job, err);
	if (status == STATUS_OK)
		status = flow_finish(job->flow, err);
	if (status == STATUS_OK)
		status = hit_collector_check(job->collector, err);
	if (status == STATUS_OK)
		status = add_up_paid(job, err);
	if (status == STATUS_OK)
		status = build_cases(job, has_case_rules(job), err);
	if (status == STATUS_OK)
		status = run_case_rules(job, err);
	return status;
}

enum status job_run(struct job *job, struct err *err)
{
	enum status status = job_start(job, err);
	return status == STATUS_OK ? job_finish(job, err) : status;
}

void job_release(struct job *job)
{
	cases_free(job->cases);
	cases_free(job->merged);
	net_free(job->net);
	hit_collector_free(job->collector);
	flow_free(job->flow);
	for (uint32_t at = 0; job->plan && at < job->plan->rule_count; at++) {
		if (job->exempt)
			exempt_free(job->exempt[at]);
		if (job->rule)
			free(job->rule[at].why);
	}
	free(job->exempt);
	free(job->rule);
	free(job->active);
	inputs_free(&job->inputs);
	plan_free(job->plan);
}
