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

/* f(x), f(x, 1): one step of f(g(h(x), 2), 1), whose arguments but the innermost are constants. */
enum { STEPS_MAX = 8 };
struct step {
	bool (*of_numbers)(int64_t a, int64_t b, int64_t *out);
	int64_t with;
};

static bool is_step(const struct node *node)
{
	return node->kind == NODE_CALL && node->function->of_numbers &&
	       (node->child_count == 1 || (node->child[1]->kind == NODE_CONSTANT && node->child[1]->constant.cell == CELL_VALUE));
}

/* Outermost first. Returns what the innermost is worked out from. */
static const struct node *steps_of(const struct node *node, struct step *step, uint32_t *count)
{
	for (*count = 0; is_step(node) && *count < STEPS_MAX; node = node->child[0])
		step[(*count)++] = (struct step){node->function->of_numbers, node->child_count > 1 ? node->child[1]->constant.number : 0};
	return node;
}

static bool take_steps(const struct step *step, uint32_t count, int64_t number, int64_t *out)
{
	bool known = true;
	while (count-- && known)
		known = step[count].of_numbers(number, step[count].with, &number);
	*out = number;
	return known;
}

/* All steps at once, and once for the rows of one person, which mostly follow each other. */
static const struct column *call_steps(const struct node *node, struct frame *frame, struct selection selection)
{
	struct step step[STEPS_MAX];
	uint32_t count;
	const struct column *from = eval(steps_of(node, step, &count), frame, selection);
	struct column *out = result_new(node, frame);
	int64_t last = 0, last_out;
	bool last_known = take_steps(step, count, last, &last_out);
	for (uint32_t at = 0; at < selection.count; at++) {
		uint32_t position = selection.at[at], source = position & from->mask;
		if (from->cell[source] == CELL_VALUE && from->number[source] != last) {
			last = from->number[source];
			last_known = take_steps(step, count, last, &last_out);
		}
		out->cell[position] = from->cell[source] == CELL_VALUE && last_known ? CELL_VALUE : CELL_NULL;
		out->number[position] = last_out;
	}
	return out;
}

static const struct column *call_of_numbers(const struct node *node, struct frame *frame, struct selection selection)
{
	const struct column *a = eval(node->child[0], frame, selection);
	const struct column *b = eval(node->child[1], frame, selection);
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
	if (function->of_numbers)
		return (is_step(node) ? call_steps : call_of_numbers)(node, frame, selection);
	return (function->choose ? call_choice : call_by_row)(node, frame, selection);
}
