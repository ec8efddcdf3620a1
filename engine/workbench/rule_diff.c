/* hecha rule diff: what two rules or rule folders mean, and what they find in the same extracts. */
#include <stdlib.h>
#include <sys/stat.h>

#include "workbench/diff_report.h"

static bool is_file(const char *path)
{
	struct stat about;
	return !stat(path, &about) && S_ISREG(about.st_mode);
}

/* ---- meaning ---- */

static void compare_pair(struct comparison *comparison, const struct rule *a, const struct rule *b)
{
	struct rule_pair pair = {.a = a, .b = b};
	if (a && b) {
		pair.a_facts = rule_facts(a, &comparison->arena);
		pair.b_facts = rule_facts(b, &comparison->arena);
		pair.change = facts_compare(&pair.a_facts, &pair.b_facts, &comparison->arena, &pair.change_count);
	}
	if (a && b && !pair.change_count) {
		facts_free(&pair.a_facts);
		facts_free(&pair.b_facts);
		return;
	}
	comparison->pair[comparison->pair_count++] = pair;
}

/* Rules lie in a set by id. Two files are one pair, whatever their rules are called. */
static void compare_sets(struct comparison *comparison, const struct rule_set *a, const struct rule_set *b, bool files)
{
	comparison->pair = arena_alloc(&comparison->arena, (a->rule_count + b->rule_count + 1) * sizeof *comparison->pair);
	if (files) {
		compare_pair(comparison, &a->rule[0], &b->rule[0]);
		return;
	}
	for (uint32_t i = 0, j = 0; i < a->rule_count || j < b->rule_count;) {
		int order = i == a->rule_count ? 1 : j == b->rule_count ? -1 : span_compare(a->rule[i].id, b->rule[j].id);
		compare_pair(comparison, order <= 0 ? &a->rule[i] : NULL, order >= 0 ? &b->rule[j] : NULL);
		i += order <= 0;
		j += order >= 0;
	}
}

static enum status read_set(const char *path, struct rule_set **set, struct err *err)
{
	enum status status = rule_set_read(&path, 1, true, set, err);
	if (status == STATUS_OK && !(*set)->rule_count)
		status = err_set(err, STATUS_USAGE, "no rule in %s\n  hint: hecha rule diff takes two rule files, or two folders with rules", path);
	return status;
}

/* ---- effect ---- */

/* Of a folder its active rules, of a file its rule whatever its status; where that reads cases, the agency's active rules make them. */
static void choose_rules(struct session *session, const struct rule_set *own, bool file)
{
	bool with_active = file && span_equal(own->rule[0].query.from_table, SPAN("case"));
	session->chosen_count = 0;
	for (uint32_t at = 0; at < session->set->rule_count; at++) {
		const struct rule *rule = &session->set->rule[at];
		bool is_own = rule_set_rule(own, rule->id) != NULL, active = rule->status == RULE_ACTIVE;
		if ((is_own && (file || active)) || (with_active && active))
			session->chosen[session->chosen_count++] = rule;
	}
}

static enum status run_side(const struct hecha_options *options, const char *path, const struct rule_set *own, struct diff_side *side,
			    struct err *err)
{
	enum status status = session_open_with(options, path, &side->session, err);
	if (status != STATUS_OK)
		return status;
	choose_rules(&side->session, own, is_file(path));
	status = session_job(&side->session, options, &side->job, err);
	if (status == STATUS_OK)
		status = job_run(&side->job, err);
	if (status != STATUS_OK)
		return status;
	report_parts_init(&side->parts, &side->session, &side->job);
	side->ran = true;
	return STATUS_OK;
}

static void release_side(struct diff_side *side)
{
	if (side->ran)
		report_parts_free(&side->parts);
	job_release(&side->job);
	session_close(&side->session);
}

void comparison_gaps(const struct comparison *comparison,
		     void (*each)(void *context, const char *side, const struct report_rule *rule), void *context)
{
	for (int side = 0; side < 2; side++) {
		const struct report *report = &comparison->side[side].parts.report;
		for (uint32_t at = 0; at < report->rule_count; at++)
			if (session_chose(&comparison->side[side].session, report->rule[at].rule) && report->rule[at].state != RULE_RAN)
				each(context, side ? "B" : "A", &report->rule[at]);
	}
}

static void count_gap(void *context, const char *side, const struct report_rule *rule)
{
	(void)side, (void)rule;
	++*(uint32_t *)context;
}

static int outcome(const struct comparison *comparison)
{
	uint32_t gaps = 0;
	if (comparison->pair_count || comparison->effect.differs)
		return HECHA_NO;
	if (comparison->side)
		comparison_gaps(comparison, count_gap, &gaps);
	return gaps ? HECHA_GAPS : HECHA_DONE;
}

/* ---- the verb ---- */

static void print(const struct comparison *comparison)
{
	struct buffer text = BUFFER_INIT;
	if (comparison->options->json)
		diff_json(comparison, &text);
	else
		diff_text(comparison, &text);
	fwrite(text.data, 1, text.size, comparison->options->out);
	buffer_free(&text);
}

static enum status compare_effect(struct comparison *comparison, struct diff_side *side, struct rule_set *const *set, struct err *err)
{
	bool files = is_file(comparison->a_path) && is_file(comparison->b_path);
	enum status status = run_side(comparison->options, comparison->a_path, set[0], &side[0], err);
	if (status == STATUS_OK)
		status = run_side(comparison->options, comparison->b_path, set[1], &side[1], err);
	if (status != STATUS_OK)
		return status;
	comparison->side = side;
	comparison->effect = effect_of(&side[0], &side[1], files ? set[0]->rule[0].id : SPAN(""), files ? set[1]->rule[0].id : SPAN(""),
				       &comparison->arena);
	return STATUS_OK;
}

int hecha_rule_diff(const struct hecha_options *options, const char *a, const char *b, uint32_t examples, char **error)
{
	struct comparison comparison = {.options = options, .a_path = a, .b_path = b, .example_max = examples};
	struct diff_side side[2] = {0};
	struct rule_set *set[2] = {NULL, NULL};
	struct err err = ERR_INIT;
	enum status status = read_set(a, &set[0], &err);
	if (status == STATUS_OK)
		status = read_set(b, &set[1], &err);
	if (status == STATUS_OK) {
		compare_sets(&comparison, set[0], set[1], is_file(a) && is_file(b));
		if (options->folder)
			status = compare_effect(&comparison, side, set, &err);
	}
	int code = status == STATUS_OK ? outcome(&comparison) : HECHA_DONE;
	if (status == STATUS_OK)
		print(&comparison);
	for (uint32_t at = 0; at < comparison.pair_count; at++) {
		facts_free(&comparison.pair[at].a_facts);
		facts_free(&comparison.pair[at].b_facts);
	}
	release_side(&side[0]);
	release_side(&side[1]);
	arena_free(&comparison.arena);
	rule_set_free(set[0]);
	rule_set_free(set[1]);
	int failed = exit_with(status, &err, error);
	return status == STATUS_OK ? code : failed;
}
