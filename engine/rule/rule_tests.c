#include "rule/rule_read.h"

static const char test_example[] = "{name: …, given: {payment: a table with | between its columns}, expect: {claims: […]}}";

static enum status read_given(const struct yaml *node, struct arena *arena, struct rule_test *test, struct err *err)
{
	enum status status = STATUS_OK;
	struct span ignored;
	test->given_count = node->count;
	test->given = arena_zero(arena, node->count, sizeof *test->given);
	for (uint32_t i = 0; !status && i < node->count; i++) {
		test->given[i].rows = node->value[i];
		status = schema_name(node->key[i], "a table", &test->given[i].table, err);
		if (!status)
			status = schema_text(node->value[i], "the rows of a test", &ignored, err);
	}
	return status;
}

static enum status read_test(const struct yaml *node, struct arena *arena, struct rule_test *out, struct err *err)
{
	enum { NAME, AS_OF, GIVEN, PARAMS, RULES, EXPECT, COUNT };
	static const struct schema_key keys[COUNT] = {
		[NAME] = {"name", SCHEMA_TEXT | SCHEMA_REQUIRED, test_example},
		[AS_OF] = {"as_of", SCHEMA_TEXT, "as_of: 2024-06-30"},
		[GIVEN] = {"given", SCHEMA_MAPPING | SCHEMA_REQUIRED, test_example},
		[PARAMS] = {"params", SCHEMA_MAPPING, "params: {grace_months: 1}"},
		[RULES] = {"rules", SCHEMA_LIST | SCHEMA_TEXT, "rules: [paid-after-death]"},
		[EXPECT] = {"expect", SCHEMA_MAPPING | SCHEMA_REQUIRED, test_example},
	};
	const struct yaml *value[COUNT];
	out->at = node;
	out->as_of = INT64_MIN;
	enum status status = SCHEMA_MAPPING_READ(node, "a test", keys, value, err);
	if (!status)
		status = schema_text(value[NAME], "the name of a test", &out->name, err);
	if (!status)
		status = schema_day(value[AS_OF], "as_of", &out->as_of, err);
	out->params = value[PARAMS];
	out->rules = value[RULES];
	out->expect = value[EXPECT];
	return status ? status : read_given(value[GIVEN], arena, out, err);
}

enum status rule_tests_read(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err)
{
	enum status status = STATUS_OK;
	uint32_t before = rule->test_count, count = schema_count(node);
	struct rule_test *test = arena_zero(arena, before + count, sizeof *test);
	if (before)
		memcpy(test, rule->test, before * sizeof *test);
	for (uint32_t i = 0; !status && i < count; i++)
		status = read_test(schema_item(node, i), arena, &test[before + i], err);
	rule->test = test;
	rule->test_count = before + count;
	return status;
}

static enum status read_mark(const struct yaml *node, struct mutant_mark *out, struct err *err)
{
	static const struct schema_key keys[] = {
		{"at", SCHEMA_TEXT | SCHEMA_REQUIRED, "at: \"a > b → a >= b\", as `hecha rule mutate` prints it"},
		{"why", SCHEMA_TEXT | SCHEMA_REQUIRED, "why: the reason why the rule means the same with it"},
	};
	const struct yaml *value[2];
	out->node = node;
	enum status status = SCHEMA_MAPPING_READ(node, "a mutant that no test can notice", keys, value, err);
	if (!status)
		status = schema_text(value[0], "the mutant", &out->at, err);
	return status ? status : schema_text(value[1], "the reason", &out->why, err);
}

enum status rule_mutants_read(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err)
{
	enum status status = STATUS_OK;
	uint32_t before = rule->mutant_mark_count, count = schema_count(node);
	struct mutant_mark *mark = arena_zero(arena, before + count, sizeof *mark);
	if (before)
		memcpy(mark, rule->mutant_mark, before * sizeof *mark);
	for (uint32_t i = 0; !status && i < count; i++)
		status = read_mark(schema_item(node, i), &mark[before + i], err);
	rule->mutant_mark = mark;
	rule->mutant_mark_count = before + count;
	return status;
}

enum status rule_test_file_read(const struct document *document, struct arena *arena, struct rule *rule, struct err *err)
{
	static const struct schema_key keys[] = {
		{"tests", SCHEMA_LIST | SCHEMA_REQUIRED, "tests:, then one test per item"},
		{"hecha", SCHEMA_TEXT, "hecha: 1"},
		{"rule", SCHEMA_TEXT, NULL},
		{"mutants", SCHEMA_LIST | SCHEMA_MAY_BE_EMPTY, NULL},
	};
	const struct yaml *value[4];
	if (document->root->kind == YAML_SEQUENCE)
		return rule_tests_read(document->root, arena, rule, err);
	enum status status = SCHEMA_MAPPING_READ(document->root, "a test file", keys, value, err);
	if (!status && value[2] && !span_equal(value[2]->text, rule->id))
		return yaml_error(value[2], NULL, err, H2012, "these tests stand beside rule '%.*s', not '%.*s'", SPAN_ARG(rule->id),
				  SPAN_ARG(value[2]->text));
	if (!status)
		status = rule_tests_read(value[0], arena, rule, err);
	return status ? status : rule_mutants_read(value[3], arena, rule, err);
}
