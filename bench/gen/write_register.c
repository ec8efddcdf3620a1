/* What other departments send: deaths, cremations, custody. */
#include "names.h"
#include "places.h"
#include "rng.h"
#include "write.h"

#include <stdio.h>
#include <string.h>

static uint64_t fact_hash(const struct world *w, size_t i, uint64_t table)
{
	return hash_of(w->opt.seed ^ 0xfac7, i, table);
}

static void put_person(struct sheet *s, const struct fact *f, const struct person *p, uint64_t h)
{
	cell_id(s, 0, p->id, f->id == ID_PLAIN && !p->planted ? spell_id_as(s, h) : (enum id_spelling)f->id);
	cell_name(s, 1, p, (enum name_spelling)f->name, f->name ? h : h >> 8);
}

static void cell_number_text(struct sheet *s, int column, const char *format, unsigned a, unsigned b)
{
	char *out = sheet_room(s, 64);
	cell_text(s, column, out, (size_t)snprintf(out, 64, format, a, b));
}

static void death_row(struct sheet *s, const struct fact *f, uint64_t h)
{
	const struct person *p = &s->world->persons[f->person];
	put_person(s, f, p, h);
	cell_safe(s, DEA_SEX, p->sex == SEX_MALE ? "1" : "2", 1);
	cell_day(s, DEA_BIRTH, p->birth + f->born_later);
	cell_day(s, DEA_DATE, f->day);
	if (f->raw_day)
		cell_string(s, DEA_DATE, f->raw_day);
	cell_string(s, DEA_SOURCE, f->kind ? "公安" : "卫健");
	cell_number_text(s, DEA_CERTIFICATE, "SW3607%06u-%u", (unsigned)(h % 1000000), (unsigned)(h >> 40) % 10);
	int registered = f->day + 2 + (int)(h >> 50) % 20;
	cell_day(s, DEA_REGISTERED, registered < s->world->opt.as_of ? registered : s->world->opt.as_of);
	sheet_row(s);
}

/* The dead without a number, and one whose number fails its check: they match nobody. */
static void unknown_dead(struct sheet *s)
{
	static const char *const ids[] = {"无", "", "360799193001010018", "不详", "NULL"};
	for (int i = 0; i < 5; i++) {
		cell_string(s, DEA_ID, ids[i]);
		cell_string(s, DEA_NAME, "无名氏");
		cell_day(s, DEA_DATE, s->world->opt.as_of - 200 - i);
		cell_string(s, DEA_SOURCE, "卫健");
		sheet_row(s);
	}
}

static void write_deaths(struct world *w)
{
	static const char *const names[] = {"death-wj", "death-ga"};
	for (int source = 0; source < (w->opt.plain ? 1 : 2); source++) {
		struct sheet s;
		const char *name = w->opt.plain ? "death" : names[source];
		sheet_open(&s, w, TABLE_DEATH, dialect_of_table(w, TABLE_DEATH, source), name, name);
		for (size_t i = 0; i < w->deaths.count; i++)
			if (w->opt.plain || w->deaths.at[i].kind == source)
				death_row(&s, &w->deaths.at[i], fact_hash(w, i, 1));
		if (source == 0 && !w->opt.plain)
			unknown_dead(&s);
		sheet_close(&s);
	}
}

static void write_cremations(struct world *w)
{
	static const char *const places[] = {"赣州市殡仪馆", "兴国县殡仪馆", "龙南市殡仪馆", "南康区殡仪馆（\"归园\"）"};
	struct sheet s;
	const char *name = w->opt.plain ? "cremation" : "cremation-mz";
	sheet_open(&s, w, TABLE_CREMATION, dialect_of_table(w, TABLE_CREMATION, 0), name, name);
	for (size_t i = 0; i < w->cremations.count; i++) {
		const struct fact *f = &w->cremations.at[i];
		const struct person *p = &w->persons[f->person];
		uint64_t h = fact_hash(w, i, 2);
		put_person(&s, f, p, h);
		cell_safe(&s, CRE_SEX, p->sex == SEX_MALE ? "1" : "2", 1);
		cell_day(&s, CRE_DATE, f->day);
		if (f->until)
			cell_day(&s, CRE_DIED, f->until);
		cell_number_text(&s, CRE_CERTIFICATE, "HH%08u%u", (unsigned)(h % 100000000), (unsigned)(h >> 60));
		cell_string(&s, CRE_PLACE, places[(h >> 30) % 4]);
		sheet_row(&s);
	}
	sheet_close(&s);
}

static void custody_row(struct sheet *s, const struct fact *f, uint64_t h)
{
	static const char *const kinds[] = {
		"拘役", "有期徒刑", "无期徒刑", "死缓", "管制", "缓刑", "监外执行", "假释", "未决羁押", "通缉"};
	static const char *const facilities[] = {"赣州监狱", "章贡区看守所", "洪都监狱", "赣县区看守所,二监区"};
	const struct person *p = &s->world->persons[f->person];
	put_person(s, f, p, h);
	if (h % 16 == 0)
		cell_name(s, CUS_ALIAS, p, NAME_OTHER, h);
	cell_string(s, CUS_KIND, kinds[f->kind]);
	cell_day(s, CUS_FROM, f->day);
	if (f->raw_day)
		cell_string(s, CUS_FROM, f->raw_day);
	if (f->until)
		cell_day(s, CUS_UNTIL, f->until);
	if (f->raw_until)
		cell_string(s, CUS_UNTIL, f->raw_until);
	cell_string(s, CUS_FACILITY, facilities[(h >> 20) % 4]);
	cell_number_text(s, CUS_DOCUMENT, "（%u）赣07刑终%u号", 2015 + (unsigned)(h >> 32) % 11, (unsigned)(h >> 40) % 900 + 1);
	sheet_row(s);
}

/* Prisons send those who serve, courts send the rest. */
static void write_custodies(struct world *w)
{
	static const char *const names[] = {"custody-prison", "custody-court"};
	for (int part = 0; part < (w->opt.plain ? 1 : 2); part++) {
		struct sheet s;
		const char *name = w->opt.plain ? "custody" : names[part];
		sheet_open(&s, w, TABLE_CUSTODY, dialect_of_table(w, TABLE_CUSTODY, part), name, name);
		for (size_t i = 0; i < w->custodies.count; i++) {
			const struct fact *f = &w->custodies.at[i];
			if (w->opt.plain || (f->kind > 3) == part)
				custody_row(&s, f, fact_hash(w, i, 3));
		}
		sheet_close(&s);
	}
}

void write_registers(struct world *w)
{
	write_deaths(w);
	write_cremations(w);
	write_custodies(w);
}
