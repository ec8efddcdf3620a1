/* Texts and names. */
#include "base/text.h"
#include "eval/eval.h"

static void call_same_name(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	out->number = text_same_name(argument[0].text, argument[1].text);
}
const struct function function_same_name = {"same_name", "tt", 'b', false,
					    "names equal but for blanks, name dots, width, case and variant glyphs", .call = call_same_name};

static void call_name_like(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	out->number = text_name_like(argument[0].text, argument[1].text);
}
const struct function function_name_like = {"name_like", "tt", 'b', false, "same_name, or one character differs or was lost",
					    .call = call_name_like};

static void call_name_key(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)count;
	struct buffer key = BUFFER_INIT;
	text_normal_name(argument[0].text, &key);
	out->text = arena_span(context->scratch, buffer_span(&key));
	out->cell = key.size ? CELL_VALUE : CELL_NULL;
	buffer_free(&key);
}
const struct function function_name_key = {"name_key", "t", 't', false, "a name in the form in which same_name compares, to match and group by",
					   .call = call_name_key};

static void call_length(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	out->number = text_length(argument[0].text);
}
const struct function function_length = {"length", "t", 'n', false, "characters of a text", .call = call_length};

static void call_upper(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)count;
	struct span copy = arena_span(context->scratch, argument[0].text);
	char *letter = arena_alloc(context->scratch, copy.size + 1);
	for (size_t at = 0; at < copy.size; at++)
		letter[at] = copy.data[at] >= 'a' && copy.data[at] <= 'z' ? (char)(copy.data[at] - 32) : copy.data[at];
	out->text = (struct span){letter, copy.size};
}
const struct function function_upper = {"upper", "t", 't', false, "a text with a-z as A-Z", .call = call_upper};

static void call_concat(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	struct buffer joined = BUFFER_INIT;
	for (uint32_t at = 0; at < count; at++)
		buffer_add_span(&joined, argument[at].text);
	out->text = arena_span(context->scratch, buffer_span(&joined));
	buffer_free(&joined);
}
const struct function function_concat = {"concat", "tt+", 't', false, "texts one behind the other; null when one is null", .call = call_concat};

static void call_left(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	out->text = text_left(argument[0].text, argument[1].number);
}
const struct function function_left = {"left", "tn", 't', false, "the first characters of a text", .call = call_left};

static void call_substr(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	out->text = text_substr(argument[0].text, argument[1].number, argument[2].number);
}
const struct function function_substr = {"substr", "tnn", 't', false, "characters of a text from a position (1 is the first), so many",
					 .call = call_substr};
