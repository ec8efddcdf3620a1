/* summary.json: the contract of a run, for programs. */
#include "report/output.h"

static void put_tables(const struct report *report, struct json *json)
{
	json_open_array(json, "tables");
	for (uint32_t at = 0; at < report->table_count; at++) {
		const struct report_table *table = &report->table[at];
		if (!table->files && !table->configured)
			continue;
		json_open_object(json, NULL);
		json_put_text(json, "table", span_of(table->spec->name));
		json_put_count(json, "files", table->files);
		json_put_count(json, "bytes", table->bytes);
		json_put_count(json, "rows", table->rows);
		json_put_count(json, "kept", table->kept);
		json_put_count(json, "rejected", table->rejected);
		json_put_count(json, "malformed", table->malformed);
		if (!table_was_read(report, table->spec))
			json_put_bool(json, "read", false);
		json_end(json);
	}
	json_end(json);
}

static void put_code(void *context, const char *code, uint64_t count)
{
	json_put_count(context, code, count);
}

static void put_hits(struct json *json, const char *key, uint64_t hits, int64_t claimed)
{
	json_open_object(json, key);
	json_put_count(json, "hits", hits);
	json_put_money(json, "claimed", claimed);
	json_end(json);
}

/* Into an open object. */
static void put_rule(const struct report *report, const struct report_rule *from, struct json *json)
{
	struct rule_totals totals = from->plan ? report->cases->totals[from->plan->number] : (struct rule_totals){0};
	json_put_text(json, "rule", from->rule->id);
	json_put_count(json, "version", (uint64_t)from->rule->version);
	json_put_text(json, "title", from->rule->title);
	json_put_text(json, "class", span_of(rule_class_names[from->rule->class]));
	json_put_text(json, "state", span_of(rule_state_names[from->state]));
	if (from->why)
		json_put_text(json, "why", span_of(from->why));
	json_put_count(json, "rows", totals.rows);
	json_put_count(json, "hits", totals.hits);
	json_put_count(json, "subjects", totals.subjects);
	json_put_money(json, "claimed", totals.claimed);
	json_open_object(json, "undecided");
	undecided_count(report, from->rule, put_code, json);
	json_end(json);
	put_hits(json, "withheld", totals.withheld_hits, totals.withheld_claimed);
	put_hits(json, "exempted", totals.exempted_hits, totals.exempted_claimed);
	json_put_count(json, "netted", totals.netted);
}

static void put_rules(const struct report *report, struct json *json)
{
	json_open_array(json, "rules");
	for (uint32_t at = 0; at < report->rule_count; at++) {
		json_open_object(json, NULL);
		put_rule(report, &report->rule[at], json);
		json_end(json);
	}
	json_end(json);
}

static void put_shadow(const struct report *report, struct json *json)
{
	json_open_array(json, "shadow");
	for (uint32_t at = 0; at < report->shadow_count; at++) {
		const struct report *alone = report->shadow[at].report;
		json_open_object(json, NULL);
		put_rule(alone, &alone->rule[0], json);
		json_put_count(json, "new_subjects", report->shadow[at].new_subjects);
		json_end(json);
	}
	json_end(json);
}

static void put_classes(const struct cases *cases, struct json *json)
{
	json_open_array(json, "classes");
	for (uint32_t class = CLASS_COUNT; class-- > 0;) {
		if (!cases->class_totals[class].hits)
			continue;
		json_open_object(json, NULL);
		json_put_text(json, "class", span_of(rule_class_names[class]));
		json_put_count(json, "cases", cases->class_totals[class].hits);
		json_put_money(json, "due", cases->class_totals[class].claimed);
		json_end(json);
	}
	json_end(json);
}

static void put_notes(const struct report *report, struct json *json)
{
	json_open_array(json, "notes");
	for (uint32_t at = 0; at < report->note_count; at++)
		json_put_text(json, NULL, span_of(report->note[at]));
	json_end(json);
}

static void put_all(const struct report *report, struct json *json)
{
	json_put_day(json, "as_of", report->as_of);
	json_put_text(json, "status", report->partial ? SPAN("partial") : SPAN("complete"));
	json_put_real(json, "elapsed_s", (double)(uint64_t)(report->elapsed_s * 1000 + 0.5) / 1000);
	json_put_count(json, "peak_rss_bytes", report->peak_rss_bytes);
	put_tables(report, json);
	put_rules(report, json);
	put_shadow(report, json);
	put_classes(report->cases, json);
	json_put_count(json, "cases", report->cases->case_count);
	json_put_money(json, "due", report->cases->due);
	json_put_count(json, "undecided", report_undecided_total(report));
	put_notes(report, json);
}

void report_summary_json(const struct report *report, struct buffer *out)
{
	struct json *json = json_new(JSON_PAGE);
	put_all(report, json);
	json_take(json, out);
	json_free(json);
}

enum status write_summary_json(const struct report *report, const char *path, struct err *err)
{
	struct buffer text = BUFFER_INIT;
	report_summary_json(report, &text);
	enum status status = output_text(path, &text, err);
	buffer_free(&text);
	return status;
}
