/* hecha rule fmt. */
#include <sys/stat.h>

#include "base/file.h"
#include "hecha_limits.h"
#include "run/session.h"
#include "workbench/format.h"

struct formatter {
	const struct hecha_options *options;
	uint32_t files, changed;
	struct err *err;
};

static enum status format_one(struct formatter *formatter, const char *path)
{
	struct buffer text = BUFFER_INIT, formed = BUFFER_INIT;
	enum status status = file_read(path, HECHA_YAML_BYTES_MAX, &text, formatter->err);
	if (status == STATUS_OK)
		status = format_file(path, buffer_span(&text), &formed, formatter->err);
	bool changes = status == STATUS_OK && !span_equal(buffer_span(&text), buffer_span(&formed));
	if (changes && !formatter->options->check)
		status = file_rewrite(path, buffer_span(&formed), formatter->err);
	if (changes && status == STATUS_OK)
		fprintf(formatter->options->out, "%s\n", path);
	formatter->files++;
	formatter->changed += changes;
	buffer_free(&text);
	buffer_free(&formed);
	return status;
}

static enum status format_path(struct formatter *formatter, const char *path)
{
	struct stat info;
	struct paths paths = {0};
	if (!stat(path, &info) && S_ISREG(info.st_mode))
		return format_one(formatter, path);
	enum status status = paths_walk(path, ".yaml", &paths, formatter->err);
	for (size_t at = 0; at < paths.count && status == STATUS_OK; at++)
		status = format_one(formatter, paths.path[at]);
	paths_free(&paths);
	return status;
}

int hecha_rule_fmt(const struct hecha_options *options, const char *const *paths, uint32_t count, char **error)
{
	struct err err = ERR_INIT;
	struct formatter formatter = {.options = options, .err = &err};
	enum status status = STATUS_OK;
	for (uint32_t at = 0; at < count && status == STATUS_OK; at++)
		status = format_path(&formatter, paths[at]);
	if (status == STATUS_OK && options->check && formatter.changed)
		status = STATUS_NO;
	return exit_with(status, &err, error);
}
