/* Memory tables and their indexes: parts in any order come out by place; a probe finds exactly the equal keys, in order. */
#include "eval/eval.h"
#include "lookup/index.h"

#include <stdio.h>
#include <stdlib.h>

#include "unit.h"

enum { ROWS = 3000, PARTS = 30, TEXTS = 40 };
enum { COLUMN_ID, COLUMN_TEXT, COLUMN_NUMBER, COLUMNS };

static const struct memory_column info[COLUMNS] = {
	{"id", TYPE_ID, NULL, true}, {"text", TYPE_TEXT, NULL, false}, {"number", TYPE_INT, NULL, false}};

struct source {
	struct rowset rowset; /* first */
	struct column *column[COLUMNS];
	uint32_t first; /* row number of its row 0 */
};

static const struct column *read_all(struct rowset *set, uint32_t column, const uint32_t *row, uint32_t count)
{
	(void)row, (void)count;
	return ((struct source *)set)->column[column];
}

static struct place place_of(const struct rowset *set, uint32_t row)
{
	uint32_t number = ((const struct source *)set)->first + row;
	return (struct place){number / 1000, number % 1000 + 2, number * 10};
}

static bool id_null(uint32_t number)
{
	return number % 17 == 0;
}

static int64_t id_of(uint32_t number)
{
	return number % 3 ? number % 50 : -(int64_t)(number % 50) - 1; /* citizens' numbers and symbols */
}

static void text_of(uint32_t number, char out[16])
{
	snprintf(out, 16, "t%u", number * 7 % TEXTS);
}

static void fill(struct source *source, uint32_t first, uint32_t count, struct arena *arena)
{
	*source = (struct source){.rowset = {.row_count = count, .read = read_all, .place = place_of}, .first = first};
	for (uint32_t column = 0; column < COLUMNS; column++)
		source->column[column] = column_new(arena, info[column].type, count, info[column].raw);
	for (uint32_t row = 0; row < count; row++) {
		char text[16];
		uint32_t number = first + row;
		text_of(number, text);
		column_set(source->column[COLUMN_ID], row, (struct value){id_null(number) ? CELL_MALFORMED : CELL_VALUE, id_of(number), {0}});
		source->column[COLUMN_ID]->raw[row] = arena_span(arena, span_of(text));
		column_set(source->column[COLUMN_TEXT], row, (struct value){CELL_VALUE, 0, arena_span(arena, span_of(text))});
		column_set(source->column[COLUMN_NUMBER], row, (struct value){CELL_VALUE, number, {0}});
	}
}

static const void *tag_number(const struct rowset *from, uint32_t row, struct arena *arena)
{
	uint32_t *tag = arena_alloc(arena, sizeof *tag);
	*tag = ((const struct source *)from)->first + row;
	return tag;
}

/* Parts arrive in an order of their own, and what they were copied from is gone. */
static struct memory_table *make_table(struct symbols *symbols, row_tag tag)
{
	static const uint32_t columns[COLUMNS] = {0, 1, 2};
	struct memory_table *table = memory_table_new(info, COLUMNS, symbols, 2);
	for (uint32_t part = 0; part < PARTS; part++) {
		struct arena arena = ARENA_INIT;
		struct source source;
		uint32_t row[ROWS / PARTS], number = part * 11 % PARTS;
		fill(&source, number * (ROWS / PARTS), ROWS / PARTS, &arena);
		for (uint32_t at = 0; at < ROWS / PARTS; at++)
			row[at] = at;
		memory_table_add(table, part % 2, &source.rowset, columns, row, ROWS / PARTS, tag);
		arena_free(&arena);
	}
	memory_table_finish(table);
	return table;
}

static const struct column *column_of(struct memory_table *table, uint32_t column)
{
	return table->rowset.read(&table->rowset, column, NULL, 0);
}

