#include "table/decode.h"

#include "base/digits.h"
#include "base/text.h"

/* ---- codes and bools ---- */

enum { CACHE_SETS = 128, CACHE_BYTES_MAX = 15, SHORT_BYTES_MAX = 7 };

/* Up to seven bytes, or up to 15 in two words; on top their count and one: never zero. Short ones have sets of their own, in which high is 0. */
struct code_key {
	uint64_t low, high;
};

struct code_cache {
	struct code_cached {
		struct code_key key;
		int64_t number;
		uint8_t cell;
	} short_at[CACHE_SETS][2], long_at[CACHE_SETS][2];
};

static inline struct code_key code_key(struct span field)
{
	uint64_t size = (uint64_t)(field.size + 1) << 56;
	if (field.size <= SHORT_BYTES_MAX) /* all of a column, or none */
		return (struct code_key){digits_load_part(field.data, field.size) | size, 0};
	return (struct code_key){digits_load(field.data), digits_load_part(field.data + 8, field.size - 8) | size};
}

static inline struct code_cached *code_set(struct code_cache *cache, struct code_key key)
{
	uint64_t hash = ((key.low ^ key.high << 7) * 0x9E3779B97F4A7C15u) >> 57;
	return key.high ? cache->long_at[hash] : cache->short_at[hash];
}

