/* Overpayments of an exact amount: when a case goes to audit, to the list of the dishonest, or up as an incident. */
#include "gen_calendar.h"
#include "payrows.h"
#include "plant.h"

#include <stdio.h>

#define NOBODY (-1)    /* no notice */
#define SMALL 999999   /* fen: one less than an incident of the half-year */
#define MAJOR 50000000 /* fen: an incident to be reported at once */

enum twist {
	TWIST_NONE, TWIST_NO_ACCOUNT, TWIST_UNREGISTERED, TWIST_LIMIT_UNREADABLE, TWIST_REFUND_UNREADABLE, TWIST_INSTALMENT,
	TWIST_NAME, TWIST_LUMP_UNKNOWN, TWIST_LIVING, TWIST_LIVING_COVERED, TWIST_LIVING_SHORT
};

/* due: fen, paid beyond the month of death (or in custody) in one month; limit: days from the notice's limit to the as-of date. */
struct story {
	int weight;
	int64_t due;
	int limit;
	int64_t refunded, balance;
	enum twist twist;
	bool audit, listed; /* lookalikes: not escalated, not proposed; what is, is noted by found_cases.c */
	const char *why;
};

static const struct story stories[] = {
	{2, 2000000, 30, 0, 500000, TWIST_NONE, true, true, "large, overdue, the account does not cover it"},
	{1, 2000000, 1, 0, 500000, TWIST_NONE, true, true, "the limit was yesterday"},
	{1, 2000000, 0, 0, 500000, TWIST_NONE, false, false, "the limit is today: not over yet"},
	{1, 2000000, 30, 900000, 500000, TWIST_NONE, true, true, "a part was given back, the rest is not covered"},
	{1, 2000000, 30, 2000000, 0, TWIST_NONE, false, false, "all was given back"},
	{1, 2000000, 30, 0, 2000000, TWIST_NONE, false, true, "overdue, but the account covers exactly what is due"},
	{1, 2000000, 30, 0, 1999999, TWIST_NONE, true, true, "the account covers all but one fen"},
	{1, 2000000, NOBODY, 0, 0, TWIST_NONE, false, false, "no notice was served"},
	{1, 1000000, 30, 0, 0, TWIST_NONE, true, false, "exactly ten thousand yuan: large, an incident, not yet dishonest"},
	{1, 1000001, 30, 0, 0, TWIST_NONE, true, true, "one fen above ten thousand yuan"},
	{1, SMALL, 30, 0, 0, TWIST_NONE, false, false, "one fen below ten thousand yuan"},
	{1, MAJOR - 1, NOBODY, 0, 0, TWIST_NONE, false, false, "one fen below half a million: a half-year incident"},
	{1, MAJOR, NOBODY, 0, 0, TWIST_NONE, false, false, "exactly half a million: reported at once"},
	{1, 2000000, 30, 0, 0, TWIST_NO_ACCOUNT, true, true, "overdue, the account is unknown"},
	{1, 2000000, 30, 0, 0, TWIST_UNREGISTERED, true, true, "overdue, not in the register"},
	{1, 2000000, 30, 0, 0, TWIST_LIMIT_UNREADABLE, true, true, "overdue, a second notice has a limit that is no date"},
	{1, 2000000, 30, 0, 0, TWIST_REFUND_UNREADABLE, true, true, "overdue, a refund of an amount that is none"},
	{1, 2000000, 30, 100000, 0, TWIST_INSTALMENT, true, true, "overdue, given back by instalments"},
	{1, 2000000, 30, 0, 0, TWIST_NAME, true, true, "overdue, the notice has another name"},
	{1, 2000000, 30, 0, 0, TWIST_LUMP_UNKNOWN, true, true, "overdue, the lump sum of the account is unknown"},
	{1, 1000001, 30, 0, 0, TWIST_LIVING, false, true, "overdue, a year's pension after release covers it"},
	{1, 0, 30, 0, 5000, TWIST_LIVING_COVERED, false, true, "overdue, account and a year's pension cover exactly what is due"},
	{1, 0, 30, 0, 5000, TWIST_LIVING_SHORT, true, true, "overdue, account and a year's pension cover all but one fen"},
};

/* Paid for one month after death, or for the one month of a term in prison. */
static void overpay(struct planter *p, const struct story *s, uint32_t at, bool living, int month)
{
	struct world *w = p->w;
	uint32_t person = w->benefits[at].person;
	int day = day_in_month(month, 15);
	if (living) {
		struct fact *f = fact_add(&w->custodies, person, day);
		f->kind = 1; /* sentenced to prison */
		f->until = day_in_month(month + 1, 20);
	} else {
		fact_add(&w->deaths, person, day);
		w->persons[person].check_last = day - 50;
		benefit_stop(w, at, month + 1);
	}
	plant_claim(p, living ? RULE_CUSTODY : RULE_DEATH, at, months_between(w, month + 1, month + 1), s->why);
}

static int64_t due_of(const struct world *w, const struct story *s, uint32_t at)
{
	int64_t year = 12 * payrows_monthly(w, &w->benefits[at]);
	if (s->twist == TWIST_LIVING_COVERED || s->twist == TWIST_LIVING_SHORT)
		return year + s->balance + (s->twist == TWIST_LIVING_SHORT);
	return s->due;
}

