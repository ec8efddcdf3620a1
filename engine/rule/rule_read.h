/* The parts of one rule file, each read by its own file. Only for engine/rule/. */
#ifndef HECHA_RULE_READ_H
#define HECHA_RULE_READ_H

#include "rule/rule.h"
#include "rule/schema.h"

/* A whole rule file. The rule keeps pointing into document; everything else lives in the arena. CONFIG. */
MUST_USE enum status rule_read(struct document *document, struct arena *arena, struct rule *out, struct err *err);
/* <rule>.test.yaml: `tests:` or the list itself; adds to rule->test. */
MUST_USE enum status rule_test_file_read(const struct document *document, struct arena *arena, struct rule *rule, struct err *err);

/* Values of single keys; node may be NULL (key absent). */
MUST_USE enum status rule_tests_read(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err);
/* `mutants:`; adds to rule->mutant_mark. */
MUST_USE enum status rule_mutants_read(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err);
MUST_USE enum status rule_params_read(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err);
MUST_USE enum status rule_message_read(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err);
MUST_USE enum status rule_severity_read(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err);
MUST_USE enum status rule_needs_read(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err);
MUST_USE enum status rule_undecided_read(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err);
MUST_USE enum status rule_with_read(const struct yaml *node, struct arena *arena, struct rule *rule, struct err *err);
MUST_USE enum status rule_basis_read(const struct yaml *node, struct arena *arena, struct basis **out, uint32_t *count, struct err *err);

/* The relational keys of a rule or of a `with` table. */
struct query_keys {
	const struct yaml *from, *match, *where, *group, *having, *select;
};
MUST_USE enum status rule_query_read(const struct query_keys *keys, struct arena *arena, struct query *out, struct err *err);

/* NULL node: *out stays NULL. */
static inline enum status rule_expr_read(const struct yaml *node, struct arena *arena, struct expr **out, struct err *err)
{
	return node ? expr_parse(node, arena, out, err) : STATUS_OK;
}

#endif
