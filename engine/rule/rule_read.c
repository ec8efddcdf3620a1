#include "rule/rule_read.h"

#include "base/file.h"

/* In the order in which they stand in a file that was formatted. */
enum rule_key {
	RULE_KEY_HECHA,
	RULE_KEY_RULE,
	RULE_KEY_VERSION,
	RULE_KEY_TITLE,
	RULE_KEY_OWNER,
	RULE_KEY_STATUS,
	RULE_KEY_CLASS,
	RULE_KEY_ACTION,
	RULE_KEY_SCOPE,
	RULE_KEY_BASIS,
	RULE_KEY_PARAMS,
	RULE_KEY_NEEDS,
	RULE_KEY_WITH,
	RULE_KEY_FROM,
	RULE_KEY_MATCH,
	RULE_KEY_WHERE,
	RULE_KEY_UNDECIDED,
	RULE_KEY_GROUP,
	RULE_KEY_HAVING,
	RULE_KEY_CLAIM,
	RULE_KEY_SUBJECT,
	RULE_KEY_EXEMPT,
	RULE_KEY_SEVERITY,
	RULE_KEY_MESSAGE,
	RULE_KEY_FALSE_POSITIVES,
	RULE_KEY_TESTS,
	RULE_KEY_MUTANTS,
	RULE_KEY_COUNT,
};

static const char claim_example[] = "claim: {person: p.id, fund: p.fund, month: p.for_month, county: p.county, amount: sum(p.amount)}";
static const char subject_example[] = "subject: {kind: person, key: p.id, fund: p.fund, county: p.county}";

static const struct schema_key rule_keys[RULE_KEY_COUNT] = {
	[RULE_KEY_HECHA] = {"hecha", SCHEMA_TEXT | SCHEMA_REQUIRED, "hecha: 1"},
	[RULE_KEY_RULE] = {"rule", SCHEMA_TEXT | SCHEMA_REQUIRED, "rule: paid-after-death, the name of the file without .yaml"},
	[RULE_KEY_VERSION] = {"version", SCHEMA_TEXT | SCHEMA_REQUIRED, "version: 1, one more with every change of what the rule finds"},
	[RULE_KEY_TITLE] = {"title", SCHEMA_TEXT | SCHEMA_REQUIRED, "title: 死亡次月起仍发放待遇"},
	[RULE_KEY_STATUS] = {"status", SCHEMA_TEXT, "status: active"},
	[RULE_KEY_CLASS] = {"class", SCHEMA_TEXT | SCHEMA_REQUIRED, "class: \"29.4\""},
	[RULE_KEY_ACTION] = {"action", SCHEMA_TEXT, "action: recover"},
	[RULE_KEY_SCOPE] = {"scope", SCHEMA_TEXT, "scope: any"},
	[RULE_KEY_OWNER] = {"owner", SCHEMA_TEXT | SCHEMA_MAY_BE_EMPTY, NULL},
	[RULE_KEY_BASIS] = {"basis", SCHEMA_LIST | SCHEMA_MAPPING, "basis: [{doc: 赣市人社发〔2020〕9号, article: 第二十七条}]"},
	[RULE_KEY_PARAMS] = {"params", SCHEMA_MAPPING | SCHEMA_MAY_BE_EMPTY, "params: {months: {type: int, values: {2020-07-01: 12}}}"},
	[RULE_KEY_NEEDS] = {"needs", SCHEMA_MAPPING | SCHEMA_MAY_BE_EMPTY, "needs: {death: {max_age: 40d}}"},
	[RULE_KEY_FROM] = {"from", SCHEMA_TEXT | SCHEMA_REQUIRED, "from: payment p"},
	[RULE_KEY_WITH] = {"with", SCHEMA_MAPPING, "with: {net: {from: payment q, group: [q.id], select: {amount: sum(q.amount)}}}"},
	[RULE_KEY_MATCH] = {"match", SCHEMA_TEXT | SCHEMA_LIST, "match: [death d on d.id = p.id]"},
	[RULE_KEY_WHERE] = {"where", SCHEMA_TEXT, "where: p.state = 'paid'"},
	[RULE_KEY_UNDECIDED] = {"undecided", SCHEMA_LIST, "undecided: [{code: seen-alive-later, when: a.checked_on > d.date}]"},
	[RULE_KEY_GROUP] = {"group", SCHEMA_TEXT | SCHEMA_LIST, "group: [p.account]"},
	[RULE_KEY_HAVING] = {"having", SCHEMA_TEXT, "having: count(distinct p.id) >= 5"},
	[RULE_KEY_CLAIM] = {"claim", SCHEMA_MAPPING, claim_example},
	[RULE_KEY_SUBJECT] = {"subject", SCHEMA_MAPPING, subject_example},
	[RULE_KEY_EXEMPT] = {"exempt", SCHEMA_MAPPING, "exempt: {list: exempt/accounts.csv, on: p.account}"},
	[RULE_KEY_SEVERITY] = {"severity", SCHEMA_LIST, "severity: [{level: high, when: amount >= 20000.00}, {level: low}]"},
	[RULE_KEY_MESSAGE] = {"message", SCHEMA_TEXT, "message: \"{p.name}…{amount|yuan}元\""},
	[RULE_KEY_FALSE_POSITIVES] = {"false_positives", SCHEMA_LIST | SCHEMA_TEXT | SCHEMA_MAY_BE_EMPTY, NULL},
	[RULE_KEY_TESTS] = {"tests", SCHEMA_LIST | SCHEMA_MAY_BE_EMPTY, NULL},
	[RULE_KEY_MUTANTS] = {"mutants", SCHEMA_LIST | SCHEMA_MAY_BE_EMPTY, NULL},
};

