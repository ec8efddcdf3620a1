/* Both inflaters say the same of every file, in the same words: content, damage, truncation, garbage. */
#include "hecha_limits.h"
#include "source/source_inflate.h"
#include "source_pack.h"
#include "source_reader.h"

static struct reading reading_with(const char *inflater, struct span packed, size_t chunk_bytes)
{
	setenv("HECHA_INFLATE", inflater, 1);
	return reading_of(&(struct source_options){.path = "test.csv", .bytes = packed, .chunk_bytes = chunk_bytes});
}

/* True when the file was read to its end. */
static bool same_of_both(struct span packed, size_t chunk_bytes)
{
	struct reading zlib = reading_with("zlib", packed, chunk_bytes), isal = reading_with("isal", packed, chunk_bytes);
	bool good = zlib.status == STATUS_END;
	assert_int_equal(zlib.status, isal.status);
	assert_int_equal(zlib.err.text != NULL, isal.err.text != NULL);
	if (zlib.err.text)
		assert_string_equal(zlib.err.text, isal.err.text);
	if (good) {
		assert_span(buffer_span(&zlib.content), buffer_span(&isal.content));
		assert_string_equal(source_facts(zlib.source)->digest, source_facts(isal.source)->digest);
		assert_int_equal(source_facts(isal.source)->file_bytes, packed.size);
	}
	reading_free(&zlib);
	reading_free(&isal);
	return good;
}

static void add_rows(struct buffer *out, uint32_t count)
{
	buffer_add_span(out, SPAN("a,b\n"));
	for (uint32_t row = 0; row < count; row++)
		buffer_format(out, "%u,%u\n", row % 7, row * 2654435761u);
}

/* Every byte, every bit: two members, and what one gets when disks and wires go wrong. */
static void test_damage_anywhere(void **state)
{
	struct buffer packed = BUFFER_INIT, rows = BUFFER_INIT;
	uint32_t good = 0;
	(void)state;
	if (!inflater_isal)
		skip();
	add_rows(&rows, 12);
	pack(&packed, buffer_span(&rows));
	pack(&packed, SPAN("8,9\n"));
	for (size_t at = 0; at < packed.size * 8; at++) {
		packed.data[at / 8] ^= (char)(1 << at % 8);
		good += same_of_both(buffer_span(&packed), at % 3 ? 0 : 7);
		packed.data[at / 8] ^= (char)(1 << at % 8);
	}
	assert_in_range(good, 1, 16 * 8); /* bytes of a header that say nothing of the content */
	for (size_t size = 0; size < packed.size; size++)
		same_of_both(span_slice(buffer_span(&packed), 0, size), 0);
	assert_true(same_of_both(buffer_span(&packed), 0));
	buffer_free(&packed);
	buffer_free(&rows);
}

/* Damage behind what was already handed out: zlib starts again and has to come to the same place. */
static void test_damage_late(void **state)
{
	struct buffer packed = BUFFER_INIT, rows = BUFFER_INIT;
	(void)state;
	if (!inflater_isal)
		skip();
	add_rows(&rows, 200000);
	pack(&packed, buffer_span(&rows));
	pack(&packed, SPAN(""));
	pack(&packed, buffer_span(&rows));
	assert_true(same_of_both(buffer_span(&packed), 0));
	assert_true(same_of_both(buffer_span(&packed), 5000));
	assert_false(same_of_both(span_slice(buffer_span(&packed), 0, packed.size - 9), 5000));
	packed.data[packed.size - 5000] ^= 16;
	assert_false(same_of_both(buffer_span(&packed), 5000));
	assert_false(same_of_both(buffer_span(&packed), 0));
	buffer_free(&packed);
	buffer_free(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_damage_anywhere),
		cmocka_unit_test(test_damage_late),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
