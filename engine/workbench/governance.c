/* What a governed rule folder (one with a versions.csv) asks of its rules beyond being right. */
#include <stdlib.h>

#include "workbench/check.h"
#include "workbench/meaning.h"
#include "workbench/rule_walk.h"
#include "workbench/versions.h"

struct governor {
	const struct rule_set *set;
	const struct rule *rule;
	struct err *findings;
};

static void warn(const struct governor *governor, const struct yaml *at, const char *hint, enum problem_code code, char *message)
{
	struct err err = ERR_INIT;
	yaml_error(at, hint, &err, code, "%s", message);
	err_join(governor->findings, &err);
	free(message);
}

static const struct yaml *key_of(const struct rule *rule, const char *key)
{
	const struct yaml *value = yaml_get(rule->document->root, key);
	return value ? value : yaml_get(rule->document->root, "rule");
}

/* Active and on trial: what it finds goes to people. */
static bool is_applied(const struct rule *rule)
{
	return rule->status == RULE_ACTIVE || rule->status == RULE_SHADOW;
}

static void check_basis(const struct governor *governor)
{
	const struct rule *rule = governor->rule;
	bool without = !rule->basis_count;
	for (uint32_t at = 0; at < rule->basis_count; at++)
		without |= !rule->basis[at].article.size;
	if (without)
		warn(governor, key_of(rule, "basis"), problems[H6002].instead, H6002,
		     mem_text(rule->basis_count ? "this basis names no article" : "the rule names no basis"));
}

static void check_notes(const struct governor *governor)
{
	for (uint32_t at = 0; at < governor->rule->param_count; at++)
		if (!governor->rule->param[at].note.size)
			warn(governor, governor->rule->param[at].at, problems[H6005].instead, H6005,
			     mem_format("parameter '%.*s' has no note", SPAN_ARG(governor->rule->param[at].name)));
}

/* A test that expects no claim or subject and nothing undecided. */
static bool expects_nothing(const struct rule_test *test)
{
	static const char *const lists[] = {"claims", "subjects", "undecided"};
	uint32_t count = 0;
	for (size_t at = 0; at < sizeof lists / sizeof *lists; at++) {
		const struct yaml *list = yaml_get(test->expect, lists[at]);
		count += list ? list->count : 0;
	}
	return !count;
}

static bool expects_result(const struct rule *rule, const struct rule_test *test)
{
	const struct yaml *list = yaml_get(test->expect, rule->has_claim ? "claims" : "subjects");
	return list && list->count;
}

static void check_tests(const struct governor *governor)
{
	const struct rule *rule = governor->rule;
	bool wanted = false, unwanted = false;
	for (uint32_t at = 0; at < rule->test_count; at++) {
		wanted |= expects_result(rule, &rule->test[at]);
		unwanted |= expects_nothing(&rule->test[at]);
	}
	if (!wanted)
		warn(governor, key_of(rule, "tests"), problems[H6003].instead, H6003, mem_text("no test of this rule expects a result"));
	if (!unwanted)
		warn(governor, key_of(rule, "tests"), problems[H6004].instead, H6004, mem_text("no test of this rule expects nothing"));
}

static void check_hit(void *context, const struct expr *expr)
{
	const struct governor *governor = context;
	if (expr->kind != EXPR_CALL || !span_equal(expr->name, SPAN("hit")) || !expr->child_count)
		return;
	const struct rule *asked = rule_set_rule(governor->set, expr->child[0]->text);
	if (!asked || asked->status == RULE_ACTIVE)
		return;
	struct err err = ERR_INIT;
	expr_error(expr, problems[H6006].instead, &err, H6006, "no run applies rule '%.*s': this is never true", SPAN_ARG(asked->id));
	err_join(governor->findings, &err);
}

static void check_hits(void *context, const struct expr *expr)
{
	walk_expr(expr, check_hit, context);
}

/* ---- grades ---- */

struct number_sought {
	const struct match_spec *match;
	const struct table_spec *table;
	bool found;
};

static void seek_number(void *context, const struct expr *expr)
{
	struct number_sought *sought = context;
	if (expr->kind != EXPR_NAME || !span_equal(expr->qualifier, sought->match->alias))
		return;
	for (uint32_t at = 0; at < sought->table->column_count; at++)
		if (span_equal(span_of(sought->table->column[at].name), expr->name))
			sought->found |= sought->table->column[at].type == TYPE_ID;
}

