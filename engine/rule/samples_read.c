#include <stdlib.h>

#include "rule/set_read.h"

/* samples.yaml: which rows are business, how they are parted, how many are drawn; and which list names the agencies one level down. */

static const char quarterly_example[] =
	"quarterly: {title: 季度业务抽查, table: payment, month: paid_month, strata: [county, fund], share: 0.01, show: [id, amount]}";

static enum status read_share(const struct yaml *node, int64_t *out, struct err *err)
{
	if (param_number(TYPE_SHARE, node->text, out) && *out > 0)
		return STATUS_OK;
	return yaml_error(node, "a part of 1: 0.20 for 20%", err, H2019, "'%.*s' is not a share above 0 and up to 1", SPAN_ARG(node->text));
}

/* Of both kinds of sample. */
static enum status read_common(const struct yaml *const *value, struct arena *arena, struct sample_spec *out, struct err *err)
{
	enum { TITLE, SHARE, MINIMUM, NOTE, BASIS };
	out->minimum = 1;
	enum status status = schema_text(value[TITLE], "the title", &out->title, err);
	if (!status)
		status = read_share(value[SHARE], &out->share, err);
	if (!status)
		status = schema_integer(value[MINIMUM], "minimum", 1, 1000000, &out->minimum, err);
	if (!status)
		status = schema_text(value[NOTE], "the note", &out->note, err);
	return status ? status : rule_basis_read(value[BASIS], arena, &out->basis, &out->basis_count, err);
}

#define COMMON_KEYS(example)                                                                                                             \
	{"title", SCHEMA_TEXT | SCHEMA_REQUIRED, example}, {"share", SCHEMA_TEXT | SCHEMA_REQUIRED, "share: 0.20"},                     \
		{"minimum", SCHEMA_TEXT, "minimum: 5"}, {"note", SCHEMA_TEXT, NULL},                                                    \
	{                                                                                                                               \
		"basis", SCHEMA_LIST | SCHEMA_MAPPING, "basis: [{doc: 赣市人社发〔2020〕9号, article: 第十九条}]"                       \
	}
enum { COMMON_COUNT = 5 };

static enum status read_table(const struct yaml *node, const struct rule_set *set, struct sample_spec *out, struct err *err)
{
	const char **name = mem_alloc((set->table_count + 1) * sizeof *name);
	uint32_t table = 0;
	for (uint32_t at = 0; at < set->table_count; at++)
		name[at] = set->table[at].name;
	name[set->table_count] = NULL;
	enum status status = schema_word(node, "table", name, &table, err);
	free(name);
	if (!status)
		out->table = &set->table[table];
	return status;
}

static enum status read_column(const struct yaml *node, const struct table_spec *table, uint32_t *out, struct err *err)
{
	const char **name = mem_alloc((table->column_count + 1) * sizeof *name);
	for (uint32_t at = 0; at < table->column_count; at++)
		name[at] = table->column[at].name;
	name[table->column_count] = NULL;
	enum status status = schema_word(node, "column", name, out, err);
	free(name);
	return status;
}

static enum status read_month(const struct yaml *node, struct sample_spec *out, struct err *err)
{
	enum status status = read_column(node, out->table, &out->month, err);
	if (status)
		return status;
	enum value_type type = out->table->column[out->month].type;
	if (type == TYPE_MONTH || type == TYPE_DATE)
		return STATUS_OK;
	return yaml_error(node, NULL, err, H4010, "column '%.*s' is %s, a month or date is wanted", SPAN_ARG(node->text),
			  value_type_names[type]);
}

static enum status read_columns(const struct yaml *node, struct arena *arena, const struct table_spec *table, uint32_t **out,
				uint32_t *count, struct err *err)
{
	enum status status = STATUS_OK;
	*count = schema_count(node);
	*out = arena_zero(arena, *count, sizeof **out);
	for (uint32_t at = 0; !status && at < *count; at++)
		status = read_column(schema_item(node, at), table, &(*out)[at], err);
	return status;
}

static enum status check_code(const struct yaml *node, const struct dictionary *dictionary, struct err *err)
{
	for (uint32_t at = 0; dictionary && at < dictionary->count; at++)
		if (span_equal(dictionary->entry[at].code, node->text))
			return STATUS_OK;
	if (!dictionary)
		return STATUS_OK;
	return yaml_error(node, "write one of its codes", err, H4006, "unknown code '%.*s'", SPAN_ARG(node->text));
}

