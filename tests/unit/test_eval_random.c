/* The column engine against a naive row-by-row evaluator: random typed expressions over random small columns with nulls, read from a rule
 * text, bound by the plan, and evaluated over selections, over mapped frames and slices, in splits, and as sets of rows. HECHA_SEEDS=N for more. */
#include "eval/truth.h"
#include "plan/plan.h"

#include <stdio.h>

#include "random_expr.h"
#include "unit_folder.h"

enum { ROWS = 150, EXPRESSIONS = 12, SEEDS = 400 };

#define TABLE                                                                                                                  \
	"table: r\ncolumns:\n  n0: {type: int}\n  n1: {type: int}\n  y0: {type: money}\n  y1: {type: money}\n"               \
	"  d0: {type: date}\n  d1: {type: date}\n  m0: {type: month}\n  m1: {type: month}\n  t0: {type: text}\n"             \
	"  t1: {type: text}\n  c0: {type: code, values: {A: 甲, B: 乙, C: 丙}}\n  c1: {type: code, values: {A: 甲, B: 乙, C: 丙}}\n" \
	"  b0: {type: bool}\n  b1: {type: bool}\n"
#define HEAD "hecha: 1\nrule: q\nversion: 1\ntitle: t\nclass: control\nwith:\n  w:\n    from: r\n    select:\n"
#define TAIL "from: w\nsubject: {kind: account, key: \"'k'\"}\n"

struct memory_rows {
	struct rowset rowset; /* first */
	struct random_row row[ROWS];
	struct column *column[KINDS * COLUMNS_PER_KIND];
};

static const struct column *read_all(struct rowset *set, uint32_t column, const uint32_t *row, uint32_t count)
{
	(void)row, (void)count;
	return ((struct memory_rows *)set)->column[column];
}

static void fill_rows(struct memory_rows *rows, uint64_t *seed, struct symbols *symbols, struct arena *arena)
{
	static const enum value_type types[KINDS] = {TYPE_INT, TYPE_MONEY, TYPE_DATE, TYPE_MONTH, TYPE_TEXT, TYPE_CODE, TYPE_BOOL};
	rows->rowset = (struct rowset){.row_count = ROWS, .read = read_all};
	for (uint32_t kind = 0; kind < KINDS; kind++)
		for (uint32_t at = 0; at < COLUMNS_PER_KIND; at++) {
			struct column *column = column_new(arena, types[kind], ROWS, false);
			rows->column[kind * COLUMNS_PER_KIND + at] = column;
			for (uint32_t row = 0; row < ROWS; row++) {
				struct scalar *value = &rows->row[row].value[kind][at];
				*value = random_scalar(seed, (enum kind)kind);
				value->null = dice(seed, 4) == 0;
				uint8_t cell = !value->null ? CELL_VALUE : dice(seed, 2) ? CELL_NULL : CELL_MALFORMED;
				int64_t number = kind == CODE ? symbols_add(symbols, span_of(value->text)) : value->number;
				column_set(column, row, (struct value){cell, number, span_of(value->text)});
			}
		}
}

static const struct random_row nobody = {.value = {
	[INT] = {{.null = true}, {.null = true}}, [MONEY] = {{.null = true}, {.null = true}}, [DATE] = {{.null = true}, {.null = true}},
	[MONTH] = {{.null = true}, {.null = true}}, [TEXT] = {{.null = true}, {.null = true}}, [CODE] = {{.null = true}, {.null = true}},
	[BOOL] = {{.null = true}, {.null = true}}}};

