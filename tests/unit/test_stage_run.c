/* Rows through matches and conditions, against nested loops: which rows qualify, with which partners, what withholds them, what is unknown. */
#include "scan/stage_run.h"

#include <stdio.h>
#include <stdlib.h>

#include "column_rows.h"
#include "unit_folder.h"

enum { ROWS = 80, PARTNERS = 24, SEEDS = 600, COLUMNS = 4, NULL_VALUE = INT32_MIN };

#define TABLE(name) "table: " name "\ncolumns:\n  k: {type: int}\n  j: {type: int}\n  v: {type: int}\n  w: {type: int}\n"
#define HEAD "hecha: 1\nrule: q\nversion: 1\ntitle: t\nclass: control\nfrom: a r\n"
#define TAIL "subject: {kind: account, key: r.w}\n"

struct table_rows {
	struct column_rows set; /* first */
	uint32_t count;
	int32_t value[PARTNERS > ROWS ? PARTNERS : ROWS][COLUMNS];
};

/* Of few keys many rows have one; of many, a row with another partner is met now and then. Some tables lack nothing. */
static void fill(struct table_rows *rows, uint32_t count, uint64_t *seed, struct arena *arena)
{
	uint32_t keys = random_below(seed, 2) ? 8 : 80, whole = random_below(seed, 2);
	rows->set.rowset = column_rows_set(count);
	rows->count = count;
	for (uint32_t column = 0; column < COLUMNS; column++) {
		rows->set.column[column] = column_new(arena, TYPE_INT, count, false);
		for (uint32_t row = 0; row < count; row++) {
			bool null = !whole && random_below(seed, 9) == 0 && column != 3; /* w is never null: the subject */
			int32_t value = null ? NULL_VALUE : (int32_t)random_below(seed, column < 2 ? keys : 4);
			rows->value[row][column] = value;
			column_set(rows->set.column[column], row, (struct value){null ? CELL_MALFORMED : CELL_VALUE, value, {0}});
		}
	}
}

/* ---- a query, as text and as loops ---- */

/* slot.column op slot.column, or a constant, or what a partner chooses among constants, which bounds are known of */
enum { OF_CONSTANT = 3, OF_CASE, OTHERS };
struct simple {
	uint32_t slot, column, op, other_slot, other_column;
	int32_t constant; /* OF_CASE: less 0 where the first partner's v is 1 */
	int32_t second, last; /* less `second` where its other_column is 2 and v is not 1; else null, or, where it `ends`, less `last` */
	bool ends;
};

struct query_shape {
	bool optional[2], chained;
	uint32_t where_count;
	struct simple where[4], undecided[2];
};

static const char *const operators[] = {"=", "<>", "<", ">="};
static const char *const aliases[] = {"r", "b", "c"};

static struct simple random_simple(uint64_t *seed)
{
	return (struct simple){random_below(seed, 3), 1 + random_below(seed, 3), random_below(seed, 4), random_below(seed, OTHERS), 1 + random_below(seed, 3),
			       (int32_t)random_below(seed, 4), (int32_t)random_below(seed, 4), (int32_t)random_below(seed, 4), random_below(seed, 2)};
}

static void simple_text(const struct simple *simple, struct buffer *out)
{
	buffer_format(out, "%s.%c %s ", aliases[simple->slot], "kjvw"[simple->column], operators[simple->op]);
	if (simple->other_slot == OF_CASE) {
		buffer_format(out, "%d - case when b.v = 1 then 0 when b.%c = 2 then %d ", simple->constant, "kjvw"[simple->other_column], simple->second);
		buffer_format(out, simple->ends ? "else %d end" : "end", simple->last);
	} else if (simple->other_slot == OF_CONSTANT)
		buffer_format(out, "%d", simple->constant);
	else
		buffer_format(out, "%s.%c", aliases[simple->other_slot], "kjvw"[simple->other_column]);
}

