/* Retired before the lawful age, or early without what that asks for. Three rules look at the same approvals. */
#include "ages.h"
#include "gen_calendar.h"
#include "record.h"
#include "plant.h"

enum approval { NORMAL, ELASTIC, LATE, SPECIAL, ILLNESS, OTHER, ABSENT };
enum flaw { FLAW_NONE, FLAW_NAME, FLAW_BIRTH, FLAW_SEX, FLAW_TWO, FLAW_NO_MONTHS };
enum trade { NO_TRADE, HEIGHT, HEAVY, UNDERGROUND, TOXIC };

/* age: months of age in the first month paid, that of the approval; floor: years before which no month is lawful. */
struct story {
	int weight;
	enum approval approval;
	enum sex sex;
	enum age_group group;
	int age, floor;
	enum trade trade;
	int months;  /* in the trade; of contributions where elastic */
	enum flaw flaw;
	const char *lawful, *delayed, *special, *why; /* what the three rules say */
};

#define SUBJECT "subject"
#define MAN SEX_MALE, MEN60
#define CADRE SEX_FEMALE, WOMEN55
#define WORKER SEX_FEMALE, WOMEN50

static const struct story stories[] = {
	{2, NORMAL, MAN, 58 * 12, 60, NO_TRADE, 0, FLAW_NONE, "claim", SUBJECT, NULL, "a man retired at 58"},
	{1, NORMAL, MAN, 60 * 12 - 1, 60, NO_TRADE, 0, FLAW_NONE, "claim", SUBJECT, NULL, "a man retired a month short of sixty"},
	{1, NORMAL, CADRE, 54 * 12 + 6, 55, NO_TRADE, 0, FLAW_NONE, "claim", SUBJECT, NULL, "a woman of the staff retired at 54"},
	{1, NORMAL, WORKER, 49 * 12 + 8, 50, NO_TRADE, 0, FLAW_NONE, "claim", SUBJECT, NULL, "a woman worker retired at 49"},
	{1, ABSENT, MAN, 49 * 12 + 7, 50, NO_TRADE, 0, FLAW_NONE, "claim", SUBJECT, NULL, "a man of 49, no approval on record"},
	{1, ELASTIC, CADRE, 55 * 12 - 4, 55, NO_TRADE, 300, FLAW_NONE, "claim", "none", NULL, "elastic retirement before the old age"},
	{1, SPECIAL, MAN, 54 * 12 + 5, 55, UNDERGROUND, 120, FLAW_NONE, "claim", "none", SUBJECT, "underground work, retired at 54"},
	{1, SPECIAL, WORKER, 45 * 12 - 1, 45, TOXIC, 110, FLAW_NONE, "claim", "none", SUBJECT, "toxic work, a month short of 45"},
	{1, ILLNESS, MAN, 49 * 12 + 6, 50, NO_TRADE, 0, FLAW_NONE, "claim", "none", SUBJECT, "retired for illness at 49"},

	{2, NORMAL, MAN, 60 * 12, 60, NO_TRADE, 0, FLAW_NONE, "none", SUBJECT, "none", "a man retired at sixty after 2024, not as elastic"},
	{1, ABSENT, MAN, 60 * 12, 60, NO_TRADE, 0, FLAW_NONE, "none", SUBJECT, NULL, "a man of sixty after 2024, no approval on record"},
	{1, NORMAL, CADRE, 55 * 12, 55, NO_TRADE, 0, FLAW_NONE, "none", SUBJECT, NULL, "a woman of the staff retired at 55 after 2024"},
	{1, ELASTIC, MAN, 60 * 12, 60, NO_TRADE, 170, FLAW_NONE, "none", SUBJECT, NULL, "elastic retirement on too few contributions"},

	{1, SPECIAL, MAN, 56 * 12, 55, UNDERGROUND, 107, FLAW_NONE, "none", "none", SUBJECT, "underground a month short of nine years"},
	{1, SPECIAL, MAN, 56 * 12, 55, HEIGHT, 119, FLAW_NONE, "none", "none", SUBJECT, "at height a month short of ten years"},
	{1, SPECIAL, WORKER, 47 * 12, 45, TOXIC, 60, FLAW_NONE, "none", "none", SUBJECT, "toxic work for five years"},

	{1, NORMAL, MAN, 58 * 12, 60, NO_TRADE, 0, FLAW_NAME, "undecided:name-differs", "undecided:name-differs", NULL,
		"too early, the approval names someone else"},
	{1, NORMAL, MAN, 58 * 12, 60, NO_TRADE, 0, FLAW_BIRTH, "undecided:birth-differs", "undecided:birth-differs", NULL,
		"too early, the approval has another birth than the number"},
	{1, NORMAL, MAN, 58 * 12, 60, NO_TRADE, 0, FLAW_SEX, "undecided:sex-differs", "undecided:sex-differs", NULL,
		"too early, the approval has another sex than the number"},
	{1, NORMAL, MAN, 56 * 12, 60, HEAVY, 130, FLAW_TWO, "undecided:approvals-differ", "undecided:approvals-differ", "none",
		"two approvals: normal and special"},
	{1, OTHER, MAN, 48 * 12, 50, NO_TRADE, 0, FLAW_NONE, "undecided:policy-retirement", "none", NULL, "retired by a policy of its own at 48"},
	{1, SPECIAL, MAN, 56 * 12, 55, HEAVY, 100, FLAW_BIRTH, "none", "none", "undecided:birth-differs",
		"too few months, the approval has another birth"},
	{1, SPECIAL, MAN, 56 * 12, 55, HEAVY, 100, FLAW_SEX, "none", "none", "undecided:sex-differs", "too few months, the approval has another sex"},
	{1, SPECIAL, MAN, 56 * 12, 55, HEAVY, 0, FLAW_NO_MONTHS, "none", "none", "undecided:missing:special_months", "months in the trade unknown"},

	{1, ELASTIC, MAN, 60 * 12, 60, NO_TRADE, 180, FLAW_NONE, "none", "none", NULL, "elastic retirement at sixty, exactly enough contributions"},
	{1, LATE, MAN, 62 * 12, 60, NO_TRADE, 0, FLAW_NONE, "none", "none", NULL, "retired later than he had to"},
	{1, NORMAL, MAN, 63 * 12, 60, NO_TRADE, 0, FLAW_NONE, "none", "none", NULL, "a man retired at 63"},
	{1, SPECIAL, MAN, 55 * 12, 55, UNDERGROUND, 108, FLAW_NONE, "none", "none", "none", "special trade, exactly 55 and nine years"},
	{1, SPECIAL, WORKER, 45 * 12, 45, TOXIC, 96, FLAW_NONE, "none", "none", "none", "special trade, exactly 45 and eight years"},
	{1, ILLNESS, MAN, 50 * 12, 50, NO_TRADE, 0, FLAW_NONE, "none", "none", "none", "retired for illness at exactly fifty"},
};

