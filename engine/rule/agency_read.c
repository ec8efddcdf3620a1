#include <stdlib.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/file.h"
#include "hecha_limits.h"
#include "rule/agency_parts.h"

enum agency_key {
	AGENCY_KEY_REGION,
	AGENCY_KEY_COUNTY,
	AGENCY_KEY_LEVEL,
	AGENCY_KEY_AS_OF,
	AGENCY_KEY_RULES,
	AGENCY_KEY_PARAMS,
	AGENCY_KEY_EXTRACTS,
	AGENCY_KEY_MEMORY,
	AGENCY_KEY_THREADS,
	AGENCY_KEY_LIMITS,
	AGENCY_KEY_COUNT,
};

static const struct schema_key agency_keys[AGENCY_KEY_COUNT] = {
	[AGENCY_KEY_REGION] = {"region", SCHEMA_TEXT, "region: \"360700\""},
	[AGENCY_KEY_COUNTY] = {"county", SCHEMA_TEXT, "county: \"360702\""},
	[AGENCY_KEY_LEVEL] = {"level", SCHEMA_TEXT, "level: city"},
	[AGENCY_KEY_AS_OF] = {"as_of", SCHEMA_TEXT | SCHEMA_MAY_BE_EMPTY, "as_of: 2026-11-22"},
	[AGENCY_KEY_RULES] = {"rules", SCHEMA_TEXT | SCHEMA_LIST, "rules: [rules]"},
	[AGENCY_KEY_PARAMS] = {"params", SCHEMA_MAPPING | SCHEMA_MAY_BE_EMPTY, "params: {paid-after-death: {grace_months: 0}}"},
	[AGENCY_KEY_EXTRACTS] = {"extracts", SCHEMA_MAPPING | SCHEMA_REQUIRED, "extracts: {payment: {files: [\"inbox/payment-*.csv\"]}}"},
	[AGENCY_KEY_MEMORY] = {"memory", SCHEMA_TEXT, "memory: 4G"},
	[AGENCY_KEY_THREADS] = {"threads", SCHEMA_TEXT, "threads: 8"},
	[AGENCY_KEY_LIMITS] = {"limits", SCHEMA_MAPPING | SCHEMA_MAY_BE_EMPTY, "limits: {rejects: 1%, undecided: 0, runaway: 20%}"},
};

static enum status read_division(const struct yaml *node, struct span *out, struct err *err)
{
	bool digits = true;
	enum status status = schema_text(node, "a division code", out, err);
	if (status || !node)
		return status;
	for (size_t i = 0; i < out->size; i++)
		digits = digits && out->data[i] >= '0' && out->data[i] <= '9';
	if (out->size == 6 && digits)
		return STATUS_OK;
	return yaml_error(node, "region: \"360700\"", err, H2020, "'%.*s' is not a division code of six digits", SPAN_ARG(*out));
}

static enum status read_place(const struct yaml *const *value, struct agency *agency, struct err *err)
{
	static const char *const levels[] = {"county", "city", NULL};
	uint32_t level = 0;
	enum status status = read_division(value[AGENCY_KEY_REGION], &agency->region, err);
	if (!status)
		status = read_division(value[AGENCY_KEY_COUNTY], &agency->county, err);
	if (status)
		return status;
	level = agency->region.size == 6 && !memcmp(agency->region.data + 4, "00", 2);
	status = schema_word(value[AGENCY_KEY_LEVEL], "level", levels, &level, err);
	agency->city = level == 1;
	return status;
}

static bool add_rule_folder(struct agency *agency, const char *name)
{
	char *path = path_join(agency->folder, name);
	bool there = access(path, F_OK) == 0;
	agency->rule_folder[agency->folder_count++] = arena_text(&agency->arena, "%s", path);
	free(path);
	return there;
}

static enum status read_rule_folders(const struct yaml *node, struct agency *agency, struct err *err)
{
	uint32_t count = node ? schema_count(node) : 1;
	if (!count)
		return yaml_error(node, "rules: [rules]", err, H2021, "no rule folder is named");
	agency->rule_folder = arena_zero(&agency->arena, count, sizeof *agency->rule_folder);
	if (!node)
		return add_rule_folder(agency, "rules") ? STATUS_OK
							: file_error(agency->document->path, 0, "rules: [../../rules] names others", err, H2022,
								     "rule folder 'rules' is not there");
	for (uint32_t i = 0; i < count; i++) {
		struct span name = {0};
		enum status status = schema_text(schema_item(node, i), "a rule folder", &name, err);
		if (status)
			return status;
		if (!add_rule_folder(agency, arena_span(&agency->arena, name).data))
			return yaml_error(schema_item(node, i), "paths are relative to the folder of hecha.yaml", err,
					  H2022, "rule folder '%.*s' is not there", SPAN_ARG(name));
	}
	return STATUS_OK;
}