static void random_query(struct query_shape *query, bool may_be_optional, uint64_t *seed, struct buffer *text)
{
	*query = (struct query_shape){{may_be_optional && random_below(seed, 2), may_be_optional && random_below(seed, 2)}, random_below(seed, 2), random_below(seed, 4), {{0}}, {{0}}};
	buffer_format(text, HEAD "match:\n  - %sb b on b.k = r.k\n  - %sc c on c.k = %s\n", query->optional[0] ? "optional " : "",
		      query->optional[1] ? "optional " : "", query->chained ? "b.j" : "r.j");
	for (uint32_t at = 0; at < query->where_count; at++) {
		query->where[at] = random_simple(seed);
		buffer_format(text, at ? " and " : "where: ");
		simple_text(&query->where[at], text);
	}
	buffer_format(text, "%sundecided:\n", query->where_count ? "\n" : "");
	for (uint32_t at = 0; at < 2; at++) {
		query->undecided[at] = random_simple(seed);
		buffer_format(text, "  - {code: u%u, when: ", at);
		simple_text(&query->undecided[at], text);
		buffer_format(text, "}\n");
	}
	buffer_format(text, TAIL);
}

struct loops {
	const struct query_shape *query;
	const struct table_rows *table[3];
};

enum answer { NO, UNKNOWN, YES };

static enum answer answer_of(int32_t left, uint32_t op, int32_t right)
{
	if (left == NULL_VALUE || right == NULL_VALUE)
		return UNKNOWN;
	const bool holds[] = {left == right, left != right, left < right, left >= right};
	return holds[op] ? YES : NO;
}

static int32_t value_at(const struct loops *loops, const uint32_t row[3], uint32_t slot, uint32_t column)
{
	return row[slot] == ROW_NONE ? NULL_VALUE : loops->table[slot]->value[row[slot]][column];
}

static int32_t case_value(const struct loops *loops, const struct simple *simple, const uint32_t row[3])
{
	if (value_at(loops, row, 1, 2) == 1)
		return simple->constant;
	if (value_at(loops, row, 1, simple->other_column) == 2)
		return simple->constant - simple->second;
	return simple->ends ? simple->constant - simple->last : NULL_VALUE;
}

static enum answer judge_simple(const struct loops *loops, const struct simple *simple, const uint32_t row[3])
{
	int32_t right = simple->other_slot == OF_CASE       ? case_value(loops, simple, row)
			: simple->other_slot == OF_CONSTANT ? simple->constant
							    : value_at(loops, row, simple->other_slot, simple->other_column);
	return answer_of(value_at(loops, row, simple->slot, simple->column), simple->op, right);
}

/* Conditions whose rows are all there: slots below `slots`. */
static enum answer judge_where(const struct loops *loops, const uint32_t row[3], uint32_t slots)
{
	enum answer all = YES;
	for (uint32_t at = 0; at < loops->query->where_count; at++) {
		const struct simple *simple = &loops->query->where[at];
		uint32_t other = simple->other_slot == OF_CASE ? 1 : simple->other_slot == OF_CONSTANT ? 0 : simple->other_slot;
		if (simple->slot >= slots || other >= slots)
			continue;
		enum answer one = judge_simple(loops, simple, row);
		all = one < all ? one : all;
	}
	return all;
}

struct outcome {
	bool qualifies, unknown;
	uint32_t partner[2], undecided;
};

struct walk {
	const struct loops *loops;
	struct outcome *out;
	bool speaking; /* second walk: undecided codes */
};

static void end_of_walk(struct walk *walk, const uint32_t row[3])
{
	struct outcome *out = walk->out;
	if (walk->speaking) {
		for (uint32_t match = 0; match < 2; match++)
			if (!walk->loops->query->optional[match] && row[match + 1] != out->partner[match])
				return;
		for (uint32_t at = 0; at < 2; at++)
			out->undecided |= (uint32_t)(judge_simple(walk->loops, &walk->loops->query->undecided[at], row) == YES) << at;
		return;
	}
	enum answer answer = judge_where(walk->loops, row, 3);
	out->unknown |= answer == UNKNOWN;
	if (answer != YES || out->qualifies)
		return;
	out->qualifies = true;
	out->partner[0] = row[1];
	out->partner[1] = row[2];
}

