/* Rules, tables, lists and the agency's configuration as read from YAML: structure checked, keys known, names not yet bound. */
#ifndef HECHA_RULE_H
#define HECHA_RULE_H

#include "rule/expr.h"

enum value_type { TYPE_ID, TYPE_TEXT, TYPE_CODE, TYPE_DATE, TYPE_MONTH, TYPE_MONEY, TYPE_INT, TYPE_BOOL, TYPE_SHARE, TYPE_COUNT };
extern const char *const value_type_names[TYPE_COUNT]; /* id text code date month money int bool share */

/* ---- tables: rules/tables/<table>.yaml, lists: rules/lists/<list>.yaml ---- */

/* A code dictionary, inline in a column or in lists/ (`values: county`). */
struct dictionary {
	const char *name; /* of the list, NULL when inline */
	uint32_t count;
	struct dictionary_entry {
		struct span code, label;
	} *entry;
	uint32_t alias_count;
	struct dictionary_alias {
		struct span alias, code; /* code is one of entry[].code: checked */
	} *alias;
};

struct column_spec {
	const char *name, *title;
	enum value_type type;
	uint32_t name_count;
	struct span *names;		     /* header names beside `name` and `title` */
	const struct dictionary *dictionary; /* CODE with values; NULL: any text */
	struct span test_default;	     /* data NULL when there is none */
	const struct yaml *at;
};

/* `paid:` of a table: which of its rows are money paid to whom, so that a month's due never exceeds what was paid net. Expressions over
 * the table under its own name; where may be NULL. */
struct paid_spec {
	struct expr *person, *fund, *month, *county, *amount, *where;
};

struct table_spec {
	const char *name, *title, *key; /* key may be NULL */
	const struct paid_spec *paid;	/* NULL: rows are not payments */
	bool required;			/* its extract missing stops the run (exit 4) */
	uint32_t column_count;
	struct column_spec *column;
	const struct yaml *at;
};

/* ---- rules ---- */

enum rule_status_word { RULE_DRAFT, RULE_SHADOW, RULE_ACTIVE, RULE_RETIRED };
enum rule_class { CLASS_CONTROL, CLASS_29_1, CLASS_29_2, CLASS_29_3, CLASS_29_4, CLASS_29_5, CLASS_29_6, CLASS_COUNT }; /* by gravity */
extern const char *const rule_class_names[CLASS_COUNT]; /* "control", "29.1" … */
enum rule_action {
	ACTION_CORRECT, ACTION_EXTRACT, ACTION_REGISTER, ACTION_SUSPEND, ACTION_RECOVER, ACTION_AUDIT, ACTION_TRANSFER, ACTION_REPORT,
	ACTION_REVIEW
};
extern const char *const rule_action_names[]; /* correct extract register suspend recover audit transfer report review, NULL-terminated */
extern const char *const subject_kind_names[]; /* person employer account extract operator, NULL-terminated */

struct basis {
	struct span doc, article;
};

struct param {
	struct span name, note;
	enum value_type type;
	bool list;
	uint32_t value_count; /* dated, ascending */
	struct param_value {
		int64_t from; /* day_t */
		uint32_t item_count;
		const struct yaml **item; /* scalars: 1, or the items of a list */
	} *value;
	const struct yaml *range; /* `0..3`, NULL: none; checked against every value of an int, money, share, date or month */
	const struct yaml *override; /* from hecha.yaml, NULL: none */
	const struct yaml *at;
};

/* An item of a parameter as a number: INT, MONEY fen, SHARE billionths, DATE day_t, MONTH month_t, BOOL; 0 for TEXT, CODE and ID, which
 * are read as cells. False when it is not of the type. */
bool param_number(enum value_type type, struct span text, int64_t *out);

/* Whether a value (a scalar, or a list of them) has the parameter's type and lies in its range. CONFIG at the value. */
MUST_USE enum status rule_param_check(const struct param *param, const struct yaml *value, struct err *err);

struct need {
	struct span table;
	int64_t max_age_days; /* -1: any age */
	const struct yaml *at;
};

struct match_spec {
	bool optional;
	struct span table, alias;
	struct expr *on; /* COMPARE =, or AND of them */
	const struct yaml *at;
};

struct named_expr {
	struct span name;
	struct expr *expr;
	const struct yaml *at;
};

