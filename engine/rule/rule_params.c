#include <stdlib.h>

#include "base/calendar.h"
#include "base/text.h"
#include "rule/rule_read.h"

static const char param_example[] = "months: {type: int, range: 1..60, values: {2020-07-01: 12}, note: …}";

/* 0.05 in billionths; at most 1. */
static bool share_parse(struct span text, int64_t *out)
{
	static const int64_t one = 1000000000;
	int64_t whole = 0, unit = one / 10;
	size_t at = 0;
	while (at < text.size && text.data[at] >= '0' && text.data[at] <= '9' && whole <= 1)
		whole = whole * 10 + (text.data[at++] - '0');
	size_t digits = at;
	*out = whole * one;
	if (at < text.size && text.data[at] == '.' && at + 1 < text.size)
		for (at++; at < text.size && text.data[at] >= '0' && text.data[at] <= '9' && unit; at++, unit /= 10)
			*out += (text.data[at] - '0') * unit;
	return digits && at == text.size && *out <= one;
}

bool param_number(enum value_type type, struct span text, int64_t *out)
{
	switch (type) {
	case TYPE_INT:
		return integer_parse(text, out);
	case TYPE_MONEY:
		return money_parse(text, out);
	case TYPE_SHARE:
		return share_parse(text, out);
	case TYPE_DATE:
		return day_parse(text, out);
	case TYPE_MONTH:
		return month_parse(text, out);
	case TYPE_BOOL:
		*out = span_equal(text, SPAN("true"));
		return *out || span_equal(text, SPAN("false"));
	default: /* text, code, id: compared as text */
		*out = 0;
		return text.size > 0;
	}
}

static const char *type_hint(enum value_type type)
{
	static const char *const hints[TYPE_COUNT] = {
		[TYPE_INT] = "a whole number: 12",  [TYPE_MONEY] = "yuan: 20000.00",  [TYPE_SHARE] = "a share of 1: 0.05 for 5%",
		[TYPE_DATE] = "a date: 2024-01-31", [TYPE_MONTH] = "a month: 2024-01", [TYPE_BOOL] = "true or false",
	};
	return hints[type];
}

/* ---- type: int, list(code) ---- */

static enum status unknown_type(const struct yaml *node, struct span word, struct err *err)
{
	const char *candidates[TYPE_COUNT + 1];
	memcpy(candidates, value_type_names, sizeof value_type_names);
	candidates[TYPE_COUNT] = "list(code)";
	return schema_unknown(node, "type", word, candidates, TYPE_COUNT + 1, err, H2005);
}

static enum status read_type(const struct yaml *node, struct param *out, struct err *err)
{
	struct span text = node->text, word = text;
	out->list = text.size > 6 && !memcmp(text.data, "list(", 5) && text.data[text.size - 1] == ')';
	if (out->list)
		word = span_slice(text, 5, text.size - 6);
	for (int type = 0; type < TYPE_COUNT; type++) {
		if (!span_equal(word, span_of(value_type_names[type])))
			continue;
		out->type = (enum value_type)type;
		return STATUS_OK;
	}
	return unknown_type(node, text, err);
}

/* ---- range: 0..3 ---- */

struct range {
	int64_t min, max;
};

static bool read_bound(enum value_type type, struct span text, int64_t open_end, int64_t *out)
{
	*out = open_end;
	return !text.size || param_number(type, text, out);
}

/* Either end may be left open: `0..` */
static bool parse_range(const struct param *param, struct range *out)
{
	struct span text = param->range->text;
	for (size_t at = 0; at + 1 < text.size; at++) {
		if (text.data[at] != '.' || text.data[at + 1] != '.')
			continue;
		return read_bound(param->type, span_slice(text, 0, at), INT64_MIN, &out->min) &&
		       read_bound(param->type, span_slice(text, at + 2, text.size - at - 2), INT64_MAX, &out->max) &&
		       out->min <= out->max;
	}
	return false;
}

static enum status check_range(const struct param *param, struct err *err)
{
	struct range range;
	if (!param->range)
		return STATUS_OK;
	if (!type_hint(param->type) || param->type == TYPE_BOOL)
		return yaml_error(param->range, NULL, err, H2018, "a parameter of type %s has no range", value_type_names[param->type]);
	if (!parse_range(param, &range))
		return yaml_error(param->range, "write range: 0..3", err, H2018, "'%.*s' is not a range of type %s", SPAN_ARG(param->range->text),
				  value_type_names[param->type]);
	return STATUS_OK;
}

