/* Payments that do not look right: into another name, past the card, below zero, far above the standard, by one clerk alone. */
#include "payrows.h"
#include "plant.h"

#include <stdio.h>

/* last: the last month it was so, counted back from the end of the window; 0: it still is. */
struct holder_story { int weight; enum holder holder; int last; bool exempt, hit; const char *why; };

static const struct holder_story holders[] = {
	{2, HOLDER_OTHER, 0, false, true, "the account has another holder"},
	{1, HOLDER_ALMOST, 0, false, true, "the holder's name has one character changed"},
	{1, HOLDER_OTHER, 11, false, true, "another holder in the first of the last twelve months"},
	{1, HOLDER_OTHER, 12, false, false, "another holder twelve months ago, not since"},
	{1, HOLDER_BLANK, 0, false, false, "the holder's name differs only in blanks"},
	{1, HOLDER_NULL, 0, false, false, "the bank gave no holder"},
	{0, HOLDER_OTHER, 0, true, false, "a guardian's account, exempted"},
};

static void exempt(struct world *w, uint32_t at)
{
	char text[24];
	snprintf(text, sizeof text, "%llu", (unsigned long long)w->benefits[at].account);
	exemption_add(w, text, "监护人代管账户,已核实", w->opt.as_of);
}

static void tell_holder(struct planter *p, const struct holder_story *s)
{
	uint32_t at = planter_newcomer(p, ANY, ANY);
	p->w->benefits[at].holder = (uint8_t)s->holder;
	p->w->benefits[at].holder_until = s->last ? p->w->last_month - s->last : 0;
	if (s->exempt)
		exempt(p->w, at);
	(s->hit ? plant_subject : plant_none)(p, RULE_ACCOUNT_NAME, at, s->why);
}

/* since: the first month through the card, counted back from the end of the window; -1: never. */
struct card_story { int weight, since; bool unknown, exempt; const char *expect, *why; };

static const struct card_story cards[] = {
	{3, -1, false, false, "subject", "never paid through the card"},
	{1, 1, false, false, "subject", "not through the card in the first of the last three months"},
	{1, 0, true, false, "undecided:missing:card", "nobody filled in whether it was the card"},
	{1, 2, false, false, "none", "through the card for three months, not before"},
	{0, -1, false, true, "none", "not through the card, exempted"},
};

static void tell_card(struct planter *p, const struct card_story *s)
{
	uint32_t at = planter_newcomer(p, ANY, rng_between(&p->r, 0, p->w->agency_count - 2)); /* the office waits for its bank */
	struct benefit *b = &p->w->benefits[at];
	b->card_from = p->w->last_month - s->since;
	b->card_unknown = s->unknown;
	if (s->exempt)
		exempt(p->w, at);
	if (s->expect[0] == 's')
		plant_subject(p, RULE_CARD, at, s->why);
	else if (s->expect[0] == 'u')
		plant_undecided(p, RULE_CARD, at, s->expect, s->why);
	else
		plant_none(p, RULE_CARD, at, s->why);
}

enum reversal { REVERSED_TWICE, REVERSED_MORE, REVERSED_ELSEWHERE, REVERSED_ONCE, REVERSED_FAILED };

struct zero_story { enum reversal reversal; int weight; const char *why; };

static const struct zero_story zeros[] = {
	{REVERSED_TWICE, 2, "reversed twice"},
	{REVERSED_MORE, 1, "reversed with one fen too much"},
	{REVERSED_ELSEWHERE, 1, "the reversal stands under another item"},
	{REVERSED_ONCE, 2, "reversed in full: nothing is left, nothing is owed"},
	{REVERSED_FAILED, 1, "reversed, a second reversal failed"},
};

static void tell_zero(struct planter *p, const struct zero_story *s)
{
	uint32_t at = planter_newcomer(p, ANY, ANY);
	int month = planter_month(p, 1, 4);
	int64_t amount = payrows_amount(&p->w->benefits[at], 0, month);
	int item = s->reversal == REVERSED_ELSEWHERE ? ITEM_LUMP : 0;
	extra_add(p->w, at, item, month, month + 1, -amount - (s->reversal == REVERSED_MORE));
	if (s->reversal == REVERSED_TWICE || s->reversal == REVERSED_FAILED)
		extra_add(p->w, at, 0, month, month + 2, -amount)->row.state =
			s->reversal == REVERSED_FAILED ? STATE_FAILED : STATE_PAID;
	(s->reversal < REVERSED_ONCE ? plant_subject : plant_none)(p, RULE_BELOW_ZERO, at, s->why);
}