static void put_kind(struct record *r, enum approval approval)
{
	static const char *const keys[] = {"normal", "elastic", "late", "special", "illness", "other"};
	static const char *const labels[] = {
		"正常退休", "弹性提前退休", "弹性延迟退休", "特殊工种提前退休", "因病提前退休", "其他政策性退休"};
	record_code(r, RET_KIND, keys[approval], labels[approval]);
}

static void put_trade(struct record *r, const struct story *s)
{
	static const char *const keys[] = {NULL, "height", "heavy", "underground", "toxic"};
	static const char *const labels[] = {NULL, "高空", "特别繁重体力劳动", "井下", "有毒有害"};
	if (s->trade == NO_TRADE)
		return;
	record_code(r, RET_SPECIAL, keys[s->trade], labels[s->trade]);
	if (s->flaw != FLAW_NO_MONTHS)
		record_number(r, RET_SPECIAL_MONTHS, s->months);
}

static void approve(struct planter *p, const struct story *s, uint32_t person, enum approval approval, int month)
{
	static const char *const groups[2][3] = {{"men60", "women55", "women50"}, {"男职工", "女干部", "女工人"}};
	struct record *r = record_add(p->w, TABLE_RETIREMENT, person);
	int birth = p->w->persons[person].birth;
	bool male = s->sex == SEX_MALE;
	int more = month >= 2030 * 12 ? (month / 12 - 2029) * 6 : 0; /* contributions asked for rise from 2030 */
	r->name = s->flaw == FLAW_NAME ? NAME_OTHER : NAME_SAME;
	record_text(r, RET_SEX, male == (s->flaw != FLAW_SEX) ? "1" : "2");
	record_day(r, RET_BIRTH, s->flaw == FLAW_BIRTH ? birth - 70 : birth);
	record_code(r, RET_FUND, "110", "企业职工基本养老保险");
	put_kind(r, approval);
	record_code(r, RET_GROUP, groups[0][s->group], groups[1][s->group]);
	record_day(r, RET_ON, day_in_month(month, 28));
	record_day(r, RET_STARTED, birth + 366 * 18 + 100);
	record_number(r, RET_MONTHS, approval == ELASTIC ? s->months + more : 310);
	put_trade(r, s);
}

/* The delay begins with 2025: a month of the window from then on, where there is one. */
static int draw_month(struct planter *p)
{
	int first = p->w->first_month + 1, last = p->w->last_month - 3;
	if (first < 2025 * 12 + 1 && last >= 2025 * 12 + 1)
		first = 2025 * 12 + 1;
	return rng_between(&p->r, first, last);
}

/* Before 2025 nobody's age is delayed, and there is no elastic retirement. */
static const char *expect_delayed(const struct story *s, int month, int birth)
{
	if (s->approval == ELASTIC)
		return month < 2025 * 12 ? SUBJECT : s->delayed;
	return month < lawful_month(birth, s->group) ? s->delayed : "none";
}

static void tell(struct planter *p, const struct story *s)
{
	struct world *w = p->w;
	int month = draw_month(p), birth = month - s->age;
	uint32_t person = planter_born(p, s->sex, birth);
	uint32_t at = planter_benefit(p, person, FUND_EMPLOYEE, month, w->last_month);
	w->benefits[at].group = (uint8_t)s->group;
	w->benefits[at].approved = true;
	if (s->approval != ABSENT)
		approve(p, s, person, s->approval, month);
	if (s->flaw == FLAW_TWO)
		approve(p, s, person, SPECIAL, month);
	struct month_set early = months_between(w, month, birth + 12 * s->floor - 1), none = {{0, 0}};
	plant_expect(p, RULE_LAWFUL_AGE, at, s->lawful, early, s->why);
	plant_expect(p, RULE_DELAYED_AGE, at, expect_delayed(s, month, birth), none, s->why);
	plant_expect(p, RULE_SPECIAL, at, s->special, none, s->why);
}

void plant_retired(struct planter *p)
{
	TELL_ALL(p, stories, tell);
}
