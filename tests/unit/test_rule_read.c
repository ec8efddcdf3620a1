/* rule/rule.h: what rules, tables, lists, classes and hecha.yaml say ends up where it should; which file wins; the pack itself. */
#include "rule/rule.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/calendar.h"
#include "unit_folder.h"

#define MINIMAL                                                                                                                \
	"hecha: 1\nrule: r\nversion: 3\ntitle: 标题\nclass: control\nfrom: payment\nsubject: {kind: account, key: payment.account}\n"
#define WITH_CLAIM                                                                                                             \
	"hecha: 1\nrule: r\nversion: 1\ntitle: 标题\nclass: \"29.4\"\nfrom: payment p\n"                                      \
	"claim: {person: p.id, fund: p.fund, month: p.for_month, county: p.county, amount: sum(p.amount)}\n"
#define TABLE                                                                                                                  \
	"table: payment\ntitle: 明细\nkey: id\nrequired: true\ncolumns:\n"                                                   \
	"  id: {type: id, title: 号码, names: [AAC002, AAC147]}\n"                                                            \
	"  fund: {type: code, values: fund, alias: {15: 170}, test: 15}\n"                                                    \
	"  kind: {type: code, values: [a, b]}\n  months: {type: int}\n"
#define LIST "list: fund\nvalues: {110: 职工, 170: 居民}\nalias: {150: 170}\n"

/* Files below <folder>/<name>/, each path with the folders it needs. */
static char *put_rule(const char *folder, const char *name, const char *path, const char *text)
{
	struct err err = ERR_INIT;
	char *root = path_join(folder, name), *full = path_join(root, path), *parent = path_folder(full);
	assert_int_equal(folder_create(parent, &err), STATUS_OK);
	put_file(full, span_of(text));
	free(parent);
	free(full);
	return root;
}

static struct rule_set *read_set(const char *const *folders, uint32_t count)
{
	struct rule_set *set = NULL;
	struct err err = ERR_INIT;
	if (rule_set_read(folders, count, true, &set, &err))
		fail_msg("%s", err.text);
	return set;
}

static struct rule_set *read_one(const char *folder)
{
	return read_set(&folder, 1);
}

static void test_defaults(void **state)
{
	char *root = put_rule(*state, "defaults", "r.yaml", MINIMAL);
	struct rule_set *set = read_one(root);
	const struct rule *rule = rule_set_rule(set, SPAN("r"));
	assert_non_null(rule);
	assert_null(rule_set_rule(set, SPAN("s")));
	assert_int_equal(rule->version, 3);
	assert_int_equal(rule->status, RULE_ACTIVE);
	assert_int_equal(rule->class, CLASS_CONTROL);
	assert_span(rule->action, SPAN("review"));
	assert_false(rule->scope_city);
	assert_span(rule->query.from_table, SPAN("payment"));
	assert_span(rule->query.from_alias, SPAN("payment"));
	assert_false(rule->query.has_group || rule->has_claim);
	assert_null(rule->query.where);
	assert_null(rule->subject_county);
	assert_int_equal(rule->severity_count, 1);
	assert_span(rule->severity[0].level, SPAN("medium"));
	assert_int_equal(rule->message_count, 1);
	assert_span(rule->message[0].text, SPAN("标题"));
	assert_int_equal(strlen(rule->digest), 32);
	assert_span(set->class[CLASS_29_5].title, SPAN("29.5"));
	assert_span(set->class[CLASS_29_5].name, SPAN("class"));
	assert_int_equal(set->class[CLASS_29_5].handling.working_days, -1);
	assert_int_equal(set->action_count, 9);
	assert_int_equal(set->holidays.year_count, 0);
	rule_set_free(set);
	free(root);
}

/* The digest is the one `xxh128sum` prints for the file, byte order mark and all. */
static void test_digest(void **state)
{
	static const char text[] = "\xEF\xBB\xBF" MINIMAL;
	struct digest *digest = digest_new();
	char expected[33];
	char *root = put_rule(*state, "digest", "r.yaml", text);
	struct rule_set *set = read_one(root);
	digest_add(digest, text, sizeof text - 1);
	digest_text(digest, expected);
	assert_string_equal(set->rule[0].digest, expected);
	digest_free(digest);
	rule_set_free(set);
	free(root);
}

