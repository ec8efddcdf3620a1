#include "plant.h"

#include "pay_sheet.h"
#include "people.h"

#include <stdio.h>
#include <stdlib.h>

/* Alive, drawn since before the window, an account of one's own: nothing to stumble over. */
static bool is_plain(const struct world *w, uint32_t at)
{
	const struct benefit *b = &w->benefits[at];
	if (b->state != PERSON_NORMAL || b->from >= w->first_month || b->to != w->last_month || b->mate != b->person)
		return false;
	return at + 1 == w->benefit_count || w->benefits[at + 1].mate != b->person;
}

void planter_init(struct planter *p, struct world *w)
{
	*p = (struct planter){.w = w};
	rng_init(&p->r, w->opt.seed, 2);
	p->pool = malloc((w->benefit_count + 1) * sizeof *p->pool);
	if (!p->pool)
		die("out of memory");
	for (uint32_t i = 0; i < w->benefit_count; i++)
		if (is_plain(w, i)) {
			p->pool[p->count++] = i;
			p->left[w->benefits[i].agency]++;
		}
	for (uint32_t i = p->count; i > 1; i--) {
		uint32_t j = rng_below(&p->r, i), kept = p->pool[i - 1];
		p->pool[i - 1] = p->pool[j];
		p->pool[j] = kept;
	}
}

void planter_release(struct planter *p)
{
	free(p->pool);
	p->pool = NULL;
}

int planter_quota(const struct planter *p, int weight)
{
	return 1 + (int)((uint64_t)p->w->opt.persons * (unsigned)weight / 6000);
}

static bool fits(const struct planter *p, uint32_t at, int fund, int agency)
{
	const struct benefit *b = &p->w->benefits[at];
	if (b->planted || (fund != ANY && b->fund != fund))
		return false;
	return agency == ANY || b->agency == agency;
}

uint32_t planter_take(struct planter *p, int fund, int agency)
{
	uint32_t *at = &p->cursor[fund + 1][agency + 1];
	while (*at < p->count && !fits(p, p->pool[*at], fund, agency))
		++*at;
	if (*at == p->count)
		die("too few persons for what is planted: use more --persons, fewer --counties or fewer --months");
	struct benefit *b = &p->w->benefits[p->pool[*at]];
	b->planted = b->calm = true;
	p->w->persons[b->person].planted = 1;
	p->left[b->agency]--;
	return p->pool[(*at)++];
}

uint32_t planter_newcomer(struct planter *p, int fund, int agency)
{
	struct world *w = p->w;
	int counties = w->agency_count - 1;
	if (agency == ANY)
		agency = fund == FUND_RESIDENT ? rng_between(&p->r, 0, counties - 1) : rng_between(&p->r, 0, counties);
	if (fund == ANY)
		fund = agency == counties ? FUND_EMPLOYEE : (int)rng_below(&p->r, FUND_RESIDENT + 1);
	return people_add_pensioner(w, &p->r, agency, (enum fund)fund);
}

int planter_county(struct planter *p)
{
	return (int)rng_below(&p->r, (uint32_t)p->w->agency_count - 1);
}

uint32_t planter_born(struct planter *p, enum sex sex, int month)
{
	return people_add_born(p->w, &p->r, planter_county(p), sex, month);
}

uint32_t planter_benefit(struct planter *p, uint32_t person, enum fund fund, int from, int to)
{
	uint32_t at = people_add_benefit(p->w, person, p->w->persons[person].agency, fund, from);
	if (to < p->w->last_month)
		benefit_stop(p->w, at, to);
	return at;
}

int planter_richest(const struct planter *p)
{
	int best = 0;
	for (int a = 1; a < p->w->agency_count; a++)
		if (p->left[a] > p->left[best])
			best = a;
	return best;
}

int planter_month(struct planter *p, int before, int after)
{
	int first = p->w->first_month + before, last = p->w->last_month - after;
	return first < last ? rng_between(&p->r, first, last) : first;
}

