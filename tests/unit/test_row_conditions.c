/* Conditions judged together against one after the other: rows that stay, what is unknown and by which condition, and what is counted. */
#include "scan/row_conditions.h"

#include <stdlib.h>

#include "column_rows.h"
#include "unit_folder.h"

enum { ROWS = 203, CONDITIONS = 4 };

#define TABLE "table: r\ncolumns:\n  t: {type: text}\n  n: {type: int}\n  m: {type: int}\n"
/* Those that cost most stand first. */
#define RULE                                                                                                           \
	"hecha: 1\nrule: q\nversion: 1\ntitle: t\nclass: control\nfrom: r\n"                                          \
	"where: upper(r.t) <> 'CCC' and r.t <> 'bb' and (r.n > 2 or r.m = 1) and r.m in (0, 1, 2)\n"                       \
	"subject: {kind: account, key: r.t}\n"

enum answer { NO, UNKNOWN, YES };

struct rows {
	struct column_rows set; /* first */
	enum answer wanted[ROWS][CONDITIONS];
};

static enum answer answer(bool known, bool holds)
{
	return !known ? UNKNOWN : holds ? YES : NO;
}

static void fill(struct rows *rows, struct arena *arena)
{
	static const char *const texts[] = {"a", "bb", "ccc", "d"};
	rows->set.rowset = column_rows_set(ROWS);
	rows->set.rowset.complete = true;
	rows->set.column[0] = column_new(arena, TYPE_TEXT, ROWS, false);
	rows->set.column[1] = column_new(arena, TYPE_INT, ROWS, false);
	rows->set.column[2] = column_new(arena, TYPE_INT, ROWS, false);
	for (uint32_t row = 0; row < ROWS; row++) {
		uint32_t text = row % 4, n = row / 3 % 5, m = row / 5 % 4;
		bool t_known = row % 7 != 3, n_known = row % 11 != 5, m_known = row % 6 != 1;
		column_set(rows->set.column[0], row, (struct value){t_known ? CELL_VALUE : CELL_NULL, 0, span_of(texts[text])});
		column_set(rows->set.column[1], row, (struct value){n_known ? CELL_VALUE : CELL_MALFORMED, n, {0}});
		column_set(rows->set.column[2], row, (struct value){m_known ? CELL_VALUE : CELL_NULL, m, {0}});
		enum answer more = answer(n_known, n > 2), one = answer(m_known, m == 1);
		enum answer wanted[CONDITIONS] = {answer(t_known, text != 2), answer(t_known, text != 1), more > one ? more : one,
						  answer(m_known, m < 3)};
		memcpy(rows->wanted[row], wanted, sizeof wanted);
	}
}

/* What came of one row; NO_CONDITION: nothing is unknown. */
enum { NO_CONDITION = CONDITIONS };
struct outcome {
	bool open;
	uint32_t unknown;
};

static struct outcome outcome_of(const enum answer *wanted)
{
	struct outcome out = {true, NO_CONDITION};
	for (uint32_t each = 0; each < CONDITIONS; each++) {
		out.open &= wanted[each] != NO;
		if (wanted[each] == UNKNOWN && out.unknown == NO_CONDITION)
			out.unknown = each;
	}
	return out;
}

static void check(const struct stage *stage, const struct rows *rows, const uint64_t *asked, const struct row_conditions *judged)
{
	for (uint32_t row = 0; row < ROWS; row++) {
		struct outcome wanted = outcome_of(rows->wanted[row]);
		bool open = wanted.open && bits_has(asked, row), unknown = open && wanted.unknown != NO_CONDITION;
		assert_int_equal(bits_has(judged->open, row), open);
		assert_int_equal(bits_has(judged->unknown, row), unknown);
		if (unknown)
			assert_ptr_equal(row_conditions_unknown(stage, judged, row), stage->before[wanted.unknown].node);
	}
}

static void check_passes(const struct rows *rows, const uint64_t *asked, const struct pass_count *passes)
{
	struct pass_count wanted[CONDITIONS] = {{0}};
	for (uint32_t row = 0; row < ROWS; row++)
		for (uint32_t each = 0; bits_has(asked, row) && each < CONDITIONS; each++) {
			wanted[each].judged++;
			if (rows->wanted[row][each] == NO)
				break;
			wanted[each].passed++;
		}
	assert_memory_equal(passes, wanted, sizeof wanted);
}

static void test_together_as_one_by_one(void **state)
{
	struct arena arena = ARENA_INIT;
	struct rule_set *set = NULL;
	struct plan *plan = NULL;
	struct err err = ERR_INIT;
	const char *folder = *state;
	char *tables = path_join(folder, "tables"), *table = path_join(tables, "r.yaml"), *rule = path_join(folder, "q.yaml");
	assert_int_equal(folder_create(tables, &err), STATUS_OK);
	put_file(table, SPAN(TABLE));
	put_file(rule, SPAN(RULE));
	if (rule_set_read(&folder, 1, false, &set, &err) || plan_new(set, &(struct plan_options){.as_of = 19904, .only = (const struct rule *[]){&set->rule[0]}, .only_count = 1}, &plan, &err))
		fail_msg("%s", err.text);
	const struct stage *stage = plan->stage[0];
	struct rows *rows = arena_zero(&arena, 1, sizeof *rows);
	fill(rows, &arena);
	assert_int_equal(stage->before_count, CONDITIONS);
	const uint32_t order[CONDITIONS] = {2, 3, 1, 0};
	assert_memory_equal(stage->order, order, sizeof order);
	struct frame frame = {.count = ROWS, .slot_count = 1, .slot = {{.set = &rows->set.rowset}}, .symbols = plan->symbols, .scratch = &arena};
	uint64_t *all = bits_all(ROWS, &arena), *some = bits_none(ROWS, &arena);
	for (uint32_t row = 0; row < ROWS; row += 3)
		bits_add(some, row);
	for (uint32_t part = 0; part < 2; part++) {
		const uint64_t *asked = part ? some : all;
		struct pass_count passes[CONDITIONS] = {{0}};
		struct row_conditions judged = row_conditions_judge(stage, NULL, &frame, asked, NULL), counted = row_conditions_judge(stage, NULL, &frame, asked, passes);
		check(stage, rows, asked, &judged);
		check(stage, rows, asked, &counted);
		check_passes(rows, asked, passes);
	}
	plan_free(plan);
	rule_set_free(set);
	free(tables);
	free(table);
	free(rule);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_together_as_one_by_one)};
	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