static void test_whole_rule(void **state)
{
	static const char text[] =
		"hecha: 1\nrule: r\nversion: 1\ntitle: 标题\nstatus: shadow\nclass: \"29.4\"\naction: suspend\nscope: city\nowner: 某科\n"
		"basis: [{doc: 甲, article: 第一条}, {doc: 乙}]\n"
		"needs: {death: {max_age: 40d}, custody: }\n"
		"with:\n  net: {from: payment q, group: [q.id, q.fund], select: {total: sum(q.amount)}, having: sum(q.amount) > 0.00}\n"
		"from: net n\n"
		"match:\n  - death d on d.id = n.id\n  - OPTIONAL alive_check a ON a.id = n.id and a.name = d.name\n"
		"where: n.total > 0.00\n"
		"undecided:\n  - {code: name-differs, when: \"not same_name(n.name, d.name)\"}\n"
		"group: n.id\nhaving: count() > 1\n"
		"claim: {person: n.id, fund: n.fund, month: min(d.month), county: '360702', amount: sum(n.total)}\n"
		"exempt: {list: exempt/x.csv, on: n.id}\n"
		"severity:\n  - {level: high, when: amount >= 20000.00}\n  - {level: low}\n"
		"false_positives: 误录\n";
	char *root = put_rule(*state, "whole", "29.4/r.yaml", text);
	struct rule_set *set = read_one(root);
	const struct rule *rule = rule_set_rule(set, SPAN("r"));
	assert_int_equal(rule->status, RULE_SHADOW);
	assert_span(rule->action, SPAN("suspend"));
	assert_true(rule->scope_city);
	assert_int_equal(rule->basis_count, 2);
	assert_span(rule->basis[0].article, SPAN("第一条"));
	assert_int_equal(rule->basis[1].article.size, 0);
	assert_int_equal(rule->need_count, 2);
	assert_int_equal(rule->need[0].max_age_days, 40);
	assert_int_equal(rule->need[1].max_age_days, -1);
	assert_int_equal(rule->with_count, 1);
	assert_span(rule->with[0].name, SPAN("net"));
	assert_int_equal(rule->with[0].group_count, 2);
	assert_span(rule->with[0].select[0].name, SPAN("total"));
	assert_non_null(rule->with[0].having);
	assert_int_equal(rule->query.match_count, 2);
	assert_false(rule->query.match[0].optional);
	assert_true(rule->query.match[1].optional);
	assert_span(rule->query.match[1].table, SPAN("alive_check"));
	assert_int_equal(rule->query.match[1].on->kind, EXPR_AND);
	assert_true(rule->query.has_group);
	assert_int_equal(rule->undecided_count, 1);
	assert_true(rule->has_claim);
	assert_span(rule->claim[CLAIM_COUNTY]->source, SPAN("360702"));
	assert_span(rule->claim[CLAIM_AMOUNT]->source, SPAN("sum(n.total)"));
	assert_span(rule->exempt_list, SPAN("exempt/x.csv"));
	assert_span(rule->severity[1].level, SPAN("low"));
	assert_null(rule->severity[1].when);
	assert_int_equal(rule->false_positive_count, 1);
	rule_set_free(set);
	free(root);
}

static void test_message(void **state)
{
	char *root = put_rule(*state, "message", "r.yaml",
			      MINIMAL "message: \"{{甲}}{p.name}于{max(p.for_month) | month}止{case when a = '}|{' then 1 end}\"\n");
	struct rule_set *set = read_one(root);
	const struct message_part *part = set->rule[0].message;
	/* A doubled brace ends a part: literal parts stay slices of the file. */
	static const struct {
		const char *text, *source, *format;
	} expected[] = {
		{"{", NULL, ""}, {"甲}", NULL, ""}, {NULL, "p.name", ""}, {"于", NULL, ""}, {NULL, "max(p.for_month)", "month"},
		{"止", NULL, ""}, {NULL, "case when a = '}|{' then 1 end", ""},
	};
	assert_int_equal(set->rule[0].message_count, COUNT_OF(expected));
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		assert_span(part[i].text, span_of(expected[i].text));
		assert_span(part[i].expr ? part[i].expr->source : span_of(NULL), span_of(expected[i].source));
		assert_span(part[i].format, span_of(expected[i].format));
	}
	rule_set_free(set);
	free(root);
}

