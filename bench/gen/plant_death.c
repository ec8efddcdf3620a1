/* Paid after death, paid after cremation, and certified after either. */
#include "gen_calendar.h"
#include "plant.h"

enum registrar { BY_DEATH = 1, BY_CREMATION = 2, BY_BOTH = 3 };
enum day_place { DAY_MIDDLE, DAY_FIRST, DAY_LAST };
enum check { CHECK_NONE, CHECK_FACE, CHECK_REMOTE, CHECK_UNKNOWN_MODE, CHECK_FAILED, CHECK_SAME_DAY, CHECK_OTHER_NAME };
enum twist {
	TWIST_NONE, TWIST_TWICE, TWIST_DISAGREE, TWIST_REVERSE_ONE, TWIST_REVERSE_ALL, TWIST_DUPLICATE, TWIST_BACKPAID,
	TWIST_FAILED, TWIST_BROKEN_DATE, TWIST_EVENTS
};

/* over: months paid beyond the month of death, 0 = stopped in time, TO_END = nobody noticed. */
#define TO_END 99

struct story {
	enum registrar by;
	int weight, over;
	enum day_place day;
	enum twist twist;
	enum name_spelling name;
	enum id_spelling id;
	enum check check;
	const char *why;
};

static const struct story stories[] = {
	{BY_DEATH, 6, TO_END, DAY_MIDDLE, TWIST_EVENTS, NAME_SAME, ID_PLAIN, CHECK_NONE, "died mid-month, still paid"},
	{BY_DEATH, 2, TO_END, DAY_LAST, TWIST_NONE, NAME_SAME, ID_PLAIN, CHECK_NONE,
		"died on the last day of a month: that month is lawful, the next is not"},
	{BY_DEATH, 2, TO_END, DAY_FIRST, TWIST_NONE, NAME_SAME, ID_PLAIN, CHECK_NONE,
		"died on the first day of a month: that month is lawful"},
	{BY_DEATH, 4, 1, DAY_MIDDLE, TWIST_NONE, NAME_SAME, ID_PLAIN, CHECK_NONE, "stopped one month late"},
	{BY_DEATH, 2, 5, DAY_MIDDLE, TWIST_TWICE, NAME_SAME, ID_PLAIN, CHECK_NONE,
		"two sources, same date: claimed once"},
	{BY_DEATH, 1, 6, DAY_MIDDLE, TWIST_DISAGREE, NAME_SAME, ID_PLAIN, CHECK_NONE,
		"two sources two months apart: from the earlier one"},
	{BY_BOTH, 3, TO_END, DAY_MIDDLE, TWIST_NONE, NAME_SAME, ID_PLAIN, CHECK_NONE,
		"registered dead and cremated: two rules, one yuan due once"},
	{BY_BOTH, 1, TO_END, DAY_LAST, TWIST_NONE, NAME_SAME, ID_PLAIN, CHECK_NONE,
		"died on the last day, cremated in the next month: death claims one month more"},
	{BY_DEATH, 1, TO_END, DAY_MIDDLE, TWIST_NONE, NAME_BLANK, ID_PLAIN, CHECK_NONE,
		"name differs only in blanks or the name dot: same name"},
	{BY_DEATH, 1, TO_END, DAY_MIDDLE, TWIST_NONE, NAME_VARIANT, ID_PLAIN, CHECK_NONE,
		"death record in traditional characters: same name"},
	{BY_DEATH, 1, TO_END, DAY_MIDDLE, TWIST_NONE, NAME_ALMOST, ID_PLAIN, CHECK_NONE,
		"one character of the name mistyped: grade B, claimed"},
	{BY_DEATH, 1, TO_END, DAY_MIDDLE, TWIST_NONE, NAME_LOST, ID_15, CHECK_NONE,
		"15-digit number and a name only alike: not sure enough"},
	{BY_CREMATION, 1, TO_END, DAY_MIDDLE, TWIST_NONE, NAME_LOST, ID_PLAIN, CHECK_NONE,
		"one character of the name in the cremation record lost: claimed"},
	{BY_DEATH, 1, TO_END, DAY_MIDDLE, TWIST_NONE, NAME_NULL, ID_PLAIN, CHECK_NONE, "death record without a name"},
	{BY_DEATH, 1, 4, DAY_MIDDLE, TWIST_NONE, NAME_SAME, ID_15, CHECK_NONE, "death record with the 15-digit number"},
	{BY_DEATH, 1, 4, DAY_MIDDLE, TWIST_REVERSE_ONE, NAME_SAME, ID_PLAIN, CHECK_NONE,
		"one of the months was reversed: not claimed"},
	{BY_DEATH, 1, 5, DAY_MIDDLE, TWIST_DUPLICATE, NAME_SAME, ID_PLAIN, CHECK_NONE,
		"paid after death, one month twice: the larger claim is due"},
	{BY_CREMATION, 3, TO_END, DAY_MIDDLE, TWIST_EVENTS, NAME_SAME, ID_PLAIN, CHECK_NONE,
		"cremated, no death record, still paid"},
	{BY_CREMATION, 1, 1, DAY_LAST, TWIST_NONE, NAME_SAME, ID_PLAIN, CHECK_NONE,
		"cremated on the last day of a month, stopped one month late"},
	{BY_BOTH, 2, TO_END, DAY_MIDDLE, TWIST_NONE, NAME_SAME, ID_PLAIN, CHECK_REMOTE,
		"someone passed a remote check for a cremated person"},
	{BY_CREMATION, 1, TO_END, DAY_MIDDLE, TWIST_NONE, NAME_SAME, ID_PLAIN, CHECK_REMOTE,
		"cremated, no death record, remote check passed later"},
	{BY_CREMATION, 1, 6, DAY_MIDDLE, TWIST_NONE, NAME_SAME, ID_PLAIN, CHECK_FAILED,
		"a remote check after cremation was tried and not passed"},
	{BY_CREMATION, 1, 6, DAY_MIDDLE, TWIST_NONE, NAME_SAME, ID_PLAIN, CHECK_SAME_DAY,
		"check dated on the day of cremation: not after it"},

	{BY_CREMATION, 1, TO_END, DAY_MIDDLE, TWIST_NONE, NAME_SAME, ID_PLAIN, CHECK_OTHER_NAME,
		"remote check after cremation under another name"},
	{BY_DEATH, 2, TO_END, DAY_MIDDLE, TWIST_NONE, NAME_OTHER, ID_PLAIN, CHECK_NONE,
		"the death record carries another name"},
	{BY_DEATH, 2, TO_END, DAY_MIDDLE, TWIST_NONE, NAME_SAME, ID_PLAIN, CHECK_FACE,
		"seen alive at the counter after the death date"},
	{BY_DEATH, 1, 6, DAY_MIDDLE, TWIST_NONE, NAME_SAME, ID_PLAIN, CHECK_REMOTE,
		"remote check after the death date"},
	{BY_DEATH, 1, TO_END, DAY_MIDDLE, TWIST_BROKEN_DATE, NAME_SAME, ID_PLAIN, CHECK_NONE,
		"death date that is no date"},
	{BY_CREMATION, 1, TO_END, DAY_MIDDLE, TWIST_NONE, NAME_OTHER, ID_PLAIN, CHECK_NONE,
		"the cremation record carries another name"},
	{BY_CREMATION, 1, TO_END, DAY_MIDDLE, TWIST_NONE, NAME_SAME, ID_PLAIN, CHECK_FACE,
		"seen face to face after the cremation date"},
	{BY_CREMATION, 1, TO_END, DAY_MIDDLE, TWIST_NONE, NAME_SAME, ID_PLAIN, CHECK_UNKNOWN_MODE,
		"check of unknown mode after the cremation date"},

	{BY_DEATH, 3, 0, DAY_LAST, TWIST_NONE, NAME_SAME, ID_PLAIN, CHECK_NONE, "paid for the month of death, then stopped"},
	{BY_DEATH, 2, 0, DAY_FIRST, TWIST_BACKPAID, NAME_SAME, ID_PLAIN, CHECK_NONE,
		"back payment after death for months up to death"},
	{BY_DEATH, 1, 0, DAY_MIDDLE, TWIST_FAILED, NAME_SAME, ID_PLAIN, CHECK_NONE,
		"payments after death failed at the bank"},
	{BY_DEATH, 1, 3, DAY_MIDDLE, TWIST_REVERSE_ALL, NAME_SAME, ID_PLAIN, CHECK_NONE,
		"every month after death was reversed in full"},
	{BY_CREMATION, 2, 0, DAY_MIDDLE, TWIST_NONE, NAME_SAME, ID_PLAIN, CHECK_NONE,
		"cremated, paid only up to that month"},
	{BY_CREMATION, 1, 0, DAY_FIRST, TWIST_BACKPAID, NAME_SAME, ID_PLAIN, CHECK_NONE,
		"back payment after cremation for months up to it"},
};