static void test_rows_come_by_place(void **state)
{
	struct symbols *symbols = symbols_new();
	struct memory_table *table = make_table(symbols, tag_number);
	(void)state;
	assert_int_equal(table->rowset.row_count, ROWS);
	for (uint32_t row = 0; row < ROWS; row++) {
		char text[16];
		text_of(row, text);
		assert_int_equal(column_value(column_of(table, COLUMN_NUMBER), row).number, row);
		assert_span(column_value(column_of(table, COLUMN_TEXT), row).text, span_of(text));
		assert_span(column_of(table, COLUMN_ID)->raw[row], span_of(text));
		assert_int_equal(table->rowset.place(&table->rowset, row).line, row % 1000 + 2);
		assert_int_equal(*(const uint32_t *)table->tag[row], row);
	}
	memory_table_free(table);
	symbols_free(symbols);
}

/* Groups as they come: places all over the file, some shared, and then it is the values that decide. */
static struct place crowded_place(const struct rowset *set, uint32_t row)
{
	uint32_t number = ((const struct source *)set)->first + row, mixed = number * 7919 % ROWS;
	return (struct place){mixed % 3, mixed / 9, mixed / 9 * 5};
}

static struct memory_table *make_crowded(struct symbols *symbols, uint32_t turn, uint32_t threads)
{
	struct memory_table *table = memory_table_new(info, COLUMNS, symbols, threads);
	static const uint32_t columns[COLUMNS] = {UINT32_MAX, UINT32_MAX, COLUMN_NUMBER};
	for (uint32_t part = 0; part < PARTS; part++) {
		struct arena arena = ARENA_INIT;
		struct source source;
		uint32_t row[ROWS / PARTS];
		fill(&source, (part + turn) * 7 % PARTS * (ROWS / PARTS), ROWS / PARTS, &arena);
		source.rowset.place = crowded_place;
		for (uint32_t at = 0; at < ROWS / PARTS; at++)
			row[at] = (at + turn) % (ROWS / PARTS);
		memory_table_add(table, part % threads, &source.rowset, columns, row, ROWS / PARTS, NULL);
		arena_free(&arena);
	}
	memory_table_finish(table);
	return table;
}

static void test_rows_that_share_a_place_come_by_value(void **state)
{
	struct symbols *symbols = symbols_new();
	(void)state;
	for (uint32_t turn = 0; turn < 20; turn++) {
		struct memory_table *table = make_crowded(symbols, turn, 1 + turn % 3);
		assert_int_equal(table->rowset.row_count, ROWS);
		assert_null(table->tag);
		for (uint32_t row = 0; row < ROWS; row++) {
			struct source source = {.first = (uint32_t)column_value(column_of(table, COLUMN_NUMBER), row).number};
			struct place place = table->rowset.place(&table->rowset, row);
			assert_int_equal(column_value(column_of(table, COLUMN_TEXT), row).cell, CELL_NULL);
			assert_int_equal(place_compare(place, crowded_place(&source.rowset, 0)), 0);
			if (!row)
				continue;
			int order = place_compare(table->rowset.place(&table->rowset, row - 1), place);
			assert_true(order < 0 || (!order && column_value(column_of(table, COLUMN_NUMBER), row - 1).number < source.first));
		}
		memory_table_free(table);
	}
	symbols_free(symbols);
}

/* What is dropped leaves the others alone. */
static void test_columns_drop(void **state)
{
	struct symbols *symbols = symbols_new();
	struct memory_table *table = make_table(symbols, tag_number);
	(void)state;
	memory_table_drop(table, COLUMN_TEXT);
	memory_table_drop(table, COLUMN_TEXT);
	for (uint32_t row = 0; row < ROWS; row++) {
		char text[16];
		text_of(row, text);
		assert_span(column_of(table, COLUMN_ID)->raw[row], span_of(text));
		assert_int_equal(column_value(column_of(table, COLUMN_NUMBER), row).number, row);
		assert_int_equal(*(const uint32_t *)table->tag[row], row);
	}
	memory_table_free(table);
	symbols_free(symbols);
}

