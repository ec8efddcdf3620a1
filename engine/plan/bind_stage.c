/* A rule's `with` tables and itself as stages. */
#include "base/text.h"
#include "plan/bind.h"

static bool source_find(struct binder *binder, struct span name, const struct yaml *at, struct plan_source *out)
{
	struct plan *plan = binder->plan;
	struct plan_rule *rule = binder->rule;
	for (uint32_t stage = rule->stage_first; stage < plan->stage_count; stage++)
		if (plan->stage[stage]->rule == rule->number && span_equal(span_of(plan->stage[stage]->name), name)) {
			*out = (struct plan_source){SOURCE_STAGE, stage};
			return true;
		}
	for (uint32_t table = 0; table < plan->table_count; table++)
		if (span_equal(span_of(plan->table[table]->spec->name), name)) {
			*out = (struct plan_source){SOURCE_TABLE, table};
			return true;
		}
	if (span_equal(name, SPAN("case"))) {
		*out = (struct plan_source){SOURCE_CASES, 0};
		return true;
	}
	const char **names = arena_alloc(&plan->arena, (plan->table_count + 1) * sizeof *names);
	for (uint32_t table = 0; table < plan->table_count; table++)
		names[table] = plan->table[table]->spec->name;
	const char *near = text_suggest(name, names, plan->table_count);
	yaml_error(at, near ? arena_text(&plan->arena, "did you mean '%s'?", near) : "tables stand in tables/, derived ones in with:",
		   binder->err, "unknown table '%.*s'", SPAN_ARG(name));
	return false;
}

bool bind_alias(struct binder *binder, struct span name, struct plan_source source, const struct yaml *at)
{
	for (uint32_t slot = 0; slot < binder->alias_count; slot++)
		if (span_equal(binder->alias[slot].name, name)) {
			yaml_error(at, NULL, binder->err, "alias '%.*s' is taken", SPAN_ARG(name));
			return false;
		}
	struct bind_alias *alias = &binder->alias[binder->alias_count++];
	alias->name = name;
	alias->source = source;
	alias->column = plan_source_columns(binder->plan, source, &alias->column_count, &binder->plan->arena);
	if (source.kind == SOURCE_STAGE)
		return true;
	bool *flags = binder->alias_count == 1 || !binder->stage->match[binder->alias_count - 2].optional ? binder->rule->table_needed
														   : binder->rule->table_optional;
	if (source.kind == SOURCE_TABLE)
		flags[source.number] = true;
	return true;
}

/* ---- match ---- */

static uint32_t lookup_number(struct plan *plan, const struct plan_lookup *wanted)
{
	for (uint32_t at = 0; at < plan->lookup_count; at++)
		if (!memcmp(&plan->lookup[at], wanted, sizeof *wanted))
			return at;
	ARRAY_GROW(plan->lookup, plan->lookup_count, plan->lookup_capacity);
	plan->lookup[plan->lookup_count] = *wanted;
	return plan->lookup_count++;
}

/* One `B.y = expression over the aliases before`. */
static bool bind_on(struct binder *binder, struct plan_match *match, struct plan_lookup *lookup, const struct expr *on)
{
	struct span alias = match->spec->alias;
	const struct expr *column = NULL, *probe = NULL;
	for (uint32_t side = 0; side < 2 && on->kind == EXPR_COMPARE && on->op == OP_EQ; side++)
		if (on->child[side]->kind == EXPR_NAME && span_equal(on->child[side]->qualifier, alias)) {
			column = on->child[side];
			probe = on->child[1 - side];
			break;
		}
	if (!column) {
		expr_error(on, arena_text(&binder->plan->arena, "write %.*s.column = %.*s.column, other conditions go to where", SPAN_ARG(alias),
					  SPAN_ARG(binder->alias[0].name)),
			   binder->err, "a match is an equality with a column of '%.*s'", SPAN_ARG(alias));
		return false;
	}
	if (lookup->key_count == HECHA_KEY_MAX) {
		expr_error(on, NULL, binder->err, "more than %u columns in a match", HECHA_KEY_MAX);
		return false;
	}
	struct node *key = bind(binder, column);
	binder->alias_count--; /* the partner's own columns are not known to the probe */
	struct node *value = key ? bind(binder, probe) : NULL;
	binder->alias_count++;
	if (!value)
		return false;
	struct node *side = key;
	if (!bind_unify(binder, &side, &value, on))
		return false;
	if (side != key) {
		expr_error(on, NULL, binder->err, "%s does not match %s", value_type_names[key->type], value_type_names[value->type]);
		return false;
	}
	lookup->key[lookup->key_count] = key->column;
	match->probe[lookup->key_count++] = value;
	return true;
}

