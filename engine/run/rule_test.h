/* Tests in rule files, run by the nightly run's own job. */
#ifndef HECHA_RULE_TEST_H
#define HECHA_RULE_TEST_H

#include "run/session.h"

struct rule_test_of {
	const struct rule_set *set;
	struct rule *rule; /* of set; its parameters are the test's while the test runs, then as before */
	volatile sig_atomic_t *stop;
	struct test_report *report; /* NULL: nobody asks why a test failed */
};

enum pair_state { PAIR_EQUAL, PAIR_DIFFERS, PAIR_MISSING, PAIR_EXTRA };
extern const char *const pair_state_names[]; /* equal, differs, missing, extra */

/* What a test expects beside what came out. */
struct test_pair {
	const char *what; /* claim, subject, undecided, exempted; expect: the test itself is not written as wanted */
	enum pair_state state;
	struct span expected, actual; /* `person P1 fund 170 …`; empty: nothing */
};

/* How one row of `given`, one group of them, or a subject held back fared. */
struct test_row {
	struct span table; /* empty: a group or subject */
	uint64_t line;	   /* of its pipe table; the header is line 1 */
	struct span row, why;
	const char *stage;		    /* of a derived table; NULL: the rule itself */
	const char *outcome;		    /* held, failed, unknown, undecided */
	struct span condition, values;
};

/* Why a test failed; empty when it passed. Start with zeros, end with test_report_free. Persons are P1, P2 … as in the test. */
struct test_report {
	struct arena arena;
	uint32_t pair_count, pair_capacity, row_count, row_capacity;
	struct test_pair *pair;
	struct test_row *row;
};
void test_report_free(struct test_report *report);

/* OK: the test ran, *passed says how. With a report, a test that fails runs a second time, with
 * every row listened to. Every other status is a test that could not run: err says why. Repeatable: each call reads the rule as it stands in memory. */
MUST_USE enum status rule_test_run(const struct rule_test_of *with, const struct rule_test *test, bool *passed, struct err *err);
/* The rule and those the test names, bound as of the test's day: what rule_test_run runs. */
MUST_USE enum status rule_test_plan(const struct rule_set *set, const struct rule *rule, const struct rule_test *test, struct plan **out,
				    struct err *err);

/* P1, P2 … as valid synthetic numbers; any other word as it is. */
struct span test_person(struct span word, struct arena *arena);
/* The next cell of a pipe table's line, trimmed; false at the line's end. */
bool test_cell_next(struct span line, size_t *at, struct span *out);
/* A column the table does not have, or a row with more cells than columns, is a slip of the test: CONFIG at its place. */
MUST_USE enum status test_table_check(const struct table_spec *spec, const struct yaml *rows, struct err *err);
/* A pipe table as an extract: with the defaults of the columns left out, and persons as numbers. */
struct span test_table(const struct table_spec *spec, struct span rows, struct arena *arena);

/* Replaces the numbers of the persons a test names by its words for them. */
struct span test_words(const struct rule_test *test, struct span text, struct arena *arena);
/* The line of a pipe table that made a line of the extract, as it stands there, without its `why`, and that; empty behind the last. */
void test_line(const struct rule_given *given, uint64_t line, struct span *row, struct span *why, struct arena *arena);

/* The job of a test has run: results compared, pair by pair. */
void test_compare(const struct job *job, const struct rule *rule, const struct rule_test *test, struct test_report *out);
struct why;
/* What a listener heard of the rule's rows and groups, and what was held back. */
void test_rows(struct why *why, const struct job *job, const struct rule *rule, const struct rule_test *test, struct test_report *out);

#endif
