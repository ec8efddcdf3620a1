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

static const struct column *call_of_numbers(const struct node *node, struct frame *frame, struct selection selection)
{
	const struct column *a = eval(node->child[0], frame, selection);
	const struct column *b = node->child_count > 1 ? eval(node->child[1], frame, selection) : a;
	bool (*of_numbers)(int64_t, int64_t, int64_t *) = node->function->of_numbers;
	struct column *out = result_new(node, frame);
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at], l = position & a->mask, r = position & b->mask;
		bool known = a->cell[l] == CELL_VALUE && b->cell[r] == CELL_VALUE;
		out->cell[position] = known && of_numbers(a->number[l], b->number[r], &out->number[position]) ? CELL_VALUE : CELL_NULL;
	}
	return out;
}

static const struct column *call_of_cell(const struct node *node, struct frame *frame, struct selection selection)
{
	const struct column *a = eval(node->child[0], frame, selection);
	struct column *out = result_new(node, frame);
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at];
		out->cell[position] = CELL_VALUE;
		out->number[position] = node->function->of_cell(a->cell[position & a->mask]);
	}
	return out;
}

static const struct column *call_choice(const struct node *node, struct frame *frame, struct selection selection)
{
	const struct column **argument = arena_alloc(frame->scratch, (node->child_count + 1) * sizeof *argument);
	for (uint32_t child = 0; child < node->child_count; child++)
		argument[child] = eval(node->child[child], frame, selection);
	struct column *out = result_new(node, frame);
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at], chosen = node->function->choose(argument, node->child_count, position);
		if (chosen == node->child_count)
			out->cell[position] = CELL_NULL;
		else
			column_copy(out, position, argument[chosen], position);
	}
	return out;
}

/* An argument, and where its texts stand: in the cells as they are, for a function that takes them so. */
struct argument {
	const struct column *column;
	const struct span *text;
};

static struct value argument_at(const struct argument *argument, uint32_t position)
{
	const struct column *column = argument->column;
	uint32_t at = position & column->mask;
	return (struct value){column->cell[at], column->number ? column->number[at] : 0, argument->text ? argument->text[at] : (struct span){0}};
}

static const struct column *call_by_row(const struct node *node, struct frame *frame, struct selection selection)
{
	const struct function *function = node->function;
	struct call_context context = {frame->symbols, frame->scratch};
	struct argument *argument = arena_alloc(frame->scratch, (node->child_count + 1) * sizeof *argument);
	struct value *value = arena_alloc(frame->scratch, (node->child_count + 1) * sizeof *value);
	for (uint32_t child = 0; child < node->child_count; child++) {
		const struct column *column = eval(node->child[child], frame, selection);
		argument[child] = (struct argument){column, column->raw && takes_raw(function, child) ? column->raw : column->text};
	}
	struct column *out = result_new(node, frame);
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at];
		bool known = true;
		for (uint32_t child = 0; child < node->child_count; child++) {
			value[child] = argument_at(&argument[child], position);
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

const struct column *eval_call(const struct node *node, struct frame *frame, struct selection selection)
{
	const struct function *function = node->function;
	if (function->of_cell)
		return call_of_cell(node, frame, selection);
	return (function->of_numbers ? call_of_numbers : function->choose ? call_choice : call_by_row)(node, frame, selection);
}
