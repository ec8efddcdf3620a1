/* A rule's `with` tables and itself as stages. */
#include "plan/bind.h"
#include "plan/implied.h"

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
		expr_error(expr, "group by columns; filter groups in having", binder->err, H4012, "a group key cannot hold an aggregate");
		return false;
	}
	if (binder->stage->key_count == HECHA_KEY_MAX) {
		expr_error(expr, NULL, binder->err, H2015, "more than %u group keys", HECHA_KEY_MAX);
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
			yaml_error(at, NULL, binder->err, H2016, "column '%.*s' is there twice", SPAN_ARG(name));
			return false;
		}
	stage->output_info[stage->output_count] =
		(struct memory_column){arena_text(&binder->plan->arena, "%.*s", SPAN_ARG(name)), node->type, node->dictionary, raw};
	stage->output[stage->output_count++] = node;
	return true;
}

struct node *bind_value_column(struct binder *binder, uint32_t value)
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
		    !add_output(binder, stage->value[key].expr->name, bind_value_column(binder, key), false, query->at))
			return false;
	for (uint32_t at = 0; at < query->select_count; at++) {
		const struct named_expr *select = &query->select[at];
		struct node *node = NULL;
		if (stage->grouped) {
			node = bind(binder, select->expr);
		} else {
			int32_t value = bind_value(binder, select->expr);
			node = value < 0 ? NULL : bind_value_column(binder, (uint32_t)value);
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

bool bind_from(struct binder *binder, const struct query *query)
{
	struct stage *stage = binder->stage;
	stage->alias = arena_text(&binder->plan->arena, "%.*s", SPAN_ARG(query->from_alias));
	return bind_source(binder, query->from_table, query->from_at, &stage->source) &&
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

/* Early stages are finished before all others, each of the two in the order of the plan. */
static bool is_later(const struct stage *stage, const struct stage *than)
{
	return stage->early == than->early ? stage->number >= than->number : than->early;
}

static void choose_pull(struct plan *plan, struct stage *stage)
{
	if (stage->source.kind != SOURCE_STAGE)
		return;
	struct stage *source = plan->stage[stage->source.number];
	for (uint32_t at = 0; at < stage->match_count; at++)
		if (stage->match[at].source.kind == SOURCE_STAGE && is_later(plan->stage[stage->match[at].source.number], source))
			source->in_memory = true;
	stage->pull = source->in_memory;
}

static bool finish_stage(struct binder *binder, const struct query *query, struct stage *stage)
{
	if (stage->source.kind == SOURCE_TABLE && !early_matches(binder->plan, stage) && !bind_projection(binder, query, stage))
		return false;
	imply(binder->plan, stage);
	choose_pull(binder->plan, stage);
	stage->early = is_early(binder->plan, stage);
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
			   H4018, "only the rule itself reads cases");
		return false;
	}
	if (query->has_group && !bind_group(binder, query, binder->rule->rule))
		return false;
	if (query->has_group ? !bind_having(binder, query) : query->having != NULL) {
		if (query->having && !query->has_group)
			yaml_error(query->at, "add group:", binder->err, H4021, "having without group in '%s'", stage->name);
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
	const struct aggregate *aggregate = group_aggregate(stage, node);
	if (aggregate)
		return aggregate->kind == AGGREGATE_SUM ? (int32_t)aggregate->value : -1;
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
	if (!bind_case_grades(binder))
		return false;
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
		    bind_grades(binder, rule) &&
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

static bool leans_on(const struct query *query, struct span name)
{
	bool leans = span_equal(query->from_table, name);
	for (uint32_t at = 0; at < query->match_count; at++)
		leans |= !query->match[at].optional && span_equal(query->match[at].table, name);
	return leans;
}

/* Neither the rule nor a `with` table that the rule leans on reads this one, or matches it other than optionally. */
static bool may_lack(const struct rule *rule, uint32_t with)
{
	struct span name = rule->with[with].name;
	bool may = !leans_on(&rule->query, name);
	for (uint32_t later = with + 1; later < rule->with_count && may; later++)
		may = !leans_on(&rule->with[later], name) || may_lack(rule, later);
	return may;
}

bool bind_stages(struct plan *plan, struct plan_rule *rule, struct err *err)
{
	rule->stage_first = plan->stage_count;
	bool fine = true;
	for (uint32_t at = 0; at < rule->rule->with_count && fine; at++) {
		struct binder binder = {.plan = plan, .rule = rule, .err = err, .may_lack = may_lack(rule->rule, at)};
		fine = bind_with(&binder, &rule->rule->with[at]);
	}
	struct binder binder = {.plan = plan, .rule = rule, .err = err};
	fine = fine && bind_rule_stage(&binder, rule->rule);
	rule->stage_count = plan->stage_count - rule->stage_first;
	if (fine)
		mark_evidence(plan, rule);
	return fine;
}
