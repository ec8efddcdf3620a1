#include "base/calendar.h"
#include "hecha_limits.h"
#include "rule/rule_read.h"

/* The short lists of a rule: basis, needs, undecided. */

enum status rule_basis_read(const struct yaml *node, struct arena *arena, struct basis **out, uint32_t *count, struct err *err)
{
	static const struct schema_key keys[] = {
		{"doc", SCHEMA_TEXT | SCHEMA_REQUIRED, "{doc: 赣市人社发〔2020〕9号, article: 第二十七条}"},
		{"article", SCHEMA_TEXT, "{doc: 赣市人社发〔2020〕9号, article: 第二十七条}"},
	};
	enum status status = STATUS_OK;
	*count = schema_count(node);
	*out = arena_zero(arena, *count, sizeof **out);
	for (uint32_t i = 0; !status && i < *count; i++) {
		const struct yaml *value[2];
		status = SCHEMA_MAPPING_READ(schema_item(node, i), "a basis", keys, value, err);
		if (!status)
			status = schema_text(value[0], "the document", &(*out)[i].doc, err);
		if (!status)
			status = schema_text(value[1], "the article", &(*out)[i].article, err);
	}
	return status;
}

/* `40d` */
static enum status read_age(const struct yaml *node, int64_t *days, struct err *err)
{
	*days = -1;
	if (!node)
		return STATUS_OK;
	struct span text = node->text;
	bool unit = text.size > 1 && text.data[text.size - 1] == 'd';
	if (unit && integer_parse(span_slice(text, 0, text.size - 1), days) && *days >= 0 && *days <= 36500)
		return STATUS_OK;
	return yaml_error(node, "write days: max_age: 40d", err, H2020, "'%.*s' is not an age", SPAN_ARG(text));
}

static enum status read_need(const struct yaml *key, const struct yaml *node, struct need *out, struct err *err)
{
	static const struct schema_key keys[] = {{"max_age", SCHEMA_TEXT, "max_age: 40d"}};
	const struct yaml *value[1] = {NULL};
	out->at = key;
	enum status status = schema_name(key, "a table", &out->table, err);
	if (!status && !(node->kind == YAML_SCALAR && !node->text.size))
		status = SCHEMA_MAPPING_READ(node, "a need", keys, value, err);
	return status ? status : read_age(value[0], &out->max_age_days, err);
}

enum status rule_needs_read(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err)
{
	enum status status = STATUS_OK;
	rule->need_count = node ? node->count : 0;
	rule->need = arena_zero(arena, rule->need_count, sizeof *rule->need);
	for (uint32_t i = 0; !status && i < rule->need_count; i++)
		status = read_need(node->key[i], node->value[i], &rule->need[i], err);
	return status;
}

static enum status read_undecided(const struct yaml *node, struct arena *arena, struct undecided *out, struct err *err)
{
	static const struct schema_key keys[] = {
		{"code", SCHEMA_TEXT | SCHEMA_REQUIRED, "{code: name-differs, when: \"not same_name(p.name, d.name)\"}"},
		{"when", SCHEMA_TEXT | SCHEMA_REQUIRED, "{code: name-differs, when: \"not same_name(p.name, d.name)\"}"},
	};
	const struct yaml *value[2];
	out->at = node;
	enum status status = SCHEMA_MAPPING_READ(node, "an undecided reason", keys, value, err);
	if (!status)
		status = schema_id(value[0], "an undecided code", &out->code, err);
	return status ? status : rule_expr_read(value[1], arena, &out->when, err);
}

static enum status check_code(const struct rule *rule, uint32_t i, struct err *err)
{
	const struct undecided *undecided = &rule->undecided[i];
	if (span_equal(undecided->code, SPAN(CODE_TOO_MANY)))
		return yaml_error(yaml_get(undecided->at, "code"), "give it another name", err, H2016,
				  "code '%s' is what hecha itself reports a row with too many partners under", CODE_TOO_MANY);
	for (uint32_t before = 0; before < i; before++)
		if (span_equal(rule->undecided[before].code, undecided->code))
			return yaml_error(yaml_get(undecided->at, "code"), "join the two conditions with or", err,
					  H2016, "code '%.*s' stands here again, first in line %u", SPAN_ARG(undecided->code),
					  rule->undecided[before].at->line);
	return STATUS_OK;
}

enum status rule_undecided_read(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err)
{
	enum status status = STATUS_OK;
	uint32_t count = schema_count(node);
	if (count > HECHA_UNDECIDED_MAX)
		return yaml_error(schema_item(node, HECHA_UNDECIDED_MAX), NULL, err, H2015, "more than %u undecided codes", HECHA_UNDECIDED_MAX);
	rule->undecided_count = count;
	rule->undecided = arena_zero(arena, count, sizeof *rule->undecided);
	for (uint32_t i = 0; !status && i < count; i++) {
		status = read_undecided(schema_item(node, i), arena, &rule->undecided[i], err);
		if (!status)
			status = check_code(rule, i, err);
	}
	return status;
}
