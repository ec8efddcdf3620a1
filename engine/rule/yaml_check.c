#include <stdlib.h>

#include "base/text.h"
#include "rule/yaml_parts.h"

/* LF is the only line end (with or without a CR before it): other line separators of YAML would make its line numbers differ
 * from those of every editor. */
static bool is_allowed(struct span text, size_t at, uint32_t character)
{
	if (character == '\r')
		return at + 1 < text.size && text.data[at + 1] == '\n';
	if (character < ' ')
		return character == '\t' || character == '\n';
	if ((character >= 0x7F && character < 0xA0) || character == 0x2028 || character == 0x2029 || character == 0xFEFF)
		return false;
	return character != 0xFFFE && character != 0xFFFF;
}

enum status yaml_check_text(const struct document *document, struct err *err)
{
	struct span text = document->text;
	for (size_t at = 0; at < text.size;) {
		size_t from = at;
		uint32_t character = text_next(text, &at);
		struct span bytes = span_slice(text, from, at - from);
		if (character >= 0x80 && !text_utf8_valid(bytes))
			return document_error(document, (uint32_t)from, (uint32_t)at, "save the file as UTF-8", err,
					      H1001, "byte %02X is not UTF-8", (unsigned char)text.data[from]);
		if (!is_allowed(text, from, character))
			return document_error(document, (uint32_t)from, (uint32_t)at, "delete it", err,
					      H1002, "control character U+%04X", character);
	}
	return STATUS_OK;
}

/* libyaml lets TABs indent lines inside {…} and […]; a person sees no difference to blanks until another line disagrees. */
enum status yaml_check_indent(const struct yaml *node, struct err *err)
{
	struct span text = node->document->text;
	uint32_t at = node->start;
	while (at && (text.data[at - 1] == ' ' || text.data[at - 1] == '\t'))
		at--;
	if (at && text.data[at - 1] != '\n')
		return STATUS_OK;
	const char *tab = memchr(text.data + at, '\t', node->start - at);
	if (!tab)
		return STATUS_OK;
	at = (uint32_t)(tab - text.data);
	return document_error(node->document, at, at + 1, "indent with blanks", err, H1003, "TAB as indentation");
}

enum status yaml_check_key(const struct yaml *key, struct err *err)
{
	if (key->kind != YAML_SCALAR)
		return yaml_error(key, "a text that begins with { or [ is quoted", err, H2003, "a key must be plain text");
	if (!key->text.size)
		return yaml_error(key, NULL, err, H1010, "a key is missing before ':'");
	if (!key->quoted && span_equal(key->text, SPAN("<<")))
		return yaml_error(key, "write the keys out", err, H1004, "merge keys are not part of hecha's YAML");
	return STATUS_OK;
}

static int compare_keys(const void *a, const void *b)
{
	const struct yaml *x = *(const struct yaml *const *)a, *y = *(const struct yaml *const *)b;
	int order = span_compare(x->text, y->text);
	return order ? order : (x->start > y->start) - (x->start < y->start);
}

/* Sorted, because a dictionary may hold many thousand codes. Of several repetitions the first in the file is reported. */
enum status yaml_check_unique(const struct yaml *mapping, struct err *err)
{
	const struct yaml *again = NULL, *first = NULL;
	const struct yaml **key = mem_alloc(mapping->count * sizeof *key);
	for (uint32_t i = 0; i < mapping->count; i++)
		key[i] = mapping->key[i];
	qsort(key, mapping->count, sizeof *key, compare_keys);
	for (uint32_t i = 1; i < mapping->count; i++) {
		if (!span_equal(key[i - 1]->text, key[i]->text) || (again && again->start < key[i]->start))
			continue;
		first = key[i - 1];
		again = key[i];
	}
	free(key);
	if (!again)
		return STATUS_OK;
	return yaml_error(again, NULL, err, H1011, "key '%.*s' stands here again, first in line %u", SPAN_ARG(again->text), first->line);
}