static void test_params(void **state)
{
	char *root = put_rule(*state, "params", "r.yaml",
			      MINIMAL "params:\n"
				      "  months: {type: int, range: 1..60, values: {2022-01-01: 24, 2020-07-01: 12}, note: 说明}\n"
				      "  kinds: {type: list(code), values: {2020-07-01: [拘役, 死缓], 2024-01-01: 死缓}}\n"
				      "  share: {type: share, range: 0.01..1, values: {2020-07-01: 0.05}}\n"
				      "  since: {type: date, range: 2020-01-01.., values: {2020-07-01: 2020-06-29}}\n"
				      "  limit: {type: money, range: ..100000000, values: {2020-07-01: 50000}}\n");
	struct rule_set *set = read_one(root);
	const struct param *param = set->rule[0].param;
	int64_t day = 0;
	assert_int_equal(set->rule[0].param_count, 5);
	assert_true(day_parse(SPAN("2020-07-01"), &day));
	assert_int_equal(param[0].value_count, 2);
	assert_int_equal(param[0].value[0].from, day);
	assert_span(param[0].value[0].item[0]->text, SPAN("12"));
	assert_span(param[0].value[1].item[0]->text, SPAN("24"));
	assert_span(param[0].note, SPAN("说明"));
	assert_true(param[1].list && param[1].type == TYPE_CODE);
	assert_int_equal(param[1].value[0].item_count, 2);
	assert_int_equal(param[1].value[1].item_count, 1);
	rule_set_free(set);
	free(root);
}

static void check_number(enum value_type type, const char *text, bool good, int64_t expected)
{
	int64_t number = -77;
	assert_int_equal(param_number(type, span_of(text), &number), good);
	if (good)
		assert_int_equal(number, expected);
}

static void test_param_numbers(void **state)
{
	(void)state;
	check_number(TYPE_INT, "-12", true, -12);
	check_number(TYPE_MONEY, "50000.5", true, 5000050);
	check_number(TYPE_SHARE, "0.05", true, 50000000);
	check_number(TYPE_SHARE, "1", true, 1000000000);
	check_number(TYPE_SHARE, "1.000", true, 1000000000);
	check_number(TYPE_SHARE, "0.000000001", true, 1);
	check_number(TYPE_SHARE, "0.0000000001", false, 0);
	check_number(TYPE_SHARE, "1.01", false, 0);
	check_number(TYPE_SHARE, "99999999999999999999", false, 0);
	check_number(TYPE_SHARE, "5%", false, 0);
	check_number(TYPE_SHARE, ".5", false, 0);
	check_number(TYPE_SHARE, "0.", false, 0);
	check_number(TYPE_SHARE, "-0.5", false, 0);
	check_number(TYPE_SHARE, "", false, 0);
	check_number(TYPE_MONTH, "2024-01", true, 24288);
	check_number(TYPE_BOOL, "true", true, 1);
	check_number(TYPE_BOOL, "false", true, 0);
	check_number(TYPE_BOOL, "1", false, 0);
	check_number(TYPE_TEXT, "x", true, 0);
	check_number(TYPE_CODE, "", false, 0);
}

static void test_tests(void **state)
{
	static const char in_rule[] =
		WITH_CLAIM "tests:\n  - name: 一\n    as_of: 2024-06-30\n    given:\n      payment: |\n        id | amount\n        P1 | 1.00\n"
			   "    params: {months: 1}\n    rules: [s]\n    expect: {claims: []}\n";
	char *root = put_rule(*state, "tests", "a/r.yaml", in_rule);
	free(put_rule(*state, "tests", "a/r.test.yaml", "- {name: 二, given: {}, expect: {claims: []}}\n"));
	struct rule_set *set = read_one(root);
	const struct rule_test *test = set->rule[0].test;
	assert_int_equal(set->rule[0].test_count, 2);
	assert_span(test[0].name, SPAN("一"));
	assert_span(test[0].given[0].table, SPAN("payment"));
	assert_span(test[0].given[0].rows->text, SPAN("id | amount\nP1 | 1.00\n"));
	assert_int_not_equal(test[0].as_of, INT64_MIN);
	assert_non_null(test[0].params);
	assert_non_null(test[0].rules);
	assert_span(test[1].name, SPAN("二"));
	assert_int_equal(test[1].as_of, INT64_MIN);
	assert_int_equal(test[1].given_count, 0);
	rule_set_free(set);
	free(root);
}

