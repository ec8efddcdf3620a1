/* hecha.yaml of the agency, and the list of exempted accounts. */
#include "gen_calendar.h"
#include "tables.h"
#include "write.h"

#include <stdio.h>
#include <string.h>

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Files of one entry are read the same way. */
static bool same_entry(const struct written_file *a, const struct written_file *b)
{
	return a->table == b->table && (a->style == STYLE_VENDOR) == (b->style == STYLE_VENDOR)
		&& same_text(a->delimiter, b->delimiter) && !a->trailer == !b->trailer;
}

static bool is_first(const struct world *w, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (same_entry(&w->files.at[j], &w->files.at[i]))
			return false;
	return true;
}

static bool glob_seen(const struct world *w, size_t first, size_t i)
{
	for (size_t j = first; j < i; j++)
		if (same_entry(&w->files.at[j], &w->files.at[i]) && !strcmp(w->files.at[j].glob, w->files.at[i].glob))
			return true;
	return false;
}

static void put_globs(FILE *out, const struct world *w, size_t first)
{
	const char *before = "";
	fputs("    - files: [", out);
	for (size_t i = first; i < w->files.count; i++) {
		if (!same_entry(&w->files.at[first], &w->files.at[i]) || glob_seen(w, first, i))
			continue;
		fprintf(out, "%s\"%s\"", before, w->files.at[i].glob);
		before = ", ";
	}
	fputs("]\n", out);
}

static void put_columns(FILE *out, const struct table_def *t)
{
	fputs("      columns:\n", out);
	for (int i = 0; i < t->column_count; i++)
		fprintf(out, "        %s: \"%s\"\n", t->columns[i].header[STYLE_OWN], t->columns[i].header[STYLE_VENDOR]);
}

static void put_entry(FILE *out, const struct world *w, size_t first)
{
	const struct written_file *f = &w->files.at[first];
	char received[32];
	day_spell(received, w->opt.as_of - 2, DATE_DASH);
	put_globs(out, w, first);
	if (f->style == STYLE_VENDOR)
		put_columns(out, &tables[f->table]);
	if (f->encoding)
		fprintf(out, "      encoding: %s\n      delimiter: \"%s\"\n", f->encoding, f->delimiter);
	if (f->trailer)
		fputs("      trailer: control-total\n", out);
	fprintf(out, "      received: %s\n", received);
}

static void put_settings(FILE *out, const struct world *w)
{
	char as_of[32];
	day_spell(as_of, w->opt.as_of, DATE_DASH);
	fprintf(out, "region: \"360700\"\nlevel: city\nas_of: %s\nrules: [\"%s\"]\nmemory: 4G\nextracts:\n", as_of, w->opt.rules);
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

static void write_exemptions(const struct world *w)
{
	FILE *out = out_open(w, "lists/exempt/accounts.csv");
	fputs("key,until,reason,author\n", out);
	for (int i = 0; i < w->exemption_count; i++) {
		char until[32];
		day_spell(until, w->exemptions[i].until, DATE_DASH);
		fprintf(out, "%s,%s,\"%s\",%s\n", w->exemptions[i].account, until, w->exemptions[i].reason, "市社保局 谢小红");
	}
	fclose(out);
}

void write_yaml(const struct world *w)
{
	FILE *out = out_open(w, "hecha.yaml");
	put_settings(out, w);
	for (int table = 0; table < TABLE_COUNT; table++) {
		fprintf(out, "  %s:\n", tables[table].name);
		for (size_t i = 0; i < w->files.count; i++)
			if (w->files.at[i].table == table && is_first(w, i))
				put_entry(out, w, i);
	}
	if (fclose(out))
		die("cannot write hecha.yaml");
	write_exemptions(w);
}
