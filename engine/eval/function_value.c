/* Any type: choosing among values, and looking at a cell as it stands. */
#include "eval/eval.h"

static struct value cell_at(const struct column *column, uint32_t position)
{
	uint32_t at = position & column->mask;
	return (struct value){.cell = column->cell[at], .number = column->number[at]};
}

static uint32_t first_known(const struct column *const *argument, uint32_t count, uint32_t position)
{
	uint32_t at = 0;
	while (at < count && argument[at]->cell[position & argument[at]->mask] != CELL_VALUE)
		at++;
	return at;
}
const struct function function_coalesce = {"coalesce", "TT+", 'T', true, "the first argument that is not null", .choose = first_known};

/* Numbers only: bound with date, month, money, int or share. sign: 1 the largest, -1 the smallest; the first of equals. */
static uint32_t extreme(const struct column *const *argument, uint32_t count, uint32_t position, int sign)
{
	uint32_t best = 0;
	struct value found = cell_at(argument[0], position);
	for (uint32_t at = 0; at < count; at++) {
		struct value value = cell_at(argument[at], position);
		if (value.cell != CELL_VALUE)
			return count;
		if (sign > 0 ? value.number > found.number : value.number < found.number) {
			best = at;
			found = value;
		}
	}
	return best;
}

static uint32_t smallest(const struct column *const *argument, uint32_t count, uint32_t position)
{
	return extreme(argument, count, position, -1);
}
const struct function function_least = {"least", "NN+", 'N', .help = "the smallest; null when one is null", .choose = smallest};

static uint32_t largest(const struct column *const *argument, uint32_t count, uint32_t position)
{
	return extreme(argument, count, position, 1);
}
const struct function function_greatest = {"greatest", "NN+", 'N', .help = "the largest; null when one is null", .choose = largest};

static bool share_of(int64_t part, int64_t whole, int64_t *out)
{
	__int128 share = whole > 0 ? (__int128)part * SHARE_ONE / whole : -1;
	*out = (int64_t)share;
	return part >= 0 && share >= 0 && share <= INT64_MAX;
}
const struct function function_ratio = {"ratio", "nn", 's', .help = "what share the first is of the second; null when the second is 0 or one is negative",
					.of_numbers = share_of};

static bool without_sign(int64_t number, int64_t unused, int64_t *out)
{
	(void)unused;
	*out = number;
	return number >= 0 || !__builtin_sub_overflow(0, number, out);
}
const struct function function_abs = {"abs", "N", 'N', .help = "without its sign", .of_numbers = without_sign};

static uint32_t branch(const struct column *const *argument, uint32_t count, uint32_t position)
{
	(void)count;
	struct value condition = cell_at(argument[0], position);
	return condition.cell == CELL_VALUE && condition.number ? 1 : 2;
}
const struct function function_if = {"if", "bTT", 'T', true, "the second argument where the first is true, else the third", .choose = branch};

static bool is_malformed(uint8_t cell)
{
	return cell == CELL_MALFORMED;
}
const struct function function_malformed = {"malformed", "R", 'b', true, "the cell holds something that is not of the column's type",
					    .of_cell = is_malformed};

static void call_raw(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	out->text = argument[0].text;
	if (argument[0].cell == CELL_ABSENT || argument[0].cell == CELL_NULL)
		out->cell = CELL_NULL;
}
const struct function function_raw = {"raw", "R", 't', true, "the cell as it stands in the file; null for an empty one", .call = call_raw};
