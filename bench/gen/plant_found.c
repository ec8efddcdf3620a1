/*
 * What rules find in all stories together, whoever told them: every benefit is looked at once more, as the rule
 * looks at its rows. Planters note only what is undecided and what looks wrong and is not.
 */
#include "gen_calendar.h"
#include "pay_sheet.h"
#include "payrows.h"
#include "plant.h"

#include <string.h>

static bool compared_with_standard(const struct pay_row *row, int fund)
{
	bool once = row->item == ITEM_FUNERAL || (row->item == ITEM_LUMP && fund == FUND_INJURY);
	return row->state == STATE_PAID && !once;
}

static bool above_standard(const struct world *w, uint32_t at)
{
	const struct benefit *b = &w->benefits[at];
	struct pay_row rows[2 * ROW_LIMIT];
	if (b->monthly_unknown || b->unregistered || b->register_name == NAME_OTHER)
		return false;
	for (int m = w->first_month; m <= w->last_month; m++) {
		int64_t sum = 0;
		for (int n = payrows_all(w, at, m, rows); n > 0; n--)
			sum += compared_with_standard(&rows[n - 1], b->fund) ? rows[n - 1].amount : 0;
		if (sum > 3 * payrows_monthly(w, b))
			return true;
	}
	return false;
}

/* Only what was paid beside the monthly run can exceed three times the standard. */
static void find_above_standard(struct planter *p)
{
	struct world *w = p->w;
	for (size_t i = 0; i < w->extras.count; i++) {
		uint32_t at = w->extras.at[i].benefit;
		if ((i == 0 || w->extras.at[i - 1].benefit != at) && above_standard(w, at))
			plant_subject(p, RULE_ABOVE_STANDARD, at, "a month above three times the monthly standard");
	}
}

static void find_self_reviews(struct planter *p)
{
	struct world *w = p->w;
	for (size_t i = 0; i < w->extras.count; i++) {
		const struct pay_row *row = &w->extras.at[i].row;
		bool self = row->review == REVIEW_SELF || row->review == REVIEW_SELF_EDGE;
		if (self && row->state == STATE_PAID && row->for_month > w->last_month - 12)
			plant_clerk(p, &w->benefits[w->extras.at[i].benefit], (enum review)row->review, KIND_WRONG, "subject",
				"a clerk who reviewed what he had handled");
	}
}

void plant_found(struct planter *p)
{
	find_above_standard(p);
	find_self_reviews(p);
	found_dead(p);
	found_cases(p);
}
