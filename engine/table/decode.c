#include "table/decode.h"

#include "base/digits.h"
#include "base/text.h"

/* ---- codes and bools ---- */

enum { CACHE_SETS = 128, CACHE_BYTES_MAX = 15 };

/* Two words of up to 15 bytes and their count: never both zero, but for the empty cell. */
struct code_key {
	uint64_t low, high;
};

struct code_cache {
	struct code_cached {
		struct code_key key;
		int64_t number;
		uint8_t cell; /* UNREAD: a free place */
	} at[CACHE_SETS][2];
};

static inline struct code_key code_key(struct span field)
{
	uint64_t size = (uint64_t)field.size << 56;
	if (field.size <= 8)
		return (struct code_key){digits_load_few(field.data, field.size), size};
	return (struct code_key){digits_load(field.data), digits_load(field.data + field.size - 8) >> 8 * (16 - field.size) | size};
}

static inline struct code_cached *code_set(struct code_cache *cache, struct code_key key)
{
	return cache->at[((key.low ^ key.high << 7) * 0x9E3779B97F4A7C15u) >> 57];
}

static inline bool code_is(const struct code_cached *cached, struct code_key key)
{
	return (cached->key.low == key.low) & (cached->key.high == key.high) & (cached->cell != CELL_UNREAD);
}

struct code_cache *code_cache_new(void)
{
	return mem_zero(1, sizeof(struct code_cache));
}

void code_cache_clear(struct code_cache *cache)
{
	memset(cache, 0, sizeof *cache);
}

void code_cache_add(struct code_cache *cache, struct span field, uint8_t cell, int64_t number)
{
	if (field.size > CACHE_BYTES_MAX)
		return;
	struct code_key key = code_key(field);
	struct code_cached *set = code_set(cache, key);
	set[1] = set[0];
	set[0] = (struct code_cached){key, number, cell};
}

static uint32_t decode_codes(const struct column *out, struct code_cache *cache, const struct span *field, const uint32_t *row,
			     uint32_t count, uint32_t *left, uint64_t *malformed_count)
{
	uint8_t *restrict cell = out->cell;
	int64_t *restrict number = out->number;
	uint32_t left_count = 0, malformed = 0;
	for (uint32_t at = 0; at < count; at++) {
		uint32_t each = row[at];
		struct code_key key = code_key(field[at].size <= CACHE_BYTES_MAX ? field[at] : (struct span){0});
		const struct code_cached *set = code_set(cache, key);
		bool first = code_is(&set[0], key), known = (first | code_is(&set[1], key)) & (field[at].size <= CACHE_BYTES_MAX);
		const struct code_cached *from = first ? &set[0] : &set[1];
		cell[each] = known ? from->cell : CELL_UNREAD;
		number[each] = from->number;
		malformed += known & (from->cell == CELL_MALFORMED);
		left[left_count] = at;
		left_count += !known;
	}
	*malformed_count += malformed;
	return left_count;
}

/* ---- texts ---- */

/* The null words of up to four bytes; 无 only as UTF-8, other encodings take the full way. */
static inline bool is_null_word(struct span s)
{
	uint64_t word = digits_load_few(s.data, s.size);
	return word == '/' || word == 0x4E5C /* \N */ || word == 0x4C4C554E /* NULL */ || word == 0x6C6C756E /* null */ ||
	       word == 0xA097E6 /* 无 */;
}

/* Nothing but characters U+4000..U+9FFF, three bytes each: Chinese names and words. No blank is among them. */
static inline bool is_han(struct span s)
{
	uint32_t wrong = s.size % 3;
	for (size_t at = 0; at + 3 <= s.size; at += 3) {
		const unsigned char *c = (const unsigned char *)s.data + at;
		wrong |= (c[0] - 0xE4u > 5) | (c[1] >> 6 ^ 2) | (c[2] >> 6 ^ 2);
	}
	return !wrong;
}

static uint32_t decode_texts(const struct column *out, enum encoding encoding, const struct span *field, const uint32_t *row, uint32_t count,
			     uint32_t *left)
{
	uint8_t *restrict cell = out->cell;
	struct span *restrict text = out->text;
	uint32_t left_count = 0;
	for (uint32_t at = 0; at < count; at++) {
		uint32_t each = row[at];
		struct span s = field[at];
		bool value = false;
		if (s.size && !(s.size <= 4 && is_null_word(s)))
			value = text_is_ascii(s) ? s.data[0] > ' ' && s.data[s.size - 1] > ' ' : encoding == ENCODING_UTF8 && is_han(s);
		cell[each] = value ? CELL_VALUE : s.size ? CELL_UNREAD : CELL_NULL;
		text[each] = value ? s : (struct span){0};
		left[left_count] = at;
		left_count += !value && s.size;
	}
	return left_count;
}

uint32_t decode_plain(const struct column *out, const struct decode_way *way, const struct span *field, const uint32_t *row, uint32_t count,
		      uint32_t *left, uint64_t *malformed_count)
{
	switch (out->type) {
	case TYPE_ID:
	case TYPE_DATE:
	case TYPE_MONTH:
	case TYPE_MONEY:
	case TYPE_INT:
		return decode_numbers(out, way->simd, field, row, count, left);
	case TYPE_CODE:
	case TYPE_BOOL:
		return decode_codes(out, way->cache, field, row, count, left, malformed_count);
	case TYPE_TEXT:
		return decode_texts(out, way->encoding, field, row, count, left);
	default:
		for (uint32_t at = 0; at < count; at++)
			left[at] = at;
		return count;
	}
}
