#include "group/packed.h"

#include <endian.h>

#include "base/file.h"

enum { RAW_KEPT = 0x80 };

/* Most numbers here are small, and every byte is written, spilled and read again: seven bits a byte. How many bytes follow the first stands in its
 * low zero bits, so that a number is one load and one shift: up to seven bytes behind it are read and left alone. */
enum { NUMBER_ROOM = 9 };

static inline char *put_number(char *at, uint64_t number)
{
	uint32_t bits = 64 - (uint32_t)__builtin_clzll(number | 1), more = (bits - 1) / 7;
	if (bits > 56) {
		*at = 0;
		memcpy(at + 1, &number, sizeof number);
		return at + NUMBER_ROOM;
	}
	uint64_t word = htole64((number << 1 | 1) << more);
	memcpy(at, &word, sizeof word);
	return at + more + 1;
}

static inline void add_number(struct buffer *out, uint64_t number)
{
	out->size = (size_t)(put_number(buffer_room(out, NUMBER_ROOM + PACKED_SLACK), number) - out->data);
}

static inline uint64_t next_number(const uint8_t **at)
{
	uint64_t word;
	if (!**at) {
		memcpy(&word, *at + 1, sizeof word);
		*at += NUMBER_ROOM;
		return word;
	}
	uint32_t size = (uint32_t)__builtin_ctz(**at) + 1;
	memcpy(&word, *at, sizeof word);
	*at += size;
	return le64toh(word) >> size & (UINT64_MAX >> (64 - 7 * size));
}

/* Small negative numbers stay small too. */
static uint64_t zigzag(int64_t number)
{
	return (uint64_t)number << 1 ^ (uint64_t)(number >> 63);
}

static int64_t unzigzag(uint64_t number)
{
	return (int64_t)(number >> 1) ^ -(int64_t)(number & 1);
}

static void add_place(struct buffer *out, struct place place)
{
	add_number(out, place.extract);
	add_number(out, place.line);
	add_number(out, place.byte);
}

static struct place next_place(const uint8_t **at)
{
	struct place place = {.extract = (uint32_t)next_number(at)};
	place.line = next_number(at);
	place.byte = next_number(at);
	return place;
}

static void add_text(struct buffer *out, struct span text)
{
	add_number(out, text.size);
	buffer_add_span(out, text);
}

static struct span next_text(const uint8_t **at)
{
	size_t size = next_number(at);
	struct span text = {(const char *)*at, size};
	*at += size;
	return text;
}

static inline void add_value(struct buffer *out, const struct column *column, uint32_t row, bool keep_raw)
{
	uint32_t from = row & column->mask;
	uint8_t cell = column->cell[from];
	bool raw = keep_raw && column->raw != NULL, text = cell == CELL_VALUE && column->type == TYPE_TEXT;
	char *at = buffer_room(out, 1 + NUMBER_ROOM + PACKED_SLACK);
	*at++ = (char)(cell | (raw ? RAW_KEPT : 0));
	if (text)
		at = put_number(at, column->text[from].size);
	else if (cell == CELL_VALUE)
		at = put_number(at, zigzag(column->number[from]));
	out->size = (size_t)(at - out->data);
	if (text)
		buffer_add_span(out, column->text[from]);
	if (raw)
		add_text(out, column->raw[from]);
}

void packed_add(struct buffer *out, const struct column *column, uint32_t row, bool keep_raw)
{
	add_value(out, column, row, keep_raw);
}

static inline struct value next_value(const uint8_t **at, enum value_type type, struct span *raw)
{
	uint8_t cell = *(*at)++;
	struct value value = {.cell = cell & (uint8_t)~RAW_KEPT};
	if (value.cell == CELL_VALUE && type == TYPE_TEXT)
		value.text = next_text(at);
	else if (value.cell == CELL_VALUE)
		value.number = unzigzag(next_number(at));
	*raw = cell & RAW_KEPT ? next_text(at) : (struct span){0};
	return value;
}

struct value packed_next(const uint8_t **at, enum value_type type, struct span *raw)
{
	return next_value(at, type, raw);
}

void packed_next_all(const uint8_t **at, uint32_t count, struct column *out)
{
	for (uint32_t row = 0; row < count; row++)
		column_set(out, row, next_value(&at[row], out->type, &out->raw[row]));
}

void packed_values(const uint8_t *at, const struct stage *stage, struct value *out)
{
	struct span raw;
	for (uint32_t each = 0; each < stage->value_count; each++)
		out[each] = next_value(&at, stage->value[each].node->type, &raw);
}

const uint8_t *packed_keep(const uint8_t *bytes, uint32_t size, struct arena *arena)
{
	uint8_t *copy = arena_bytes(arena, (size_t)size + PACKED_SLACK);
	if (size)
		memcpy(copy, bytes, size);
	return copy;
}

