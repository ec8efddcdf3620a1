/* versions.csv of a rule folder: the version of each rule with the digest of what it means. A folder that has one is governed. */
#ifndef HECHA_VERSIONS_H
#define HECHA_VERSIONS_H

#include "rule/rule.h"

struct version_row {
	struct span rule;
	int64_t version;
	char digest[33];
};

struct versions {
	char *path;
	uint32_t count, capacity;
	struct version_row *row; /* as in the file */
	struct arena arena;
};

/* folder/versions.csv: `rule,version,digest`. *out stays NULL when there is none. H6009 for a line that is no row. */
MUST_USE enum status versions_read(const char *folder, struct versions **out, struct err *err);
void versions_free(struct versions *versions);
struct version_row *versions_row(const struct versions *versions, struct span rule); /* NULL when it is not there */
/* Puts the rule as it is now; what is written is sorted by rule. */
void versions_put(struct versions *versions, const struct rule *rule);
MUST_USE enum status versions_write(struct versions *versions, struct err *err);

#endif
