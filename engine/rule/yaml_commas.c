#include <stdlib.h>

#include "rule/yaml_parts.h"

/* In `{code: x, when: not same_name(p.name, d.name)}` YAML sees the keys code, when and `d.name)`. The value of `when` has an open
 * parenthesis, and a later piece closes it: together they were meant as one expression. */

/* Parentheses open after s, given `depth` before it; those inside 'text' do not count. */
static int depth_after(struct span s, int depth)
{
	bool in_text = false;
	for (size_t i = 0; i < s.size; i++) {
		if (s.data[i] == '\'')
			in_text = !in_text;
		else if (!in_text)
			depth += (s.data[i] == '(') - (s.data[i] == ')');
	}
	return depth;
}

static bool is_plain(const struct yaml *piece)
{
	return piece->kind == YAML_SCALAR && !piece->quoted;
}

/* The piece that closes what `first` left open, or NULL. */
static const struct yaml *closing_piece(struct yaml *const *piece, uint32_t first, uint32_t count, int depth)
{
	for (uint32_t i = first + 1; i < count && depth > 0; i++) {
		if (!is_plain(piece[i]))
			return NULL;
		depth = depth_after(piece[i]->text, depth);
		if (depth <= 0)
			return piece[i];
	}
	return NULL;
}

char *yaml_quoted_form(struct span raw)
{
	struct buffer out = BUFFER_INIT;
	bool single = memchr(raw.data, '"', raw.size) || memchr(raw.data, '\\', raw.size);
	char quote = single ? '\'' : '"';
	buffer_add_char(&out, quote);
	for (size_t i = 0; i < raw.size; i++) {
		bool line_end = raw.data[i] == '\n' || raw.data[i] == '\r' || raw.data[i] == '\t';
		if (raw.data[i] == '\'' && single)
			buffer_add_char(&out, '\'');
		buffer_add_char(&out, line_end ? ' ' : raw.data[i]);
	}
	buffer_add_char(&out, quote);
	buffer_add_char(&out, '\0');
	return out.data;
}

enum status yaml_check_commas(const struct document *document, struct yaml *const *piece, uint32_t count, struct err *err)
{
	for (uint32_t i = 0; i < count; i++) {
		int depth = is_plain(piece[i]) ? depth_after(piece[i]->text, 0) : 0;
		const struct yaml *last = depth > 0 ? closing_piece(piece, i, count, depth) : NULL;
		if (!last)
			continue;
		char *quoted = yaml_quoted_form(span_slice(document->text, piece[i]->start, last->end - piece[i]->start));
		char *hint = mem_format("quote this expression: %s", quoted);
		enum status status = document_error(document, piece[i]->start, last->end, hint, err,
						    H1013, "inside {…} and […] YAML splits this expression at its commas");
		free(hint);
		free(quoted);
		return status;
	}
	return STATUS_OK;
}
