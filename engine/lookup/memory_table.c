#include "lookup/memory_table.h"

#include <stdlib.h>

#include "base/keyed.h"
#include "hecha_limits.h"

struct memory_part {
	struct memory_table *table;
	uint32_t row_count;
	struct column **column;
	struct place *at;
	const void **tag; /* NULL: nobody was asked */
	struct arena arena, tags; /* texts lie in rooms */
};

/* Texts that one thread keeps of a column. Counties, operators and names come again and again: those met a moment ago are there already. */
enum { RECENT_TEXTS = 1024 };
struct text_room {
	struct arena arena;
	struct span recent[RECENT_TEXTS];
};

static const struct column *memory_read(struct rowset *set, uint32_t column, const uint32_t *row, uint32_t count)
{
	(void)row, (void)count; /* everything is there */
	return ((struct memory_table *)set)->column[column];
}

static struct place memory_place(const struct rowset *set, uint32_t row)
{
	return places_at(&((const struct memory_table *)set)->at, row);
}

struct memory_table *memory_table_new(const struct memory_column *info, uint32_t column_count, struct symbols *symbols, uint32_t threads)
{
	struct memory_table *table = mem_zero(1, sizeof *table);
	table->rowset.read = memory_read;
	table->rowset.place = memory_place;
	table->rowset.complete = true;
	table->column_count = column_count;
	table->info = arena_alloc(&table->arena, (column_count + 1) * sizeof *info);
	memcpy(table->info, info, column_count * sizeof *info);
	table->symbols = symbols;
	table->column = arena_zero(&table->arena, column_count + 1, sizeof(*table->column));
	table->whole = arena_zero(&table->arena, column_count + 1, sizeof *table->whole);
	table->room = arena_zero(&table->arena, column_count + 1, sizeof *table->room);
	table->thread_count = threads;
	table->texts = arena_zero(&table->arena, threads * column_count + 1, sizeof(*table->texts));
	return table;
}

static void part_free(struct memory_part *part)
{
	arena_free(&part->arena);
	arena_free(&part->tags);
	free(part);
}

static struct text_room **text_room(const struct memory_table *table, uint32_t thread, uint32_t column)
{
	return &table->texts[thread * table->column_count + column];
}

/* They live with their column. */
static void join_texts(struct memory_table *table, uint32_t column)
{
	for (uint32_t thread = 0; thread < table->thread_count; thread++) {
		struct text_room **texts = text_room(table, thread, column);
		if (*texts)
			arena_join(&table->room[column], &(*texts)->arena);
		free(*texts);
		*texts = NULL;
	}
}

void memory_table_free(struct memory_table *table)
{
	if (!table)
		return;
	for (uint32_t column = 0; column < table->column_count; column++)
		join_texts(table, column);
	for (uint32_t at = 0; at < table->part_count; at++)
		part_free(table->part[at]);
	free(table->part);
	for (uint32_t column = 0; column < table->column_count; column++)
		arena_free(&table->room[column]);
	places_release(&table->at);
	free(table->tag);
	arena_free(&table->arena);
	free(table);
}

/* ---- cells ---- */

static struct span keep_text(struct text_room *room, struct span text)
{
	struct span *recent = &room->recent[value_hash((struct value){.text = text}, TYPE_TEXT) % RECENT_TEXTS];
	if (!recent->data || !span_equal(*recent, text))
		*recent = arena_span(&room->arena, text);
	return *recent;
}

static void keep_texts(struct column *to, const struct column *from, const uint32_t *row, uint32_t count, struct text_room *room)
{
	for (uint32_t at = 0; at < count; at++)
		to->text[at] = to->cell[at] == CELL_VALUE ? keep_text(room, from->text[row[at] & from->mask]) : (struct span){0};
}

static void copy_numbers(struct column *to, const struct column *from, const uint32_t *row, uint32_t count)
{
	for (uint32_t at = 0; at < count; at++)
		to->number[at] = from->number[row[at] & from->mask];
}

static void copy_cells(struct column *to, const struct column *from, const uint32_t *row, uint32_t count, struct text_room *room)
{
	for (uint32_t at = 0; at < count; at++)
		to->cell[at] = from->cell[row[at] & from->mask];
	if (to->text)
		keep_texts(to, from, row, count, room);
	else
		copy_numbers(to, from, row, count);
	for (uint32_t at = 0; at < count && to->raw && from->raw; at++)
		to->raw[at] = keep_text(room, from->raw[row[at] & from->mask]);
}

/* A column nobody fills: one null for all rows. */
static struct column *null_column(enum value_type type, struct arena *arena)
{
	struct column *column = column_new(arena, type, 1, false);
	column->mask = 0;
	column->cell[0] = CELL_NULL;
	return column;
}

/* ---- parts ---- */

static void copy_column(struct memory_part *part, uint32_t thread, uint32_t column, struct rowset *from, uint32_t source, const uint32_t *row,
			uint32_t count)
{
	const struct memory_column *info = &part->table->info[column];
	struct text_room **texts = text_room(part->table, thread, column);
	if (source == UINT32_MAX) {
		part->column[column] = null_column(info->type, &part->arena);
		return;
	}
	if (!*texts && (info->type == TYPE_TEXT || info->raw))
		*texts = mem_zero(1, sizeof **texts);
	part->column[column] = column_new(&part->arena, info->type, count, info->raw);
	copy_cells(part->column[column], from->read(from, source, row, count), row, count, *texts);
}

