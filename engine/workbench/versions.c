#include "workbench/versions.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/file.h"
#include "hecha_limits.h"
#include "workbench/meaning.h"

static const char header[] = "rule,version,digest";

static struct version_row *add_row(struct versions *versions, struct span rule)
{
	ARRAY_GROW(versions->row, versions->count, versions->capacity);
	versions->row[versions->count] = (struct version_row){.rule = arena_span(&versions->arena, rule)};
	return &versions->row[versions->count++];
}

static bool read_row(struct versions *versions, struct span line)
{
	const char *first = memchr(line.data, ',', line.size);
	size_t id = first ? (size_t)(first - line.data) : line.size;
	struct span rest = first ? span_slice(line, id + 1, line.size - id - 1) : (struct span){0};
	const char *second = rest.size ? memchr(rest.data, ',', rest.size) : NULL;
	size_t number = second ? (size_t)(second - rest.data) : 0;
	int64_t version;
	if (!id || !second || rest.size - number - 1 != 32 || !integer_parse(span_slice(rest, 0, number), &version) ||
	    versions_row(versions, span_slice(line, 0, id)))
		return false;
	struct version_row *row = add_row(versions, span_slice(line, 0, id));
	row->version = version;
	memcpy(row->digest, second + 1, 32);
	return true;
}

static enum status read_lines(struct versions *versions, struct span text, struct err *err)
{
	uint32_t number = 0;
	for (size_t at = 0; at < text.size;) {
		const char *end = memchr(text.data + at, '\n', text.size - at);
		size_t size = end ? (size_t)(end - text.data) - at : text.size - at;
		struct span line = span_slice(text, at, size);
		at += size + 1;
		if (line.size && line.data[line.size - 1] == '\r')
			line.size--;
		if (++number == 1 ? span_equal(line, span_of(header)) : read_row(versions, line))
			continue;
		return file_error(versions->path, number, "the file is written by `hecha rule check --accept`; an empty one is a beginning", err,
				  H6009, number == 1 ? "the first line is not %s" : "not a row of %s, or a rule that is there twice", header);
	}
	return STATUS_OK;
}

enum status versions_read(const char *folder, struct versions **out, struct err *err)
{
	struct buffer text = BUFFER_INIT;
	char *path = path_join(folder, "versions.csv");
	*out = NULL;
	if (access(path, F_OK)) {
		free(path);
		return STATUS_OK;
	}
	struct versions *versions = mem_zero(1, sizeof *versions);
	versions->path = path;
	enum status status = file_read(path, HECHA_YAML_BYTES_MAX, &text, err);
	if (status == STATUS_OK)
		status = read_lines(versions, buffer_span(&text), err);
	buffer_free(&text);
	if (status == STATUS_OK)
		*out = versions;
	else
		versions_free(versions);
	return status;
}

void versions_free(struct versions *versions)
{
	if (!versions)
		return;
	arena_free(&versions->arena);
	free(versions->row);
	free(versions->path);
	free(versions);
}

struct version_row *versions_row(const struct versions *versions, struct span rule)
{
	for (uint32_t at = 0; at < versions->count; at++)
		if (span_equal(versions->row[at].rule, rule))
			return &versions->row[at];
	return NULL;
}

void versions_put(struct versions *versions, const struct rule *rule)
{
	struct version_row *row = versions_row(versions, rule->id);
	if (!row)
		row = add_row(versions, rule->id);
	row->version = rule->version;
	rule_meaning_digest(rule, row->digest);
}

static int by_rule(const void *left, const void *right)
{
	const struct version_row *a = left, *b = right;
	return span_compare(a->rule, b->rule);
}

enum status versions_write(struct versions *versions, struct err *err)
{
	struct buffer text = BUFFER_INIT;
	if (versions->count)
		qsort(versions->row, versions->count, sizeof *versions->row, by_rule);
	buffer_format(&text, "%s\n", header);
	for (uint32_t at = 0; at < versions->count; at++)
		buffer_format(&text, "%.*s,%lld,%s\n", SPAN_ARG(versions->row[at].rule), (long long)versions->row[at].version,
			      versions->row[at].digest);
	enum status status = file_rewrite(versions->path, buffer_span(&text), err);
	buffer_free(&text);
	return status;
}
