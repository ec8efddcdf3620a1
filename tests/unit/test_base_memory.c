/* base/memory.h, base/span.h, base/status.h, base/symbols.h. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/symbols.h"
#include "unit.h"

static void test_span_order(void **state)
{
	(void)state;
	assert_true(span_equal(SPAN(""), (struct span){NULL, 0}));
	assert_false(span_equal(SPAN("a"), SPAN("ab")));
	assert_int_equal(span_compare(SPAN(""), (struct span){NULL, 0}), 0);
	assert_true(span_compare(SPAN("a"), SPAN("ab")) < 0);
	assert_true(span_compare(SPAN("b"), SPAN("ab")) > 0);
	assert_true(span_compare(SPAN("\xFF"), SPAN("a")) > 0); /* bytes, not signed characters */
	assert_int_equal(span_of(NULL).size, 0);
	assert_span(span_slice(SPAN("abcd"), 1, 2), SPAN("bc"));
}

static void test_arena(void **state)
{
	struct arena arena = ARENA_INIT;
	(void)state;
	for (size_t size = 0; size < 20000; size += 37) {
		unsigned char *place = arena_alloc(&arena, size);
		assert_int_equal((uintptr_t)place % 16, 0);
		memset(place, 0xAB, size);
	}
	unsigned char *zero = arena_zero(&arena, 100, 3);
	for (int i = 0; i < 300; i++)
		assert_int_equal(zero[i], 0);
	memset(arena_alloc(&arena, 10u << 20), 1, 10u << 20); /* larger than any block */
	struct span copy = arena_span(&arena, SPAN("中\0文"));
	assert_span(copy, SPAN("中\0文"));
	assert_int_equal(copy.data[copy.size], 0);
	assert_int_equal(*arena_span(&arena, (struct span){NULL, 0}).data, 0);
	assert_string_equal(arena_text(&arena, "%s-%d", "a", 7), "a-7");
	arena_free(&arena);
	arena_free(&arena);
}

/* Zeros for any size; what is dropped of a large block is gone, the rest stays. */
static void test_large_blocks(void **state)
{
	enum { HUGE = 2 << 20, SIZE = 3 * HUGE + 12345 };
	(void)state;
	for (size_t size = 0; size < 4000; size += 333) {
		char *block = mem_zero_large(size);
		assert_int_equal((uintptr_t)block % 64, 0);
		for (size_t at = 0; at < size; at++)
			assert_int_equal(block[at], 0);
		free(block);
	}
	char *block = mem_zero_large(SIZE);
	assert_true((uintptr_t)block % HUGE == 0 && !block[0] && !block[SIZE - 1]);
	memset(block, 7, SIZE);
	mem_drop(block, 0, HUGE - 1);
	assert_int_equal(block[0], 7);
	mem_drop(block, HUGE - 1, 2 * HUGE + 5);
	assert_true(!block[0] && !block[2 * HUGE - 1] && block[2 * HUGE] == 7 && block[SIZE - 1] == 7);
	free(block);
}

/* Texts lie side by side, and do not put what is aligned out of line. */
static void test_arena_bytes(void **state)
{
	struct arena arena = ARENA_INIT;
	(void)state;
	for (size_t size = 0; size < 100; size++) {
		char *first = arena_bytes(&arena, size), *second = arena_bytes(&arena, 3);
		if (size)
			memset(first, 1, size);
		memset(second, 2, 3);
		uint64_t *aligned = arena_alloc(&arena, sizeof *aligned);
		*aligned = 3;
		assert_int_equal((uintptr_t)aligned % 16, 0);
		assert_true(second[0] == 2 && second[2] == 2 && (!size || first[size - 1] == 1));
	}
	arena_free(&arena);
	char *first = arena_bytes(&arena, 5);
	assert_ptr_equal(arena_bytes(&arena, 1), first + 5);
	assert_int_equal(arena.used_bytes, 6);
	arena_free(&arena);
}

/* After the first round a batch arena asks for no more memory: the same places come back. */
static void test_arena_reset_settles(void **state)
{
	struct arena arena = ARENA_INIT;
	void *first = NULL;
	(void)state;
	arena_reset(&arena);
	for (int round = 0; round < 20; round++) {
		arena_reset(&arena);
		assert_int_equal(arena.used_bytes, 0);
		void *place = arena_alloc(&arena, 100);
		for (int i = 0; i < 1000; i++)
			arena_alloc(&arena, 100);
		assert_int_equal(arena.used_bytes, 1001 * 112);
		if (round > 10)
			assert_ptr_equal(place, first);
		first = place;
	}
	arena_free(&arena);
}

