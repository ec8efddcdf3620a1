#include "rule/schema.h"

#include <stdlib.h>

#include "base/text.h"

/* More candidates than this do not help a reader of the hint. */
enum { CANDIDATES_SHOWN = 40 };

static const char *kind_name(const struct yaml *node)
{
	static const char *const names[] = {
		[YAML_SCALAR] = "text", [YAML_MAPPING] = "a mapping (key: value)", [YAML_SEQUENCE] = "a list"};
	return names[node->kind];
}

static bool is_empty(const struct yaml *node)
{
	return node->kind == YAML_SCALAR && !node->quoted && !node->block && !node->text.size;
}

static char *list_candidates(const char *const *candidates, size_t count)
{
	struct buffer out = BUFFER_INIT;
	buffer_format(&out, "one of: ");
	for (size_t i = 0; i < count && i < CANDIDATES_SHOWN; i++)
		buffer_format(&out, strpbrk(candidates[i], ",;|") ? "%s\"%s\"" : "%s%s", i ? ", " : "", candidates[i]);
	if (count > CANDIDATES_SHOWN)
		buffer_format(&out, " … (%zu in all)", count);
	buffer_add_char(&out, '\0');
	return out.data;
}

/* One digit more or less makes another code: nothing is near to 29.7. */
static bool is_number(struct span word)
{
	for (size_t i = 0; i < word.size; i++)
		if ((word.data[i] < '0' || word.data[i] > '9') && word.data[i] != '.')
			return false;
	return true;
}

enum status schema_unknown(const struct yaml *at, const char *what, struct span word, const char *const *candidates, size_t count,
			   struct err *err, enum problem_code code)
{
	const char *nearest = is_number(word) ? NULL : text_suggest(word, candidates, count);
	if (nearest)
		return yaml_error(at, NULL, err, code, "unknown %s '%.*s', did you mean '%s'?", what, SPAN_ARG(word), nearest);
	char *hint = count ? list_candidates(candidates, count) : NULL;
	enum status status = yaml_error(at, hint, err, code, "unknown %s '%.*s'", what, SPAN_ARG(word));
	free(hint);
	return status;
}

/* A text with a comma inside {…} leaves a key without a value behind: `{title: a, b}`. */
static enum status cut_text(const struct yaml *mapping, uint32_t i, struct err *err)
{
	const struct yaml *key = mapping->key[i], *before = mapping->value[i - 1];
	struct span text = mapping->document->text;
	struct span raw = span_slice(text, before->start, key->end - before->start);
	char *hint = mem_format("quote it: \"%.*s\"", SPAN_ARG(raw));
	enum status status = document_error(mapping->document, before->start, key->end, hint, err,
					    H1013, "inside {…} YAML splits this text at its comma");
	free(hint);
	return status;
}

static bool follows_cut_text(const struct yaml *mapping, uint32_t i)
{
	return mapping->flow && i && is_empty(mapping->value[i]) && mapping->value[i - 1]->kind == YAML_SCALAR &&
	       !is_empty(mapping->value[i - 1]) && !mapping->value[i - 1]->quoted;
}

static enum status unknown_key(const struct yaml *mapping, uint32_t i, const struct schema_key *keys, size_t count, struct err *err)
{
	if (follows_cut_text(mapping, i))
		return cut_text(mapping, i, err);
	const char **name = mem_alloc(count * sizeof *name);
	for (size_t k = 0; k < count; k++)
		name[k] = keys[k].name;
	enum status status = schema_unknown(mapping->key[i], "key", mapping->key[i]->text, name, count, err, H2001);
	free(name);
	return status;
}

static enum status check_kind(const struct yaml *key, const struct yaml *value, const struct schema_key *known, struct err *err)
{
	static const unsigned flag_of[] = {
		[YAML_SCALAR] = SCHEMA_TEXT, [YAML_MAPPING] = SCHEMA_MAPPING, [YAML_SEQUENCE] = SCHEMA_LIST};
	if (is_empty(value) && !(known->flags & SCHEMA_MAY_BE_EMPTY))
		return yaml_error(key, known->example, err, H2004, "'%s' has no value", known->name);
	if (is_empty(value) || known->flags & flag_of[value->kind])
		return STATUS_OK;
	const char *expected = known->flags & SCHEMA_TEXT ? "text" : known->flags & SCHEMA_MAPPING ? "a mapping (key: value)" : "a list";
	return yaml_error(value, known->example, err, H2003, "'%s' must be %s, not %s", known->name, expected, kind_name(value));
}

static enum status read_key(const struct yaml *node, uint32_t i, const struct schema_key *keys, size_t count,
			    const struct yaml **value, struct err *err)
{
	size_t k = 0;
	while (k < count && !span_equal(node->key[i]->text, span_of(keys[k].name)))
		k++;
	if (k == count)
		return unknown_key(node, i, keys, count, err);
	/* An empty value reads as an absent key where it is allowed. */
	value[k] = is_empty(node->value[i]) ? NULL : node->value[i];
	return check_kind(node->key[i], node->value[i], &keys[k], err);
}

enum status schema_mapping(const struct yaml *node, const char *what, const struct schema_key *keys, size_t count,
			   const struct yaml **value, struct err *err)
{
	for (size_t k = 0; k < count; k++)
		value[k] = NULL;
	if (node->kind != YAML_MAPPING)
		return yaml_error(node, keys[0].example, err, H2003, "expected the keys of %s, found %s", what, kind_name(node));
	for (uint32_t i = 0; i < node->count; i++) {
		enum status status = read_key(node, i, keys, count, value, err);
		if (status)
			return status;
	}
	for (size_t k = 0; k < count; k++)
		if (!value[k] && keys[k].flags & SCHEMA_REQUIRED)
			return yaml_error(node, keys[k].example, err, H2002, "missing key '%s' of %s", keys[k].name, what);
	return STATUS_OK;
}

uint32_t schema_count(const struct yaml *node)
{
	return !node ? 0 : node->kind == YAML_SEQUENCE ? node->count : 1;
}

const struct yaml *schema_item(const struct yaml *node, uint32_t i)
{
	return node->kind == YAML_SEQUENCE ? node->value[i] : node;
}
