#include "hecha_limits.h"
#include "rule/expr_lex.h"
#include "rule/rule_read.h"

/* `from: payment p` and `match: optional alive_check a on a.id = p.id`: words first, then an expression. */
struct words {
	const struct yaml *scalar;
	uint32_t at;	 /* behind the last word taken */
	uint32_t from;	 /* where the last word taken begins */
};

static const char match_form[] = "write [optional] TABLE ALIAS on A.x = B.y: death d on d.id = p.id";

static struct span peek_word(const struct words *words, uint32_t *from)
{
	struct span text = words->scalar->text;
	uint32_t at = words->at;
	while (at < text.size && strchr(" \t\r\n", text.data[at]))
		at++;
	*from = at;
	while (at < text.size && !strchr(" \t\r\n", text.data[at]))
		at++;
	return span_slice(text, *from, at - *from);
}

static struct span take_word(struct words *words)
{
	struct span word = peek_word(words, &words->from);
	words->at = words->from + (uint32_t)word.size;
	return word;
}

static bool take_this(struct words *words, const char *lower_case)
{
	struct words ahead = *words;
	if (!word_is(take_word(&ahead), lower_case))
		return false;
	*words = ahead;
	return true;
}

static enum status word_error(const struct words *words, struct span word, const char *hint, const char *what, struct err *err)
{
	uint32_t from = yaml_place(words->scalar, words->from);
	uint32_t to = word.size ? yaml_place(words->scalar, words->at - 1) + 1 : from + 1;
	if (!word.size)
		return document_error(words->scalar->document, from, to, hint, err, H2024, "expected %s here", what);
	return document_error(words->scalar->document, from, to, hint, err, H2024, "expected %s, found '%.*s'", what, SPAN_ARG(word));
}

/* TABLE [ALIAS], ended by the end or by `on`. Without an alias the table's name is the alias; a table may be called like a keyword
 * (`case`), an alias may not. */
static enum status take_table(struct words *words, const char *hint, struct span *table, struct span *alias, struct err *err)
{
	uint32_t ignored;
	*table = take_word(words);
	if (!word_is_valid(*table))
		return word_error(words, *table, hint, "the name of a table", err);
	struct span next = peek_word(words, &ignored);
	bool alone = !next.size || word_is(next, "on");
	*alias = *table;
	if (alone && name_is_valid(*table))
		return STATUS_OK;
	*alias = alone ? (struct span){0} : take_word(words);
	if (!name_is_valid(*alias) || word_is(*alias, "as"))
		return word_error(words, *alias, hint, "an alias", err);
	return STATUS_OK;
}

static enum status read_from(const struct yaml *node, struct query *out, struct err *err)
{
	static const char from_form[] = "write TABLE ALIAS: payment p";
	struct words words = {.scalar = node};
	out->from_at = node;
	enum status status = take_table(&words, from_form, &out->from_table, &out->from_alias, err);
	if (status)
		return status;
	struct span rest = take_word(&words);
	if (!rest.size)
		return STATUS_OK;
	return word_error(&words, rest, "further tables stand under match:", "the end", err);
}

static enum status check_equality(const struct expr *expr, struct err *err)
{
	if (expr->kind == EXPR_COMPARE && expr->op == OP_EQ)
		return STATUS_OK;
	return expr_error(expr, "move this condition to where:", err, H3011, "on takes equalities only: A.x = B.y and A.z = B.w");
}

static enum status check_on(const struct expr *on, struct err *err)
{
	enum status status = STATUS_OK;
	if (on->kind != EXPR_AND)
		return check_equality(on, err);
	if (on->child_count > HECHA_KEY_MAX)
		return expr_error(on, NULL, err, H2015, "more than %u equalities in one match", HECHA_KEY_MAX);
	for (uint32_t i = 0; !status && i < on->child_count; i++)
		status = check_equality(on->child[i], err);
	return status;
}

static enum status read_match(const struct yaml *node, struct arena *arena, struct match_spec *out, struct err *err)
{
	struct words words = {.scalar = node};
	struct span text;
	enum status status = schema_text(node, "a match", &text, err);
	if (status)
		return status;
	out->at = node;
	out->optional = take_this(&words, "optional");
	status = take_table(&words, match_form, &out->table, &out->alias, err);
	if (status)
		return status;
	struct span on = take_word(&words);
	if (!word_is(on, "on"))
		return word_error(&words, on, match_form, "'on'", err);
	status = expr_parse_part(node, words.at, (uint32_t)node->text.size, arena, &out->on, err);
	return status ? status : check_on(out->on, err);
}

