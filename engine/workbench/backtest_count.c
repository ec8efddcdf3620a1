/* Findings and outcomes into tallies. */
#include <stdlib.h>

#include "workbench/backtest.h"
#include "workbench/findings.h"

const char *const no_match_words[MATCH_WORDS] = {"found", "undecided", "exempted", "other-rule", "rule-not-run", "no-case"};

/* ---- tallies by key ---- */

static struct tally *tally_of(struct tallies *tallies, struct span key)
{
	for (uint32_t at = 0; at < tallies->count; at++)
		if (span_equal(tallies->item[at].key, key))
			return &tallies->item[at];
	ARRAY_GROW(tallies->item, tallies->count, tallies->capacity);
	tallies->item[tallies->count] = (struct tally){.key = key};
	return &tallies->item[tallies->count++];
}

static int by_key(const void *left, const void *right)
{
	const struct tally *a = left, *b = right;
	if (!a->key.size != !b->key.size)
		return a->key.size ? -1 : 1; /* what is not known comes last */
	return span_compare(a->key, b->key);
}

static void sort(struct tallies *tallies)
{
	if (tallies->count) /* qsort wants no NULL */
		qsort(tallies->item, tallies->count, sizeof *tallies->item, by_key);
}

/* ---- judged things ---- */

/* What people say of a finding or of a case. */
struct judged {
	bool judged, is_true, has_amount;
	int64_t amount; /* fen verified */
	bool beyond;	/* the amount is of exactly this, so that what exceeds the claim is beyond it */
};

static void count(struct tally *tally, int64_t claimed, const struct judged *judged)
{
	tally->cases++;
	tally->judged += judged->judged;
	tally->true_count += judged->is_true;
	if (!judged->judged || !judged->has_amount || claimed <= 0)
		return;
	int64_t within = judged->amount < claimed ? judged->amount : claimed;
	tally->amounts_known++;
	tally->claimed += claimed;
	tally->verified += within;
	tally->beyond += judged->beyond ? judged->amount - within : 0;
}

static struct judged judged_by(const struct outcome *outcome, bool exactly)
{
	if (!outcome)
		return (struct judged){0};
	return (struct judged){true, outcome_is_true(outcome), outcome->has_amount, outcome->amount, exactly};
}

/* A case without an outcome of its own, from those of its rules: true when one is; not true when all were judged and none is. Its amount is known
 * when all are, and no more than is due: rules may have claimed the same month. */
static struct judged judged_by_rules(const struct finding *finding, uint32_t count, const struct case_file *file)
{
	struct judged out = {.judged = true, .has_amount = true};
	for (uint32_t at = 0; at < count; at++) {
		if (finding[at].state != FINDING_FOUND)
			continue;
		const struct outcome *outcome = finding[at].outcome;
		out.judged &= outcome != NULL;
		out.is_true |= outcome && outcome_is_true(outcome);
		out.has_amount &= outcome && outcome->has_amount;
		out.amount += outcome ? outcome->amount : 0;
	}
	out.judged |= out.is_true;
	out.amount = out.amount < file->due ? out.amount : file->due;
	return out;
}

/* ---- findings and cases ---- */

static struct tally *tally_of_finding(struct backtest *backtest, const struct finding *finding, uint32_t which)
{
	switch (which) {
	case 0:
		return &backtest->total;
	case 1:
		return tally_of(&backtest->rule, finding->rule->id);
	case 2:
		return tally_of(&backtest->class, span_of(rule_class_names[finding->rule->class]));
	default:
		return tally_of(&backtest->county, finding->county);
	}
}

static void count_undecided(struct backtest *backtest, const struct finding *finding)
{
	for (uint32_t which = 0; which < 4; which++) {
		struct tally *tally = tally_of_finding(backtest, finding, which);
		tally->undecided++;
		tally->undecided_judged += finding->outcome != NULL;
		tally->undecided_true += finding->outcome && outcome_is_true(finding->outcome);
	}
}

static void count_finding(struct backtest *backtest, const struct finding *finding)
{
	struct judged judged = judged_by(finding->outcome, finding->outcome && finding->outcome->rule);
	if (finding->state == FINDING_UNDECIDED)
		count_undecided(backtest, finding);
	if (finding->state != FINDING_FOUND)
		return;
	count(tally_of(&backtest->rule, finding->rule->id), finding->claimed, &judged);
	if (finding->grade.size)
		count(tally_of(&backtest->grade, finding->grade), finding->claimed, &judged);
}

static void count_case(struct backtest *backtest, const struct findings *findings, const struct case_file *file)
{
	uint32_t first, each = findings_of(findings, span_of(file->number), &first);
	const struct outcome *whole = outcomes_find(&backtest->outcomes, span_of(file->number), NULL);
	struct judged judged = whole ? judged_by(whole, true) : judged_by_rules(&findings->item[first], each, file);
	count(&backtest->total, file->due, &judged);
	count(tally_of(&backtest->class, span_of(rule_class_names[file->class])), file->due, &judged);
	count(tally_of(&backtest->county, file->county), file->due, &judged);
}

/* ---- outcomes: what they speak of, and what is known ---- */

static bool rule_ran(const struct job *job, const struct rule *rule)
{
	for (uint32_t at = 0; at < job->plan->rule_count; at++)
		if (job->plan->rule[at].rule == rule)
			return job->active[at];
	return false;
}

