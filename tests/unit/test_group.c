/* Groups: whatever the order of the rows, the threads they come by, the memory there is and the numbers symbols got, the groups are the same. */
#include "group/store.h"

#include <stdio.h>
#include <stdlib.h>

#include "unit_folder.h"

enum { ROWS = 60000, KEYS = 3000, THREADS_MAX = 4, BLOCK = 500 };
enum { VALUE_KEY, VALUE_KIND, VALUE_AMOUNT, VALUE_NAME, VALUE_ID, VALUE_FLAG, VALUES };
static const enum value_type types[VALUES] = {TYPE_TEXT, TYPE_CODE, TYPE_MONEY, TYPE_TEXT, TYPE_ID, TYPE_BOOL};

/* What a row says; the same in every run. */
struct row {
	char key[16], kind[4], name[24], id[12];
	int64_t amount, number;
	bool null_amount, null_key, flag;
	uint32_t undecided, match;
};

struct data {
	struct row row[ROWS];
};

static uint64_t next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005ull + 1442695040888963407ull;
	return *seed >> 33;
}

static struct data *make_data(void)
{
	struct data *data = mem_zero(1, sizeof *data);
	uint64_t seed = 7;
	for (uint32_t at = 0; at < ROWS; at++) {
		struct row *row = &data->row[at];
		bool big = next(&seed) % 4 == 0; /* a quarter of the rows are one group */
		snprintf(row->key, sizeof row->key, "%s%u", big ? "big" : "k", big ? 0 : (unsigned)(next(&seed) % KEYS));
		snprintf(row->kind, sizeof row->kind, "%c", big ? 'A' : (char)('A' + next(&seed) % 3));
		snprintf(row->name, sizeof row->name, "name %u", (unsigned)(next(&seed) % 50000));
		snprintf(row->id, sizeof row->id, "E%05u", (unsigned)(next(&seed) % 700));
		row->amount = (int64_t)(next(&seed) % 100000) - 30000;
		if (next(&seed) % 50 == 0) /* sums that do not fit on the way */
			row->amount = next(&seed) % 2 ? INT64_MAX - 5 : INT64_MIN + 5;
		row->number = next(&seed) % 2 ? 36079919500101000 + (int64_t)(next(&seed) % 900) : -1;
		row->null_amount = next(&seed) % 20 == 0;
		row->null_key = next(&seed) % 500 == 0;
		row->flag = next(&seed) % 3 == 0;
		row->undecided = next(&seed) % 100 == 0 ? (uint32_t)(1 + next(&seed) % 3) : 0;
		row->match = next(&seed) % 5 ? (uint32_t)(next(&seed) % 100) : UINT32_MAX;
	}
	return data;
}

struct shape {
	bool grouped, evidence;
	uint32_t key_count;
	uint64_t met; /* rows that had met their group early before the first one */
	bool constant; /* all rows of a block have one key, that of the extract, and kind */
};