static bool bind_match(struct binder *binder, const struct match_spec *spec)
{
	struct stage *stage = binder->stage;
	struct plan_match *match = &stage->match[stage->match_count++];
	match->spec = spec;
	match->optional = spec->optional;
	if (!source_find(binder, spec->table, spec->at, &match->source))
		return false;
	if (match->source.kind == SOURCE_CASES) {
		yaml_error(spec->at, "only `from: case c` reads cases", binder->err, "cases cannot be matched");
		return false;
	}
	if (!bind_alias(binder, spec->alias, match->source, spec->at))
		return false;
	match->probe = arena_zero(&binder->plan->arena, HECHA_KEY_MAX, sizeof *match->probe);
	struct plan_lookup lookup;
	memset(&lookup, 0, sizeof lookup); /* compared as bytes */
	lookup.source = match->source;
	uint32_t parts = spec->on->kind == EXPR_AND ? spec->on->child_count : 1;
	for (uint32_t part = 0; part < parts; part++)
		if (!bind_on(binder, match, &lookup, spec->on->kind == EXPR_AND ? spec->on->child[part] : spec->on))
			return false;
	match->lookup = lookup_number(binder->plan, &lookup);
	if (match->source.kind == SOURCE_STAGE)
		binder->plan->stage[match->source.number]->in_memory = true;
	return true;
}

/* ---- where, undecided ---- */

static void note_slots(const struct stage *stage, const struct node *node, struct condition *condition)
{
	if ((node->kind == NODE_COLUMN || node->kind == NODE_IS_ABSENT) && node->slot) {
		condition->slot = node->slot > condition->slot ? node->slot : condition->slot;
		condition->optional |= stage->match[node->slot - 1].optional;
	}
	for (uint32_t child = 0; child < node->child_count; child++)
		note_slots(stage, node->child[child], condition);
}

bool bind_where(struct binder *binder, const struct expr *where)
{
	struct stage *stage = binder->stage;
	struct condition *all;
	uint32_t count;
	if (!bind_conditions(binder, where, &all, &count))
		return false;
	stage->before = arena_zero(&binder->plan->arena, count + 1, sizeof *all);
	stage->after = arena_zero(&binder->plan->arena, count + 1, sizeof *all);
	for (uint32_t at = 0; at < count; at++) {
		note_slots(stage, all[at].node, &all[at]);
		if (all[at].slot)
			stage->after[stage->after_count++] = all[at];
		else
			stage->before[stage->before_count++] = all[at];
	}
	return true;
}

static bool bind_undecided(struct binder *binder, const struct rule *rule)
{
	struct stage *stage = binder->stage;
	stage->undecided = arena_zero(&binder->plan->arena, rule->undecided_count + 1, sizeof *stage->undecided);
	for (uint32_t at = 0; at < rule->undecided_count; at++) {
		struct node *node = bind_bool(binder, rule->undecided[at].when);
		if (!node)
			return false;
		stage->undecided[stage->undecided_count++] = (struct condition){.node = node, .expr = rule->undecided[at].when};
	}
	return true;
}

/* ---- keys and outputs ---- */

