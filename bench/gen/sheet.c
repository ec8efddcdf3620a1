#include "sheet.h"

#include "encode.h"

#include <stdio.h>
#include <string.h>

#define CELL_LONGEST 480 /* bytes of a cell before quoting */

struct written_file *sheet_file(struct sheet *s)
{
	return &s->world->files.at[s->file];
}

static bool needs_quotes(const struct cell *c, char delimiter)
{
	for (uint32_t i = 0; i < c->size; i++) {
		char b = c->at[i];
		if (b == delimiter || b == '"' || b == '\n' || b == '\r')
			return true;
	}
	return false;
}

static size_t add_quoted(char *out, const struct cell *c)
{
	size_t n = 0;
	out[n++] = '"';
	for (uint32_t i = 0; i < c->size; i++) {
		if (c->at[i] == '"')
			out[n++] = '"';
		out[n++] = c->at[i];
	}
	out[n++] = '"';
	return n;
}

static size_t add_cell(char *out, const struct cell *c, const struct dialect *d)
{
	char quoted[2 * CELL_LONGEST + 2];
	const char *from = c->at;
	size_t size = c->size;
	if (size > CELL_LONGEST)
		die("a cell of %zu bytes", size);
	if (d->quote_all || (!c->safe && needs_quotes(c, d->delimiter))) {
		size = add_quoted(quoted, c);
		from = quoted;
	}
	if (d->encoding == ENCODE_GB18030 && !c->safe)
		return encode_gb18030(out, from, size);
	memcpy(out, from, size);
	return size;
}

static void add_line(struct sheet *s, const struct cell *cells, int count)
{
	const struct dialect *d = &s->dialect;
	size_t n = 0;
	for (int i = 0; i < count; i++) {
		if (n + 4 * CELL_LONGEST + 8 > sizeof s->line)
			die("a row is too long");
		if (i)
			s->line[n++] = d->delimiter;
		n += add_cell(s->line + n, &cells[i], d);
	}
	if (d->crlf)
		s->line[n++] = '\r';
	s->line[n++] = '\n';
	sink_write(s->sink, s->line, n);
}

/* The order of the file: the table's own, or turned; the first two fields must not hold the sum column. */
static void order_columns(struct sheet *s)
{
	const struct table_def *t = s->table;
	int shift = s->dialect.shuffled ? 3 : 0;
	s->column_count = 0;
	for (int i = 0; i < t->column_count; i++) {
		int column = (i + shift) % t->column_count;
		if (!(s->dialect.brief && t->columns[column].optional))
			s->order[s->column_count++] = column;
	}
}

static void write_header(struct sheet *s)
{
	struct cell header[COLUMN_LIMIT];
	if (s->dialect.encoding == ENCODE_UTF8_BOM)
		sink_write(s->sink, "\xef\xbb\xbf", 3);
	for (int i = 0; i < s->column_count; i++) {
		const char *name = s->table->columns[s->order[i]].header[s->dialect.style];
		header[i] = (struct cell){name, (uint32_t)strlen(name), false};
	}
	add_line(s, header, s->column_count);
}

static void register_file(struct sheet *s, enum table table, const char *name, const char *glob)
{
	const struct dialect *d = &s->dialect;
	s->file = s->world->files.count;
	struct written_file *f = list_add(&s->world->files);
	snprintf(f->path, sizeof f->path, "inbox/%s.%s", name, d->extension);
	snprintf(f->glob, sizeof f->glob, "inbox/%s.%s", glob, d->extension);
	f->table = table;
	f->style = (uint8_t)d->style;
	f->trailer = d->trailer;
	f->encoding = d->stated ? "gb18030" : NULL;
	f->delimiter = d->stated ? "|" : NULL;
}

void sheet_open(struct sheet *s, struct world *w, enum table table, struct dialect d, const char *name,
	const char *glob)
{
	char path[512];
	memset(s, 0, sizeof *s);
	s->world = w;
	s->table = &tables[table];
	s->dialect = d;
	register_file(s, table, name, glob);
	snprintf(path, sizeof path, "%s/%s", w->opt.out, sheet_file(s)->path);
	s->sink = sink_open(path, d.packing);
	order_columns(s);
	write_header(s);
	for (int i = 0; i < s->table->column_count; i++)
		cell_null(s, i);
}

static void row_done(struct sheet *s)
{
	s->used = 0;
	for (int i = 0; i < s->table->column_count; i++)
		cell_null(s, i);
}

static int gather(const struct sheet *s, struct cell *row)
{
	for (int i = 0; i < s->column_count; i++)
		row[i] = s->cells[s->order[i]];
	return s->column_count;
}

void sheet_row(struct sheet *s)
{
	struct cell row[COLUMN_LIMIT];
	add_line(s, row, gather(s, row));
	sheet_file(s)->rows++;
	row_done(s);
}

void sheet_row_broken(struct sheet *s, bool too_many)
{
	struct cell row[COLUMN_LIMIT + 1];
	int count = gather(s, row);
	row[count] = (struct cell){"9", 1, true};
	add_line(s, row, too_many ? count + 1 : count - 1);
	sheet_file(s)->rejects++;
	row_done(s);
}

/* The control total stands under the columns it counts: word, rows, …, sum, … */
static void write_trailer(struct sheet *s)
{
	struct cell row[COLUMN_LIMIT];
	row_done(s);
	cell_money(s, s->table->sum_column, s->sum);
	int count = gather(s, row);
	for (int i = 0; i < count; i++)
		if (s->order[i] != s->table->sum_column)
			row[i] = (struct cell){"", 0, true};
	char rows[24];
	int size = snprintf(rows, sizeof rows, "%llu", (unsigned long long)sheet_file(s)->rows);
	row[0] = (struct cell){s->dialect.trailer, (uint32_t)strlen(s->dialect.trailer), false};
	row[1] = (struct cell){rows, (uint32_t)size, true};
	add_line(s, row, count);
}

void sheet_close(struct sheet *s)
{
	if (s->dialect.trailer) {
		s->dialect.amount = AMOUNT_PLAIN;
		write_trailer(s);
	}
	sink_close(s->sink);
	s->sink = NULL;
}
