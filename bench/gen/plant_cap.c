/* Unemployment benefit for longer than the contributions allow: 12, 18 or 24 months. */
#include "ages.h"
#include "gen_calendar.h"
#include "unemployed.h"

struct story {
	int weight, contributed, carried, cap, paid;
	bool interrupted, near; /* two months not paid in between; about to retire */
	enum name_spelling name;
	const char *expect, *why;
};

static const struct story stories[] = {
	{2, 36, 0, 12, 14, false, false, NAME_SAME, "claim", "three years of contributions, paid for 14 months"},
	{1, 59, 0, 12, 13, false, false, NAME_BLANK, "claim", "a month short of five years, paid for 13 months"},
	{1, 60, 0, 18, 19, false, false, NAME_SAME, "claim", "exactly five years, paid for 19 months"},
	{1, 36, 3, 15, 16, false, false, NAME_SAME, "claim", "three months left from before, paid for 16"},
	{1, 130, 6, 24, 25, false, false, NAME_SAME, "claim", "more than ten years, paid for 25 months"},
	{1, 11, 0, 0, 3, false, false, NAME_SAME, "claim", "under a year of contributions: no month is lawful"},

	{1, 36, 0, 12, 15, false, false, NAME_OTHER, "undecided:name-differs", "paid too long, the approval names someone else"},
	{1, 36, 0, 12, 16, true, false, NAME_SAME, "undecided:interrupted", "paid too long, with a break"},
	{1, 36, 0, 12, 15, false, true, NAME_SAME, "undecided:near-retirement", "paid too long, three months before retirement"},

	{1, 36, 0, 12, 12, false, false, NAME_SAME, "none", "three years of contributions, twelve months"},
	{1, 60, 0, 18, 18, false, false, NAME_SAME, "none", "exactly five years, eighteen months"},
	{1, 119, 0, 18, 18, false, false, NAME_SAME, "none", "a month short of ten years, eighteen months"},
	{1, 120, 0, 24, 24, false, false, NAME_SAME, "none", "exactly ten years, twenty-four months"},
	{1, 12, 2, 14, 14, false, false, NAME_SAME, "none", "a year of contributions and two months left from before"},
};

/* A man whose lawful month comes three months after the last one paid. */
static int birth_near(int last)
{
	int birth = last + 3 - 12 * 60;
	while (lawful_month(birth, MEN60) > last + 3)
		birth--;
	return birth;
}

static void tell(struct planter *p, const struct story *s)
{
	struct world *w = p->w;
	int to = w->last_month - rng_between(&p->r, 1, 4), from = to - s->paid + 1;
	int birth = s->near ? birth_near(to) : to - 12 * 41 - rng_between(&p->r, 0, 60);
	uint32_t at = unemployed_add(p, planter_born(p, SEX_MALE, birth), from, to, s->contributed);
	struct record *r = &w->records.at[w->records.count - 1];
	r->name = (uint8_t)s->name;
	record_number(r, UNE_CARRIED, s->carried);
	if (s->interrupted) {
		w->benefits[at].gap_from = from + 6;
		w->benefits[at].gap_to = from + 7;
	}
	/* the rule counts the months it sees; in a short window these are fewer */
	int first = from > w->first_month ? from : w->first_month;
	struct month_set over = months_between(w, first + s->cap, to);
	if (s->expect[0] != 'n' && months_empty(&over))
		return;
	plant_expect(p, RULE_IDLE_CAP, at, s->expect, over, s->why);
}

void plant_over_cap(struct planter *p)
{
	TELL_ALL(p, stories, tell);
}
