/* The current published run, read back. */
#ifndef HECHA_CURRENT_H
#define HECHA_CURRENT_H

#include "report/json.h"
#include "run/session.h"

/* Cases of runs/current, in their order, until visit says false. MISSING when nothing was published. */
MUST_USE enum status current_cases(const struct agency *agency, bool (*visit)(void *context, struct span line, const struct json_object *object),
				   void *context, struct err *err);
/* The subject key a word stands for: of the case with that number, else the canonical spelling of the word itself. Free it. */
MUST_USE enum status current_subject(const struct agency *agency, const char *word, char **key, struct err *err);

#endif
