/* Expected against actual. An expected item names some fields; an actual one fits when those are equal. */
#include <stdlib.h>

#include "base/calendar.h"
#include "run/rule_test.h"

enum field { FIELD_PERSON, FIELD_KIND, FIELD_FUND, FIELD_MONTH, FIELD_COUNTY, FIELD_AMOUNT, FIELD_SEVERITY, FIELD_MESSAGE, FIELD_CODE, FIELDS };
static const char *const field_names[FIELDS] = {"person", "kind", "fund", "month", "county", "amount", "severity", "message", "code"};

struct item {
	struct span value[FIELDS]; /* data NULL: not named */
	bool matched;
};

struct items {
	struct item *item;
	uint32_t count, capacity;
};

const char *const pair_state_names[] = {"equal", "differs", "missing", "extra"};

struct comparison {
	const struct job *job;
	const struct rule *rule;
	const struct rule_test *test;
	struct test_report *report;
	struct arena *arena; /* of the report */
};

static struct item *add_item(struct items *items)
{
	ARRAY_GROW(items->item, items->count, items->capacity);
	items->item[items->count] = (struct item){0};
	return &items->item[items->count++];
}

/* `key` is the subject of any kind. */
static int field_of(struct span name)
{
	if (span_equal(name, SPAN("key")))
		return FIELD_PERSON;
	for (int field = 0; field < FIELDS; field++)
		if (span_equal(name, span_of(field_names[field])))
			return field;
	return -1;
}

/* One spelling per value, so that 185 and 185.00, 2024-4 and 2024-04 are the same. */
static struct span canonical(int field, struct span text, struct arena *arena)
{
	char out[MONEY_TEXT_SIZE];
	int64_t number;
	if (field == FIELD_PERSON)
		return test_person(text, arena);
	if (field == FIELD_MONTH && month_parse(text, &number))
		return arena_span(arena, (struct span){out, (size_t)month_text(number, out)});
	if (field == FIELD_AMOUNT && money_parse(text, &number))
		return arena_span(arena, (struct span){out, (size_t)money_text(number, out)});
	return text;
}

static void add_pair(const struct comparison *with, const char *what, enum pair_state state, struct span expected, struct span actual)
{
	struct test_report *report = with->report;
	ARRAY_GROW(report->pair, report->pair_count, report->pair_capacity);
	report->pair[report->pair_count++] = (struct test_pair){what, state, expected, actual};
}

/* The test is not written as wanted. */
static void complain(const struct comparison *with, char *text)
{
	add_pair(with, "expect", PAIR_EXTRA, arena_span(with->arena, span_of(text)), (struct span){0});
	free(text);
}

static void read_expected(const struct comparison *with, const struct yaml *list, struct items *out)
{
	for (uint32_t at = 0; list && at < list->count; at++) {
		const struct yaml *mapping = list->value[at];
		struct item *item = add_item(out);
		for (uint32_t key = 0; mapping->kind == YAML_MAPPING && key < mapping->count; key++) {
			int field = field_of(mapping->key[key]->text);
			if (field >= 0)
				item->value[field] = canonical(field, mapping->value[key]->text, with->arena);
			else
				complain(with, mem_format("unknown key '%.*s'", SPAN_ARG(mapping->key[key]->text)));
		}
	}
}

/* ---- what came out ---- */

static void set_hit(const struct comparison *with, struct item *item, const struct hit *hit)
{
	char text[MONEY_TEXT_SIZE];
	item->value[FIELD_PERSON] = hit->key;
	item->value[FIELD_KIND] = hit->kind;
	item->value[FIELD_FUND] = hit->fund;
	item->value[FIELD_COUNTY] = hit->county;
	if (!hit->rule->rule->has_claim)
		return;
	item->value[FIELD_MONTH] = arena_span(with->arena, (struct span){text, (size_t)month_text(hit->month, text)});
	item->value[FIELD_AMOUNT] = arena_span(with->arena, (struct span){text, (size_t)money_text(hit->amount, text)});
}