static void serve(struct planter *p, const struct story *s, uint32_t at, int64_t due)
{
	struct world *w = p->w;
	for (int i = 0; i < 1 + (s->twist == TWIST_LIMIT_UNREADABLE); i++) {
		struct notice *n = list_add(&w->notices);
		*n = (struct notice){at, (unsigned)w->notices.count + 10000, w->opt.as_of - s->limit - 30, w->opt.as_of - s->limit, due,
			i ? "限期三十日内" : NULL, s->twist == TWIST_NAME ? NAME_OTHER : NAME_SAME};
	}
	if (!s->refunded && s->twist != TWIST_REFUND_UNREADABLE)
		return;
	struct refund *r = list_add(&w->refunds);
	*r = (struct refund){at, (unsigned)w->notices.count + 10000, w->opt.as_of - s->limit - 5, s->refunded,
		s->twist == TWIST_REFUND_UNREADABLE ? "壹佰元" : NULL, s->twist == TWIST_INSTALMENT ? REFUND_INSTALMENT : REFUND_BACK};
}

static uint32_t tell(struct planter *p, const struct story *s)
{
	struct world *w = p->w;
	bool living = s->twist >= TWIST_LIVING;
	uint32_t at = planter_newcomer(p, living ? FUND_EMPLOYEE : FUND_RESIDENT, rng_between(&p->r, 0, w->agency_count - 2));
	struct benefit *b = &w->benefits[at];
	int month = w->last_month - 5 - (int)rng_below(&p->r, 4);
	int64_t due = due_of(w, s, at), paid = 0;
	overpay(p, s, at, living, month);
	for (int i = 0; i < b->item_count; i++)
		paid += payrows_amount(b, i, month + 1);
	extra_add(w, at, ITEM_LUMP, month + 1, month + 1, due - paid);
	b->unregistered = s->twist == TWIST_UNREGISTERED;
	b->handled = true;
	if (s->limit != NOBODY)
		serve(p, s, at, due);
	if (s->twist != TWIST_NO_ACCOUNT) {
		struct balance *a = list_add(&w->balances);
		*a = (struct balance){at, s->balance, -1, s->twist == TWIST_LUMP_UNKNOWN ? -1 : 0, day_in_month(w->last_month - 1, 31), NULL};
	}
	if (due == SMALL || due == MAJOR)
		plant_none(p, RULE_HALF_YEAR, at, s->why);
	if (due == MAJOR - 1)
		plant_none(p, RULE_IMMEDIATE, at, s->why);
	if (!s->audit)
		plant_none(p, RULE_OVERDUE, at, s->why);
	if (!s->listed)
		plant_none(p, RULE_DISHONESTY, at, s->why);
	return at;
}

/* Two people whose money goes to one account: together an incident, or a fen less. What is, is noted by found_matters.c. */
static void tell_together(struct planter *p, int64_t first_due, int64_t second_due, bool incident)
{
	struct story story = {1, first_due, NOBODY, 0, 0, TWIST_NONE, false, false, "two people with one account"};
	uint32_t first = tell(p, &story);
	story.due = second_due;
	struct benefit *second = &p->w->benefits[tell(p, &story)];
	second->account = p->w->benefits[first].account;
	char account[24];
	snprintf(account, sizeof account, "%llu", (unsigned long long)second->account);
	if (!incident)
		plant_other(p->w, RULE_ACCOUNT_HALF_YEAR, KIND_LOOKALIKE, account, "none", "two people with one account owe a fen too little")
			->agency = second->agency;
}

/* Small sums, month after month: seven months are listed, six are not. */
static void tell_months(struct planter *p, int months)
{
	struct world *w = p->w;
	const char *why = months > 6 ? "drawn for seven months after death, overdue" : "drawn for six months after death, overdue";
	uint32_t at = planter_newcomer(p, FUND_RESIDENT, ANY), person = w->benefits[at].person;
	int month = w->last_month - 9, day = day_in_month(month, 15);
	fact_add(&w->deaths, person, day);
	w->persons[person].check_last = day - 50;
	benefit_stop(w, at, month + months);
	w->benefits[at].handled = true;
	plant_claim(p, RULE_DEATH, at, months_between(w, month + 1, month + months), why);
	struct notice *n = list_add(&w->notices);
	*n = (struct notice){at, (unsigned)w->notices.count + 10000, w->opt.as_of - 60, w->opt.as_of - 30, 100000, NULL, NAME_SAME};
	if (months <= 6)
		plant_none(p, RULE_DISHONESTY, at, why);
}

void plant_overdue(struct planter *p)
{
	for (unsigned i = 0; i < sizeof stories / sizeof stories[0]; i++)
		for (int n = planter_quota(p, stories[i].weight); n > 0; n--)
			tell(p, &stories[i]);
	for (int n = planter_quota(p, 1); n > 0; n--) {
		tell_months(p, 7);
		tell_months(p, 6);
		tell_together(p, 400000, 600000, true);
		tell_together(p, 400000, 599999, false);
		tell_together(p, MAJOR / 2, MAJOR / 2, true);
	}
}
