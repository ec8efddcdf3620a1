/* Entrance: any bytes as a YAML file, then as a rule, a table, a list, holidays, classes. The tree must lie inside the file, every
 * text must be found at its places, and a failure must have a message. */
#include <stdlib.h>

#include "hecha_limits.h"
#include "rule/set_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
	if (!holds)
		abort();
}

static void check_scalar(const struct yaml *node)
{
	uint32_t before = node->start;
	for (uint32_t i = 0; i <= node->text.size; i++) {
		uint32_t place = yaml_place(node, i);
		demand(place >= before && place <= node->end);
		before = place;
	}
	demand(node->text.data[node->text.size] == '\0');
}

static void check_node(const struct yaml *node, unsigned depth)
{
	demand(depth <= HECHA_YAML_DEPTH_MAX);
	demand(node->start <= node->end && node->end <= node->document->text.size && node->line >= 1 && node->column >= 1);
	if (node->kind == YAML_SCALAR) {
		check_scalar(node);
		return;
	}
	for (uint32_t i = 0; i < node->count; i++) {
		if (node->kind == YAML_MAPPING)
			check_scalar(node->key[i]);
		check_node(node->value[i], depth + 1);
	}
}

static void check_outcome(enum status status, struct err *err)
{
	demand(status == STATUS_OK ? !err->text : status == STATUS_CONFIG && err->text);
	err_clear(err);
}

static void read_as_everything(struct document *document, struct rule_set *set)
{
	struct err err = ERR_INIT;
	struct rule rule = {0};
	struct dictionary list = {0};
	struct table_spec table = {0};
	classes_default(set);
	check_outcome(rule_read(document, &set->arena, &rule, &err), &err);
	check_outcome(list_read(document, &set->arena, &list, &err), &err);
	check_outcome(table_read(document, &set->arena, set, &table, &err), &err);
	check_outcome(holidays_read(document, &set->arena, &set->holidays, &err), &err);
	check_outcome(classes_read(document, set, &err), &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct document *document = NULL;
	struct rule_set set = {0};
	struct err err = ERR_INIT;
	enum status status = yaml_parse("r.yaml", (struct span){(const char *)data, size}, &document, &err);
	check_outcome(status, &err);
	if (!status && document->root) {
		check_node(document->root, 0);
		read_as_everything(document, &set);
	}
	arena_free(&set.arena);
	document_free(document);
	return 0;
}
