/* The order of hits and of undecided rows: no thread decides it. */
#include "hit/hit_order.h"

#include <stdlib.h>

int hit_compare_case(const struct hit *a, const struct hit *b)
{
	int order = span_compare(a->kind, b->kind);
	order = order ? order : span_compare(a->key, b->key);
	order = order ? order : span_compare(a->fund, b->fund);
	return order ? order : span_compare(a->county, b->county);
}

static int compare_hits(const struct hit *a, const struct hit *b, struct symbols *symbols)
{
	int order = hit_compare_case(a, b);
	if (!order && a->rule != b->rule)
		order = span_compare(a->rule->rule->id, b->rule->rule->id);
	if (!order && a->month != b->month)
		order = a->month < b->month ? -1 : 1;
	if (!order)
		order = place_compare(a->group->place, b->group->place);
	if (!order && a->amount != b->amount)
		order = a->amount < b->amount ? -1 : 1;
	if (!order && a->group->stage == b->group->stage)
		order = packed_compare(a->group->stage, a->group->first, b->group->first, symbols);
	return order;
}

struct span hit_kind(const struct rule *rule)
{
	return rule->has_claim ? SPAN("person") : rule->subject_kind;
}

/* A hit while they are sorted: what tells most of them apart as numbers, so that few have to be looked at. */
struct sort_key {
	uint64_t key[2]; /* the first bytes of hit->key, in their order */
	uint32_t kind;	 /* numbers in the order of kinds */
	uint32_t at;
};

struct sort_context {
	const struct hit *hit;
	struct symbols *symbols;
};

static int key_order(const void *left, const void *right, void *context)
{
	const struct sort_key *a = left, *b = right;
	const struct sort_context *sort = context;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	for (uint32_t half = 0; half < 2; half++)
		if (a->key[half] != b->key[half])
			return a->key[half] < b->key[half] ? -1 : 1;
	return compare_hits(&sort->hit[a->at], &sort->hit[b->at], sort->symbols);
}

/* Zeros stand behind a short key: equal numbers are looked at again, others have the order of the texts. */
static void first_bytes(struct span text, uint64_t out[2])
{
	unsigned char first[16] = {0};
	if (text.size)
		memcpy(first, text.data, text.size < sizeof first ? text.size : sizeof first);
	for (uint32_t at = 0; at < sizeof first; at++)
		out[at / 8] = out[at / 8] << 8 | first[at];
}

/* Per rule: how many rules have a smaller kind. */
static uint32_t *number_kinds(const struct plan *plan)
{
	uint32_t *kind = mem_zero(plan->rule_count + 1, sizeof *kind);
	for (uint32_t at = 0; at < plan->rule_count; at++)
		for (uint32_t other = 0; other < plan->rule_count; other++)
			kind[at] += span_compare(hit_kind(plan->rule[other].rule), hit_kind(plan->rule[at].rule)) < 0;
	return kind;
}

/* Each hit goes to its place around the circle of those that stand in each other's way: none is there twice. */
static void move_hits(struct hit *hit, struct sort_key *order, uint32_t count)
{
	for (uint32_t start = 0; start < count; start++) {
		if (order[start].at == start)
			continue;
		struct hit first = hit[start];
		uint32_t to = start;
		while (order[to].at != start) {
			uint32_t from = order[to].at;
			hit[to] = hit[from];
			order[to].at = to;
			to = from;
		}
		hit[to] = first;
		order[to].at = to;
	}
}

void hits_sort(const struct plan *plan, struct hit *hit, uint32_t count)
{
	struct sort_context context = {hit, plan->symbols};
	struct sort_key *order = mem_alloc(count * sizeof *order);
	uint32_t *kind = number_kinds(plan);
	for (uint32_t at = 0; at < count; at++) {
		order[at] = (struct sort_key){.kind = kind[hit[at].rule->number], .at = at};
		first_bytes(hit[at].key, order[at].key);
	}
	if (count)
		qsort_r(order, count, sizeof *order, key_order, &context);
	move_hits(hit, order, count);
	free(kind);
	free(order);
}

/* ---- undecided rows ---- */

static int undecided_order(const void *left, const void *right)
{
	const struct undecided_row *a = left, *b = right;
	int order = a->rule == b->rule ? 0 : span_compare(a->rule->rule->id, b->rule->rule->id);
	if (!order)
		order = span_compare(span_of(a->column), span_of(b->column));
	if (!order)
		order = place_compare(a->place, b->place);
	return order ? order : span_compare(b->subject, a->subject); /* one with a subject before one without */
}

/* A row may be met by a `with` table and by the rule itself: it is one row. */
static uint32_t drop_doubles(struct undecided_row *row, uint32_t count)
{
	uint32_t kept = 0;
	for (uint32_t at = 0; at < count; at++) {
		const struct undecided_row *last = kept ? &row[kept - 1] : NULL;
		bool same = last && last->rule == row[at].rule && span_equal(span_of(last->column), span_of(row[at].column)) &&
			    !place_compare(last->place, row[at].place);
		if (!same)
			row[kept++] = row[at];
	}
	return kept;
}

uint32_t undecided_sort(struct undecided_row *row, uint32_t count)
{
	if (count)
		qsort(row, count, sizeof *row, undecided_order);
	return drop_doubles(row, count);
}