static void walk_match(struct walk *walk, uint32_t match, uint32_t row[3])
{
	if (match == 2) {
		end_of_walk(walk, row);
		return;
	}
	bool chained = match == 1 && walk->loops->query->chained, found = false;
	int32_t key = match == 0 ? value_at(walk->loops, row, 0, 0) : value_at(walk->loops, row, chained ? 1 : 0, 1);
	const struct table_rows *table = walk->loops->table[match + 1];
	for (uint32_t at = 0; at < table->count; at++) {
		if (answer_of(table->value[at][0], 0, key) != YES)
			continue;
		found = true;
		row[match + 1] = at;
		walk_match(walk, match + 1, row);
	}
	if (found)
		return;
	row[match + 1] = ROW_NONE;
	if (walk->loops->query->optional[match])
		walk_match(walk, match + 1, row);
	else if (key == NULL_VALUE && judge_where(walk->loops, row, match + 1) != NO)
		walk->out->unknown = true;
}

/* ---- what the engine says ---- */

struct heard {
	struct outcome row[ROWS];
	const char *blamed[ROWS];
};

static enum status hear_rows(void *context, uint32_t thread, const struct row_block *block, struct err *err)
{
	struct heard *heard = context;
	(void)thread, (void)err;
	for (uint32_t at = 0; at < block->count; at++) {
		struct outcome *out = &heard->row[block_place(block, at).byte];
		assert_false(out->qualifies);
		*out = (struct outcome){true, false, {block->match_row[0][block->at[at]], block->match_row[1][block->at[at]]}, block->undecided[at]};
	}
	return STATUS_OK;
}

static void hear_missing(void *context, uint32_t thread, const struct missing_row *row)
{
	struct heard *heard = context;
	(void)thread;
	assert_non_null(row->column);
	assert_false(heard->row[row->place.byte].unknown);
	heard->row[row->place.byte].unknown = true;
	heard->blamed[row->place.byte] = row->column;
}

static struct memory_table *keep(struct table_rows *rows, struct symbols *symbols)
{
	static const struct memory_column info[COLUMNS] = {{"k", TYPE_INT, NULL, 0}, {"j", TYPE_INT, NULL, 0}, {"v", TYPE_INT, NULL, 0}, {"w", TYPE_INT, NULL, 0}};
	static const uint32_t columns[COLUMNS] = {0, 1, 2, 3};
	struct memory_table *table = memory_table_new(info, COLUMNS, symbols, 1);
	uint32_t *row = mem_alloc((rows->count + 1) * sizeof *row);
	for (uint32_t at = 0; at < rows->count; at++)
		row[at] = at;
	memory_table_add(table, 0, &rows->set.rowset, columns, row, rows->count, NULL);
	memory_table_finish(table);
	free(row);
	return table;
}

/* Slices of any size, each in two parts. */
static void run_slices(const struct plan *plan, struct table_rows *from, const struct lookups *lookups, const struct stage_sinks *sinks,
		       struct stage_counts *counts, struct arena *scratch)
{
	static const uint64_t parts[] = {0x15555555F0F0A5, ~0x15555555F0F0A5ull};
	struct err err = ERR_INIT;
	for (uint32_t first = 0; first < from->count; first += 31)
		for (uint32_t part = 0; part < 2; part++) {
			uint32_t count = from->count - first < 31 ? from->count - first : 31;
			uint64_t some = parts[part] & ((1ull << count) - 1);
			assert_int_equal(stage_run(plan, plan->stage[0], lookups, &from->set.rowset, NULL, (struct row_list){first, count, &some},
						   scratch, 0, counts, sinks, &err), STATUS_OK);
		}
}

