/* Groups by hash: whose anchors pass, for any number of threads and any memory. */
#include "group/gist.h"

#include <omp.h>
#include <stdlib.h>

#include "column_rows.h"
#include "unit_folder.h"

enum { ANCHORS = 6000, KEYS = 3, ENTRIES = 200000, SUM = 0, MOST = 1 };

/* sum(x) > max(x) + max(x), as a plan would have it. */
struct shape {
	struct gist_aggregate aggregate[2];
	struct node sum, most, twice, compare, *of_twice[2], *of_compare[2];
	const struct node *having[1];
	struct plan_gist plan;
};

static void make_shape(struct shape *shape)
{
	*shape = (struct shape){.aggregate = {{.kind = AGGREGATE_SUM, .type = TYPE_MONEY, .number = 5}, {.kind = AGGREGATE_MAX, .type = TYPE_MONEY, .number = 2}}};
	shape->sum = (struct node){.kind = NODE_COLUMN, .type = TYPE_MONEY, .column = GROUP_AGGREGATE + 5};
	shape->most = (struct node){.kind = NODE_COLUMN, .type = TYPE_MONEY, .column = GROUP_AGGREGATE + 2};
	shape->of_twice[0] = shape->of_twice[1] = &shape->most;
	shape->twice = (struct node){.kind = NODE_ARITHMETIC, .type = TYPE_MONEY, .op = OP_ADD, .child = shape->of_twice, .child_count = 2};
	shape->of_compare[0] = &shape->sum;
	shape->of_compare[1] = &shape->twice;
	shape->compare = (struct node){.kind = NODE_COMPARE, .type = TYPE_BOOL, .op = OP_GT, .child = shape->of_compare, .child_count = 2};
	shape->having[0] = &shape->compare;
	shape->plan = (struct plan_gist){.aggregate_count = 2, .aggregate = shape->aggregate, .having_count = 1, .having = shape->having};
}

struct row {
	uint32_t anchor, key;
	int64_t amount;
	bool known;
};

/* Some amounts are so large that a sum of them does not fit. */
static struct row *make_rows(void)
{
	struct row *rows = mem_zero(ENTRIES, sizeof *rows);
	uint64_t seed = 11;
	for (uint32_t at = 0; at < ENTRIES; at++) {
		uint64_t dice = hash_mix(seed += 0x9E3779B97F4A7C15ull);
		rows[at].anchor = (uint32_t)(dice % ANCHORS);
		rows[at].key = (uint32_t)(dice >> 20 & 0xff) % KEYS;
		rows[at].known = dice >> 32 & 7;
		rows[at].amount = rows[at].anchor < 40 ? INT64_MAX / 3 : rows[at].anchor < 80 ? HECHA_MONEY_FEN_MAX / 2 : (int64_t)(dice >> 40 & 1023) - 480;
	}
	return rows;
}

static bool *passing(const struct row *rows)
{
	struct {
		__int128 sum;
		int64_t most;
		bool known;
	} *group = mem_zero(ANCHORS * KEYS, sizeof *group);
	bool *passes = mem_zero(ANCHORS, 1);
	for (uint32_t at = 0; at < ENTRIES; at++) {
		uint32_t to = rows[at].anchor * KEYS + rows[at].key;
		if (!rows[at].known)
			continue;
		group[to].most = !group[to].known || rows[at].amount > group[to].most ? rows[at].amount : group[to].most;
		group[to].sum += rows[at].amount;
		group[to].known = true;
	}
	for (uint32_t to = 0; to < ANCHORS * KEYS; to++)
		passes[to / KEYS] |= group[to].known && (group[to].sum > 2 * (__int128)group[to].most || group[to].sum > HECHA_MONEY_FEN_MAX);
	free(group);
	return passes;
}

static void hear_anchors(void *context, uint64_t *anchor, uint32_t count, struct arena *scratch)
{
	(void)scratch;
#pragma omp critical(hear_anchors)
	for (uint32_t at = 0; at < count; at++)
		((bool *)context)[anchor[at] & 0xffff] = true;
}

/* The number in the low bits, to be known again; what partitions and tables go by above it. */
static uint64_t anchor_of(uint32_t number)
{
	return (hash_mix(number) & ~0xffffull) | number;
}