static void read_hits(const struct comparison *with, struct items *out)
{
	const struct cases *cases = with->job->cases;
	for (uint32_t at = 0; at < cases->case_count; at++)
		for (uint32_t part = 0; part < cases->file[at].part_count; part++) {
			const struct case_part *each = &cases->file[at].part[part];
			for (uint32_t hit = 0; each->rule->rule == with->rule && hit < each->hit_count; hit++) {
				struct item *item = add_item(out);
				set_hit(with, item, &each->hit[hit]);
				item->value[FIELD_SEVERITY] = each->level; /* of all hits of the rule in this case */
				item->value[FIELD_MESSAGE] = test_words(with->test, each->message, with->arena);
			}
		}
}

static bool same_values(const struct item *a, const struct item *b)
{
	for (int field = 0; field < FIELDS; field++)
		if (!span_equal(a->value[field], b->value[field]))
			return false;
	return true;
}

static void read_undecided(const struct comparison *with, struct items *out)
{
	const struct job *job = with->job;
	for (uint32_t at = 0; at < job->cases->withheld_count; at++) {
		const struct withheld *each = &job->cases->withheld[at];
		for (uint32_t code = 0; each->rule->rule == with->rule && code < with->rule->undecided_count; code++) {
			if (!(each->codes & 1u << code))
				continue;
			struct item *item = add_item(out);
			set_hit(with, item, each->hit);
			item->value[FIELD_MONTH] = item->value[FIELD_AMOUNT] = (struct span){0}; /* the whole subject is held back */
			item->value[FIELD_CODE] = with->rule->undecided[code].code;
		}
	}
	for (uint32_t at = 0; at < job->hits->undecided_count; at++) {
		const struct undecided_row *each = &job->hits->undecided[at];
		if (each->rule->rule != with->rule)
			continue;
		struct item *item = add_item(out);
		item->value[FIELD_PERSON] = each->subject;
		item->value[FIELD_CODE] =
			span_of(each->column ? arena_text(with->arena, "missing:%s", each->column) : CODE_TOO_MANY);
	}
}

/* Several rows of one subject are one line: what is undecided is the subject. */
static void drop_doubles(struct items *items)
{
	uint32_t kept = 0;
	for (uint32_t at = 0; at < items->count; at++) {
		bool seen = false;
		for (uint32_t before = 0; before < kept && !seen; before++)
			seen = same_values(&items->item[before], &items->item[at]);
		if (!seen)
			items->item[kept++] = items->item[at];
	}
	items->count = kept;
}

/* ---- matching ---- */

/* Of a message the test names a part. */
static bool same_field(int field, struct span expected, struct span actual)
{
	if (field == FIELD_MESSAGE)
		return actual.size && memmem(actual.data, actual.size, expected.data, expected.size);
	return span_equal(expected, actual);
}

static bool fits(const struct item *expected, const struct item *actual)
{
	for (int field = 0; field < FIELDS; field++)
		if (expected->value[field].data && !same_field(field, expected->value[field], actual->value[field]))
			return false;
	return true;
}

static uint32_t named_fields(const struct item *item)
{
	uint32_t count = 0;
	for (int field = 0; field < FIELDS; field++)
		count += item->value[field].data != NULL;
	return count;
}

/* What came out shows its message when one was expected. */
static struct span item_text(const struct comparison *with, const struct item *item, const struct item *expected)
{
	struct buffer text = BUFFER_INIT;
	for (int field = 0; field < FIELDS; field++)
		if (item->value[field].size && (field != FIELD_MESSAGE || expected->value[field].data))
			buffer_format(&text, "%s%s %.*s", text.size ? " " : "", field_names[field],
				      SPAN_ARG(test_words(with->test, item->value[field], with->arena)));
	struct span out = arena_span(with->arena, buffer_span(&text));
	buffer_free(&text);
	return out;
}

