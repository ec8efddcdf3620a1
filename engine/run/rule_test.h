/* Tests in rule files: what run/rule_test.c and run/test_inputs.c share. */
#ifndef HECHA_RULE_TEST_H
#define HECHA_RULE_TEST_H

#include "run/session.h"

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
