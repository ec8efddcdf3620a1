#include "people.h"

#include "ages.h"
#include "births.h"
#include "gen_calendar.h"
#include "names.h"
#include "payrows.h"
#include "places.h"

#include <stdlib.h>
#include <string.h>

/* Years of age at which a benefit begins. */
static int age_of_benefit(enum fund fund, enum sex sex, struct rng *r)
{
	if (fund == FUND_RESIDENT || sex == SEX_MALE)
		return 60;
	if (fund == FUND_PUBLIC)
		return 55;
	return rng_chance(r, 700) ? 50 : 55;
}

static enum sex draw_sex(struct rng *r)
{
	return rng_chance(r, 520) ? SEX_FEMALE : SEX_MALE;
}

/* youngest: month of birth */
static void person_draw(struct world *w, struct person *p, struct rng *r, int agency, enum sex sex, int youngest)
{
	p->sex = (uint8_t)sex;
	p->agency = (uint8_t)agency;
	int limit = BIRTH_LAST;
	p->birth = birth_draw(r, youngest < limit ? youngest : limit);
	give_id_near(w, p);
	name_draw(p, r, w->opt.persons < 5000 ? 60 : 9); /* a small city has some of each, too */
}

/* Room for one more person. */
static struct person *person_new(struct world *w)
{
	if (w->person_count == w->person_room) {
		w->person_room += w->person_room / 4 + 64;
		w->persons = realloc(w->persons, w->person_room * sizeof *w->persons);
		if (!w->persons)
			die("out of memory");
	}
	struct person *p = &w->persons[w->person_count++];
	memset(p, 0, sizeof *p);
	return p;
}

uint32_t people_add_person(struct world *w, struct rng *r, int agency)
{
	struct person *p = person_new(w);
	person_draw(w, p, r, agency, draw_sex(r), BIRTH_LAST);
	return w->person_count - 1;
}

uint32_t people_add_born(struct world *w, struct rng *r, int agency, enum sex sex, int month)
{
	struct person *p = person_new(w);
	p->sex = (uint8_t)sex;
	p->agency = (uint8_t)agency;
	p->planted = 1;
	give_id_in_month(w, p, month, rng_between(r, 2, 28));
	name_draw(p, r, 9);
	p->check_last = w->opt.as_of - rng_between(r, 3, 330);
	return w->person_count - 1;
}

uint64_t account_number(uint64_t serial)
{
	return 6217000000000000000u + serial * 1000003u % 999999999999989u;
}

static uint32_t benefit_new(struct world *w, uint32_t person, int agency, enum fund fund, struct rng *r)
{
	if (w->benefit_count == w->benefit_room) {
		w->benefit_room += w->benefit_room / 4 + 64;
		w->benefits = realloc(w->benefits, w->benefit_room * sizeof *w->benefits);
		if (!w->benefits)
			die("out of memory");
	}
	struct benefit *b = &w->benefits[w->benefit_count];
	memset(b, 0, sizeof *b);
	b->person = b->mate = person;
	b->agency = (uint8_t)agency;
	b->fund = (uint8_t)fund;
	b->to = w->last_month;
	b->group = w->persons[person].sex == SEX_MALE ? MEN60 : WOMEN50;
	b->account = account_number(w->benefit_count);
	payrows_draw(b, r);
	return w->benefit_count++;
}

uint32_t people_add_benefit(struct world *w, uint32_t person, int agency, enum fund fund, int from)
{
	struct rng r;
	rng_init(&r, w->opt.seed ^ 0x5ec0, w->benefit_count);
	uint32_t at = benefit_new(w, person, agency, fund, &r);
	struct benefit *b = &w->benefits[at];
	b->from = b->first_paid = from;
	b->planted = b->calm = true;
	return at;
}

/* Since 2025 the lawful age comes later, but one may retire up to three years before it, if not before the old age. */
static int draw_retirement(const struct world *w, int old, int lawful, struct rng *r)
{
	int earliest = old > lawful - ELASTIC_MONTHS ? old : lawful - ELASTIC_MONTHS;
	return lawful <= w->last_month && rng_chance(r, 600) ? lawful : earliest;
}

