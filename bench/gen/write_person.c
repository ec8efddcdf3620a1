/* The register of beneficiaries: one extract for each agency. */
#include "names.h"
#include "payrows.h"
#include "places.h"
#include "rng.h"
#include "write.h"

#include <stdio.h>
#include <string.h>

enum id_spelling spell_id_as(const struct sheet *s, uint64_t random)
{
	static const uint8_t odd[] = {ID_15, ID_LOWER, ID_WIDE, ID_APOSTROPHE, ID_PADDED, ID_PADDED};
	if (!s->dialect.mess)
		return ID_PLAIN;
	unsigned n = (unsigned)(random % 256);
	return n < 12 ? (enum id_spelling)odd[n / 2] : n < 128 ? ID_LOWER : ID_PLAIN;
}

void cell_name(struct sheet *s, int column, const struct person *p, enum name_spelling how, uint64_t random)
{
	char *out = sheet_room(s, NAME_SIZE);
	if (how == NAME_SAME && s->dialect.mess && random % 64 == 0)
		how = NAME_BLANK;
	size_t size = name_spell(out, p, how, random / 64);
	cell_text(s, column, out, size);
	if (how == NAME_NULL)
		cell_null(s, column);
}

static void put_identity(struct sheet *s, const struct benefit *b, const struct person *p, uint64_t h)
{
	cell_id(s, PER_ID, p->id, b->short_id ? ID_15 : p->planted ? ID_PLAIN : spell_id_as(s, h));
	if (p->person_id_raw)
		cell_string(s, PER_ID, p->person_id_raw);
	cell_day(s, PER_BIRTH, p->birth);
	if (p->person_birth_raw)
		cell_string(s, PER_BIRTH, p->person_birth_raw[0] ? p->person_birth_raw : s->dialect.null);
	cell_name(s, PER_NAME, p, b->other_name ? NAME_OTHER : (enum name_spelling)b->register_name, h >> 8);
	cell_safe(s, PER_SEX, p->sex == SEX_MALE ? "1" : "2", 1);
}

static void put_months(struct sheet *s, const struct benefit *b)
{
	int stopped = b->register_stopped ? b->register_stopped : b->stopped_from;
	if (!b->start_unknown)
		cell_month(s, PER_FROM, b->register_from ? b->register_from : b->from);
	if (b->from_raw)
		cell_string(s, PER_FROM, b->from_raw);
	if (stopped)
		cell_month(s, PER_STOPPED, stopped);
	if (b->stopped_raw)
		cell_string(s, PER_STOPPED, b->stopped_raw);
}

static void put_benefit(struct sheet *s, const struct benefit *b, uint64_t h)
{
	const struct world *w = s->world;
	char *account = sheet_room(s, 24), *village = sheet_room(s, 40);
	cell_string(s, PER_FUND, fund_cell(b->fund, s->dialect.fund));
	cell_string(s, PER_COUNTY, place_cell(w, b->agency, s->dialect.county));
	cell_string(s, PER_STATE, person_state_cell(b->state, s->dialect.state));
	put_months(s, b);
	if (!b->monthly_unknown)
		cell_money(s, PER_MONTHLY, payrows_monthly(w, b));
	cell_safe(s, PER_ACCOUNT, account, (size_t)snprintf(account, 24, "%llu", (unsigned long long)b->account));
	cell_string(s, PER_TOWN, town_name((unsigned)(h >> 20)));
	int size = snprintf(village, 40, "第%u村民小组", (unsigned)(h >> 28) % 18 + 1);
	cell_text(s, PER_VILLAGE, village, (size_t)size);
	cell_string(s, PER_OPERATOR, clerk_name(b->agency, (unsigned)(h >> 40) % 5));
	cell_day(s, PER_HANDLED, day_in_month(b->from, (int)(h >> 50) % 28 + 1));
}

void person_row(struct sheet *s, uint32_t benefit, const char *damaged_id)
{
	const struct benefit *b = &s->world->benefits[benefit];
	uint64_t h = hash_of(s->world->opt.seed ^ 0x9e5, benefit, 3);
	put_identity(s, b, &s->world->persons[b->person], h);
	put_benefit(s, b, h);
	if (damaged_id) {
		cell_safe(s, PER_ID, damaged_id, strlen(damaged_id));
		sheet_file(s)->damaged_ids[id_pattern_of(damaged_id)]++;
	}
	sheet_row(s);
}

void write_persons(struct world *w)
{
	struct sheet s;
	if (w->opt.plain)
		sheet_open(&s, w, TABLE_PERSON, dialect_plain(), "person", "person");
	for (int a = 0; a < w->agency_count; a++) {
		char name[64];
		snprintf(name, sizeof name, "person-%s", place_at(w, a)->code);
		if (!w->opt.plain)
			sheet_open(&s, w, TABLE_PERSON, dialect_of_agency(w, a, 4), name, name);
		for (uint32_t i = 0; i < w->benefit_count; i++)
			if (w->benefits[i].agency == a && !w->benefits[i].unregistered)
				person_row(&s, i, NULL);
		if (!w->opt.plain)
			sheet_close(&s);
	}
	if (w->opt.plain)
		sheet_close(&s);
}
