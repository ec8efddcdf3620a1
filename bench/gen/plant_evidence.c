/* Deaths that nobody settled: evidence that contradicts itself, and accounts of the dead that are still open. */
#include "gen_calendar.h"
#include "plant.h"
#include "record.h"

/* Died in time and stopped; the rest of the story is what others say. What is found is noted by plant_found.c. */
static uint32_t dead(struct planter *p, int month, enum name_spelling name, int *day)
{
	struct world *w = p->w;
	uint32_t at = planter_newcomer(p, FUND_RESIDENT, ANY);
	*day = day_in_month(month, 12);
	benefit_stop(w, at, month);
	w->persons[w->benefits[at].person].check_last = *day - 90;
	fact_add(&w->deaths, w->benefits[at].person, *day)->name = (uint8_t)name;
	return at;
}

enum evidence { BY_SOURCE, BY_CREMATION, BY_CHECK, BY_FAILED_CHECK, BY_CONTRIBUTION };

/* days: of the other evidence after death; of a contribution, months. */
struct evidence_story { enum evidence by; int weight, days; enum name_spelling name; const char *none, *why; };

static const struct evidence_story evidences[] = {
	{BY_SOURCE, 2, 32, NAME_SAME, NULL, "two sources thirty-two days apart"},
	{BY_CREMATION, 1, 32, NAME_SAME, NULL, "cremated thirty-two days after death"},
	{BY_CREMATION, 1, -1, NAME_SAME, NULL, "cremated the day before death"},
	{BY_CHECK, 2, 1, NAME_SAME, NULL, "certified the day after death"},
	{BY_CONTRIBUTION, 1, 1, NAME_SAME, NULL, "paid contributions for the month after death"},
	{BY_CHECK, 1, 20, NAME_OTHER, NULL, "certified after a death whose record has another name"},
	{BY_SOURCE, 1, 31, NAME_SAME, "none", "two sources thirty-one days apart"},
	{BY_CREMATION, 1, 31, NAME_SAME, "none", "cremated thirty-one days after death"},
	{BY_CREMATION, 1, 0, NAME_SAME, "none", "cremated on the day of death"},
	{BY_CHECK, 1, 0, NAME_SAME, "none", "certified on the day of death"},
	{BY_FAILED_CHECK, 1, 10, NAME_SAME, "none", "a certification after death was not passed"},
	{BY_CONTRIBUTION, 1, 0, NAME_SAME, "none", "paid contributions for the month of death"},
};

static void contribute(struct planter *p, uint32_t at, int month)
{
	struct record *r = record_add(p->w, TABLE_CONTRIBUTION, p->w->benefits[at].person);
	record_code(r, CON_FUND, "170", "城乡居民基本养老保险");
	record_month(r, CON_FOR, month);
	record_month(r, CON_MONTH, month);
	record_money(r, CON_AMOUNT, 30000);
	record_text(r, CON_KIND, "居民缴费");
}

static void tell_evidence(struct planter *p, const struct evidence_story *s)
{
	struct world *w = p->w;
	int day, month = planter_month(p, 1, 5);
	uint32_t at = dead(p, month, s->name, &day), person = w->benefits[at].person;
	if (s->by == BY_SOURCE)
		fact_add(&w->deaths, person, day + s->days)->kind = 1;
	if (s->by == BY_CREMATION)
		fact_add(&w->cremations, person, day + s->days)->until = day;
	if (s->by == BY_CHECK || s->by == BY_FAILED_CHECK) {
		struct fact *f = fact_add(&w->checks, person, day + s->days);
		f->kind = 1;
		f->failed = s->by == BY_FAILED_CHECK;
	}
	if (s->by == BY_CONTRIBUTION)
		contribute(p, at, month + s->days);
	if (s->none)
		plant_none(p, RULE_EVIDENCE, at, s->why);
}

/* months: from the one of death to the one of the balance; balance in fen. */
struct account_story {
	int weight, months;
	int64_t balance;
	enum { ACCOUNT_PLAIN, ACCOUNT_NO_DATE, ACCOUNT_BAD_DATE, ACCOUNT_NAME, ACCOUNT_SEEN } twist;
	const char *none, *why;
};

static const struct account_story accounts[] = {
	{2, 16, 1234567, ACCOUNT_PLAIN, NULL, "dead for more than a year, the account is open"},
	{1, 13, 1, ACCOUNT_PLAIN, NULL, "dead for thirteen months, one fen is left"},
	{1, 13, 80000, ACCOUNT_NO_DATE, NULL, "dead for thirteen months, the balance has no date"},
	{1, 13, 80000, ACCOUNT_BAD_DATE, NULL, "dead for thirteen months, the balance has a date that is none"},
	{1, 14, 80000, ACCOUNT_NAME, NULL, "dead for fourteen months, the death record has another name"},
	{1, 14, 80000, ACCOUNT_SEEN, NULL, "dead for fourteen months, but certified since"},
	{1, 12, 80000, ACCOUNT_PLAIN, "none", "dead for twelve months: not yet"},
	{1, 16, 0, ACCOUNT_PLAIN, "none", "dead for more than a year, the account is empty"},
};

static void tell_account(struct planter *p, const struct account_story *s)
{
	struct world *w = p->w;
	int day;
	uint32_t at = dead(p, w->last_month - s->months, s->twist == ACCOUNT_NAME ? NAME_OTHER : NAME_SAME, &day);
	struct balance *a = list_add(&w->balances);
	*a = (struct balance){at, s->balance, 0, 0, w->opt.as_of - 2, s->twist == ACCOUNT_BAD_DATE ? "2026-02-30" : NULL};
	if (s->twist == ACCOUNT_NO_DATE)
		a->at = 0;
	if (s->twist == ACCOUNT_SEEN)
		fact_add(&w->checks, w->benefits[at].person, day + 40)->kind = 1;
	if (s->none)
		plant_none(p, RULE_DEAD_ACCOUNT, at, s->why);
}

void plant_evidence(struct planter *p)
{
	for (unsigned i = 0; i < sizeof evidences / sizeof evidences[0]; i++)
		for (int n = planter_quota(p, evidences[i].weight); n > 0; n--)
			tell_evidence(p, &evidences[i]);
}

void plant_dead_accounts(struct planter *p)
{
	for (unsigned i = 0; i < sizeof accounts / sizeof accounts[0]; i++)
		for (int n = planter_quota(p, accounts[i].weight); n > 0; n--)
			tell_account(p, &accounts[i]);
}
