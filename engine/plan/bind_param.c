/* Parameters: the value in force on the as-of date, or the agency's override. */
#include "base/calendar.h"
#include "plan/bind.h"

static bool param_item(struct plan *plan, const struct param *param, const struct yaml *item, struct value *out, struct err *err)
{
	if (value_parse(param->type, item->text, plan->symbols, out))
		return true;
	yaml_error(item, NULL, err, H2017, "parameter '%.*s': '%.*s' is not %s", SPAN_ARG(param->name), SPAN_ARG(item->text),
		   value_type_names[param->type]);
	return false;
}

static bool fill(struct plan *plan, struct plan_param *out, const struct yaml *const *item, uint32_t count, struct err *err)
{
	struct buffer text = BUFFER_INIT;
	out->value = arena_zero(&plan->arena, count + 1, sizeof *out->value);
	out->value_count = count;
	bool fine = true;
	for (uint32_t at = 0; at < count && fine; at++) {
		fine = param_item(plan, out->param, item[at], &out->value[at], err);
		buffer_format(&text, "%s%.*s", at ? ", " : "", SPAN_ARG(item[at]->text));
	}
	out->text = arena_span(&plan->arena, buffer_span(&text)).data;
	buffer_free(&text);
	return fine;
}

static bool bind_override(struct plan *plan, struct plan_param *out, struct err *err)
{
	const struct yaml *override = out->param->override;
	out->from = INT64_MIN;
	if (out->param->list != (override->kind == YAML_SEQUENCE)) {
		yaml_error(override, NULL, err, H2017, "parameter '%.*s' is %s", SPAN_ARG(out->param->name),
			   out->param->list ? "a list: write [a, b]" : "one value");
		return false;
	}
	const struct yaml *one[1] = {override};
	const struct yaml **items = out->param->list ? arena_alloc(&plan->arena, (override->count + 1) * sizeof *items) : one;
	for (uint32_t at = 0; out->param->list && at < override->count; at++)
		items[at] = override->value[at];
	return fill(plan, out, items, out->param->list ? override->count : 1, err);
}

/* `a..b` of the declaration. The dated values were checked when the rule was read; an override is checked here. */
static bool in_range(struct plan *plan, const struct plan_param *out, struct err *err)
{
	const struct yaml *range = out->param->range;
	if (!range || out->param->list || !out->param->override)
		return true;
	struct span text = range->text;
	const char *dots = memmem(text.data, text.size, "..", 2);
	struct value low, high;
	if (!dots || !value_parse(out->param->type, (struct span){text.data, (size_t)(dots - text.data)}, plan->symbols, &low) ||
	    !value_parse(out->param->type, (struct span){dots + 2, text.size - (size_t)(dots - text.data) - 2}, plan->symbols, &high))
		return true;
	if (out->value[0].number >= low.number && out->value[0].number <= high.number)
		return true;
	yaml_error(out->param->override, NULL, err, H2019, "parameter '%.*s' must lie in %.*s", SPAN_ARG(out->param->name), SPAN_ARG(text));
	return false;
}

static bool bind_dated(struct plan *plan, struct plan_param *out, struct err *err)
{
	const struct param *param = out->param;
	const struct param_value *now = NULL;
	for (uint32_t at = 0; at < param->value_count && param->value[at].from <= plan->as_of; at++)
		now = &param->value[at];
	if (!now) {
		char day[CALENDAR_TEXT_SIZE];
		day_text(plan->as_of, day);
		yaml_error(param->at, "add a value with an earlier date", err, H4015, "parameter '%.*s' has no value on %s",
			   SPAN_ARG(param->name), day);
		return false;
	}
	out->from = now->from;
	return fill(plan, out, now->item, now->item_count, err);
}

bool bind_params(struct plan *plan, struct plan_rule *rule, struct err *err)
{
	const struct rule *from = rule->rule;
	rule->param_count = from->param_count;
	rule->param = arena_zero(&plan->arena, from->param_count + 1, sizeof *rule->param);
	for (uint32_t at = 0; at < from->param_count; at++) {
		struct plan_param *param = &rule->param[at];
		param->param = &from->param[at];
		bool fine = param->param->override ? bind_override(plan, param, err) : bind_dated(plan, param, err);
		if (!fine || !in_range(plan, param, err))
			return false;
	}
	return true;
}

const struct plan_param *bind_param(const struct plan_rule *rule, struct span name)
{
	for (uint32_t at = 0; at < rule->param_count; at++)
		if (span_equal(rule->param[at].param->name, name))
			return &rule->param[at];
	return NULL;
}
