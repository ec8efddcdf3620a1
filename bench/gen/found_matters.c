/* What several persons owe whose register names one account: one matter, as far as data can tell. */
#include "claims.h"
#include "places.h"
#include "plant.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGE 1000000  /* fen: report_amount */
#define MAJOR 50000000 /* fen: major_amount */

struct owed { uint64_t account; const struct benefit *benefit; int64_t due; };

static int by_account(const void *left, const void *right)
{
	const struct owed *a = left, *b = right;
	if (a->account != b->account)
		return a->account < b->account ? -1 : 1;
	return (a->benefit > b->benefit) - (a->benefit < b->benefit);
}

static bool is_exempt(const struct world *w, const char *account)
{
	for (int i = 0; i < w->exemption_count; i++)
		if (!strcmp(w->exemptions[i].account, account) && w->exemptions[i].until >= w->opt.as_of)
			return true;
	return false;
}

static void find_matter(struct planter *p, const struct owed *row, size_t count)
{
	bool several = false;
	int agency = row->benefit->agency;
	int64_t sum = 0;
	char account[24];
	for (size_t i = 0; i < count; i++) {
		several |= row[i].benefit->person != row->benefit->person;
		sum += row[i].due;
		if (strcmp(place_at(p->w, row[i].benefit->agency)->code, place_at(p->w, agency)->code) < 0)
			agency = row[i].benefit->agency;
	}
	snprintf(account, sizeof account, "%llu", (unsigned long long)row->account);
	if (several && sum >= LARGE && !is_exempt(p->w, account))
		plant_other(p->w, sum < MAJOR ? RULE_ACCOUNT_HALF_YEAR : RULE_ACCOUNT_IMMEDIATE, KIND_WRONG, account, "subject",
			"several persons of one account owe the amount of an incident together")->agency = agency;
}

void found_matters(struct planter *p, const struct claim_case_list *cases)
{
	struct owed *row = malloc((cases->count + 1) * sizeof *row);
	size_t count = 0;
	if (!row)
		die("out of memory");
	for (size_t i = 0; i < cases->count; i++) {
		const struct benefit *b = &p->w->benefits[cases->at[i].benefit];
		if (cases->at[i].due > 0 && !b->unregistered)
			row[count++] = (struct owed){b->account, b, cases->at[i].due};
	}
	qsort(row, count, sizeof *row, by_account);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && row[to].account == row[from].account;)
			to++;
		find_matter(p, &row[from], to - from);
	}
	free(row);
}
