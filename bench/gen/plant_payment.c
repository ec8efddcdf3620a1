/* The same month paid twice; large payments nobody reviewed. */
#include "payrows.h"
#include "plant.h"

#define LARGE 5000000 /* fen: the rule's large_amount */

enum repeat {
	REPEAT_AT_ONCE, REPEAT_NEXT_MONTH, REPEAT_THREE_TIMES, REPEAT_ALL_ITEMS, REPEAT_THRICE_ONE_BACK, REPEAT_YEAR,
	REPEAT_TAKEN_BACK, REPEAT_ADJUSTED, REPEAT_FAILED, REPEAT_OTHER_ITEM
};

struct repeat_story { enum repeat repeat; int weight; const char *why; };

static const struct repeat_story repeats[] = {
	{REPEAT_AT_ONCE, 4, "one item twice in the same run"},
	{REPEAT_NEXT_MONTH, 3, "one item paid again a month later"},
	{REPEAT_THREE_TIMES, 1, "one item three times: two are claimed"},
	{REPEAT_ALL_ITEMS, 2, "every item twice"},
	{REPEAT_THRICE_ONE_BACK, 1, "three times, one reversed: one is claimed"},
	{REPEAT_YEAR, 1, "six months running, each twice"},
	{REPEAT_TAKEN_BACK, 3, "paid twice, one reversed"},
	{REPEAT_ADJUSTED, 3, "an adjustment of another amount for the same month"},
	{REPEAT_FAILED, 2, "failed at the bank and paid again"},
	{REPEAT_OTHER_ITEM, 2, "two items of the same amount"},
};

static void repeat_item(struct planter *p, uint32_t at, int month, enum repeat how)
{
	struct world *w = p->w;
	const struct benefit *b = &w->benefits[at];
	int64_t amount = payrows_amount(b, 0, month);
	switch (how) {
	case REPEAT_THREE_TIMES:
		extra_add(w, at, 0, month, month + 1, amount);
		/* fallthrough */
	case REPEAT_AT_ONCE:
		extra_add(w, at, 0, month, month, amount);
		break;
	case REPEAT_THRICE_ONE_BACK:
		extra_add(w, at, 0, month, month + 2, -amount);
		extra_add(w, at, 0, month, month, amount);
		/* fallthrough */
	case REPEAT_NEXT_MONTH:
		extra_add(w, at, 0, month, month + 1, amount);
		break;
	case REPEAT_ALL_ITEMS:
		extra_month(w, at, month, month, 1, STATE_PAID);
		break;
	case REPEAT_YEAR:
		for (int m = month; m < month + 6; m++)
			extra_add(w, at, 0, m, m, payrows_amount(b, 0, m));
		break;
	case REPEAT_TAKEN_BACK:
		extra_add(w, at, 0, month, month, amount);
		extra_add(w, at, 0, month, month + 1, -amount);
		break;
	case REPEAT_ADJUSTED:
		extra_add(w, at, 0, month, month + 1, amount / 4 + 11);
		break;
	case REPEAT_FAILED:
		extra_add(w, at, 0, month, month, amount)->row.state = STATE_FAILED;
		break;
	case REPEAT_OTHER_ITEM:
		extra_add(w, at, ITEM_LUMP, month, month, amount);
		break;
	}
}

static void tell_repeat(struct planter *p, const struct repeat_story *s)
{
	uint32_t at = planter_take(p, ANY, ANY);
	int month = planter_month(p, 1, 7);
	int last = s->repeat == REPEAT_YEAR ? month + 5 : month;
	repeat_item(p, at, month, s->repeat);
	if (s->repeat >= REPEAT_TAKEN_BACK)
		plant_none(p, RULE_DUPLICATE, at, s->why);
	else
		plant_claim(p, RULE_DUPLICATE, at, months_between(p->w, month, last), s->why)->amount = AMOUNT_DUPLICATE;
}

struct large_story { int weight; int64_t amount; enum review review; enum pay_state state; const char *why; };

static const struct large_story larges[] = {
	{2, LARGE + 1234567, REVIEW_NONE, STATE_PAID, "large lump sum without a reviewer"},
	{2, LARGE + 890000, REVIEW_SELF, STATE_PAID, "large lump sum reviewed by its own clerk"},
	{1, LARGE, REVIEW_NONE, STATE_PAID, "exactly the large amount, without a reviewer"},
	{1, LARGE - 1, REVIEW_NONE, STATE_PAID, "one fen below the large amount"},
	{2, LARGE + 2500000, REVIEW_DONE, STATE_PAID, "large lump sum reviewed by a second person"},
	{1, LARGE + 660000, REVIEW_NONE, STATE_FAILED, "large lump sum without a reviewer that failed at the bank"},
};

static void tell_large(struct planter *p, const struct large_story *s)
{
	uint32_t at = planter_take(p, ANY, ANY);
	int month = planter_month(p, 1, 2);
	struct extra *e = extra_add(p->w, at, ITEM_LUMP, month, month, s->amount);
	e->row.review = (uint8_t)s->review;
	e->row.state = (uint8_t)s->state;
	if (s->amount >= LARGE && s->review != REVIEW_DONE && s->state == STATE_PAID)
		plant_subject(p, RULE_LARGE, at, s->why);
	else
		plant_none(p, RULE_LARGE, at, s->why);
}

void plant_payments(struct planter *p)
{
	for (unsigned i = 0; i < sizeof repeats / sizeof repeats[0]; i++)
		for (int n = planter_quota(p, repeats[i].weight); n > 0; n--)
			tell_repeat(p, &repeats[i]);
	for (unsigned i = 0; i < sizeof larges / sizeof larges[0]; i++)
		for (int n = planter_quota(p, larges[i].weight); n > 0; n--)
			tell_large(p, &larges[i]);
}