static void check_value(const struct tree *tree, enum value_type type, const struct random_row *row, struct value found, struct symbols *symbols)
{
	struct scalar wanted = truth(tree, row);
	struct span text = type == TYPE_CODE && found.cell == CELL_VALUE ? symbols_text(symbols, found.number) : found.text;
	bool same = (found.cell != CELL_VALUE) == wanted.null;
	if (same && !wanted.null)
		same = tree->kind == TEXT || tree->kind == CODE ? span_equal(text, span_of(wanted.text)) : found.number == wanted.number;
	if (same)
		return;
	struct buffer out = BUFFER_INIT;
	tree_text(tree, &out);
	fail_msg("got cell %d, %lld '%.*s'; wanted %s %lld '%s': %.*s", found.cell, (long long)found.number, SPAN_ARG(text),
		 wanted.null ? "null" : "value", (long long)wanted.number, wanted.text, SPAN_ARG(buffer_span(&out)));
}

/* Some positions or all, through a frame that maps them to any rows, some to none, or through none: then what all rows were asked is kept. */
static void check_frame(const struct tree *tree, const struct node *node, struct memory_rows *rows, uint64_t *seed, struct symbols *symbols,
			struct arena *scratch)
{
	uint32_t row[ROWS], at[ROWS], count = 0;
	bool mapped = dice(seed, 2), all = dice(seed, 2);
	struct frame frame = {.count = ROWS, .slot_count = 1, .slot = {{.set = &rows->rowset, .row = mapped ? row : NULL}}, .symbols = symbols, .scratch = scratch};
	for (uint32_t position = 0; position < ROWS; position++) {
		row[position] = dice(seed, 8) ? (uint32_t)dice(seed, ROWS) : ROW_NONE;
		if (all || dice(seed, 3))
			at[count++] = position;
	}
	const struct column *column = eval(node, &frame, (struct selection){count, at});
	for (uint32_t each = 0; each < count; each++) {
		uint32_t source = mapped ? row[at[each]] : at[each];
		check_value(tree, node->type, source == ROW_NONE ? &nobody : &rows->row[source], column_value(column, at[each]), symbols);
	}
	if (tree->kind != BOOL)
		return;
	uint32_t yes[ROWS], unknown[ROWS], yes_count, unknown_count;
	eval_split(node, &frame, (struct selection){count, at}, yes, &yes_count, unknown, &unknown_count);
	uint32_t next_yes = 0, next_unknown = 0;
	for (uint32_t each = 0; each < count; each++) {
		struct value value = column_value(column, at[each]);
		if (value.cell != CELL_VALUE)
			assert_int_equal(unknown[next_unknown++], at[each]);
		else if (value.number)
			assert_int_equal(yes[next_yes++], at[each]);
	}
	assert_int_equal(next_yes, yes_count);
	assert_int_equal(next_unknown, unknown_count);
}

/* A slice of the rows, or all of them (then what others asked before is kept): a truth that grows from one asker to the next. */
static void check_truth(const struct tree *tree, const struct node *node, struct memory_rows *rows, uint64_t *seed, struct symbols *symbols,
			struct arena *scratch)
{
	uint32_t from = dice(seed, 2) ? (uint32_t)dice(seed, ROWS) : 0, count = ROWS - from;
	struct row_memo *memo = rows->rowset.memo;
	struct frame frame = {.count = count, .slot_count = 1, .slot = {{.set = &rows->rowset, .from = from}}, .symbols = symbols, .scratch = scratch};
	uint64_t *asked = bits_none(count, scratch);
	bool all = dice(seed, 2);
	for (uint32_t at = 0; at < count; at++)
		if (all || dice(seed, 16) == 0)
			bits_add(asked, at);
	rows->rowset.memo = from ? NULL : memo;
	rows->rowset.complete = dice(seed, 2);
	do
		memo->simd = (enum simd_level)dice(seed, SIMD_LEVEL_COUNT);
	while (!simd_has(memo->simd));
	const struct truth *found = truth_of(node, &frame, asked);
	for (uint32_t at = 0; at < count; at++) {
		bool unknown = bits_has(found->unknown, at);
		assert_true(bits_has(found->judged, at) || !bits_has(asked, at));
		if (bits_has(found->judged, at))
			check_value(tree, TYPE_BOOL, &rows->row[from + at],
				    (struct value){.cell = unknown ? CELL_NULL : CELL_VALUE, .number = bits_has(found->yes, at)}, symbols);
	}
	assert_true(count % 64 == 0 || !((found->yes[count / 64] | found->unknown[count / 64]) >> count % 64));
	rows->rowset.memo = memo;
}

