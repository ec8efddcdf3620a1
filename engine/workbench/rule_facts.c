#include "workbench/rule_facts.h"

#include <stdlib.h>

#include "base/calendar.h"

struct telling {
	struct facts facts;
	struct arena *arena;
	struct span prefix; /* `with.net.`, or empty */
};

static void add(struct telling *telling, struct span key, struct span text)
{
	struct facts *facts = &telling->facts;
	ARRAY_GROW(facts->fact, facts->count, facts->capacity);
	struct span whole = span_of(arena_text(telling->arena, "%.*s%.*s", SPAN_ARG(telling->prefix), SPAN_ARG(key)));
	facts->fact[facts->count++] = (struct fact){whole, text};
}

static struct span expr_span(struct telling *telling, const struct expr *expr)
{
	struct buffer text = BUFFER_INIT;
	expr_text(expr, &text);
	struct span copy = arena_span(telling->arena, buffer_span(&text));
	buffer_free(&text);
	return copy;
}

static void add_expr(struct telling *telling, struct span key, const struct expr *expr)
{
	if (expr)
		add(telling, key, expr_span(telling, expr));
}

static struct span joined_key(struct telling *telling, const char *before, struct span name)
{
	return span_of(arena_text(telling->arena, "%s%.*s", before, SPAN_ARG(name)));
}

static int by_text(const void *left, const void *right)
{
	return span_compare(((const struct fact *)left)->text, ((const struct fact *)right)->text);
}

/* One fact per condition; their order means nothing. */
static void add_conditions(struct telling *telling, struct span key, const struct expr *expr)
{
	uint32_t from = telling->facts.count;
	for (uint32_t at = 0; expr && expr->kind == EXPR_AND && at < expr->child_count; at++)
		add_expr(telling, key, expr->child[at]);
	if (expr && expr->kind != EXPR_AND)
		add_expr(telling, key, expr);
	if (telling->facts.count > from)
		qsort(&telling->facts.fact[from], telling->facts.count - from, sizeof(struct fact), by_text);
}

static void add_list(struct telling *telling, struct span key, struct expr *const *expr, uint32_t count)
{
	struct buffer text = BUFFER_INIT;
	for (uint32_t at = 0; at < count; at++) {
		buffer_add_span(&text, at ? SPAN(", ") : SPAN(""));
		expr_text(expr[at], &text);
	}
	add(telling, key, arena_span(telling->arena, buffer_span(&text)));
	buffer_free(&text);
}

static void add_query(struct telling *telling, const struct query *query)
{
	struct arena *arena = telling->arena;
	add(telling, SPAN("from"), span_of(arena_text(arena, "%.*s %.*s", SPAN_ARG(query->from_table), SPAN_ARG(query->from_alias))));
	for (uint32_t at = 0; at < query->match_count; at++) {
		const struct match_spec *match = &query->match[at];
		struct span on = expr_span(telling, match->on);
		add(telling, joined_key(telling, "match.", match->alias),
		    span_of(arena_text(arena, "%s%.*s on %.*s", match->optional ? "optional " : "", SPAN_ARG(match->table), SPAN_ARG(on))));
	}
	add_conditions(telling, SPAN("where"), query->where);
	if (query->has_group)
		add_list(telling, SPAN("group"), query->group, query->group_count);
	for (uint32_t at = 0; at < query->select_count; at++)
		add_expr(telling, joined_key(telling, "select.", query->select[at].name), query->select[at].expr);
	add_conditions(telling, SPAN("having"), query->having);
}

static void add_param(struct telling *telling, const struct param *param)
{
	struct span key = joined_key(telling, "params.", param->name);
	add(telling, key, span_of(arena_text(telling->arena, "%s%s%s%.*s", value_type_names[param->type], param->list ? " list" : "",
					     param->range ? " in " : "", (int)(param->range ? param->range->text.size : 0),
					     param->range ? param->range->text.data : "")));
	for (uint32_t at = 0; at < param->value_count; at++) {
		char day[CALENDAR_TEXT_SIZE];
		struct buffer text = BUFFER_INIT;
		day_text(param->value[at].from, day);
		for (uint32_t item = 0; item < param->value[at].item_count; item++)
			buffer_format(&text, "%s%.*s", item ? ", " : "", SPAN_ARG(param->value[at].item[item]->text));
		add(telling, span_of(arena_text(telling->arena, "%.*s since %s", SPAN_ARG(key), day)),
		    arena_span(telling->arena, buffer_span(&text)));
		buffer_free(&text);
	}
}