bool bind_key_value(struct binder *binder, const struct expr *expr)
{
	if (expr_has_aggregate(expr)) {
		expr_error(expr, "group by columns; filter groups in having", binder->err, "a group key cannot hold an aggregate");
		return false;
	}
	if (binder->stage->key_count == HECHA_KEY_MAX) {
		expr_error(expr, NULL, binder->err, "more than %u group keys", HECHA_KEY_MAX);
		return false;
	}
	int32_t value = bind_value(binder, expr);
	if (value >= 0)
		binder->stage->key_count = binder->stage->value_count;
	return value >= 0;
}

static bool bind_group(struct binder *binder, const struct query *query, const struct rule *rule)
{
	binder->stage->grouped = true;
	for (uint32_t at = 0; at < query->group_count; at++)
		if (!bind_key_value(binder, query->group[at]))
			return false;
	if (query->has_group)
		return true;
	const struct expr *part[CLAIM_PARTS + 3] = {rule->subject_key, rule->subject_fund, rule->subject_county};
	for (uint32_t at = 0; at < CLAIM_PARTS; at++)
		part[3 + at] = rule->claim[at];
	for (uint32_t at = 0; at < CLAIM_PARTS + 3; at++)
		if (part[at] && !expr_has_aggregate(part[at]) && !bind_key_value(binder, part[at]))
			return false;
	return true;
}

static bool add_output(struct binder *binder, struct span name, struct node *node, bool raw, const struct yaml *at)
{
	struct stage *stage = binder->stage;
	for (uint32_t output = 0; output < stage->output_count; output++)
		if (span_equal(span_of(stage->output_info[output].name), name)) {
			yaml_error(at, NULL, binder->err, "column '%.*s' is there twice", SPAN_ARG(name));
			return false;
		}
	stage->output_info[stage->output_count] =
		(struct memory_column){arena_text(&binder->plan->arena, "%.*s", SPAN_ARG(name)), node->type, node->dictionary, raw};
	stage->output[stage->output_count++] = node;
	return true;
}

static struct node *value_column(struct binder *binder, uint32_t value)
{
	const struct row_value *from = &binder->stage->value[value];
	struct node *node = node_new(binder, NODE_COLUMN, from->node->type, from->expr, 0);
	node->column = value;
	node->dictionary = from->node->dictionary;
	return node;
}

/* Keys that are plain columns keep their names; select names the rest. Without group every select is a value of the row. */
static bool bind_outputs(struct binder *binder, const struct query *query)
{
	struct stage *stage = binder->stage;
	uint32_t most = query->group_count + query->select_count + 1;
	stage->output = arena_zero(&binder->plan->arena, most, sizeof *stage->output);
	stage->output_info = arena_zero(&binder->plan->arena, most, sizeof *stage->output_info);
	for (uint32_t key = 0; key < stage->key_count; key++)
		if (stage->value[key].expr->kind == EXPR_NAME &&
		    !add_output(binder, stage->value[key].expr->name, value_column(binder, key), false, query->at))
			return false;
	for (uint32_t at = 0; at < query->select_count; at++) {
		const struct named_expr *select = &query->select[at];
		struct node *node = NULL;
		if (stage->grouped) {
			node = bind(binder, select->expr);
		} else {
			int32_t value = bind_value(binder, select->expr);
			node = value < 0 ? NULL : value_column(binder, (uint32_t)value);
		}
		if (!node || !add_output(binder, select->name, node, false, select->at))
			return false;
	}
	return true;
}

/* ---- stages ---- */

struct stage *bind_stage_new(struct binder *binder, const char *name)
{
	struct plan *plan = binder->plan;
	struct stage *stage = arena_zero(&plan->arena, 1, sizeof *stage);
	stage->rule = binder->rule->number;
	stage->name = name;
	stage->amount_value = -1;
	binder->stage = stage;
	return stage;
}

void bind_stage_add(struct plan *plan, struct stage *stage)
{
	ARRAY_GROW(plan->stage, plan->stage_count, plan->stage_capacity);
	stage->number = plan->stage_count;
	plan->stage[plan->stage_count++] = stage;
}

