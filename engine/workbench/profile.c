/* hecha rule profile: the nightly run's own job, whose stages count what they do. */
#include "workbench/profile.h"

#include <stdlib.h>

#include "workbench/agency_job.h"

/* ---- a stage's conditions, in the order in which rows meet them ---- */

static void add_node(struct profile_stage *out, enum profile_kind kind, const struct condition *condition, const struct pass_count *count)
{
	out->node[out->node_count++] =
		(struct profile_node){.kind = kind, .text = condition->expr->source, .in = count->judged, .passed = count->passed, .visits = count->judged};
}

static void add_match(const struct plan *plan, struct profile_stage *out, uint32_t number)
{
	const struct plan_match *match = &out->stage->match[number];
	const struct match_count *count = &out->counts->match[number];
	out->node[out->node_count++] = (struct profile_node){.kind = PROFILE_MATCH, .text = match->spec->on->source,
							     .table = plan_source_name(plan, match->source), .in = count->keys,
							     .passed = count->matched, .partners = count->partners,
							     .visits = count->keys + count->partners};
	for (uint32_t at = 0; at < out->stage->after_count; at++)
		if (out->stage->after[at].slot == number + 1)
			add_node(out, PROFILE_WHERE, &out->stage->after[at], &out->counts->after[at]);
}

static void add_stage(const struct job *job, const struct stage *stage, struct profile_stage *out, struct arena *arena)
{
	uint32_t most = stage->before_count + stage->match_count + stage->after_count + stage->undecided_count + stage->having_count;
	*out = (struct profile_stage){.stage = stage, .counts = stage_counts_new(stage, arena),
				      .node = arena_zero(arena, most + 1, sizeof *out->node)};
	flow_counts(job->flow, stage, out->counts);
	for (uint32_t at = 0; at < stage->before_count; at++)
		add_node(out, PROFILE_WHERE, &stage->before[at], &out->counts->before[at]);
	for (uint32_t at = 0; at < stage->match_count; at++)
		add_match(job->plan, out, at);
	for (uint32_t at = 0; at < stage->undecided_count; at++) {
		add_node(out, PROFILE_UNDECIDED, &stage->undecided[at], &out->counts->undecided[at]);
		out->node[out->node_count - 1].code = job->plan->rule[stage->rule].rule->undecided[at].code;
	}
	for (uint32_t at = 0; at < stage->having_count; at++)
		add_node(out, PROFILE_HAVING, &stage->having[at], &out->counts->having[at]);
	out->visits = *out->counts->rows + *out->counts->grouped + *out->counts->groups;
	for (uint32_t at = 0; at < out->node_count; at++)
		out->visits += out->node[at].visits;
}

/* ---- rules ---- */

static void add_rule(struct profile *profile, uint32_t number, struct arena *arena)
{
	const struct job *job = profile->job;
	struct profile_rule rule = {.plan = &job->plan->rule[number], .why = number < job->plan->rule_count ? job->rule[number].why : NULL};
	for (uint32_t at = 0; at < job->plan->stage_count; at++)
		rule.stage_count += job->plan->stage[at]->rule == number;
	rule.stage = arena_zero(arena, rule.stage_count + 1, sizeof *rule.stage);
	rule.stage_count = 0;
	for (uint32_t at = 0; at < job->plan->stage_count; at++) {
		if (job->plan->stage[at]->rule != number)
			continue;
		add_stage(job, job->plan->stage[at], &rule.stage[rule.stage_count], arena);
		rule.visits += rule.stage[rule.stage_count++].visits;
	}
	profile->visits += rule.visits;
	if (rule.stage_count)
		profile->rule[profile->rule_count++] = rule;
}

static int by_cost(const void *left, const void *right)
{
	const struct profile_rule *a = left, *b = right;
	if (a->visits != b->visits)
		return a->visits > b->visits ? -1 : 1;
	return (a->plan->number > b->plan->number) - (a->plan->number < b->plan->number); /* rules lie by id */
}

const char *profile_rule_name(const struct profile *profile, const struct profile_rule *rule, int *size)
{
	bool net = rule->plan->number == profile->job->plan->rule_count;
	struct span name = net ? SPAN("(paid net)") : rule->plan->rule->id;
	*size = (int)name.size;
	return name.data;
}

/* ---- what all rules share ---- */

static void add_table(struct profile *profile, uint32_t number)
{
	const struct job *job = profile->job;
	const struct table *table = job->plan->table[number];
	struct profile_table out = {.spec = table->spec, .columns = table->spec->column_count, .in_memory = flow_wants_memory(job->flow, number)};
	bool read = false;
	for (uint32_t at = 0; at < job->inputs.count; at++) {
		const struct input *input = &job->inputs.input[at];
		if (input->table != number || !input->scanned)
			continue;
		read = true;
		out.bytes += input->file_bytes;
		out.records += input->extract.kept_count + input->extract.rejected_count;
	}
	for (uint32_t column = 0; column < out.columns; column++)
		out.columns_read += table->wanted[column];
	if (read)
		profile->table[profile->table_count++] = out;
}

static void gather(struct profile *profile, struct arena *arena)
{
	const struct plan *plan = profile->job->plan;
	profile->table = arena_zero(arena, plan->table_count + 1, sizeof *profile->table);
	profile->rule = arena_zero(arena, plan->rule_count + 1, sizeof *profile->rule);
	for (uint32_t at = 0; at < plan->table_count; at++)
		add_table(profile, at);
	for (uint32_t at = 0; at <= plan->rule_count; at++)
		add_rule(profile, at, arena);
	qsort(profile->rule, profile->rule_count, sizeof *profile->rule, by_cost);
}

static enum status print(void *context, const struct session *session, const struct job *job, struct err *err)
{
	const struct hecha_options *options = context;
	struct profile profile = {.job = job};
	struct arena arena = ARENA_INIT;
	struct buffer text = BUFFER_INIT;
	(void)session, (void)err;
	gather(&profile, &arena);
	(options->json ? profile_json : profile_text)(&profile, &text);
	fwrite(text.data, 1, text.size, options->out);
	buffer_free(&text);
	arena_free(&arena);
	return STATUS_OK;
}

int hecha_rule_profile(const struct hecha_options *options, char **error)
{
	struct hecha_options context = *options;
	return agency_job(options, &(struct agency_verb){.finish = print, .read_once = true}, &context, error);
}
