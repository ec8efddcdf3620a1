/* Entrance: any bytes as an expression and as a message. What parses must have sane places, a bounded height, and a `source` that
 * parses to the same tree. */
#include "../unit/expr_tree.h"
#include "hecha_limits.h"
#include "rule/rule_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
	if (!holds)
		abort();
}

static void check_node(const struct expr *expr, uint32_t size)
{
	demand(expr->from < expr->to && expr->to <= size);
	demand(expr->height >= 1 && expr->height <= HECHA_EXPR_DEPTH_MAX);
	demand(expr->source.size > 0);
	for (uint32_t i = 0; i < expr->child_count; i++) {
		demand(expr->child[i]->height < expr->height);
		demand(expr->child[i]->from >= expr->from && expr->child[i]->to <= expr->to);
		check_node(expr->child[i], size);
	}
}

/* A document that is one scalar, byte for byte. */
static struct yaml scalar_of(struct document *document, struct span text)
{
	static char path[] = "fuzz.yaml";
	document->path = path;
	document->text = text;
	return (struct yaml){.kind = YAML_SCALAR, .document = document, .line = 1, .column = 1, .text = text, .end = (uint32_t)text.size};
}

static void check_source(const struct expr *expr, struct arena *arena)
{
	struct document document = {0};
	struct yaml scalar = scalar_of(&document, expr->source);
	struct buffer first = BUFFER_INIT, second = BUFFER_INIT;
	struct expr *again = NULL;
	demand(expr_parse(&scalar, arena, &again, NULL) == STATUS_OK);
	expr_tree_write(&first, expr);
	expr_tree_write(&second, again);
	demand(span_equal(buffer_span(&first), buffer_span(&second)));
	buffer_free(&first);
	buffer_free(&second);
}

static void check_expr(const struct yaml *scalar, struct arena *arena)
{
	struct err err = ERR_INIT;
	struct expr *expr = NULL;
	enum status status = expr_parse(scalar, arena, &expr, &err);
	demand(status == STATUS_OK ? !err.text : status == STATUS_CONFIG && err.text);
	if (!status) {
		check_node(expr, (uint32_t)scalar->text.size);
		check_source(expr, arena);
	}
	err_clear(&err);
}

static void check_message(const struct yaml *scalar, struct arena *arena)
{
	struct err err = ERR_INIT;
	struct rule rule = {0};
	enum status status = rule_message_read(scalar, arena, &rule, &err);
	demand(status == STATUS_OK ? !err.text : status == STATUS_CONFIG && err.text);
	for (uint32_t i = 0; !status && i < rule.message_count; i++)
		demand(rule.message[i].expr ? !rule.message[i].text.size : rule.message[i].text.size > 0);
	err_clear(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct document document = {0};
	struct yaml scalar = scalar_of(&document, (struct span){(const char *)data, size});
	if (size > HECHA_EXPR_BYTES_MAX)
		return 0;
	check_expr(&scalar, &arena);
	check_message(&scalar, &arena);
	arena_free(&arena);
	return 0;
}
