#include <stdlib.h>

#include "base/calendar.h"
#include "base/file.h"
#include "rule/expr_lex.h"
#include "rule/schema.h"

enum status schema_text(const struct yaml *node, const char *what, struct span *out, struct err *err)
{
	if (!node)
		return STATUS_OK;
	if (node->kind != YAML_SCALAR)
		return yaml_error(node, "quote a text that begins with { or [ or holds ': '", err, H2003, "%s must be text", what);
	if (!node->text.size)
		return yaml_error(node, NULL, err, H2004, "%s is empty", what);
	*out = node->text;
	return STATUS_OK;
}

enum status schema_name(const struct yaml *node, const char *what, struct span *out, struct err *err)
{
	enum status status = schema_text(node, what, out, err);
	if (status || !node || name_is_valid(*out))
		return status;
	return yaml_error(node, "ASCII letters, digits and _, not a digit first, not a word of the expression language", err,
			  H2006, "'%.*s' cannot be the name of %s", SPAN_ARG(*out), what);
}

static bool id_is_valid(struct span id)
{
	for (size_t i = 0; i < id.size; i++) {
		char c = id.data[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i)))
			return false;
	}
	return id.size > 0;
}

enum status schema_id(const struct yaml *node, const char *what, struct span *out, struct err *err)
{
	enum status status = schema_text(node, what, out, err);
	if (status || !node || id_is_valid(*out))
		return status;
	return yaml_error(node, "lower-case ASCII letters, digits and -", err, H2006, "'%.*s' cannot be %s", SPAN_ARG(*out), what);
}

enum status schema_integer(const struct yaml *node, const char *what, int64_t min, int64_t max, int64_t *out, struct err *err)
{
	struct span text = {0};
	int64_t number;
	enum status status = schema_text(node, what, &text, err);
	if (status || !node)
		return status;
	if (!integer_parse(text, &number) || number < min || number > max)
		return yaml_error(node, NULL, err, H2007, "%s must be a whole number from %lld to %lld, not '%.*s'", what, (long long)min,
				  (long long)max, SPAN_ARG(text));
	*out = number;
	return STATUS_OK;
}

enum status schema_day(const struct yaml *node, const char *what, int64_t *out, struct err *err)
{
	struct span text = {0};
	enum status status = schema_text(node, what, &text, err);
	if (status || !node || day_parse(text, out))
		return status;
	return yaml_error(node, "write 2024-01-31", err, H2008, "%s must be a date, not '%.*s'", what, SPAN_ARG(text));
}

enum status schema_word(const struct yaml *node, const char *what, const char *const *words, uint32_t *out, struct err *err)
{
	struct span text = {0};
	uint32_t i = 0;
	enum status status = schema_text(node, what, &text, err);
	if (status || !node)
		return status;
	while (words[i] && !span_equal(text, span_of(words[i])))
		i++;
	if (words[i]) {
		*out = i;
		return STATUS_OK;
	}
	return schema_unknown(node, what, text, words, i, err, H2005);
}

enum status schema_bool(const struct yaml *node, const char *what, bool *out, struct err *err)
{
	struct span text = {0};
	enum status status = schema_text(node, what, &text, err);
	if (status || !node)
		return status;
	*out = span_equal(text, SPAN("true"));
	if (*out || span_equal(text, SPAN("false")))
		return STATUS_OK;
	return yaml_error(node, NULL, err, H2009, "%s must be true or false, not '%.*s'", what, SPAN_ARG(text));
}

enum status schema_file_name(const struct yaml *at, struct span name, struct err *err)
{
	struct span file = span_of(path_base(at->document->path));
	if (file.size == name.size + 5 && !memcmp(file.data, name.data, name.size))
		return STATUS_OK;
	char *hint = mem_format("rename the file to %.*s.yaml, or change the name here", SPAN_ARG(name));
	enum status status =
		yaml_error(at, hint, err, H2010, "'%.*s' stands in a file named '%.*s'", SPAN_ARG(name), SPAN_ARG(file));
	free(hint);
	return status;
}
