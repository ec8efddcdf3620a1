/* Extracts of the first agency that went through a broken conversion, and some that only look like it. */
#include "idnum.h"
#include "pay_sheet.h"
#include "places.h"
#include "plant.h"
#include "rng.h"
#include "write.h"

#include <stdio.h>
#include <string.h>

#define AGENCY 0

/* The first `bad` rows are damaged; a file that is damaged as a whole does not accuse single persons. */
struct story { int rows, bad; bool hit; enum unknown_code code; const char *why; };

static const struct story registers[] = {
	{120, 30, true, CODE_KNOWN, "a quarter of the register's numbers are damaged"},
	{100, 5, true, CODE_KNOWN, "exactly five in a hundred of the register's numbers are damaged in one way"},
	{120, 5, false, CODE_KNOWN, "under five in a hundred of the register's numbers are damaged: single persons"},
	{99, 12, false, CODE_KNOWN, "many numbers are damaged, but under a hundred rows: single persons"},
};
static const struct story payments[] = {
	{105, 35, true, CODE_STATE, "a third of the payment states are in no dictionary"},
	{120, 30, true, CODE_COUNTY, "a quarter of the counties are in no dictionary"},
	{100, 5, true, CODE_FUND, "exactly five in a hundred of the funds are in no dictionary"},
	{100, 4, false, CODE_COUNTY, "four in a hundred of the counties are in no dictionary: single persons"},
	{99, 12, false, CODE_STATE, "many states are in no dictionary, but under a hundred rows: single persons"},
};

static const struct { enum rule rule; const char *name; } column_of[] = {
	[CODE_STATE] = {RULE_STATES, "state"}, [CODE_FUND] = {RULE_FUNDS, "fund"}, [CODE_COUNTY] = {RULE_COUNTIES, "county"},
};

/* The next of the agency's benefits without a story, round and round. */
static uint32_t next_plain(const struct world *w, uint32_t *cursor)
{
	for (uint32_t tries = 0; tries < w->benefit_count; tries++) {
		const struct benefit *b = &w->benefits[*cursor = (*cursor + 1) % w->benefit_count];
		if (!b->planted && b->agency == AGENCY)
			return *cursor;
	}
	die("the first agency has nobody without a story: use more --persons");
}

void file_column_key(char out[64], const struct written_file *f, const char *column, const char *pattern)
{
	snprintf(out, 64, "%s:%s%s%s", strrchr(f->path, '/') + 1, column, pattern ? ":" : "", pattern ? pattern : "");
}

bool note_damaged_file(struct world *w, const struct written_file *f, enum rule rule, int agency, const char *why)
{
	bool any = false;
	for (int pattern = 0; pattern < PATTERN_COUNT; pattern++) {
		char key[64];
		if (f->rows < 100 || !f->damaged_ids[pattern] || f->damaged_ids[pattern] * 20 < f->rows)
			continue;
		file_column_key(key, f, "id", id_pattern_names[pattern]);
		plant_other(w, rule, KIND_WRONG, key, "subject", why)->agency = agency;
		any = true;
	}
	return any;
}

static void note_file(struct world *w, const struct written_file *f, enum rule rule, const char *column, const char *pattern,
	const struct story *story)
{
	char key[64];
	file_column_key(key, f, column, pattern);
	plant_other(w, rule, story->hit ? KIND_WRONG : KIND_LOOKALIKE, key, story->hit ? "subject" : "none", story->why)->agency = AGENCY;
}

/* Scientific, or rounded in every second row of a file with many of them; what stays valid when it is rounded is scientific, too. */
static void damage_in_general(char raw[24], const char *id, const struct story *story, int row)
{
	if (story->bad < 10 || row % 2 || !id_damaged(raw, id, DAMAGE_ROUNDED, 0))
		id_damaged(raw, id, DAMAGE_SCIENTIFIC, 0);
}

static void note_row(struct world *w, enum rule rule, const char *key, uint32_t at, const struct story *story)
{
	struct subject_plant *s = plant_other(w, rule, KIND_WRONG, key, "subject", story->why);
	s->agency = story->code == CODE_COUNTY ? ANY : AGENCY;
	s->fund = w->benefits[at].fund;
}

static void write_register(struct world *w, const struct story *story, int number, uint32_t *cursor)
{
	struct sheet s;
	char name[64], raw[24];
	snprintf(name, sizeof name, "person-%s-zh%d", place_at(w, AGENCY)->code, number);
	sheet_open(&s, w, TABLE_PERSON, dialect_of_agency(w, AGENCY, 4), name, name);
	for (int i = 0; i < story->rows; i++) {
		uint32_t at = next_plain(w, cursor);
		const char *id = w->persons[w->benefits[at].person].id;
		if (story->hit)
			damage_in_general(raw, id, story, i);
		else
			id_damaged(raw, id, DAMAGE_ONE_DIGIT, hash_of(w->opt.seed, at, (uint64_t)number));
		person_row(&s, at, i < story->bad ? raw : NULL);
		if (i < story->bad && !story->hit)
			note_row(w, RULE_IDENTITY, raw, at, story);
	}
	sheet_close(&s);
	if (!note_damaged_file(w, sheet_file(&s), RULE_REGISTER, AGENCY, story->why))
		note_file(w, sheet_file(&s), RULE_REGISTER, "id", id_pattern_names[PATTERN_ONE_DIGIT], story);
}

/* Rows that failed at the bank, which add nothing to what was paid. */
static void write_payment(struct world *w, const struct story *story, int number, uint32_t *cursor)
{
	struct pay_sheet p = {.agency = AGENCY};
	char name[64], glob[64];
	snprintf(name, sizeof name, "payment-%s-zh%d", place_at(w, AGENCY)->code, number);
	snprintf(glob, sizeof glob, "payment-%s-*", place_at(w, AGENCY)->code);
	sheet_open(&p.sheet, w, TABLE_PAYMENT, dialect_of_agency(w, AGENCY, 1), name, glob);
	for (int i = 0; i < story->rows; i++) {
		uint32_t at = next_plain(w, cursor);
		struct pay_row row = {w->last_month - 3, w->last_month - 2, 500 + i, ITEM_LUMP, STATE_FAILED, REVIEW_DONE};
		p.unknown = i < story->bad ? story->code : CODE_KNOWN;
		pay_sheet_row(&p, at, &row, false);
		if (i < story->bad && !story->hit)
			note_row(w, RULE_CODE, w->persons[w->benefits[at].person].id, at, story);
	}
	sheet_close(&p.sheet);
	note_file(w, sheet_file(&p.sheet), column_of[story->code].rule, column_of[story->code].name, NULL, story);
}

void write_damaged(struct world *w)
{
	uint32_t cursor = 0;
	if (w->opt.plain)
		return;
	for (int i = 0; i < (int)(sizeof registers / sizeof registers[0]); i++)
		write_register(w, &registers[i], i + 1, &cursor);
	for (int i = 0; i < (int)(sizeof payments / sizeof payments[0]); i++)
		write_payment(w, &payments[i], i + 1, &cursor);
}