/* A record of another table is taken for the same person's by its number. */
static const struct match_spec *person_match(const struct governor *governor)
{
	const struct query *query = &governor->rule->query;
	for (uint32_t at = 0; at < query->match_count; at++) {
		struct number_sought sought = {&query->match[at], rule_set_table(governor->set, query->match[at].table), false};
		if (sought.table && !query->match[at].optional)
			walk_expr(query->match[at].on, seek_number, &sought);
		if (sought.found)
			return &query->match[at];
	}
	return NULL;
}

static void seek_grade(void *context, const struct expr *expr)
{
	*(bool *)context |= expr->kind == EXPR_CALL && span_equal(expr->name, SPAN("grade"));
}

/* Only grades A, B and D carry a claim: a rule that asks for none would claim from whoever bears a mistyped number. */
static void check_grade(const struct governor *governor)
{
	const struct rule *rule = governor->rule;
	const struct match_spec *match = rule->has_claim ? person_match(governor) : NULL;
	bool graded = false;
	for (uint32_t at = 0; match && at < rule->undecided_count; at++)
		walk_expr(rule->undecided[at].when, seek_grade, &graded);
	if (match && !graded)
		warn(governor, match->at, problems[H6010].instead, H6010,
		     mem_format("'%.*s' is taken for the same person by the number alone", SPAN_ARG(match->alias)));
}

static void check_version(const struct governor *governor, const struct versions *versions)
{
	const struct rule *rule = governor->rule;
	const struct version_row *row = versions_row(versions, rule->id);
	char digest[33];
	rule_meaning_digest(rule, digest);
	if (row && rule->version < row->version)
		warn(governor, key_of(rule, "version"), "raise version above it", H6008,
		     mem_format("versions.csv knows version %lld of this rule", (long long)row->version));
	else if (!row || rule->version > row->version)
		warn(governor, key_of(rule, "version"), problems[H6008].instead, H6008,
		     mem_text(row ? "versions.csv does not know this version" : "versions.csv does not know this rule"));
	else if (strcmp(digest, row->digest) != 0)
		warn(governor, key_of(rule, "version"), problems[H6007].instead, H6007,
		     mem_format("version %lld of this rule meant something else", (long long)rule->version));
}

static void govern(struct governor *governor, const struct versions *versions)
{
	const struct rule *rule = governor->rule;
	check_basis(governor);
	check_notes(governor);
	if (!is_applied(rule))
		return;
	check_version(governor, versions);
	if (rule->status != RULE_ACTIVE)
		return;
	check_tests(governor);
	check_grade(governor);
	walk_rule(rule, check_hits, governor);
}

static bool lies_in(const struct rule *rule, const char *folder)
{
	size_t size = strlen(folder);
	while (size && folder[size - 1] == '/')
		size--;
	return !strncmp(rule->path, folder, size) && rule->path[size] == '/';
}

void check_governance(const struct rule_set *set, struct err *findings)
{
	for (uint32_t folder = 0; folder < set->folder_count; folder++) {
		struct versions *versions = NULL;
		struct err err = ERR_INIT;
		if (versions_read(set->folder[folder], &versions, &err) != STATUS_OK)
			err_join(findings, &err);
		for (uint32_t at = 0; versions && at < set->rule_count; at++) {
			struct governor governor = {set, &set->rule[at], findings};
			if (set->rule[at].status != RULE_RETIRED && lies_in(&set->rule[at], set->folder[folder]))
				govern(&governor, versions);
		}
		versions_free(versions);
	}
}

/* A version that is there with another meaning is not overwritten: H6007 stays. */
static uint32_t accept_folder(const struct rule_set *set, const char *folder, struct versions *versions)
{
	uint32_t changed = 0;
	for (uint32_t at = 0; at < set->rule_count; at++) {
		const struct rule *rule = &set->rule[at];
		const struct version_row *row = versions_row(versions, rule->id);
		if (!is_applied(rule) || !lies_in(rule, folder) || (row && row->version >= rule->version))
			continue;
		versions_put(versions, rule);
		changed++;
	}
	return changed;
}

enum status check_accept(const struct rule_set *set, uint32_t *accepted, struct err *err)
{
	enum status status = STATUS_OK;
	*accepted = 0;
	for (uint32_t folder = 0; folder < set->folder_count && status == STATUS_OK; folder++) {
		struct versions *versions = NULL;
		status = versions_read(set->folder[folder], &versions, err);
		uint32_t changed = versions ? accept_folder(set, set->folder[folder], versions) : 0;
		if (changed)
			status = versions_write(versions, err);
		*accepted += changed;
		versions_free(versions);
	}
	return status;
}