static bool *run(const struct row *rows, uint32_t threads, int64_t limit, int64_t fold_limit, const char *folder, bool spills)
{
	struct shape shape;
	make_shape(&shape);
	struct memory_budget budget = {.limit = limit, .fold_limit = fold_limit};
	struct symbols *symbols = symbols_new();
	struct gist *gist = gist_new(&shape.plan, &budget, folder, threads);
	struct gist_entry *entry = mem_zero(1, gist_entry_size(&shape.plan));
	struct err err = ERR_INIT;
	bool *heard = mem_zero(0x10000, 1);
	for (uint32_t at = 0; at < ENTRIES; at++) {
		*entry = (struct gist_entry){.owner = anchor_of(rows[at].anchor), .key = rows[at].key};
		entry->number[SUM] = entry->number[MOST] = GIST_NONE;
		for (uint32_t each = SUM; each <= MOST && rows[at].known; each++)
			entry->number[each] = gist_put(shape.aggregate[each].kind, entry->number[each], rows[at].amount);
		assert_int_equal(gist_add(gist, at % threads, entry, &err), STATUS_OK);
	}
	assert_int_equal(budget.spilled_bytes > 0, spills);
	if (gist_finish(gist, NULL, symbols, hear_anchors, heard, &err))
		fail_msg("%s", err.text);
	gist_free(gist);
	free(entry);
	symbols_free(symbols);
	assert_int_equal(budget.used, 0); /* what was taken is given back */
	return heard;
}

static const int64_t plenty = INT64_C(1) << 40;

static void test_threads_and_spilling_change_nothing(void **state)
{
	struct row *rows = make_rows();
	bool *wanted = passing(rows);
	for (uint32_t threads = 1; threads <= 3; threads++)
		for (uint32_t spill = 0; spill < 2; spill++) {
			bool *heard = run(rows, threads, spill ? 1 : plenty, plenty, *state, spill);
			for (uint32_t anchor = 0; anchor < ANCHORS; anchor++)
				assert_int_equal(heard[anchor], wanted[anchor]);
			free(heard);
		}
	assert_int_equal(entries_of(*state), 0); /* no temporary file stays */
	free(wanted);
	free(rows);
}

/* Too much for the memory to fold in: nobody is left out. */
static void test_all_pass_where_memory_is_short(void **state)
{
	struct row *rows = make_rows();
	bool *heard = run(rows, 2, plenty, 1, *state, false);
	for (uint32_t at = 0; at < ENTRIES; at++)
		assert_true(heard[rows[at].anchor]);
	free(heard);
	free(rows);
}

/* ---- late partners ---- */

enum { LATE_ANCHOR, LATE_KEY, LATE_LIMIT, LATE_COLUMNS, LATE_ROWS = 900 };

/* Of every anchor a few rows with one key, in which the limits differ; every seventh is over the top. */
static struct value late_value(uint32_t column, uint32_t row)
{
	int64_t anchor = row % (LATE_ROWS / 3);
	int64_t number = column == LATE_ANCHOR ? anchor : column == LATE_KEY ? anchor % 5 : anchor % 7 ? 100 * (row / (LATE_ROWS / 3)) : 5000;
	return (struct value){.cell = CELL_VALUE, .number = number};
}

static struct memory_table *late_table(struct symbols *symbols, struct arena *arena)
{
	static const enum value_type types[LATE_COLUMNS] = {TYPE_INT, TYPE_INT, TYPE_MONEY};
	static const struct memory_column info[LATE_COLUMNS] = {{"a", TYPE_INT, NULL, false}, {"k", TYPE_INT, NULL, false}, {"v", TYPE_MONEY, NULL, false}};
	static const uint32_t columns[LATE_COLUMNS] = {LATE_ANCHOR, LATE_KEY, LATE_LIMIT};
	struct column_rows *rows = arena_zero(arena, 1, sizeof *rows);
	rows->rowset = column_rows_set(LATE_ROWS);
	for (uint32_t column = 0; column < LATE_COLUMNS; column++) {
		rows->column[column] = column_new(arena, types[column], LATE_ROWS, false);
		for (uint32_t row = 0; row < LATE_ROWS; row++)
			column_set(rows->column[column], row, late_value(column, row));
	}
	struct memory_table *table = memory_table_new(info, LATE_COLUMNS, symbols, 1);
	memory_table_add(table, 0, &rows->rowset, columns, selection_all(LATE_ROWS, arena).at, LATE_ROWS, NULL);
	memory_table_finish(table);
	return table;
}

/* Values of the anchor, which are less than 2 * LATE_ROWS. */
static void hear_values(void *context, uint64_t *anchor, uint32_t count, struct arena *scratch)
{
	(void)scratch;
#pragma omp critical(hear_values)
	for (uint32_t value = 0; value < 2 * LATE_ROWS; value++)
		for (uint32_t at = 0; at < count; at++)
			((bool *)context)[value] |= anchor[at] == hash_mix(value);
}

