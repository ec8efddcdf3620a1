#include "table/table.h"

#include <strings.h>

#include "base/file.h"
#include "base/idnumber.h"
#include "base/text.h"

/* Spellings of one dictionary → symbol of the code, by open addressing. */
struct code_map {
	uint32_t mask;
	struct code_entry {
		struct span text;
		int64_t symbol;
	} *entry;
};

static const struct {
	const char *name;
	enum value_type type;
} builtin[BUILTIN_COUNT] = {{"extract", TYPE_TEXT}, {"line", TYPE_INT}, {"row", TYPE_INT}};

static struct code_entry *code_slot(const struct code_map *map, struct span text)
{
	uint32_t at = (uint32_t)hash_bytes(text.data, text.size) & map->mask;
	while (map->entry[at].text.data && !span_equal(map->entry[at].text, text))
		at = (at + 1) & map->mask;
	return &map->entry[at];
}

static void code_add(struct code_map *map, struct span text, int64_t symbol)
{
	struct code_entry *entry = code_slot(map, text);
	if (!entry->text.data)
		*entry = (struct code_entry){text, symbol};
}

/* Codes win over aliases, aliases over labels, where spellings collide. */
static struct code_map *code_map_new(const struct dictionary *dictionary, struct symbols *symbols, struct arena *arena)
{
	struct code_map *map = arena_zero(arena, 1, sizeof *map);
	uint32_t size = 16;
	while (size < 3 * (2 * dictionary->count + dictionary->alias_count))
		size *= 2;
	map->mask = size - 1;
	map->entry = arena_zero(arena, size, sizeof *map->entry);
	for (uint32_t at = 0; at < dictionary->count; at++)
		code_add(map, dictionary->entry[at].code, symbols_add(symbols, dictionary->entry[at].code));
	for (uint32_t at = 0; at < dictionary->alias_count; at++)
		code_add(map, dictionary->alias[at].alias, symbols_add(symbols, dictionary->alias[at].code));
	for (uint32_t at = 0; at < dictionary->count; at++)
		code_add(map, dictionary->entry[at].label, symbols_add(symbols, dictionary->entry[at].code));
	return map;
}

struct table *table_new(const struct table_spec *spec, struct symbols *symbols, struct arena *arena)
{
	struct table *table = arena_zero(arena, 1, sizeof *table);
	table->spec = spec;
	table->symbols = symbols;
	table->column_count = spec->column_count + BUILTIN_COUNT;
	table->wanted = arena_zero(arena, table->column_count, sizeof *table->wanted);
	table->raw_wanted = arena_zero(arena, table->column_count, sizeof *table->raw_wanted);
	table->needed = arena_zero(arena, table->column_count, sizeof *table->needed);
	table->code = arena_zero(arena, spec->column_count + 1, sizeof *table->code);
	for (uint32_t column = 0; column < spec->column_count; column++)
		if (spec->column[column].dictionary)
			table->code[column] = code_map_new(spec->column[column].dictionary, symbols, arena);
	return table;
}

int32_t table_column(const struct table *table, struct span name)
{
	for (uint32_t column = 0; column < table->column_count; column++)
		if (span_equal(span_of(table_column_name(table, column)), name))
			return (int32_t)column;
	return -1;
}

const char *table_column_name(const struct table *table, uint32_t column)
{
	uint32_t declared = table->spec->column_count;
	return column < declared ? table->spec->column[column].name : builtin[column - declared].name;
}

enum value_type table_column_type(const struct table *table, uint32_t column)
{
	uint32_t declared = table->spec->column_count;
	return column < declared ? table->spec->column[column].type : builtin[column - declared].type;
}

int64_t table_code(const struct table *table, uint32_t column, struct span text)
{
	if (!table->code[column])
		return symbols_add(table->symbols, text);
	const struct code_entry *entry = code_slot(table->code[column], text);
	return entry->text.data ? entry->symbol : -1;
}

struct span dictionary_label(const struct dictionary *dictionary, struct span code)
{
	for (uint32_t at = 0; dictionary && at < dictionary->count; at++)
		if (span_equal(dictionary->entry[at].code, code))
			return dictionary->entry[at].label.size ? dictionary->entry[at].label : code;
	return code;
}

static bool bool_parse(struct span text, int64_t *out)
{
	static const struct {
		const char *text;
		int64_t value;
	} words[] = {{"1", 1}, {"0", 0}, {"true", 1}, {"false", 0}, {"是", 1}, {"否", 0},
		     {"y", 1}, {"n", 0}, {"yes", 1},  {"no", 0}};
	for (size_t at = 0; at < sizeof words / sizeof *words; at++)
		if (text.size == strlen(words[at].text) && !strncasecmp(text.data, words[at].text, text.size)) {
			*out = words[at].value;
			return true;
		}
	return false;
}

static bool id_value(struct span text, struct symbols *symbols, int64_t *out)
{
	struct id_parts parts;
	if (!id_parse(text, &parts))
		return false;
	*out = parts.numeric ? parts.number : -(symbols_add(symbols, (struct span){parts.text, parts.text_size}) + 1);
	return true;
}

/* 0.05, 1, 0.125: billionths, 0..1. */
static bool share_parse(struct span text, int64_t *out)
{
	int64_t value = 0, unit = SHARE_ONE;
	size_t at = 0;
	for (; at < text.size && text.data[at] >= '0' && text.data[at] <= '9' && value <= SHARE_ONE; at++)
		value = value * 10 + (text.data[at] - '0') * SHARE_ONE;
	if (!at || (at < text.size && text.data[at++] != '.'))
		return false;
	for (; at < text.size && text.data[at] >= '0' && text.data[at] <= '9' && unit > 1; at++)
		value += (text.data[at] - '0') * (unit /= 10);
	*out = value;
	return at == text.size && value <= SHARE_ONE;
}

bool value_parse(enum value_type type, struct span text, struct symbols *symbols, struct value *out)
{
	*out = (struct value){.cell = CELL_VALUE};
	switch (type) {
	case TYPE_TEXT:
		out->text = text;
		return true;
	case TYPE_ID:
		return id_value(text, symbols, &out->number);
	case TYPE_CODE:
		out->number = symbols_add(symbols, text);
		return true;
	case TYPE_DATE:
		return day_parse(text, &out->number);
	case TYPE_MONTH:
		return month_parse(text, &out->number);
	case TYPE_MONEY:
		return money_parse(text, &out->number);
	case TYPE_INT:
		return integer_parse(text, &out->number);
	case TYPE_BOOL:
		return bool_parse(text, &out->number);
	case TYPE_SHARE:
		return share_parse(text, &out->number);
	default:
		return false;
	}
}

bool cell_parse(const struct table *table, uint32_t column, struct span cell, struct value *out)
{
	const struct column_spec *spec = &table->spec->column[column];
	if (spec->type != TYPE_CODE)
		return value_parse(spec->type, cell, table->symbols, out);
	*out = (struct value){.cell = CELL_VALUE, .number = table_code(table, column, cell)};
	return out->number >= 0;
}
