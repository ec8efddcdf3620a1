/* Sources by name, and matches. */
#include "base/text.h"
#include "plan/bind.h"

bool bind_source(struct binder *binder, struct span name, const struct yaml *at, struct plan_source *out)
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
	const char *hint = table_hint(plan, name);
	for (uint32_t with = 0; with < rule->rule->with_count; with++)
		if (span_equal(rule->rule->with[with].name, name))
			hint = "a derived table sees only those that stand above it";
	yaml_error(at, hint ? hint : "tables stand in tables/, derived ones in with:", binder->err, H4003, "unknown table '%.*s'", SPAN_ARG(name));
	return false;
}

bool bind_alias(struct binder *binder, struct span name, struct plan_source source, const struct yaml *at)
{
	for (uint32_t slot = 0; slot < binder->alias_count; slot++)
		if (span_equal(binder->alias[slot].name, name)) {
			yaml_error(at, NULL, binder->err, H2016, "alias '%.*s' is taken", SPAN_ARG(name));
			return false;
		}
	struct bind_alias *alias = &binder->alias[binder->alias_count++];
	alias->name = name;
	alias->source = source;
	alias->column = plan_source_columns(binder->plan, source, &alias->column_count, &binder->plan->arena);
	if (source.kind == SOURCE_STAGE)
		return true;
	bool optional = binder->may_lack || (binder->alias_count > 1 && binder->stage->match[binder->alias_count - 2].optional);
	if (source.kind == SOURCE_TABLE)
		(optional ? binder->rule->table_optional : binder->rule->table_needed)[source.number] = true;
	return true;
}

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
			   binder->err, H3011, "a match is an equality with a column of '%.*s'", SPAN_ARG(alias));
		return false;
	}
	if (lookup->key_count == HECHA_KEY_MAX) {
		expr_error(on, NULL, binder->err, H2015, "more than %u columns in a match", HECHA_KEY_MAX);
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
		expr_error(on, NULL, binder->err, H4009, "%s does not match %s", value_type_names[key->type], value_type_names[value->type]);
		return false;
	}
	lookup->key[lookup->key_count] = key->column;
	match->probe[lookup->key_count++] = value;
	return true;
}

bool bind_match(struct binder *binder, const struct match_spec *spec)
{
	struct stage *stage = binder->stage;
	struct plan_match *match = &stage->match[stage->match_count++];
	match->spec = spec;
	match->optional = spec->optional;
	if (!bind_source(binder, spec->table, spec->at, &match->source))
		return false;
	if (match->source.kind == SOURCE_CASES) {
		yaml_error(spec->at, "only `from: case c` reads cases", binder->err, H4018, "cases cannot be matched");
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
