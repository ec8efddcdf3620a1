/* Bank accounts that many people share, and the collective ones somebody has exempted. */
#include "gen_calendar.h"
#include "people.h"
#include "places.h"
#include "plant.h"

#include <stdio.h>
#include <string.h>

#define ACCOUNT_SERIAL 0x10000000u /* beyond those of benefits */

enum exempt { EXEMPT_NO, EXEMPT_YES, EXEMPT_OVER };

/* early: how many of the people stopped before the rule's twelve months begin. */
struct story { int weight, people, early; enum exempt exempt; bool hit; const char *why; };

static const struct story stories[] = {
	{1, 7, 0, EXEMPT_NO, true, "seven people on one account"},
	{1, 5, 0, EXEMPT_NO, true, "exactly five people on one account"},
	{0, 6, 0, EXEMPT_OVER, true, "the exemption of a collective account has ended"},
	{1, 4, 0, EXEMPT_NO, false, "four people on one account"},
	{1, 5, 1, EXEMPT_NO, false, "five people, one of them only before the last twelve months"},
	{0, 6, 0, EXEMPT_YES, false, "collective account of a home for the aged, exempted"},
};

static void tell(struct planter *p, const struct story *s, unsigned serial)
{
	struct world *w = p->w;
	int agency = planter_richest(p);
	uint32_t first = planter_take(p, ANY, agency);
	uint64_t account = account_number(ACCOUNT_SERIAL + serial);
	for (int i = 0; i < s->people; i++) {
		uint32_t at = i ? planter_take(p, ANY, agency) : first;
		w->benefits[at].account = account;
		w->benefits[at].mate = w->benefits[first].person;
		w->benefits[at].holder = HOLDER_MATE;
		if (i && i <= s->early)
			benefit_stop(w, at, w->last_month - 12);
		else if (i && s->exempt != EXEMPT_YES)
			plant_subject(p, RULE_ACCOUNT_NAME, at, s->why);
	}
	char text[24];
	snprintf(text, sizeof text, "%llu", (unsigned long long)account);
	if (s->exempt == EXEMPT_YES)
		exemption_add(w, text, "敬老院集体代管账户", w->opt.as_of + 400);
	else if (s->exempt == EXEMPT_OVER)
		exemption_add(w, text, "村集体代发账户,2025年核查后取消", w->opt.as_of - 120);
	plant_other(w, RULE_ACCOUNT, s->hit ? KIND_WRONG : KIND_LOOKALIKE, text, s->hit ? "subject" : "none",
		s->why)->agency = agency;
}

void plant_accounts(struct planter *p)
{
	unsigned serial = 0;
	for (unsigned i = 0; i < sizeof stories / sizeof stories[0]; i++)
		for (int n = planter_quota(p, stories[i].weight); n > 0; n--)
			tell(p, &stories[i], serial++);
}
