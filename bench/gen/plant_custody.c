/* Paid in custody: which sentences stop a pension, and which months. */
#include "custody.h"
#include "gen_calendar.h"

/* Where the first term begins before, the story's month is the window's first. */
struct story {
	int weight;
	struct term first, second;
	bool suspended; /* the agency stopped for the months of the first term */
	enum name_spelling name;
	const char *expect, *why; /* expect NULL: claims follow from the terms */
};

static const struct story stories[] = {
	{3, {PRISON, 0, OPEN}, {NONE, 0, 0}, false, NAME_SAME, NULL, "in prison, no release date, still paid"},
	{2, {PRISON, 0, 5}, {NONE, 0, 0}, false, NAME_SAME, NULL,
		"months after the one of custody up to the one of release"},
	{1, {DETENTION, 0, 1}, {NONE, 0, 0}, false, NAME_SAME, NULL, "criminal detention over one month end"},
	{1, {LIFE, -30, OPEN}, {NONE, 0, 0}, false, NAME_SAME, NULL, "for life, since before the extract begins"},
	{1, {SUSPENDED_DEATH, 0, OPEN}, {NONE, 0, 0}, false, NAME_BLANK, NULL, "name differs only in blanks"},
	{2, {PRISON, 0, 4}, {PRISON, 2, 7}, false, NAME_SAME, NULL, "two overlapping records: each month once"},
	{1, {UNTRIED, 0, 3}, {PRISON, 3, OPEN}, false, NAME_SAME, NULL, "untried first, sentenced later: from the sentence"},
	{1, {PRISON, 0, 3}, {PROBATION, 3, OPEN}, false, NAME_SAME, NULL, "served, then on probation: only the months served"},

	{1, {PRISON, 0, OPEN}, {NONE, 0, 0}, false, NAME_OTHER, "undecided:name-differs", "the court names someone else"},
	{1, {PRISON, 3, BACKWARD}, {NONE, 0, 0}, false, NAME_SAME, "undecided:dates-disorder",
		"released before the day of custody"},
	{1, {PRISON, 0, UNREADABLE}, {NONE, 0, 0}, false, NAME_SAME, "undecided:release-unreadable",
		"day of release is no date"},
	{1, {PRISON, 0, OPEN}, {PAROLE, 4, OPEN}, false, NAME_SAME, "undecided:served-outside",
		"in prison without a release date, on parole later"},
	{1, {PRISON, 0, UNKNOWN}, {NONE, 0, 0}, false, NAME_SAME, "undecided:missing:from", "day of custody unknown"},

	{2, {PROBATION, 0, OPEN}, {NONE, 0, 0}, false, NAME_SAME, "none", "on probation: the pension continues"},
	{1, {CONTROL, 0, 6}, {NONE, 0, 0}, false, NAME_SAME, "none", "under control: the pension continues"},
	{1, {OUTSIDE, 0, OPEN}, {NONE, 0, 0}, false, NAME_SAME, "none", "serves outside prison: the pension continues"},
	{1, {PAROLE, 0, OPEN}, {NONE, 0, 0}, false, NAME_SAME, "none", "on parole: the pension continues"},
	{1, {UNTRIED, 0, OPEN}, {NONE, 0, 0}, false, NAME_SAME, "none", "untried: suspended at most, not recovered"},
	{1, {WANTED, 0, OPEN}, {NONE, 0, 0}, false, NAME_SAME, "none", "wanted: suspended at most"},
	{1, {PRISON, -60, -50}, {NONE, 0, 0}, false, NAME_SAME, "none", "released before the extract begins"},
	{2, {PRISON, 0, 4}, {NONE, 0, 0}, true, NAME_SAME, "none",
		"suspended for exactly the months served: month of custody and month after release are paid"},
	{1, {DETENTION, 2, 2}, {NONE, 0, 0}, false, NAME_SAME, "none", "in and out within one month"},
};

static struct month_set served(struct planter *p, const struct term *t, int month)
{
	if (t->kind == NONE || !STOPS(t->kind))
		return (struct month_set){{0, 0}};
	return months_between(p->w, month + t->from + 1, t->until == OPEN ? p->w->last_month : month + t->until);
}

struct fact *custody_add(struct planter *p, uint32_t person, const struct term *t, int month)
{
	if (t->kind == NONE)
		return NULL;
	bool one_month = t->from == t->until;
	int day = one_month ? 2 : rng_between(&p->r, 1, 28);
	struct fact *f = fact_add(&p->w->custodies, person, day_in_month(month + t->from, day));
	f->kind = (uint8_t)t->kind;
	if (t->until == BACKWARD)
		f->until = f->day - 45;
	else if (t->until == UNKNOWN)
		f->raw_day = "无";
	else if (t->until == UNREADABLE)
		f->raw_until = "2026-13-40";
	else if (t->until != OPEN)
		f->until = day_in_month(month + t->until, one_month ? 27 : rng_between(&p->r, 1, 31));
	return f;
}

/* Whoever serves outside prison is paid on, and nothing rises. */
static void freeze(struct planter *p, struct benefit *b, const struct term *t, int month)
{
	if (!FREEZES(t->kind))
		return;
	b->frozen_from = month + t->from;
	b->frozen_to = t->until == OPEN ? p->w->last_month : month + t->until;
}

static void record(struct planter *p, const struct story *s, const struct term *t, struct benefit *b, int month)
{
	struct fact *f = custody_add(p, b->person, t, month);
	if (f)
		f->name = (uint8_t)s->name;
	freeze(p, b, t, month);
}

/* What other rules say of the same records. */
static void expect_others(struct planter *p, const struct story *s, uint32_t at)
{
	if (s->first.until == BACKWARD)
		plant_undecided(p, RULE_BACK_PAID, at, "undecided:dates-disorder", s->why);
	if (s->first.kind >= UNTRIED && s->first.until == OPEN)
		plant_subject(p, RULE_DETAINED, at, s->why);
}

static void tell(struct planter *p, const struct story *s)
{
	uint32_t at = planter_take(p, ANY, ANY);
	struct benefit *b = &p->w->benefits[at];
	int month = s->first.from < 0 ? p->w->first_month : planter_month(p, 1, 9);
	record(p, s, &s->first, b, month);
	record(p, s, &s->second, b, month);
	expect_others(p, s, at);
	if (s->suspended) {
		b->gap_from = month + s->first.from + 1;
		b->gap_to = month + s->first.until;
	}
	if (!s->expect)
		plant_claim(p, RULE_CUSTODY, at, months_union(served(p, &s->first, month), served(p, &s->second, month)), s->why);
	else if (s->expect[0] == 'u')
		plant_undecided(p, RULE_CUSTODY, at, s->expect, s->why);
	else
		plant_none(p, RULE_CUSTODY, at, s->why);
}

void plant_custody(struct planter *p)
{
	for (unsigned i = 0; i < sizeof stories / sizeof stories[0]; i++)
		for (int n = planter_quota(p, stories[i].weight); n > 0; n--)
			tell(p, &stories[i]);
}