/* What does not count is not even looked at. */
static void test_set_without_test_files(void **state)
{
	char *root = put_rule(*state, "untested", "a/r.yaml", MINIMAL);
	const char *folder = root;
	struct rule_set *set = NULL;
	struct err err = ERR_INIT;
	free(put_rule(*state, "untested", "a/r.test.yaml", "- {name: broken\n"));
	free(put_rule(*state, "untested", "a/gone.test.yaml", "[]\n"));
	assert_int_equal(rule_set_read(&folder, 1, true, &set, &err), STATUS_CONFIG);
	err_clear(&err);
	assert_int_equal(rule_set_read(&folder, 1, false, &set, &err), STATUS_OK);
	assert_int_equal(set->rule_count, 1);
	assert_int_equal(set->rule[0].test_count, 0);
	assert_int_equal(set->document_count, 1);
	rule_set_free(set);
	free(root);
}

static void test_tables(void **state)
{
	char *root = put_rule(*state, "tables", "tables/payment.yaml", TABLE);
	free(put_rule(*state, "tables", "lists/fund.yaml", LIST));
	struct rule_set *set = read_one(root);
	const struct table_spec *table = rule_set_table(set, SPAN("payment"));
	assert_non_null(table);
	assert_null(rule_set_table(set, SPAN("paymen")));
	assert_true(table->required);
	assert_string_equal(table->title, "明细");
	assert_ptr_equal(table->key, table->column[0].name);
	assert_int_equal(table->column_count, 4);
	assert_int_equal(table->column[0].name_count, 2);
	const struct dictionary *fund = table->column[1].dictionary;
	assert_int_equal(fund->count, 2);
	assert_int_equal(fund->alias_count, 2); /* the list's own and the column's */
	assert_int_equal(set->list[0].alias_count, 1);
	assert_span(fund->alias[1].alias, SPAN("15"));
	assert_string_equal(fund->name, "fund");
	assert_span(table->column[1].test_default, SPAN("15"));
	assert_string_equal(table->column[1].title, "fund");
	assert_span(table->column[2].dictionary->entry[1].label, SPAN("b"));
	assert_null(table->column[2].dictionary->name);
	assert_null(table->column[3].test_default.data);
	rule_set_free(set);
	free(root);
}

static void test_classes_and_holidays(void **state)
{
	char *root = put_rule(*state, "classes", "classes.yaml",
			      "classes:\n  \"29.4\": {title: 不符合, name: not-entitled, handled_by: 经办, send: 告知书, next: 抵扣,\n"
			      "    deadline: {working_days: 30, note: 未见出处}, basis: [{doc: 甲}]}\nactions: {recover: 追回}\n");
	free(put_rule(*state, "classes", "lists/holidays.yaml",
		      "list: holidays\nyears:\n  2024: {off: [2024-05-01..2024-05-05, 2024-01-01, 2024-05-03], work: [2024-04-28]}\n"));
	struct rule_set *set = read_one(root);
	const struct class_spec *class = &set->class[CLASS_29_4];
	const struct holiday_year *year = set->holidays.year;
	assert_span(class->name, SPAN("not-entitled"));
	assert_span(class->handling.next, SPAN("抵扣"));
	assert_int_equal(class->handling.working_days, 30);
	assert_span(class->handling.deadline_note, SPAN("未见出处"));
	assert_int_equal(class->basis_count, 1);
	assert_span(set->action[4].code, SPAN("recover"));
	assert_span(set->action[4].label, SPAN("追回"));
	assert_span(set->action[0].label, SPAN("correct"));
	assert_int_equal(set->holidays.year_count, 1);
	assert_int_equal(year->year, 2024);
	assert_int_equal(year->off_count, 6);
	assert_int_equal(year->work_count, 1);
	assert_true(year->off[0] < year->off[1]);
	assert_int_equal(year->off[5] - year->off[1], 4);
	rule_set_free(set);
	free(root);
}

