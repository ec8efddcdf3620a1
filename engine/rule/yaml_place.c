#include "rule/yaml_parts.h"

/* libyaml hands out the finished text of a scalar without saying where its bytes came from. Text and file are walked side by
 * side: what is not blank stands in the file in the same order, blanks are what folding and indentation change.
 *
 *   file:  where: >\n··p.state = 'paid'\n··and p.amount > 0\n
 *   text:             p.state = 'paid'·and p.amount > 0\n
 */
struct walk {
	const char *raw;
	uint32_t at, end;
	char quote; /* " or ', 0 for plain and block scalars */
	bool lost;  /* text and file no longer agree (never seen): the rest maps to one place */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_blanks(struct walk *walk)
{
	while (walk->at < walk->end && is_blank(walk->raw[walk->at]))
		walk->at++;
}

/* Bytes in the file and in the text of the escape at walk->at; a line end behind the backslash makes no text. */
static uint32_t escape_size(const struct walk *walk, uint32_t *text_bytes)
{
	char kind = walk->at + 1 < walk->end ? walk->raw[walk->at + 1] : ' ';
	uint32_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
	uint32_t code = 0;
	*text_bytes = kind == '\n' || kind == '\r' ? 0 : kind == 'N' || kind == '_' ? 2 : kind == 'L' || kind == 'P' ? 3 : 1;
	for (uint32_t i = 0; i < digits && walk->at + 2 + i < walk->end; i++) {
		char c = walk->raw[walk->at + 2 + i];
		code = code << 4 | (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	if (digits)
		*text_bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	return 2 + digits;
}

static uint32_t skip_escape(struct walk *walk, uint32_t *place, uint32_t room)
{
	uint32_t text_bytes, filled = 0;
	uint32_t size = escape_size(walk, &text_bytes);
	while (filled < text_bytes && filled < room)
		place[filled++] = walk->at;
	walk->at = walk->at + size < walk->end ? walk->at + size : walk->end;
	return filled;
}

static void find(struct walk *walk, char c)
{
	if (walk->lost || (walk->at < walk->end && walk->raw[walk->at] == c))
		return;
	const char *found = memchr(walk->raw + walk->at, c, walk->end - walk->at);
	if (found)
		walk->at = (uint32_t)(found - walk->raw);
	else
		walk->lost = true;
}

static void walk_text(struct walk *walk, struct span text, uint32_t *place)
{
	uint32_t size = (uint32_t)text.size;
	for (uint32_t i = 0; i < size;) {
		char c = text.data[i];
		if (!is_blank(c))
			skip_blanks(walk);
		if (walk->quote == '"' && walk->at < walk->end && walk->raw[walk->at] == '\\') {
			i += skip_escape(walk, place + i, size - i);
			continue;
		}
		if (!is_blank(c))
			find(walk, c);
		place[i++] = walk->at;
		if (walk->at < walk->end && !walk->lost && (!is_blank(c) || is_blank(walk->raw[walk->at])))
			walk->at += walk->quote == '\'' && c == '\'' && walk->at + 1 < walk->end ? 2 : 1;
	}
	place[size] = walk->at;
}

/* A block scalar's text begins below its header line (`|`, `>-`, a comment). */
static uint32_t block_start(struct span file, uint32_t start, uint32_t end)
{
	const char *line_end = memchr(file.data + start, '\n', end - start);
	return line_end ? (uint32_t)(line_end - file.data) + 1 : end;
}

const uint32_t *yaml_place_map(struct document *document, const struct yaml *scalar)
{
	struct span file = document->text;
	uint32_t start = scalar->start + scalar->quoted;
	uint32_t end = scalar->end - scalar->quoted;
	if (!scalar->block && end - start == scalar->text.size &&
	    span_equal(span_slice(file, start, end - start), scalar->text))
		return NULL;
	struct walk walk = {.raw = file.data, .at = start, .end = end};
	if (scalar->quoted)
		walk.quote = file.data[scalar->start];
	if (scalar->block)
		walk.at = block_start(file, start, end);
	uint32_t *place = arena_alloc(&document->arena, (scalar->text.size + 1) * sizeof *place);
	walk_text(&walk, scalar->text, place);
	return place;
}

uint32_t yaml_place(const struct yaml *scalar, uint32_t offset)
{
	return scalar->place ? scalar->place[offset] : scalar->start + scalar->quoted + offset;
}