static void run_engine(const struct plan *plan, struct table_rows *from, struct memory_table *const partner[2], bool as_written,
		       struct heard *heard)
{
	struct memory_table *table[2] = {0};
	struct index *index[2] = {0};
	struct lookups lookups = {table, index};
	struct stage_sinks sinks = {heard, hear_rows, hear_missing, as_written};
	struct arena scratch = ARENA_INIT;
	struct stage_counts *counts = stage_counts_new(plan->stage[0], &scratch);
	assert_int_equal(plan->lookup_count, 2);
	for (uint32_t at = 0; at < 2; at++) {
		table[at] = partner[plan->lookup[at].source.number - 1];
		index[at] = index_new(table[at], plan->lookup[at].key, plan->lookup[at].key_count);
	}
	run_slices(plan, from, &lookups, &sinks, counts, &scratch);
	assert_int_equal(*counts->rows, from->count);
	for (uint32_t at = 0; at < 2; at++)
		index_free(index[at]);
	arena_free(&scratch);
}

/* Rows with one partner are judged where they stand unless they are counted: what is said of them is the same, to the column that is blamed. */
static void check_as_written(const struct heard *heard, const struct heard *as_written, struct span rule)
{
	for (uint32_t row = 0; row < ROWS; row++) {
		const struct outcome *a = &heard->row[row], *b = &as_written->row[row];
		if (a->qualifies != b->qualifies || a->unknown != b->unknown || a->undecided != b->undecided || a->partner[0] != b->partner[0] ||
		    a->partner[1] != b->partner[1] || heard->blamed[row] != as_written->blamed[row])
			fail_msg("row %u, as written and not: %d %d, unknown %d %d (%s, %s)\n%.*s", row, b->qualifies, a->qualifies, b->unknown, a->unknown,
				 as_written->blamed[row], heard->blamed[row], SPAN_ARG(rule));
	}
}

static struct plan *read_plan(const char *folder, struct span rule, struct rule_set **set)
{
	struct plan *plan = NULL;
	struct err err = ERR_INIT;
	char *path = path_join(folder, "q.yaml");
	put_file(path, rule);
	free(path);
	if (rule_set_read(&folder, 1, false, set, &err))
		fail_msg("%s", err.text);
	struct plan_options options = {.as_of = 19904, .only = (const struct rule *[]){&(*set)->rule[0]}, .only_count = 1};
	if (plan_new(*set, &options, &plan, &err))
		fail_msg("%s", err.text);
	return plan;
}

/* An unknown for want of an optional partner, or of a branch, is nobody's fault. */
static bool always_blames(const struct query_shape *query)
{
	bool always = !query->optional[0] && !query->optional[1];
	for (uint32_t at = 0; at < query->where_count; at++)
		always &= query->where[at].other_slot != OF_CASE || query->where[at].ends;
	return always;
}

static void check_row(const struct outcome *wanted, const struct outcome *found, bool blames, struct span rule, uint32_t row)
{
	bool same = wanted->qualifies == found->qualifies;
	if (same && wanted->qualifies)
		same = wanted->partner[0] == found->partner[0] && wanted->partner[1] == found->partner[1] && wanted->undecided == found->undecided;
	if (same && !wanted->qualifies && blames)
		same = wanted->unknown == found->unknown;
	if (!same)
		fail_msg("row %u: wanted %d %u %u %x unknown %d, got %d %u %u %x unknown %d\n%.*s", row, wanted->qualifies, wanted->partner[0],
			 wanted->partner[1], wanted->undecided, wanted->unknown, found->qualifies, found->partner[0], found->partner[1],
			 found->undecided, found->unknown, SPAN_ARG(rule));
}

