/* What the rules over cases find: escalation to audit, proposals to list and to report. */
#include "claims.h"
#include "payrows.h"
#include "people_index.h"
#include "places.h"
#include "plant.h"

#include <stdlib.h>
#include <string.h>

#define LARGE 1000000   /* fen: large_amount, amount, report_amount */
#define MAJOR 50000000  /* fen: major_amount */
#define MONTHS 6

/* What is known of the handling of one case. Indexes are by benefit. */
struct handling {
	const struct world *w;
	struct person_index notices, refunds, balances;
};
struct state {
	int due_on; /* the last limit; 0: no notice with one */
	bool limit_unread, refund_unread, instalments, other_name;
	int64_t refunded;
	const struct balance *account;
};

static struct state state_of(const struct handling *h, uint32_t benefit)
{
	struct state s = {0};
	size_t end, i;
	for (i = index_first(&h->notices, benefit, &end); i < end; i++) {
		const struct notice *n = &h->w->notices.at[h->notices.row[i].at];
		s.limit_unread |= n->raw_due != NULL;
		s.other_name |= n->name == NAME_OTHER && !h->w->benefits[benefit].unregistered;
		if (!n->raw_due && n->due > s.due_on)
			s.due_on = n->due;
	}
	for (i = index_first(&h->refunds, benefit, &end); i < end; i++) {
		const struct refund *r = &h->w->refunds.at[h->refunds.row[i].at];
		s.refund_unread |= r->raw_amount != NULL;
		s.instalments |= r->kind == REFUND_INSTALMENT;
		s.refunded += r->raw_amount ? 0 : r->amount;
	}
	i = index_first(&h->balances, benefit, &end);
	s.account = i < end ? &h->w->balances.at[h->balances.row[i].at] : NULL;
	return s;
}

/* The first reason that keeps both rules from deciding, or NULL. */
static const char *doubt(const struct state *s)
{
	return s->limit_unread ? "undecided:limit-unreadable" : s->refund_unread ? "undecided:refund-unreadable"
		: s->instalments ? "undecided:instalments" : s->other_name ? "undecided:name-differs" : NULL;
}

static void note(struct planter *p, enum rule rule, uint32_t benefit, const char *code, const char *why)
{
	if (code)
		plant_undecided(p, rule, benefit, code, why);
	else
		plant_subject(p, rule, benefit, why);
}

static void find_overdue(struct planter *p, const struct claim_case *c, const struct state *s)
{
	const struct benefit *b = &p->w->benefits[c->benefit];
	bool known = s->account && !b->unregistered;
	int64_t later = c->dead || b->unregistered ? 0 : 12 * payrows_monthly(p->w, b);
	const char *why = "large, overdue and not covered", *code = doubt(s);
	if (c->due < LARGE)
		return;
	if (known && s->account->lump_sum < 0)
		code = "undecided:missing:lump_sum";
	else if (known && c->due - s->refunded <= s->account->balance + s->account->lump_sum + later)
		return;
	if (!s->account)
		plant_undecided(p, RULE_OVERDUE, c->benefit, "undecided:account-unknown", why);
	if (b->unregistered)
		plant_undecided(p, RULE_OVERDUE, c->benefit, "undecided:monthly-unknown", why);
	if (code || known)
		note(p, RULE_OVERDUE, c->benefit, code, why);
}

static void find_handled(struct planter *p, const struct handling *h, const struct claim_case *c)
{
	struct state s = state_of(h, c->benefit);
	if (!c->not_entitled || !s.due_on || s.due_on >= p->w->opt.as_of || c->due <= s.refunded)
		return;
	find_overdue(p, c, &s);
	if (c->months > MONTHS || c->due > LARGE)
		note(p, RULE_DISHONESTY, c->benefit, doubt(&s), "more than six months or ten thousand yuan, overdue");
}

/* The sum of a person in a county; false when another case of theirs speaks for it, as its fund has the lower code. */
static bool speaks(const struct world *w, const struct claim_case_list *cases, const struct person_index *persons,
	const struct claim_case *c, int64_t *sum)
{
	const struct benefit *b = &w->benefits[c->benefit];
	size_t end, i = index_first(persons, b->person, &end);
	for (*sum = 0; i < end; i++) {
		const struct claim_case *other = &cases->at[persons->row[i].at];
		const struct benefit *o = &w->benefits[other->benefit];
		if (o->agency != b->agency || other->due <= 0)
			continue;
		*sum += other->due;
		if (strcmp(fund_code(o->fund), fund_code(b->fund)) < 0)
			return false;
	}
	return true;
}

static void find_incidents(struct planter *p, const struct claim_case_list *cases)
{
	struct world *w = p->w;
	struct person_index persons = {0};
	int64_t sum;
	for (size_t i = 0; i < cases->count; i++)
		index_add(&persons, w->benefits[cases->at[i].benefit].person, i);
	index_sort(&persons);
	for (size_t i = 0; i < cases->count; i++) {
		const struct claim_case *c = &cases->at[i];
		if (c->due <= 0 || !speaks(w, cases, &persons, c, &sum) || sum < LARGE)
			continue;
		plant_subject(p, sum < MAJOR ? RULE_HALF_YEAR : RULE_IMMEDIATE, c->benefit, "what is due reaches the amount of an incident");
	}
	index_release(&persons);
}

void found_cases(struct planter *p)
{
	struct world *w = p->w;
	struct handling h = {.w = w};
	struct claim_case_list cases = claim_cases(w);
	for (size_t i = 0; i < w->notices.count; i++)
		index_add(&h.notices, w->notices.at[i].benefit, i);
	for (size_t i = 0; i < w->refunds.count; i++)
		index_add(&h.refunds, w->refunds.at[i].benefit, i);
	for (size_t i = 0; i < w->balances.count; i++)
		index_add(&h.balances, w->balances.at[i].benefit, i);
	index_sort(&h.notices);
	index_sort(&h.refunds);
	index_sort(&h.balances);
	for (size_t i = 0; i < cases.count; i++)
		find_handled(p, &h, &cases.at[i]);
	find_incidents(p, &cases);
	found_matters(p, &cases);
	index_release(&h.notices);
	index_release(&h.refunds);
	index_release(&h.balances);
	free(cases.at);
}
