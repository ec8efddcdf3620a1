#include "source/source_cut.h"

/* Start of the last line of bytes, which end behind a line end or at the end of the file. */
static size_t last_line(struct span bytes)
{
	size_t inner = bytes.size - (bytes.data[bytes.size - 1] == '\n');
	const char *line_end = inner ? memrchr(bytes.data, '\n', inner) : NULL;
	return line_end ? (size_t)(line_end + 1 - bytes.data) : 0;
}

/* No quote: every line is a record, and only the end of bytes has to be looked at. */
static size_t cut_lines(struct span bytes, const struct dialect *dialect, bool at_end, bool hold_last)
{
	const char *line_end = memrchr(bytes.data, '\n', bytes.size);
	size_t whole = at_end ? bytes.size : line_end ? (size_t)(line_end + 1 - bytes.data) : 0;
	for (size_t end = whole; hold_last && end;) {
		size_t start = last_line(span_slice(bytes, 0, end));
		if (!boundary_is_blank(span_slice(bytes, start, end - start), dialect))
			return start;
		end = start;
	}
	return whole;
}

/* With quotes in it only a walk from a true boundary can tell which line ends end a record. */
static size_t cut_walk(struct span bytes, const struct dialect *dialect, bool at_end, bool hold_last)
{
	struct boundary_hint hint = {NULL, NULL};
	size_t at = 0, last = SIZE_MAX, size;
	for (;;) {
		struct span rest = span_slice(bytes, at, bytes.size - at);
		if (boundary_find_next(rest, dialect, at_end, &hint, &size) == BOUNDARY_MORE)
			break;
		if (hold_last && !boundary_is_blank(span_slice(rest, 0, size), dialect))
			last = at;
		at += size;
	}
	return last < at ? last : at;
}

size_t cut_records(struct span bytes, const struct dialect *dialect, bool at_end, bool hold_last)
{
	if (!bytes.size)
		return 0;
	if (memchr(bytes.data, '"', bytes.size))
		return cut_walk(bytes, dialect, at_end, hold_last);
	return cut_lines(bytes, dialect, at_end, hold_last);
}