static void check_seed(const char *folder, uint64_t seed)
{
	struct arena arena = ARENA_INIT;
	struct buffer rule = BUFFER_INIT;
	struct rule_set *set = NULL;
	struct query_shape query;
	bool optional = seed % 2;
	random_query(&query, optional, &seed, &rule);
	struct plan *plan = read_plan(folder, buffer_span(&rule), &set);
	struct table_rows *rows = arena_zero(&arena, 3, sizeof *rows);
	struct heard *heard = arena_zero(&arena, 2, sizeof *heard);
	for (uint32_t table = 0; table < 3; table++)
		fill(&rows[table], table ? PARTNERS : ROWS, &seed, &arena);
	struct memory_table *partner[2] = {keep(&rows[1], plan->symbols), keep(&rows[2], plan->symbols)};
	run_engine(plan, &rows[0], partner, false, heard);
	run_engine(plan, &rows[0], partner, true, heard + 1);
	check_as_written(heard, heard + 1, buffer_span(&rule));
	struct loops loops = {&query, {&rows[0], &rows[1], &rows[2]}};
	for (uint32_t at = 0; at < ROWS; at++) {
		struct outcome wanted = {0};
		uint32_t row[3] = {at, ROW_NONE, ROW_NONE};
		struct walk walk = {&loops, &wanted, false};
		walk_match(&walk, 0, row);
		walk.speaking = true;
		if (wanted.qualifies)
			walk_match(&walk, 0, (uint32_t[3]){at, ROW_NONE, ROW_NONE});
		check_row(&wanted, &heard->row[at], always_blames(&query), buffer_span(&rule), at);
	}
	memory_table_free(partner[0]);
	memory_table_free(partner[1]);
	plan_free(plan);
	rule_set_free(set);
	buffer_free(&rule);
	arena_free(&arena);
}

static void put_tables(const char *folder)
{
	static const char *const names[] = {"tables/a.yaml", "tables/b.yaml", "tables/c.yaml"};
	static const char *const texts[] = {TABLE("a"), TABLE("b"), TABLE("c")};
	struct err err = ERR_INIT;
	char *tables = path_join(folder, "tables");
	assert_int_equal(folder_create(tables, &err), STATUS_OK);
	for (size_t at = 0; at < COUNT_OF(names); at++) {
		char *path = path_join(folder, names[at]);
		put_file(path, span_of(texts[at]));
		free(path);
	}
	free(tables);
}

static void test_against_nested_loops(void **state)
{
	const char *more = getenv("HECHA_SEEDS");
	uint64_t seeds = more ? (uint64_t)atoll(more) : SEEDS;
	put_tables(*state);
	for (uint64_t seed = 1; seed <= seeds; seed++)
		check_seed(*state, seed);
}

/* ---- too many partners ---- */

struct crowd {
	uint32_t rows, crowded;
};

static enum status count_rows(void *context, uint32_t thread, const struct row_block *block, struct err *err)
{
	(void)thread, (void)err;
	((struct crowd *)context)->rows += block->count;
	return STATUS_OK;
}

static void count_crowded(void *context, uint32_t thread, const struct missing_row *row)
{
	(void)thread;
	assert_null(row->column);
	((struct crowd *)context)->crowded++;
}

/* Slices that turn out too large are done again in halves: nothing is counted twice. */
static void check_crowd_counts(const struct stage_counts *counts, uint32_t partners)
{
	assert_int_equal(*counts->rows, 300);
	assert_int_equal(counts->match[0].keys, 300);
	assert_int_equal(counts->match[0].matched, 300);
	assert_int_equal(counts->match[0].partners, 100 * (partners - 1) + 200);
}

