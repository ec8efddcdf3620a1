/*
 * Planting: what is wrong in the city, what cannot be decided, and what only looks wrong. Each planter takes
 * people out of the pool of plain ones, changes what they draw or what others know about them, and notes what a
 * correct engine must say. One person carries one planted story.
 */
#ifndef PLANT_H
#define PLANT_H
#include "gen.h"
#include "rng.h"

struct planter {
	struct world *w;
	struct rng r;
	uint32_t *pool; /* shuffled benefits */
	uint32_t count;
	uint32_t cursor[FUND_COUNT + 1][AGENCY_LIMIT + 1];
	uint32_t left[AGENCY_LIMIT]; /* of the pool, by agency */
};

#define ANY (-1)
/* Tells every story of a table as often as its weight asks for. */
#define TELL_ALL(p, stories, tell) \
	for (unsigned i_ = 0; i_ < sizeof(stories) / sizeof(stories)[0]; i_++) \
		for (int n_ = planter_quota(p, (stories)[i_].weight); n_ > 0; n_--) \
			tell(p, &(stories)[i_])

void planter_init(struct planter *p, struct world *w);
void planter_release(struct planter *p);
/* How many times a story of this weight is told in a city of this size; at least once. */
int planter_quota(const struct planter *p, int weight);
/* Takes a plain benefit, drawn through the whole window, out of the pool. */
uint32_t planter_take(struct planter *p, int fund, int agency);
/* A plain benefit of somebody new, beside opt.persons: stories told this way leave the pool as it is. */
uint32_t planter_newcomer(struct planter *p, int fund, int agency);
/* A county's agency: the city office pays a month behind. */
int planter_county(struct planter *p);
/* Somebody new of a county, born in a month, who draws nothing yet. */
uint32_t planter_born(struct planter *p, enum sex sex, int month);
/* A benefit of that person there, drawn from the first month to the last. */
uint32_t planter_benefit(struct planter *p, uint32_t person, enum fund fund, int from, int to);
/* The agency with most people left in the pool. */
int planter_richest(const struct planter *p);
/* A month with `before` months of the window ahead of it and `after` behind. */
int planter_month(struct planter *p, int before, int after);

struct month_set months_between(const struct world *w, int first, int last);
struct month_set months_union(struct month_set a, struct month_set b);
bool months_has(const struct world *w, const struct month_set *set, int month);
bool months_empty(const struct month_set *set);

struct plant *plant_claim(struct planter *p, enum rule rule, uint32_t benefit, struct month_set months,
	const char *why);
void plant_undecided(struct planter *p, enum rule rule, uint32_t benefit, const char *code, const char *why);
void plant_none(struct planter *p, enum rule rule, uint32_t benefit, const char *why);
void plant_subject(struct planter *p, enum rule rule, uint32_t benefit, const char *why);
/* Any of these by what is expected: "claim" (of these months), "subject", "none", "undecided:<code>". NULL: nothing. */
struct plant *plant_expect(struct planter *p, enum rule rule, uint32_t benefit, const char *expect,
	struct month_set months, const char *why);
/* A person's benefits under two names, in the register too. */
void plant_two_names(struct planter *p, uint32_t first, uint32_t second, const char *why);
/* A subject that is no person of a benefit. agency, fund: ANY for an empty cell. */
struct subject_plant *plant_other(struct world *w, enum rule rule, enum kind kind, const char *subject,
	const char *expect, const char *why);

/* The clerk who handles payments of the benefit reviewed in this way. */
void plant_clerk(struct planter *p, const struct benefit *b, enum review review, enum kind kind, const char *expect,
	const char *why);
/* The list has room for 64; more are left out. */
void exemption_add(struct world *w, const char *account, const char *reason, int until);

/* A copy of a cell that lives as long as the world. */
const char *text_kept(struct world *w, const char *text);
struct fact *fact_add(struct fact_list *list, uint32_t person, int day);
struct extra *extra_add(struct world *w, uint32_t benefit, int item, int for_month, int paid_month, int64_t amount);
/* Every item of a month once more, with the sign and state given. */
void extra_month(struct world *w, uint32_t benefit, int for_month, int paid_month, int sign, enum pay_state state);
/* The agency stopped the benefit: last month paid. */
void benefit_stop(struct world *w, uint32_t benefit, int last_paid);

void plant_deaths(struct planter *p);
void plant_custody(struct planter *p);
void plant_payments(struct planter *p);
void plant_pairs(struct planter *p);
void plant_accounts(struct planter *p);
void plant_checks(struct planter *p);
void plant_identity(struct planter *p);
void plant_employers(struct planter *p);
void plant_register(struct planter *p);
void plant_money(struct planter *p);
void plant_changes(struct planter *p);
void plant_dead_accounts(struct planter *p);
void plant_evidence(struct planter *p);
void plant_posts(struct planter *p);
void plant_namesakes(struct planter *p);
void plant_late_stops(struct planter *p);
void plant_detained(struct planter *p);
void plant_back_paid(struct planter *p);
void plant_probation(struct planter *p);
void plant_two_pensions(struct planter *p);
void plant_unemployed(struct planter *p);
void plant_over_cap(struct planter *p);
void plant_injured(struct planter *p);
void plant_survivors(struct planter *p);
void plant_retired(struct planter *p);
void plant_residents(struct planter *p);
/* Those who die and are registered in good order; run after all planters. */
void plant_fate(struct planter *p);
/* Certifications in bulk, of those who live. */
void plant_proxies(struct planter *p);
void plant_shares(struct planter *p);
void plant_careers(struct planter *p);
/* Overpayments of an exact amount, and what became of their notices. */
void plant_overdue(struct planter *p);
/* Notices and what followed, of some of the overpayments that other planters made; sorted extras are needed. */
void plant_handling(struct planter *p);
/* Changes and accounts of those who live without a story. */
void plant_history(struct planter *p);
/* What rules find in all stories together; sorted extras are needed. */
void plant_found(struct planter *p);
void found_dead(struct planter *p);
void found_cases(struct planter *p);
#endif