/* However large a round is. */
static void test_arena_reset_keeps_one_block(void **state)
{
	enum { BYTES = 100 << 10, TIMES = 200 };
	struct arena arena = ARENA_INIT;
	(void)state;
	for (int round = 0; round < 2; round++) {
		char *first = arena_alloc(&arena, BYTES), *last = first;
		for (int i = 1; i < TIMES; i++)
			last = arena_alloc(&arena, BYTES);
		assert_true(!round || last == first + (size_t)(TIMES - 1) * BYTES);
		arena_reset(&arena);
	}
	arena_free(&arena);
}

/* What lived in either lives on in the one, which grows on; the other can be used anew. */
static void test_arena_join(void **state)
{
	(void)state;
	for (size_t into_blocks = 0; into_blocks < 3; into_blocks++)
		for (size_t from_blocks = 0; from_blocks < 3; from_blocks++) {
			struct arena into = ARENA_INIT, from = ARENA_INIT;
			const char *text[9];
			uint32_t count = 0;
			for (size_t at = 0; at < into_blocks; at++, arena_alloc(&into, 9000))
				text[count++] = arena_text(&into, "into %zu", at);
			for (size_t at = 0; at < from_blocks; at++, arena_alloc(&from, 9000))
				text[count++] = arena_text(&from, "from %zu", at);
			size_t used = into.used_bytes + from.used_bytes;
			arena_join(&into, &from);
			assert_null(from.head);
			assert_int_equal(into.used_bytes, used);
			text[count++] = arena_text(&into, "behind");
			text[count++] = arena_text(&from, "anew");
			assert_string_equal(text[count - 2], "behind");
			for (uint32_t at = 0; at + 2 < count; at++)
				assert_memory_equal(text[at], at < into_blocks ? "into" : "from", 4);
			arena_free(&into);
			arena_free(&from);
		}
}

static void test_buffer(void **state)
{
	struct buffer buffer = BUFFER_INIT;
	(void)state;
	buffer_add(&buffer, NULL, 0);
	buffer_add_span(&buffer, SPAN("ab"));
	buffer_add_char(&buffer, 'c');
	buffer_format(&buffer, "%05d%s", 42, "");
	buffer_format(&buffer, "%s", "");
	buffer_add_count(&buffer, 0);
	buffer_add_count(&buffer, UINT64_MAX);
	assert_span(buffer_span(&buffer), SPAN("abc00042018446744073709551615"));
	buffer.size = 8;
	assert_span(buffer_span(&buffer), SPAN("abc00042"));
	for (int i = 0; i < 10000; i++)
		buffer_format(&buffer, "%d", i % 10);
	assert_int_equal(buffer.size, 10008);
	assert_int_equal(buffer.data[10007], '9');
	assert_true(buffer_room(&buffer, 100000) == buffer.data + 10008);
	assert_true(buffer.capacity >= 110008);
	buffer_free(&buffer);
	assert_null(buffer.data);
}

/* Whether it fits into what is there or not. */
static void test_buffer_format_sizes(void **state)
{
	(void)state;
	for (int size = 0; size < 600; size++) {
		struct buffer buffer = BUFFER_INIT;
		buffer_add_span(&buffer, SPAN("ab"));
		buffer_format(&buffer, "%0*d%s", size + 1, 7, "c");
		assert_int_equal(buffer.size, size + 4);
		assert_memory_equal(buffer.data + size + 2, "7c", 2);
		assert_int_equal(buffer.data[2], size ? '0' : '7');
		buffer_free(&buffer);
	}
}

static void check_count(uint64_t count)
{
	char expected[32];
	struct buffer buffer = BUFFER_INIT;
	snprintf(expected, sizeof expected, "%llu", (unsigned long long)count);
	buffer_add_count(&buffer, count);
	assert_span(buffer_span(&buffer), span_of(expected));
	buffer_free(&buffer);
}

static void test_buffer_counts(void **state)
{
	(void)state;
	for (uint64_t count = 0; count <= 10100; count++)
		check_count(count);
	for (uint64_t power = 10; power < UINT64_MAX / 10; power *= 10)
		for (uint64_t near = power - 2; near < power + 2; near++)
			check_count(near);
	check_count(UINT64_MAX);
}

