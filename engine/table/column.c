#include "table/column.h"

#include "base/digits.h"
#include "base/file.h"
#include "base/idnumber.h"

struct column *column_new(struct arena *arena, enum value_type type, uint32_t count, bool raw)
{
	struct column *column = arena_zero(arena, 1, sizeof *column);
	column->type = type;
	column->mask = UINT32_MAX;
	column->cell = arena_zero(arena, count, 1);
	if (type == TYPE_TEXT)
		column->text = arena_alloc(arena, count * sizeof *column->text);
	else
		column->number = arena_alloc(arena, count * sizeof *column->number);
	if (raw)
		column->raw = arena_zero(arena, count, sizeof *column->raw);
	return column;
}

/* Mostly it is so, and told eight cells at a time. Cells not read are zero. */
bool column_is_known(const struct column *column, uint32_t count)
{
	const uint64_t unread_or_value = 0x0101010101010101ull * CELL_VALUE;
	uint32_t cells = column->mask ? count : 1, at = 0;
	uint64_t other = 0, eight;
	for (; at + sizeof eight <= cells; at += sizeof eight) {
		memcpy(&eight, column->cell + at, sizeof eight);
		other |= eight & ~unread_or_value;
	}
	for (; at < cells; at++)
		other |= column->cell[at] & ~CELL_VALUE;
	return !other;
}

static void id_text(int64_t number, struct symbols *symbols, struct buffer *out)
{
	if (number < 0) {
		buffer_add_span(out, symbols_text(symbols, -(number + 1)));
		return;
	}
	id_number_text(number, buffer_room(out, 18));
	out->size += 18;
}

static void share_text(int64_t share, struct buffer *out)
{
	buffer_format(out, "%lld.%04lld", (long long)(share / SHARE_ONE), (long long)(share % SHARE_ONE / (SHARE_ONE / 10000)));
}

void value_text(struct value value, enum value_type type, struct symbols *symbols, struct buffer *out)
{
	if (value.cell != CELL_VALUE)
		return;
	char text[MONEY_TEXT_SIZE];
	switch (type) {
	case TYPE_TEXT:
		buffer_add_span(out, value.text);
		break;
	case TYPE_ID:
		id_text(value.number, symbols, out);
		break;
	case TYPE_CODE:
		buffer_add_span(out, symbols_text(symbols, value.number));
		break;
	case TYPE_DATE:
		buffer_add(out, text, (size_t)day_text(value.number, text));
		break;
	case TYPE_MONTH:
		buffer_add(out, text, (size_t)month_text(value.number, text));
		break;
	case TYPE_MONEY:
		buffer_add(out, text, (size_t)money_text(value.number, text));
		break;
	case TYPE_BOOL:
		buffer_add_span(out, value.number ? SPAN("true") : SPAN("false"));
		break;
	case TYPE_SHARE:
		share_text(value.number, out);
		break;
	default:
		if (value.number < 0)
			buffer_add_char(out, '-');
		buffer_add_count(out, value.number < 0 ? -(uint64_t)value.number : (uint64_t)value.number);
	}
}

static struct span symbol_span(int64_t number, enum value_type type, struct symbols *symbols, char out[18])
{
	if (type == TYPE_CODE)
		return symbols_text(symbols, number);
	if (number < 0)
		return symbols_text(symbols, -(number + 1));
	id_number_text(number, out);
	return (struct span){out, 18};
}

int value_compare(struct value a, struct value b, enum value_type type, struct symbols *symbols)
{
	if (type == TYPE_TEXT)
		return span_compare(a.text, b.text);
	bool by_text = type == TYPE_CODE || (type == TYPE_ID && (a.number < 0 || b.number < 0));
	if (by_text && a.number != b.number) {
		char left[18], right[18];
		return span_compare(symbol_span(a.number, type, symbols, left), symbol_span(b.number, type, symbols, right));
	}
	return (a.number > b.number) - (a.number < b.number);
}

bool value_equal(struct value a, struct value b, enum value_type type)
{
	return type == TYPE_TEXT ? span_equal(a.text, b.text) : a.number == b.number;
}

/* ---- hashes ---- */

static inline uint64_t hash_pair(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Accounts, names and codes are short: two or four words that cover the bytes, without a call. */
static inline uint64_t text_hash(struct span s)
{
	if (s.size > 32)
		return hash_bytes(s.data, s.size);
	bool words = s.size >= 8;
	uint64_t first = words ? digits_load(s.data) : digits_load_few(s.data, s.size), last = words ? digits_load(s.data + s.size - 8) : 0;
	uint64_t hash = hash_pair(first ^ 0xA0761D6478BD642Full, last ^ (0xE7037ED1A0B428DBull + s.size));
	if (s.size > 16)
		hash += hash_pair(digits_load(s.data + 8) ^ 0x8EBC6AF09C88C6E3ull, digits_load(s.data + s.size - 16) ^ 0x589965CC75374CC3ull);
	return hash_mix(hash);
}

uint64_t value_hash(struct value value, enum value_type type)
{
	return type == TYPE_TEXT ? text_hash(value.text) : hash_mix((uint64_t)value.number);
}

static void text_hashes(const struct column *column, const uint32_t *row, uint32_t count, uint64_t *restrict hash)
{
	for (uint32_t at = 0; at < count; at++) {
		uint32_t from = row[at] & column->mask;
		hash[at] = text_hash(column->cell[from] == CELL_VALUE ? column->text[from] : (struct span){0});
	}
}

void column_hashes(const struct column *column, const uint32_t *row, uint32_t count, uint64_t *restrict hash)
{
	const int64_t *number = column->number;
	uint32_t mask = column->mask;
	if (!number)
		text_hashes(column, row, count, hash);
	else
		for (uint32_t at = 0; at < count; at++)
			hash[at] = hash_mix((uint64_t)number[row[at] & mask]);
}

/* Cheaper than a hash of its own: what is mixed in makes different numbers of different ones, and hash is a good one already or becomes it last. */
static inline uint64_t mix_in(uint64_t hash, uint64_t number)
{
	hash = (hash ^ number) * 0x9E3779B97F4A7C15ull;
	return hash ^ hash >> 32;
}

void column_hashes_more(const struct column *column, const uint32_t *row, uint32_t count, uint64_t *restrict hash)
{
	uint32_t mask = column->mask;
	if (column->number)
		for (uint32_t at = 0; at < count; at++)
			hash[at] = mix_in(hash[at], (uint64_t)column->number[row[at] & mask]);
	else
		for (uint32_t at = 0; at < count; at++) {
			uint32_t from = row[at] & mask;
			hash[at] = mix_in(hash[at], text_hash(column->cell[from] == CELL_VALUE ? column->text[from] : (struct span){0}));
		}
}