static void write_rule(const char *folder, struct tree *const *tree)
{
	struct buffer text = BUFFER_INIT;
	buffer_add_span(&text, SPAN(HEAD));
	for (int at = 0; at < EXPRESSIONS; at++) {
		buffer_format(&text, "      x%d: \"", at);
		tree_text(tree[at], &text);
		buffer_format(&text, "\"\n");
	}
	buffer_add_span(&text, SPAN(TAIL));
	char *path = path_join(folder, "q.yaml");
	put_file(path, buffer_span(&text));
	free(path);
	buffer_free(&text);
}

static struct plan *read_plan(const char *folder, struct rule_set **set)
{
	struct plan *plan = NULL;
	struct err err = ERR_INIT;
	if (rule_set_read(&folder, 1, false, set, &err))
		fail_msg("%s", err.text);
	struct plan_options options = {.as_of = 19904, .only = (const struct rule *[]){&(*set)->rule[0]}, .only_count = 1};
	if (plan_new(*set, &options, &plan, &err))
		fail_msg("%s", err.text);
	return plan;
}

/* Returns how many results were kept for several expressions. */
static uint32_t check_seed(const char *folder, uint64_t seed)
{
	struct arena arena = ARENA_INIT, scratch = ARENA_INIT;
	struct tree *tree[EXPRESSIONS];
	struct rule_set *set = NULL;
	for (int at = 0; at < EXPRESSIONS; at++)
		tree[at] = random_tree(&arena, &seed, (enum kind)dice(&seed, KINDS), 1 + dice(&seed, 5));
	write_rule(folder, tree);
	struct plan *plan = read_plan(folder, &set);
	struct memory_rows *rows = arena_zero(&arena, 1, sizeof *rows);
	fill_rows(rows, &seed, plan->symbols, &arena);
	const struct stage *stage = plan->stage[0];
	uint32_t shared = plan->table[0]->shared_count;
	struct row_memo memo = {.count = shared, .result = arena_zero(&arena, shared, sizeof *memo.result),
				.truth = arena_zero(&arena, shared, sizeof *memo.truth),
				.kinds = arena_zero(&arena, KINDS * COLUMNS_PER_KIND, sizeof *memo.kinds), .arena = &arena};
	rows->rowset.memo = &memo;
	for (int at = 0; at < EXPRESSIONS; at++)
		for (int round = 0; round < 4; round++) {
			const struct node *node = stage->value[stage->output[at]->column].node;
			check_frame(tree[at], node, rows, &seed, plan->symbols, &scratch);
			if (tree[at]->kind == BOOL)
				check_truth(tree[at], node, rows, &seed, plan->symbols, &scratch);
			arena_reset(&scratch);
		}
	uint32_t kept = 0;
	for (uint32_t at = 0; at < memo.count; at++)
		kept += memo.result[at] || memo.truth[at];
	plan_free(plan);
	rule_set_free(set);
	arena_free(&arena);
	arena_free(&scratch);
	return kept;
}

static void test_engine_agrees_with_truth(void **state)
{
	const char *more = getenv("HECHA_SEEDS");
	uint64_t seeds = more ? (uint64_t)atoll(more) : SEEDS;
	struct err err = ERR_INIT;
	char *tables = path_join(*state, "tables"), *table = path_join(tables, "r.yaml");
	assert_int_equal(folder_create(tables, &err), STATUS_OK);
	put_file(table, SPAN(TABLE));
	uint64_t kept = 0;
	for (uint64_t seed = 1; seed <= seeds; seed++)
		kept += check_seed(*state, seed);
	assert_in_range(kept, seeds / 4, UINT64_MAX);
	free(table);
	free(tables);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_engine_agrees_with_truth)};
	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
