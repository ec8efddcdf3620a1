#include "rule/yaml.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"

/* Columns of a source line that are shown on each side of the place: a line of a rule may be 64 KiB long. */
enum { SHOWN_BEFORE = 70, SHOWN_BEHIND = 50 };

struct line {
	uint32_t number; /* 1-based */
	uint32_t column; /* of `from`, 1-based, in characters */
	uint32_t start, end;
};

/* A place behind the last character (something is missing there) is shown at the end of the last line that holds anything. */
static uint32_t step_back(struct span text, uint32_t from)
{
	if (from < text.size)
		return from;
	from = (uint32_t)text.size;
	while (from && strchr(" \t\r\n", text.data[from - 1]))
		from--;
	return from;
}

static struct line line_at(struct span text, uint32_t from)
{
	struct line line = {.number = 1, .column = 1, .end = from};
	for (uint32_t i = 0; i < from; i++) {
		if (text.data[i] != '\n')
			continue;
		line.number++;
		line.start = i + 1;
	}
	for (uint32_t i = line.start; i < from; i++)
		line.column += ((unsigned char)text.data[i] & 0xC0) != 0x80;
	while (line.end < text.size && text.data[line.end] != '\n' && text.data[line.end] != '\r')
		line.end++;
	return line;
}

void document_place(const struct document *document, uint32_t byte, uint32_t *line, uint32_t *column)
{
	struct line at = line_at(document->text, byte);
	*line = at.number;
	*column = at.column;
}

static bool continues(struct span text, uint32_t at)
{
	return at < text.size && ((unsigned char)text.data[at] & 0xC0) == 0x80;
}

/* Appends what a terminal can show of text[from, to), at most `columns` wide; returns where it stopped. */
static uint32_t show(struct buffer *out, struct span text, uint32_t from, uint32_t to, int columns, int *width)
{
	size_t at = from;
	*width = 0;
	while (at < to && *width < columns) {
		size_t before = out->size;
		uint32_t character = text_next(text, &at);
		if (character == '\t')
			character = ' ';
		else if (character < ' ' || (character >= 0x7F && character < 0xA0))
			character = 0xFFFD;
		text_put(out, character);
		*width += text_width((struct span){out->data + before, out->size - before});
	}
	return (uint32_t)at;
}

static uint32_t shown_start(struct span text, const struct line *line, uint32_t from)
{
	uint32_t start = from;
	for (int seen = 0; start > line->start && seen < SHOWN_BEFORE; seen++) {
		start--;
		while (start > line->start && continues(text, start))
			start--;
	}
	return start;
}

static void add_source_line(struct buffer *out, struct span text, const struct line *line, uint32_t from, uint32_t to)
{
	int lead, marked, rest;
	uint32_t start = shown_start(text, line, from);
	uint32_t mark_end = to < line->end ? to : line->end;
	buffer_format(out, "\n  %s", start > line->start ? "…" : "");
	show(out, text, start, from, 2 * SHOWN_BEFORE, &lead);
	uint32_t at = show(out, text, from, mark_end, 2 * SHOWN_BEHIND, &marked);
	at = show(out, text, at, line->end, SHOWN_BEHIND, &rest);
	buffer_format(out, "%s\n  %*s^", at < line->end ? "…" : "", lead + (start > line->start), "");
	for (int i = 1; i < marked; i++)
		buffer_add_char(out, '^');
}

static enum status add_place(const struct document *document, uint32_t from, uint32_t to, const char *hint, struct err *err,
			     enum problem_code code, const char *message)
{
	struct span text = document->text;
	struct buffer out = BUFFER_INIT;
	from = step_back(text, from);
	struct line line = line_at(text, from);
	const struct err_place place = {problems[code].code, problem_severity_names[problems[code].severity], line.number, line.column,
					NULL, NULL, NULL};
	buffer_format(&out, "%s:%u:%u: %s %s: %s", document->path, line.number, line.column, place.severity, place.code, message);
	add_source_line(&out, text, &line, from, to);
	if (hint)
		buffer_format(&out, "\n  hint: %s", hint);
	enum status status = err_set(err, STATUS_CONFIG, "%.*s", SPAN_ARG(buffer_span(&out)));
	err_add_place(err, place, document->path, message, hint);
	buffer_free(&out);
	return status;
}

enum status document_error_list(const struct document *document, uint32_t byte_from, uint32_t byte_to, const char *hint,
				struct err *err, enum problem_code code, const char *format, va_list args)
{
	char *message = NULL;
	if (vasprintf(&message, format, args) < 0)
		message = NULL;
	enum status status = add_place(document, byte_from, byte_to, hint, err, code, message ? message : format);
	free(message);
	return status;
}

enum status document_error(const struct document *document, uint32_t byte_from, uint32_t byte_to, const char *hint, struct err *err,
			   enum problem_code code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	enum status status = document_error_list(document, byte_from, byte_to, hint, err, code, format, args);
	va_end(args);
	return status;
}

enum status yaml_error(const struct yaml *at, const char *hint, struct err *err, enum problem_code code, const char *format, ...)
{
	/* A block mapping, list or text has no end worth marking: its first character is enough. */
	bool whole = at->flow || (at->kind == YAML_SCALAR && !at->block);
	va_list args;
	va_start(args, format);
	enum status status =
		document_error_list(at->document, at->start, whole ? at->end : at->start + 1, hint, err, code, format, args);
	va_end(args);
	return status;
}
