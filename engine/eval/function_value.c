/* Any type: choosing among values, and looking at a cell as it stands. */
#include "eval/eval.h"

static void call_coalesce(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context;
	for (uint32_t at = 0; at < count; at++)
		if (argument[at].cell == CELL_VALUE) {
			*out = argument[at];
			return;
		}
	out->cell = CELL_NULL;
}
const struct function function_coalesce = {"coalesce", "TT+", 'T', true, "the first argument that is not null", .call = call_coalesce};

/* Numbers only: bound with date, month, money, int or share. */
static void call_least(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context;
	*out = argument[0];
	for (uint32_t at = 1; at < count; at++)
		if (argument[at].number < out->number)
			*out = argument[at];
}
const struct function function_least = {"least", "NN+", 'N', false, "the smallest; null when one is null", .call = call_least};

static void call_greatest(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context;
	*out = argument[0];
	for (uint32_t at = 1; at < count; at++)
		if (argument[at].number > out->number)
			*out = argument[at];
}
const struct function function_greatest = {"greatest", "NN+", 'N', false, "the largest; null when one is null", .call = call_greatest};

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

static void call_if(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	bool holds = argument[0].cell == CELL_VALUE && argument[0].number;
	*out = argument[holds ? 1 : 2];
}
const struct function function_if = {"if", "bTT", 'T', true, "the second argument where the first is true, else the third", .call = call_if};

static void call_malformed(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	out->number = argument[0].cell == CELL_MALFORMED;
}
const struct function function_malformed = {"malformed", "R", 'b', true, "the cell holds something that is not of the column's type",
					    .call = call_malformed};

static void call_raw(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	out->text = argument[0].text;
	if (argument[0].cell == CELL_ABSENT || argument[0].cell == CELL_NULL)
		out->cell = CELL_NULL;
}
const struct function function_raw = {"raw", "R", 't', true, "the cell as it stands in the file; null for an empty one", .call = call_raw};
