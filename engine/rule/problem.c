#include "rule/problem.h"

#include <stdio.h>
#include <stdlib.h>

const struct problem problems[PROBLEM_COUNT] = {
#define PROBLEM(code, severity, meaning, instead) {#code, PROBLEM_##severity, meaning, instead},
#include "rule/problem.def"
#undef PROBLEM
};

const char *const problem_severity_names[] = {[PROBLEM_ERROR] = "error", [PROBLEM_WARNING] = "warning"};

enum status file_error(const char *path, uint32_t line, const char *hint, struct err *err, enum problem_code code, const char *format, ...)
{
	char *message = NULL, place[16] = "";
	const struct problem *problem = &problems[code];
	va_list args;
	va_start(args, format);
	if (vasprintf(&message, format, args) < 0)
		message = NULL;
	va_end(args);
	if (line)
		snprintf(place, sizeof place, ":%u", line);
	const struct err_place about = {.code = problem->code, .severity = problem_severity_names[problem->severity], .line = line};
	err_set(err, STATUS_CONFIG, "%s%s: %s %s: %s%s%s", path, place, about.severity, about.code, message ? message : format,
		hint ? "\n  hint: " : "", hint ? hint : "");
	err_add_place(err, about, path, message ? message : format, hint);
	free(message);
	return STATUS_CONFIG;
}
