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

static enum status write_output(const struct report *report, const struct output *output, const char *folder, struct err *err)
{
	char *path = path_join(folder, output->name);
	enum status status = output->write(report, path, err);
	free(path);
	return status;
}

/* The first in the list that fails says why, whichever was first in time. */
enum status report_write(const struct report *report, const char *folder, struct err *err)
{
	enum { OUTPUTS = sizeof outputs / sizeof *outputs };
	enum status failed[OUTPUTS] = {STATUS_OK}, status = STATUS_OK;
	struct err own[OUTPUTS] = {ERR_INIT};
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)report->threads)
	for (size_t at = 0; at < OUTPUTS; at++)
		failed[at] = write_output(report, &outputs[at], folder, &own[at]);
	for (size_t at = 0; at < OUTPUTS; at++) {
		if (failed[at] && !status)
			status = err_set(err, failed[at], "%s", own[at].text);
		err_clear(&own[at]);
	}
	return status;
}

enum status output_text(const char *path, const struct buffer *text, struct err *err)
{
	struct file_out *file;
	enum status status = file_draft(path, &file, err);
	if (status != STATUS_OK)
		return status;
	file_write(file, buffer_span(text));
	return file_close(file, err);
}
