/* Why a rule test failed: how each row of `given`, and each group of them, fared in the rule's conditions. */
#include <stdlib.h>

#include "base/idnumber.h"
#include "run/rule_test.h"
#include "run/why.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The next P1, P2 … of the text at or behind *at. */
static bool next_person(struct span text, size_t *at, struct span *out)
{
	for (; *at < text.size; ++*at) {
		size_t end = *at + 1;
		while (end < text.size && is_digit(text.data[end]))
			end++;
		if (text.data[*at] != 'P' || end == *at + 1)
			continue;
		*out = span_slice(text, *at, end - *at);
		*at = end;
		return true;
	}
	return false;
}

static struct span word_of(const struct rule_test *test, struct span number, struct arena *arena)
{
	struct span word;
	for (uint32_t given = 0; given < test->given_count; given++)
		for (size_t at = 0; next_person(test->given[given].rows->text, &at, &word);)
			if (span_equal(test_person(word, arena), number))
				return word;
	return number;
}

struct span test_words(const struct rule_test *test, struct span text, struct arena *arena)
{
	struct buffer out = BUFFER_INIT;
	for (size_t at = 0, end; at < text.size; at = end) {
		for (end = at; end < text.size && (is_digit(text.data[end]) || (end == at + 17 && text.data[end] == 'X'));)
			end++;
		end += end == at;
		struct span part = span_slice(text, at, end - at);
		buffer_add_span(&out, part.size == 18 ? word_of(test, part, arena) : part);
	}
	struct span words = arena_span(arena, buffer_span(&out));
	buffer_free(&out);
	return words;
}

static struct test_row *add_row(struct test_report *out)
{
	ARRAY_GROW(out->row, out->row_count, out->row_capacity);
	out->row[out->row_count] = (struct test_row){0};
	return &out->row[out->row_count++];
}

static void add_step(const struct why *why, const struct why_step *step, const struct rule_test *test, struct test_report *out)
{
	const struct stage *stage = step->stage;
	struct buffer text = BUFFER_INIT;
	struct test_row *row = add_row(out);
	why_step_text(step, &text);
	row->condition = arena_span(&out->arena, buffer_span(&text));
	row->values = test_words(test, span_of(step->values), &out->arena);
	row->outcome = why_step_through(step) ? "held" : step->unknown ? "unknown" : "failed";
	row->stage = stage->is_rule || stage->pass_unknown ? NULL : arena_text(&out->arena, "%s", stage->name);
	row->line = step->place.line;
	row->table = step->place.extract < why->inputs->count ? arena_span(&out->arena, span_of(why->inputs->input[step->place.extract].shown))
							      : SPAN("?");
	for (uint32_t given = 0; given < test->given_count; given++)
		if (span_equal(test->given[given].table, row->table))
			test_line(&test->given[given], row->line, &row->row, &row->why, &out->arena);
	buffer_free(&text);
}

static void add_group(const struct why *why, const struct why_group *group, const struct rule_test *test, struct test_report *out)
{
	struct buffer text = BUFFER_INIT;
	struct test_row *row = add_row(out);
	why_group_text(why, group, &text);
	row->condition = arena_span(&out->arena, buffer_span(&text));
	row->values = test_words(test, span_of(group->values), &out->arena);
	row->outcome = why_group_through(why, group) ? "held" : group->unknown ? "unknown" : "failed";
	buffer_free(&text);
}

/* Subjects that an undecided condition held back. */
static void add_withheld(const struct withheld *withheld, const struct rule *rule, const struct rule_test *test, struct test_report *out)
{
	for (uint32_t code = 0; code < rule->undecided_count; code++) {
		if (!(withheld->codes & 1u << code))
			continue;
		struct test_row *row = add_row(out);
		row->outcome = "undecided";
		row->condition = span_of(arena_text(&out->arena, "%.*s: %.*s", SPAN_ARG(rule->undecided[code].code),
						    SPAN_ARG(rule->undecided[code].when->source)));
		row->values = test_words(test, withheld->hit->key, &out->arena);
	}
}

/* Groups come in the order of their hashes; people read them in the order of their rows. */
static int by_place(const void *left, const void *right)
{
	const struct why_group *a = left, *b = right;
	int order = place_compare(a->place, b->place);
	return order ? order : strcmp(a->values, b->values);
}

void test_rows(struct why *why, const struct job *job, const struct rule *rule, const struct rule_test *test, struct test_report *out)
{
	const struct plan *plan = job->plan;
	for (uint32_t at = 0; at < why->step_count; at++) {
		const struct why_step *step = &why->step[at];
		bool projection = step->stage->pass_unknown && why_step_through(step); /* its reader judges the row again */
		if (!step->stage->is_net && plan->rule[step->stage->rule].rule == rule && !projection)
			add_step(why, step, test, out);
	}
	if (why->group_count)
		qsort(why->group, why->group_count, sizeof *why->group, by_place);
	for (uint32_t at = 0; at < why->group_count; at++)
		if (plan->rule[why->group[at].stage->rule].rule == rule && why->having_count[why->group[at].stage->number])
			add_group(why, &why->group[at], test, out);
	for (uint32_t at = 0; at < job->cases->withheld_count; at++)
		if (job->cases->withheld[at].rule->rule == rule)
			add_withheld(&job->cases->withheld[at], rule, test, out);
}