static int pick_day(struct planter *p, enum day_place place, int month)
{
	if (place == DAY_MIDDLE)
		return day_in_month(month, rng_between(&p->r, 3, 24));
	return day_in_month(month, place == DAY_FIRST ? 1 : 31);
}

/* Records of the registrars; returns nothing but facts. */
static void tell_registrars(struct planter *p, const struct story *s, uint32_t person, int died, int burnt)
{
	if (s->by & BY_DEATH) {
		struct fact *f = fact_add(&p->w->deaths, person, died);
		f->name = (uint8_t)s->name;
		f->id = (uint8_t)s->id;
		f->raw_day = s->twist == TWIST_BROKEN_DATE ? "2025-02-30" : NULL;
	}
	if (s->twist == TWIST_TWICE || s->twist == TWIST_DISAGREE) {
		struct fact *f = fact_add(&p->w->deaths, person, died + (s->twist == TWIST_DISAGREE ? 61 : 0));
		f->kind = 1;
	}
	if (s->by & BY_CREMATION) {
		struct fact *f = fact_add(&p->w->cremations, person, burnt);
		f->name = (uint8_t)s->name;
		f->until = died;
	}
}

static void tell_certifiers(struct planter *p, const struct story *s, uint32_t person, int day)
{
	static const int modes[] = {0, 1, 3, 0, 3, 3, 3};
	p->w->persons[person].check_last = day - rng_between(&p->r, 30, 330);
	if (s->check == CHECK_NONE)
		return;
	int later = s->check == CHECK_SAME_DAY ? day : day + rng_between(&p->r, 20, 60);
	struct fact *f = fact_add(&p->w->checks, person, later);
	f->kind = (uint8_t)modes[s->check];
	f->failed = s->check == CHECK_FAILED;
	f->name = s->check == CHECK_OTHER_NAME ? NAME_OTHER : NAME_SAME;
}

