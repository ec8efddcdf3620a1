#include "source/boundary.h"

#include "hecha_limits.h"

/* libcsv's states between two characters, as places in the code:
 *
 *   step_field ──blanks──▶ '"' ──▶ step_quoted ◀──▶ step_closed (behind a quote that may be the last)
 *                     └──▶ else ─▶ step_unquoted
 */
enum step {
	STEP_DELIMITER,	 /* a field ended at a delimiter, which is consumed */
	STEP_LINE_END,	 /* the record ended at a LF, which is consumed */
	STEP_OUT,	 /* the bytes ended outside quotes */
	STEP_OUT_QUOTED, /* the bytes ended inside quotes */
	STEP_REOPEN,	 /* the quote was not the last one (step_closed only) */
};

struct walk {
	const char *at, *end;
	char delimiter;
	bool gb18030;
	bool at_end;	    /* the file ends at end */
	const char *opened; /* behind the last quote that opened a field */
	struct boundary_hint hint;
};

static struct walk walk_start(struct span bytes, const struct dialect *dialect, bool at_end)
{
	return (struct walk){.at = bytes.data,
			     .end = bytes.data + bytes.size,
			     .delimiter = dialect->delimiter,
			     .gb18030 = dialect->gb18030,
			     .at_end = at_end};
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool in_range(char c, unsigned low, unsigned high)
{
	return (unsigned char)c >= low && (unsigned char)c <= high;
}

/* GB 18030-2022, 8.1: two bytes 81-FE, 40-7E or 80-FE; four bytes 81-FE, 30-39, 81-FE, 30-39. */
size_t boundary_gb18030_size(const char *data, size_t size)
{
	if (size < 2 || !in_range(data[0], 0x81, 0xfe))
		return 1;
	if (in_range(data[1], 0x40, 0xfe) && data[1] != 0x7f)
		return 2;
	if (size >= 4 && in_range(data[1], '0', '9') && in_range(data[2], 0x81, 0xfe) && in_range(data[3], '0', '9'))
		return 4;
	return 1;
}

static enum step step_unquoted(struct walk *walk)
{
	while (walk->at < walk->end) {
		char c = *walk->at;
		walk->at += walk->gb18030 ? boundary_gb18030_size(walk->at, (size_t)(walk->end - walk->at)) : 1;
		if (c == walk->delimiter)
			return STEP_DELIMITER;
		if (c == '\n')
			return STEP_LINE_END;
	}
	return STEP_OUT;
}

/* A CR that belongs to the line end: the record is handed to libcsv without it. */
static bool is_line_end_cr(const struct walk *walk)
{
	if (*walk->at != '\r')
		return false;
	return walk->at + 1 < walk->end ? walk->at[1] == '\n' : walk->at_end;
}

static enum step step_closed(struct walk *walk)
{
	bool blanks = false;
	for (; walk->at < walk->end; walk->at++) {
		char c = *walk->at;
		if (c == walk->delimiter || c == '\n') {
			walk->at++;
			return c == '\n' ? STEP_LINE_END : STEP_DELIMITER;
		}
		if (is_line_end_cr(walk))
			continue;
		if (c == '\r' && walk->at + 1 == walk->end)
			return STEP_OUT;
		if (is_blank(c)) {
			blanks = true;
		} else if (c == '"' && blanks) {
			blanks = false; /* libcsv stays behind the quote: this one may be the last instead */
		} else {
			walk->at += c == '"';
			return STEP_REOPEN;
		}
	}
	return STEP_OUT;
}

static enum step step_quoted(struct walk *walk)
{
	enum step step;
	do {
		const char *quote = memchr(walk->at, '"', (size_t)(walk->end - walk->at));
		walk->at = quote ? quote + 1 : walk->end;
		if (!quote)
			return STEP_OUT_QUOTED;
		step = step_closed(walk);
	} while (step == STEP_REOPEN);
	return step;
}

/* An earlier walk came through here inside quotes, and behind the quote that opens this field it still was: from there on the two
 * are one. It was inside before the quote when no quote stands before it (with blanks between), and behind it when what follows
 * cannot follow a closing quote. */
static bool is_known_quoted(const struct walk *walk)
{
	const struct boundary_hint *hint = &walk->hint;
	if (walk->at - 1 <= hint->quoted_from || walk->at >= hint->quoted_until || hint->quoted_until > walk->end)
		return false;
	char before = walk->at[-2], behind = walk->at[0];
	return before != '"' && !is_blank(before) && behind != '"' && !is_blank(behind) && behind != walk->delimiter && behind != '\n' &&
	       behind != '\r';
}

static enum step step_field(struct walk *walk)
{
	while (walk->at < walk->end && is_blank(*walk->at) && *walk->at != walk->delimiter)
		walk->at++;
	if (walk->at == walk->end || *walk->at != '"')
		return step_unquoted(walk);
	walk->opened = ++walk->at;
	if (walk->hint.quoted_until && is_known_quoted(walk))
		walk->at = walk->hint.quoted_until;
	return step_quoted(walk);
}

static enum step step_record(struct walk *walk, uint32_t *field_count)
{
	enum step step;
	*field_count = 0;
	do {
		step = step_field(walk);
		*field_count += 1;
	} while (step == STEP_DELIMITER);
	return step;
}

static enum boundary judge(enum step step, bool too_long, bool at_end)
{
	if (step == STEP_LINE_END)
		return BOUNDARY_RECORD;
	if (too_long)
		return BOUNDARY_UNBALANCED;
	if (!at_end)
		return BOUNDARY_MORE;
	return step == STEP_OUT_QUOTED ? BOUNDARY_UNBALANCED : BOUNDARY_RECORD;
}

/* *size holds the first line on entry; it stays there whenever the quotes cannot be believed. */
static enum boundary find_quoted(struct span bytes, const struct dialect *dialect, bool at_end, struct boundary_hint *hint, size_t *size)
{
	bool too_long = bytes.size > HECHA_RECORD_BYTES_MAX;
	if (too_long)
		bytes.size = HECHA_RECORD_BYTES_MAX;
	struct walk walk = walk_start(bytes, dialect, at_end && !too_long);
	walk.hint = *hint;
	uint32_t field_count;
	enum step step = step_record(&walk, &field_count);
	if (step == STEP_OUT_QUOTED)
		*hint = (struct boundary_hint){walk.opened, walk.at};
	enum boundary found = judge(step, too_long, at_end);
	size_t consumed = (size_t)(walk.at - bytes.data);
	if (found != BOUNDARY_RECORD)
		return found;
	if (consumed > *size && dialect->column_count && field_count != dialect->column_count)
		return BOUNDARY_UNBALANCED;
	*size = consumed;
	return BOUNDARY_RECORD;
}

enum boundary boundary_find_next(struct span bytes, const struct dialect *dialect, bool at_end, struct boundary_hint *hint, size_t *size)
{
	const char *line_end = bytes.size ? memchr(bytes.data, '\n', bytes.size) : NULL;
	if (!line_end && (!at_end || !bytes.size))
		return BOUNDARY_MORE;
	*size = line_end ? (size_t)(line_end + 1 - bytes.data) : bytes.size;
	if (memchr(bytes.data, '"', *size))
		return find_quoted(bytes, dialect, at_end, hint, size);
	return *size > HECHA_RECORD_BYTES_MAX ? BOUNDARY_UNBALANCED : BOUNDARY_RECORD;
}

enum boundary boundary_find(struct span bytes, const struct dialect *dialect, bool at_end, size_t *size)
{
	struct boundary_hint none = {NULL, NULL};
	return boundary_find_next(bytes, dialect, at_end, &none, size);
}

struct span boundary_trim_line_end(struct span record)
{
	if (record.size && record.data[record.size - 1] == '\n')
		record.size--;
	if (record.size && record.data[record.size - 1] == '\r')
		record.size--;
	return record;
}

bool boundary_is_blank(struct span record, const struct dialect *dialect)
{
	record = boundary_trim_line_end(record);
	size_t at = 0;
	while (at < record.size && is_blank(record.data[at]) && record.data[at] != dialect->delimiter)
		at++;
	return at == record.size;
}

uint32_t boundary_field_count(struct span record, const struct dialect *dialect)
{
	if (boundary_is_blank(record, dialect))
		return 0;
	struct walk walk = walk_start(boundary_trim_line_end(record), dialect, true);
	uint32_t field_count;
	step_record(&walk, &field_count);
	return field_count;
}

/* memchr is the C library's vector code; at some hundred bytes a line nothing portable beats it. */
uint64_t boundary_line_count(struct span bytes)
{
	uint64_t count = 0;
	size_t at = 0;
	while (at < bytes.size) {
		const char *line_end = memchr(bytes.data + at, '\n', bytes.size - at);
		if (!line_end)
			break;
		at = (size_t)(line_end + 1 - bytes.data);
		count++;
	}
	return count;
}