static struct crowd run_crowd(const char *folder, struct span rule, uint32_t partners, bool as_written, bool counted)
{
	struct arena arena = ARENA_INIT, scratch = ARENA_INIT;
	struct err err = ERR_INIT;
	struct rule_set *set = NULL;
	struct crowd crowd = {0};
	struct plan *plan = read_plan(folder, rule, &set);
	static struct table_rows from, to; /* values are not looked at */
	from.set.rowset = column_rows_set(300);
	to.set.rowset = column_rows_set(partners);
	to.count = partners;
	for (uint32_t column = 0; column < COLUMNS; column++) {
		from.set.column[column] = column_new(&arena, TYPE_INT, 300, false);
		to.set.column[column] = column_new(&arena, TYPE_INT, partners, false);
		for (uint32_t row = 0; row < 300; row++) /* every third row has the crowded key */
			column_set(from.set.column[column], row, (struct value){CELL_VALUE, column ? 1 : row % 3 == 0 ? 7 : 5, {0}});
		for (uint32_t row = 0; row < partners; row++)
			column_set(to.set.column[column], row, (struct value){CELL_VALUE, column ? 1 : row ? 7 : 5, {0}});
	}
	struct memory_table *table = keep(&to, plan->symbols);
	struct memory_table *tables[2] = {table, table};
	struct index *index[2] = {0};
	for (uint32_t at = 0; at < plan->lookup_count; at++)
		index[at] = index_new(table, plan->lookup[at].key, 1);
	struct lookups lookups = {tables, index};
	struct stage_sinks sinks = {&crowd, count_rows, count_crowded, as_written};
	struct stage_counts *counts = stage_counts_new(plan->stage[0], &arena);
	assert_int_equal(stage_run(plan, plan->stage[0], &lookups, &from.set.rowset, NULL, (struct row_list){.count = 300}, &scratch, 0, counts, &sinks, &err), STATUS_OK);
	if (counted)
		check_crowd_counts(counts, partners);
	index_free(index[0]);
	index_free(index[1]);
	memory_table_free(table);
	plan_free(plan);
	rule_set_free(set);
	arena_free(&arena);
	arena_free(&scratch);
	return crowd;
}

static void test_too_many_partners(void **state)
{
	const struct span rule = SPAN(HEAD "match:\n  - b b on b.k = r.k\nwhere: b.v = 1\n" TAIL);
	for (int as_written = 0; as_written < 2; as_written++) {
		struct crowd fits = run_crowd(*state, rule, HECHA_TUPLES_PER_ROW_MAX + 1, as_written, true);
		struct crowd crowded = run_crowd(*state, rule, HECHA_TUPLES_PER_ROW_MAX + 2, as_written, true);
		assert_int_equal(fits.rows, 300);
		assert_int_equal(fits.crowded, 0);
		assert_int_equal(crowded.rows, 200); /* the others are not touched */
		assert_int_equal(crowded.crowded, 100);
	}
}

/* A row whose only partner so far makes it false is still reported where it meets too many others, since undecided codes look at them. */
static void test_too_many_partners_of_a_false_row(void **state)
{
	const struct span rule = SPAN(HEAD "match:\n  - optional b b on b.k = r.k\n  - optional b c on c.j = r.j\nwhere: b.v = 2\n"
					   "undecided: [{code: u, when: c.v = 2}]\n" TAIL);
	for (int as_written = 0; as_written < 2; as_written++) {
		struct crowd fits = run_crowd(*state, rule, HECHA_TUPLES_PER_ROW_MAX, as_written, false);
		struct crowd crowded = run_crowd(*state, rule, HECHA_TUPLES_PER_ROW_MAX + 1, as_written, false);
		assert_int_equal(fits.rows + crowded.rows, 0);
		assert_int_equal(fits.crowded, 100); /* they have many of both */
		assert_int_equal(crowded.crowded, 300);
	}
}

/* Nor is such a row dropped before by what its partners could be at best. */
static void test_too_many_partners_out_of_bounds(void **state)
{
	const struct span rule = SPAN(HEAD "match:\n  - b b on b.k = r.k\nwhere: r.v > case when b.v = 1 then 2 else 3 end\n" TAIL);
	for (int as_written = 0; as_written < 2; as_written++) {
		struct crowd fits = run_crowd(*state, rule, HECHA_TUPLES_PER_ROW_MAX + 1, as_written, false);
		struct crowd crowded = run_crowd(*state, rule, HECHA_TUPLES_PER_ROW_MAX + 2, as_written, false);
		assert_int_equal(fits.rows + crowded.rows, 0);
		assert_int_equal(fits.crowded, 0);
		assert_int_equal(crowded.crowded, 100);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_against_nested_loops), cmocka_unit_test(test_too_many_partners),
					   cmocka_unit_test(test_too_many_partners_of_a_false_row),
					   cmocka_unit_test(test_too_many_partners_out_of_bounds)};
	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
