#include "rule/yaml_parts.h"

/* libyaml speaks of indicators, nodes and simple keys. The table says the same to a person who edits a rule. */
struct problem {
	const char *libyaml, *message, *hint;
	bool at_context; /* the beginning of the construct is the better place to point at */
};

static const char quote_whole[] = "a value that begins with a quote, { or [ is quoted as a whole: \"'paid' = p.state\"";
static const char quote_special[] = "quote a value that holds , [ ] { } or begins with one of ! & * % @ `";

static const struct problem problems[] = {
	{"mapping values are not allowed in this context", "a second ': ' in this line, or a wrong indentation",
	 "quote a value that holds ': '", false},
	{"did not find expected key", "this does not continue the mapping above it",
	 "indent all keys of a mapping alike", false},
	{"did not find expected '-' indicator", "this does not continue the list above it", "begin every item with '- ', indented alike",
	 false},
	{"could not find expected ':'", "expected 'key: value'", NULL, true},
	{"did not find expected ',' or '}'", "expected ',' or '}'", quote_special, false},
	{"did not find expected ',' or ']'", "expected ',' or ']'", quote_special, false},
	{"found unexpected end of stream", "this quote is never closed", NULL, true},
	{"found unexpected document indicator", "this quote is never closed", NULL, true},
	{"found unknown escape character", "no such escape in double quotes", "write \\\\ for a backslash, or use single quotes", false},
	{"did not find expected hexdecimal number", "hexadecimal digits are missing in this escape", NULL, false},
	{"found invalid Unicode character escape code", "no such character", NULL, false},
	{"found character that cannot start any token", "a value cannot begin with this character", "quote the value", false},
	{"did not find expected node content", "a value is missing here", NULL, false},
	{"block sequence entries are not allowed in this context", "a list cannot begin behind its key",
	 "begin it on the next line, or write [a, b]", false},
	{"mapping keys are not allowed in this context", "'?' keys are not part of hecha's YAML", NULL, false},
	{"did not find expected comment or line break", "expected the end of the line", "the text of a block begins on the next line", false},
	{"did not find expected <document start>", "expected the end of the file", NULL, false},
	{"did not find expected alphabetic or numeric character", "a value cannot begin with this character", "quote the value", true},
};

static const struct problem *find_problem(const char *libyaml)
{
	for (size_t i = 0; i < sizeof problems / sizeof *problems; i++)
		if (!strcmp(problems[i].libyaml, libyaml))
			return &problems[i];
	return NULL;
}

/* The character before `at`, blanks of the same line skipped. */
static char character_before(struct span text, uint32_t at)
{
	while (at && (text.data[at - 1] == ' ' || text.data[at - 1] == '\t'))
		at--;
	return at ? text.data[at - 1] : '\n';
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

enum status yaml_problem(const struct document *document, const char *problem, uint32_t at, uint32_t context, struct err *err)
{
	struct span text = document->text;
	if (at < text.size && text.data[at] == '\t')
		return document_error(document, at, at + 1, "indent with blanks", err, "TAB as indentation");
	const struct problem *known = find_problem(problem);
	if (!known)
		return document_error(document, at, next_character(text, at), NULL, err, "%s", problem);
	if (context < text.size && strchr("{[", text.data[context]) && !same_line(text, context, at))
		return document_error(document, context, context + 1, NULL, err, "'%c' is not closed, or a comma is missing behind it",
				      text.data[context]);
	const char *hint = known->hint;
	if (hint && strncmp(problem, "did not find expected", 21) == 0 && strchr("'\"}]", character_before(text, at)))
		hint = quote_whole;
	if (known->at_context)
		at = context;
	return document_error(document, at, next_character(text, at), hint, err, "%s", known->message);
}
