/* What conditions over a row and its partners demand of the row alone: which rows a projection, or the stage that matches, may leave out. */
#include "plan/implied.h"

#include <stdlib.h>

#include "eval/eval.h"
#include "unit_folder.h"

#define TABLE(name) "table: " name "\ncolumns:\n  k: {type: int}\n  v: {type: int}\n  w: {type: text}\n"
#define HEAD "hecha: 1\nrule: q\nversion: 1\ntitle: t\nclass: control\n"
#define WITH "with:\n  x:\n    from: a q\n    group: [q.k]\n    select: {n: count()}\n"
#define FROM "from: a r\nmatch:\n  - "
#define TAIL "\nsubject: {kind: account, key: r.w}\n"

/* A set of one column: k is null, 0, 1, 2 or malformed. */
enum { ROWS = 5 };
static const char row_names[ROWS + 1] = "-012!";

struct numbers {
	struct rowset rowset; /* first */
	struct column *k;
};

static const struct column *read_k(struct rowset *set, uint32_t column, const uint32_t *row, uint32_t count)
{
	(void)column, (void)row, (void)count;
	return ((struct numbers *)set)->k;
}

static struct numbers numbers_new(struct arena *arena)
{
	struct numbers numbers = {.rowset = {.row_count = ROWS, .read = read_k}, .k = column_new(arena, TYPE_INT, ROWS, false)};
	for (uint32_t row = 0; row < ROWS; row++)
		column_set(numbers.k, row, (struct value){.cell = CELL_VALUE, .number = (int64_t)row - 1});
	numbers.k->cell[0] = CELL_NULL;
	numbers.k->cell[ROWS - 1] = CELL_MALFORMED;
	return numbers;
}

/* The rows it is false for, by name. */
static void left_out(const struct node *node, struct symbols *symbols, char out[ROWS + 1])
{
	struct arena arena = ARENA_INIT;
	struct numbers numbers = numbers_new(&arena);
	struct frame frame = {.count = ROWS, .slot_count = 1, .slot = {{.set = &numbers.rowset}}, .symbols = symbols, .scratch = &arena};
	const struct column *result = eval(node, &frame, selection_all(ROWS, &arena));
	for (uint32_t row = 0; row < ROWS; row++) {
		struct value value = column_value(result, row);
		if (value.cell == CELL_VALUE && !value.number)
			*out++ = row_names[row];
	}
	*out = 0;
	arena_free(&arena);
}

static struct plan *read_plan(const char *folder, const char *with, const char *match, const char *where, struct rule_set **set)
{
	struct buffer rule = BUFFER_INIT;
	struct plan *plan = NULL;
	struct err err = ERR_INIT;
	char *path = path_join(folder, "q.yaml");
	buffer_format(&rule, HEAD "%s" FROM "%s\nwhere: \"%s\"" TAIL, with, match, where);
	put_file(path, buffer_span(&rule));
	free(path);
	buffer_free(&rule);
	if (rule_set_read(&folder, 1, false, set, &err))
		fail_msg("%s", err.text);
	if (plan_new(*set, &(struct plan_options){.as_of = 19904, .only = (const struct rule *[]){&(*set)->rule[0]}, .only_count = 1}, &plan, &err))
		fail_msg("%s", err.text);
	return plan;
}

/* wanted: names of rows; NULL: nothing follows. */
static void check_left_out(const struct plan *plan, const struct stage *stage, const char *where, const char *wanted)
{
	char found[ROWS + 1];
	if (!wanted != !stage->implied)
		fail_msg("%s: %s", where, wanted ? "nothing follows" : "something follows");
	if (!wanted)
		return;
	left_out(stage->implied, plan->symbols, found);
	if (strcmp(found, wanted))
		fail_msg("%s: leaves out '%s', wanted '%s'", where, found, wanted);
}

static void check(const char *folder, const char *match, const char *where, const char *wanted)
{
	struct rule_set *set = NULL;
	struct plan *plan = read_plan(folder, WITH, match, where, &set);
	assert_true(plan->stage[1]->pass_unknown);
	check_left_out(plan, plan->stage[1], where, wanted);
	plan_free(plan);
	rule_set_free(set);
}

static void put_table(const char *folder)
{
	struct err err = ERR_INIT;
	char *tables = path_join(folder, "tables"), *a = path_join(folder, "tables/a.yaml"), *b = path_join(folder, "tables/b.yaml");
	assert_int_equal(folder_create(tables, &err), STATUS_OK);
	put_file(a, span_of(TABLE("a")));
	put_file(b, span_of(TABLE("b"))); /* another table: what is derived of one that is matched does not wait */
	free(a);
	free(b);
	free(tables);
}

static void test_what_follows(void **state)
{
	static const struct {
		const char *where, *left_out;
	} cases[] = {
		{"r.k > 0 and x.n > 1 or r.k = 0 and absent(x)", ""}, /* unknown is not false: null, malformed stay; 0, 1, 2 may hold */
		{"r.k > 1 and x.n > 1 or r.k = 0 and absent(x)", "1"},
		{"malformed(r.k) and x.n > 1 or r.k = 2 and absent(x)", "01"},
		{"malformed(r.k) and (absent(x) or x.n < 3) or r.k is null and x.n > 1", "012"},
		{"r.k = 1 and x.n > 1 or x.n > 2", NULL},    /* the second branch says nothing of the row */
		{"x.n > r.k", NULL},
		{"absent(x)", NULL},
		{"not (r.k <> 1 or x.n > 1)", "02"},
		{"not (r.k <> 1 and x.n > 1)", NULL},
		{"not (not (r.k = 1 and x.n > 1) and not (r.k = 2 and x.n > 1))", "0"},
		{"not (r.k is not null or x.n > 1)", "012"},
		{"r.k + 1 = 3 and x.n > 1 or r.k = x.n and r.k > 0 and r.k < 2", "0"},
		{"(r.k = 1 or r.k = 2) and x.n > r.k", NULL}, /* what is of the row alone is judged as written */
		{"case when absent(x) then r.k = 1 else r.k = 2 end", NULL}, /* only and, or, not are taken apart */
	};
	put_table(*state);
	for (size_t at = 0; at < COUNT_OF(cases); at++)
		check(*state, "optional x x on x.k = r.k", cases[at].where, cases[at].left_out);
}

