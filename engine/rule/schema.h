/* Mappings with known keys, and scalars with a type. Every error stands at its place and says what was expected; unknown keys and
 * words come with the nearest known one. */
#ifndef HECHA_SCHEMA_H
#define HECHA_SCHEMA_H

#include "rule/yaml.h"

/* What a key's value may be. */
enum schema_flags {
	SCHEMA_TEXT = 1 << 0,
	SCHEMA_MAPPING = 1 << 1,
	SCHEMA_LIST = 1 << 2,
	SCHEMA_REQUIRED = 1 << 3,
	SCHEMA_MAY_BE_EMPTY = 1 << 4,
};

struct schema_key {
	const char *name;
	unsigned flags;
	const char *example; /* shown as hint when the key is missing or of the wrong kind; may be NULL */
};

/* Checks that node is a mapping of these keys (`count` of them) and puts the value of keys[i] into value[i], NULL when absent.
 * `what` names the mapping in messages: "a rule". CONFIG. */
MUST_USE enum status schema_mapping(const struct yaml *node, const char *what, const struct schema_key *keys, size_t count,
				    const struct yaml **value, struct err *err);
#define SCHEMA_MAPPING_READ(node, what, keys, value, err)                                                                                \
	schema_mapping(node, what, keys, sizeof(keys) / sizeof *(keys), value, err)

/* One value or a list of values: the items either way; 0 for NULL. */
uint32_t schema_count(const struct yaml *node);
const struct yaml *schema_item(const struct yaml *node, uint32_t i);

/* Scalars. `what` names the value in messages: "a column". NULL node: out stays as it is, OK. */
MUST_USE enum status schema_text(const struct yaml *node, const char *what, struct span *out, struct err *err); /* not empty */
MUST_USE enum status schema_name(const struct yaml *node, const char *what, struct span *out, struct err *err); /* usable in expressions */
MUST_USE enum status schema_id(const struct yaml *node, const char *what, struct span *out, struct err *err);	/* a-z 0-9 and - */
MUST_USE enum status schema_integer(const struct yaml *node, const char *what, int64_t min, int64_t max, int64_t *out, struct err *err);
MUST_USE enum status schema_day(const struct yaml *node, const char *what, int64_t *out, struct err *err);
MUST_USE enum status schema_bool(const struct yaml *node, const char *what, bool *out, struct err *err); /* true or false */
/* One of `words`, ended by NULL; *out is its index. */
MUST_USE enum status schema_word(const struct yaml *node, const char *what, const char *const *words, uint32_t *out, struct err *err);
/* The file of `at` must be named <name>.yaml. */
MUST_USE enum status schema_file_name(const struct yaml *at, struct span name, struct err *err);

/* `at` holds a word that is none of `count` candidates: `code` "unknown <what> 'x', did you mean 'y'?", or all candidates as hint. */
enum status schema_unknown(const struct yaml *at, const char *what, struct span word, const char *const *candidates, size_t count,
			   struct err *err, enum problem_code code);

#endif
