/* Parameters: each value a unit lower and higher inside its range, the day it holds from, each item of a list. */
#include "base/calendar.h"
#include "base/text.h"
#include "workbench/mutant.h"

static void tell(const struct mutator *mutator, const struct param *param, const struct yaml *at, struct span original,
		 struct span replacement, bool of_day)
{
	struct mutant mutant = {.document = at->document, .from = at->start, .of_day = of_day};
	mutant.original = span_of(arena_text(mutator->arena, "%.*s: %.*s", SPAN_ARG(param->name), SPAN_ARG(original)));
	mutant.replacement = span_of(arena_text(mutator->arena, "%.*s: %.*s", SPAN_ARG(param->name), SPAN_ARG(replacement)));
	mutator->sink(mutator->context, &mutant);
}

/* A share one up or down in its last digit: 0.05 → 0.06. */
static struct span share_beside(const struct mutator *mutator, struct span text, int step)
{
	const char *point = memchr(text.data, '.', text.size);
	size_t decimals = point ? text.size - (size_t)(point - text.data) - 1 : 0;
	int64_t number = 0, one = 1;
	for (size_t at = 0; at < text.size; at++)
		number = text.data[at] == '.' ? number : number * 10 + (text.data[at] - '0');
	for (size_t at = 0; at < decimals; at++)
		one *= 10;
	number += step;
	if (number < 0)
		return (struct span){0};
	return span_of(arena_text(mutator->arena, decimals ? "%lld.%0*lld" : "%lld", (long long)(number / one), (int)decimals,
				  (long long)(number % one)));
}

/* The value beside, as written; empty when the type has none. */
static struct span beside(const struct mutator *mutator, enum value_type type, struct span text, int step)
{
	char out[MONEY_TEXT_SIZE];
	int64_t number;
	if (type == TYPE_SHARE)
		return share_beside(mutator, text, step);
	if (type == TYPE_BOOL)
		return step < 0 ? (struct span){0} : span_equal(text, SPAN("true")) ? SPAN("false") : SPAN("true");
	if (!param_number(type, text, &number))
		return (struct span){0};
	switch (type) {
	case TYPE_INT:
		return span_of(arena_text(mutator->arena, "%lld", (long long)number + step));
	case TYPE_MONEY:
		return arena_span(mutator->arena, (struct span){out, (size_t)money_text(number + step, out)});
	case TYPE_DATE:
		return arena_span(mutator->arena, (struct span){out, (size_t)day_text((day_t)(number + step), out)});
	case TYPE_MONTH:
		return arena_span(mutator->arena, (struct span){out, (size_t)month_text((month_t)(number + step), out)});
	default: /* texts and codes have no neighbour */
		return (struct span){0};
	}
}

static void mutate_item(struct mutator *mutator, const struct param *param, const struct yaml **item, int step)
{
	const struct yaml *saved = *item;
	struct yaml changed = *saved;
	changed.text = beside(mutator, param->type, saved->text, step);
	if (!changed.text.size || rule_param_check(param, &changed, NULL) != STATUS_OK)
		return;
	*item = &changed;
	tell(mutator, param, saved, saved->text, changed.text, false);
	*item = saved;
}

static void drop_item(struct mutator *mutator, const struct param *param, struct param_value *value, uint32_t drop)
{
	struct param_value saved = *value;
	value->item = arena_alloc(mutator->arena, saved.item_count * sizeof *value->item);
	value->item_count = 0;
	for (uint32_t at = 0; at < saved.item_count; at++)
		if (at != drop)
			value->item[value->item_count++] = saved.item[at];
	tell(mutator, param, saved.item[drop], saved.item[drop]->text, MUTANT_DROPPED, false);
	*value = saved;
}

/* Before the first value there is none, so the first day only moves later. */
static void mutate_day(struct mutator *mutator, struct param *param, uint32_t number)
{
	struct param_value *value = &param->value[number];
	int64_t saved = value->from;
	char before[CALENDAR_TEXT_SIZE], after[CALENDAR_TEXT_SIZE];
	for (int step = number ? -1 : 1; step <= 1; step += 2) {
		value->from = saved + step;
		struct span original = {before, (size_t)day_text((day_t)saved, before)};
		struct span replacement = {after, (size_t)day_text((day_t)value->from, after)};
		tell(mutator, param, value->item_count ? value->item[0] : param->at, original, replacement, true);
		value->from = saved;
	}
}

void mutate_param(struct mutator *mutator, struct param *param)
{
	for (uint32_t at = 0; at < param->value_count; at++) {
		mutate_day(mutator, param, at);
		for (uint32_t item = 0; item < param->value[at].item_count; item++) {
			mutate_item(mutator, param, &param->value[at].item[item], -1);
			mutate_item(mutator, param, &param->value[at].item[item], 1);
			if (param->list)
				drop_item(mutator, param, &param->value[at], item);
		}
	}
}
