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
const struct function function_coalesce = {"coalesce", "TT+", 'T', true, "the first argument that is not null", call_coalesce, NULL};

/* Numbers only: bound with date, month, money, int or share. */
static void call_least(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context;
	*out = argument[0];
	for (uint32_t at = 1; at < count; at++)
		if (argument[at].number < out->number)
			*out = argument[at];
}
const struct function function_least = {"least", "NN+", 'N', false, "the smallest; null when one is null", call_least, NULL};

static void call_greatest(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context;
	*out = argument[0];
	for (uint32_t at = 1; at < count; at++)
		if (argument[at].number > out->number)
			*out = argument[at];
}
const struct function function_greatest = {"greatest", "NN+", 'N', false, "the largest; null when one is null", call_greatest, NULL};

static void call_ratio(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	int64_t part = argument[0].number, whole = argument[1].number;
	__int128 share = whole > 0 ? (__int128)part * SHARE_ONE / whole : -1;
	if (part < 0 || share < 0 || share > INT64_MAX)
		out->cell = CELL_NULL;
	else
		out->number = (int64_t)share;
}
const struct function function_ratio = {"ratio", "nn", 's', false, "what share the first is of the second; null when the second is 0 or one is negative",
					call_ratio, NULL};

static void call_abs(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	if (argument[0].number < 0 && __builtin_sub_overflow(0, argument[0].number, &out->number))
		out->cell = CELL_NULL;
	else if (argument[0].number >= 0)
		out->number = argument[0].number;
}
const struct function function_abs = {"abs", "N", 'N', false, "without its sign", call_abs, NULL};

static void call_if(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	bool holds = argument[0].cell == CELL_VALUE && argument[0].number;
	*out = argument[holds ? 1 : 2];
}
const struct function function_if = {"if", "bTT", 'T', true, "the second argument where the first is true, else the third", call_if, NULL};

static void call_malformed(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	out->number = argument[0].cell == CELL_MALFORMED;
}
const struct function function_malformed = {"malformed", "R", 'b', true, "the cell holds something that is not of the column's type",
					    call_malformed, NULL};

static void call_raw(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	out->text = argument[0].text;
	if (argument[0].cell == CELL_ABSENT || argument[0].cell == CELL_NULL)
		out->cell = CELL_NULL;
}
const struct function function_raw = {"raw", "R", 't', true, "the cell as it stands in the file; null for an empty one", call_raw, NULL};