void memory_table_add(struct memory_table *table, uint32_t thread, struct rowset *from, const uint32_t *source_column, const uint32_t *row,
		      uint32_t count, row_tag tag)
{
	if (!count)
		return;
	struct memory_part *part = mem_zero(1, sizeof *part);
	part->table = table;
	part->row_count = count;
	part->column = arena_alloc(&part->arena, (table->column_count + 1) * sizeof *part->column);
	part->at = arena_alloc(&part->arena, count * sizeof *part->at);
	part->tag = tag ? arena_alloc(&part->arena, count * sizeof *part->tag) : NULL;
	for (uint32_t at = 0; at < count; at++) {
		part->at[at] = from->place(from, row[at]);
		if (tag)
			part->tag[at] = tag(from, row[at], &part->tags);
	}
	for (uint32_t column = 0; column < table->column_count; column++)
		copy_column(part, thread, column, from, source_column[column], row, count);
#pragma omp critical(memory_table)
	{
		ARRAY_GROW(table->part, table->part_count, table->part_capacity);
		table->part[table->part_count++] = part;
	}
}

/* ---- order ---- */

struct row_ref {
	const struct memory_part *part;
	uint32_t row;
};

static struct place ref_place(struct row_ref ref)
{
	return ref.part->at[ref.row];
}

/* Places first. A tie (two derived rows with one first row) is broken by the values, so the order never depends on threads. */
static int row_order(const void *left, const void *right)
{
	const struct row_ref *a = left, *b = right;
	int order = place_compare(ref_place(*a), ref_place(*b));
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

/* By line, then, which keeps those of an extract in order, by extract. */
static void sort_places(struct row_ref *ref, uint32_t count)
{
	struct keyed *item = mem_alloc(count * sizeof *item);
	struct row_ref *sorted = mem_alloc(count * sizeof *sorted);
	for (uint32_t at = 0; at < count; at++)
		item[at] = (struct keyed){ref_place(ref[at]).line, at};
	keyed_sort(item, count);
	for (uint32_t at = 0; at < count; at++)
		item[at].key = ref_place(ref[item[at].what]).extract;
	keyed_sort(item, count);
	for (uint32_t at = 0; at < count; at++)
		sorted[at] = ref[item[at].what];
	memcpy(ref, sorted, count * sizeof *ref);
	free(sorted);
	free(item);
}

static bool is_one_line(struct place a, struct place b)
{
	return a.extract == b.extract && a.line == b.line;
}

static void sort_rows(struct row_ref *ref, uint32_t count)
{
	sort_places(ref, count);
	for (uint32_t first = 0, behind = 0; first < count; first = behind) {
		while (behind < count && is_one_line(ref_place(ref[first]), ref_place(ref[behind])))
			behind++;
		if (behind - first > 1)
			qsort(ref + first, behind - first, sizeof *ref, row_order);
	}
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
		sort_rows(ref, at);
	return ref;
}

/* ---- what becomes of them ---- */

static struct column *ordered_column(struct memory_table *table, uint32_t column, const struct row_ref *ref)
{
	const struct memory_column *info = &table->info[column];
	uint32_t rows = table->rowset.row_count;
	if (!rows || !ref[0].part->column[column]->mask)
		return null_column(info->type, &table->room[column]);
	struct column *out = column_new(&table->room[column], info->type, rows, info->raw);
	for (uint32_t row = 0; row < rows; row++)
		column_copy(out, row, ref[row].part->column[column], ref[row].row);
	for (uint32_t row = 0; row < rows && out->raw; row++)
		out->raw[row] = ref[row].part->column[column]->raw[ref[row].row];
	join_texts(table, column);
	return out;
}

static void order_places(struct memory_table *table, const struct row_ref *ref)
{
	places_init(&table->at, table->rowset.row_count);
	for (uint32_t row = 0; row < table->rowset.row_count; row++)
		places_add(&table->at, ref_place(ref[row]));
}

static void order_tags(struct memory_table *table, const struct row_ref *ref)
{
	uint32_t rows = table->rowset.row_count;
	table->tag = mem_alloc(rows * sizeof *table->tag);
	for (uint32_t row = 0; row < rows; row++)
		table->tag[row] = ref[row].part->tag[ref[row].row];
}

/* Of parts with tags these stay. */
static void drop_parts(struct memory_table *table)
{
	for (uint32_t part = 0; part < table->part_count; part++) {
		if (table->tag)
			arena_free(&table->part[part]->arena);
		else
			part_free(table->part[part]);
	}
	if (!table->tag)
		table->part_count = 0;
}

void memory_table_finish(struct memory_table *table)
{
	table->rowset.row_count = 0;
	for (uint32_t part = 0; part < table->part_count; part++)
		table->rowset.row_count += table->part[part]->row_count;
	struct row_ref *ref = ordered_rows(table);
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)table->thread_count) if (table->rowset.row_count > HECHA_BATCH_ROWS)
	for (uint32_t column = 0; column < table->column_count; column++) {
		table->column[column] = ordered_column(table, column, ref);
		table->whole[column] = !table->rowset.row_count || column_is_known(table->column[column], table->rowset.row_count);
	}
	order_places(table, ref);
	if (table->part_count && table->part[0]->tag)
		order_tags(table, ref);
	free(ref);
	drop_parts(table);
}

void memory_table_drop(struct memory_table *table, uint32_t column)
{
	arena_free(&table->room[column]);
	table->column[column] = NULL;
}
