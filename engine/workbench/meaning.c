#include "workbench/meaning.h"

#include "base/calendar.h"
#include "base/file.h"

static void put_expr(struct buffer *out, const char *key, const struct expr *expr)
{
	if (expr)
		buffer_format(out, "%s %.*s\n", key, SPAN_ARG(expr->source));
}

static void put_param(struct buffer *out, const struct param *param)
{
	char day[CALENDAR_TEXT_SIZE];
	buffer_format(out, "param %.*s %s%s", SPAN_ARG(param->name), value_type_names[param->type], param->list ? " list" : "");
	if (param->range)
		buffer_format(out, " range %.*s", SPAN_ARG(param->range->text));
	for (uint32_t at = 0; at < param->value_count; at++) {
		day_text(param->value[at].from, day);
		buffer_format(out, " from %s", day);
		for (uint32_t item = 0; item < param->value[at].item_count; item++)
			buffer_format(out, " '%.*s'", SPAN_ARG(param->value[at].item[item]->text));
	}
	buffer_add_char(out, '\n');
}

static void put_query(struct buffer *out, const struct query *query)
{
	if (query->name.size)
		buffer_format(out, "with %.*s\n", SPAN_ARG(query->name));
	buffer_format(out, "from %.*s %.*s\n", SPAN_ARG(query->from_table), SPAN_ARG(query->from_alias));
	for (uint32_t at = 0; at < query->match_count; at++) {
		const struct match_spec *match = &query->match[at];
		buffer_format(out, "%s %.*s %.*s on %.*s\n", match->optional ? "optional" : "match", SPAN_ARG(match->table),
			      SPAN_ARG(match->alias), SPAN_ARG(match->on->source));
	}
	put_expr(out, "where", query->where);
	if (query->has_group)
		buffer_format(out, "group %u\n", query->group_count);
	for (uint32_t at = 0; at < query->group_count; at++)
		put_expr(out, "by", query->group[at]);
	put_expr(out, "having", query->having);
	for (uint32_t at = 0; at < query->select_count; at++) {
		buffer_format(out, "select %.*s ", SPAN_ARG(query->select[at].name));
		put_expr(out, "as", query->select[at].expr);
	}
}

static void put_outcome(struct buffer *out, const struct rule *rule)
{
	static const char *const parts[CLAIM_PARTS] = {"person", "fund", "month", "county", "amount"};
	for (int part = 0; rule->has_claim && part < CLAIM_PARTS; part++)
		put_expr(out, parts[part], rule->claim[part]);
	if (!rule->has_claim)
		buffer_format(out, "subject %.*s\n", SPAN_ARG(rule->subject_kind));
	put_expr(out, "key", rule->subject_key);
	put_expr(out, "fund", rule->subject_fund);
	put_expr(out, "county", rule->subject_county);
	if (rule->exempt_on)
		buffer_format(out, "exempt %.*s ", SPAN_ARG(rule->exempt_list));
	put_expr(out, "on", rule->exempt_on);
	for (uint32_t at = 0; at < rule->severity_count; at++) {
		buffer_format(out, "level %.*s\n", SPAN_ARG(rule->severity[at].level));
		put_expr(out, "when", rule->severity[at].when);
	}
}

void rule_meaning(const struct rule *rule, struct buffer *out)
{
	buffer_format(out, "rule %.*s\nclass %s\naction %.*s\nscope %s\n", SPAN_ARG(rule->id), rule_class_names[rule->class],
		      SPAN_ARG(rule->action), rule->scope_city ? "city" : "any");
	for (uint32_t at = 0; at < rule->param_count; at++)
		put_param(out, &rule->param[at]);
	for (uint32_t at = 0; at < rule->need_count; at++)
		buffer_format(out, "needs %.*s %lld\n", SPAN_ARG(rule->need[at].table), (long long)rule->need[at].max_age_days);
	for (uint32_t at = 0; at < rule->with_count; at++)
		put_query(out, &rule->with[at]);
	put_query(out, &rule->query);
	for (uint32_t at = 0; at < rule->undecided_count; at++) {
		buffer_format(out, "undecided %.*s ", SPAN_ARG(rule->undecided[at].code));
		put_expr(out, "when", rule->undecided[at].when);
	}
	put_outcome(out, rule);
}

void rule_meaning_digest(const struct rule *rule, char out[33])
{
	struct buffer text = BUFFER_INIT;
	struct digest *digest = digest_new();
	rule_meaning(rule, &text);
	digest_add(digest, text.data, text.size);
	digest_text(digest, out);
	digest_free(digest);
	buffer_free(&text);
}
