#include <stdlib.h>

#include "rule/expr_lex.h"
#include "rule/set_read.h"

/* One column of a table file. */

enum column_key {
	COLUMN_KEY_TYPE,
	COLUMN_KEY_TITLE,
	COLUMN_KEY_NAMES,
	COLUMN_KEY_VALUES,
	COLUMN_KEY_ALIAS,
	COLUMN_KEY_TEST,
	COLUMN_KEY_COUNT,
};

static const char column_example[] = "amount: {type: money, title: 金额, names: [AAE019]}";

static const struct schema_key column_keys[COLUMN_KEY_COUNT] = {
	[COLUMN_KEY_TYPE] = {"type", SCHEMA_TEXT | SCHEMA_REQUIRED, column_example},
	[COLUMN_KEY_TITLE] = {"title", SCHEMA_TEXT, column_example},
	[COLUMN_KEY_NAMES] = {"names", SCHEMA_LIST | SCHEMA_TEXT, column_example},
	[COLUMN_KEY_VALUES] = {"values", SCHEMA_MAPPING | SCHEMA_LIST | SCHEMA_TEXT, "values: {1: 男, 2: 女}, or the name of a list"},
	[COLUMN_KEY_ALIAS] = {"alias", SCHEMA_MAPPING, "alias: {150: 170}"},
	[COLUMN_KEY_TEST] = {"test", SCHEMA_TEXT, "test: 100.00"},
};

static enum status read_type(const struct yaml *node, enum value_type *out, struct err *err)
{
	const char *words[TYPE_SHARE + 1] = {NULL}; /* a share is computed, no extract holds one */
	uint32_t type = 0;
	for (int i = 0; i < TYPE_SHARE; i++)
		words[i] = value_type_names[i];
	enum status status = schema_word(node, "type", words, &type, err);
	*out = (enum value_type)type;
	return status;
}

static enum status read_names(const struct yaml *node, struct arena *arena, struct column_spec *out, struct err *err)
{
	enum status status = STATUS_OK;
	out->name_count = schema_count(node);
	out->names = arena_zero(arena, out->name_count, sizeof *out->names);
	for (uint32_t i = 0; !status && i < out->name_count; i++)
		status = schema_text(schema_item(node, i), "a header name", &out->names[i], err);
	return status;
}

static enum status find_list(const struct yaml *node, const struct rule_set *set, const struct dictionary **out, struct err *err)
{
	for (uint32_t i = 0; i < set->list_count; i++) {
		if (!span_equal(node->text, span_of(set->list[i].name)))
			continue;
		*out = &set->list[i];
		return STATUS_OK;
	}
	const char **name = mem_alloc(set->list_count * sizeof *name);
	for (uint32_t i = 0; i < set->list_count; i++)
		name[i] = set->list[i].name;
	enum status status = schema_unknown(node, "list", node->text, name, set->list_count, err, H2005);
	free(name);
	return status;
}

/* `values: county` shares the list; with aliases of its own the column gets a copy. */
static enum status read_values(const struct yaml *values, const struct yaml *alias, struct arena *arena, const struct rule_set *set,
			       struct column_spec *out, struct err *err)
{
	if (values->kind == YAML_SCALAR) {
		enum status status = find_list(values, set, &out->dictionary, err);
		if (status || !alias || !out->dictionary->count)
			return status;
	}
	struct dictionary *own = arena_zero(arena, 1, sizeof *own);
	if (out->dictionary)
		*own = *out->dictionary;
	out->dictionary = own;
	if (values->kind == YAML_SCALAR)
		return dictionary_add_aliases(alias, arena, own, err);
	return dictionary_read(values, alias, arena, own, err);
}

static enum status read_dictionary(const struct yaml *const *value, struct arena *arena, const struct rule_set *set,
				   struct column_spec *out, struct err *err)
{
	const struct yaml *values = value[COLUMN_KEY_VALUES], *alias = value[COLUMN_KEY_ALIAS];
	const struct yaml *first = values ? values : alias;
	if (!first)
		return STATUS_OK;
	if (out->type != TYPE_CODE)
		return yaml_error(first, "type: code", err, H2023, "only a code has values, not a column of type %s", value_type_names[out->type]);
	if (!values)
		return yaml_error(alias, "values: {170: 城乡居民基本养老保险}", err, H2021, "alias without values");
	return read_values(values, alias, arena, set, out, err);
}

static bool is_known_code(const struct dictionary *dictionary, struct span code)
{
	bool known = !dictionary->count; /* a list with errors of its own */
	for (uint32_t i = 0; i < dictionary->count; i++)
		known = known || span_equal(dictionary->entry[i].code, code) || span_equal(dictionary->entry[i].label, code);
	for (uint32_t i = 0; i < dictionary->alias_count; i++)
		known = known || span_equal(dictionary->alias[i].alias, code);
	return known;
}

/* The cell tests get when they leave the column out; a cell that cannot be read would make every test of the table misleading. */
static enum status read_test_default(const struct yaml *node, struct column_spec *out, struct err *err)
{
	int64_t ignored;
	bool good = true;
	if (!node)
		return STATUS_OK;
	out->test_default = node->text;
	if (out->type == TYPE_CODE && out->dictionary)
		good = is_known_code(out->dictionary, node->text);
	else if (out->type != TYPE_BOOL)
		good = param_number(out->type, node->text, &ignored);
	if (good)
		return STATUS_OK;
	return yaml_error(node, NULL, err, H2017, "'%.*s' is not of type %s", SPAN_ARG(node->text), value_type_names[out->type]);
}

static enum status read_column_name(const struct yaml *key, struct arena *arena, struct column_spec *out, struct err *err)
{
	struct span name = {0};
	enum status status = schema_text(key, "the name of a column", &name, err);
	if (status)
		return status;
	if (!word_is_valid(name))
		return yaml_error(key, "ASCII letters, digits and _, not a digit first; other spellings go to names:", err,
				  H2006, "'%.*s' cannot be the name of a column", SPAN_ARG(name));
	if (span_equal(name, SPAN("extract")) || span_equal(name, SPAN("line")) || span_equal(name, SPAN("row")))
		return yaml_error(key, NULL, err, H2016, "every table has the column '%.*s' already", SPAN_ARG(name));
	out->name = arena_span(arena, name).data;
	return STATUS_OK;
}

enum status table_column_read(const struct yaml *key, const struct yaml *node, struct arena *arena, const struct rule_set *set,
			      struct column_spec *out, struct err *err)
{
	const struct yaml *value[COLUMN_KEY_COUNT];
	struct span title = key->text;
	out->at = key;
	enum status status = read_column_name(key, arena, out, err);
	if (!status)
		status = SCHEMA_MAPPING_READ(node, "a column", column_keys, value, err);
	if (!status)
		status = read_type(value[COLUMN_KEY_TYPE], &out->type, err);
	if (!status)
		status = schema_text(value[COLUMN_KEY_TITLE], "the title", &title, err);
	if (!status)
		status = read_names(value[COLUMN_KEY_NAMES], arena, out, err);
	if (!status)
		status = read_dictionary(value, arena, set, out, err);
	out->title = arena_span(arena, title).data;
	return status ? status : read_test_default(value[COLUMN_KEY_TEST], out, err);
}
