#include "claims.h"

#include "payrows.h"
#include "plant.h"

#include <stdlib.h>
#include <string.h>

/* What of a month's payment is not claimed. */
static int64_t lawful_part(const struct world *w, const struct plant *p, int month)
{
	if (p->amount == AMOUNT_OVER_MONTH)
		return payrows_net(w, p->benefit, (int)p->value);
	if (p->amount != AMOUNT_OVER_TOP_UP)
		return 0;
	int64_t gap = p->value - payrows_net(w, p->other, month);
	return gap > 0 ? gap : 0;
}

int claim_parts(const struct world *w, const struct plant *p, int month, int64_t parts[CLAIM_PARTS])
{
	int count = 1, kept = 0;
	if (!months_has(w, &p->months, month))
		return 0;
	if (p->amount == AMOUNT_DUPLICATE)
		count = payrows_duplicates(w, p->benefit, month, parts);
	else if (p->amount == AMOUNT_PUBLIC_WITH_OTHER)
		parts[0] = payrows_net_public(w, p->benefit, month);
	else
		parts[0] = payrows_net(w, p->benefit, month) - lawful_part(w, p, month);
	if (p->amount >= AMOUNT_WITH_OTHER && payrows_net(w, p->other, month) <= 0)
		return 0;
	for (int i = 0; i < count; i++)
		if (parts[i] > 0)
			parts[kept++] = parts[i];
	return kept;
}

static int by_benefit(const void *left, const void *right)
{
	const struct plant *a = *(const struct plant *const *)left, *b = *(const struct plant *const *)right;
	if (a->benefit != b->benefit)
		return a->benefit < b->benefit ? -1 : 1;
	return a->rule - b->rule;
}

/* The largest of the rules' claims for a month, and never more than was paid; -1 when there is none. */
static int64_t due_of(const struct world *w, const struct plant *const *plants, size_t count, int month)
{
	int64_t most = -1, sum = 0, parts[CLAIM_PARTS];
	for (size_t i = 0; i < count; i++) {
		int found = claim_parts(w, plants[i], month, parts);
		if (i == 0 || plants[i]->rule != plants[i - 1]->rule)
			sum = 0;
		for (int n = 0; n < found; n++)
			sum += parts[n];
		if (sum > most && sum > 0)
			most = sum;
	}
	int64_t net = most > 0 ? payrows_net(w, plants[0]->benefit, month) : most;
	return most < net ? most : net;
}

static void add_case(struct claim_case_list *list, const struct world *w, const struct plant *const *plants, size_t count)
{
	struct claim_case c = {.benefit = plants[0]->benefit};
	for (int m = w->first_month; m <= w->last_month; m++) {
		int64_t due = due_of(w, plants, count, m);
		if (due <= 0)
			continue;
		c.due += due;
		c.months++;
	}
	for (size_t i = 0; i < count; i++) {
		c.not_entitled |= plants[i]->rule != RULE_DUPLICATE;
		c.dead |= plants[i]->rule == RULE_DEATH || plants[i]->rule == RULE_CREMATION;
	}
	if (c.months)
		*list_add(list) = c;
}

struct claim_case_list claim_cases(const struct world *w)
{
	struct claim_case_list list = {0};
	const struct plant **plants = malloc((w->plants.count + 1) * sizeof *plants);
	size_t count = 0;
	if (!plants)
		die("out of memory");
	for (size_t i = 0; i < w->plants.count; i++)
		if (!strcmp(w->plants.at[i].expect, "claim"))
			plants[count++] = &w->plants.at[i];
	if (count)
		qsort(plants, count, sizeof *plants, by_benefit);
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count && plants[end]->benefit == plants[i]->benefit; end++)
			;
		add_case(&list, w, plants + i, end - i);
	}
	free(plants);
	return list;
}