static bool bind_from(struct binder *binder, const struct query *query)
{
	struct stage *stage = binder->stage;
	stage->alias = arena_text(&binder->plan->arena, "%.*s", SPAN_ARG(query->from_alias));
	return source_find(binder, query->from_table, query->from_at, &stage->source) &&
	       bind_alias(binder, query->from_alias, stage->source, query->from_at);
}

static bool bind_query_rows(struct binder *binder, const struct query *query)
{
	binder->level = LEVEL_ROW;
	binder->deciding = true;
	if (!bind_from(binder, query))
		return false;
	for (uint32_t at = 0; at < query->match_count; at++)
		if (!bind_match(binder, &query->match[at]))
			return false;
	return bind_where(binder, query->where);
}

static bool bind_having(struct binder *binder, const struct query *query)
{
	binder->level = LEVEL_GROUP;
	return bind_conditions(binder, query->having, &binder->stage->having, &binder->stage->having_count);
}

static bool waits_for_stage(const struct stage *stage)
{
	for (uint32_t at = 0; at < stage->match_count; at++)
		if (stage->match[at].source.kind == SOURCE_STAGE)
			return true;
	return false;
}

/* Which columns of slot 0 a tree reads; and afterwards renumbered to the columns of the projection. */
static void slot0_columns(struct node *node, uint32_t *map, uint32_t *count, bool renumber)
{
	if (node->kind == NODE_COLUMN && node->slot == 0) {
		if (renumber)
			node->column = map[node->column];
		else if (map[node->column] == UINT32_MAX)
			map[node->column] = (*count)++;
	}
	for (uint32_t child = 0; child < node->child_count; child++)
		slot0_columns(node->child[child], map, count, renumber);
}

static void stage_columns(struct stage *stage, uint32_t *map, uint32_t *count, bool renumber)
{
	for (uint32_t at = 0; at < stage->before_count; at++)
		slot0_columns(stage->before[at].node, map, count, renumber);
	for (uint32_t at = 0; at < stage->after_count; at++)
		slot0_columns(stage->after[at].node, map, count, renumber);
	for (uint32_t at = 0; at < stage->undecided_count; at++)
		slot0_columns(stage->undecided[at].node, map, count, renumber);
	for (uint32_t at = 0; at < stage->value_count; at++)
		slot0_columns(stage->value[at].node, map, count, renumber);
	for (uint32_t match = 0; match < stage->match_count; match++)
		for (uint32_t key = 0; key < HECHA_KEY_MAX && stage->match[match].probe[key]; key++)
			slot0_columns(stage->match[match].probe[key], map, count, renumber);
}

/* An extract is read once. A stage that matches a derived table cannot judge its rows while that is still being made: what it needs of them is
 * kept aside by a projection, and it reads from there. The stage is renumbered behind the projection. */
