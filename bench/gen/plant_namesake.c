/* Death records without a usable number: only name and birth date tell whose they are. */
#include "gen_calendar.h"
#include "names.h"
#include "plant.h"

enum bearer { BEARER_RARE, BEARER_COMMON, BEARER_OTHER_DAY, BEARER_STOPPED };

struct story {
	int weight;
	enum id_spelling id;
	enum name_spelling name;
	enum bearer bearer;
	const char *why;
};

static const struct story stories[] = {
	{1, ID_DAMAGED, NAME_SAME, BEARER_RARE, "death record with a damaged number, rare name, same birth date: grade E"},
	{1, ID_NONE, NAME_SAME, BEARER_RARE, "death record without a number, rare name, same birth date: grade F"},
	{1, ID_NONE, NAME_BLANK, BEARER_RARE, "the same, the name with other blanks or another dot"},
	{1, ID_NONE, NAME_SAME, BEARER_COMMON, "death record without a number: four payees of that name"},
	{1, ID_NONE, NAME_SAME, BEARER_OTHER_DAY, "same name, born a day later: another person"},
	{1, ID_NONE, NAME_SAME, BEARER_STOPPED, "death record without a number of somebody stopped already"},
	{1, ID_NONE, NAME_ALMOST, BEARER_RARE, "without a number a name only alike is no lead"},
};

/* Names that nobody is born with here: one for each story told. */
static void rename_person(struct person *person, uint32_t number)
{
	name_unheard(person, number);
	person->planted = 1;
}

static void expect(struct planter *p, const struct story *s, uint32_t at)
{
	if (s->bearer == BEARER_COMMON)
		plant_undecided(p, RULE_NAMESAKE, at, "undecided:common-name", s->why);
	else if (s->bearer == BEARER_RARE && s->name != NAME_ALMOST)
		plant_subject(p, RULE_NAMESAKE, at, s->why);
	else
		plant_none(p, RULE_NAMESAKE, at, s->why);
}

static void tell(struct planter *p, const struct story *s, uint32_t number)
{
	struct world *w = p->w;
	uint32_t at = planter_take(p, ANY, ANY), dead = w->benefits[at].person;
	struct person *person = &w->persons[dead];
	rename_person(person, number);
	for (int namesake = 0; s->bearer == BEARER_COMMON && namesake < 3; namesake++)
		rename_person(&w->persons[w->benefits[planter_take(p, ANY, ANY)].person], number);
	if (s->bearer == BEARER_STOPPED)
		benefit_stop(w, at, w->last_month - 2);
	struct fact *f = fact_add(&w->deaths, dead, day_in_month(w->last_month - 3, 10));
	f->id = (uint8_t)s->id;
	f->name = (uint8_t)s->name;
	f->born_later = s->bearer == BEARER_OTHER_DAY;
	expect(p, s, at);
}

void plant_namesakes(struct planter *p)
{
	uint32_t number = 0;
	for (unsigned i = 0; i < sizeof stories / sizeof stories[0]; i++)
		for (int n = planter_quota(p, stories[i].weight); n > 0; n--)
			tell(p, &stories[i], number++);
}