uint32_t rule_key_rank(struct span name)
{
	uint32_t key = 0;
	while (key < RULE_KEY_COUNT && !span_equal(name, span_of(rule_keys[key].name)))
		key++;
	return key;
}

/* First of all keys, because a file for another engine has other keys too. */
static enum status check_engine_version(const struct yaml *root, struct err *err)
{
	const struct yaml *version = yaml_get(root, "hecha");
	if (!version || version->kind != YAML_SCALAR || span_equal(version->text, SPAN("1")))
		return STATUS_OK;
	return yaml_error(version, "hecha: 1", err, H2013, "this engine reads rules of version 1, not '%.*s'", SPAN_ARG(version->text));
}

static enum status read_id(const struct yaml *node, struct rule *rule, struct err *err)
{
	enum status status = schema_id(node, "the name of a rule", &rule->id, err);
	return status ? status : schema_file_name(node, rule->id, err);
}

static enum status read_words(const struct yaml *const *value, struct rule *rule, struct err *err)
{
	static const char *const statuses[] = {"draft", "shadow", "active", "retired", NULL};
	static const char *const scopes[] = {"any", "city", NULL};
	const char *classes[CLASS_COUNT + 1] = {NULL};
	uint32_t rule_status = RULE_ACTIVE, class = 0, scope = 0;
	memcpy(classes, rule_class_names, sizeof rule_class_names);
	enum status status = schema_word(value[RULE_KEY_STATUS], "status", statuses, &rule_status, err);
	if (!status)
		status = schema_word(value[RULE_KEY_CLASS], "class", classes, &class, err);
	if (!status)
		status = schema_word(value[RULE_KEY_SCOPE], "scope", scopes, &scope, err);
	rule->status = (enum rule_status_word)rule_status;
	rule->class = (enum rule_class)class;
	rule->scope_city = scope == 1;
	return status;
}

static enum status read_head(const struct yaml *const *value, struct rule *rule, struct err *err)
{
	enum status status = read_id(value[RULE_KEY_RULE], rule, err);
	if (!status)
		status = schema_integer(value[RULE_KEY_VERSION], "the version", 1, 1000000, &rule->version, err);
	if (!status)
		status = schema_text(value[RULE_KEY_TITLE], "the title", &rule->title, err);
	return status ? status : read_words(value, rule, err);
}

static enum status read_claim(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err)
{
	static const struct schema_key keys[CLAIM_PARTS] = {
		[CLAIM_PERSON] = {"person", SCHEMA_TEXT | SCHEMA_REQUIRED, claim_example},
		[CLAIM_FUND] = {"fund", SCHEMA_TEXT | SCHEMA_REQUIRED, claim_example},
		[CLAIM_MONTH] = {"month", SCHEMA_TEXT | SCHEMA_REQUIRED, claim_example},
		[CLAIM_COUNTY] = {"county", SCHEMA_TEXT | SCHEMA_REQUIRED, claim_example},
		[CLAIM_AMOUNT] = {"amount", SCHEMA_TEXT | SCHEMA_REQUIRED, claim_example},
	};
	const struct yaml *value[CLAIM_PARTS];
	enum status status = SCHEMA_MAPPING_READ(node, "a claim", keys, value, err);
	for (int part = 0; !status && part < CLAIM_PARTS; part++)
		status = rule_expr_read(value[part], arena, &rule->claim[part], err);
	rule->has_claim = true;
	return status;
}

static enum status read_subject(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err)
{
	static const struct schema_key keys[] = {
		{"kind", SCHEMA_TEXT | SCHEMA_REQUIRED, subject_example},
		{"key", SCHEMA_TEXT | SCHEMA_REQUIRED, subject_example},
		{"fund", SCHEMA_TEXT, subject_example},
		{"county", SCHEMA_TEXT, subject_example},
	};
	const struct yaml *value[4];
	uint32_t kind = 0;
	enum status status = SCHEMA_MAPPING_READ(node, "a subject", keys, value, err);
	if (!status)
		status = schema_word(value[0], "kind of subject", subject_kind_names, &kind, err);
	rule->subject_kind = span_of(subject_kind_names[kind]);
	if (!status)
		status = rule_expr_read(value[1], arena, &rule->subject_key, err);
	if (!status)
		status = rule_expr_read(value[2], arena, &rule->subject_fund, err);
	return status ? status : rule_expr_read(value[3], arena, &rule->subject_county, err);
}

