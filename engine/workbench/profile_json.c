#include "report/json.h"
#include "workbench/profile.h"

static const char *const kind_words[] = {"where", "match", "undecided", "having"};

static void put_table(struct json *json, const struct profile_table *table)
{
	json_open_object(json, NULL);
	json_put_text(json, "table", span_of(table->spec->name));
	json_put_count(json, "bytes", table->bytes);
	json_put_count(json, "records", table->records);
	json_put_count(json, "columns_read", table->columns_read);
	json_put_count(json, "columns", table->columns);
	json_put_bool(json, "in_memory", table->in_memory);
	json_end(json);
}

static void put_node(struct json *json, const struct profile_node *node)
{
	json_open_object(json, NULL);
	json_put_text(json, "kind", span_of(kind_words[node->kind]));
	if (node->kind == PROFILE_MATCH)
		json_put_text(json, "table", span_of(node->table));
	if (node->kind == PROFILE_UNDECIDED)
		json_put_text(json, "code", node->code);
	json_put_text(json, "text", node->text);
	json_put_count(json, "in", node->in);
	json_put_count(json, "passed", node->passed);
	if (node->kind == PROFILE_MATCH)
		json_put_count(json, "partners", node->partners);
	json_put_count(json, "visits", node->visits);
	json_end(json);
}

static void put_stage(const struct profile *profile, struct json *json, const struct profile_stage *stage)
{
	json_open_object(json, NULL);
	json_put_text(json, "stage", span_of(stage->stage->name));
	json_put_text(json, "from", span_of(plan_source_name(profile->job->plan, stage->stage->source)));
	json_put_count(json, "visits", stage->visits);
	json_put_count(json, "rows", *stage->counts->rows);
	json_open_array(json, "nodes");
	for (uint32_t at = 0; at < stage->node_count; at++)
		put_node(json, &stage->node[at]);
	json_end(json);
	json_put_count(json, "rows_grouped", *stage->counts->grouped);
	json_put_count(json, "groups", *stage->counts->groups);
	json_put_count(json, "groups_passed", *stage->counts->passed);
	json_end(json);
}

static void put_rule(const struct profile *profile, struct json *json, const struct profile_rule *rule)
{
	int size;
	const char *name = profile_rule_name(profile, rule, &size);
	json_open_object(json, NULL);
	json_put_text(json, "rule", (struct span){name, (size_t)size});
	json_put_bool(json, "ran", !rule->why);
	json_put_count(json, "visits", rule->visits);
	json_open_array(json, "stages");
	for (uint32_t at = 0; at < rule->stage_count; at++)
		put_stage(profile, json, &rule->stage[at]);
	json_end(json);
	json_end(json);
}

void profile_json(const struct profile *profile, struct buffer *out)
{
	struct json *json = json_new(JSON_PAGE);
	json_put_day(json, "as_of", profile->job->plan->as_of);
	json_put_count(json, "visits", profile->visits);
	json_open_array(json, "tables");
	for (uint32_t at = 0; at < profile->table_count; at++)
		put_table(json, &profile->table[at]);
	json_end(json);
	json_open_array(json, "rules");
	for (uint32_t at = 0; at < profile->rule_count; at++)
		put_rule(profile, json, &profile->rule[at]);
	json_end(json);
	json_take(json, out);
	json_free(json);
}