/* sum(x) > max(p.v) where p.v > 0 */
struct late_shape {
	struct node sum, most, limit, none, over, some, *of_over[2], *of_some[2];
	struct condition after;
	struct stage matching;
	struct gist_aggregate aggregate[2];
	const struct node *having[1];
	struct plan_gist plan;
};

static void make_late(struct late_shape *shape)
{
	*shape = (struct late_shape){.aggregate = {{.kind = AGGREGATE_SUM, .type = TYPE_MONEY},
						   {.kind = AGGREGATE_MAX, .type = TYPE_MONEY, .number = 1, .node = &shape->limit, .of_partner = true}}};
	shape->sum = (struct node){.kind = NODE_COLUMN, .type = TYPE_MONEY, .column = GROUP_AGGREGATE};
	shape->most = (struct node){.kind = NODE_COLUMN, .type = TYPE_MONEY, .column = GROUP_AGGREGATE + 1};
	shape->limit = (struct node){.kind = NODE_COLUMN, .type = TYPE_MONEY, .slot = 1, .column = LATE_LIMIT};
	shape->none = (struct node){.kind = NODE_CONSTANT, .type = TYPE_MONEY, .constant = {.cell = CELL_VALUE}};
	shape->of_over[0] = &shape->sum;
	shape->of_over[1] = &shape->most;
	shape->of_some[0] = &shape->limit;
	shape->of_some[1] = &shape->none;
	shape->over = (struct node){.kind = NODE_COMPARE, .type = TYPE_BOOL, .op = OP_GT, .child = shape->of_over, .child_count = 2};
	shape->some = (struct node){.kind = NODE_COMPARE, .type = TYPE_BOOL, .op = OP_GT, .child = shape->of_some, .child_count = 2};
	shape->after = (struct condition){.node = &shape->some, .slot = 1};
	shape->matching = (struct stage){.after_count = 1, .after = &shape->after};
	shape->having[0] = &shape->over;
	shape->plan = (struct plan_gist){.aggregate_count = 2, .own_count = 1, .aggregate = shape->aggregate, .having_count = 1, .having = shape->having,
					 .matching = &shape->matching, .late = true, .partner_anchor = LATE_ANCHOR};
}

/* 50 more for the group of this value. */
static void add_late(struct gist *gist, const struct index *index, int64_t value, uint32_t thread)
{
	struct column anchor = {.type = TYPE_INT, .cell = &(uint8_t){CELL_VALUE}, .number = &value}, key = anchor;
	struct gist_entry *entry = mem_zero(1, sizeof *entry + sizeof *entry->number);
	struct err err = ERR_INIT;
	key.number = &(int64_t){value % 5};
	index_hashes(index, (const struct column *[]){&anchor, &key}, &(uint32_t){0}, 1, &entry->owner);
	entry->key = (uint64_t)value;
	entry->number[0] = 50;
	assert_int_equal(gist_add(gist, thread, entry, &err), STATUS_OK);
	free(entry);
}

/* Every value has one group of 150; of those with a partner only those pass that have one with the limit 100, and all where memory is short. */
static void check_late(const char *folder, bool is_short)
{
	struct memory_budget budget = {.limit = plenty, .fold_limit = is_short ? 1 : plenty};
	struct arena arena = ARENA_INIT;
	struct late_shape shape;
	make_late(&shape);
	struct symbols *symbols = symbols_new();
	struct memory_table *table = late_table(symbols, &arena);
	struct index *index = index_new(table, (uint32_t[]){LATE_ANCHOR, LATE_KEY}, 2);
	struct gist *gist = gist_new(&shape.plan, &budget, folder, 2);
	struct err err = ERR_INIT;
	bool heard[2 * LATE_ROWS] = {false};
	for (uint32_t part = 0; part < 3; part++)
		for (uint32_t value = 0; value < 2 * LATE_ROWS; value++)
			add_late(gist, index, value, part % 2);
	assert_int_equal(gist_finish(gist, index, symbols, hear_values, heard, &err), STATUS_OK);
	for (uint32_t value = 0; value < 2 * LATE_ROWS; value++)
		assert_int_equal(heard[value], value < LATE_ROWS / 3 && (is_short || value % 7));
	gist_free(gist);
	index_free(index);
	memory_table_free(table);
	symbols_free(symbols);
	arena_free(&arena);
}

static void test_a_group_meets_its_partner_when_complete(void **state)
{
	check_late(*state, false);
	check_late(*state, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_threads_and_spilling_change_nothing),
		cmocka_unit_test(test_all_pass_where_memory_is_short),
		cmocka_unit_test(test_a_group_meets_its_partner_when_complete),
	};
	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