/* A row with a null key is reported before any condition is judged, one with too many partners too: it may not be dropped before. */
static void test_rows_that_are_reported_stay(void **state)
{
	static const char where[] = "r.k = 2 and x.n > 1 or r.k = 1 and absent(x)";
	check(*state, "optional x x on x.k = r.k", where, "0");
	check(*state, "x x on x.k = r.k", "r.k = 2 and x.n > 1 or r.k = 1 and x.n = 1", NULL);
	check(*state, "optional x x on x.n = r.k", where, NULL); /* not the key of its groups */
	check(*state, "optional x x on x.n = r.v and x.k = r.k", where, "0");
	check(*state, "optional x x on x.k = r.k\n  - b y on y.k = x.n", where, "0"); /* judged before y is looked up */
	check(*state, "optional x x on x.k = r.k\n  - b y on y.k = x.n", "r.k = 2 and y.v > 1 or r.k = 1 and absent(x)", NULL);
}

/* ---- of a stage that matches ---- */

/* Rows that lack a column stay whatever the bounds say. trusted: columns of y of which no row may lack one. */
static void test_what_bounds_say(void **state)
{
	static const struct {
		const char *where, *left_out;
		uint32_t trusted;
	} cases[] = {
		{"r.k < case when y.v = 1 then 1 when y.k = 2 then 0 end", "12", 2},
		{"r.k > case when y.v = 1 then 1 else 0 end", "0", 0}, /* a null condition is false there */
		{"r.k > case when y.v = 1 then 1 when y.k = 2 then 3 else 2 end", "01", 0},
		{"not (r.k >= case when y.v = 1 then 1 else 0 end)", "12", 0},
		{"not (r.k < case when y.v = 1 then 1 else 2 end or y.k = 1)", "0", 1},
		{"r.k - case when y.v = 1 then 0 else 1 end > 0", "0", 0},
		{"case when y.v = 1 then 0 else 1 end - r.k >= 0", "2", 0},
		{"r.k + if(y.v = 1, 1, 0 - 1) <= 0", "2", 1},
		{"2 * if(y.v = 1, 1, 0 - 1) > r.k", "2", 1},
		{"if(y.v = 1, 1, 0 - 2) * if(y.v = 1, 3, 0 - 1) <= r.k", "", 1}, /* -6 … 3 */
		{"months_between(add_months(month '2024-01', r.k), add_months(month '2024-01', if(y.v = 1, 2, 1))) < 1", "0", 1},
		{"months_between(add_months(month '2024-01', if(y.v = 1, 2, 1)), add_months(month '2024-01', r.k)) > 0", "01", 1},
		{"age(add_days(date '2000-01-01', 366 * r.k), add_days(date '2001-01-01', if(y.v = 1, 0, 366))) >= 1", "2", 1},
		{"greatest(if(y.v = 1, 2, 3), 2) <= r.k", "01", 1},
		{"if(y.k is null, 1, 2) <= r.k", "0", 0}, /* whether a cell is null is never unknown */
		{"r.k < if(absent(y), 1, 0) and case when y.v = 1 then y.k else 2 end > 0", "12", 1},
		{"y.v > 1 and r.k < if(absent(y), 0, 1)", "12", 1},
		{"y.v > 1 and r.k > 1 or r.k < if(absent(y), 0, 1)", "1", 1},
		{"absent(y) or r.k < case when y.v = 1 then 1 else 0 end", NULL, 0},
		{"r.k = case when y.v = 1 then 1 else 0 end", NULL, 0},
		{"r.k < case when y.v = 1 then y.v else 0 end", NULL, 0},
		{"r.k < case when y.v = 1 then 1 else null end", NULL, 0},
		{"r.k < coalesce(y.v, 1)", NULL, 0},
		{"r.k < 0 - y.v", NULL, 0},
		{"r.k * r.k < r.k * if(y.v = 1, 1, 0)", NULL, 0}, /* which way it goes depends on the row */
		{"r.k > 100 * case when y.v = 1 then 999999999999999999 else 0 end", NULL, 0},
		{"r.w < case when y.v = 1 then 'a' else 'b' end", NULL, 0}, /* texts have another order */
	};
	for (size_t at = 0; at < COUNT_OF(cases); at++) {
		struct rule_set *set = NULL;
		struct plan *plan = read_plan(*state, "", "optional b y on y.k = r.v", cases[at].where, &set);
		check_left_out(plan, plan->stage[0], cases[at].where, cases[at].left_out);
		if (plan->stage[0]->match[0].trusted_count != cases[at].trusted)
			fail_msg("%s: trusts %u columns, wanted %u", cases[at].where, plan->stage[0]->match[0].trusted_count, cases[at].trusted);
		plan_free(plan);
		rule_set_free(set);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_follows), cmocka_unit_test(test_rows_that_are_reported_stay),
					   cmocka_unit_test(test_what_bounds_say)};
	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
