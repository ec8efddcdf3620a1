#include <stdlib.h>

#include "rule/yaml_parts.h"

/* libyaml speaks of indicators, nodes and simple keys. The table says the same to a person who edits a rule; what follows it finds the
 * mistake behind the message where libyaml notices it too late. */
struct yaml_complaint {
	const char *libyaml, *message, *hint;
	enum problem_code code;
	bool at_context; /* the beginning of the construct is the better place to point at */
};

static const char quote_special[] = "quote a value that holds , [ ] { } or begins with a quote";

static const struct yaml_complaint complaints[] = {
	{"mapping values are not allowed in this context", "a second ': ' in this line", "quote a value that holds ': '", H1008, false},
	{"did not find expected key", "this does not continue the mapping above it",
	 "indent all keys of a mapping alike", H1007, false},
	{"did not find expected '-' indicator", "this does not continue the list above it", "begin every item with '- ', indented alike", H1007, false},
	{"could not find expected ':'", "expected 'key: value'", NULL, H1010, true},
	{"did not find expected ',' or '}'", "expected ',' or '}'", quote_special, H1006, false},
	{"did not find expected ',' or ']'", "expected ',' or ']'", quote_special, H1006, false},
	{"found unexpected end of stream", "this quote is never closed", quote_special, H1005, true},
	{"found unexpected document indicator", "this quote is never closed", NULL, H1005, true},
	{"found unknown escape character", "no such escape in double quotes", "write \\\\ for a backslash, or use single quotes", H1009, false},
	{"did not find expected hexdecimal number", "hexadecimal digits are missing in this escape", NULL, H1009, false},
	{"found invalid Unicode character escape code", "no such character", NULL, H1009, false},
	{"found character that cannot start any token", "a value cannot begin with this character", "quote the value", H1008, false},
	{"did not find expected node content", "a value is missing here", NULL, H1010, false},
	{"block sequence entries are not allowed in this context", "a list cannot begin behind its key",
	 "begin it on the next line, or write [a, b]", H1007, false},
	{"mapping keys are not allowed in this context", "'?' keys are not part of hecha's YAML", NULL, H1004, false},
	{"did not find expected comment or line break", "expected the end of the line", "the text of a block begins on the next line", H1010, false},
	{"did not find expected <document start>", "expected the end of the file", NULL, H1010, false},
	{"did not find expected alphabetic or numeric character", "a value cannot begin with this character", "quote the value", H1008, true},
};

static const struct yaml_complaint *find_complaint(const char *libyaml)
{
	for (size_t i = 0; i < sizeof complaints / sizeof *complaints; i++)
		if (!strcmp(complaints[i].libyaml, libyaml))
			return &complaints[i];
	return NULL;
}

static bool same_line(struct span text, uint32_t from, uint32_t to)
{
	return from <= to && to <= text.size && !memchr(text.data + from, '\n', to - from);
}

static uint32_t next_character(struct span text, uint32_t at)
{
	at += at < text.size;
	while (at < text.size && ((unsigned char)text.data[at] & 0xC0) == 0x80)
		at++;
	return at;
}

/* Whether only blanks of one line stand between the last node and the place. */
static bool follows_last(struct span text, const struct yaml_stop *stop)
{
	if (!stop->last || stop->last->end > stop->at)
		return false;
	for (uint32_t at = stop->last->end; at < stop->at; at++)
		if (text.data[at] != ' ')
			return false;
	return true;
}

/* `title: "a` swallows the lines below up to the next quote. */
static enum status late_quote(const struct yaml *scalar, const struct yaml_stop *stop, struct err *err)
{
	uint32_t line = scalar->line;
	struct span text = scalar->document->text;
	for (uint32_t at = scalar->start; at < stop->at; at++)
		line += text.data[at] == '\n';
	return document_error(scalar->document, scalar->start, scalar->start + 1, "close it in its own line", err,
			      H1005, "this quote is closed only in line %u", line);
}

/* `where: 'paid' = p.state`, `message: {p.name}…`: YAML takes the first part for the whole value. */
static enum status value_goes_on(const struct document *document, const struct yaml_stop *stop, struct err *err)
{
	struct span text = document->text;
	const char *line_end = memchr(text.data + stop->at, '\n', text.size - stop->at);
	size_t end = line_end ? (size_t)(line_end - text.data) : text.size;
	while (strchr(" \t\r", text.data[end - 1]))
		end--;
	char *quoted = yaml_quoted_form(span_slice(text, stop->last->start, end - stop->last->start));
	char *hint = mem_format("quote the whole value: %s", quoted);
	enum status status = document_error(document, stop->at, (uint32_t)end, hint, err,
					    H1008, "the value ended before this, with the %s",
					    stop->last->kind == YAML_SCALAR ? "quote" : "bracket");
	free(hint);
	free(quoted);
	return status;
}

static bool is_first_colon(struct span text, uint32_t at)
{
	uint32_t start = at;
	while (start && text.data[start - 1] != '\n')
		start--;
	return !memmem(text.data + start, at - start, ": ", 2);
}

enum status yaml_problem(const struct document *document, const struct yaml_stop *stop, struct err *err)
{
	struct span text = document->text;
	uint32_t at = stop->at;
	if (at < text.size && text.data[at] == '\t')
		return document_error(document, at, at + 1, "indent with blanks", err, H1003, "TAB as indentation");
	const struct yaml_complaint *known = find_complaint(stop->problem);
	if (!known)
		return document_error(document, at, next_character(text, at), NULL, err, H1010, "%s", stop->problem);
	bool unfit = !strncmp(stop->problem, "did not find expected", 21) && follows_last(text, stop);
	if (unfit && stop->last->quoted && !same_line(text, stop->last->start, stop->last->end))
		return late_quote(stop->last, stop, err);
	if (unfit && !stop->in_flow && (stop->last->quoted || stop->last->flow))
		return value_goes_on(document, stop, err);
	if (stop->context < text.size && strchr("{[", text.data[stop->context]) && !same_line(text, stop->context, at))
		return document_error(document, stop->context, stop->context + 1, NULL, err,
				      H1006, "'%c' is not closed, or a comma is missing behind it", text.data[stop->context]);
	if (known == &complaints[0] && is_first_colon(text, at))
		return document_error(document, at, at + 1, "indent all keys of a mapping alike", err, H1007, "this key is indented too deep");
	if (known->at_context)
		at = stop->context;
	return document_error(document, at, next_character(text, at), known->hint, err, known->code, "%s", known->message);
}
