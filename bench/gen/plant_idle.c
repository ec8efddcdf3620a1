/* Unemployment benefit beside a pension, a job, the army or a life abroad. */
#include "gen_calendar.h"
#include "unemployed.h"

const char *unit_number(unsigned number)
{
	static const char *const units[UNITS] = {
		"360799000101", "360799000102", "360799000103", "360799000104",
		"360799000205", "360799000206", "360799000207", "360799000208"};
	return units[number % UNITS];
}

struct record *contribution_add(struct planter *p, uint32_t person, unsigned unit, int month, int64_t amount)
{
	struct record *r = record_add(p->w, TABLE_CONTRIBUTION, person);
	record_text(r, CON_UNIT, unit_number(unit));
	record_code(r, CON_FUND, "110", "企业职工基本养老保险");
	record_month(r, CON_FOR, month);
	record_month(r, CON_MONTH, month);
	record_money(r, CON_BASE, amount * 25 / 6);
	record_money(r, CON_AMOUNT, amount);
	record_text(r, CON_KIND, "正常应缴");
	return r;
}

uint32_t unemployed_add(struct planter *p, uint32_t person, int from, int to, int contributed)
{
	unsigned unit = rng_below(&p->r, UNITS / 2);
	for (int m = from - 6; m < from - 1; m++)
		contribution_add(p, person, unit, m, 96000);
	uint32_t at = planter_benefit(p, person, FUND_UNEMPLOYED, from, to);
	struct record *r = record_add(p->w, TABLE_UNEMPLOYMENT, person);
	record_day(r, UNE_ON, day_in_month(from - 1, rng_between(&p->r, 1, 25)));
	record_text(r, UNE_UNIT, unit_number(unit));
	record_month(r, UNE_FROM, from);
	record_month(r, UNE_UNTIL, to < p->w->last_month ? to : 0);
	record_number(r, UNE_ACTUAL, contributed);
	record_number(r, UNE_DEEMED, 0);
	record_number(r, UNE_CARRIED, 0);
	return at;
}

enum pension { PENSION_BOTH, PENSION_NAMES, PENSION_APART, PENSION_REVERSED, PENSION_BACK_PAID };

/* The benefit goes on for so many months after the pension began. */
struct pension_story { int weight, over; enum pension how; enum fund fund; const char *expect, *why; };

static const struct pension_story pensions[] = {
	{2, 3, PENSION_BOTH, FUND_EMPLOYEE, "claim", "retired, drew unemployment benefit for three months more"},
	{1, 1, PENSION_BOTH, FUND_PUBLIC, "claim", "retired, unemployment benefit stopped a month late"},
	{1, 4, PENSION_NAMES, FUND_EMPLOYEE, "undecided:name-differs", "the pension is drawn under another name"},
	{1, 4, PENSION_BOTH, FUND_RESIDENT, "undecided:resident-only", "unemployment benefit beside a resident's pension only"},
	{1, 0, PENSION_APART, FUND_EMPLOYEE, "none", "unemployment benefit up to the month before the pension"},
	{1, 2, PENSION_REVERSED, FUND_EMPLOYEE, "none", "the pension of the shared months was reversed"},
	{1, 0, PENSION_BACK_PAID, FUND_EMPLOYEE, "none", "unemployment benefit for earlier months, paid after the pension began"},
};

static void tell_pension(struct planter *p, const struct pension_story *s)
{
	struct world *w = p->w;
	int month = planter_month(p, 6, 5);
	uint32_t person = planter_born(p, SEX_MALE, month - 12 * 63 - rng_between(&p->r, 2, 30));
	uint32_t at = unemployed_add(p, person, month - 5, month - 1 + s->over, 150);
	uint32_t pension = planter_benefit(p, person, s->fund, month, w->last_month);
	w->benefits[pension].other_name = s->how == PENSION_NAMES;
	if (s->how == PENSION_NAMES)
		plant_two_names(p, at, pension, s->why);
	if (s->how == PENSION_BACK_PAID)
		w->benefits[at].first_paid = month + 1;
	for (int m = month; s->how == PENSION_REVERSED && m < month + s->over; m++)
		extra_month(w, pension, m, m + 1, -1, STATE_PAID);
	plant_expect(p, RULE_IDLE_PENSION, at, s->expect, months_between(w, month, month - 1 + s->over), s->why);
}

enum job { JOB_NEW, JOB_FLEXIBLE, JOB_BACK_PAID, JOB_CHANGING, JOB_REVERSED, JOB_FORMER };

/* Contributions from the story's month on, so many; the benefit goes on for `over` months after it. */
struct job_story { int weight, paid, over; enum job job; enum name_spelling name; const char *expect, *why; };

static const struct job_story jobs[] = {
	{2, 4, 3, JOB_NEW, NAME_SAME, "claim", "a new employer contributes: from the second month on"},
	{1, 2, 6, JOB_NEW, NAME_BLANK, "claim", "a new employer for two months: one is claimed"},
	{1, 4, 4, JOB_NEW, NAME_OTHER, "undecided:name-differs", "the employer contributes for another name"},
	{1, 4, 4, JOB_FORMER, NAME_SAME, "undecided:former-unit", "the former employer still contributes"},
	{1, 1, 6, JOB_NEW, NAME_SAME, "none", "a new employer contributed for one month"},
	{1, 4, 0, JOB_NEW, NAME_SAME, "none", "paid for the month of the new job, then stopped"},
	{1, 4, 4, JOB_FLEXIBLE, NAME_SAME, "none", "contributes for himself"},
	{1, 4, 4, JOB_BACK_PAID, NAME_SAME, "none", "an employer pays later for the months: no job is shown"},
	{1, 2, 4, JOB_CHANGING, NAME_SAME, "none", "two employers, a month each"},
	{1, 4, 4, JOB_REVERSED, NAME_SAME, "none", "the contributions were taken back"},
};

