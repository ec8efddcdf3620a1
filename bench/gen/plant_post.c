/* Terms of office in posts of high risk: too long, or held by people who are not formal staff. */
#include "gen_calendar.h"
#include "names.h"
#include "plant.h"

#include <stdio.h>

#define OPEN 1000000  /* until: still in office */
#define UNREADABLE "2021-13-01"

/* years before the as-of date and days before that; until: days after it, OPEN. Unreadable cells stand for a date. */
struct story {
	int weight, years, days, until;
	bool low_risk, informal, bad_from, bad_until;
	const char *too_long, *not_formal; /* what is expected; NULL: nothing worth a line */
	const char *why;
};

static const struct story stories[] = {
	{3, 7, 100, OPEN, false, false, false, false, "subject", NULL, "seven years in one post"},
	{1, 5, 1, OPEN, false, false, false, false, "subject", NULL, "five years and a day"},
	{1, 9, 0, 0, false, false, false, false, "subject", NULL, "nine years, leaving on the as-of date"},
	{1, 5, 0, OPEN, false, false, false, false, "none", NULL, "exactly five years"},
	{1, 9, 0, -1, false, false, false, false, "none", NULL, "nine years, left the day before"},
	{1, 9, 0, OPEN, true, false, false, false, "none", NULL, "nine years in a post without risk"},
	{1, 9, 0, OPEN, false, false, false, true, "undecided:end-unreadable", NULL, "nine years, the end is no date"},
	{1, 0, 0, OPEN, false, false, true, false, "undecided:missing:from", NULL, "the beginning is no date"},
	{2, 1, 40, OPEN, false, true, false, false, NULL, "subject", "not formal staff"},
	{1, 0, 0, OPEN, false, true, false, false, NULL, "subject", "not formal staff, from the as-of date on"},
	{1, 1, 0, 0, false, true, false, false, NULL, "subject", "not formal staff, leaving on the as-of date"},
	{1, 0, -1, OPEN, false, true, false, false, NULL, "none", "not formal staff, from the next day on"},
	{1, 1, 0, -1, false, true, false, false, NULL, "none", "not formal staff, left the day before"},
	{1, 1, 0, OPEN, true, true, false, false, NULL, "none", "not formal staff in a post without risk"},
	{1, 0, 0, OPEN, false, true, true, false, "undecided:missing:from", "undecided:dates-unreadable",
		"not formal staff, the beginning is no date"},
	{1, 1, 0, OPEN, false, true, false, true, NULL, "undecided:dates-unreadable", "not formal staff, the end is no date"},
};

static struct post *post_new(struct planter *p, unsigned serial)
{
	struct post *post = list_add(&p->w->posts);
	post->agency = (uint8_t)rng_below(&p->r, (uint32_t)p->w->agency_count);
	snprintf(post->operator, sizeof post->operator, "%s%u", clerk_name(post->agency, 9 + serial), serial + 1);
	return post;
}

static void expect(struct planter *p, enum rule rule, const struct post *post, const char *expected, const char *why)
{
	if (!expected)
		return;
	enum kind kind = expected[0] == 's' ? KIND_WRONG : expected[0] == 'u' ? KIND_UNDECIDED : KIND_LOOKALIKE;
	plant_other(p->w, rule, kind, post->operator, expected, why)->agency = post->agency;
}

static void tell(struct planter *p, const struct story *s, unsigned serial)
{
	struct civil c = civil_of(p->w->opt.as_of);
	struct post *post = post_new(p, serial);
	post->low_risk = s->low_risk;
	post->informal = s->informal;
	post->from = day_in_month((c.year - s->years) * 12 + c.month - 1, c.day) - s->days;
	post->until = s->until == OPEN ? 0 : p->w->opt.as_of + s->until;
	post->raw_from = s->bad_from ? UNREADABLE : NULL;
	post->raw_until = s->bad_until ? UNREADABLE : NULL;
	expect(p, RULE_POST_LONG, post, s->too_long, s->why);
	expect(p, RULE_POST_FORMAL, post, s->not_formal, s->why);
}

/* Those who handle and review: formal staff, moved every few years. */
static void lawful_posts(struct world *w)
{
	for (int agency = 0; agency < w->agency_count; agency++)
		for (unsigned clerk = 0; clerk < 6; clerk++) {
			struct post *post = list_add(&w->posts);
			post->agency = (uint8_t)agency;
			post->low_risk = clerk == 4;
			post->from = w->opt.as_of - 100 - (int)(hash_of(w->opt.seed, (uint64_t)agency, clerk) % 1500);
			snprintf(post->operator, sizeof post->operator, "%s", clerk_name(agency, clerk));
		}
}

void plant_posts(struct planter *p)
{
	unsigned serial = 0;
	lawful_posts(p->w);
	for (unsigned i = 0; i < sizeof stories / sizeof stories[0]; i++)
		for (int n = planter_quota(p, stories[i].weight); n > 0; n--)
			tell(p, &stories[i], serial++);
}
