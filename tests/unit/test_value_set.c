/* eval/value_set.c: what a set says is in it, held against looking at its values one by one. */
#include "eval/eval_kernel.h"

#include <stdlib.h>

#include "unit.h"

enum { VALUES = 12, ROUNDS = 2000, ROWS = 40 };

/* Few letters and sizes around the words that are compared first: many texts are equal, or differ in the middle only. */
static struct span random_text(struct arena *arena)
{
	static const uint32_t sizes[] = {0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 24, 31};
	char text[32];
	uint32_t size = sizes[(size_t)rand() % COUNT_OF(sizes)];
	memset(text, 'a', sizeof text);
	for (int change = rand() % 3; size && change > 0; change--)
		text[(uint32_t)rand() % size] = 'b';
	return arena_span(arena, (struct span){text, size});
}

static struct value random_value(enum value_type type, struct arena *arena)
{
	struct value value = {.cell = CELL_VALUE};
	if (type == TYPE_TEXT)
		value.text = random_text(arena);
	else
		value.number = rand() % 30;
	return value;
}

static void check_round(enum value_type type, struct arena *arena)
{
	uint32_t count = 1 + (uint32_t)rand() % VALUES;
	struct value value[VALUES];
	for (uint32_t at = 0; at < count; at++)
		value[at] = random_value(type, arena);
	const struct value_set *set = value_set_new(type, value, count, arena);
	struct column *from = column_new(arena, type, ROWS, false), *out = column_new(arena, TYPE_BOOL, ROWS, false);
	for (uint32_t row = 0; row < ROWS; row++)
		column_set(from, row, row % 7 ? random_value(type, arena) : (struct value){.cell = CELL_NULL});
	value_set_find(set, from, selection_all(ROWS, arena), out);
	for (uint32_t row = 0; row < ROWS; row++) {
		bool found = false;
		for (uint32_t at = 0; at < count; at++)
			found |= value_equal(value[at], column_value(from, row), type);
		if (row % 7)
			assert_int_equal(out->number[row], found);
	}
}

static void test_find(void **state)
{
	struct arena arena = ARENA_INIT;
	(void)state;
	srand(1);
	for (int round = 0; round < ROUNDS; round++) {
		check_round(round % 2 ? TYPE_TEXT : TYPE_INT, &arena);
		arena_reset(&arena);
	}
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
