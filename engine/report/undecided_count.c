/* How much of a rule could not be decided, per code. */
#include <stdlib.h>

#include "report/output.h"

/* What a rule withholds comes by subject. */
static uint64_t count_subjects(const struct cases *cases, const struct rule *rule, uint32_t code)
{
	const struct withheld *last = NULL;
	uint64_t distinct = 0;
	for (uint32_t at = 0; at < cases->withheld_count; at++) {
		const struct withheld *withheld = &cases->withheld[at];
		if (withheld->rule->rule != rule || !(withheld->codes >> code & 1))
			continue;
		distinct += !last || !span_equal(last->hit->key, withheld->hit->key);
		last = withheld;
	}
	return distinct;
}

static bool same_column(const struct undecided_row *a, const struct undecided_row *b)
{
	return a->rule == b->rule && span_equal(span_of(a->column), span_of(b->column));
}

void undecided_count(const struct report *report, const struct rule *rule,
		     void (*each)(void *context, const char *code, uint64_t count), void *context)
{
	const struct hits *hits = report->hits;
	for (uint32_t code = 0; code < rule->undecided_count; code++) {
		char *name = mem_format("%.*s", SPAN_ARG(rule->undecided[code].code));
		each(context, name, count_subjects(report->cases, rule, code));
		free(name);
	}
	for (uint32_t from = 0, to; from < hits->undecided_count; from = to) { /* they come by rule and column */
		to = from + 1;
		if (hits->undecided[from].rule->rule != rule)
			continue;
		while (to < hits->undecided_count && same_column(&hits->undecided[from], &hits->undecided[to]))
			to++;
		const char *column = hits->undecided[from].column;
		char *name = column ? mem_format("missing:%s", column) : mem_text(CODE_TOO_MANY);
		each(context, name, to - from);
		free(name);
	}
}

static void add(void *context, const char *code, uint64_t count)
{
	(void)code;
	*(uint64_t *)context += count;
}

uint64_t undecided_sum(const struct report *report, const struct rule *rule)
{
	uint64_t sum = 0;
	undecided_count(report, rule, add, &sum);
	return sum;
}

uint64_t report_undecided_total(const struct report *report)
{
	uint64_t total = 0;
	for (uint32_t at = 0; at < report->rule_count; at++)
		total += undecided_sum(report, report->rule[at].rule);
	return total;
}
