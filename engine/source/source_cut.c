#include "source/source_cut.h"

/* Start of the last line of bytes, which end behind a line end or at the end of the file. */
static size_t last_line(struct span bytes)
{
	size_t inner = bytes.size - (bytes.data[bytes.size - 1] == '\n');
	const char *line_end = inner ? memrchr(bytes.data, '\n', inner) : NULL;
	return line_end ? (size_t)(line_end + 1 - bytes.data) : 0;
}

/* Every line is a record. One pass for both counts: it is made for every byte of every extract. */
static struct cut count_lines(struct span bytes, const struct dialect *dialect)
{
	struct cut cut = {.size = bytes.size};
	for (size_t at = 0; at < bytes.size;) {
		const char *line_end = memchr(bytes.data + at, '\n', bytes.size - at);
		size_t end = line_end ? (size_t)(line_end + 1 - bytes.data) : bytes.size;
		bool may_be_blank = (unsigned char)bytes.data[at] <= ' ';
		cut.record_count += !may_be_blank || !boundary_is_blank(span_slice(bytes, at, end - at), dialect);
		cut.line_count += line_end != NULL;
		at = end;
	}
	return cut;
}

/* No quote: only the end of bytes has to be looked at. */
static size_t lines_size(struct span bytes, const struct dialect *dialect, bool at_end, bool hold_last)
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
static struct cut cut_walk(struct span bytes, const struct dialect *dialect, bool at_end, bool hold_last)
{
	struct boundary_hint hint = {NULL, NULL};
	struct cut cut = {.size = 0};
	size_t last = SIZE_MAX, size;
	for (;;) {
		struct span rest = span_slice(bytes, cut.size, bytes.size - cut.size);
		if (boundary_find_next(rest, dialect, at_end, &hint, &size) == BOUNDARY_MORE)
			break;
		bool is_record = !boundary_is_blank(span_slice(rest, 0, size), dialect);
		if (hold_last && is_record)
			last = cut.size;
		cut.record_count += is_record;
		cut.size += size;
	}
	if (last < cut.size) {
		cut.size = last;
		cut.record_count--;
	}
	cut.line_count = boundary_line_count(span_slice(bytes, 0, cut.size));
	return cut;
}

struct cut cut_records(struct span bytes, const struct dialect *dialect, bool at_end, bool hold_last)
{
	if (!bytes.size)
		return (struct cut){.size = 0};
	if (memchr(bytes.data, '"', bytes.size))
		return cut_walk(bytes, dialect, at_end, hold_last);
	return count_lines(span_slice(bytes, 0, lines_size(bytes, dialect, at_end, hold_last)), dialect);
}