/* The agency's own file wins over the pack's; what it replaces may even be broken. */
static void test_later_folder_wins(void **state)
{
	char *pack = put_rule(*state, "pack", "29.4/r.yaml", "hecha: 1\nrule: broken\n");
	free(put_rule(*state, "pack", "29.4/r.test.yaml", "- {name: of the pack, given: {}, expect: {}}\n"));
	free(put_rule(*state, "pack", "tables/payment.yaml", TABLE));
	free(put_rule(*state, "pack", "lists/fund.yaml", LIST));
	char *own = put_rule(*state, "own", "mine/r.yaml", MINIMAL);
	free(put_rule(*state, "own", "lists/fund.yaml", "list: fund\nvalues: {170: 居民}\n"));
	free(put_rule(*state, "own", "hecha.yaml", "no rule\n"));
	const char *folders[] = {pack, own};
	struct rule_set *set = read_set(folders, 2);
	assert_int_equal(set->rule_count, 1);
	assert_int_equal(set->rule[0].version, 3);
	assert_int_equal(set->rule[0].test_count, 0);
	assert_int_equal(rule_set_table(set, SPAN("payment"))->column[1].dictionary->count, 1);
	assert_int_equal(set->folder_count, 2);
	rule_set_free(set);
	free(own);
	free(pack);
}

static void test_single_file(void **state)
{
	char *pack = put_rule(*state, "single", "tables/payment.yaml", TABLE);
	free(put_rule(*state, "single", "lists/fund.yaml", LIST));
	char *rule = path_join(pack, "r.yaml"), *list = path_join(pack, "lists/fund.yaml");
	put_file(rule, SPAN(MINIMAL));
	struct rule_set *set = read_one(rule);
	assert_int_equal(set->rule_count, 1);
	assert_int_equal(set->table_count, 0);
	rule_set_free(set);
	set = read_one(list);
	assert_int_equal(set->list_count, 1);
	rule_set_free(set);
	free(list);
	free(rule);
	free(pack);
}

static void test_missing_and_empty_folder(void **state)
{
	char *empty = put_rule(*state, "empty", "readme.txt", "");
	const char *folder = empty, *missing = "/nowhere/rules";
	struct rule_set *set = NULL;
	struct err err = ERR_INIT;
	assert_int_equal(rule_set_read(&folder, 1, true, &set, &err), STATUS_CONFIG);
	assert_non_null(strstr(err.text, "no rules, tables or lists"));
	err_clear(&err);
	assert_int_equal(rule_set_read(&missing, 1, true, &set, &err), STATUS_MISSING);
	err_clear(&err);
	assert_null(set);
	free(empty);
}

/* ---- hecha.yaml ---- */

static struct agency *read_agency(const char *folder)
{
	struct agency *agency = NULL;
	struct err err = ERR_INIT;
	if (agency_read(folder, &agency, &err))
		fail_msg("%s", err.text);
	return agency;
}

static void test_agency(void **state)
{
	static const char text[] =
		"region: \"360700\"\ncounty: 360702\nas_of: 2026-11-22\nrules: [rules, rules/own]\n"
		"params: {r: {months: 2}}\nmemory: 256M\nthreads: 4\nlimits: {rejects: 0.5%, undecided: 7, runaway: 0%}\n"
		"extracts:\n"
		"  payment:\n"
		"    - {files: [\"inbox/p-*.csv.gz\", \"inbox/p-*.csv\"], columns: {id: 证件号}, encoding: gb18030, delimiter: \"|\"}\n"
		"    - {files: inbox/q.txt, delimiter: tab, trailer: control-total, received: 2026-11-20}\n"
		"  death: {files: [\"inbox/death*.csv\"], delimiter: \",\"}\n";
	char *root = put_rule(*state, "agency", "hecha.yaml", text);
	free(put_rule(*state, "agency", "rules/own/r.yaml", MINIMAL));
	struct agency *agency = read_agency(root);
	assert_true(agency->city);
	assert_span(agency->county, SPAN("360702"));
	assert_int_equal(agency->folder_count, 2);
	assert_int_equal(access(agency->rule_folder[1], F_OK), 0);
	assert_int_equal(agency->memory_bytes, 256u << 20);
	assert_int_equal(agency->threads, 4);
	assert_int_equal(agency->rejects_per_mille, 5);
	assert_int_equal(agency->undecided_notice, 7);
	assert_int_equal(agency->runaway_per_mille, 0);
	assert_int_equal(agency->extract_count, 3);
	const struct extract_spec *extract = agency->extract;
	assert_int_equal(extract[0].file_count, 2);
	assert_span(extract[0].column[0].header, SPAN("证件号"));
	assert_int_equal(extract[0].encoding, 2);
	assert_int_equal(extract[0].delimiter, '|');
	assert_int_equal(extract[0].received, INT64_MIN);
	assert_span(extract[1].table, SPAN("payment"));
	assert_int_equal(extract[1].delimiter, '\t');
	assert_true(extract[1].trailer);
	assert_int_not_equal(extract[1].received, INT64_MIN);
	assert_int_equal(extract[2].delimiter, ',');
	assert_int_equal(extract[2].encoding, 0);
	agency_free(agency);
	free(root);
}