/* The relational part, shared by rules and `with` tables. */
struct query {
	struct span name; /* of a `with` table; empty for the rule itself */
	struct span from_table, from_alias;
	const struct yaml *from_at;
	uint32_t match_count;
	struct match_spec *match;
	struct expr *where; /* NULL: every row */
	uint32_t group_count;
	struct expr **group; /* none: see has_group */
	bool has_group;
	struct expr *having;
	uint32_t select_count;
	struct named_expr *select; /* `with` only */
	const struct yaml *at;
};

#define CODE_TOO_MANY "too-many-matches" /* rows that meet more partners than are looked at: no rule has it as a code of its own */

struct undecided {
	struct span code;
	struct expr *when;
	const struct yaml *at;
};

struct severity {
	struct span level;
	struct expr *when; /* NULL: the last */
	const struct yaml *at;
};

/* A message: text, {expr}, text, {expr|format}, … */
struct message_part {
	struct span text;   /* literal, when expr is NULL */
	struct expr *expr;
	struct span format; /* "", label, yuan, date, month, mask */
};

enum claim_part { CLAIM_PERSON, CLAIM_FUND, CLAIM_MONTH, CLAIM_COUNTY, CLAIM_AMOUNT, CLAIM_PARTS };

struct rule_test {
	struct span name;
	int64_t as_of; /* day_t; INT64_MIN: the default, 2024-06-30 */
	uint32_t given_count;
	struct rule_given {
		struct span table;
		const struct yaml *rows; /* block scalar: a pipe table */
	} *given;
	const struct yaml *params; /* mapping of overrides, NULL */
	const struct yaml *rules;  /* other rules that run too, NULL */
	const struct yaml *expect; /* mapping */
	const struct yaml *at;
};

/* `mutants:` beside the tests: a seeded fault (`hecha rule mutate`) that no test can notice, because the rule means the same with it. */
struct mutant_mark {
	struct span at, why; /* `original → replacement`, as mutate prints it */
	const struct yaml *node;
};

struct rule {
	struct document *document;
	const char *path;
	struct span id, title, action;
	int64_t version;
	enum rule_status_word status;
	enum rule_class class;
	bool scope_city;
	uint32_t basis_count;
	struct basis *basis;
	uint32_t param_count;
	struct param *param;
	uint32_t need_count;
	struct need *need;
	uint32_t with_count;
	struct query *with;
	struct query query;
	uint32_t undecided_count;
	struct undecided *undecided;
	bool has_claim;
	struct expr *claim[CLAIM_PARTS]; /* when has_claim */
	struct span subject_kind;	 /* when not has_claim */
	struct expr *subject_key, *subject_fund, *subject_county; /* the last two may be NULL */
	struct span exempt_list; /* empty: none */
	struct expr *exempt_on;
	uint32_t severity_count;
	struct severity *severity;
	uint32_t message_count;
	struct message_part *message;
	uint32_t false_positive_count;
	struct span *false_positive;
	uint32_t test_count;
	struct rule_test *test; /* from the file and from <rule>.test.yaml beside it */
	uint32_t mutant_mark_count;
	struct mutant_mark *mutant_mark; /* likewise */
	char digest[33];	/* XXH3-128 of the file */
};

/* The place of a key among the keys of a rule file; behind them all when it is none. */
uint32_t rule_key_rank(struct span name);

/* ---- what the folders of hecha.yaml hold together ---- */

/* What becomes of a case: who handles it, what is sent, by when, and what follows when nothing happens. Texts may be empty. */
struct handling {
	struct span action; /* empty: every action of the class that has no handling of its own */
	struct span handled_by, send, next;
	int64_t working_days; /* -1: no deadline */
	struct span deadline_note; /* where the days come from; empty: no source */
};

struct class_spec {
	struct span title, name; /* never empty; name is usable as a folder's */
	struct handling handling;
	uint32_t by_action_count;
	struct handling *by_action; /* whole: what an action leaves out is the class's */
	uint32_t basis_count;
	struct basis *basis;
	const struct yaml *at; /* NULL: built-in default, no folder has a classes.yaml that names the class */
};

