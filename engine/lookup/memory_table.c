#include "lookup/memory_table.h"

#include <stdlib.h>

struct memory_part {
	struct memory_table *table;
	uint32_t row_count;
	struct column **column;
	struct place *at;
	const void **tag;
	struct arena arena;
};

static const struct column *memory_read(struct rowset *set, uint32_t column, const uint32_t *row, uint32_t count)
{
	(void)row, (void)count; /* everything is there */
	return ((struct memory_table *)set)->column[column];
}

static struct place memory_place(const struct rowset *set, uint32_t row)
{
	return ((const struct memory_table *)set)->at[row];
}

struct memory_table *memory_table_new(const struct memory_column *info, uint32_t column_count, struct symbols *symbols)
{
	struct memory_table *table = mem_zero(1, sizeof *table);
	table->rowset.read = memory_read;
	table->rowset.place = memory_place;
	table->rowset.complete = true;
	table->column_count = column_count;
	table->info = arena_alloc(&table->arena, (column_count + 1) * sizeof *info);
	memcpy(table->info, info, column_count * sizeof *info);
	table->symbols = symbols;
	return table;
}

static void part_free(struct memory_part *part)
{
	arena_free(&part->arena);
	free(part);
}

void memory_table_free(struct memory_table *table)
{
	if (!table)
		return;
	for (uint32_t at = 0; at < table->part_count; at++)
		part_free(table->part[at]);
	free(table->part);
	arena_free(&table->arena);
	free(table);
}

static void copy_cell(struct column *to, uint32_t to_row, const struct column *from, uint32_t from_row, struct arena *texts)
{
	struct value value = column_value(from, from_row);
	if (to->text && value.cell == CELL_VALUE)
		value.text = arena_span(texts, value.text);
	column_set(to, to_row, value);
	if (to->raw && from->raw)
		to->raw[to_row] = arena_span(texts, from->raw[from_row & from->mask]);
}

/* A column nobody fills: one null for all rows. */
static struct column *null_column(enum value_type type, struct arena *arena)
{
	struct column *column = column_new(arena, type, 1, false);
	column->mask = 0;
	column->cell[0] = CELL_NULL;
	return column;
}

static void copy_column(struct memory_part *part, uint32_t column, struct rowset *from, uint32_t source, const uint32_t *row,
			uint32_t count)
{
	const struct memory_column *info = &part->table->info[column];
	if (source == UINT32_MAX) {
		part->column[column] = null_column(info->type, &part->arena);
		return;
	}
	struct column *to = column_new(&part->arena, info->type, count, info->raw);
	part->column[column] = to;
	const struct column *column_from = from->read(from, source, row, count);
	for (uint32_t at = 0; at < count; at++)
		copy_cell(to, at, column_from, row[at], &part->arena);
}

void memory_table_add(struct memory_table *table, struct rowset *from, const uint32_t *source_column, const uint32_t *row, uint32_t count,
		      row_tag tag)
{
	if (!count)
		return;
	struct memory_part *part = mem_zero(1, sizeof *part);
	part->table = table;
	part->row_count = count;
	part->column = arena_alloc(&part->arena, (table->column_count + 1) * sizeof *part->column);
	part->at = arena_alloc(&part->arena, count * sizeof *part->at);
	part->tag = arena_zero(&part->arena, count, sizeof *part->tag);
	for (uint32_t at = 0; at < count; at++) {
		part->at[at] = from->place(from, row[at]);
		part->tag[at] = tag ? tag(from, row[at], &part->arena) : NULL;
	}
	for (uint32_t column = 0; column < table->column_count; column++)
		copy_column(part, column, from, source_column[column], row, count);
#pragma omp critical(memory_table)
	{
		ARRAY_GROW(table->part, table->part_count, table->part_capacity);
		table->part[table->part_count++] = part;
	}
}

struct row_ref {
	const struct memory_part *part;
	uint32_t row;
};

/* Places first. A tie (two derived rows with one first row) is broken by the values, so the order never depends on threads. */
static int row_order(const void *left, const void *right)
{
	const struct row_ref *a = left, *b = right;
	int order = place_compare(a->part->at[a->row], b->part->at[b->row]);
	const struct memory_table *table = a->part->table;
	for (uint32_t column = 0; !order && column < table->column_count; column++) {
		struct value x = column_value(a->part->column[column], a->row), y = column_value(b->part->column[column], b->row);
		order = x.cell != y.cell ? (int)x.cell - (int)y.cell : 0;
		if (!order && x.cell == CELL_VALUE)
			order = value_compare(x, y, table->info[column].type, table->symbols);
	}
	return order;
}

static int part_order(const void *left, const void *right)
{
	const struct row_ref a = {*(struct memory_part *const *)left, 0}, b = {*(struct memory_part *const *)right, 0};
	return row_order(&a, &b);
}

/* Parts of an extract are stretches of it: put in order, their rows are. Those of derived tables come as they were grouped. */
static struct row_ref *ordered_rows(struct memory_table *table)
{
	struct row_ref *ref = mem_alloc((table->rowset.row_count + 1) * sizeof *ref);
	uint32_t at = 0;
	bool in_order = true;
	if (table->part_count)
		qsort(table->part, table->part_count, sizeof *table->part, part_order);
	for (uint32_t part = 0; part < table->part_count; part++)
		for (uint32_t row = 0; row < table->part[part]->row_count; row++, at++) {
			ref[at] = (struct row_ref){table->part[part], row};
			in_order = in_order && (!at || row_order(&ref[at - 1], &ref[at]) <= 0);
		}
	if (!in_order)
		qsort(ref, at, sizeof *ref, row_order);
	return ref;
}

static struct column *ordered_column(struct memory_table *table, uint32_t column, const struct row_ref *ref)
{
	const struct memory_column *info = &table->info[column];
	uint32_t rows = table->rowset.row_count;
	if (!rows || !ref[0].part->column[column]->mask)
		return null_column(info->type, &table->arena);
	struct column *out = column_new(&table->arena, info->type, rows, info->raw);
	for (uint32_t row = 0; row < rows; row++)
		copy_cell(out, row, ref[row].part->column[column], ref[row].row, &table->arena);
	return out;
}

/* Parts are given back, unless they hold tags. */
static void drop_parts(struct memory_table *table, bool tagged)
{
	table->bytes = table->arena.used_bytes;
	for (uint32_t part = 0; part < table->part_count; part++) {
		if (tagged)
			table->bytes += table->part[part]->arena.used_bytes;
		else
			part_free(table->part[part]);
	}
	if (!tagged)
		table->part_count = 0;
}

void memory_table_finish(struct memory_table *table)
{
	table->rowset.row_count = 0;
	for (uint32_t part = 0; part < table->part_count; part++)
		table->rowset.row_count += table->part[part]->row_count;
	uint32_t rows = table->rowset.row_count;
	struct row_ref *ref = ordered_rows(table);
	bool tagged = false;
	table->at = arena_alloc(&table->arena, (rows + 1) * sizeof *table->at);
	table->tag = arena_alloc(&table->arena, (rows + 1) * sizeof *table->tag);
	table->column = arena_alloc(&table->arena, (table->column_count + 1) * sizeof *table->column);
	for (uint32_t column = 0; column < table->column_count; column++)
		table->column[column] = ordered_column(table, column, ref);
	for (uint32_t row = 0; row < rows; row++) {
		table->at[row] = ref[row].part->at[ref[row].row];
		table->tag[row] = ref[row].part->tag[ref[row].row];
		tagged |= table->tag[row] != NULL;
	}
	free(ref);
	drop_parts(table, tagged);
}