static inline bool code_is(const struct code_cached *cached, struct code_key key)
{
	return key.high ? !((cached->key.low ^ key.low) | (cached->key.high ^ key.high)) : cached->key.low == key.low;
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

static const struct code_cached code_unknown;

static inline const struct code_cached *code_find(struct code_cache *cache, struct span field)
{
	struct code_key key = code_key(field);
	const struct code_cached *set = code_set(cache, key), *from = &set[code_is(&set[1], key)];
	return code_is(from, key) ? from : &code_unknown;
}

/* The cells of rows that are unread go into left; returns how many. */
static uint32_t list_unread(const uint8_t *cell, const uint32_t *row, uint32_t count, uint32_t *restrict left)
{
	uint32_t left_count = 0;
	for (uint32_t at = 0; at < count; at++) {
		left[left_count] = at;
		left_count += cell[row[at]] == CELL_UNREAD;
	}
	return left_count;
}

static uint32_t count_malformed(const uint8_t *cell, const uint32_t *row, uint32_t count)
{
	uint32_t malformed = 0;
	for (uint32_t at = 0; at < count; at++)
		malformed += cell[row[at]] == CELL_MALFORMED;
	return malformed;
}

static uint32_t decode_codes(const struct column *out, struct code_cache *cache, const struct span *field, const uint32_t *row,
			     uint32_t count, uint32_t *left, uint64_t *malformed_count)
{
	uint8_t *restrict cell = out->cell;
	int64_t *restrict number = out->number;
	uint8_t others = 0;
	for (uint32_t at = 0; at < count; at++) {
		uint32_t each = row[at];
		const struct code_cached *from = field[at].size <= CACHE_BYTES_MAX ? code_find(cache, field[at]) : &code_unknown;
		cell[each] = from->cell;
		number[each] = from->number;
		others |= from->cell ^ CELL_VALUE;
	}
	if (!others)
		return 0;
	*malformed_count += count_malformed(cell, row, count);
	return list_unread(cell, row, count, left);
}

/* ---- texts ---- */

/* Up to 16 bytes, the first one lowest, zeros behind them. Without a branch: lengths of names are at random. */
struct words {
	uint64_t low, high;
};

static inline struct words words_of(struct span field)
{
	size_t front = field.size < 8 ? field.size : 8;
	return (struct words){digits_load_part(field.data, front), digits_load_part(field.data + front, field.size - front)};
}

/* The null words of up to four bytes; 无 only as UTF-8, other encodings take the full way. */
static inline bool is_null_word(uint64_t word)
{
	return word == '/' || word == 0x4E5C /* \N */ || word == 0x4C4C554E /* NULL */ || word == 0x6C6C756E /* null */ ||
	       word == 0xA097E6 /* 无 */;
}

/* Zero for whole characters U+4000..U+9FFF, three bytes each, in the first `size` bytes of a word. lead: 0F in their first bytes. */
static inline uint64_t han_wrong(uint64_t word, uint64_t lead, size_t size)
{
	uint64_t tail = ~(lead * 0x11), nibble = word & lead; /* 4 … 9 of E4 … E9 */
	uint64_t wrong = (word & (lead << 4 | (tail & 0xC0C0C0C0C0C0C0C0))) ^ ((lead & 0x0E0E0E0E0E0E0E0E) << 4 | (tail & 0x8080808080808080));
	wrong |= ~(nibble + (lead & 0x0C0C0C0C0C0C0C0C)) & (lead & 0x0101010101010101) << 4;
	wrong |= (nibble + (lead & 0x0606060606060606)) & (lead & 0x0101010101010101) << 4;
	return wrong & (((uint64_t)(size < 8) << (8 * size & 63)) - 1);
}

/* Nothing but such characters: Chinese names and words. No blank is among them. */
static inline bool is_han(struct words words, size_t size)
{
	const uint64_t whole = 0x9249; /* 0, 3, … 15 bytes */
	size_t front = size < 8 ? size : 8;
	return (whole >> size & 1) & !(han_wrong(words.low, 0x000F00000F00000F, front) | han_wrong(words.high, 0x0F00000F00000F00, size - front));
}

static inline bool no_blank_around(struct span s)
{
	return ((unsigned char)s.data[0] > ' ') & ((unsigned char)s.data[s.size - 1] > ' ');
}

/* Any other text that is valid and certainly has no blank at an edge: U+00A0 is C2 A0, U+3000 is E3 80 80. */
static bool is_other_text(struct span s)
{
	unsigned char first = (unsigned char)s.data[0], last = (unsigned char)s.data[s.size - 1];
	return first > ' ' && first != 0xC2 && first != 0xE3 && last > ' ' && last != 0x80 && last != 0xA0 && text_utf8_valid(s);
}

/* A value as it stands, not empty. */
static inline bool is_plain_text(struct span s, bool utf8)
{
	if (s.size > 16)
		return text_is_ascii(s) ? no_blank_around(s) : utf8 && is_other_text(s);
	struct words words = words_of(s);
	if (s.size <= 4 && is_null_word(words.low))
		return false;
	bool ascii = !((words.low | words.high) & 0x8080808080808080);
	return ascii ? no_blank_around(s) : utf8 && (is_han(words, s.size) || is_other_text(s));
}

/* The same of one that is known to be UTF-8 without wide blanks. */
static inline bool is_plain_utf8(struct span s)
{
	return no_blank_around(s) && (s.size > 4 || !is_null_word(digits_load_part(s.data, s.size)));
}

static uint32_t decode_texts(const struct column *out, const struct decode_way *way, const struct span *field, const uint32_t *row, uint32_t count,
			     uint32_t *left)
{
	uint8_t *restrict cell = out->cell;
	struct span *restrict text = out->text;
	uint32_t left_count = 0;
	bool utf8 = way->encoding == ENCODING_UTF8;
	for (uint32_t at = 0; at < count; at++) {
		uint32_t each = row[at];
		struct span s = field[at];
		bool told = way->utf8 && way->utf8[each];
		bool value = s.size && (told ? is_plain_utf8(s) : is_plain_text(s, utf8));
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
		return decode_numbers(out, way, field, row, count, left);
	case TYPE_CODE:
	case TYPE_BOOL:
		return decode_codes(out, way->cache, field, row, count, left, malformed_count);
	case TYPE_TEXT:
		return decode_texts(out, way, field, row, count, left);
	default:
		for (uint32_t at = 0; at < count; at++)
			left[at] = at;
		return count;
	}
}