struct month_set months_between(const struct world *w, int first, int last)
{
	struct month_set set = {{0, 0}};
	for (int m = first; m <= last; m++) {
		int at = m - w->first_month;
		if (at >= 0 && m <= w->last_month)
			set.word[at / 64] |= (uint64_t)1 << (at % 64);
	}
	return set;
}

struct month_set months_union(struct month_set a, struct month_set b)
{
	return (struct month_set){{a.word[0] | b.word[0], a.word[1] | b.word[1]}};
}

bool months_has(const struct world *w, const struct month_set *set, int month)
{
	int at = month - w->first_month;
	return set->word[at / 64] >> (at % 64) & 1;
}

bool months_empty(const struct month_set *set)
{
	return !(set->word[0] | set->word[1]);
}

static struct plant *note(struct planter *p, enum rule rule, enum kind kind, uint32_t benefit, const char *why)
{
	struct plant *plant = list_add(&p->w->plants);
	plant->rule = (uint8_t)rule;
	plant->kind = (uint8_t)kind;
	plant->benefit = benefit;
	plant->why = why;
	return plant;
}

struct plant *plant_claim(struct planter *p, enum rule rule, uint32_t benefit, struct month_set months,
	const char *why)
{
	struct plant *plant = note(p, rule, KIND_WRONG, benefit, why);
	plant->expect = "claim";
	plant->months = months;
	return plant;
}

void plant_undecided(struct planter *p, enum rule rule, uint32_t benefit, const char *code, const char *why)
{
	note(p, rule, KIND_UNDECIDED, benefit, why)->expect = code;
}

void plant_none(struct planter *p, enum rule rule, uint32_t benefit, const char *why)
{
	note(p, rule, KIND_LOOKALIKE, benefit, why)->expect = "none";
}

void plant_subject(struct planter *p, enum rule rule, uint32_t benefit, const char *why)
{
	note(p, rule, KIND_WRONG, benefit, why)->expect = "subject";
}

struct plant *plant_expect(struct planter *p, enum rule rule, uint32_t benefit, const char *expect,
	struct month_set months, const char *why)
{
	if (!expect)
		return NULL;
	enum kind kind = *expect == 'n' ? KIND_LOOKALIKE : *expect == 'u' ? KIND_UNDECIDED : KIND_WRONG;
	struct plant *plant = note(p, rule, kind, benefit, why);
	plant->expect = expect;
	plant->months = months;
	return plant;
}

void plant_two_names(struct planter *p, uint32_t first, uint32_t second, const char *why)
{
	plant_subject(p, RULE_SEVERAL_NAMES, first, why);
	plant_subject(p, RULE_SEVERAL_NAMES, second, why);
}

struct subject_plant *plant_other(struct world *w, enum rule rule, enum kind kind, const char *subject,
	const char *expect, const char *why)
{
	struct subject_plant *s = list_add(&w->subjects);
	snprintf(s->subject, sizeof s->subject, "%s", subject);
	s->rule = (uint8_t)rule;
	s->kind = (uint8_t)kind;
	s->agency = s->fund = ANY;
	s->expect = expect;
	s->why = why;
	return s;
}

struct fact *fact_add(struct fact_list *list, uint32_t person, int day)
{
	struct fact *f = list_add(list);
	f->person = person;
	f->day = day;
	return f;
}

void plant_clerk(struct planter *p, const struct benefit *b, enum review review, enum kind kind, const char *expect,
	const char *why)
{
	plant_other(p->w, RULE_SELF_REVIEW, kind, pay_operator(b, review), expect, why)->agency = b->agency;
}

void exemption_add(struct world *w, const char *account, const char *reason, int until)
{
	if (w->exemption_count == (int)(sizeof w->exemptions / sizeof w->exemptions[0]))
		return;
	struct exemption *e = &w->exemptions[w->exemption_count++];
	snprintf(e->account, sizeof e->account, "%s", account);
	e->reason = reason;
	e->until = until;
}