static struct stage *make_stage(struct arena *arena, struct shape shape)
{
	static const struct aggregate aggregates[] = {
		{AGGREGATE_ROWS, 0, TYPE_INT},		   {AGGREGATE_COUNT, VALUE_AMOUNT, TYPE_INT}, {AGGREGATE_SUM, VALUE_AMOUNT, TYPE_INT},
		{AGGREGATE_MIN, VALUE_AMOUNT, TYPE_MONEY}, {AGGREGATE_MAX, VALUE_NAME, TYPE_TEXT},    {AGGREGATE_MIN, VALUE_NAME, TYPE_TEXT},
		{AGGREGATE_MAX, VALUE_ID, TYPE_ID},	   {AGGREGATE_MIN, VALUE_ID, TYPE_ID},	      {AGGREGATE_MAX, VALUE_KIND, TYPE_CODE},
		{AGGREGATE_DISTINCT, VALUE_NAME, TYPE_INT}, {AGGREGATE_DISTINCT, VALUE_ID, TYPE_INT}, {AGGREGATE_SHARE, VALUE_FLAG, TYPE_SHARE},
	};
	struct stage *stage = arena_zero(arena, 1, sizeof *stage);
	struct node *node = arena_zero(arena, VALUES, sizeof *node);
	stage->value = arena_zero(arena, VALUES, sizeof *stage->value);
	for (uint32_t at = 0; at < VALUES; at++) {
		node[at] = (struct node){.kind = NODE_COLUMN, .type = types[at], .column = at};
		stage->value[at].node = &node[at];
	}
	stage->value_count = VALUES;
	stage->key_count = shape.key_count;
	stage->grouped = shape.grouped;
	stage->keeps_evidence = shape.evidence;
	stage->match_count = 1;
	stage->aggregate_count = shape.grouped ? COUNT_OF(aggregates) : 0;
	stage->aggregate = arena_alloc(arena, sizeof aggregates);
	memcpy(stage->aggregate, aggregates, sizeof aggregates);
	return stage;
}

/* ---- a run ---- */

struct run {
	struct rowset rowset; /* first */
	struct arena arena;
	struct symbols *symbols;
	struct column *column[VALUES];
	struct place place[ROWS];
	uint32_t match[ROWS], undecided[ROWS], order[ROWS];
	char **line; /* one per group, as text */
	uint32_t count, capacity, null_keys;
	uint64_t only_counted, early; /* rows that were not packed; groups met early, by all threads */
	bool all_packed;	      /* the truth */
	uint64_t spilled;
	struct memory_budget budget;
	struct group_store *store;
	struct stage_counts *counts;
};

static struct place place_of_row(const struct rowset *set, uint32_t row)
{
	return ((const struct run *)set)->place[row];
}

static void shuffle(uint32_t *order, uint64_t seed)
{
	for (uint32_t at = 0; at < ROWS; at++)
		order[at] = at;
	for (uint32_t at = ROWS - 1; seed && at > 0; at--) {
		uint32_t other = (uint32_t)(next(&seed) % (at + 1)), swap = order[at];
		order[at] = order[other];
		order[other] = swap;
	}
}

static void set_value(struct run *run, uint32_t column, uint32_t at, bool null, int64_t number, struct span text)
{
	column_set(run->column[column], at, (struct value){null ? CELL_NULL : CELL_VALUE, number, text});
}

/* Symbols are numbered in the order of arrival, so a shuffled run has other numbers. */
static void fill_columns(struct run *run, const struct data *data, struct shape shape, uint64_t seed)
{
	shuffle(run->order, seed);
	for (uint32_t column = 0; column < VALUES; column++)
		run->column[column] = column_new(&run->arena, types[column], ROWS, false);
	for (uint32_t each = 0; each < ROWS; each++) {
		uint32_t at = run->order[each];
		const struct row *row = &data->row[at];
		int64_t symbol = symbols_add(run->symbols, span_of(row->id));
		set_value(run, VALUE_KEY, at, row->null_key, 0, span_of(row->key));
		set_value(run, VALUE_KIND, at, false, symbols_add(run->symbols, span_of(row->kind)), (struct span){0});
		set_value(run, VALUE_AMOUNT, at, row->null_amount, row->amount, (struct span){0});
		set_value(run, VALUE_NAME, at, false, 0, span_of(row->name));
		set_value(run, VALUE_ID, at, false, row->number >= 0 ? row->number : -(symbol + 1), (struct span){0});
		set_value(run, VALUE_FLAG, at, row->null_amount, row->flag, (struct span){0});
		run->place[at] = (struct place){at / 20000, at % 20000 + 2, (at % 20000) * 80};
		run->match[at] = row->match;
		run->undecided[at] = row->undecided;
	}
	for (uint32_t key = VALUE_KEY; key <= VALUE_KIND && shape.constant; key++)
		run->column[key]->mask = 0;
}

