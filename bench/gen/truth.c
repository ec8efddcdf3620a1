#include "truth.h"

#include "claims.h"
#include "gen_calendar.h"
#include "payrows.h"
#include "places.h"
#include "plant.h"

#include <stdio.h>
#include <string.h>

#define RULE(name, id) id,
static const char *const rule_names[RULE_COUNT] = {
#include "rules.def"
};
#undef RULE
static const char *const kind_names[] = {"wrong", "undecided", "lookalike"};

static void head(FILE *out, int kind, int rule, const char *subject, const char *fund, const char *county)
{
	fprintf(out, "%s,%s,%s,%s,%s,", kind_names[kind], rule_names[rule], subject, fund, county);
}

static void tail(FILE *out, const char *expect, const char *why)
{
	fprintf(out, "%s,\"%s\"\n", expect, why);
}

static void benefit_line(FILE *out, const struct world *w, const struct plant *p, int month, int64_t amount)
{
	const struct benefit *b = &w->benefits[p->benefit];
	head(out, p->kind, p->rule, w->persons[b->person].id, fund_code(b->fund), place_cell(w, b->agency, 0));
	if (month)
		fprintf(out, "%04d-%02d,%lld.%02d,", month / 12, month % 12 + 1, (long long)(amount / 100), (int)(amount % 100));
	else
		fputs(",,", out);
	tail(out, p->expect, p->why);
}

static void claim_lines(FILE *out, const struct world *w, const struct plant *p)
{
	int64_t parts[CLAIM_PARTS];
	for (int m = w->first_month; m <= w->last_month; m++) {
		int count = claim_parts(w, p, m, parts);
		for (int i = 0; i < count; i++)
			benefit_line(out, w, p, m, parts[i]);
	}
}

static void subject_line(FILE *out, const struct world *w, const struct subject_plant *s)
{
	head(out, s->kind, s->rule, s->subject, s->fund < 0 ? "" : fund_code(s->fund),
		s->agency < 0 ? "" : place_cell(w, s->agency, 0));
	fputs(",,", out);
	tail(out, s->expect, s->why);
}

/* The last day each person passed a check, routine or planted; 0 = never. */
static int last_passed(const struct world *w, const struct benefit *b)
{
	const struct person *p = &w->persons[b->person];
	int last = p->check_last;
	for (size_t i = 0; p->planted && i < w->checks.count; i++) {
		const struct fact *f = &w->checks.at[i];
		if (f->person == b->person && !f->failed && f->day > last)
			last = f->day;
	}
	return last;
}

/* Whoever is left in state normal without a check, for whatever story: the rule sees them all. */
static void lapsed_lines(FILE *out, const struct world *w)
{
	for (uint32_t i = 0; i < w->benefit_count; i++) {
		const struct benefit *b = &w->benefits[i];
		if (b->state != PERSON_NORMAL || b->unregistered || w->persons[b->person].person_id_raw)
			continue;
		int last = last_passed(w, b);
		if (!last && b->start_unknown)
			continue;
		int since = last ? month_of_day(last) : b->from;
		if (month_of_day(w->opt.as_of) <= since + 12)
			continue;
		struct plant p = {.benefit = i, .rule = RULE_LAPSED, .kind = KIND_WRONG, .expect = "subject",
			.why = last ? "no passed check for more than twelve months" : "never checked since the benefit began"};
		benefit_line(out, w, &p, 0, 0);
	}
}

static FILE *out_open(const struct world *w, const char *name)
{
	char path[512];
	snprintf(path, sizeof path, "%s/%s", w->opt.out, name);
	FILE *out = fopen(path, "wb");
	if (!out)
		die("cannot write '%s'", path);
	return out;
}

void truth_write(const struct world *w)
{
	FILE *out = out_open(w, "truth.csv");
	fputs("kind,rule,subject,fund,county,month,amount,expect,why\n", out);
	for (size_t i = 0; i < w->plants.count; i++) {
		const struct plant *p = &w->plants.at[i];
		if (!strcmp(p->expect, "claim"))
			claim_lines(out, w, p);
		else
			benefit_line(out, w, p, 0, 0);
	}
	for (size_t i = 0; i < w->subjects.count; i++)
		subject_line(out, w, &w->subjects.at[i]);
	lapsed_lines(out, w);
	if (fclose(out))
		die("cannot write truth.csv");
}

void files_write(const struct world *w)
{
	FILE *out = out_open(w, "files.csv");
	fputs("file,rows,rejected,damaged_ids,malformed_months,malformed_amounts\n", out);
	for (size_t i = 0; i < w->files.count; i++) {
		const struct written_file *f = &w->files.at[i];
		uint64_t damaged = 0;
		for (int pattern = 0; pattern < PATTERN_COUNT; pattern++)
			damaged += f->damaged_ids[pattern];
		fprintf(out, "%s,%llu,%llu,%llu,%llu,%llu\n", f->path, (unsigned long long)(f->rows + f->rejects),
			(unsigned long long)f->rejects, (unsigned long long)damaged,
			(unsigned long long)f->bad_months, (unsigned long long)f->bad_amounts);
	}
	if (fclose(out))
		die("cannot write files.csv");
}
