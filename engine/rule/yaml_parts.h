/* What yaml.c asks of its neighbours while it reads one document. Only for engine/rule/yaml*.c. */
#ifndef HECHA_YAML_PARTS_H
#define HECHA_YAML_PARTS_H

#include "rule/yaml.h"

/* Before libyaml sees the text: UTF-8, no control characters (so that lines are what LF ends). CONFIG. */
MUST_USE enum status yaml_check_text(const struct document *document, struct err *err);

MUST_USE enum status yaml_check_indent(const struct yaml *node, struct err *err); /* no TABs before it */
MUST_USE enum status yaml_check_key(const struct yaml *key, struct err *err);	  /* text, not empty, not `<<` */
MUST_USE enum status yaml_check_unique(const struct yaml *mapping, struct err *err);

/* Where and why libyaml stopped. */
struct yaml_stop {
	const char *problem;	 /* libyaml's words */
	uint32_t at, context;	 /* bytes: where it stopped, and where the construct it was reading began */
	const struct yaml *last; /* the last node that was read whole, NULL at the beginning */
	bool in_flow;
};
/* Says it for a person who writes rules. Returns CONFIG. */
enum status yaml_problem(const struct document *document, const struct yaml_stop *stop, struct err *err);

/* The bytes as one quoted scalar, line breaks folded to blanks. Heap. */
char *yaml_quoted_form(struct span raw);

/* A flow mapping or list is split at every comma, also inside f(a, b). CONFIG, with the quoted form as hint, when its pieces show
 * that this happened. `piece` are its scalars and collections in file order (keys and values alike). */
MUST_USE enum status yaml_check_commas(const struct document *document, struct yaml *const *piece, uint32_t count, struct err *err);

/* The map for a scalar whose text, start, end, quoted and block are set, in the document's arena; NULL when none is needed. */
const uint32_t *yaml_place_map(struct document *document, const struct yaml *scalar);

#endif
