/* Tests in rule files, run by the nightly run's own job. */
#ifndef HECHA_RULE_TEST_H
#define HECHA_RULE_TEST_H

#include "run/session.h"

struct rule_test_of {
	const struct rule_set *set;
	struct rule *rule; /* of set; its parameters are the test's while the test runs, then as before */
	volatile sig_atomic_t *stop;
};

/* The test passed when OK comes back and nothing was added to `difference`. Every other status is a test that could not run: err says
 * why. Repeatable: each call reads the rule as it stands in memory. */
MUST_USE enum status rule_test_run(const struct rule_test_of *with, const struct rule_test *test, struct buffer *difference,
				   struct err *err);
/* The rule and those the test names, bound as of the test's day: what rule_test_run runs. */
MUST_USE enum status rule_test_plan(const struct rule_set *set, const struct rule *rule, const struct rule_test *test, struct plan **out,
				    struct err *err);

/* P1, P2 … as valid synthetic numbers; any other word as it is. */
struct span test_person(struct span word, struct arena *arena);
/* A column the table does not have, or a row with more cells than columns, is a slip of the test: CONFIG at its place. */
MUST_USE enum status test_table_check(const struct table_spec *spec, const struct yaml *rows, struct err *err);
/* A pipe table as an extract: with the defaults of the columns left out, and persons as numbers. */
struct span test_table(const struct table_spec *spec, struct span rows, struct arena *arena);

/* One test: job run over its tables, results compared. What differs is appended to `difference`; empty: it passed. */
void test_compare(const struct job *job, const struct rule *rule, const struct rule_test *test, struct buffer *difference,
		  struct arena *arena);

#endif