/* Items that name most choose first. */
static void match(const struct comparison *with, const char *what, struct items *expected, struct items *actual)
{
	for (uint32_t wanted = FIELDS + 1; wanted-- > 0;)
		for (uint32_t left = 0; left < expected->count; left++) {
			struct item *item = &expected->item[left];
			for (uint32_t right = 0; named_fields(item) == wanted && right < actual->count && !item->matched; right++) {
				if (actual->item[right].matched || !fits(item, &actual->item[right]))
					continue;
				item->matched = actual->item[right].matched = true;
				add_pair(with, what, PAIR_EQUAL, item_text(with, item, item), item_text(with, &actual->item[right], item));
			}
		}
}

/* What came out instead: of the same person, with the most fields as expected. */
static struct item *nearest(const struct item *expected, struct items *actual)
{
	struct item *best = NULL;
	uint32_t most = 0;
	for (uint32_t at = 0; at < actual->count; at++) {
		struct item *item = &actual->item[at];
		uint32_t same = 1;
		for (int field = 0; field < FIELDS; field++)
			same += expected->value[field].data && same_field(field, expected->value[field], item->value[field]);
		if (item->matched || !span_equal(expected->value[FIELD_PERSON], item->value[FIELD_PERSON]) || same <= most)
			continue;
		best = item;
		most = same;
	}
	return best;
}

static void compare(const struct comparison *with, const char *what, struct items *expected, struct items *actual)
{
	static const struct item nothing;
	match(with, what, expected, actual);
	for (uint32_t at = 0; at < expected->count; at++) {
		struct item *item = &expected->item[at], *other = item->matched ? NULL : nearest(item, actual);
		if (other)
			other->matched = true;
		if (!item->matched)
			add_pair(with, what, other ? PAIR_DIFFERS : PAIR_MISSING, item_text(with, item, item),
				 other ? item_text(with, other, item) : (struct span){0});
	}
	for (uint32_t at = 0; at < actual->count; at++)
		if (!actual->item[at].matched)
			add_pair(with, what, PAIR_EXTRA, (struct span){0}, item_text(with, &actual->item[at], &nothing));
	free(expected->item);
	free(actual->item);
}

static void compare_exempted(const struct comparison *with, const struct yaml *expect)
{
	int64_t expected = 0, actual = 0;
	const struct yaml *node = yaml_get(expect, "exempted");
	if (node)
		integer_parse(node->text, &expected);
	for (uint32_t at = 0; at < with->job->cases->exempted_count; at++)
		actual += with->job->cases->exempted[at].rule->rule == with->rule;
	if (expected != actual)
		add_pair(with, "exempted", PAIR_DIFFERS, span_of(arena_text(with->arena, "%lld", (long long)expected)),
			 span_of(arena_text(with->arena, "%lld", (long long)actual)));
}

/* `subjects` of a rule that claims would be compared with nothing, and pass. */
static void check_expect(const struct comparison *with, const struct yaml *expect)
{
	const char *outcome = with->rule->has_claim ? "claims" : "subjects";
	for (uint32_t key = 0; key < expect->count; key++) {
		struct span name = expect->key[key]->text;
		if (!span_equal(name, span_of(outcome)) && !span_equal(name, SPAN("undecided")) && !span_equal(name, SPAN("exempted")))
			complain(with, mem_format("expect knows %s, undecided and exempted here, not '%.*s'", outcome, SPAN_ARG(name)));
	}
}

void test_compare(const struct job *job, const struct rule *rule, const struct rule_test *test, struct test_report *out)
{
	struct comparison with = {job, rule, test, out, &out->arena};
	struct items expected = {0}, actual = {0}, expected_undecided = {0}, actual_undecided = {0};
	check_expect(&with, test->expect);
	read_expected(&with, yaml_get(test->expect, rule->has_claim ? "claims" : "subjects"), &expected);
	read_hits(&with, &actual);
	compare(&with, rule->has_claim ? "claim" : "subject", &expected, &actual);
	read_expected(&with, yaml_get(test->expect, "undecided"), &expected_undecided);
	read_undecided(&with, &actual_undecided);
	drop_doubles(&actual_undecided);
	compare(&with, "undecided", &expected_undecided, &actual_undecided);
	compare_exempted(&with, test->expect);
}