static void test_agency_defaults(void **state)
{
	char *root = put_rule(*state, "small", "hecha.yaml", "region: 360702\nrules: rules\nextracts: {}\n");
	free(put_rule(*state, "small", "rules/r.yaml", MINIMAL));
	struct agency *agency = read_agency(root);
	assert_false(agency->city);
	assert_int_equal(agency->as_of, INT64_MIN);
	assert_int_equal(agency->memory_bytes, 0);
	assert_int_equal(agency->threads, 0);
	assert_int_equal(agency->rejects_per_mille, 10);
	assert_int_equal(agency->runaway_per_mille, 200);
	assert_null(agency->params);
	agency_free(agency);
	struct err err = ERR_INIT;
	assert_int_equal(agency_read("/nowhere", &agency, &err), STATUS_MISSING);
	err_clear(&err);
	free(root);
}

static void test_agency_params(void **state)
{
	char *root = put_rule(*state, "override", "hecha.yaml",
			      "rules: [rules]\nparams: {r: {months: 2}}\nextracts: {payment: {files: [x.csv], columns: {fund: 险种}}}\n");
	free(put_rule(*state, "override", "rules/r.yaml", MINIMAL "params: {months: {type: int, values: {2020-07-01: 1}}}\n"));
	free(put_rule(*state, "override", "rules/tables/payment.yaml", TABLE));
	free(put_rule(*state, "override", "rules/lists/fund.yaml", LIST));
	struct agency *agency = read_agency(root);
	struct rule_set *set = read_set(agency->rule_folder, agency->folder_count);
	struct err err = ERR_INIT;
	assert_int_equal(agency_apply_params(agency, set, &err), STATUS_OK);
	assert_int_equal(agency_check_extracts(agency, set, &err), STATUS_OK);
	assert_span(set->rule[0].param[0].override->text, SPAN("2"));
	rule_set_free(set);
	agency_free(agency);
	free(root);
}

/* The pack of this repository: every file is read, rules come in byte order, tests were found. */
static void test_pack(void **state)
{
	(void)state;
	struct rule_set *set = read_one("rules");
	uint32_t tests = 0;
	assert_true(set->rule_count >= 13);
	assert_true(set->table_count >= 13);
	for (uint32_t i = 0; i < set->rule_count; i++) {
		tests += set->rule[i].test_count;
		assert_true(i == 0 || span_compare(set->rule[i - 1].id, set->rule[i].id) < 0);
		assert_true(set->rule[i].test_count > 0);
		assert_ptr_equal(rule_set_rule(set, set->rule[i].id), &set->rule[i]);
	}
	assert_true(tests >= set->rule_count);
	assert_non_null(set->class[CLASS_29_6].at);
	assert_true(set->holidays.year_count > 0);
	rule_set_free(set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),	  cmocka_unit_test(test_whole_rule),
		cmocka_unit_test(test_message),		  cmocka_unit_test(test_params),
		cmocka_unit_test(test_param_numbers),	  cmocka_unit_test(test_tests),
		cmocka_unit_test(test_set_without_test_files),
		cmocka_unit_test(test_tables),		  cmocka_unit_test(test_classes_and_holidays),
		cmocka_unit_test(test_later_folder_wins), cmocka_unit_test(test_single_file),
		cmocka_unit_test(test_missing_and_empty_folder), cmocka_unit_test(test_agency),
		cmocka_unit_test(test_agency_defaults),	  cmocka_unit_test(test_agency_params),
		cmocka_unit_test(test_pack),		  cmocka_unit_test(test_digest),
	};
	return cmocka_run_group_tests_name("rule read", tests, folder_setup, folder_teardown);
}
