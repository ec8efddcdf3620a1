#include "base/text.h"
#include "eval/eval_kernel.h"

#define FUNCTION(name) extern const struct function function_##name;
#include "eval/function.def"
#undef FUNCTION

#define FUNCTION(name) &function_##name,
static const struct function *const functions[] = {
#include "eval/function.def"
};
#undef FUNCTION

const struct function *const *function_all(uint32_t *count)
{
	*count = sizeof functions / sizeof *functions;
	return functions;
}

const struct function *function_find(struct span name)
{
	for (size_t at = 0; at < sizeof functions / sizeof *functions; at++)
		if (span_equal(span_of(functions[at]->name), name))
			return functions[at];
	return NULL;
}

static bool takes_raw(const struct function *function, uint32_t argument)
{
	char letter = argument < strlen(function->arguments) ? function->arguments[argument] : '+';
	return letter == 'R' || letter == 'Q';
}

/* Calls are row by row: functions stand behind conditions that leave few rows. */
const struct column *eval_call(const struct node *node, struct frame *frame, struct selection selection)
{
	const struct function *function = node->function;
	struct call_context context = {frame->symbols, frame->scratch};
	const struct column **argument = arena_alloc(frame->scratch, (node->child_count + 1) * sizeof *argument);
	struct value *value = arena_alloc(frame->scratch, (node->child_count + 1) * sizeof *value);
	for (uint32_t child = 0; child < node->child_count; child++)
		argument[child] = eval(node->child[child], frame, selection);
	struct column *out = result_new(node, frame);
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at];
		bool known = true;
		for (uint32_t child = 0; child < node->child_count; child++) {
			value[child] = column_value(argument[child], position);
			if (argument[child]->raw && takes_raw(function, child))
				value[child].text = argument[child]->raw[position & argument[child]->mask];
			known &= value[child].cell == CELL_VALUE;
		}
		struct value result = {.cell = CELL_NULL};
		if (known || function->takes_null) {
			result.cell = CELL_VALUE;
			function->call(&context, value, node->child_count, &result);
		}
		column_set(out, position, result);
	}
	return out;
}
