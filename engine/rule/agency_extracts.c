#include <stdlib.h>

#include "rule/agency_parts.h"

enum extract_key {
	EXTRACT_KEY_FILES,
	EXTRACT_KEY_COLUMNS,
	EXTRACT_KEY_ENCODING,
	EXTRACT_KEY_DELIMITER,
	EXTRACT_KEY_TRAILER,
	EXTRACT_KEY_RECEIVED,
	EXTRACT_KEY_COUNT,
};

static const struct schema_key extract_keys[EXTRACT_KEY_COUNT] = {
	[EXTRACT_KEY_FILES] = {"files", SCHEMA_TEXT | SCHEMA_LIST | SCHEMA_REQUIRED, "files: [\"inbox/payment-*.csv.gz\"]"},
	[EXTRACT_KEY_COLUMNS] = {"columns", SCHEMA_MAPPING | SCHEMA_MAY_BE_EMPTY, "columns: {id: 证件号, for_month: 所属期}"},
	[EXTRACT_KEY_ENCODING] = {"encoding", SCHEMA_TEXT, "encoding: auto"},
	[EXTRACT_KEY_DELIMITER] = {"delimiter", SCHEMA_TEXT, "delimiter: auto"},
	[EXTRACT_KEY_TRAILER] = {"trailer", SCHEMA_TEXT, "trailer: none"},
	[EXTRACT_KEY_RECEIVED] = {"received", SCHEMA_TEXT | SCHEMA_MAY_BE_EMPTY, "received: 2026-11-20"},
};

static enum status read_files(const struct yaml *node, struct arena *arena, struct extract_spec *out, struct err *err)
{
	enum status status = STATUS_OK;
	if (!schema_count(node))
		return yaml_error(node, extract_keys[EXTRACT_KEY_FILES].example, err, H2021, "no file is named");
	out->file_count = schema_count(node);
	out->file = arena_zero(arena, out->file_count, sizeof *out->file);
	for (uint32_t i = 0; !status && i < out->file_count; i++)
		status = schema_text(schema_item(node, i), "a file name", &out->file[i], err);
	return status;
}

/* column: header as it stands in the file */
static enum status read_columns(const struct yaml *node, struct arena *arena, struct extract_spec *out, struct err *err)
{
	enum status status = STATUS_OK;
	out->column_count = node ? node->count : 0;
	out->column = arena_zero(arena, out->column_count, sizeof *out->column);
	for (uint32_t i = 0; !status && i < out->column_count; i++) {
		out->column[i].at = node->key[i];
		out->column[i].column = node->key[i]->text;
		status = schema_text(node->value[i], "a header name", &out->column[i].header, err);
	}
	return status;
}

static enum status read_dialect(const struct yaml *const *value, struct extract_spec *out, struct err *err)
{
	static const char *const encodings[] = {"auto", "utf-8", "gb18030", NULL};
	static const char *const delimiters[] = {"auto", ",", ";", "tab", "|", NULL};
	static const char *const trailers[] = {"none", "control-total", NULL};
	uint32_t encoding = 0, delimiter = 0, trailer = 0;
	enum status status = schema_word(value[EXTRACT_KEY_ENCODING], "encoding", encodings, &encoding, err);
	if (!status)
		status = schema_word(value[EXTRACT_KEY_DELIMITER], "delimiter", delimiters, &delimiter, err);
	if (!status)
		status = schema_word(value[EXTRACT_KEY_TRAILER], "trailer", trailers, &trailer, err);
	out->encoding = (int)encoding;
	out->delimiter = "\0,;\t|"[delimiter];
	out->trailer = trailer == 1;
	return status;
}

static enum status read_extract(const struct yaml *key, const struct yaml *node, struct arena *arena, struct extract_spec *out,
				struct err *err)
{
	const struct yaml *value[EXTRACT_KEY_COUNT];
	out->at = key;
	out->received = INT64_MIN;
	enum status status = schema_name(key, "a table", &out->table, err);
	if (!status)
		status = SCHEMA_MAPPING_READ(node, "an extract", extract_keys, value, err);
	if (!status)
		status = read_files(value[EXTRACT_KEY_FILES], arena, out, err);
	if (!status)
		status = read_columns(value[EXTRACT_KEY_COLUMNS], arena, out, err);
	if (!status)
		status = read_dialect(value, out, err);
	return status ? status : schema_day(value[EXTRACT_KEY_RECEIVED], "received", &out->received, err);
}

enum status agency_extracts_read(const struct yaml *node, struct agency *agency, struct err *err)
{
	enum status status = STATUS_OK;
	uint32_t count = 0;
	for (uint32_t i = 0; i < node->count; i++)
		count += schema_count(node->value[i]);
	agency->extract = arena_zero(&agency->arena, count, sizeof *agency->extract);
	for (uint32_t table = 0; table < node->count; table++) {
		for (uint32_t i = 0; !status && i < schema_count(node->value[table]); i++)
			status = read_extract(node->key[table], schema_item(node->value[table], i), &agency->arena,
					      &agency->extract[agency->extract_count++], err);
	}
	return status;
}

/* ---- against the rules' tables ---- */

static enum status unknown_table(const struct extract_spec *extract, const struct rule_set *set, struct err *err)
{
	const char **name = mem_alloc(set->table_count * sizeof *name);
	for (uint32_t i = 0; i < set->table_count; i++)
		name[i] = set->table[i].name;
	enum status status = schema_unknown(extract->at, "table", extract->table, name, set->table_count, err, H4003);
	free(name);
	return status;
}

static enum status check_column(const struct extract_column *column, const struct table_spec *table, struct err *err)
{
	const char **name = mem_alloc(table->column_count * sizeof *name);
	bool found = false;
	for (uint32_t i = 0; i < table->column_count; i++) {
		name[i] = table->column[i].name;
		found = found || span_equal(column->column, span_of(name[i]));
	}
	enum status status =
		found ? STATUS_OK : schema_unknown(column->at, "column", column->column, name, table->column_count, err, H4001);
	free(name);
	return status;
}

enum status agency_check_extracts(const struct agency *agency, const struct rule_set *set, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t i = 0; !status && i < agency->extract_count; i++) {
		const struct extract_spec *extract = &agency->extract[i];
		const struct table_spec *table = rule_set_table(set, extract->table);
		if (!table)
			return unknown_table(extract, set, err);
		for (uint32_t c = 0; !status && c < extract->column_count; c++)
			status = check_column(&extract->column[c], table, err);
	}
	return status;
}
