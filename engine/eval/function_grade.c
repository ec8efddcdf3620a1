/* Grades of a match between two records of a person. Source: DOMAIN section 5 of the contract, grades A to F. */
#include "base/idnumber.h"
#include "base/text.h"
#include "eval/eval.h"

static bool same_number(const struct id_parts *a, const struct id_parts *b)
{
	if (a->numeric != b->numeric)
		return false;
	return a->numeric ? a->number == b->number
			  : span_equal((struct span){a->text, a->text_size}, (struct span){b->text, b->text_size});
}

/* Of the 17 digits that decide; the check character follows from them. */
static bool one_digit_apart(const struct id_parts *a, const struct id_parts *b)
{
	if (!a->numeric || !b->numeric)
		return false;
	char left[18], right[18];
	int apart = 0;
	id_number_text(a->number, left);
	id_number_text(b->number, right);
	for (int at = 0; at < 17; at++)
		apart += left[at] != right[at];
	return apart == 1;
}

static const char *grade_of_same(const struct id_parts *a, const struct id_parts *b, const struct value *name_a, const struct value *name_b)
{
	bool named = name_a->cell == CELL_VALUE && name_b->cell == CELL_VALUE;
	bool same = named && text_same_name(name_a->text, name_b->text);
	if ((a->form == ID_CITIZEN15) != (b->form == ID_CITIZEN15))
		return same ? "D" : "C";
	if (same)
		return "A";
	return !named || text_name_like(name_a->text, name_b->text) ? "B" : "C";
}

static bool parsed(const struct value *id, struct id_parts *out)
{
	return id->cell == CELL_VALUE && id_parse(id->text, out);
}

static bool is_missing(const struct value *id)
{
	return id->cell == CELL_NULL || id->cell == CELL_ABSENT;
}

static void call_grade(const struct call_context *context, const struct value *argument, uint32_t count, struct value *out)
{
	(void)context, (void)count;
	const struct value *id_a = &argument[0], *id_b = &argument[1], *name_a = &argument[2], *name_b = &argument[3];
	struct id_parts a, b;
	bool valid_a = parsed(id_a, &a), valid_b = parsed(id_b, &b);
	const char *grade = NULL;
	if (valid_a && valid_b && same_number(&a, &b))
		grade = grade_of_same(&a, &b, name_a, name_b);
	else if (name_a->cell != CELL_VALUE || name_b->cell != CELL_VALUE || !text_same_name(name_a->text, name_b->text))
		grade = NULL;
	else if (valid_a && valid_b)
		grade = one_digit_apart(&a, &b) ? "E" : NULL;
	else
		grade = is_missing(id_a) || is_missing(id_b) ? "F" : "E";
	if (grade)
		out->text = span_of(grade);
	else
		out->cell = CELL_NULL;
}
static const char *const grade_words[] = {"A", "B", "C", "D", "E", "F", NULL};
const struct function function_grade = {
	"grade", "QQtt", 't', true,
	"how sure a match is: A same number and name, B name alike or missing, C another name, D 15 and 18 digits; E number damaged, F none",
	.call = call_grade, .words = grade_words};
