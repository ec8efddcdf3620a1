/* The files of a rule folder that are no rules: tables, lists, holidays, classes. Only for engine/rule/. */
#ifndef HECHA_SET_READ_H
#define HECHA_SET_READ_H

#include "rule/rule_read.h"

/* Each reads one file; results live in the arena and point into document. CONFIG. */
MUST_USE enum status list_read(const struct document *document, struct arena *arena, struct dictionary *out, struct err *err);
MUST_USE enum status holidays_read(const struct document *document, struct arena *arena, struct holidays *out, struct err *err);
/* Lists must be in set->list already: columns refer to them. */
MUST_USE enum status table_read(const struct document *document, struct arena *arena, const struct rule_set *set,
				struct table_spec *out, struct err *err);
MUST_USE enum status table_column_read(const struct yaml *key, const struct yaml *node, struct arena *arena, const struct rule_set *set,
				       struct column_spec *out, struct err *err);
void classes_default(struct rule_set *set);
MUST_USE enum status classes_read(const struct document *document, struct rule_set *set, struct err *err);
/* Tables and lists must be in set already. */
MUST_USE enum status samples_read(const struct document *document, struct rule_set *set, struct err *err);

/* `values` and `alias` of a list or a column: a mapping of code: label, or a list of codes. alias may be NULL. */
MUST_USE enum status dictionary_read(const struct yaml *values, const struct yaml *alias, struct arena *arena, struct dictionary *out,
				     struct err *err);
/* Adds alias (may be NULL) to the dictionary, whose aliases move. */
MUST_USE enum status dictionary_add_aliases(const struct yaml *alias, struct arena *arena, struct dictionary *out, struct err *err);

#endif
