/* Article 11: a part of the agencies one level down, each year. They are the codes of a list, without the agency's own region. */
#include <stdlib.h>

#include "workbench/draw.h"

struct unit {
	uint64_t key;
	const struct dictionary_entry *entry;
};

static int by_key(const void *a, const void *b)
{
	const struct unit *x = a, *y = b;
	return x->key != y->key ? (x->key > y->key) - (x->key < y->key) : span_compare(x->entry->code, y->entry->code);
}

static int by_code(const void *a, const void *b)
{
	return span_compare(((const struct unit *)a)->entry->code, ((const struct unit *)b)->entry->code);
}

static uint32_t find_units(const struct session *session, const char *seed, struct unit *out)
{
	const struct dictionary *list = session->set->units.list;
	uint32_t count = 0;
	for (uint32_t at = 0; at < list->count; at++) {
		const struct dictionary_entry *entry = &list->entry[at];
		if (!span_equal(entry->code, session->agency->region))
			out[count++] = (struct unit){draw_key(seed, "%.*s", SPAN_ARG(entry->code)), entry};
	}
	return count;
}

static void print_units(const struct sample_spec *spec, const char *seed, const struct unit *unit, uint32_t population, uint32_t count,
			FILE *out)
{
	static const struct span heads[] = {{"代码", 6}, {"名称", 6}};
	char text[64];
	draw_basis(out, spec, seed);
	snprintf(text, sizeof text, "%u", population);
	const struct span all[] = {SPAN("下一级经办机构"), span_of(text)};
	draw_line(out, all, 2);
	snprintf(text, sizeof text, "%u", count);
	const struct span some[] = {SPAN("样本"), span_of(text)};
	draw_line(out, some, 2);
	fputs("\r\n", out);
	draw_line(out, heads, 2);
	for (uint32_t at = 0; at < count; at++) {
		const struct span cells[] = {unit[at].entry->code, unit[at].entry->label};
		draw_line(out, cells, 2);
	}
}

enum status draw_units(const struct session *session, const struct hecha_sample *asked, int64_t share, FILE *out, struct err *err)
{
	const struct sample_spec *spec = &session->set->units;
	if (!session->agency->city)
		return err_set(err, STATUS_USAGE, "this agency has none below it\n  hint: a city's hecha.yaml has a region that ends in 00, or "
			       "level: city");
	struct unit *unit = mem_alloc((spec->list->count + 1) * sizeof *unit);
	uint32_t population = find_units(session, asked->seed, unit);
	uint32_t count = (uint32_t)draw_size(population, share, (uint64_t)spec->minimum);
	if (population)
		qsort(unit, population, sizeof *unit, by_key);
	if (count)
		qsort(unit, count, sizeof *unit, by_code);
	print_units(spec, asked->seed, unit, population, count, out);
	free(unit);
	return STATUS_OK;
}