static void test_heap(void **state)
{
	(void)state;
	int *items = NULL;
	size_t count = 0, capacity = 0;
	for (int i = 0; i < 1000; i++) {
		ARRAY_GROW(items, count, capacity);
		items[count++] = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(items[i], i);
	free(items);
	char *text = mem_format("%s%d", "x", 1), *copy = mem_text(text);
	assert_string_equal(copy, "x1");
	free(text);
	free(copy);
	free(mem_alloc(0));
	free(mem_zero(0, 0));
	free(mem_resize(NULL, 0));
}

static void test_err(void **state)
{
	struct err err = ERR_INIT;
	(void)state;
	assert_int_equal(err_set(&err, STATUS_CONFIG, "line %d", 3), STATUS_CONFIG);
	assert_int_equal(err_set(&err, STATUS_IO, "outer: %s", err.text), STATUS_IO); /* its own old text */
	assert_string_equal(err.text, "outer: line 3");
	assert_int_equal(err.status, STATUS_IO);
	assert_int_equal(err_set(NULL, STATUS_IO, "nobody listens"), STATUS_IO);
	err_clear(&err);
	assert_null(err.text);
}

static void test_symbols(void **state)
{
	struct symbols *symbols = symbols_new();
	(void)state;
	assert_int_equal(symbols_find(symbols, SPAN("a")), -1);
	assert_int_equal(symbols_add(symbols, SPAN("a")), 0);
	assert_int_equal(symbols_add(symbols, SPAN("")), 1);
	assert_int_equal(symbols_add(symbols, SPAN("a\0b")), 2);
	assert_int_equal(symbols_add(symbols, SPAN("a")), 0);
	assert_int_equal(symbols_find(symbols, (struct span){NULL, 0}), 1);
	assert_span(symbols_text(symbols, 2), SPAN("a\0b"));
	symbols_free(symbols);
	symbols_free(NULL);
}

enum { THREADS = 8, WORDS = 20000 };

struct worker {
	struct symbols *symbols;
	int64_t *number; /* of each word */
	int nth;
};

/* All threads add the same words, each in another order, and read back what they were given. */
static void *add_words(void *data)
{
	struct worker *worker = data;
	for (int i = 0; i < WORDS; i++) {
		char word[16];
		int which = (int)((i * 7919L + worker->nth * 2503L) % WORDS);
		int size = snprintf(word, sizeof word, "word%d", which);
		struct span text = {word, (size_t)size};
		int64_t number = symbols_add(worker->symbols, text);
		worker->number[which] = number;
		if (!span_equal(symbols_text(worker->symbols, number), text) ||
		    symbols_find(worker->symbols, text) != number)
			return worker;
	}
	return NULL;
}

static void test_symbols_in_threads(void **state)
{
	struct worker worker[THREADS];
	pthread_t thread[THREADS];
	struct symbols *symbols = symbols_new();
	bool seen[WORDS] = {false};
	(void)state;
	for (int i = 0; i < THREADS; i++) {
		worker[i] = (struct worker){symbols, mem_zero(WORDS, sizeof(int64_t)), i};
		assert_int_equal(pthread_create(&thread[i], NULL, add_words, &worker[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		void *failed;
		assert_int_equal(pthread_join(thread[i], &failed), 0);
		assert_null(failed);
	}
	for (int word = 0; word < WORDS; word++) {
		int64_t number = worker[0].number[word];
		assert_true(number >= 0 && number < WORDS && !seen[number]); /* dense, each once */
		seen[number] = true;
		for (int i = 1; i < THREADS; i++)
			assert_int_equal(worker[i].number[word], number);
	}
	for (int i = 0; i < THREADS; i++)
		free(worker[i].number);
	symbols_free(symbols);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_span_order),
		cmocka_unit_test(test_arena),
		cmocka_unit_test(test_arena_bytes),
		cmocka_unit_test(test_large_blocks),
		cmocka_unit_test(test_arena_reset_settles),
		cmocka_unit_test(test_arena_reset_keeps_one_block),
		cmocka_unit_test(test_arena_join),
		cmocka_unit_test(test_buffer),
		cmocka_unit_test(test_buffer_format_sizes),
		cmocka_unit_test(test_buffer_counts),
		cmocka_unit_test(test_heap),
		cmocka_unit_test(test_err),
		cmocka_unit_test(test_symbols),
		cmocka_unit_test(test_symbols_in_threads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