static void add_head(struct telling *telling, const struct rule *rule)
{
	static const char *const status_words[] = {"draft", "shadow", "active", "retired"};
	add(telling, SPAN("rule"), rule->id);
	add(telling, SPAN("version"), span_of(arena_text(telling->arena, "%lld", (long long)rule->version)));
	add(telling, SPAN("title"), rule->title);
	add(telling, SPAN("status"), span_of(status_words[rule->status]));
	add(telling, SPAN("class"), span_of(rule_class_names[rule->class]));
	add(telling, SPAN("action"), rule->action);
	add(telling, SPAN("scope"), rule->scope_city ? SPAN("city") : SPAN("any"));
	for (uint32_t at = 0; at < rule->basis_count; at++)
		add(telling, SPAN("basis"),
		    span_of(arena_text(telling->arena, "%.*s %.*s", SPAN_ARG(rule->basis[at].doc), SPAN_ARG(rule->basis[at].article))));
	for (uint32_t at = 0; at < rule->param_count; at++)
		add_param(telling, &rule->param[at]);
	for (uint32_t at = 0; at < rule->need_count; at++)
		add(telling, joined_key(telling, "needs.", rule->need[at].table),
		    rule->need[at].max_age_days < 0 ? SPAN("any age")
						    : span_of(arena_text(telling->arena, "%lldd", (long long)rule->need[at].max_age_days)));
}

static void add_subject(struct telling *telling, const struct rule *rule)
{
	static const char *const parts[CLAIM_PARTS] = {"claim.person", "claim.fund", "claim.month", "claim.county", "claim.amount"};
	for (uint32_t at = 0; at < CLAIM_PARTS && rule->has_claim; at++)
		add_expr(telling, span_of(parts[at]), rule->claim[at]);
	if (!rule->has_claim)
		add(telling, SPAN("subject.kind"), rule->subject_kind);
	add_expr(telling, SPAN("subject.key"), rule->subject_key);
	add_expr(telling, SPAN("subject.fund"), rule->subject_fund);
	add_expr(telling, SPAN("subject.county"), rule->subject_county);
	if (rule->exempt_on)
		add(telling, SPAN("exempt.list"), rule->exempt_list);
	add_expr(telling, SPAN("exempt.on"), rule->exempt_on);
}

static void add_message(struct telling *telling, const struct rule *rule)
{
	struct buffer text = BUFFER_INIT;
	for (uint32_t at = 0; at < rule->message_count; at++) {
		const struct message_part *part = &rule->message[at];
		if (!part->expr) {
			buffer_add_span(&text, part->text);
			continue;
		}
		buffer_add_char(&text, '{');
		expr_text(part->expr, &text);
		buffer_format(&text, "%s%.*s}", part->format.size ? "|" : "", SPAN_ARG(part->format));
	}
	add(telling, SPAN("message"), arena_span(telling->arena, buffer_span(&text)));
	buffer_free(&text);
}

struct facts rule_facts(const struct rule *rule, struct arena *arena)
{
	struct telling telling = {.arena = arena, .prefix = SPAN("")};
	add_head(&telling, rule);
	for (uint32_t at = 0; at < rule->with_count; at++) {
		telling.prefix = span_of(arena_text(arena, "with.%.*s.", SPAN_ARG(rule->with[at].name)));
		add_query(&telling, &rule->with[at]);
	}
	telling.prefix = SPAN("");
	add_query(&telling, &rule->query);
	for (uint32_t at = 0; at < rule->undecided_count; at++)
		add_expr(&telling, joined_key(&telling, "undecided.", rule->undecided[at].code), rule->undecided[at].when);
	add_subject(&telling, rule);
	for (uint32_t at = 0; at < rule->severity_count; at++)
		add(&telling, joined_key(&telling, "severity.", rule->severity[at].level),
		    rule->severity[at].when ? expr_span(&telling, rule->severity[at].when) : SPAN("otherwise"));
	add_message(&telling, rule);
	return telling.facts;
}

void facts_free(struct facts *facts)
{
	free(facts->fact);
	*facts = (struct facts){0};
}