static bool insert_projection(struct binder *binder, const struct query *query, struct stage *reader)
{
	struct plan *plan = binder->plan;
	const struct bind_alias from = binder->alias[0];
	uint32_t *map = arena_alloc(&plan->arena, (from.column_count + 1) * sizeof *map), count = 0;
	memset(map, 0xff, from.column_count * sizeof *map);
	stage_columns(reader, map, &count, false);

	struct stage *projection = bind_stage_new(binder, arena_text(&plan->arena, "%s rows", reader->name));
	binder->alias_count = 0;
	binder->level = LEVEL_ROW;
	projection->pass_unknown = true;
	if (!bind_from(binder, query))
		return false;
	projection->before = arena_zero(&plan->arena, reader->before_count + 1, sizeof *projection->before);
	for (uint32_t at = 0; at < reader->before_count; at++) /* bound anew: the reader's nodes are renumbered below */
		projection->before[at] = (struct condition){.node = bind_bool(binder, reader->before[at].expr),
							     .expr = reader->before[at].expr};
	projection->before_count = reader->before_count;
	if (count > HECHA_VALUES_MAX) {
		yaml_error(query->at, NULL, binder->err, "more than %u columns in '%s'", HECHA_VALUES_MAX, reader->name);
		return false;
	}
	projection->value = arena_zero(&plan->arena, count + 1, sizeof *projection->value);
	projection->value_count = count;
	projection->output = arena_zero(&plan->arena, count + 1, sizeof *projection->output);
	projection->output_info = arena_zero(&plan->arena, count + 1, sizeof *projection->output_info);
	for (uint32_t column = 0; column < from.column_count; column++) {
		if (map[column] == UINT32_MAX)
			continue;
		struct node *node = node_new(binder, NODE_COLUMN, from.column[column].type, NULL, 0);
		node->column = column;
		node->dictionary = from.column[column].dictionary;
		projection->value[map[column]] = (struct row_value){.node = node};
		struct memory_column info = from.column[column];
		info.raw = from.source.kind == SOURCE_TABLE ? plan->table[from.source.number]->raw_wanted[column] : info.raw;
		projection->output_info[map[column]] = info;
		projection->output[map[column]] = value_column(binder, map[column]);
	}
	projection->output_count = count;
	bind_stage_add(plan, projection);
	stage_columns(reader, map, &count, true);
	reader->source = (struct plan_source){SOURCE_STAGE, projection->number};
	binder->stage = reader;
	return true;
}

/* A derived source that is finished before some match of the reader is: it must be kept in memory and read later. */
static void choose_pull(struct plan *plan, struct stage *stage)
{
	if (stage->source.kind != SOURCE_STAGE)
		return;
	struct stage *source = plan->stage[stage->source.number];
	for (uint32_t at = 0; at < stage->match_count; at++)
		if (stage->match[at].source.kind == SOURCE_STAGE && stage->match[at].source.number >= source->number)
			source->in_memory = true;
	stage->pull = source->in_memory;
}

static bool finish_stage(struct binder *binder, const struct query *query, struct stage *stage)
{
	if (stage->source.kind == SOURCE_TABLE && waits_for_stage(stage) && !insert_projection(binder, query, stage))
		return false;
	choose_pull(binder->plan, stage);
	bind_stage_add(binder->plan, stage);
	return true;
}

static bool bind_with(struct binder *binder, const struct query *query)
{
	struct stage *stage = bind_stage_new(binder, arena_text(&binder->plan->arena, "%.*s", SPAN_ARG(query->name)));
	if (!bind_query_rows(binder, query))
		return false;
	if (stage->source.kind == SOURCE_CASES) {
		yaml_error(query->from_at, "a rule `from: case c` may match tables and derived tables", binder->err,
			   "only the rule itself reads cases");
		return false;
	}
	if (query->has_group && !bind_group(binder, query, binder->rule->rule))
		return false;
	if (query->has_group ? !bind_having(binder, query) : query->having != NULL) {
		if (query->having && !query->has_group)
			yaml_error(query->at, "add group:", binder->err, "having without group in '%s'", stage->name);
		return false;
	}
	return bind_outputs(binder, query) && finish_stage(binder, query, stage);
}

static struct node *bind_part(struct binder *binder, const struct expr *expr, enum value_type type)
{
	struct node *node = expr ? bind(binder, expr) : NULL;
	if (!node || type == TYPE_COUNT)
		return node;
	return bind_to(binder, node, type, expr);
}

/* The value whose sum an amount is made of; -1 when there is none. */
static int32_t summed_value(const struct stage *stage, const struct node *node)
{
	if (node->kind == NODE_COLUMN && node->column >= GROUP_AGGREGATE) {
		const struct aggregate *aggregate = &stage->aggregate[node->column - GROUP_AGGREGATE];
		return aggregate->kind == AGGREGATE_SUM ? (int32_t)aggregate->value : -1;
	}
	int32_t value = -1;
	for (uint32_t child = 0; child < node->child_count && value < 0; child++)
		value = summed_value(stage, node->child[child]);
	return value;
}

