/* The register of beneficiaries: one extract for each agency; one of them damaged as a whole. */
#include "idnum.h"
#include "names.h"
#include "payrows.h"
#include "places.h"
#include "plant.h"
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

static int64_t monthly(const struct world *w, const struct benefit *b)
{
	int64_t sum = 0;
	for (int i = 0; i < b->item_count; i++)
		sum += payrows_amount(b, i, w->last_month);
	return sum;
}

static void put_identity(struct sheet *s, struct benefit *b, const struct person *p, uint64_t h, bool damaged)
{
	char *out = sheet_room(s, 32);
	cell_id(s, PER_ID, p->id, p->planted ? ID_PLAIN : spell_id_as(s, h));
	if (damaged) {
		if (!id_damaged(out, p->id, h % 3 ? DAMAGE_SCIENTIFIC : DAMAGE_ROUNDED, h))
			id_damaged(out, p->id, DAMAGE_SCIENTIFIC, h);
		cell_safe(s, PER_ID, out, strlen(out));
		b->row_damaged = true;
		sheet_file(s)->damaged_ids++;
	}
	if (p->person_id_raw)
		cell_string(s, PER_ID, p->person_id_raw);
	cell_day(s, PER_BIRTH, p->birth);
	if (p->person_birth_raw)
		cell_string(s, PER_BIRTH, p->person_birth_raw[0] ? p->person_birth_raw : s->dialect.null);
	cell_name(s, PER_NAME, p, b->other_name || b->other_registered ? NAME_OTHER : NAME_SAME, h >> 8);
	cell_safe(s, PER_SEX, p->sex == SEX_MALE ? "1" : "2", 1);
}

static void put_benefit(struct sheet *s, const struct benefit *b, uint64_t h)
{
	const struct world *w = s->world;
	char *account = sheet_room(s, 24), *village = sheet_room(s, 40);
	cell_string(s, PER_FUND, fund_cell(b->fund, s->dialect.fund));
	cell_string(s, PER_COUNTY, place_cell(w, b->agency, s->dialect.county));
	cell_string(s, PER_STATE, person_state_cell(b->state, s->dialect.state));
	if (!b->start_unknown)
		cell_month(s, PER_FROM, b->from);
	if (b->stopped_from)
		cell_month(s, PER_STOPPED, b->stopped_from);
	cell_money(s, PER_MONTHLY, monthly(w, b));
	cell_safe(s, PER_ACCOUNT, account, (size_t)snprintf(account, 24, "%llu", (unsigned long long)b->account));
	cell_string(s, PER_TOWN, town_name((unsigned)(h >> 20)));
	int size = snprintf(village, 40, "第%u村民小组", (unsigned)(h >> 28) % 18 + 1);
	cell_text(s, PER_VILLAGE, village, (size_t)size);
	cell_string(s, PER_OPERATOR, clerk_name(b->agency, (unsigned)(h >> 40) % 5));
	cell_day(s, PER_HANDLED, day_in_month(b->from, (int)(h >> 50) % 28 + 1));
}

/* Damage is spread over rows without a story of their own, about eight in a hundred of all rows. */
static unsigned damage_step(const struct world *w, int agency)
{
	unsigned rows = 0, plain = 0;
	for (uint32_t i = 0; i < w->benefit_count; i++)
		if (w->benefits[i].agency == agency) {
			rows++;
			plain += !w->benefits[i].planted;
		}
	unsigned step = plain * 12 / (rows + 1);
	return step ? step : 1;
}

static void write_rows(struct world *w, struct sheet *s, int agency)
{
	unsigned plain = 0, step = agency == w->damaged_agency ? damage_step(w, agency) : 0;
	for (uint32_t i = 0; i < w->benefit_count; i++) {
		struct benefit *b = &w->benefits[i];
		if (b->agency != agency)
			continue;
		uint64_t h = hash_of(w->opt.seed ^ 0x9e5, i, 3);
		bool damaged = step && !b->planted && ++plain % step == 0;
		put_identity(s, b, &w->persons[b->person], h, damaged);
		put_benefit(s, b, h);
		sheet_row(s);
	}
}

static void note(struct world *w, const struct written_file *f, int agency)
{
	plant_other(w, RULE_IDENTITY, KIND_LOOKALIKE, strrchr(f->path, '/') + 1, "none",
		"numbers damaged in the whole register extract: class 2, not single persons")->agency = agency;
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
		write_rows(w, &s, a);
		if (a == w->damaged_agency)
			note(w, sheet_file(&s), a);
		if (!w->opt.plain)
			sheet_close(&s);
	}
	if (w->opt.plain)
		sheet_close(&s);
}