/* `only: {state: [paid]}` */
static enum status read_only(const struct yaml *node, struct arena *arena, struct sample_spec *out, struct err *err)
{
	if (!node)
		return STATUS_OK;
	if (node->count != 1)
		return yaml_error(node, "only: {state: [paid]}", err, H2003, "expected one column with its values");
	enum status status = read_column(node->key[0], out->table, &out->only_column, err);
	if (status)
		return status;
	const struct column_spec *column = &out->table->column[out->only_column];
	if (column->type != TYPE_CODE && column->type != TYPE_TEXT)
		return yaml_error(node->key[0], NULL, err, H4010, "column '%s' is %s, a code or text is wanted", column->name,
				  value_type_names[column->type]);
	out->only_count = schema_count(node->value[0]);
	out->only = arena_zero(arena, out->only_count, sizeof *out->only);
	for (uint32_t at = 0; !status && at < out->only_count; at++) {
		const struct yaml *item = schema_item(node->value[0], at);
		status = schema_text(item, "a value", &out->only[at], err);
		if (!status)
			status = check_code(item, column->dictionary, err);
	}
	return status;
}

static enum status read_quarterly(const struct yaml *node, struct rule_set *set, struct err *err)
{
	enum { TABLE = COMMON_COUNT, MONTH, ONLY, STRATA, SHOW, COUNT };
	static const struct schema_key keys[COUNT] = {
		COMMON_KEYS(quarterly_example),
		{"table", SCHEMA_TEXT | SCHEMA_REQUIRED, quarterly_example},
		{"month", SCHEMA_TEXT | SCHEMA_REQUIRED, quarterly_example},
		{"only", SCHEMA_MAPPING, "only: {state: [paid]}"},
		{"strata", SCHEMA_LIST | SCHEMA_TEXT | SCHEMA_REQUIRED, quarterly_example},
		{"show", SCHEMA_LIST | SCHEMA_TEXT | SCHEMA_REQUIRED, quarterly_example},
	};
	const struct yaml *value[COUNT];
	struct sample_spec *out = &set->quarterly;
	out->at = node;
	enum status status = SCHEMA_MAPPING_READ(node, "the quarterly sample", keys, value, err);
	if (!status)
		status = read_common(value, &set->arena, out, err);
	if (!status)
		status = read_table(value[TABLE], set, out, err);
	if (!status)
		status = read_month(value[MONTH], out, err);
	if (!status)
		status = read_only(value[ONLY], &set->arena, out, err);
	if (!status)
		status = read_columns(value[STRATA], &set->arena, out->table, &out->stratum, &out->stratum_count, err);
	return status ? status : read_columns(value[SHOW], &set->arena, out->table, &out->shown, &out->shown_count, err);
}

static enum status read_units(const struct yaml *node, struct rule_set *set, struct err *err)
{
	enum { LIST = COMMON_COUNT, COUNT };
	static const struct schema_key keys[COUNT] = {
		COMMON_KEYS("units: {title: 下级经办机构抽查, list: county, share: 0.20}"),
		{"list", SCHEMA_TEXT | SCHEMA_REQUIRED, "list: county"},
	};
	const struct yaml *value[COUNT];
	const char **name = mem_alloc((set->list_count + 1) * sizeof *name);
	uint32_t list = 0;
	for (uint32_t at = 0; at < set->list_count; at++)
		name[at] = set->list[at].name;
	name[set->list_count] = NULL;
	set->units.at = node;
	enum status status = SCHEMA_MAPPING_READ(node, "the sample of units", keys, value, err);
	if (!status)
		status = read_common(value, &set->arena, &set->units, err);
	if (!status)
		status = schema_word(value[LIST], "list", name, &list, err);
	if (!status)
		set->units.list = &set->list[list];
	free(name);
	return status;
}

enum status samples_read(const struct document *document, struct rule_set *set, struct err *err)
{
	static const struct schema_key keys[] = {
		{"quarterly", SCHEMA_MAPPING, quarterly_example},
		{"units", SCHEMA_MAPPING, "units: {title: 下级经办机构抽查, list: county, share: 0.20}"},
	};
	const struct yaml *value[2];
	enum status status = SCHEMA_MAPPING_READ(document->root, "the samples", keys, value, err);
	if (!status && value[0])
		status = read_quarterly(value[0], set, err);
	return status || !value[1] ? status : read_units(value[1], set, err);
}
