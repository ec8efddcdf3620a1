/* The log of changes: an account changed around a death, name and number changed together. */
#include "gen_calendar.h"
#include "plant.h"

#define ACCOUNT "银行账号"
#define BEFORE "6217000000000000035"
#define AFTER "6217000000000000043"

static struct change *change(struct planter *p, uint32_t at, const char *field, const char *before, const char *after, int day)
{
	struct change *c = list_add(&p->w->changes);
	*c = (struct change){at, field, before, after, rng_chance(&p->r, 500) ? "后台" : "前台", day};
	return c;
}

/* months: of the change, after the month of death; first, last: on the first or last day of the month. */
struct death_story {
	int weight, months;
	bool first;
	const char *field, *before, *after;
	enum name_spelling name;
	const char *expect, *why;
};

static const struct death_story deaths[] = {
	{2, 1, false, ACCOUNT, BEFORE, AFTER, NAME_SAME, "subject", "account changed the month after death"},
	{1, 0, true, ACCOUNT, BEFORE, AFTER, NAME_SAME, "subject", "account changed in the month of death"},
	{1, -3, true, ACCOUNT, BEFORE, AFTER, NAME_SAME, "subject", "account changed on the first day of the third month before"},
	{1, 3, false, ACCOUNT, BEFORE, AFTER, NAME_SAME, "subject", "account changed on the last day of the third month after"},
	{1, 1, false, ACCOUNT, NULL, AFTER, NAME_SAME, "subject", "account changed after death, the old one is not in the log"},
	{1, 1, false, ACCOUNT, BEFORE, AFTER, NAME_OTHER, "undecided:name-differs", "account changed, the death record has another name"},
	{1, -4, false, ACCOUNT, BEFORE, AFTER, NAME_SAME, "none", "account changed on the last day of the fourth month before"},
	{1, 4, true, ACCOUNT, BEFORE, AFTER, NAME_SAME, "none", "account changed on the first day of the fourth month after"},
	{1, 1, false, ACCOUNT, BEFORE, BEFORE, NAME_SAME, "none", "account entered again after death, the same one"},
	{1, 1, false, "联系电话", "19900000003", "19900000004", NAME_SAME, "none", "another phone after death"},
};

static void note(struct planter *p, enum rule rule, uint32_t at, const char *expect, const char *why)
{
	if (expect[0] == 's')
		plant_subject(p, rule, at, why);
	else if (expect[0] == 'u')
		plant_undecided(p, rule, at, expect, why);
	else
		plant_none(p, rule, at, why);
}

static void tell_death(struct planter *p, const struct death_story *s)
{
	struct world *w = p->w;
	uint32_t at = planter_newcomer(p, ANY, ANY);
	int month = planter_month(p, 3, 6), day = day_in_month(month, 17);
	benefit_stop(w, at, month);
	w->persons[w->benefits[at].person].check_last = day - 60;
	fact_add(&w->deaths, w->benefits[at].person, day)->name = (uint8_t)s->name;
	change(p, at, s->field, s->before, s->after, day_in_month(month + s->months, s->first ? 1 : 31));
	note(p, RULE_ACCOUNT_CHANGED, at, s->expect, s->why);
}

/* days: from the number to the name. */
struct both_story { int weight, days; const char *number_after, *name_after, *name_before, *expect, *why; };

#define NUMBER "36079919560101001X"
#define NUMBER_AFTER "360799195801010012"

static const struct both_story boths[] = {
	{2, 0, NUMBER_AFTER, "王国强", "李有才", "subject", "name and number changed on one day"},
	{1, 30, NUMBER_AFTER, "王国强", "李有才", "subject", "the name thirty days after the number"},
	{1, -30, NUMBER_AFTER, "王国强", "李有才", "subject", "the name thirty days before the number"},
	{1, 31, NUMBER_AFTER, "王国强", "李有才", "none", "the name thirty-one days after the number"},
	{1, -31, NUMBER_AFTER, "王国强", "李有才", "none", "the name thirty-one days before the number"},
	{1, 5, NUMBER, "王国强", "李有才", "none", "the number was entered again, the same one"},
	{1, 5, NUMBER_AFTER, "李 有才", "李有才", "none", "only a blank of the name was changed"},
	{1, 5, NUMBER_AFTER, NULL, NULL, "none", "the number was changed, and no name"},
};

static void tell_both(struct planter *p, const struct both_story *s)
{
	uint32_t at = planter_newcomer(p, ANY, ANY);
	int day = p->w->opt.as_of - rng_between(&p->r, 60, 600);
	change(p, at, "证件号码", NUMBER, s->number_after, day);
	if (s->name_after)
		change(p, at, "姓名", s->name_before, s->name_after, day + s->days);
	if (s->expect[0] == 'n') {
		plant_none(p, RULE_BOTH_CHANGED, at, s->why);
		return;
	}
	/* the rule's case has no fund */
	const struct benefit *b = &p->w->benefits[at];
	plant_other(p->w, RULE_BOTH_CHANGED, KIND_WRONG, p->w->persons[b->person].id, "subject", s->why)->agency = b->agency;
}

void plant_changes(struct planter *p)
{
	for (unsigned i = 0; i < sizeof deaths / sizeof deaths[0]; i++)
		for (int n = planter_quota(p, deaths[i].weight); n > 0; n--)
			tell_death(p, &deaths[i]);
	for (unsigned i = 0; i < sizeof boths / sizeof boths[0]; i++)
		for (int n = planter_quota(p, boths[i].weight); n > 0; n--)
			tell_both(p, &boths[i]);
}