/* `4G`, `256M`, `65536K` */
static enum status read_memory(const struct yaml *node, uint64_t *out, struct err *err)
{
	int64_t count = 0;
	int shift = 0;
	if (!node)
		return STATUS_OK;
	struct span text = node->text;
	char unit = text.size ? text.data[text.size - 1] : ' ';
	shift = unit == 'G' ? 30 : unit == 'M' ? 20 : unit == 'K' ? 10 : 0;
	bool known = shift && integer_parse(span_slice(text, 0, text.size - 1), &count) && count > 0 && count < (1 << 30);
	if (!known)
		return yaml_error(node, "write 4G or 256M", err, H2020, "'%.*s' is not an amount of memory", SPAN_ARG(text));
	*out = (uint64_t)count << shift;
	if (*out < HECHA_MEMORY_MIN)
		return yaml_error(node, NULL, err, H2020, "less than %llu MiB of memory", HECHA_MEMORY_MIN >> 20);
	return STATUS_OK;
}

/* `1%` or `0.5%` as per mille. */
static enum status read_percent(const struct yaml *node, int64_t *out, struct err *err)
{
	int64_t hundredths;
	if (!node)
		return STATUS_OK;
	struct span text = node->text;
	bool percent = text.size > 1 && text.data[text.size - 1] == '%';
	/* Money is hundredths too: exact, and two decimals at most. */
	percent = percent && money_parse(span_slice(text, 0, text.size - 1), &hundredths);
	if (!percent || hundredths < 0 || hundredths > 10000 || hundredths % 10)
		return yaml_error(node, "write 1% or 0.5%", err, H2020, "'%.*s' is not a percentage", SPAN_ARG(text));
	*out = hundredths / 10;
	return STATUS_OK;
}

static enum status read_limits(const struct yaml *node, struct agency *agency, struct err *err)
{
	static const struct schema_key keys[] = {
		{"rejects", SCHEMA_TEXT, "rejects: 1%"},
		{"undecided", SCHEMA_TEXT, "undecided: 0"},
		{"runaway", SCHEMA_TEXT, "runaway: 20%"},
	};
	const struct yaml *value[3];
	if (!node)
		return STATUS_OK;
	enum status status = SCHEMA_MAPPING_READ(node, "limits", keys, value, err);
	if (!status)
		status = read_percent(value[0], &agency->rejects_per_mille, err);
	if (!status)
		status = schema_integer(value[1], "undecided", 0, INT32_MAX, &agency->undecided_notice, err);
	return status ? status : read_percent(value[2], &agency->runaway_per_mille, err);
}

static enum status read_params(const struct yaml *node, struct err *err)
{
	for (uint32_t i = 0; node && i < node->count; i++)
		if (node->value[i]->kind != YAML_MAPPING)
			return yaml_error(node->value[i], "paid-after-death: {grace_months: 0}", err,
					  H2003, "expected parameters of rule '%.*s'", SPAN_ARG(node->key[i]->text));
	return STATUS_OK;
}

static enum status read_as_of(const struct yaml *node, struct agency *agency, struct err *err)
{
	if (node && span_equal(node->text, SPAN("today")))
		return STATUS_OK;
	return schema_day(node, "as_of", &agency->as_of, err);
}

static enum status read_keys(struct agency *agency, struct err *err)
{
	const struct yaml *value[AGENCY_KEY_COUNT];
	int64_t threads = 0;
	enum status status = SCHEMA_MAPPING_READ(agency->document->root, "hecha.yaml", agency_keys, value, err);
	if (!status)
		status = read_place(value, agency, err);
	if (!status)
		status = read_as_of(value[AGENCY_KEY_AS_OF], agency, err);
	if (!status)
		status = read_rule_folders(value[AGENCY_KEY_RULES], agency, err);
	if (!status)
		status = read_params(value[AGENCY_KEY_PARAMS], err);
	if (!status)
		status = agency_extracts_read(value[AGENCY_KEY_EXTRACTS], agency, err);
	if (!status)
		status = read_memory(value[AGENCY_KEY_MEMORY], &agency->memory_bytes, err);
	if (!status)
		status = schema_integer(value[AGENCY_KEY_THREADS], "threads", 0, HECHA_THREADS_MAX, &threads, err);
	if (status)
		return status;
	agency->threads = (uint32_t)threads;
	agency->params = value[AGENCY_KEY_PARAMS];
	return read_limits(value[AGENCY_KEY_LIMITS], agency, err);
}

enum status agency_read(const char *folder, struct agency **out, struct err *err)
{
	struct agency *agency = mem_zero(1, sizeof *agency);
	char *path = path_join(folder, "hecha.yaml");
	agency->folder = mem_text(folder);
	agency->as_of = INT64_MIN;
	agency->rejects_per_mille = 10;
	agency->runaway_per_mille = 200;
	enum status status = yaml_read(path, &agency->document, err);
	if (!status && !agency->document->root)
		status = file_error(path, 0, NULL, err, H1014, "the file is empty");
	if (!status)
		status = read_keys(agency, err);
	free(path);
	if (status) {
		agency_free(agency);
		return status;
	}
	*out = agency;
	return STATUS_OK;
}

void agency_free(struct agency *agency)
{
	if (!agency)
		return;
	document_free(agency->document);
	arena_free(&agency->arena);
	free(agency->folder);
	free(agency);
}