/* Fen above three times the standard, or below it; half a standard where fen is 0. */
enum { ABOVE_HALF, ABOVE_FEN, ABOVE_EXACT, ABOVE_FUNERAL, ABOVE_FAILED, ABOVE_NAME, ABOVE_UNKNOWN };

struct above_story { int above, weight; const char *expect, *why; };

static const struct above_story aboves[] = {
	{ABOVE_HALF, 2, "subject", "the back payment of months stands under one month"},
	{ABOVE_FEN, 1, "subject", "one fen above three times the monthly standard"},
	{ABOVE_NAME, 1, "undecided:name-differs", "far above the standard, the register has another name"},
	{ABOVE_UNKNOWN, 1, "undecided:missing:monthly", "the register has no monthly standard"},
	{ABOVE_EXACT, 1, "none", "exactly three times the monthly standard"},
	{ABOVE_FUNERAL, 1, "none", "a funeral grant, paid once"},
	{ABOVE_FAILED, 1, "none", "far above the standard, but failed at the bank"},
};

static void tell_above(struct planter *p, const struct above_story *s)
{
	uint32_t at = planter_newcomer(p, ANY, ANY);
	struct benefit *b = &p->w->benefits[at];
	int month = planter_month(p, 1, 4);
	int64_t monthly = payrows_monthly(p->w, b), paid = 0;
	for (int i = 0; i < b->item_count; i++)
		paid += payrows_amount(b, i, month);
	int64_t lump = 3 * monthly - paid + (s->above == ABOVE_EXACT ? 0 : s->above == ABOVE_FEN ? 1 : monthly / 2);
	struct extra *e = extra_add(p->w, at, s->above == ABOVE_FUNERAL ? ITEM_FUNERAL : ITEM_LUMP, month, month, lump);
	e->row.state = s->above == ABOVE_FAILED ? STATE_FAILED : STATE_PAID;
	b->register_name = s->above == ABOVE_NAME ? NAME_OTHER : NAME_SAME;
	b->monthly_unknown = s->above == ABOVE_UNKNOWN;
	/* those above the standard are found by plant_found.c, which looks at every benefit */
	if (s->expect[0] == 'u')
		plant_undecided(p, RULE_ABOVE_STANDARD, at, s->expect, s->why);
	else if (s->expect[0] == 'n')
		plant_none(p, RULE_ABOVE_STANDARD, at, s->why);
}

/* back: how many months before the last one it is for. */
struct review_story { int weight, back; enum review review; const char *why; };

static const struct review_story reviews[] = {
	{2, 2, REVIEW_SELF, "handled and reviewed by one clerk, a small amount"},
	{1, 11, REVIEW_SELF_EDGE, "handled and reviewed by one clerk, for the first of the last twelve months"},
	{1, 12, REVIEW_SELF_EARLIER, "handled and reviewed by one clerk, but for a month before the last twelve"},
	{1, 2, REVIEW_SELF_FAILED, "handled and reviewed by one clerk, but failed at the bank"},
	{1, 2, REVIEW_AUTOMATIC, "handled and reviewed by the system"},
};

static void tell_review(struct planter *p, const struct review_story *s)
{
	uint32_t at = planter_newcomer(p, ANY, ANY);
	int month = p->w->last_month - s->back;
	if (month < p->w->first_month)
		return;
	struct extra *e = extra_add(p->w, at, ITEM_LUMP, month, month, 12345);
	e->row.review = (uint8_t)s->review;
	if (s->review == REVIEW_SELF_FAILED)
		e->row.state = STATE_FAILED;
	/* the clerks who are found are named by plant_found.c */
	if (s->review > REVIEW_SELF_EDGE)
		plant_clerk(p, &p->w->benefits[at], s->review, KIND_LOOKALIKE, "none", s->why);
}

#define TELL(stories, tell) \
	for (unsigned i = 0; i < sizeof stories / sizeof stories[0]; i++) \
		for (int n = planter_quota(p, stories[i].weight); n > 0; n--) \
			tell(p, &stories[i])

void plant_money(struct planter *p)
{
	TELL(holders, tell_holder);
	TELL(cards, tell_card);
	TELL(zeros, tell_zero);
	TELL(aboves, tell_above);
	TELL(reviews, tell_review);
}
