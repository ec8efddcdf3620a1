/* After a finding: every third overpayment after death was found before, a notice served, some of it given back. */
#include "claims.h"
#include "gen_calendar.h"
#include "plant.h"

#include <stdlib.h>

static void give_back(struct world *w, const struct notice *n, int after, int64_t amount, enum refund_kind kind)
{
	struct refund *r = list_add(&w->refunds);
	*r = (struct refund){n->benefit, n->number, n->served + after, amount, NULL, (uint8_t)kind};
}

/* Nothing, all of it, two instalments, or a part that was offset. */
static void answer(struct world *w, const struct notice *n)
{
	switch (n->number % 4) {
	case 1: give_back(w, n, 12, n->amount, REFUND_BACK); break;
	case 2:
		give_back(w, n, 5, n->amount / 3, REFUND_INSTALMENT);
		give_back(w, n, 18, n->amount / 3, REFUND_INSTALMENT);
		break;
	case 3: give_back(w, n, 16, n->amount / 2, REFUND_OFFSET); break;
	}
}

static void handle(struct world *w, const struct claim_case *c, size_t i)
{
	uint64_t h = hash_of(w->opt.seed, i, 11);
	struct notice *n = list_add(&w->notices);
	int served = w->opt.as_of - 20 - (int)(h % 150);
	*n = (struct notice){c->benefit, (unsigned)i + 1, served, served + 30, c->due, NULL, NAME_SAME};
	answer(w, n);
	if (w->benefits[c->benefit].fund == FUND_PUBLIC || h >> 20 & 1)
		return;
	struct balance *a = list_add(&w->balances);
	*a = (struct balance){c->benefit, (int64_t)(h >> 24) % 900000, -1, 0, day_in_month(w->last_month - 1, 31), NULL};
}

void plant_handling(struct planter *p)
{
	struct world *w = p->w;
	struct claim_case_list cases = claim_cases(w);
	for (size_t i = 0; i < cases.count; i++) {
		const struct claim_case *c = &cases.at[i];
		if (i % 3 == 0 && c->dead && !w->benefits[c->benefit].handled && c->due > 0)
			handle(w, c, i);
	}
	free(cases.at);
}
