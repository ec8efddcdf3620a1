/* Certifications in bulk: one phone for many people, one clerk with a hundred on a day. Told of the living, so after their fate. */
#include "gen_calendar.h"
#include "places.h"
#include "plant.h"

#include <stdio.h>
#include <string.h>

enum twist { TWIST_NONE, TWIST_ONE_EARLIER, TWIST_ONE_FAILED, TWIST_ONE_NEXT_DAY, TWIST_AUTOMATIC };

struct story { int weight, people; enum twist twist; bool hit; const char *why; };

static const struct story phones[] = {
	{2, 9, TWIST_NONE, true, "one phone for nine people"},
	{1, 5, TWIST_NONE, true, "one phone for exactly five people"},
	{1, 4, TWIST_NONE, false, "one phone for four people"},
	{1, 5, TWIST_ONE_EARLIER, false, "one phone for five people, for one of them twelve months ago"},
	{1, 5, TWIST_ONE_FAILED, false, "one phone for five people, one of whom was not passed"},
};
static const struct story clerks[] = {
	{1, 100, TWIST_NONE, true, "exactly a hundred people on one day"},
	{1, 99, TWIST_NONE, false, "ninety-nine people on one day"},
	{1, 100, TWIST_ONE_NEXT_DAY, false, "a hundred people, one of them on the next day"},
	{1, 110, TWIST_AUTOMATIC, false, "more than a hundred people, passed by the system"},
};

/* The next living person without a story, round and round. */
static uint32_t next_living(const struct world *w, uint32_t *cursor)
{
	for (uint32_t tries = 0; tries < w->benefit_count; tries++) {
		const struct benefit *b = &w->benefits[*cursor = (*cursor + 1) % w->benefit_count];
		if (!b->planted && b->state == PERSON_NORMAL)
			return *cursor;
	}
	die("too few persons for what is planted: use more --persons");
}

static bool enough(const struct world *w, int people)
{
	for (uint32_t i = 0; i < w->benefit_count && people > 0; i++)
		people -= !w->benefits[i].planted && w->benefits[i].state == PERSON_NORMAL;
	return people <= 0;
}

static struct fact *certify(struct planter *p, uint32_t at, int day, int mode)
{
	struct fact *f = fact_add(&p->w->checks, p->w->benefits[at].person, day);
	f->kind = (uint8_t)mode;
	return f;
}

static void bend(const struct world *w, struct fact *f, enum twist twist)
{
	f->failed = twist == TWIST_ONE_FAILED;
	f->day += twist == TWIST_ONE_NEXT_DAY;
	if (twist == TWIST_ONE_EARLIER)
		f->day = day_in_month(w->last_month - 12, 28);
}

static void tell(struct planter *p, const struct story *s, bool phone, unsigned serial, uint32_t *cursor)
{
	struct world *w = p->w;
	char *key = text_room(w, 48);
	const char *county = NULL;
	snprintf(key, 48, phone ? "198%08u" : "驻村专员%u", serial);
	for (int i = 0; i < s->people; i++) {
		uint32_t at = next_living(w, cursor);
		struct fact *f = certify(p, at, w->opt.as_of - 9, phone ? 3 : 1);
		if (phone)
			f->phone = key;
		else
			f->operator = s->twist == TWIST_AUTOMATIC ? "系统" : key;
		if (i == 0)
			bend(w, f, s->twist);
		const char *place = place_cell(w, w->benefits[at].agency, 0);
		if (!county || strcmp(place, county) < 0)
			county = place;
	}
	if (s->twist == TWIST_AUTOMATIC)
		snprintf(key, 48, "系统");
	plant_other(w, phone ? RULE_PHONE : RULE_OPERATOR, s->hit ? KIND_WRONG : KIND_LOOKALIKE, key, s->hit ? "subject" : "none", s->why)
		->agency = place_number(w, county);
}

void plant_proxies(struct planter *p)
{
	uint32_t cursor = 0;
	unsigned serial = 0;
	for (unsigned i = 0; i < sizeof phones / sizeof phones[0]; i++)
		for (int n = planter_quota(p, phones[i].weight); n > 0; n--)
			tell(p, &phones[i], true, serial++, &cursor);
	for (unsigned i = 0; i < sizeof clerks / sizeof clerks[0] && enough(p->w, 120); i++)
		for (int n = planter_quota(p, clerks[i].weight); n > 0; n--)
			tell(p, &clerks[i], false, serial++, &cursor);
}