/* What the agency did after the month of the event. */
static void tell_payments(struct planter *p, const struct story *s, uint32_t at, int month)
{
	struct world *w = p->w;
	if (s->over != TO_END)
		benefit_stop(w, at, month + s->over);
	w->benefits[at].calm = s->twist != TWIST_EVENTS;
	if (s->twist == TWIST_BACKPAID) {
		w->benefits[at].to = month - 2;
		extra_month(w, at, month - 1, month + 2, 1, STATE_PAID);
		extra_month(w, at, month, month + 2, 1, STATE_PAID);
	}
	if (s->twist == TWIST_FAILED)
		for (int m = month + 1; m <= month + 3; m++)
			extra_month(w, at, m, m, 1, STATE_FAILED);
	if (s->twist == TWIST_REVERSE_ONE)
		extra_month(w, at, month + 2, month + 3, -1, STATE_PAID);
	if (s->twist == TWIST_REVERSE_ALL)
		for (int m = month + 1; m <= month + 3; m++)
			extra_month(w, at, m, month + 5, -1, STATE_PAID);
	if (s->twist == TWIST_DUPLICATE)
		extra_month(w, at, month + 2, month + 2, 1, STATE_PAID);
}

/* What rule 1 or 2 must say. month: of the event its record gives. */
static void expect(struct planter *p, const struct story *s, uint32_t at, enum rule rule, int month)
{
	bool remote_counts = rule == RULE_DEATH;
	bool alive = s->check == CHECK_FACE || s->check == CHECK_UNKNOWN_MODE || (s->check == CHECK_REMOTE && remote_counts);
	if (s->twist == TWIST_BROKEN_DATE)
		plant_undecided(p, rule, at, "undecided:missing:date", s->why);
	else if (s->over == 0 || s->twist == TWIST_REVERSE_ALL)
		plant_none(p, rule, at, s->why);
	else if (s->name == NAME_OTHER || (s->name == NAME_LOST && s->id == ID_15))
		plant_undecided(p, rule, at, "undecided:name-differs", s->why);
	else if (alive)
		plant_undecided(p, rule, at, "undecided:seen-alive-later", s->why);
	else
		plant_claim(p, rule, at, months_between(p->w, month + 1, p->w->last_month), s->why);
}

static void expect_certified(struct planter *p, const struct story *s, uint32_t at)
{
	if (s->check == CHECK_REMOTE && (s->by & BY_CREMATION))
		plant_subject(p, RULE_CERTIFIED, at, s->why);
	else if (s->check == CHECK_FAILED || s->check == CHECK_SAME_DAY)
		plant_none(p, RULE_CERTIFIED, at, s->why);
	else if (s->check == CHECK_OTHER_NAME)
		plant_undecided(p, RULE_CERTIFIED, at, "undecided:name-differs", s->why);
}

static void tell(struct planter *p, const struct story *s)
{
	uint32_t at = planter_take(p, ANY, ANY);
	uint32_t person = p->w->benefits[at].person;
	int month = planter_month(p, 3, 7);
	int died = pick_day(p, s->day, month), burnt = died;
	if (s->by == BY_BOTH)
		burnt += s->day == DAY_LAST ? 2 : 1;
	tell_registrars(p, s, person, died, burnt);
	tell_certifiers(p, s, person, burnt);
	tell_payments(p, s, at, month);
	if (s->by & BY_DEATH)
		expect(p, s, at, RULE_DEATH, month);
	if (s->by & BY_CREMATION)
		expect(p, s, at, RULE_CREMATION, month_of_day(burnt));
	expect_certified(p, s, at);
	if (s->twist == TWIST_DUPLICATE)
		plant_claim(p, RULE_DUPLICATE, at, months_between(p->w, month + 2, month + 2), s->why)->amount = AMOUNT_DUPLICATE;
}

void plant_deaths(struct planter *p)
{
	for (unsigned i = 0; i < sizeof stories / sizeof stories[0]; i++)
		for (int n = planter_quota(p, stories[i].weight); n > 0; n--)
			tell(p, &stories[i]);
}