static enum status check_alias(const struct query *query, uint32_t match, struct err *err)
{
	struct span alias = query->match[match].alias;
	bool again = span_equal(alias, query->from_alias);
	for (uint32_t i = 0; i < match; i++)
		again = again || span_equal(alias, query->match[i].alias);
	if (!again)
		return STATUS_OK;
	return yaml_error(query->match[match].at, "give this match an alias of its own", err, H2016, "alias '%.*s' is taken", SPAN_ARG(alias));
}

static enum status read_matches(const struct yaml *node, struct arena *arena, struct query *out, struct err *err)
{
	enum status status = STATUS_OK;
	uint32_t count = schema_count(node);
	if (count > HECHA_MATCH_MAX)
		return yaml_error(schema_item(node, HECHA_MATCH_MAX), NULL, err, H2015, "more than %u matches", HECHA_MATCH_MAX);
	out->match_count = count;
	out->match = arena_zero(arena, count, sizeof *out->match);
	for (uint32_t i = 0; !status && i < count; i++) {
		status = read_match(schema_item(node, i), arena, &out->match[i], err);
		if (!status)
			status = check_alias(out, i, err);
	}
	return status;
}

static enum status read_group(const struct yaml *node, struct arena *arena, struct query *out, struct err *err)
{
	enum status status = STATUS_OK;
	uint32_t count = schema_count(node);
	if (count > HECHA_KEY_MAX)
		return yaml_error(schema_item(node, HECHA_KEY_MAX), NULL, err, H2015, "more than %u expressions in one group", HECHA_KEY_MAX);
	out->has_group = node != NULL;
	out->group_count = count;
	out->group = arena_zero(arena, count, sizeof(*out->group));
	for (uint32_t i = 0; !status && i < count; i++)
		status = expr_parse(schema_item(node, i), arena, &out->group[i], err);
	return status;
}

static enum status read_select(const struct yaml *node, struct arena *arena, struct query *out, struct err *err)
{
	enum status status = STATUS_OK;
	out->select_count = node ? node->count : 0;
	out->select = arena_zero(arena, out->select_count, sizeof *out->select);
	for (uint32_t i = 0; !status && i < out->select_count; i++) {
		out->select[i].at = node->key[i];
		status = schema_name(node->key[i], "a column", &out->select[i].name, err);
		if (!status)
			status = expr_parse(node->value[i], arena, &out->select[i].expr, err);
	}
	return status;
}

enum status rule_query_read(const struct query_keys *keys, struct arena *arena, struct query *out, struct err *err)
{
	enum status status = read_from(keys->from, out, err);
	if (!status)
		status = read_matches(keys->match, arena, out, err);
	if (!status)
		status = rule_expr_read(keys->where, arena, &out->where, err);
	if (!status)
		status = read_group(keys->group, arena, out, err);
	if (!status)
		status = rule_expr_read(keys->having, arena, &out->having, err);
	return status ? status : read_select(keys->select, arena, out, err);
}

static enum status read_with_table(const struct yaml *name, const struct yaml *node, struct arena *arena, struct query *out,
				   struct err *err)
{
	static const struct schema_key keys[] = {
		{"from", SCHEMA_TEXT | SCHEMA_REQUIRED, "from: payment q"},
		{"match", SCHEMA_TEXT | SCHEMA_LIST, "match: [death d on d.id = q.id]"},
		{"where", SCHEMA_TEXT, "where: q.state = 'paid'"},
		{"group", SCHEMA_TEXT | SCHEMA_LIST, "group: [q.id, q.for_month]"},
		{"having", SCHEMA_TEXT, "having: sum(q.amount) > 0.00"},
		{"select", SCHEMA_MAPPING, "select: {amount: sum(q.amount)}"},
	};
	const struct yaml *value[6];
	out->at = name;
	enum status status = schema_name(name, "a table", &out->name, err);
	if (!status)
		status = SCHEMA_MAPPING_READ(node, "a with table", keys, value, err);
	if (status)
		return status;
	if (!value[3] && !value[5])
		return yaml_error(name, "group: [q.id], select: {amount: sum(q.amount)}", err,
				  H2021, "table '%.*s' has no columns: neither group nor select", SPAN_ARG(out->name));
	struct query_keys parts = {value[0], value[1], value[2], value[3], value[4], value[5]};
	return rule_query_read(&parts, arena, out, err);
}

enum status rule_with_read(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err)
{
	enum status status = STATUS_OK;
	uint32_t count = node ? node->count : 0;
	if (count > HECHA_WITH_MAX)
		return yaml_error(node->key[HECHA_WITH_MAX], NULL, err, H2015, "more than %u tables under with", HECHA_WITH_MAX);
	rule->with_count = count;
	rule->with = arena_zero(arena, count, sizeof *rule->with);
	for (uint32_t i = 0; !status && i < count; i++)
		status = read_with_table(node->key[i], node->value[i], arena, &rule->with[i], err);
	return status;
}
