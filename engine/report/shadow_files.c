/* shadow/<rule>/: what a rule on trial found, in the same files as the run itself. Where a rule did not run there is no folder. */
#include <stdlib.h>

#include "report/output.h"

static const struct {
	const char *name;
	enum status (*write)(const struct report *report, const char *path, struct err *err);
} files[] = {
	{"cases.jsonl", write_cases_jsonl},     {"claims.csv", write_claims_csv},	{"evidence.csv", write_evidence_csv},
	{"undecided.csv", write_undecided_csv}, {"exempted.csv", write_exempted_csv},
};

static enum status write_rule(const struct report *alone, const char *folder, struct err *err)
{
	char *id = mem_format("%.*s", SPAN_ARG(alone->rule[0].rule->id)), *own = path_join(folder, id);
	enum status status = folder_draft(own, err);
	for (size_t at = 0; at < sizeof files / sizeof *files && status == STATUS_OK; at++) {
		char *path = path_join(own, files[at].name);
		status = files[at].write(alone, path, err);
		free(path);
	}
	free(own);
	free(id);
	return status;
}

enum status write_shadow(const struct report *report, const char *path, struct err *err)
{
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < report->shadow_count && status == STATUS_OK; at++)
		if (report->shadow[at].report->rule[0].state == RULE_RAN)
			status = write_rule(report->shadow[at].report, path, err);
	return status;
}
