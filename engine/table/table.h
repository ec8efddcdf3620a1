/* Tables of the rule set at run time: dictionaries as symbols, which columns are wanted, and cells read into typed columns. */
#ifndef HECHA_TABLE_H
#define HECHA_TABLE_H

#include "record/record.h"
#include "table/column.h"

/* Built-in columns behind the declared ones. */
enum table_builtin { BUILTIN_EXTRACT, BUILTIN_LINE, BUILTIN_ROW, BUILTIN_COUNT };

struct code_map;

struct table {
	const struct table_spec *spec;
	struct symbols *symbols;
	uint32_t column_count;	/* declared + BUILTIN_COUNT */
	bool *wanted;		/* per column: some expression reads it */
	bool *raw_wanted;	/* … and reads it raw */
	bool *needed;		/* … where a rule decides, not only in a message: an extract without it cannot be used by that rule */
	uint32_t shared_count;	/* results over its rows that several expressions have in common */
	struct code_map **code; /* per declared CODE column with values */
};

struct table *table_new(const struct table_spec *spec, struct symbols *symbols, struct arena *arena);
/* Index of a column by name, built-ins included; -1 when there is none. */
int32_t table_column(const struct table *table, struct span name);
const char *table_column_name(const struct table *table, uint32_t column);
enum value_type table_column_type(const struct table *table, uint32_t column);
/* Symbol of a code, alias or label; -1 when the dictionary does not know it. A CODE without values takes any text. */
int64_t table_code(const struct table *table, uint32_t column, struct span text);
/* Title of a code, the code itself when there is none. */
struct span dictionary_label(const struct dictionary *dictionary, struct span code);

/* Reads one trimmed cell in UTF-8 that is not null; texts are borrowed. False: malformed. */
bool cell_parse(const struct table *table, uint32_t column, struct span cell, struct value *out);
/* The same for a bare type (parameters, test tables). symbols may take new entries for CODE and ID. */
bool value_parse(enum value_type type, struct span text, struct symbols *symbols, struct value *out);

#endif
