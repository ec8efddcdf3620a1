#include "report/json.h"
#include "workbench/diff_report.h"

static void put_text_or_null(struct json *json, const char *key, struct span text)
{
	if (text.data)
		json_put_text(json, key, text);
	else
		json_put_null(json, key);
}

static void put_pair(const struct rule_pair *pair, struct json *json)
{
	json_open_object(json, NULL);
	json_put_text(json, "rule", pair->b ? pair->b->id : pair->a->id);
	json_put_text(json, "change", !pair->a ? SPAN("added") : !pair->b ? SPAN("removed") : SPAN("changed"));
	json_open_array(json, "meaning");
	for (uint32_t at = 0; at < pair->change_count; at++) {
		json_open_object(json, NULL);
		json_put_text(json, "key", pair->change[at].key);
		put_text_or_null(json, "before", pair->change[at].before);
		put_text_or_null(json, "after", pair->change[at].after);
		json_end(json);
	}
	json_end(json);
	json_end(json);
}

static void put_figures(struct json *json, const struct effect_row *row, bool due)
{
	json_put_count(json, "before", row->before);
	json_put_count(json, "after", row->after);
	json_put_count(json, "gained", row->gained);
	json_put_count(json, "lost", row->lost);
	if (!due)
		return;
	json_put_money(json, "due_before", row->due_before);
	json_put_money(json, "due_after", row->due_after);
}

static void put_rows(struct json *json, const char *key, const char *name, const struct effect_rows *rows, bool due)
{
	json_open_array(json, key);
	for (uint32_t at = 0; at < rows->count; at++) {
		json_open_object(json, NULL);
		json_put_text(json, name, rows->row[at].name);
		put_figures(json, &rows->row[at], due);
		json_end(json);
	}
	json_end(json);
}

static void put_side(struct json *json, const char *key, const struct case_file *file)
{
	if (!file) {
		json_put_null(json, key);
		return;
	}
	json_open_object(json, key);
	json_put_text(json, "class", span_of(rule_class_names[file->class]));
	json_put_money(json, "due", file->due);
	json_open_array(json, "months");
	for (uint32_t at = 0; at < file->month_count; at++)
		json_put_month(json, NULL, file->month[at].month);
	json_end(json);
	json_open_array(json, "rules");
	for (uint32_t at = 0; at < file->part_count; at++)
		json_put_text(json, NULL, file->part[at].rule->rule->id);
	json_end(json);
	json_end(json);
}

static void put_example(const struct effect_case *example, struct json *json)
{
	const struct case_file *file = example->after ? example->after : example->before;
	json_open_object(json, NULL);
	json_put_text(json, "case", span_of(file->number));
	json_put_text(json, "key", file->key);
	put_side(json, "before", example->before);
	put_side(json, "after", example->after);
	json_end(json);
}

static void put_gap(void *context, const char *side, const struct report_rule *rule)
{
	json_open_object(context, NULL);
	json_put_text(context, "side", span_of(side));
	json_put_text(context, "rule", rule->rule->id);
	json_put_text(context, "state", span_of(rule_state_names[rule->state]));
	json_end(context);
}

static void put_effect(const struct comparison *comparison, struct json *json)
{
	const struct effect *effect = &comparison->effect;
	json_open_object(json, "effect");
	put_figures(json, &effect->all, true);
	json_put_count(json, "changed", effect->changed);
	json_open_array(json, "not_run");
	comparison_gaps(comparison, put_gap, json);
	json_end(json);
	put_rows(json, "rules", "rule", &effect->rules, true);
	put_rows(json, "counties", "county", &effect->counties, true);
	put_rows(json, "classes", "class", &effect->classes, true);
	put_rows(json, "undecided", "code", &effect->undecided, false);
	json_open_array(json, "examples");
	for (uint32_t at = 0; at < effect->case_count && at < comparison->example_max; at++)
		put_example(&effect->item[at], json);
	json_end(json);
	json_end(json);
}

void diff_json(const struct comparison *comparison, struct buffer *out)
{
	struct json *json = json_new(JSON_PAGE);
	json_open_array(json, "rules");
	for (uint32_t at = 0; at < comparison->pair_count; at++)
		put_pair(&comparison->pair[at], json);
	json_end(json);
	if (comparison->side)
		put_effect(comparison, json);
	json_take(json, out);
	json_free(json);
}
