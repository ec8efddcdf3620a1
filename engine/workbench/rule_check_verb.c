/* hecha rule check | codes. */
#include "base/calendar.h"
#include "report/json.h"
#include "run/session.h"
#include "workbench/check.h"

static void print_place(const struct err_place *place, struct json *json, FILE *out)
{
	struct buffer line = BUFFER_INIT;
	json_put_text(json, "code", span_of(place->code));
	json_put_text(json, "severity", span_of(place->severity));
	json_put_text(json, "file", span_of(place->file));
	json_put_count(json, "line", place->line);
	json_put_count(json, "col", place->column);
	json_put_text(json, "message", span_of(place->message));
	if (place->hint)
		json_put_text(json, "hint", span_of(place->hint));
	else
		json_put_null(json, "hint");
	json_take(json, &line);
	fprintf(out, "%.*s", SPAN_ARG(buffer_span(&line)));
	buffer_free(&line);
}

/* One array; a problem per line. */
static void print_json(const struct err *findings, FILE *out)
{
	struct json *json = json_new(JSON_LINE);
	fputc('[', out);
	for (uint32_t at = 0; at < findings->place_count; at++) {
		fputs(at ? ",\n " : "", out);
		print_place(&findings->place[at], json, out);
	}
	fputs("]\n", out);
	json_free(json);
}

/* Warnings are the answer; errors, as everywhere, a message. */
static void print_findings(const struct hecha_options *options, const struct rule_set *set, enum status status, struct err *findings)
{
	if (options->json && (status == STATUS_OK || findings->place_count))
		print_json(findings, options->out);
	else if (status == STATUS_NO)
		fprintf(options->out, "%s\n%u rules, %u tables: %u warning%s\n", findings->text, set->rule_count, set->table_count,
			findings->place_count, findings->place_count == 1 ? "" : "s");
	else if (status == STATUS_OK)
		fprintf(options->out, "%u rules, %u tables: no errors\n", set->rule_count, set->table_count);
	if (options->json ? findings->place_count : status == STATUS_NO)
		err_clear(findings);
}

int hecha_rule_check(const struct hecha_options *options, const char *const *paths, uint32_t count, char **error)
{
	struct rule_set *set = NULL;
	struct agency *agency = NULL;
	uint32_t accepted = 0;
	struct err err = ERR_INIT;
	enum status status = session_rules(options, paths, count, &set, &agency, &err);
	if (status == STATUS_OK && options->accept)
		status = check_accept(set, &accepted, &err);
	if (status == STATUS_OK && accepted && !options->json)
		fprintf(options->out, "%u version%s recorded\n", accepted, accepted == 1 ? "" : "s");
	if (status == STATUS_OK)
		status = check_rules(set, agency ? agency->folder : ".", day_today(), &err);
	print_findings(options, set, status, &err);
	rule_set_free(set);
	agency_free(agency);
	return exit_with(status, &err, error);
}

static void print_code(const struct problem *problem, struct json *json, FILE *out)
{
	struct buffer line = BUFFER_INIT;
	json_put_text(json, "code", span_of(problem->code));
	json_put_text(json, "severity", span_of(problem_severity_names[problem->severity]));
	json_put_text(json, "meaning", span_of(problem->meaning));
	json_put_text(json, "instead", span_of(problem->instead));
	json_take(json, &line);
	fprintf(out, "%.*s\n", SPAN_ARG(buffer_span(&line)));
	buffer_free(&line);
}

int hecha_rule_codes(const struct hecha_options *options, char **error)
{
	struct json *json = json_new(JSON_LINE);
	(void)error;
	for (uint32_t at = 0; at < PROBLEM_COUNT; at++)
		if (options->json)
			print_code(&problems[at], json, options->out);
		else
			fprintf(options->out, "%s %-7s  %s\n                %s\n", problems[at].code,
				problem_severity_names[problems[at].severity], problems[at].meaning, problems[at].instead);
	json_free(json);
	return HECHA_DONE;
}