static void add_value(struct buffer *out, const struct run *run, struct value value, enum value_type type)
{
	buffer_add_char(out, '|');
	if (value.cell == CELL_VALUE)
		value_text(value, type, run->symbols, out);
	else
		buffer_add_span(out, SPAN("-"));
}

static int by_place(const void *a, const void *b)
{
	return place_compare(((const struct evidence_row *)a)->place, ((const struct evidence_row *)b)->place);
}

/* Each row of evidence is whole: its place, its partner, its values. */
static void add_evidence_text(struct buffer *out, const struct run *run, const struct group *group)
{
	struct evidence_row row[HECHA_EVIDENCE_ROWS_MAX];
	if (group->evidence.count)
		memcpy(row, group->evidence.row, group->evidence.count * sizeof *row);
	qsort(row, group->evidence.count, sizeof *row, by_place);
	buffer_format(out, "|%llu:", (unsigned long long)group->evidence.total);
	for (uint32_t at = 0; at < group->evidence.count; at++) {
		const uint8_t *bytes = row[at].values;
		struct span raw;
		buffer_format(out, " %u.%llu.%u.%u", row[at].place.extract, (unsigned long long)row[at].place.line, row[at].match_row[-1],
			      row[at].match_row[0]);
		for (uint32_t value = 0; value < VALUES; value++)
			add_value(out, run, packed_next(&bytes, types[value], &raw), types[value]);
	}
}

static struct buffer group_text(const struct run *run, const struct group *group)
{
	struct buffer out = BUFFER_INIT;
	const struct stage *stage = group->stage;
	for (uint32_t value = 0; value < VALUES; value++)
		add_value(&out, run, group_value(group, value), types[value]);
	for (uint32_t aggregate = 0; aggregate < stage->aggregate_count; aggregate++)
		add_value(&out, run, group_value(group, GROUP_AGGREGATE + aggregate), stage->aggregate[aggregate].type);
	buffer_format(&out, "|%llu|%u.%llu|%x|%u.%llu", (unsigned long long)group->rows, group->place.extract,
		      (unsigned long long)group->place.line, group->undecided, group->undecided_place.extract,
		      (unsigned long long)group->undecided_place.line);
	add_evidence_text(&out, run, group);
	return out;
}

/* Two groups joined either way are one and the same; what is joined keeps its rows. */
static void check_join(const struct run *run, const struct group *one, const struct group *other, struct arena *arena)
{
	struct group *joined = group_copy(one, run->symbols, arena), *swapped = group_copy(other, run->symbols, arena);
	group_join(joined, other, run->symbols, arena);
	group_join(swapped, one, run->symbols, arena);
	assert_int_equal(joined->rows, one->rows + other->rows);
	assert_int_equal(joined->evidence.total, one->evidence.total + other->evidence.total);
	struct buffer a = group_text(run, joined), b = group_text(run, swapped);
	assert_span(buffer_span(&a), buffer_span(&b));
	buffer_free(&a);
	buffer_free(&b);
	bool some_borrowed = false;
	for (uint32_t at = 0; at < joined->evidence.count && other->evidence.count; at++)
		some_borrowed |= joined->evidence.row[at].values == other->evidence.row[0].values;
	assert_true(some_borrowed || other->evidence.count != 1 || joined->evidence.total > HECHA_EVIDENCE_ROWS_MAX);
}

