/* Rows as bytes: values in order, each its cell byte and, when VALUE, a number or a length and text; a raw cell behind it when kept.
 * Equal values give equal bytes, so keys compare by memcmp. */
#ifndef HECHA_PACKED_H
#define HECHA_PACKED_H

#include "plan/rows.h"

/* Bytes behind packed values that are read, and left alone, with the last of them. Every copy has room for them. */
enum { PACKED_SLACK = 8 };

/* keep_raw: only for rows that are passed on as they are; a key must not differ by its spelling. */
void packed_add(struct buffer *out, const struct column *column, uint32_t row, bool keep_raw);

/* Reads one value and moves on. raw->data is NULL when none was kept. Texts are borrowed from the bytes. */
struct value packed_next(const uint8_t **at, enum value_type type, struct span *raw);

/* The next value of each row into row 0 … count - 1 of a column with raw cells, and on. */
void packed_next_all(const uint8_t **at, uint32_t count, struct column *out);
/* All values of a row: stage->value_count of them. */
void packed_values(const uint8_t *at, const struct stage *stage, struct value *out);
/* A copy of packed values that lives in arena. */
const uint8_t *packed_keep(const uint8_t *bytes, uint32_t size, struct arena *arena);

/* One row on its way to a partition. */
struct packed_row {
	uint64_t hash; /* of the keys */
	uint32_t undecided;
	struct place place;
	uint32_t match_count;
	const uint32_t *match_row;
	uint32_t keys_size, values_size; /* keys are the first bytes of values */
	const uint8_t *values;
	struct evidence evidence; /* of a derived row; total 0 for rows of extracts */
};

/* Appends row `index` of a block, whose keys have this hash. */
void packed_row_add(struct buffer *out, const struct row_block *block, uint32_t index, uint64_t hash);
/* Reads one row; evidence rows are put into arena. Returns the byte behind it. */
const uint8_t *packed_row_read(const uint8_t *at, const struct stage *stage, struct packed_row *out, struct arena *arena);
/* Hash of a row without reading the rest; *size its length. */
uint64_t packed_row_hash(const uint8_t *at, uint32_t *size);

#endif
