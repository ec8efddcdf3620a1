#include "workbench/findings.h"

#include <stdlib.h>

static struct finding *add(struct findings *out, enum finding_state state, const struct rule *rule, const struct hit *hit)
{
	ARRAY_GROW(out->item, out->count, out->capacity);
	struct finding *finding = &out->item[out->count++];
	*finding = (struct finding){.rule = rule, .state = state, .county = hit->county};
	case_number(hit->kind, hit->key, hit->fund, hit->county, finding->number);
	return finding;
}

static void add_case(struct findings *out, const struct case_file *file)
{
	for (uint32_t at = 0; at < file->part_count; at++) {
		const struct case_part *part = &file->part[at];
		struct finding *finding = add(out, FINDING_FOUND, part->rule->rule, part->hit);
		finding->file = file;
		finding->claimed = part->claimed;
		finding->grade = (struct span){&part->grade, part->grade != 0};
	}
}

static int by_case(const void *left, const void *right)
{
	const struct finding *a = left, *b = right;
	int order = strcmp(a->number, b->number);
	if (order)
		return order;
	if (a->rule != b->rule)
		return a->rule > b->rule ? 1 : -1; /* rules lie in the set by id */
	return (int)a->state - (int)b->state;
}

/* Exempted hits stand one by one: a rule that has something else in the case, or several of them, counts once. */
static void drop_doubles(struct findings *out)
{
	uint32_t kept = 0;
	for (uint32_t at = 0; at < out->count; at++) {
		const struct finding *before = kept ? &out->item[kept - 1] : NULL, *each = &out->item[at];
		if (!before || before->rule != each->rule || strcmp(before->number, each->number))
			out->item[kept++] = *each;
	}
	out->count = kept;
}

void findings_make(const struct cases *cases, const struct outcomes *outcomes, struct findings *out)
{
	*out = (struct findings){0};
	for (uint32_t at = 0; at < cases->case_count; at++)
		add_case(out, &cases->file[at]);
	for (uint32_t at = 0; at < cases->withheld_count; at++)
		add(out, FINDING_UNDECIDED, cases->withheld[at].rule->rule, cases->withheld[at].hit);
	for (uint32_t at = 0; at < cases->exempted_count; at++)
		add(out, FINDING_EXEMPTED, cases->exempted[at].rule->rule, cases->exempted[at].hit);
	if (out->count) /* qsort wants no NULL */
		qsort(out->item, out->count, sizeof *out->item, by_case);
	drop_doubles(out);
	for (uint32_t at = 0; at < out->count; at++) {
		struct finding *finding = &out->item[at];
		finding->outcome = outcomes_find(outcomes, span_of(finding->number), finding->rule);
		if (!finding->outcome)
			finding->outcome = outcomes_find(outcomes, span_of(finding->number), NULL);
		if (finding->outcome && !finding->grade.size)
			finding->grade = finding->outcome->grade;
	}
}

void findings_free(struct findings *findings)
{
	free(findings->item);
}

uint32_t findings_of(const struct findings *findings, struct span number, uint32_t *first)
{
	uint32_t low = 0, high = findings->count, count = 0;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (span_compare(span_of(findings->item[middle].number), number) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	while (low + count < findings->count && span_equal(span_of(findings->item[low + count].number), number))
		count++;
	*first = low;
	return count;
}