static enum no_match match_of(const struct backtest *backtest, const struct findings *findings, const struct outcome *outcome)
{
	uint32_t first, count = findings_of(findings, outcome->number, &first);
	enum finding_state best = FINDING_EXEMPTED + 1;
	for (uint32_t at = first; at < first + count; at++)
		if ((!outcome->rule || findings->item[at].rule == outcome->rule) && findings->item[at].state < best)
			best = findings->item[at].state;
	if (best <= FINDING_EXEMPTED)
		return best == FINDING_FOUND ? MATCH_FOUND : best == FINDING_UNDECIDED ? MATCH_UNDECIDED : MATCH_EXEMPTED;
	if (outcome->rule && !rule_ran(backtest->job, outcome->rule))
		return MATCH_NOT_RUN;
	return count ? MATCH_OTHER_RULE : MATCH_NO_CASE;
}

/* A true problem, but for one of a rule that did not run: nothing could find it. */
static bool is_known(const struct backtest *backtest, uint32_t number)
{
	return outcome_is_true(&backtest->outcomes.item[number]) && backtest->match[number] != MATCH_NOT_RUN;
}

static void count_known(struct tally *tally, bool found)
{
	tally->known++;
	tally->known_found += found;
}

/* The class of a case, or of the gravest rule that outcomes [from, to) name; empty when nothing says. */
static struct span class_of(const struct backtest *backtest, const struct case_file *file, uint32_t from, uint32_t to)
{
	const struct rule *gravest = NULL;
	if (file)
		return span_of(rule_class_names[file->class]);
	for (uint32_t at = from; at < to; at++) {
		const struct rule *rule = backtest->outcomes.item[at].rule;
		if (rule && is_known(backtest, at) && (!gravest || rule->class > gravest->class))
			gravest = rule;
	}
	return gravest ? span_of(rule_class_names[gravest->class]) : (struct span){0};
}

/* Outcomes [from, to) are of one case: a true problem is known once, and found when the case is, by whatever rule. */
static void count_known_case(struct backtest *backtest, const struct findings *findings, uint32_t from, uint32_t to)
{
	uint32_t known = from, first;
	while (known < to && !is_known(backtest, known))
		known++;
	if (known == to)
		return;
	const struct outcome *outcome = &backtest->outcomes.item[known];
	uint32_t count = findings_of(findings, outcome->number, &first);
	const struct case_file *file = NULL;
	for (uint32_t at = first; at < first + count && !file; at++)
		file = findings->item[at].file;
	count_known(&backtest->total, file);
	count_known(tally_of(&backtest->class, class_of(backtest, file, from, to)), file);
	count_known(tally_of(&backtest->county, count ? findings->item[first].county : outcome->county), file);
}

static void count_outcomes(struct backtest *backtest, const struct findings *findings)
{
	const struct outcomes *outcomes = &backtest->outcomes;
	backtest->match = mem_alloc((outcomes->count + 1) * sizeof *backtest->match);
	for (uint32_t at = 0; at < outcomes->count; at++) {
		const struct outcome *outcome = &outcomes->item[at];
		backtest->match[at] = match_of(backtest, findings, outcome);
		if (outcome->rule && is_known(backtest, at))
			count_known(tally_of(&backtest->rule, outcome->rule->id), backtest->match[at] == MATCH_FOUND);
	}
	for (uint32_t from = 0, to; from < outcomes->count; from = to) {
		for (to = from + 1; to < outcomes->count && span_equal(outcomes->item[to].number, outcomes->item[from].number);)
			to++;
		count_known_case(backtest, findings, from, to);
	}
}

struct line_of {
	uint64_t line;
	uint32_t number;
};

static int by_line(const void *left, const void *right)
{
	const struct line_of *a = left, *b = right;
	return (a->line > b->line) - (a->line < b->line);
}

static void order_by_line(struct backtest *backtest)
{
	uint32_t count = backtest->outcomes.count;
	struct line_of *line = mem_alloc((count + 1) * sizeof *line);
	backtest->by_line = mem_alloc((count + 1) * sizeof *backtest->by_line);
	for (uint32_t at = 0; at < count; at++)
		line[at] = (struct line_of){backtest->outcomes.item[at].line, at};
	qsort(line, count, sizeof *line, by_line);
	for (uint32_t at = 0; at < count; at++)
		backtest->by_line[at] = line[at].number;
	free(line);
}

void backtest_count(struct backtest *backtest)
{
	struct findings findings;
	const struct plan *plan = backtest->job->plan;
	findings_make(backtest->job->cases, &backtest->outcomes, &findings);
	for (uint32_t at = 0; at < plan->rule_count; at++) /* a rule that found nothing has a line too */
		if (backtest->job->active[at])
			tally_of(&backtest->rule, plan->rule[at].rule->id);
	for (uint32_t at = 0; at < findings.count; at++)
		count_finding(backtest, &findings.item[at]);
	for (uint32_t at = 0; at < backtest->job->cases->case_count; at++)
		count_case(backtest, &findings, &backtest->job->cases->file[at]);
	count_outcomes(backtest, &findings);
	order_by_line(backtest);
	sort(&backtest->rule);
	sort(&backtest->grade);
	sort(&backtest->class);
	sort(&backtest->county);
	findings_free(&findings);
}