/* ---- values ---- */

static enum status check_item(const struct param *param, const struct yaml *item, struct err *err)
{
	struct range range;
	int64_t number;
	if (item->kind != YAML_SCALAR)
		return yaml_error(item, NULL, err, H2003, "expected one value of type %s", value_type_names[param->type]);
	if (!param_number(param->type, item->text, &number))
		return yaml_error(item, type_hint(param->type), err, H2017, "'%.*s' is not of type %s", SPAN_ARG(item->text),
				  value_type_names[param->type]);
	if (param->range && parse_range(param, &range) && (number < range.min || number > range.max))
		return yaml_error(item, NULL, err, H2019, "'%.*s' is outside the range %.*s", SPAN_ARG(item->text), SPAN_ARG(param->range->text));
	return STATUS_OK;
}

enum status rule_param_check(const struct param *param, const struct yaml *value, struct err *err)
{
	enum status status = STATUS_OK;
	if (value->kind == YAML_SEQUENCE && !param->list)
		return yaml_error(value, "a list of values has the type list(code), list(text) …", err,
				  H2003, "expected one value, found a list");
	for (uint32_t i = 0; !status && i < schema_count(value); i++)
		status = check_item(param, schema_item(value, i), err);
	return status;
}

static enum status read_value(const struct yaml *from, const struct yaml *node, struct arena *arena, const struct param *param,
			      struct param_value *out, struct err *err)
{
	enum status status = schema_day(from, "the day from which a value is in force", &out->from, err);
	if (!status)
		status = rule_param_check(param, node, err);
	out->item_count = schema_count(node);
	out->item = arena_zero(arena, out->item_count, sizeof *out->item);
	for (uint32_t i = 0; i < out->item_count; i++)
		out->item[i] = schema_item(node, i);
	return status;
}

static int compare_values(const void *a, const void *b)
{
	const struct param_value *x = a, *y = b;
	return (x->from > y->from) - (x->from < y->from);
}

static enum status check_days(const struct param *param, const struct yaml *values, struct err *err)
{
	for (uint32_t i = 1; i < param->value_count; i++)
		if (param->value[i - 1].from == param->value[i].from)
			return yaml_error(values, NULL, err, H2016, "two values are in force from the same day");
	return STATUS_OK;
}

static enum status read_values(const struct yaml *node, struct arena *arena, struct param *out, struct err *err)
{
	enum status status = STATUS_OK;
	if (!node->count)
		return yaml_error(node, param_example, err, H2021, "a parameter needs a value");
	out->value_count = node->count;
	out->value = arena_zero(arena, node->count, sizeof *out->value);
	for (uint32_t i = 0; !status && i < node->count; i++)
		status = read_value(node->key[i], node->value[i], arena, out, &out->value[i], err);
	if (status)
		return status;
	qsort(out->value, out->value_count, sizeof *out->value, compare_values);
	return check_days(out, node, err);
}

static enum status read_param(const struct yaml *name, const struct yaml *node, struct arena *arena, struct param *out, struct err *err)
{
	static const struct schema_key keys[] = {
		{"type", SCHEMA_TEXT | SCHEMA_REQUIRED, param_example},
		{"values", SCHEMA_MAPPING | SCHEMA_REQUIRED, param_example},
		{"range", SCHEMA_TEXT, param_example},
		{"note", SCHEMA_TEXT, param_example},
	};
	const struct yaml *value[4];
	out->at = name;
	enum status status = schema_name(name, "a parameter", &out->name, err);
	if (!status)
		status = SCHEMA_MAPPING_READ(node, "a parameter", keys, value, err);
	if (!status)
		status = read_type(value[0], out, err);
	if (status)
		return status;
	out->range = value[2];
	status = check_range(out, err);
	if (!status)
		status = schema_text(value[3], "the note", &out->note, err);
	return status ? status : read_values(value[1], arena, out, err);
}

enum status rule_params_read(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err)
{
	enum status status = STATUS_OK;
	rule->param_count = node ? node->count : 0;
	rule->param = arena_zero(arena, rule->param_count, sizeof *rule->param);
	for (uint32_t i = 0; !status && i < rule->param_count; i++)
		status = read_param(node->key[i], node->value[i], arena, &rule->param[i], err);
	return status;
}
