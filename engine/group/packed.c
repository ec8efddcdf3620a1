#include "group/packed.h"

#include "base/file.h"

enum { RAW_KEPT = 0x80 };

static void add_u32(struct buffer *out, uint32_t number)
{
	buffer_add(out, &number, sizeof number);
}

static uint32_t next_u32(const uint8_t **at)
{
	uint32_t number;
	memcpy(&number, *at, sizeof number);
	*at += sizeof number;
	return number;
}

static void add_text(struct buffer *out, struct span text)
{
	add_u32(out, (uint32_t)text.size);
	buffer_add_span(out, text);
}

static struct span next_text(const uint8_t **at)
{
	uint32_t size = next_u32(at);
	struct span text = {(const char *)*at, size};
	*at += size;
	return text;
}

void packed_add(struct buffer *out, const struct column *column, uint32_t row, bool keep_raw)
{
	struct value value = column_value(column, row);
	bool raw = keep_raw && column->raw != NULL;
	buffer_add_char(out, (char)(value.cell | (raw ? RAW_KEPT : 0)));
	if (value.cell == CELL_VALUE && column->type == TYPE_TEXT)
		add_text(out, value.text);
	else if (value.cell == CELL_VALUE)
		buffer_add(out, &value.number, sizeof value.number);
	if (raw)
		add_text(out, column->raw[row & column->mask]);
}

struct value packed_next(const uint8_t **at, enum value_type type, struct span *raw)
{
	uint8_t cell = *(*at)++;
	struct value value = {.cell = cell & (uint8_t)~RAW_KEPT};
	if (value.cell == CELL_VALUE && type == TYPE_TEXT) {
		value.text = next_text(at);
	} else if (value.cell == CELL_VALUE) {
		memcpy(&value.number, *at, sizeof value.number);
		*at += sizeof value.number;
	}
	*raw = cell & RAW_KEPT ? next_text(at) : (struct span){0};
	return value;
}

/* Fixed head of a row in a partition. */
struct head {
	uint32_t size, undecided;
	uint64_t hash;
	struct place place;
	uint32_t match_count, keys_size, values_size, evidence_count;
	uint64_t evidence_total;
};

static void add_evidence(struct buffer *out, const struct evidence *evidence)
{
	for (uint32_t at = 0; at < evidence->count; at++) {
		const struct evidence_row *row = &evidence->row[at];
		add_u32(out, row->stage);
		buffer_add(out, &row->place, sizeof row->place);
		uint32_t matches = row->match_row ? row->match_row[-1] : 0; /* counted in front, see copy_matches */
		add_u32(out, matches);
		buffer_add(out, row->match_row, matches * sizeof *row->match_row);
		add_text(out, (struct span){(const char *)row->values, row->values_size});
	}
}

bool packed_row_add(struct buffer *out, const struct row_block *block, uint32_t index)
{
	const struct stage *stage = block->stage;
	size_t start = out->size;
	uint32_t position = block->at[index];
	struct head head = {.undecided = block->undecided ? block->undecided[index] : 0, .place = block->place[index],
			    .match_count = stage->match_count};
	buffer_add(out, &head, sizeof head);
	for (uint32_t match = 0; match < stage->match_count; match++)
		add_u32(out, block->match_row[match][position]);
	size_t values = out->size;
	for (uint32_t at = 0; at < stage->value_count; at++) {
		if (at < stage->key_count && block->value[at]->cell[position & block->value[at]->mask] != CELL_VALUE) {
			out->size = start;
			return false;
		}
		packed_add(out, block->value[at], position, stage->pass_unknown);
		if (at + 1 == stage->key_count)
			head.keys_size = (uint32_t)(out->size - values);
	}
	head.values_size = (uint32_t)(out->size - values);
	head.hash = hash_bytes(out->data + values, head.keys_size);
	if (block->evidence && block->evidence[index]) {
		head.evidence_total = block->evidence[index]->total;
		head.evidence_count = block->evidence[index]->count;
		add_evidence(out, block->evidence[index]);
	}
	head.size = (uint32_t)(out->size - start);
	memcpy(out->data + start, &head, sizeof head);
	return true;
}

uint64_t packed_row_hash(const uint8_t *at, uint32_t *size)
{
	struct head head;
	memcpy(&head, at, sizeof head);
	*size = head.size;
	return head.hash;
}

static const uint32_t *copy_matches(const uint8_t **at, uint32_t count, struct arena *arena)
{
	uint32_t *row = arena_alloc(arena, (count + 1) * sizeof *row);
	row[0] = count;
	memcpy(row + 1, *at, count * sizeof *row);
	*at += count * sizeof *row;
	return row + 1;
}

static void read_evidence(const uint8_t *at, uint32_t count, struct evidence *out, struct arena *arena)
{
	out->count = out->capacity = count;
	out->row = arena_alloc(arena, (count + 1) * sizeof *out->row);
	for (uint32_t each = 0; each < count; each++) {
		struct evidence_row *row = &out->row[each];
		row->stage = next_u32(&at);
		memcpy(&row->place, at, sizeof row->place);
		at += sizeof row->place;
		uint32_t matches = next_u32(&at);
		row->match_row = copy_matches(&at, matches, arena);
		struct span values = next_text(&at);
		row->values = (const uint8_t *)values.data;
		row->values_size = (uint32_t)values.size;
	}
}

const uint8_t *packed_row_read(const uint8_t *at, struct packed_row *out, struct arena *arena)
{
	struct head head;
	memcpy(&head, at, sizeof head);
	const uint8_t *end = at + head.size;
	at += sizeof head;
	*out = (struct packed_row){.hash = head.hash, .undecided = head.undecided, .place = head.place, .match_count = head.match_count,
				   .keys_size = head.keys_size, .values_size = head.values_size};
	out->match_row = copy_matches(&at, head.match_count, arena);
	out->values = at;
	out->evidence.total = head.evidence_total;
	if (head.evidence_total)
		read_evidence(at + head.values_size, head.evidence_count, &out->evidence, arena);
	return end;
}