static enum status collect(void *context, uint32_t thread, const struct group *const *group, uint32_t count, struct arena *scratch,
			   struct err *err)
{
	struct run *run = context;
	(void)thread, (void)err;
	for (uint32_t at = 0; at < count; at++) {
		struct buffer out = group_text(run, group[at]);
		if (at && at % 50 == 0 && run->all_packed)
			check_join(run, group[at - 1], group[at], scratch);
#pragma omp critical(test_group)
		{
			ARRAY_GROW(run->line, run->count, run->capacity);
			run->line[run->count++] = mem_format("%.*s", SPAN_ARG(buffer_span(&out)));
		}
		buffer_free(&out);
	}
	return STATUS_OK;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Blocks of rows, as if by `threads` threads, in the run's order. */
static void feed(struct run *run, struct group_store *store, const struct stage *stage, uint32_t threads)
{
	struct err err = ERR_INIT;
	const struct column *column[VALUES];
	for (uint32_t value = 0; value < VALUES; value++)
		column[value] = run->column[value];
	struct frame frame = {.slot = {{.set = &run->rowset}}};
	for (uint32_t from = 0, number = 0; from < ROWS; from += BLOCK, number++) {
		const uint32_t *at = run->order + from, *match = run->match, count = ROWS - from < BLOCK ? ROWS - from : BLOCK;
		uint32_t undecided[BLOCK];
		for (uint32_t index = 0; index < count; index++) {
			undecided[index] = run->undecided[at[index]];
		}
		struct row_block block = {.stage = stage, .count = count, .at = at, .value = column, .frame = &frame, .undecided = undecided,
					  .match_row = &match};
		uint32_t null_key[BLOCK], null_count;
		if (group_add(store, number % threads, &block, null_key, &null_count, &err))
			fail_msg("%s", err.text);
		for (uint32_t null = 0; null < null_count; null++) {
			const struct column *key = run->column[VALUE_KEY];
			assert_int_not_equal(key->cell[at[null_key[null]]], CELL_VALUE);
			assert_true(!null || null_key[null] > null_key[null - 1]);
		}
		run->null_keys += null_count;
	}
}

/* All rows are in the store. */
static struct run *run_begin(const struct data *data, struct shape shape, uint64_t seed, uint32_t threads, int64_t limit, int64_t fold_limit,
			     const char *folder)
{
	struct run *run = mem_zero(1, sizeof *run);
	run->budget = (struct memory_budget){.limit = limit, .fold_limit = fold_limit};
	run->symbols = symbols_new();
	run->all_packed = !seed && threads == 1;
	run->rowset = (struct rowset){.row_count = ROWS, .place = place_of_row, .in_order = !seed};
	fill_columns(run, data, shape, seed);
	const struct stage *stage = make_stage(&run->arena, shape);
	run->counts = stage_counts_new(stage, &run->arena);
	run->store = group_store_new(stage, run->symbols, &run->budget, folder, threads);
	run->store->thread[0]->early_over = run->all_packed;
	run->store->thread[0]->early_met = shape.met;
	feed(run, run->store, stage, threads);
	for (uint32_t thread = 0; thread < threads; thread++) {
		run->only_counted += run->store->thread[thread]->early_counted;
		run->early += run->store->thread[thread]->early.count;
	}
	return run;
}

static void finish_runs(struct run *const *run, uint32_t count)
{
	struct group_finishing each[8] = {{0}};
	struct err err = ERR_INIT;
	for (uint32_t at = 0; at < count; at++)
		each[at] = (struct group_finishing){run[at]->store, run[at], run[at]->counts};
	if (group_finish(each, count, collect, &err))
		fail_msg("%s", err.text);
	for (uint32_t at = 0; at < count; at++) {
		group_store_free(run[at]->store);
		assert_int_equal(*run[at]->counts->groups, run[at]->count); /* no having: all pass */
		assert_int_equal(*run[at]->counts->passed, run[at]->count);
		assert_int_equal(run[at]->budget.used, 0); /* what was taken is given back */
		run[at]->spilled = run[at]->budget.spilled_bytes;
		qsort(run[at]->line, run[at]->count, sizeof *run[at]->line, by_text);
	}
}

static struct run *run_groups(const struct data *data, struct shape shape, uint64_t seed, uint32_t threads, int64_t limit, int64_t fold_limit,
			      const char *folder)
{
	struct run *run = run_begin(data, shape, seed, threads, limit, fold_limit, folder);
	finish_runs(&run, 1);
	return run;
}

static void run_free(struct run *run)
{
	for (uint32_t at = 0; at < run->count; at++)
		free(run->line[at]);
	free(run->line);
	symbols_free(run->symbols);
	arena_free(&run->arena);
	free(run);
}

static void check_same(const struct run *one, const struct run *other)
{
	assert_int_equal(one->null_keys, other->null_keys);
	assert_int_equal(one->count, other->count);
	for (uint32_t at = 0; at < one->count; at++)
		if (strcmp(one->line[at], other->line[at]))
			fail_msg("%.300s\n%.300s", one->line[at], other->line[at]);
}

static const int64_t plenty = INT64_C(1) << 40;

static const struct shape hits = {true, true, 2, 0, false}, tables = {true, false, 2, 0, false}, one_key = {true, false, 1, 0, false},
			  often_met = {true, false, 1, UINT32_MAX, false}, rows_alone = {false, true, 0, 0, false};

static void check_runs(const struct data *data, struct shape shape, uint64_t counted_min, uint64_t counted_max, const char *folder)
{
	struct run *truth = run_groups(data, shape, 0, 1, plenty, plenty, folder);
	assert_int_equal(truth->spilled, 0);
	assert_int_equal(truth->only_counted, 0);
	assert_int_equal(truth->early, 0);
	assert_true(truth->null_keys > 0);
	assert_true(truth->count > KEYS);
	static const struct {
		uint64_t seed;
		uint32_t threads;
		int64_t limit, fold_limit;
		bool spills;
	} runs[] = {
		{1, 1, INT64_C(1) << 40, INT64_C(1) << 40, false}, {0, 4, INT64_C(1) << 40, INT64_C(1) << 40, false},
		{2, 2, 1, INT64_C(1) << 40, true},		    {3, 2, INT64_C(1) << 40, 20000, false}, /* many passes */
		{4, 2, 1, 20000, true},
	};
	for (size_t at = 0; at < COUNT_OF(runs); at++) {
		struct run *run = run_groups(data, shape, runs[at].seed, runs[at].threads, runs[at].limit, runs[at].fold_limit, folder);
		assert_int_equal(run->spilled > 0, runs[at].spills);
		assert_int_equal(run->null_keys, truth->null_keys);
		if (runs[at].limit == plenty) { /* else there is no room to meet groups early */
			assert_in_range(run->only_counted, counted_min, counted_max);
			assert_in_range(run->early, HECHA_EARLY_GROUPS_MIN * runs[at].threads, HECHA_EARLY_GROUPS_MAX * runs[at].threads);
		}
		check_same(truth, run);
		run_free(run);
	}
	run_free(truth);
}

static void test_order_threads_and_memory_change_nothing(void **state)
{
	struct data *data = make_data();
	check_runs(data, hits, 1000, ROWS / 4, *state);	      /* the largest group, when it has all the evidence it keeps */
	check_runs(data, tables, ROWS / 4, ROWS / 2, *state); /* many more groups than are met early */
	check_runs(data, one_key, ROWS / 4, ROWS - KEYS, *state);
	assert_int_equal(entries_of(*state), 0); /* no temporary file stays */
	free(data);
}

/* More groups are met early while their rows keep coming, and none are looked for where they do not. When memory is short, those that pay have more. */
static void test_early_groups(void **state)
{
	const int64_t little = 3 << 20;
	struct data *data = make_data();
	for (uint32_t at = 0; at < ROWS; at++) /* two thousand groups, again and again */
		snprintf(data->row[at].key, sizeof data->row[at].key, "k%u", (unsigned)(at * 7919u % 2000));
	struct run *few = run_groups(data, one_key, 9, 1, plenty, plenty, *state);
	assert_in_range(few->early, HECHA_EARLY_GROUPS_MIN + 1, 2000);
	assert_in_range(few->only_counted, ROWS / 3, ROWS - 2000);
	for (uint32_t at = 0; at < ROWS; at++)
		snprintf(data->row[at].key, sizeof data->row[at].key, "k%u", at);
	struct run *many = run_groups(data, one_key, 9, 1, plenty, plenty, *state);
	assert_int_equal(many->early, HECHA_EARLY_GROUPS_MIN);
	assert_int_equal(many->only_counted, 0);
	struct run *most = run_groups(data, often_met, 9, 1, plenty, plenty, *state);
	assert_int_equal(most->early, HECHA_EARLY_GROUPS_MAX);
	check_same(many, most);
	struct run *idle = run_groups(data, one_key, 9, 1, little, plenty, *state), *paying = run_groups(data, often_met, 9, 1, little, plenty, *state);
	assert_in_range(idle->early, 1, HECHA_EARLY_GROUPS_MIN - 1);
	assert_in_range(paying->early, idle->early * 3 / 2, idle->early * 3); /* twice the room */
	check_same(many, idle);
	check_same(many, paying);
	run_free(idle);
	run_free(paying);
	run_free(few);
	run_free(many);
	run_free(most);
	free(data);
}

/* Rows of whole files: undecided ones and the evidence among them are not only counted. */
static void test_one_key_for_all(void **state)
{
	static const struct shape shapes[] = {{true, true, 2, 0, true}, {true, false, 2, 0, true}};
	struct data *data = make_data();
	for (uint32_t at = 0; at < ROWS; at++) { /* some blocks have none undecided, as of most files */
		data->row[at].undecided = at / BLOCK % 3 ? 0 : data->row[at].undecided;
		data->row[at].null_key = false;
	}
	for (size_t shape = 0; shape < COUNT_OF(shapes); shape++) {
		struct run *truth = run_groups(data, shapes[shape], 0, 1, plenty, plenty, *state);
		for (uint64_t seed = 0; seed < 3; seed++) {
			struct run *run = run_groups(data, shapes[shape], seed, 3, plenty, plenty, *state);
			assert_int_equal(run->count, 1);
			assert_in_range(run->only_counted, ROWS / 2, ROWS);
			check_same(truth, run);
			run_free(run);
		}
		run_free(truth);
	}
	free(data);
}

enum { TWINS = 100 };

/* Each key met once more often than the one before. */
static enum status check_twins(void *context, uint32_t thread, const struct group *const *group, uint32_t count, struct arena *scratch,
			       struct err *err)
{
	uint64_t *rows = context;
	(void)thread, (void)scratch, (void)err;
	for (uint32_t at = 0; at < count; at++)
		rows[group_value(group[at], 0).number] = (uint64_t)group_value(group[at], GROUP_AGGREGATE).number;
	return STATUS_OK;
}

/* Keys of two numbers that all have the same hash. */
static void test_keys_of_one_hash(void **state)
{
	struct arena arena = ARENA_INIT;
	struct memory_budget budget = {.limit = plenty, .fold_limit = plenty};
	struct run *run = mem_zero(1, sizeof *run);
	struct node node[2] = {{.kind = NODE_COLUMN, .type = TYPE_INT}, {.kind = NODE_COLUMN, .type = TYPE_INT, .column = 1}};
	struct row_value value[2] = {{.node = &node[0]}, {.node = &node[1]}};
	struct aggregate aggregate = {AGGREGATE_ROWS, 0, TYPE_INT};
	struct stage stage = {.grouped = true, .key_count = 2, .value_count = 2, .value = value, .aggregate_count = 1, .aggregate = &aggregate};
	struct column *column[2] = {column_new(&arena, TYPE_INT, TWINS, false), column_new(&arena, TYPE_INT, TWINS, false)};
	struct frame frame = {.count = TWINS, .slot = {{.set = &run->rowset}}};
	uint32_t at[TWINS], null_key[TWINS], null_count;
	uint64_t hash[TWINS], rows[TWINS] = {0};
	struct err err = ERR_INIT;
	run->rowset = (struct rowset){.row_count = TWINS, .place = place_of_row, .in_order = true};
	for (uint32_t row = 0; row < TWINS; row++) {
		at[row] = row;
		run->place[row] = (struct place){0, row + 2, row};
		column_set(column[0], row, (struct value){.cell = CELL_VALUE, .number = row});
		column_set(column[1], row, (struct value){.cell = CELL_VALUE});
	}
	column_hashes(column[0], at, TWINS, hash);
	for (uint32_t row = 0; row < TWINS; row++) /* what mixes into each hash to give one */
		column[1]->number[row] = (int64_t)hash[row];
	column_hashes_more(column[1], at, TWINS, hash);
	for (uint32_t row = 1; row < TWINS; row++)
		assert_int_equal(hash[row], hash[0]);
	struct group_store *store = group_store_new(&stage, NULL, &budget, *state, 1);
	for (uint32_t times = 0; times < TWINS; times++) {
		struct row_block block = {.stage = &stage, .count = TWINS - times, .at = at + times, .value = (const struct column *[]){column[0], column[1]},
					  .frame = &frame};
		assert_int_equal(group_add(store, 0, &block, null_key, &null_count, &err), STATUS_OK);
		assert_int_equal(null_count, 0);
	}
	assert_int_equal(store->thread[0]->early.count, TWINS);
	assert_int_equal(group_finish(&(struct group_finishing){store, rows, stage_counts_new(&stage, &arena)}, 1, check_twins, &err), STATUS_OK);
	for (uint32_t row = 0; row < TWINS; row++)
		assert_int_equal(rows[row], row + 1);
	group_store_free(store);
	arena_free(&arena);
	free(run);
}

static void test_projection_keeps_every_row(void **state)
{
	struct data *data = make_data();
	struct run *truth = run_groups(data, rows_alone, 0, 1, plenty, plenty, *state), *run = run_groups(data, rows_alone, 5, 3, 1, 1000, *state);
	assert_int_equal(truth->count, ROWS);
	check_same(truth, run);
	run_free(truth);
	run_free(run);
	free(data);
}

/* Stores finished together: what comes of one is not another's, whatever they are, in memory or spilled. */
static void test_stores_side_by_side(void **state)
{
	static const struct {
		struct shape shape;
		int64_t limit, fold_limit;
	} stores[] = {{{true, true, 2, 0, false}, INT64_C(1) << 40, INT64_C(1) << 40}, {{false, true, 0, 0, false}, INT64_C(1) << 40, 1000},
		      {{true, false, 1, 0, false}, 1, 20000},			       {{true, false, 2, 0, true}, INT64_C(1) << 40, 1000},
		      {{false, true, 0, 0, false}, 1, 1000}};
	struct data *data = make_data();
	struct run *together[COUNT_OF(stores)];
	for (size_t at = 0; at < COUNT_OF(stores); at++)
		together[at] = run_begin(data, stores[at].shape, at, 3, stores[at].limit, stores[at].fold_limit, *state);
	finish_runs(together, COUNT_OF(stores));
	for (size_t at = 0; at < COUNT_OF(stores); at++) {
		struct run *alone = run_groups(data, stores[at].shape, at, 1, plenty, plenty, *state);
		check_same(alone, together[at]);
		run_free(alone);
		run_free(together[at]);
	}
	assert_int_equal(entries_of(*state), 0);
	free(data);
}

/* Of the largest group, the rows with the smallest places, and how many there are. */
static void test_evidence_is_the_first_rows(void **state)
{
	struct data *data = make_data();
	struct run *run = run_groups(data, hits, 9, 4, 1, 1000, *state);
	uint64_t total = 0, last = 0;
	uint32_t kept = 0;
	for (uint32_t at = 0; at < ROWS; at++)
		if (!strncmp(data->row[at].key, "big", 3) && !data->row[at].null_key) {
			total++;
			if (++kept == HECHA_EVIDENCE_ROWS_MAX)
				last = at;
		}
	assert_true(total > HECHA_EVIDENCE_ROWS_MAX);
	char *wanted = mem_format("|%llu:", (unsigned long long)total), *end = mem_format(" %u.%u.", (unsigned)(last / 20000), (unsigned)(last % 20000 + 2));
	const char *line = run->line[0];
	assert_non_null(strstr(line, "|big0|"));
	const char *rows = strstr(line, wanted);
	assert_non_null(rows);
	uint32_t listed = 0;
	const char *place = NULL;
	for (const char *at = rows; (at = strstr(at, " ")); at++)
		if (at[1] >= '0' && at[1] <= '9' && at[2] == '.') {
			listed++;
			place = at;
		}
	assert_int_equal(listed, HECHA_EVIDENCE_ROWS_MAX);
	assert_memory_equal(place, end, strlen(end));
	free(wanted);
	free(end);
	run_free(run);
	free(data);
}

/* Against the data, the plainest way. */
static void test_sums_are_right(void **state)
{
	struct data *data = make_data();
	struct run *run = run_groups(data, hits, 11, 2, 1, 3000, *state);
	__int128 sum = 0;
	uint64_t rows = 0;
	for (uint32_t at = 0; at < ROWS; at++)
		if (!strcmp(data->row[at].key, "k7") && !data->row[at].null_key && data->row[at].kind[0] == 'B') {
			sum += data->row[at].null_amount ? 0 : data->row[at].amount;
			rows++;
		}
	assert_true(rows > 0);
	bool found = false;
	for (uint32_t at = 0; at < run->count; at++)
		if (!strncmp(run->line[at], "|k7|B|", 6)) {
			char wanted[64], text[48] = "-";
			if (sum >= INT64_MIN && sum <= INT64_MAX)
				snprintf(text, sizeof text, "%lld", (long long)sum);
			snprintf(wanted, sizeof wanted, "|%llu|", (unsigned long long)rows);
			assert_non_null(strstr(run->line[at], wanted));
			snprintf(wanted, sizeof wanted, "|%s|", text);
			assert_non_null(strstr(run->line[at], wanted));
			found = true;
		}
	assert_true(found);
	run_free(run);
	free(data);
}

/* Numbers of every length, on both sides of where they take a byte more, each the last thing before the end of its copy. */
static void test_packed_numbers(void **state)
{
	struct arena arena = ARENA_INIT;
	struct column *column = column_new(&arena, TYPE_INT, 1, false);
	(void)state;
	for (unsigned bit = 0; bit < 64; bit++)
		for (int64_t off = -1; off <= 1; off++)
			for (int sign = 0; sign < 2; sign++) {
				int64_t wanted = (int64_t)((sign ? 0 - (1ull << bit) : 1ull << bit) + (uint64_t)off);
				struct buffer out = BUFFER_INIT;
				struct span raw;
				column_set(column, 0, (struct value){.cell = CELL_VALUE, .number = wanted});
				packed_add(&out, column, 0, false);
				const uint8_t *at = packed_keep((const uint8_t *)out.data, (uint32_t)out.size, &arena), *end = at + out.size;
				struct value value = packed_next(&at, TYPE_INT, &raw);
				assert_ptr_equal(at, end);
				assert_int_equal(value.cell, CELL_VALUE);
				assert_true(value.number == wanted);
				buffer_free(&out);
			}
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_threads_and_memory_change_nothing),
		cmocka_unit_test(test_early_groups),
		cmocka_unit_test(test_one_key_for_all),
		cmocka_unit_test(test_keys_of_one_hash),
		cmocka_unit_test(test_projection_keeps_every_row),
		cmocka_unit_test(test_stores_side_by_side),
		cmocka_unit_test(test_evidence_is_the_first_rows),
		cmocka_unit_test(test_sums_are_right),
		cmocka_unit_test(test_packed_numbers),
	};
	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