static enum status read_outcome(const struct yaml *const *value, struct arena *arena, struct rule *rule, struct err *err)
{
	const struct yaml *claim = value[RULE_KEY_CLAIM], *subject = value[RULE_KEY_SUBJECT];
	uint32_t action = claim ? ACTION_RECOVER : ACTION_REVIEW;
	if (claim && subject)
		return yaml_error(claim->start > subject->start ? claim : subject, "money that is owed is a claim, anything else a subject",
				  err, H2014, "a rule has a claim or a subject, not both");
	if (!claim && !subject)
		return yaml_error(rule->document->root, claim_example, err, H2002, "missing key 'claim' or 'subject' of a rule");
	enum status status = schema_word(value[RULE_KEY_ACTION], "action", rule_action_names, &action, err);
	rule->action = span_of(rule_action_names[action]);
	if (status)
		return status;
	return claim ? read_claim(claim, arena, rule, err) : read_subject(subject, arena, rule, err);
}

static enum status read_exempt(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err)
{
	static const struct schema_key keys[] = {
		{"list", SCHEMA_TEXT | SCHEMA_REQUIRED, "list: exempt/accounts.csv, a file below lists/"},
		{"on", SCHEMA_TEXT | SCHEMA_REQUIRED, "on: p.account"},
	};
	const struct yaml *value[2];
	if (!node)
		return STATUS_OK;
	enum status status = SCHEMA_MAPPING_READ(node, "an exemption", keys, value, err);
	if (!status)
		status = schema_text(value[0], "the list of an exemption", &rule->exempt_list, err);
	return status ? status : rule_expr_read(value[1], arena, &rule->exempt_on, err);
}

static enum status read_false_positives(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err)
{
	enum status status = STATUS_OK;
	rule->false_positive_count = schema_count(node);
	rule->false_positive = arena_zero(arena, rule->false_positive_count, sizeof *rule->false_positive);
	for (uint32_t i = 0; !status && i < rule->false_positive_count; i++)
		status = schema_text(schema_item(node, i), "a false positive", &rule->false_positive[i], err);
	return status;
}

static enum status read_rule_basis(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err)
{
	return rule_basis_read(node, arena, &rule->basis, &rule->basis_count, err);
}

static enum status read_query(const struct yaml *const *value, struct arena *arena, struct rule *rule, struct err *err)
{
	struct query_keys keys = {
		.from = value[RULE_KEY_FROM],
		.match = value[RULE_KEY_MATCH],
		.where = value[RULE_KEY_WHERE],
		.group = value[RULE_KEY_GROUP],
		.having = value[RULE_KEY_HAVING],
	};
	rule->query.at = rule->document->root;
	return rule_query_read(&keys, arena, &rule->query, err);
}

/* The rest of a rule: one reader per key, none depends on another. */
static const struct section {
	enum rule_key key;
	enum status (*read)(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err);
} sections[] = {
	{RULE_KEY_BASIS, read_rule_basis},
	{RULE_KEY_PARAMS, rule_params_read},
	{RULE_KEY_NEEDS, rule_needs_read},
	{RULE_KEY_WITH, rule_with_read},
	{RULE_KEY_UNDECIDED, rule_undecided_read},
	{RULE_KEY_EXEMPT, read_exempt},
	{RULE_KEY_SEVERITY, rule_severity_read},
	{RULE_KEY_MESSAGE, rule_message_read},
	{RULE_KEY_FALSE_POSITIVES, read_false_positives},
	{RULE_KEY_TESTS, rule_tests_read},
	{RULE_KEY_MUTANTS, rule_mutants_read},
};

/* Of the file as it stands on disk: an auditor compares it with xxh128sum. */
static void digest_document(const struct document *document, char out[33])
{
	struct digest *digest = digest_new();
	if (document->byte_order_mark)
		digest_add(digest, "\xEF\xBB\xBF", 3);
	digest_add(digest, document->text.data, document->text.size);
	digest_text(digest, out);
	digest_free(digest);
}

enum status rule_read(struct document *document, struct arena *arena, struct rule *out, struct err *err)
{
	const struct yaml *value[RULE_KEY_COUNT];
	*out = (struct rule){.document = document, .path = document->path};
	digest_document(document, out->digest);
	enum status status = check_engine_version(document->root, err);
	if (!status)
		status = SCHEMA_MAPPING_READ(document->root, "a rule", rule_keys, value, err);
	if (!status)
		status = read_head(value, out, err);
	if (!status)
		status = read_query(value, arena, out, err);
	if (!status)
		status = read_outcome(value, arena, out, err);
	for (size_t i = 0; !status && i < sizeof sections / sizeof *sections; i++)
		status = sections[i].read(value[sections[i].key], arena, out, err);
	return status;
}
