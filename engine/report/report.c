#include "report/report.h"

#include <stdlib.h>

#include "report/output.h"

const char *const rule_state_names[] = {"ran", "not-run-here", "source-missing", "source-stale", "failed"};

static const struct output {
	const char *name;
	enum status (*write)(const struct report *report, const char *path, struct err *err);
} outputs[] = {
#define OUTPUT(name, writer) {name, writer},
#include "report/report.def"
#undef OUTPUT
};

enum status report_write(const struct report *report, const char *folder, struct err *err)
{
	enum status status = STATUS_OK;
	for (size_t at = 0; at < sizeof outputs / sizeof *outputs && status == STATUS_OK; at++) {
		char *path = path_join(folder, outputs[at].name);
		status = outputs[at].write(report, path, err);
		free(path);
	}
	return status;
}

enum status output_text(const char *path, const struct buffer *text, struct err *err)
{
	struct file_out *file;
	enum status status = file_create(path, &file, err);
	if (status != STATUS_OK)
		return status;
	file_write(file, buffer_span(text));
	return file_close(file, err);
}
