/* How much of a rule could not be decided, per code. */
#include <stdlib.h>

#include "report/output.h"

static int by_key(const void *left, const void *right)
{
	const struct withheld *const *a = left, *const *b = right;
	return span_compare((*a)->hit->key, (*b)->hit->key);
}

static uint64_t count_distinct(const struct withheld **row, uint32_t count)
{
	uint64_t distinct = 0;
	if (count)
		qsort(row, count, sizeof(*row), by_key);
	for (uint32_t at = 0; at < count; at++)
		distinct += !at || by_key(&row[at - 1], &row[at]);
	return distinct;
}

static uint64_t count_subjects(const struct cases *cases, const struct rule *rule, uint32_t code)
{
	const struct withheld **row = mem_alloc((cases->withheld_count + 1) * sizeof(*row));
	uint32_t count = 0;
	for (uint32_t at = 0; at < cases->withheld_count; at++)
		if (cases->withheld[at].rule->rule == rule && cases->withheld[at].codes >> code & 1)
			row[count++] = &cases->withheld[at];
	uint64_t distinct = count_distinct(row, count);
	free(row);
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
