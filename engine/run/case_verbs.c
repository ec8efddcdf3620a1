/* hecha case list | show: the cases of the current run. */
#include <stdlib.h>

#include "base/file.h"
#include "base/idnumber.h"
#include "base/text.h"
#include "run/current.h"

enum { CASES_BYTES_MAX = 1 << 30 };

enum status current_cases(const struct agency *agency, bool (*visit)(void *context, struct span line, const struct json_object *object),
			  void *context, struct err *err)
{
	char *path = path_join(agency->folder, "runs/current/cases.jsonl");
	struct buffer text = BUFFER_INIT;
	enum status status = file_read(path, CASES_BYTES_MAX, &text, err);
	if (status == STATUS_MISSING)
		err_set(err, status, "no run is published yet\n  hint: hecha run publishes one");
	for (size_t at = 0; status == STATUS_OK && at < text.size;) {
		const char *end = memchr(text.data + at, '\n', text.size - at);
		size_t size = end ? (size_t)(end - text.data) - at : text.size - at;
		struct span line = {text.data + at, size};
		struct json_object *object = json_object_read(line);
		bool more = object && visit(context, line, object);
		if (!object)
			status = err_set(err, STATUS_UNREADABLE, "%s: not a line of JSON", path);
		json_object_free(object);
		at = more ? at + size + 1 : text.size;
	}
	buffer_free(&text);
	free(path);
	return status;
}

struct seeker {
	const struct hecha_options *options;
	struct span word;
	char *key;
	uint32_t found;
};

static bool is_sought(const struct seeker *seeker, const struct json_object *object)
{
	return span_equal(json_object_text(object, "number", NULL), seeker->word) || span_equal(json_object_text(object, "subject", "key"), seeker->word);
}

static bool take_key(void *context, struct span line, const struct json_object *object)
{
	struct seeker *seeker = context;
	(void)line;
	if (!is_sought(seeker, object))
		return true;
	seeker->key = mem_format("%.*s", SPAN_ARG(json_object_text(object, "subject", "key")));
	return false;
}

enum status current_subject(const struct agency *agency, const char *word, char **key, struct err *err)
{
	struct seeker seeker = {.word = span_of(word)};
	struct err ignored = ERR_INIT;
	(void)err;
	if (current_cases(agency, take_key, &seeker, &ignored) != STATUS_OK)
		err_clear(&ignored); /* nothing published: the word is a subject */
	struct id_parts parts;
	if (!seeker.key && id_parse(span_of(word), &parts))
		seeker.key = mem_format("%.*s", (int)parts.text_size, parts.text);
	*key = seeker.key ? seeker.key : mem_text(word);
	return STATUS_OK;
}

static bool list_case(void *context, struct span line, const struct json_object *object)
{
	const struct hecha_options *options = ((struct seeker *)context)->options;
	if (options->json) {
		fprintf(options->out, "%.*s\n", SPAN_ARG(line));
		return true;
	}
	struct span class_title = json_object_text(object, "class_title", NULL);
	fprintf(options->out, "%-24.*s %-8.*s %-8.*s %12.*s  %.*s %.*s %.*s\n", SPAN_ARG(json_object_text(object, "number", NULL)),
		SPAN_ARG(json_object_text(object, "class", NULL)), SPAN_ARG(json_object_text(object, "level", NULL)),
		SPAN_ARG(json_object_text(object, "due", NULL)), SPAN_ARG(json_object_text(object, "county_label", NULL)),
		SPAN_ARG(json_object_text(object, "fund_label", NULL)), SPAN_ARG(class_title));
	return true;
}

static bool show_case(void *context, struct span line, const struct json_object *object)
{
	struct seeker *seeker = context;
	if (!is_sought(seeker, object))
		return true;
	seeker->found++;
	struct buffer page = BUFFER_INIT;
	if (seeker->options->json)
		buffer_format(&page, "%.*s\n", SPAN_ARG(line));
	else
		json_object_page(object, &page);
	fwrite(page.data, 1, page.size, seeker->options->out);
	buffer_free(&page);
	return true;
}

static int with_cases(const struct hecha_options *options, struct seeker *seeker,
		      bool (*visit)(void *context, struct span line, const struct json_object *object), char **error)
{
	struct agency *agency = NULL;
	struct err err = ERR_INIT;
	enum status status = agency_read(options->folder ? options->folder : ".", &agency, &err);
	if (status == STATUS_OK)
		status = current_cases(agency, visit, seeker, &err);
	if (status == STATUS_OK && seeker->word.data && !seeker->found)
		status = err_set(&err, STATUS_NO, "no case of the current run has that number or subject\n  hint: hecha case whynot says why");
	agency_free(agency);
	return exit_with(status, &err, error);
}

int hecha_case_list(const struct hecha_options *options, char **error)
{
	struct seeker seeker = {.options = options};
	return with_cases(options, &seeker, list_case, error);
}

int hecha_case_show(const struct hecha_options *options, const char *subject, char **error)
{
	struct seeker seeker = {.options = options, .word = span_of(subject)};
	return with_cases(options, &seeker, show_case, error);
}