/* When the benefit began; some are granted months late and paid back to their beginning. */
static void draw_start(const struct world *w, struct benefit *b, const struct person *p, int age, struct rng *r)
{
	int scheme = b->fund == FUND_RESIDENT ? 2011 * 12 : 1994 * 12;
	b->group = age == 60 ? MEN60 : age == 55 ? WOMEN55 : WOMEN50;
	b->from = month_of_day(p->birth) + age * 12 + 1;
	if (b->fund != FUND_RESIDENT)
		b->from = draw_retirement(w, b->from, lawful_month(month_of_day(p->birth), b->group) + 1, r);
	if (b->from < scheme)
		b->from = scheme + rng_between(r, 0, 11);
	b->first_paid = b->from;
	if (b->from >= w->first_month && rng_chance(r, 300))
		b->first_paid += rng_between(r, 1, 5);
	if (b->first_paid > w->last_month)
		b->first_paid = w->last_month;
}

/* The last routine check of someone who is alive and draws a benefit: inside the last twelve months. */
static void draw_check(const struct world *w, const struct benefit *b, struct person *p, struct rng *r)
{
	int earliest = day_in_month(w->last_month - 12, 1);
	p->check_last = rng_between(r, earliest, w->opt.as_of - 3);
	if (b->from > w->last_month - 12 && rng_chance(r, 500))
		p->check_last = 0;
}

static int draw_agency(const struct world *w, struct rng *r)
{
	int total = 0, i = 0;
	for (int a = 0; a < w->agency_count; a++)
		total += place_at(w, a)->weight;
	int left = rng_between(r, 0, total - 1);
	while ((left -= place_at(w, i)->weight) >= 0)
		i++;
	return i;
}

static enum fund draw_fund(const struct world *w, int agency, struct rng *r)
{
	bool office = agency == w->agency_count - 1;
	uint32_t n = rng_below(r, 100);
	if (office)
		return n < 60 ? FUND_EMPLOYEE : FUND_PUBLIC;
	return n < 62 ? FUND_RESIDENT : n < 90 ? FUND_EMPLOYEE : FUND_PUBLIC;
}

static void settle_one(struct world *w, struct rng *r, uint32_t at)
{
	struct person *p = &w->persons[at];
	int agency = draw_agency(w, r);
	enum fund fund = draw_fund(w, agency, r);
	enum sex sex = draw_sex(r);
	int age = age_of_benefit(fund, sex, r);
	person_draw(w, p, r, agency, sex, w->last_month - 12 * age - 1);
	struct benefit *b = &w->benefits[benefit_new(w, at, agency, fund, r)];
	draw_start(w, b, p, age, r);
	draw_check(w, b, p, r);
	if (rng_chance(r, 8) && b->from < w->last_month - 12) {
		b->state = PERSON_PAUSED;
		b->to = w->last_month - rng_between(r, 1, 8);
	}
}

uint32_t people_add_pensioner(struct world *w, struct rng *r, int agency, enum fund fund)
{
	enum sex sex = draw_sex(r);
	int age = age_of_benefit(fund, sex, r);
	struct person *p = person_new(w);
	uint32_t at = w->person_count - 1;
	person_draw(w, p, r, agency, sex, w->first_month - 12 * (age + 4)); /* the delay of ages is less than four years */
	p->planted = 1;
	struct benefit *b = &w->benefits[benefit_new(w, at, agency, fund, r)];
	draw_start(w, b, p, age, r);
	draw_check(w, b, p, r);
	b->planted = b->calm = true;
	return w->benefit_count - 1;
}

/* A couple: neighbours in the register, of either sex, one account for both. */
static void marry(struct world *w, struct rng *r)
{
	for (uint32_t i = 1; i < w->benefit_count; i++) {
		struct benefit *b = &w->benefits[i];
		const struct benefit *before = &w->benefits[i - 1];
		if (b->agency != before->agency || before->mate != before->person || !rng_chance(r, 250))
			continue;
		if (w->persons[b->person].sex == w->persons[before->person].sex)
			continue;
		b->account = before->account;
		b->mate = before->person;
	}
}

void people_make(struct world *w)
{
	struct rng r;
	rng_init(&r, w->opt.seed, 1);
	w->paid_persons = w->person_count = w->opt.persons;
	w->person_room = w->paid_persons + w->paid_persons / 8 + 1024;
	w->benefit_room = w->person_room;
	w->persons = calloc(w->person_room, sizeof *w->persons);
	w->benefits = calloc(w->benefit_room, sizeof *w->benefits);
	if (!w->persons || !w->benefits)
		die("out of memory");
	for (uint32_t i = 0; i < w->paid_persons; i++)
		settle_one(w, &r, i);
	marry(w, &r);
	for (uint32_t i = 0; i < w->paid_persons / 25 + 20; i++)
		people_add_person(w, &r, draw_agency(w, &r));
}
