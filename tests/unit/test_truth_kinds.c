/* Conditions judged for each text of a batch: the same as for each row, up to as many texts as there is room for. */
#include "eval/truth_kinds.h"

#include <stdio.h>

#include "unit.h"

enum { ROWS = 700, MOST = 256 };

struct rows {
	struct rowset rowset; /* first */
	struct column *column;
};

static const struct column *read_all(struct rowset *set, uint32_t column, const uint32_t *row, uint32_t count)
{
	(void)column, (void)row, (void)count;
	return ((struct rows *)set)->column;
}

/* A null and kinds - 1 texts of all sizes that begin and end alike, each a few times. */
static void fill(struct rows *rows, uint32_t kinds, bool raw, struct row_memo *memo)
{
	rows->rowset = (struct rowset){.row_count = ROWS, .read = read_all, .memo = memo, .complete = true};
	rows->column = column_new(memo->arena, TYPE_TEXT, ROWS, raw);
	for (uint32_t row = 0; row < ROWS; row++) {
		uint32_t kind = row % kinds;
		char *text = arena_text(memo->arena, "beginnin%s%03ug the end", kind % 2 ? "" : "................", kind);
		column_set(rows->column, row, (struct value){kind ? CELL_VALUE : CELL_NULL, 0, span_of(text)});
	}
}

static bool judge(uint32_t kinds, bool raw, uint32_t *wrong)
{
	struct arena arena = ARENA_INIT;
	struct text_kinds *kept[1] = {NULL};
	struct row_memo memo = {.kinds = kept, .arena = &arena};
	struct rows rows;
	fill(&rows, kinds, raw, &memo);
	struct node column = {.kind = NODE_COLUMN, .type = TYPE_TEXT}, *child[] = {&column};
	struct node like = {.kind = NODE_LIKE, .type = TYPE_BOOL, .child = child, .child_count = 1, .constant = {.text = SPAN("%7g%")}};
	struct frame frame = {.count = ROWS, .slot_count = 1, .slot = {{.set = &rows.rowset}}, .scratch = &arena};
	struct truth truth = {bits_none(ROWS, &arena), bits_none(ROWS, &arena), bits_none(ROWS, &arena)};
	bool judged = truth_by_kind(&like, &frame, &truth);
	*wrong = 0;
	for (uint32_t row = 0; row < ROWS; row++) {
		uint32_t kind = row % kinds;
		*wrong += judged && (bits_has(truth.unknown, row) != !kind || bits_has(truth.yes, row) != (kind % 10 == 7) || !bits_has(truth.judged, row));
		*wrong += !judged && bits_has(truth.judged, row);
	}
	arena_free(&arena);
	return judged;
}

static void test_as_many_texts_as_there_is_room_for(void **state)
{
	uint32_t wrong;
	(void)state;
	for (uint32_t kinds = 1; kinds <= MOST + 20; kinds++) {
		assert_int_equal(judge(kinds, false, &wrong), kinds <= MOST);
		assert_int_equal(wrong, 0);
	}
}

/* Whether there are numbers of the texts, which then hash as the texts themselves. */
static bool hash(uint32_t kinds, bool raw, bool complete, uint32_t *wrong)
{
	struct arena arena = ARENA_INIT;
	struct text_kinds *kept[1] = {NULL};
	struct row_memo memo = {.kinds = kept, .arena = &arena};
	struct rows rows;
	fill(&rows, kinds, raw, &memo);
	rows.rowset.complete = complete;
	struct node column = {.kind = NODE_COLUMN, .type = TYPE_TEXT};
	struct frame frame = {.count = ROWS, .slot_count = 1, .slot = {{.set = &rows.rowset}}, .scratch = &arena};
	const struct column *numbers = kind_hashes(&column, &frame), *again = kind_hashes(&column, &frame);
	const uint32_t *row = selection_all(ROWS, &arena).at;
	uint64_t of_numbers[ROWS] = {5}, of_texts[ROWS] = {5};
	*wrong = again != numbers;
	if (numbers) {
		column_hashes_more(numbers, row, ROWS, of_numbers);
		column_hashes_more(rows.column, row, ROWS, of_texts);
		*wrong += memcmp(of_numbers, of_texts, sizeof of_texts) != 0;
	}
	arena_free(&arena);
	return numbers;
}

static void test_kinds_hash_as_their_texts(void **state)
{
	uint32_t wrong;
	(void)state;
	for (uint32_t kinds = 1; kinds <= MOST + 20; kinds += 5) {
		assert_int_equal(hash(kinds, false, true, &wrong), kinds <= MOST);
		assert_int_equal(wrong, 0);
		assert_false(hash(kinds, true, true, &wrong));
		assert_false(hash(kinds, false, false, &wrong)); /* others than those asked for would be read */
	}
}

/* Functions may ask for cells as they stand. */
static void test_raw_cells_are_not_kinds(void **state)
{
	uint32_t wrong;
	(void)state;
	assert_false(judge(3, true, &wrong));
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_as_many_texts_as_there_is_room_for), cmocka_unit_test(test_raw_cells_are_not_kinds),
					   cmocka_unit_test(test_kinds_hash_as_their_texts)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
