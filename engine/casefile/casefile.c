#include "casefile/casefile.h"

#include <stdlib.h>

#include "casefile/case_make.h"

/* ---- order and checks ---- */

static int case_order(const void *left, const void *right)
{
	const struct case_file *a = left, *b = right;
	if (a->class != b->class)
		return a->class > b->class ? -1 : 1;
	int order = span_compare(a->county, b->county);
	return order ? order : strcmp(a->number, b->number);
}

static int number_order(const void *left, const void *right)
{
	const struct case_file *const *a = left, *const *b = right;
	return strcmp((*a)->number, (*b)->number);
}

static enum status check_numbers(const struct cases *cases, struct err *err)
{
	const struct case_file **file = mem_alloc((cases->case_count + 1) * sizeof *file);
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < cases->case_count; at++)
		file[at] = &cases->file[at];
	qsort(file, cases->case_count, sizeof *file, number_order);
	for (uint32_t at = 1; at < cases->case_count && status == STATUS_OK; at++)
		if (!strcmp(file[at]->number, file[at - 1]->number))
			status = err_set(err, STATUS_INTERNAL, "two cases have the number %s", file[at]->number);
	free(file);
	return status;
}

/* Law 5: what was raised is in a case, withheld or exempted, to the fen. */
static enum status check_balance(const struct cases *cases, const struct plan *plan, const struct hits *hits, struct err *err)
{
	uint64_t placed = 0;
	int64_t money = 0;
	for (uint32_t rule = 0; rule < plan->rule_count; rule++) {
		const struct rule_totals *totals = &cases->totals[rule];
		placed += totals->hits + totals->withheld_hits + totals->exempted_hits;
		money += totals->claimed + totals->withheld_claimed + totals->exempted_claimed;
	}
	if (placed == hits->count && money == hits_sum(hits->hit, hits->count))
		return STATUS_OK;
	return err_set(err, STATUS_INTERNAL, "claims do not balance: %u raised, %llu placed", hits->count, (unsigned long long)placed);
}

/* ---- slices: hits of whole subjects, so that threads make cases side by side ---- */

struct slice {
	uint32_t first, end; /* hits */
	struct cases cases;
};

static bool same_subject(const struct hit *a, const struct hit *b)
{
	return span_equal(a->key, b->key) && span_equal(a->kind, b->kind);
}

static void cut_slices(const struct hits *hits, struct slice *slice, uint32_t count)
{
	for (uint32_t at = 0, first = 0; at < count; at++) {
		uint32_t end = (uint32_t)((uint64_t)hits->count * (at + 1) / count);
		if (end < first)
			end = first;
		while (end && end < hits->count && same_subject(&hits->hit[end - 1], &hits->hit[end]))
			end++;
		slice[at].first = first;
		first = slice[at].end = end;
	}
}

static void make_slice(const struct cases_source *from, const struct deadline *deadline, struct slice *slice)
{
	uint32_t rules = from->plan->rule_count;
	const struct hit *hit = from->hits->hit;
	struct builder builder = {.from = from, .deadline = deadline, .cases = &slice->cases,
				  .last_subject = mem_zero(rules + 1, sizeof(*builder.last_subject))};
	slice->cases.totals = arena_zero(&slice->cases.arena, rules + 1, sizeof *slice->cases.totals);
	for (uint32_t first = slice->first, end; first < slice->end; first = end) {
		for (end = first + 1; end < slice->end && !hit_compare_case(&hit[first], &hit[end]);)
			end++;
		case_make(&builder, &hit[first], end - first);
	}
	free(builder.last_subject);
}

static void add_totals(struct rule_totals *into, const struct rule_totals *from, uint32_t count)
{
	for (uint32_t at = 0; at < count; at++) {
		into[at].rows += from[at].rows;
		into[at].hits += from[at].hits;
		into[at].subjects += from[at].subjects;
		into[at].withheld_hits += from[at].withheld_hits;
		into[at].exempted_hits += from[at].exempted_hits;
		into[at].claimed += from[at].claimed;
		into[at].withheld_claimed += from[at].withheld_claimed;
		into[at].exempted_claimed += from[at].exempted_claimed;
	}
}