/* Whatever a key finds, its hash finds too, in order. */
static void check_hashes(const struct index *index, const struct column *const *probe)
{
	struct arena arena = ARENA_INIT;
	uint64_t hash[ROWS];
	index_hashes(index, probe, selection_all(ROWS, &arena).at, ROWS, hash);
	for (uint32_t row = 0; row < ROWS; row++) {
		uint32_t like = index_like(index, hash[row]);
		for (uint32_t found = index_first(index, probe, row); found != INDEX_NONE; found = index_next(index, probe, row, found)) {
			assert_true(index_may(index, hash[row]));
			while (like < found)
				like = index_next_like(index, like);
			assert_int_equal(like, found);
		}
	}
	arena_free(&arena);
}

/* Every row of the table is a probe; the truth is a loop over all rows. */
static void check_probes(struct memory_table *table, const uint32_t *key, uint32_t key_count)
{
	struct index *index = index_new(table, key, key_count);
	const struct column *probe[COLUMNS];
	for (uint32_t at = 0; at < key_count; at++)
		probe[at] = column_of(table, key[at]);
	check_hashes(index, probe);
	for (uint32_t row = 0; row < ROWS; row += 13) {
		uint32_t found = index_first(index, probe, row), met = 0;
		for (uint32_t other = 0; other < ROWS; other++) {
			bool equal = true;
			for (uint32_t at = 0; at < key_count; at++) {
				struct value a = column_value(probe[at], row), b = column_value(probe[at], other);
				equal &= a.cell == CELL_VALUE && b.cell == CELL_VALUE && value_equal(a, b, probe[at]->type);
			}
			if (!equal)
				continue;
			assert_int_equal(found, other);
			found = index_next(index, probe, row, found);
			assert_true(found == INDEX_NONE || index_has_more(index, other));
			met++;
		}
		assert_int_equal(found, INDEX_NONE);
		assert_true(met <= index->most);
	}
	index_free(index);
}

static void test_probes_find_all_in_order(void **state)
{
	struct symbols *symbols = symbols_new();
	struct memory_table *table = make_table(symbols, NULL);
	(void)state;
	check_probes(table, (uint32_t[]){COLUMN_ID}, 1);
	check_probes(table, (uint32_t[]){COLUMN_TEXT}, 1);
	check_probes(table, (uint32_t[]){COLUMN_ID, COLUMN_TEXT}, 2);
	check_probes(table, (uint32_t[]){COLUMN_NUMBER, COLUMN_TEXT, COLUMN_ID}, 3);
	memory_table_free(table);
	symbols_free(symbols);
}

/* Positions of a probe that is twice as large as the table, in one go: none that has a partner is lost, nor any null; of the others few stay. */
static void check_filter(struct memory_table *table, uint32_t column)
{
	enum { PROBES = 2 * ROWS };
	struct index *index = index_new(table, &column, 1);
	struct arena arena = ARENA_INIT;
	struct source source;
	uint32_t at[PROBES], first[PROBES], count = 0, without = 0, stayed = 0, next = 0;
	fill(&source, 0, PROBES, &arena);
	const struct column *probe = source.column[column];
	for (uint32_t position = 0; position < PROBES; position += 1 + position % 3)
		at[count++] = position;
	uint32_t kept = index_filter(index, &probe, at, count);
	index_first_all(index, &probe, selection_all(PROBES, &arena).at, PROBES, first);
	for (uint32_t position = 0; position < PROBES; position += 1 + position % 3) {
		bool stays = next < kept && at[next] == position, needed = first[position] != INDEX_NONE || probe->cell[position] != CELL_VALUE;
		assert_int_equal(first[position], index_first(index, &probe, position));
		assert_true(stays || !needed);
		without += !needed;
		stayed += stays && !needed;
		next += stays;
	}
	assert_int_equal(next, kept);
	assert_true(column != COLUMN_NUMBER || without > 500);
	assert_in_range(stayed, 0, without / 20);
	index_free(index);
	arena_free(&arena);
}

