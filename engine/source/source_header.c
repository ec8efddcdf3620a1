#include "source/source_header.h"

/* Blanks before the delimiter is known: a line of nothing but TABs is no header of a TAB file either. */
static const struct dialect any_dialect = {.delimiter = ','};

static size_t skip_blank_lines(struct span bytes)
{
	size_t at = 0;
	while (at < bytes.size) {
		const char *line_end = memchr(bytes.data + at, '\n', bytes.size - at);
		if (!line_end)
			break;
		size_t size = (size_t)(line_end + 1 - bytes.data) - at;
		if (!boundary_is_blank(span_slice(bytes, at, size), &any_dialect))
			break;
		at += size;
	}
	return at;
}

/* A header with an open quote is counted too: of the delimiters it is split by, that one is meant and the quote is what is wrong. */
static enum header header_try(struct span bytes, bool at_end, struct dialect *dialect, size_t *size)
{
	dialect->column_count = 0;
	enum boundary found = boundary_find(bytes, dialect, at_end, size);
	if (found == BOUNDARY_MORE)
		return HEADER_MORE;
	dialect->column_count = boundary_field_count(span_slice(bytes, 0, *size), dialect);
	return found == BOUNDARY_RECORD ? HEADER_FOUND : HEADER_OPEN_QUOTE;
}

/* The delimiter that splits it most often; the first of the list where two are level. */
static enum header header_guess(struct span bytes, bool at_end, enum encoding encoding, struct dialect *dialect, size_t *size)
{
	static const char candidates[] = {',', ';', '\t', '|'};
	enum header answer = HEADER_NONE;
	struct dialect best = {.column_count = 0};
	for (size_t at = 0; at < sizeof candidates; at++) {
		struct dialect candidate = {.delimiter = candidates[at],
					    .gb18030 = encoding == ENCODING_GB18030 && candidates[at] == '|'};
		size_t candidate_size;
		enum header found = header_try(bytes, at_end, &candidate, &candidate_size);
		if (found == HEADER_MORE)
			return HEADER_MORE;
		if (candidate.column_count <= best.column_count)
			continue;
		answer = found;
		best = candidate;
		*size = candidate_size;
	}
	if (answer == HEADER_FOUND)
		*dialect = best;
	return answer;
}

enum header header_find(struct span bytes, bool at_end, enum encoding encoding, struct dialect *dialect, size_t *blank_size, size_t *size)
{
	*blank_size = skip_blank_lines(bytes);
	bytes = span_slice(bytes, *blank_size, bytes.size - *blank_size);
	if (at_end && boundary_is_blank(bytes, &any_dialect))
		return HEADER_NONE;
	if (dialect->delimiter)
		return header_try(bytes, at_end, dialect, size);
	return header_guess(bytes, at_end, encoding, dialect, size);
}
