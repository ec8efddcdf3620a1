#include <stdlib.h>

#include "hecha_limits.h"
#include "rule/set_read.h"

static const char columns_example[] = "columns: {amount: {type: money, title: 金额, names: [AAE019]}}";

static bool has_header(const struct column_spec *column, struct span header)
{
	bool has = span_equal(header, span_of(column->name)) || span_equal(header, span_of(column->title));
	for (uint32_t i = 0; i < column->name_count; i++)
		has = has || span_equal(header, column->names[i]);
	return has;
}

static enum status check_header(const struct table_spec *table, uint32_t column, struct span header, struct err *err)
{
	for (uint32_t i = 0; i < column; i++)
		if (has_header(&table->column[i], header))
			return yaml_error(table->column[column].at, "one header name belongs to one column", err,
					  H2016, "header name '%.*s' belongs to column '%s' already", SPAN_ARG(header), table->column[i].name);
	return STATUS_OK;
}

/* A header that fits two columns would be read into whichever comes first. */
static enum status check_headers(const struct table_spec *table, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t c = 1; !status && c < table->column_count; c++) {
		const struct column_spec *column = &table->column[c];
		status = check_header(table, c, span_of(column->name), err);
		if (!status)
			status = check_header(table, c, span_of(column->title), err);
		for (uint32_t i = 0; !status && i < column->name_count; i++)
			status = check_header(table, c, column->names[i], err);
	}
	return status;
}

static enum status read_columns(const struct yaml *node, struct arena *arena, const struct rule_set *set, struct table_spec *out,
				struct err *err)
{
	enum status status = STATUS_OK;
	if (node->count > HECHA_COLUMNS_MAX)
		return yaml_error(node->key[HECHA_COLUMNS_MAX], NULL, err, H2015, "more than %u columns", HECHA_COLUMNS_MAX);
	if (!node->count)
		return yaml_error(node, columns_example, err, H2021, "a table needs a column");
	out->column_count = node->count;
	out->column = arena_zero(arena, node->count, sizeof *out->column);
	for (uint32_t i = 0; !status && i < node->count; i++)
		status = table_column_read(node->key[i], node->value[i], arena, set, &out->column[i], err);
	return status ? status : check_headers(out, err);
}

static enum status read_key_column(const struct yaml *node, struct table_spec *out, struct err *err)
{
	if (!node)
		return STATUS_OK;
	const char **name = mem_alloc((out->column_count + 1) * sizeof *name);
	uint32_t column = 0;
	for (uint32_t i = 0; i < out->column_count; i++)
		name[i] = out->column[i].name;
	name[out->column_count] = NULL;
	enum status status = schema_word(node, "column", name, &column, err);
	if (!status)
		out->key = name[column];
	free(name);
	return status;
}

static enum status read_paid(const struct yaml *node, struct arena *arena, struct table_spec *out, struct err *err)
{
	enum { PERSON, FUND, MONTH, COUNTY, AMOUNT, WHERE, COUNT };
	static const char example[] = "paid: {person: payment.id, fund: payment.fund, month: payment.for_month, county: payment.county, "
				      "amount: payment.amount, where: \"payment.state = 'paid'\"}";
	static const struct schema_key keys[COUNT] = {
		[PERSON] = {"person", SCHEMA_TEXT | SCHEMA_REQUIRED, example}, [FUND] = {"fund", SCHEMA_TEXT | SCHEMA_REQUIRED, example},
		[MONTH] = {"month", SCHEMA_TEXT | SCHEMA_REQUIRED, example},   [COUNTY] = {"county", SCHEMA_TEXT | SCHEMA_REQUIRED, example},
		[AMOUNT] = {"amount", SCHEMA_TEXT | SCHEMA_REQUIRED, example}, [WHERE] = {"where", SCHEMA_TEXT, example},
	};
	const struct yaml *value[COUNT];
	if (!node)
		return STATUS_OK;
	struct paid_spec *paid = arena_zero(arena, 1, sizeof *paid);
	struct expr **expr[COUNT] = {&paid->person, &paid->fund, &paid->month, &paid->county, &paid->amount, &paid->where};
	enum status status = SCHEMA_MAPPING_READ(node, "paid", keys, value, err);
	for (int part = 0; !status && part < COUNT; part++)
		if (value[part])
			status = expr_parse(value[part], arena, expr[part], err);
	out->paid = paid;
	return status;
}

enum status table_read(const struct document *document, struct arena *arena, const struct rule_set *set, struct table_spec *out,
		       struct err *err)
{
	enum { TABLE, TITLE, KEY, REQUIRED, PAID, COLUMNS, COUNT };
	static const struct schema_key keys[COUNT] = {
		[TABLE] = {"table", SCHEMA_TEXT | SCHEMA_REQUIRED, "table: payment"},
		[TITLE] = {"title", SCHEMA_TEXT, "title: 待遇发放明细"},
		[KEY] = {"key", SCHEMA_TEXT, "key: id"},
		[REQUIRED] = {"required", SCHEMA_TEXT, "required: true"},
		[PAID] = {"paid", SCHEMA_MAPPING, "paid: {person: payment.id, …}"},
		[COLUMNS] = {"columns", SCHEMA_MAPPING | SCHEMA_REQUIRED, columns_example},
	};
	const struct yaml *value[COUNT];
	struct span name = {0}, title = {0};
	*out = (struct table_spec){.at = document->root};
	enum status status = SCHEMA_MAPPING_READ(document->root, "a table", keys, value, err);
	if (!status)
		status = schema_name(value[TABLE], "a table", &name, err);
	if (!status)
		status = schema_file_name(value[TABLE], name, err);
	if (!status)
		status = schema_text(value[TITLE], "the title", &title, err);
	if (!status)
		status = schema_bool(value[REQUIRED], "required", &out->required, err);
	if (!status)
		status = read_columns(value[COLUMNS], arena, set, out, err);
	if (!status)
		status = read_paid(value[PAID], arena, out, err);
	out->name = arena_span(arena, name).data;
	out->title = title.size ? arena_span(arena, title).data : out->name;
	return status ? status : read_key_column(value[KEY], out, err);
}
