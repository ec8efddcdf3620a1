/* The problems a rule folder can have: one stable code each. `hecha rule codes` prints the table. */
#ifndef HECHA_PROBLEM_H
#define HECHA_PROBLEM_H

#include <stdarg.h>

#include "base/status.h"

enum problem_severity { PROBLEM_ERROR, PROBLEM_WARNING };

enum problem_code {
#define PROBLEM(code, severity, meaning, instead) code,
#include "rule/problem.def"
#undef PROBLEM
	PROBLEM_COUNT
};

struct problem {
	const char *code; /* "H1001" */
	enum problem_severity severity;
	const char *meaning, *instead;
};
extern const struct problem problems[PROBLEM_COUNT];
extern const char *const problem_severity_names[]; /* error, warning */

/* A problem of a whole file, or, when line is not 0, of a line: `path[:line]: error H1014: message`. hint may be NULL. Returns CONFIG. */
enum status file_error(const char *path, uint32_t line, const char *hint, struct err *err, enum problem_code code, const char *format, ...)
	PRINTF_LIKE(6, 7);

#endif