static bool bind_claim(struct binder *binder, const struct rule *rule)
{
	static const enum value_type types[CLAIM_PARTS] = {TYPE_COUNT, TYPE_COUNT, TYPE_MONTH, TYPE_COUNT, TYPE_MONEY};
	for (uint32_t part = 0; part < CLAIM_PARTS && rule->has_claim; part++) {
		binder->rule->claim[part] = bind_part(binder, rule->claim[part], types[part]);
		if (!binder->rule->claim[part])
			return false;
	}
	if (rule->has_claim)
		binder->stage->amount_value = summed_value(binder->stage, binder->rule->claim[CLAIM_AMOUNT]);
	const struct expr *part[3] = {rule->subject_key, rule->subject_fund, rule->subject_county};
	struct node **node[3] = {&binder->rule->subject_key, &binder->rule->subject_fund, &binder->rule->subject_county};
	for (uint32_t at = 0; at < 3 && !rule->has_claim; at++)
		if (part[at] && !(*node[at] = bind_part(binder, part[at], TYPE_COUNT)))
			return false;
	if (!rule->exempt_on)
		return true;
	binder->rule->exempt_on = bind(binder, rule->exempt_on); /* one value for all rows of the group: a key or an aggregate */
	return binder->rule->exempt_on != NULL;
}

static bool bind_case_part(struct binder *binder, const struct rule *rule)
{
	struct plan_rule *out = binder->rule;
	struct arena *arena = &binder->plan->arena;
	binder->level = LEVEL_CASE;
	binder->deciding = false;
	binder->amount_missing = rule->has_claim ? NULL : "'amount' is the sum of claims, and this rule has a subject";
	out->severity = arena_zero(arena, rule->severity_count + 1, sizeof *out->severity);
	for (uint32_t at = 0; at < rule->severity_count; at++)
		if (rule->severity[at].when && !(out->severity[at] = bind_bool(binder, rule->severity[at].when)))
			return false;
	out->message = arena_zero(arena, rule->message_count + 1, sizeof *out->message);
	for (uint32_t at = 0; at < rule->message_count; at++)
		if (rule->message[at].expr && !(out->message[at] = bind(binder, rule->message[at].expr)))
			return false;
	return true;
}

static bool bind_rule_stage(struct binder *binder, const struct rule *rule)
{
	struct stage *stage = bind_stage_new(binder, arena_text(&binder->plan->arena, "%.*s", SPAN_ARG(rule->id)));
	stage->is_rule = true;
	bool fine = bind_query_rows(binder, &rule->query) && bind_undecided(binder, rule) && bind_group(binder, &rule->query, rule) &&
		    bind_having(binder, &rule->query) && bind_claim(binder, rule) && bind_case_part(binder, rule);
	binder->rule->of_cases = stage->source.kind == SOURCE_CASES;
	return fine && finish_stage(binder, &rule->query, stage);
}

/* From the rule backwards along `from`: tables that are only matched need no rows behind them. */
static void mark_evidence(struct plan *plan, const struct plan_rule *rule)
{
	struct stage *stage = plan->stage[rule->stage_first + rule->stage_count - 1];
	stage->keeps_evidence = true;
	while (stage->source.kind == SOURCE_STAGE) {
		stage = plan->stage[stage->source.number];
		stage->keeps_evidence = true;
	}
}

bool bind_stages(struct plan *plan, struct plan_rule *rule, struct err *err)
{
	rule->stage_first = plan->stage_count;
	bool fine = true;
	for (uint32_t at = 0; at < rule->rule->with_count && fine; at++) {
		struct binder binder = {.plan = plan, .rule = rule, .err = err};
		fine = bind_with(&binder, &rule->rule->with[at]);
	}
	struct binder binder = {.plan = plan, .rule = rule, .err = err};
	fine = fine && bind_rule_stage(&binder, rule->rule);
	rule->stage_count = plan->stage_count - rule->stage_first;
	if (fine)
		mark_evidence(plan, rule);
	return fine;
}