/* All levels keep the same rows: some of a run, a few, the last one alone; a constant too. */
static void test_filter_levels_agree(void **state)
{
	(void)state;
	struct symbols *symbols = symbols_new();
	struct memory_table *table = make_table(symbols, NULL);
	struct arena arena = ARENA_INIT;
	struct source source;
	uint32_t key = COLUMN_NUMBER;
	fill(&source, ROWS / 2, ROWS, &arena);
	struct column constant = *source.column[COLUMN_NUMBER];
	constant.mask = 0;
	for (uint32_t count = 0; count < 100; count++) {
		uint32_t kept[2], kept_constant[2], at[2][128], same[2][128];
		for (int level = 0; level < 2; level++) {
			if (level)
				setenv("HECHA_SIMD", "portable", 1);
			struct index *index = index_new(table, &key, 1);
			const struct column *probe = source.column[COLUMN_NUMBER], *always = &constant;
			for (uint32_t each = 0; each < count; each++)
				at[level][each] = same[level][each] = ROWS / 2 - 40 + each + (each > count / 2) * (count % 3);
			kept[level] = index_filter(index, &probe, at[level], count);
			kept_constant[level] = index_filter(index, &always, same[level], count);
			index_free(index);
		}
		unsetenv("HECHA_SIMD");
		assert_int_equal(kept[0], kept[1]);
		assert_memory_equal(at[0], at[1], kept[0] * sizeof **at);
		assert_int_equal(kept_constant[0], count);
		assert_int_equal(kept_constant[1], count);
		assert_memory_equal(same[0], same[1], count * sizeof **same);
		assert_true(kept[0] + 2 >= (count < 40 ? count : 40) && (count < 90 || kept[0] < count));
	}
	arena_free(&arena);
	memory_table_free(table);
	symbols_free(symbols);
}

static void test_filter_loses_nothing(void **state)
{
	struct symbols *symbols = symbols_new();
	struct memory_table *table = make_table(symbols, NULL);
	(void)state;
	check_filter(table, COLUMN_ID);
	check_filter(table, COLUMN_TEXT);
	check_filter(table, COLUMN_NUMBER);
	setenv("HECHA_SIMD", "portable", 1);
	check_filter(table, COLUMN_NUMBER);
	unsetenv("HECHA_SIMD");
	memory_table_free(table);
	symbols_free(symbols);
}

static void test_null_keys_match_nothing(void **state)
{
	struct symbols *symbols = symbols_new();
	struct memory_table *table = make_table(symbols, NULL);
	const uint32_t key = COLUMN_ID;
	struct index *index = index_new(table, &key, 1);
	const struct column *probe = column_of(table, COLUMN_ID);
	(void)state;
	assert_int_equal(index_first(index, &probe, 17), INDEX_NONE); /* malformed itself */
	for (uint32_t found = index_first(index, &probe, 1); found != INDEX_NONE; found = index_next(index, &probe, 1, found))
		assert_false(id_null(found));
	index_free(index);
	memory_table_free(table);
	symbols_free(symbols);
}

static void test_empty_table(void **state)
{
	struct symbols *symbols = symbols_new();
	struct memory_table *table = memory_table_new(info, COLUMNS, symbols, 2);
	const uint32_t key = COLUMN_TEXT;
	struct arena arena = ARENA_INIT;
	struct source source;
	(void)state;
	memory_table_finish(table);
	struct index *index = index_new(table, &key, 1);
	fill(&source, 0, 10, &arena);
	const struct column *probe = source.column[COLUMN_TEXT];
	assert_int_equal(table->rowset.row_count, 0);
	assert_int_equal(index_first(index, &probe, 3), INDEX_NONE);
	index_free(index);
	memory_table_free(table);
	symbols_free(symbols);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_come_by_place),
		cmocka_unit_test(test_rows_that_share_a_place_come_by_value),
		cmocka_unit_test(test_columns_drop),
		cmocka_unit_test(test_probes_find_all_in_order),
		cmocka_unit_test(test_filter_loses_nothing),
		cmocka_unit_test(test_filter_levels_agree),
		cmocka_unit_test(test_null_keys_match_nothing),
		cmocka_unit_test(test_empty_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
