/* Rule and test files in one form: keys in the order of rules/README.md, test tables in columns. Everything else, comments too, stays. */
#ifndef HECHA_FORMAT_H
#define HECHA_FORMAT_H

#include "rule/rule.h"

/* The file's text in that form, read again and compared: INTERNAL rather than a text that means something else. CONFIG when it is no YAML.
 * A file that is neither a rule nor tests comes out as it is. */
MUST_USE enum status format_file(const char *path, struct span text, struct buffer *out, struct err *err);

#endif
