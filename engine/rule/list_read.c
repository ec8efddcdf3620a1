#include <stdlib.h>

#include "rule/set_read.h"

static int compare_entries(const void *a, const void *b)
{
	const struct dictionary_entry *x = a, *y = b;
	return span_compare(x->code, y->code);
}

/* The entries in byte order, for searching; the dictionary itself keeps the order of the file. Heap. */
static struct dictionary_entry *sorted_entries(const struct dictionary *dictionary)
{
	struct dictionary_entry *sorted = mem_alloc(dictionary->count * sizeof *sorted);
	memcpy(sorted, dictionary->entry, dictionary->count * sizeof *sorted);
	qsort(sorted, dictionary->count, sizeof *sorted, compare_entries);
	return sorted;
}

static const struct dictionary_entry *find_entry(const struct dictionary_entry *sorted, uint32_t count, struct span code)
{
	struct dictionary_entry wanted = {.code = code};
	return bsearch(&wanted, sorted, count, sizeof *sorted, compare_entries);
}

static enum status unknown_code(const struct yaml *at, const struct dictionary *dictionary, struct err *err)
{
	struct arena scratch = ARENA_INIT;
	const char **code = arena_alloc(&scratch, dictionary->count * sizeof *code);
	for (uint32_t i = 0; i < dictionary->count; i++)
		code[i] = arena_span(&scratch, dictionary->entry[i].code).data;
	enum status status = schema_unknown(at, "code", at->text, code, dictionary->count, err, H4006);
	arena_free(&scratch);
	return status;
}

/* alias: code. An alias that is a code itself would make one of the two unreachable. */
static enum status read_alias(const struct yaml *key, const struct yaml *value, const struct dictionary *dictionary,
			      const struct dictionary_entry *sorted, struct dictionary_alias *out, struct err *err)
{
	enum status status = schema_text(value, "the code of an alias", &out->code, err);
	out->alias = key->text;
	if (status)
		return status;
	if (find_entry(sorted, dictionary->count, key->text))
		return yaml_error(key, "leave the alias out", err, H2016, "alias '%.*s' is a code itself", SPAN_ARG(key->text));
	if (!find_entry(sorted, dictionary->count, out->code))
		return unknown_code(value, dictionary, err);
	return STATUS_OK;
}

enum status dictionary_add_aliases(const struct yaml *alias, struct arena *arena, struct dictionary *out, struct err *err)
{
	enum status status = STATUS_OK;
	uint32_t before = out->alias_count;
	if (!alias)
		return STATUS_OK;
	struct dictionary_alias *all = arena_zero(arena, before + alias->count, sizeof *all);
	struct dictionary_entry *sorted = sorted_entries(out);
	if (before)
		memcpy(all, out->alias, before * sizeof *all);
	for (uint32_t i = 0; !status && i < alias->count; i++)
		status = read_alias(alias->key[i], alias->value[i], out, sorted, &all[before + i], err);
	free(sorted);
	out->alias = all;
	out->alias_count = before + alias->count;
	return status;
}

static enum status check_codes(const struct yaml *values, const struct dictionary *dictionary, struct err *err)
{
	struct dictionary_entry *sorted = sorted_entries(dictionary);
	struct span again = {0};
	for (uint32_t i = 1; i < dictionary->count; i++)
		if (span_equal(sorted[i - 1].code, sorted[i].code))
			again = sorted[i].code;
	free(sorted);
	if (again.data)
		return yaml_error(values, NULL, err, H2016, "code '%.*s' stands here twice", SPAN_ARG(again));
	return STATUS_OK;
}

enum status dictionary_read(const struct yaml *values, const struct yaml *alias, struct arena *arena, struct dictionary *out,
			    struct err *err)
{
	enum status status = STATUS_OK;
	if (!values->count)
		return yaml_error(values, "values: {110: 企业职工基本养老保险}", err, H2021, "there is no code in it");
	out->count = values->count;
	out->entry = arena_zero(arena, values->count, sizeof *out->entry);
	for (uint32_t i = 0; !status && i < values->count; i++) {
		struct dictionary_entry *entry = &out->entry[i];
		const struct yaml *label = values->value[i];
		status = schema_text(label, "a code's label", &entry->label, err);
		entry->code = values->kind == YAML_MAPPING ? values->key[i]->text : entry->label;
	}
	if (!status)
		status = check_codes(values, out, err);
	return status ? status : dictionary_add_aliases(alias, arena, out, err);
}

enum status list_read(const struct document *document, struct arena *arena, struct dictionary *out, struct err *err)
{
	enum { LIST, TITLE, VALUES, ALIAS, COUNT };
	static const struct schema_key keys[COUNT] = {
		[LIST] = {"list", SCHEMA_TEXT | SCHEMA_REQUIRED, "list: county"},
		[TITLE] = {"title", SCHEMA_TEXT, "title: 行政区划"},
		[VALUES] = {"values", SCHEMA_MAPPING | SCHEMA_LIST | SCHEMA_REQUIRED, "values: {110: 企业职工基本养老保险}"},
		[ALIAS] = {"alias", SCHEMA_MAPPING | SCHEMA_MAY_BE_EMPTY, "alias: {150: 170}"},
	};
	const struct yaml *value[COUNT];
	struct span name;
	enum status status = SCHEMA_MAPPING_READ(document->root, "a list", keys, value, err);
	if (!status)
		status = schema_name(value[LIST], "a list", &name, err);
	if (!status)
		status = schema_file_name(value[LIST], name, err);
	if (status)
		return status;
	*out = (struct dictionary){.name = arena_span(arena, name).data};
	return dictionary_read(value[VALUES], value[ALIAS], arena, out, err);
}