static void contribute(struct planter *p, const struct job_story *s, uint32_t person, int month, unsigned unit)
{
	for (int m = month; m < month + s->paid; m++) {
		struct record *r = contribution_add(p, person, s->job == JOB_CHANGING ? unit + (unsigned)(m & 1) : unit, m, 88000);
		r->name = (uint8_t)s->name;
		if (s->job == JOB_FLEXIBLE)
			record_text(r, CON_KIND, "灵活就业");
		if (s->job == JOB_BACK_PAID)
			record_text(r, CON_KIND, "补缴");
		if (s->job == JOB_REVERSED)
			contribution_add(p, person, unit, m, -88000);
	}
}

static void tell_job(struct planter *p, const struct job_story *s)
{
	struct world *w = p->w;
	int month = planter_month(p, 3, 7);
	uint32_t person = planter_born(p, SEX_MALE, month - 12 * 40 - rng_between(&p->r, 2, 60));
	uint32_t at = unemployed_add(p, person, month - 2, month + s->over, 80);
	unsigned unit = UNITS / 2 + rng_below(&p->r, UNITS / 2 - 1);
	if (s->job == JOB_FORMER) {
		unit = 0;
		record_text(&w->records.at[w->records.count - 1], UNE_UNIT, unit_number(unit));
	}
	contribute(p, s, person, month, unit);
	int last = month + (s->over < s->paid - 1 ? s->over : s->paid - 1);
	plant_expect(p, RULE_IDLE_JOB, at, s->expect, months_between(w, month + 1, last), s->why);
}

#define OPEN 99
#define BACKWARD 98
#define UNREADABLE 97

struct away_story { int weight, until, over; const char *kind, *label; enum name_spelling name; const char *expect, *why; };

static const struct away_story aways[] = {
	{1, OPEN, 4, "abroad", "移居境外", NAME_SAME, "claim", "moved abroad, still paid"},
	{1, 3, 8, "army", "应征服兵役", NAME_SAME, "claim", "in the army for three months: up to the month of return"},
	{1, OPEN, 1, "army", "应征服兵役", NAME_BLANK, "claim", "in the army, stopped a month late"},
	{1, OPEN, 4, "abroad", "移居境外", NAME_OTHER, "undecided:name-differs", "someone of another name moved abroad"},
	{1, BACKWARD, 4, "army", "应征服兵役", NAME_SAME, "undecided:dates-disorder", "back from the army before joining it"},
	{1, UNREADABLE, 4, "abroad", "移居境外", NAME_SAME, "undecided:return-unreadable", "moved abroad, day of return is no date"},
	{1, OPEN, 0, "abroad", "移居境外", NAME_SAME, "none", "paid for the month of moving abroad, then stopped"},
	{1, 0, 5, "abroad", "移居境外", NAME_SAME, "none", "abroad and back in one month"},
};

static void tell_away(struct planter *p, const struct away_story *s)
{
	struct world *w = p->w;
	int month = planter_month(p, 3, 9);
	uint32_t person = planter_born(p, SEX_MALE, month - 12 * 22 - rng_between(&p->r, 2, 60));
	uint32_t at = unemployed_add(p, person, month - 2, month + s->over, 70);
	struct record *r = record_add(w, TABLE_DEPARTURE, person);
	int day = day_in_month(month, 3);
	r->name = (uint8_t)s->name;
	record_code(r, DEP_KIND, s->kind, s->label);
	record_day(r, DEP_FROM, day);
	if (s->until == UNREADABLE)
		record_text(r, DEP_UNTIL, "2026-02-31");
	else if (s->until != OPEN)
		record_day(r, DEP_UNTIL, s->until == BACKWARD ? day - 50 : day_in_month(month + s->until, 20));
	int last = s->until < s->over ? month + s->until : month + s->over;
	plant_expect(p, RULE_IDLE_AWAY, at, s->expect, months_between(w, month + 1, last), s->why);
}

/* Ordinary people who are out of work. */
struct plain_story { int weight; };
static const struct plain_story plains[] = {{30}};

static void tell_plain(struct planter *p, const struct plain_story *s)
{
	(void)s;
	int length = rng_between(&p->r, 3, 12), from = planter_month(p, 0, 3);
	int birth = p->w->last_month - 12 * 24 - rng_between(&p->r, 0, 240);
	uint32_t person = planter_born(p, rng_chance(&p->r, 500) ? SEX_MALE : SEX_FEMALE, birth);
	unemployed_add(p, person, from, from + length - 1, rng_between(&p->r, 12, 58));
}

void plant_unemployed(struct planter *p)
{
	TELL_ALL(p, pensions, tell_pension);
	TELL_ALL(p, jobs, tell_job);
	TELL_ALL(p, aways, tell_away);
	TELL_ALL(p, plains, tell_plain);
}
