/* The part of summary.txt that comes first: what was not read, not decided, or not computed. "Nothing found" is never silent. */
#include "report/output.h"

/* `death: …` begins with a table's name; a person knows it by its title. */
static void put_why(const struct report *report, const char *why, struct buffer *out)
{
	const char *colon = strchr(why, ':');
	for (uint32_t at = 0; colon && at < report->table_count; at++) {
		const struct table_spec *spec = report->table[at].spec;
		if (span_equal(span_of(spec->name), (struct span){why, (size_t)(colon - why)})) {
			buffer_format(out, "，%s：%s", spec->title, colon + 1 + strspn(colon + 1, " "));
			return;
		}
	}
	buffer_format(out, "，%s", why);
}

static bool same_gap(const struct report_rule *a, const struct report_rule *b)
{
	return a->state == b->state && !strcmp(a->why ? a->why : "", b->why ? b->why : "");
}

/* The titles of the rules from `first` on that cannot run for the reason it cannot; false when an earlier one has said it. */
static bool put_titles(const struct report *report, uint32_t first, struct buffer *out)
{
	for (uint32_t at = 0; at < first; at++)
		if (same_gap(&report->rule[at], &report->rule[first]))
			return false;
	buffer_format(out, "  - 规则未判断（%s）：", label_state(&report->rule[first]));
	for (uint32_t at = first; at < report->rule_count; at++)
		if (same_gap(&report->rule[at], &report->rule[first]))
			buffer_format(out, "%s%.*s", at == first ? "" : "、", SPAN_ARG(report->rule[at].rule->title));
	return true;
}

/* One line per reason: a table that is not there stops many rules. */
static void gap_rules(const struct report *report, struct buffer *out)
{
	for (uint32_t at = 0; at < report->rule_count; at++) {
		const struct report_rule *rule = &report->rule[at];
		bool gap = rule->state == RULE_SOURCE_MISSING || rule->state == RULE_SOURCE_STALE;
		if (!gap || !put_titles(report, at, out))
			continue;
		if (rule->why)
			put_why(report, rule->why, out);
		buffer_add_char(out, '\n');
	}
}

/* The first line: what follows is for whoever mends the file, and stands in manifest.json. */
static void gap_files(const struct report *report, struct buffer *out)
{
	for (uint32_t at = 0; at < report->extract_count; at++) {
		const struct report_extract *extract = &report->extract[at];
		if (extract->problem)
			buffer_format(out, "  - %s：%.*s\n", extract->unusable ? "文件未能使用" : "文件有疑问",
				      (int)strcspn(extract->problem, "\n"), extract->problem);
		if (extract->same_as)
			buffer_format(out, "  - 文件 %s 与 %s 内容相同，只读一次\n", extract->extract->shown, extract->same_as);
	}
}

/* Notes about a file repeat what gap_files says. */
static bool note_is_of_file(const struct report *report, const char *note)
{
	for (uint32_t at = 0; at < report->extract_count; at++) {
		const struct report_extract *extract = &report->extract[at];
		size_t size = strlen(extract->extract->shown);
		if ((extract->problem && !strcmp(note, extract->problem)) ||
		    (extract->same_as && !strncmp(note, extract->extract->shown, size) && note[size] == ':'))
			return true;
	}
	return false;
}

static void gap_notes(const struct report *report, struct buffer *out)
{
	for (uint32_t at = 0; at < report->note_count; at++)
		if (!note_is_of_file(report, report->note[at]))
			buffer_format(out, "  - %s\n", report->note[at]);
}

static void gap_rows(const struct report *report, struct buffer *out)
{
	for (uint32_t at = 0; at < report->table_count; at++)
		if (report->table[at].rejected)
			buffer_format(out, "  - %s有 %llu 行不成记录，已剔除，见 rejects/%s.csv\n", report->table[at].spec->title,
				      (unsigned long long)report->table[at].rejected, report->table[at].spec->name);
	uint64_t undecided = report_undecided_total(report);
	if (undecided)
		buffer_format(out, "  - 待定 %llu 项，程序不下结论，须人工核实，见 undecided.csv\n", (unsigned long long)undecided);
}

static void gap_deadlines(const struct report *report, struct buffer *out)
{
	uint64_t unknown = 0;
	for (uint32_t at = 0; at < report->cases->case_count; at++)
		unknown += report->cases->file[at].deadline_unknown_year != 0;
	if (unknown)
		buffer_format(out, "  - %llu 件案件的核查期限跨入放假安排尚未录入的年份，无法推算\n", (unsigned long long)unknown);
}

void summary_gaps(const struct report *report, struct buffer *out)
{
	struct buffer gaps = BUFFER_INIT;
	gap_notes(report, &gaps);
	gap_rules(report, &gaps);
	gap_files(report, &gaps);
	gap_rows(report, &gaps);
	gap_deadlines(report, &gaps);
	if (gaps.size) {
		buffer_add_span(out, SPAN("\n需要先看\n"));
		buffer_add_span(out, buffer_span(&gaps));
	}
	buffer_free(&gaps);
}