/* samples.yaml: what people check by random sample. `quarterly` draws rows of a table, `units` codes of a list. */
struct sample_spec {
	const struct yaml *at; /* NULL: no folder has one */
	struct span title, note;
	int64_t share;	 /* of each stratum, in billionths: SHARE_ONE is all */
	int64_t minimum; /* of each stratum, as far as it has so many */
	uint32_t basis_count;
	struct basis *basis;
	const struct table_spec *table; /* quarterly; columns by their number in it */
	uint32_t month;			/* DATE or MONTH */
	uint32_t only_column, only_count; /* rows that are business; only_count 0: all */
	struct span *only;
	uint32_t stratum_count, shown_count;
	uint32_t *stratum, *shown;
	const struct dictionary *list; /* units */
};

struct holidays {
	uint32_t year_count;
	struct holiday_year {
		int64_t year;
		uint32_t off_count, work_count;
		int64_t *off, *work; /* day_t, ascending */
	} *year;
};

struct rule_set {
	struct arena arena;
	uint32_t table_count, rule_count, list_count, document_count;
	struct table_spec *table;
	struct rule *rule; /* by id, byte order */
	struct dictionary *list;
	struct document **document;
	struct class_spec class[CLASS_COUNT];
	uint32_t action_count;
	struct dictionary_entry *action; /* id → label, of classes.yaml; the ids themselves where it has none */
	struct holidays holidays;
	struct sample_spec quarterly, units;
	uint32_t folder_count;
	const char **folder; /* as searched */
};

/* Reads folders in order: the files of tables/ and lists/, classes.yaml, and every other .yaml below as a rule. tests: .test.yaml files too, as
 * tests; else they are left alone: they are most of what there is to read, and decide nothing.
 * A file of the same name (table, list, rule, classes.yaml) in a later folder replaces the earlier one. All errors of all files
 * are collected: err holds every message, CONFIG is returned. */
MUST_USE enum status rule_set_read(const char *const *folders, uint32_t count, bool tests, struct rule_set **out, struct err *err);
/* One file or folder of rules beside a set (rule check PATH). */
void rule_set_free(struct rule_set *set);
/* How a case of this class and action is handled; never NULL. */
const struct handling *class_handling(const struct class_spec *class, struct span action);
const struct table_spec *rule_set_table(const struct rule_set *set, struct span name);
const struct rule *rule_set_rule(const struct rule_set *set, struct span id);

/* ---- hecha.yaml ---- */

struct extract_spec {
	struct span table;
	uint32_t file_count;
	struct span *file; /* globs as written, relative to the agency folder */
	uint32_t column_count;
	struct extract_column {
		struct span column, header;
		const struct yaml *at;
	} *column;
	int encoding; /* enum encoding of source/source.h: 0 auto, 1 utf-8, 2 gb18030 */
	char delimiter; /* 0 auto */
	bool trailer;
	int64_t received; /* day_t; INT64_MIN: unknown */
	const struct yaml *at;
};

struct agency {
	struct document *document;
	char *folder;
	struct span region; /* six digits; empty: none */
	struct span county; /* the county this agency pays for, as written; empty: none */
	bool city;	    /* level: city; without level: a region ending in 00 */
	int64_t as_of;	    /* day_t; INT64_MIN: today */
	uint32_t folder_count;
	const char **rule_folder; /* resolved against folder */
	uint32_t extract_count;
	struct extract_spec *extract; /* several may name one table */
	const struct yaml *params;    /* rule → name → value, NULL */
	uint64_t memory_bytes;	      /* 0: default */
	uint32_t threads;	      /* 0: all cores */
	int64_t rejects_per_mille;    /* limits: {rejects: 1%} → 10; above it the run stops at the gate. Default 10 */
	int64_t undecided_notice;     /* limits: {undecided: N}; more undecided than this → exit 3. Default 0 */
	int64_t runaway_per_mille;    /* limits: {runaway: 20%}: a rule with subjects above this share of the persons (distinct keys) it read stops
					 the run. Default 200, 0 switches it off */
	struct arena arena;
};

/* folder/hecha.yaml. MISSING when there is none; CONFIG with positions. Unknown keys: "did you mean". */
MUST_USE enum status agency_read(const char *folder, struct agency **out, struct err *err);
void agency_free(struct agency *agency);
/* Puts agency->params onto the rules; an unknown rule or parameter is an error at its place. */
MUST_USE enum status agency_apply_params(const struct agency *agency, struct rule_set *set, struct err *err);
/* The tables and columns that `extracts` names must exist; an error at its place. */
MUST_USE enum status agency_check_extracts(const struct agency *agency, const struct rule_set *set, struct err *err);

#endif
