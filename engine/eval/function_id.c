/* Identity numbers. id_valid, id_form and id_damage look at the raw cell, so they can judge what did not parse. */
#include "base/idnumber.h"
#include "eval/eval.h"

static bool is_null(const struct value *argument)
{
	return argument->cell == CELL_NULL || argument->cell == CELL_ABSENT;
}

static void call_id_valid(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	out->number = argument[0].cell == CELL_VALUE;
	if (is_null(argument))
		out->cell = CELL_NULL;
}
const struct function function_id_valid = {"id_valid", "R", 'b', true, "an identity number of a known form whose check character is right",
					   .call = call_id_valid};

/* Its 17 digits are the number of the cell: an identity column's, and all else of it was looked at when it was read. */
static bool is_number_read(const struct value *id)
{
	enum { DIGITS = 17 };
	uint32_t front, middle;
	const char *text = id->text.data;
	return id->number > 0 && id->text.size == DIGITS + 1 && digits_8(text, &front) && digits_8(text + 8, &middle) && digit_is(text[DIGITS - 1]) &&
	       id->number == ((int64_t)front * 100000000 + middle) * 10 + (text[DIGITS - 1] - '0');
}

static bool form_of(const struct value *id, enum id_form *form)
{
	struct id_parts parts;
	if (is_number_read(id)) {
		*form = id_number_form(id->number);
		return true;
	}
	bool parsed = id_parse(id->text, &parts);
	*form = parts.form;
	return parsed;
}

static void call_id_form(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	enum id_form form;
	if (argument[0].cell == CELL_VALUE && form_of(&argument[0], &form))
		out->text = span_of(id_form_names[form]);
	else
		out->cell = CELL_NULL;
}
const struct function function_id_form = {"id_form", "R", 't', true, "citizen18, citizen15, hmt, foreign or other; null for a damaged number",
					  .call = call_id_form, .words = id_form_names};

static void call_id_damage(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	if (is_null(argument))
		out->cell = CELL_NULL;
	else
		out->text = span_of(id_damage_names[argument[0].cell == CELL_VALUE ? ID_DAMAGE_NONE : id_damage_of(argument[0].text)]);
}
const struct function function_id_damage = {
	"id_damage", "R", 't', true, "how a number is damaged: none, rounded, scientific, one-digit, or other", .call = call_id_damage, .words = id_damage_names};

static bool birth_of(int64_t number, int64_t unused, int64_t *out)
{
	(void)unused;
	return number >= 0 && id_number_birth(number, out);
}
const struct function function_id_birth = {"id_birth", "i", 'd', .help = "the birth date inside an 18-character number", .of_numbers = birth_of};

static void call_id_sex(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	if (argument[0].number < 0)
		out->cell = CELL_NULL;
	else
		out->text = id_number_sex(argument[0].number) == 1 ? SPAN("1") : SPAN("2");
}
static const char *const sex_words[] = {"1", "2", NULL};
const struct function function_id_sex = {"id_sex", "i", 't', false, "'1' man or '2' woman, from the 17th digit", .call = call_id_sex, .words = sex_words};

static void call_id_area(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)count;
	if (argument[0].number < 0) {
		out->cell = CELL_NULL;
		return;
	}
	char text[18];
	id_number_text(argument[0].number, text);
	out->text = arena_span(context->scratch, (struct span){text, 6});
}
const struct function function_id_area = {"id_area", "i", 't', false, "the first six digits: where the number was first given",
					  .call = call_id_area};
