/* Certifications: those made at a counter or kiosk, and those that came by phone or app. */
#include "names.h"
#include "places.h"
#include "rng.h"
#include "write.h"

#include <stdio.h>

static bool at_counter(int mode)
{
	return mode == 1 || mode == 4 || mode == 0;
}

/* A clerk of the agency, at one window of many in a large city: nobody passes a hundred people a day by the way. */
static void put_operator(struct sheet *s, const struct person *p, const struct fact *f, unsigned random)
{
	unsigned windows = s->world->opt.persons / 400000;
	char *out = sheet_room(s, 48);
	if (!at_counter(f->kind))
		cell_string(s, CHE_OPERATOR, "自助");
	else if (!windows)
		cell_string(s, CHE_OPERATOR, clerk_name(p->agency, random % 5));
	else
		cell_text(s, CHE_OPERATOR, out,
			(size_t)snprintf(out, 48, "%s%u", clerk_name(p->agency, random % 5), random / 5 % (windows + 1)));
	if (f->operator)
		cell_string(s, CHE_OPERATOR, f->operator);
}

static void put_check(struct sheet *s, const struct person *p, const struct fact *f, uint64_t h)
{
	char *phone = sheet_room(s, 16);
	cell_id(s, CHE_ID, p->id, p->planted ? ID_PLAIN : spell_id_as(s, h));
	cell_name(s, CHE_NAME, p, (enum name_spelling)f->name, h >> 8);
	cell_day(s, CHE_ON, f->day);
	if (f->kind)
		cell_string(s, CHE_MODE, mode_cell(f->kind, s->dialect.mode));
	cell_string(s, CHE_PASSED, !f->failed ? (h >> 16 & 1 ? "1" : "是") : "0");
	put_operator(s, p, f, (unsigned)(h >> 20));
	/* everybody has a phone of his own: 61 shares no divisor with the number of phones */
	cell_safe(s, CHE_PHONE, phone, (size_t)snprintf(phone, 16, "199%08u", (unsigned)(f->person * 61ull % 100000000)));
	if (f->phone)
		cell_string(s, CHE_PHONE, f->phone);
	sheet_row(s);
}

/* A passed check a year, back from the last one to the beginning of the window. */
static void put_routine(struct sheet *s, const struct person *p, uint32_t number, int part)
{
	static const uint8_t modes[] = {1, 3, 3, 3, 4, 1, 3, 5, 2, 3, 1, 3};
	const struct world *w = s->world;
	int day = p->check_last, first = day_in_month(w->first_month, 1);
	for (int back = 0; day && (back == 0 || day >= first); back++) {
		uint64_t h = hash_of(w->opt.seed ^ 0xc4ec, number, (uint64_t)back);
		struct fact f = {.person = number, .day = day, .kind = modes[h % sizeof modes]};
		if (w->opt.plain || at_counter(f.kind) == (part == 0))
			put_check(s, p, &f, h >> 4);
		day -= 300 + (int)(h >> 50) % 60;
	}
}

void write_checks(struct world *w)
{
	static const char *const names[] = {"alive_check-window", "alive_check-app"};
	for (int part = 0; part < (w->opt.plain ? 1 : 2); part++) {
		struct sheet s;
		const char *name = w->opt.plain ? "alive_check" : names[part];
		sheet_open(&s, w, TABLE_ALIVE_CHECK, dialect_of_table(w, TABLE_ALIVE_CHECK, part), name, name);
		for (uint32_t i = 0; i < w->person_count; i++)
			put_routine(&s, &w->persons[i], i, part);
		for (size_t i = 0; i < w->checks.count; i++) {
			const struct fact *f = &w->checks.at[i];
			if (w->opt.plain || at_counter(f->kind) == (part == 0))
				put_check(&s, &w->persons[f->person], f, hash_of(w->opt.seed, i, 9));
		}
		sheet_close(&s);
	}
}
