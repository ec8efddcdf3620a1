/* Single defects of the person table: numbers that are none, births that contradict the number. */
#include "gen_calendar.h"
#include "idnum.h"
#include "places.h"
#include "plant.h"

#include <stdio.h>
#include <string.h>

enum defect {
	ID_ONE_DIGIT, ID_NO_DATE, ID_SHORT_NO_DATE, BIRTH_YEAR, BIRTH_DAY, BIRTH_NO_DATE,
	FINE_BIRTH_NULL, FINE_SHORT, FINE_SPELLED, FINE_FOREIGN, FINE_OLD_PERMIT
};

struct story { enum defect defect; int weight; const char *why; };

static const struct story stories[] = {
	{ID_ONE_DIGIT, 3, "one digit of the number is wrong: the check character fails; the log says who entered it"},
	{ID_NO_DATE, 1, "number with month 13"},
	{ID_SHORT_NO_DATE, 1, "15-digit number with day 32"},
	{BIRTH_YEAR, 3, "birth three years earlier than the number says; the log says who entered it"},
	{BIRTH_DAY, 2, "birth one day off"},
	{BIRTH_NO_DATE, 2, "birth that is no date"},
	{FINE_BIRTH_NULL, 1, "no birth given"},
	{FINE_SHORT, 2, "15-digit number, same birth"},
	{FINE_SPELLED, 1, "birth spelled with 年月日"},
	{FINE_FOREIGN, 1, "permanent residence permit: its birth is not compared"},
	{FINE_OLD_PERMIT, 1, "old residence permit, letters and digits"},
};

static void break_id(struct planter *p, struct person *person, enum defect how)
{
	char raw[24];
	memcpy(raw, person->id, 19);
	if (how == ID_ONE_DIGIT) {
		id_damaged(raw, person->id, DAMAGE_ONE_DIGIT, rng_next(&p->r));
	} else if (how == ID_NO_DATE) {
		memcpy(raw + 10, "13", 2);
		raw[17] = id_check(raw);
	} else {
		id_short(raw, person->id);
		memcpy(raw + 10, "32", 2);
	}
	person->person_id_raw = text_kept(p->w, raw);
}

static void break_birth(struct world *w, struct person *person, enum defect how)
{
	char raw[32] = "19530230";
	struct civil c = civil_of(person->birth);
	if (how == BIRTH_YEAR)
		day_spell(raw, day_of(c.year - 3, c.month, c.day > 28 ? 28 : c.day), DATE_8);
	if (how == BIRTH_DAY)
		day_spell(raw, person->birth + 1, DATE_8);
	person->person_birth_raw = text_kept(w, raw);
}

static void tell_fine(struct world *w, struct person *person, enum defect how, unsigned serial)
{
	char raw[32];
	if (how == FINE_BIRTH_NULL)
		person->person_birth_raw = "";
	if (how == FINE_SHORT) {
		id_short(raw, person->id);
		person->person_id_raw = text_kept(w, raw);
	}
	if (how == FINE_SPELLED) {
		day_spell(raw, person->birth, DATE_HAN);
		person->person_birth_raw = text_kept(w, raw);
	}
	if (how == FINE_FOREIGN) {
		id_make(person->id, "936079", person->birth + 400, 2 * (int)(serial % 400) + (person->sex == SEX_MALE));
		day_spell(raw, person->birth, DATE_DASH);
		person->person_birth_raw = text_kept(w, raw);
	}
	if (how == FINE_OLD_PERMIT)
		snprintf(person->id, sizeof person->id, "ZZZ%012u", serial + 101);
}

/* Who entered it, where the log knows: under the number as it was before. */
static void log_entry(struct world *w, uint32_t at, enum defect how, unsigned serial)
{
	const struct person *person = &w->persons[w->benefits[at].person];
	struct change *c = list_add(&w->changes);
	*c = (struct change){.benefit = at, .day = w->opt.as_of - 100 - (int)(serial % 300), .channel = serial % 2 ? "前台" : "后台"};
	c->field = how == ID_ONE_DIGIT ? "证件号码" : "出生日期";
	c->before = how == ID_ONE_DIGIT ? text_kept(w, person->id) : NULL;
	c->after = how == ID_ONE_DIGIT ? person->person_id_raw : person->person_birth_raw;
}

static void tell(struct planter *p, const struct story *s, unsigned serial)
{
	uint32_t at = planter_take(p, ANY, ANY);
	struct person *person = &p->w->persons[p->w->benefits[at].person];
	if (s->defect >= FINE_BIRTH_NULL) {
		tell_fine(p->w, person, s->defect, serial);
		plant_none(p, RULE_IDENTITY, at, s->why);
		return;
	}
	if (s->defect < BIRTH_YEAR)
		break_id(p, person, s->defect);
	else
		break_birth(p->w, person, s->defect);
	if (s->defect == ID_ONE_DIGIT || s->defect == BIRTH_YEAR)
		log_entry(p->w, at, s->defect, serial);
	struct subject_plant *plant = plant_other(p->w, RULE_IDENTITY, KIND_WRONG,
		s->defect < BIRTH_YEAR ? person->person_id_raw : person->id, "subject", s->why);
	plant->agency = person->agency;
	plant->fund = p->w->benefits[at].fund;
}

void plant_identity(struct planter *p)
{
	unsigned serial = 0;
	for (unsigned i = 0; i < sizeof stories / sizeof stories[0]; i++)
		for (int n = planter_quota(p, stories[i].weight); n > 0; n--)
			tell(p, &stories[i], serial++);
}