/* Appends items and gives back what held them. */
#define TAKE_ITEMS(into, into_count, from, from_count)                                                                 \
	do {                                                                                                           \
		if (from_count)                                                                                        \
			memcpy((into) + (into_count), (from), (from_count) * sizeof *(into));                          \
		(into_count) += (from_count);                                                                          \
		free(from);                                                                                            \
	} while (0)

static void take_slice(struct cases *cases, struct cases *slice, uint32_t rules)
{
	TAKE_ITEMS(cases->file, cases->case_count, slice->file, slice->case_count);
	TAKE_ITEMS(cases->withheld, cases->withheld_count, slice->withheld, slice->withheld_count);
	TAKE_ITEMS(cases->exempted, cases->exempted_count, slice->exempted, slice->exempted_count);
	add_totals(cases->totals, slice->totals, rules);
	add_totals(cases->class_totals, slice->class_totals, CLASS_COUNT);
	cases->due += slice->due;
	arena_join(&cases->arena, &slice->arena);
}

static struct cases *join_slices(const struct cases_source *from, struct slice *slice, uint32_t count)
{
	struct cases *cases = mem_zero(1, sizeof *cases);
	size_t file = 1, withheld = 1, exempted = 1;
	for (uint32_t at = 0; at < count; at++) {
		file += slice[at].cases.case_count;
		withheld += slice[at].cases.withheld_count;
		exempted += slice[at].cases.exempted_count;
	}
	cases->file = mem_alloc(file * sizeof *cases->file);
	cases->withheld = mem_alloc(withheld * sizeof *cases->withheld);
	cases->exempted = mem_alloc(exempted * sizeof *cases->exempted);
	cases->totals = arena_zero(&cases->arena, from->plan->rule_count + 1, sizeof *cases->totals);
	for (uint32_t rule = 0; rule < from->plan->rule_count; rule++)
		cases->totals[rule].netted = from->hits->netted[rule];
	for (uint32_t at = 0; at < count; at++)
		take_slice(cases, &slice[at].cases, from->plan->rule_count);
	return cases;
}

static struct cases *make_cases(const struct cases_source *from, const struct deadline *deadline)
{
	enum { EACH = 4 }; /* slices for a thread: a subject with many hits delays one of them */
	uint32_t count = from->threads * EACH;
	struct slice *slice = mem_zero(count, sizeof *slice);
	cut_slices(from->hits, slice, count);
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)from->threads)
	for (uint32_t at = 0; at < count; at++)
		make_slice(from, deadline, &slice[at]);
	struct cases *cases = join_slices(from, slice, count);
	free(slice);
	return cases;
}

/* ---- the whole ---- */

static struct deadline *rule_deadlines(const struct plan *plan)
{
	struct deadline *deadline = mem_zero(plan->rule_count + 1, sizeof *deadline);
	for (uint32_t at = 0; at < plan->rule_count; at++) {
		const struct rule *rule = plan->rule[at].rule;
		const struct handling *handling = class_handling(&plan->set->class[rule->class], rule->action);
		deadline[at] = (struct deadline){handling, INT64_MIN, 0};
		if (handling->working_days >= 0)
			working_day_add(&plan->set->holidays, plan->as_of, handling->working_days, &deadline[at].day,
					&deadline[at].unknown_year);
	}
	return deadline;
}

enum status cases_build(const struct cases_source *from, struct cases **out, struct err *err)
{
	struct deadline *deadline = rule_deadlines(from->plan);
	struct cases *cases = make_cases(from, deadline);
	free(deadline);
	if (cases->case_count)
		qsort(cases->file, cases->case_count, sizeof *cases->file, case_order);
	enum status status = check_balance(cases, from->plan, from->hits, err);
	if (status == STATUS_OK)
		status = check_numbers(cases, err);
	if (status == STATUS_OK)
		*out = cases;
	else
		cases_free(cases);
	return status;
}

void cases_free(struct cases *cases)
{
	if (!cases)
		return;
	free(cases->file);
	free(cases->withheld);
	free(cases->exempted);
	arena_free(&cases->arena);
	free(cases);
}