/* A row in a partition begins with its hash and the size of all; the rest are numbers of varying length. */
enum { HEAD_BYTES = sizeof(uint64_t) + sizeof(uint32_t) };

static void add_evidence(struct buffer *out, const struct evidence *evidence)
{
	for (uint32_t at = 0; at < evidence->count; at++) {
		const struct evidence_row *row = &evidence->row[at];
		uint32_t matches = row->match_row[-1]; /* counted in front, see next_matches */
		add_number(out, row->stage);
		add_place(out, row->place);
		add_number(out, matches);
		for (uint32_t match = 0; match < matches; match++)
			add_number(out, (uint32_t)(row->match_row[match] + 1)); /* ROW_NONE is 0 */
		add_text(out, (struct span){(const char *)row->values, row->values_size});
	}
}

/* Values of the row, keys first. Returns how long those are. */
static uint32_t add_values(struct buffer *out, const struct row_block *block, uint32_t position)
{
	const struct stage *stage = block->stage;
	size_t start = out->size;
	uint32_t keys_size = 0;
	for (uint32_t at = 0; at < stage->value_count; at++) {
		add_value(out, block->value[at], position, stage->pass_unknown);
		if (at + 1 == stage->key_count)
			keys_size = (uint32_t)(out->size - start);
	}
	return keys_size;
}

void packed_row_add(struct buffer *out, const struct row_block *block, uint32_t index, uint64_t hash)
{
	const struct stage *stage = block->stage;
	const struct evidence *evidence = block->evidence ? block->evidence[index] : NULL;
	size_t start = out->size;
	uint32_t position = block->at[index];
	buffer_room(out, HEAD_BYTES);
	out->size += HEAD_BYTES;
	uint32_t keys_size = add_values(out, block, position);
	uint32_t values_size = (uint32_t)(out->size - start - HEAD_BYTES);
	add_place(out, block_place(block, index));
	add_number(out, block->undecided ? block->undecided[index] : 0);
	for (uint32_t match = 0; match < stage->match_count; match++)
		add_number(out, (uint32_t)(block->match_row[match][position] + 1));
	add_number(out, evidence ? evidence->total : 0);
	if (evidence) {
		add_number(out, evidence->count);
		add_evidence(out, evidence);
	}
	uint32_t sizes[2] = {keys_size, values_size}; /* last, at a fixed distance from the end */
	buffer_add(out, sizes, sizeof sizes);
	uint32_t size = (uint32_t)(out->size - start);
	memcpy(out->data + start, &hash, sizeof hash);
	memcpy(out->data + start + sizeof hash, &size, sizeof size);
}

uint64_t packed_row_hash(const uint8_t *at, uint32_t *size)
{
	uint64_t hash;
	memcpy(&hash, at, sizeof hash);
	memcpy(size, at + sizeof hash, sizeof *size);
	return hash;
}

static const uint32_t *next_matches(const uint8_t **at, uint32_t count, struct arena *arena)
{
	uint32_t *row = arena_alloc(arena, (count + 1) * sizeof *row);
	row[0] = count;
	for (uint32_t match = 0; match < count; match++)
		row[match + 1] = (uint32_t)next_number(at) - 1;
	return row + 1;
}

static void next_evidence(const uint8_t *at, struct evidence *out, struct arena *arena)
{
	out->count = out->capacity = (uint32_t)next_number(&at);
	out->row = arena_alloc(arena, (out->count + 1) * sizeof *out->row);
	for (uint32_t each = 0; each < out->count; each++) {
		struct evidence_row *row = &out->row[each];
		row->stage = (uint32_t)next_number(&at);
		row->place = next_place(&at);
		uint32_t matches = (uint32_t)next_number(&at);
		row->match_row = next_matches(&at, matches, arena);
		struct span values = next_text(&at);
		row->values = (const uint8_t *)values.data;
		row->values_size = (uint32_t)values.size;
	}
}

const uint8_t *packed_row_read(const uint8_t *at, const struct stage *stage, struct packed_row *out, struct arena *arena)
{
	uint32_t size, sizes[2];
	*out = (struct packed_row){.hash = packed_row_hash(at, &size), .match_count = stage->match_count};
	const uint8_t *end = at + size;
	memcpy(sizes, end - sizeof sizes, sizeof sizes);
	out->keys_size = sizes[0];
	out->values_size = sizes[1];
	out->values = at + HEAD_BYTES;
	at = out->values + out->values_size;
	out->place = next_place(&at);
	out->undecided = (uint32_t)next_number(&at);
	out->match_row = next_matches(&at, stage->match_count, arena);
	out->evidence.total = next_number(&at);
	if (out->evidence.total)
		next_evidence(at, &out->evidence, arena);
	return end;
}
