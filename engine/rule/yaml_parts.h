/* What yaml.c asks of its neighbours while it reads one document. Only for engine/rule/yaml*.c. */
#ifndef HECHA_YAML_PARTS_H
#define HECHA_YAML_PARTS_H

#include "rule/yaml.h"

/* Before libyaml sees the text: UTF-8, no control characters (so that lines are what LF ends). CONFIG. */
MUST_USE enum status yaml_check_text(const struct document *document, struct err *err);

MUST_USE enum status yaml_check_indent(const struct yaml *node, struct err *err); /* no TABs before it */
MUST_USE enum status yaml_check_key(const struct yaml *key, struct err *err);	  /* text, not empty, not `<<` */
MUST_USE enum status yaml_check_unique(const struct yaml *mapping, struct err *err);

/* libyaml's words for a syntax error, said for a person who writes rules. `at` is the byte it stopped at, `context` the byte at
 * which the construct began. Returns CONFIG. */
enum status yaml_problem(const struct document *document, const char *problem, uint32_t at, uint32_t context, struct err *err);

/* A flow mapping or list is split at every comma, also inside f(a, b). CONFIG, with the quoted form as hint, when its pieces show
 * that this happened. `piece` are its scalars and collections in file order (keys and values alike). */
MUST_USE enum status yaml_check_commas(const struct document *document, struct yaml *const *piece, uint32_t count, struct err *err);

/* The map for a scalar whose text, start, end, quoted and block are set, in the document's arena; NULL when none is needed. */
const uint32_t *yaml_place_map(struct document *document, const struct yaml *scalar);

#endif
