/* manifest.json: everything that decided the figures. No time, no machine, no run number: same inputs, same bytes. */
#include <stdlib.h>

#include "hecha_version.h"
#include "report/output.h"

void put_param(struct json *json, const char *name, const struct plan_param *param)
{
	json_open_object(json, name);
	json_put_text(json, "value", span_of(param->text));
	json_put_day(json, "since", param->from);
	if (param->from == INT64_MIN)
		json_put_bool(json, "override", true);
	json_end(json);
}

static void put_rule(const struct report_rule *from, struct json *json)
{
	json_open_object(json, NULL);
	json_put_text(json, "rule", from->rule->id);
	json_put_count(json, "version", (uint64_t)from->rule->version);
	json_put_text(json, "digest", span_of(from->rule->digest));
	json_put_text(json, "state", span_of(rule_state_names[from->state]));
	json_open_object(json, "params");
	for (uint32_t each = 0; from->plan && each < from->plan->param_count; each++) {
		char *name = mem_format("%.*s", SPAN_ARG(from->plan->param[each].param->name));
		put_param(json, name, &from->plan->param[each]);
		free(name);
	}
	json_end(json);
	json_end(json);
}

static void put_rules(const struct report *report, struct json *json)
{
	json_open_array(json, "rules");
	for (uint32_t at = 0; at < report->rule_count; at++)
		put_rule(&report->rule[at], json);
	json_end(json);
	json_open_array(json, "shadow");
	for (uint32_t at = 0; at < report->shadow_count; at++)
		put_rule(&report->shadow[at].report->rule[0], json);
	json_end(json);
}

static void put_digest_of(struct json *json, struct span text)
{
	char hex[33];
	struct digest *digest = digest_new();
	digest_add(digest, text.data, text.size);
	digest_text(digest, hex);
	digest_free(digest);
	json_put_text(json, "digest", span_of(hex));
}

/* Path inside the rules folder it was found in; NULL for a rule (it has its own digest) and for its tests (they decide nothing). */
static const char *definition_name(const struct rule_set *set, const struct document *document)
{
	const char *name = path_base(document->path);
	size_t size = strlen(document->path);
	static const char tests[] = ".test.yaml";
	if (size >= sizeof tests - 1 && !strcmp(document->path + size - (sizeof tests - 1), tests))
		return NULL;
	for (uint32_t at = 0; at < set->rule_count; at++)
		if (set->rule[at].document == document)
			return NULL;
	for (uint32_t at = 0; at < set->folder_count; at++) {
		size_t prefix = strlen(set->folder[at]);
		if (prefix && !strncmp(document->path, set->folder[at], prefix) && document->path[prefix] == '/')
			name = document->path + prefix + 1;
	}
	return name;
}

static void put_definitions(const struct report *report, struct json *json)
{
	const struct rule_set *set = report->plan->set;
	json_open_array(json, "definitions");
	for (uint32_t at = 0; at < set->document_count; at++) {
		const char *name = definition_name(set, set->document[at]);
		if (!name)
			continue;
		json_open_object(json, NULL);
		json_put_text(json, "file", span_of(name));
		put_digest_of(json, set->document[at]->text);
		json_end(json);
	}
	json_end(json);
}

static void put_input(struct json *json, const struct report_extract *from)
{
	static const char *const encodings[] = {"auto", "utf-8", "gb18030"};
	const struct extract *extract = from->extract;
	json_open_object(json, NULL);
	json_put_text(json, "file", span_of(extract->shown));
	json_put_text(json, "table", span_of(extract->table->spec->name));
	json_put_count(json, "bytes", from->facts.file_bytes);
	json_put_count(json, "rows", extract->kept_count + extract->rejected_count);
	json_put_count(json, "kept", extract->kept_count);
	json_put_count(json, "rejected", extract->rejected_count);
	if (from->facts.digest[0])
		json_put_text(json, "digest", span_of(from->facts.digest));
	else
		json_put_null(json, "digest"); /* not read to its end */
	json_put_bool(json, "read", extract_was_read(from));
	json_put_text(json, "encoding", span_of(encodings[from->facts.encoding]));
	json_put_bool(json, "bom", from->facts.bom);
	json_put_bool(json, "gzip", from->facts.gzip);
	json_put_text(json, "delimiter", (struct span){&from->facts.dialect.delimiter, from->facts.dialect.delimiter != '\0'});
	json_put_day(json, "received", extract->received);
	if (from->problem)
		json_put_text(json, "problem", span_of(from->problem));
	if (from->same_as)
		json_put_text(json, "same_as", span_of(from->same_as));
	json_end(json);
}

static void put_agency(const struct report *report, struct json *json)
{
	json_put_text(json, "region", report->agency->region);
	json_put_text(json, "level", report->agency->city ? SPAN("city") : SPAN("county"));
	if (!report->agency->document)
		return;
	json_open_object(json, "configuration");
	json_put_text(json, "file", span_of(path_base(report->agency->document->path)));
	put_digest_of(json, report->agency->document->text);
	json_end(json);
}

enum status write_manifest_json(const struct report *report, const char *path, struct err *err)
{
	const struct holidays *holidays = &report->plan->set->holidays;
	struct json *json = json_new(JSON_PAGE);
	json_put_text(json, "engine", SPAN(HECHA_VERSION));
	json_put_day(json, "as_of", report->as_of);
	put_agency(report, json);
	put_rules(report, json);
	put_definitions(report, json);
	json_open_array(json, "inputs");
	for (uint32_t at = 0; at < report->extract_count; at++)
		put_input(json, &report->extract[at]);
	json_end(json);
	json_open_array(json, "holiday_years");
	for (uint32_t at = 0; at < holidays->year_count; at++)
		json_put_count(json, NULL, (uint64_t)holidays->year[at].year);
	json_end(json);
	struct buffer text = BUFFER_INIT;
	json_take(json, &text);
	json_free(json);
	enum status status = output_text(path, &text, err);
	buffer_free(&text);
	return status;
}
