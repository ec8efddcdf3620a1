/* undecided.csv: per rule, subjects that a code holds back, then rows that lack a value. */
#include <stdlib.h>

#include "report/output.h"

static void add_place(const struct report *report, struct place place, struct buffer *out)
{
	buffer_format(out, "file=%.*s; line=%llu; byte=%llu", SPAN_ARG(place_file(report, place)), (unsigned long long)place.line,
		      (unsigned long long)place.byte);
}

static void add_withheld(const struct report *report, const struct withheld *withheld, uint32_t code, struct buffer *out)
{
	const struct group *group = withheld->group;
	int64_t amount = 0;
	char money[MONEY_TEXT_SIZE];
	for (uint32_t at = 0; at < withheld->hit_count; at++)
		amount += withheld->hit[at].amount;
	if (out->size)
		buffer_add_span(out, SPAN(" | "));
	if (withheld->hit->fund.size)
		buffer_format(out, "fund=%.*s; ", SPAN_ARG(withheld->hit->fund));
	if (withheld->hit->county.size)
		buffer_format(out, "county=%.*s; ", SPAN_ARG(withheld->hit->county));
	if (amount)
		buffer_format(out, "amount=%.*s; ", money_text(amount, money), money);
	add_place(report, group->undecided_place, out);
	buffer_add_span(out, SPAN("; "));
	packed_text(report, group->stage, group->undecided_row, true, out);
	undecided_partners(report, group, code, out);
}

static void write_line(struct csv_out *csv, struct span rule, struct span code, struct span subject, const struct buffer *values)
{
	csv_text(csv, rule);
	csv_text(csv, code);
	csv_digits(csv, subject);
	csv_text(csv, buffer_span(values));
	csv_row_end(csv);
}

/* A subject may be held back in several cases (counties, funds): they come one after another and share a line. */
static void write_code(struct csv_out *csv, const struct report *report, const struct rule *rule, uint32_t code, struct buffer *values)
{
	struct span subject = {0};
	bool open = false;
	for (uint32_t at = 0; at < report->cases->withheld_count; at++) {
		const struct withheld *withheld = &report->cases->withheld[at];
		if (withheld->rule->rule != rule || !(withheld->codes >> code & 1))
			continue;
		if (open && !span_equal(subject, withheld->hit->key)) {
			write_line(csv, rule->id, rule->undecided[code].code, subject, values);
			values->size = 0;
		}
		subject = withheld->hit->key;
		open = true;
		add_withheld(report, withheld, code, values);
	}
	if (open)
		write_line(csv, rule->id, rule->undecided[code].code, subject, values);
	values->size = 0;
}

static void write_rows(struct csv_out *csv, const struct report *report, const struct rule *rule, struct buffer *values)
{
	struct buffer code = BUFFER_INIT;
	for (uint32_t at = 0; at < report->hits->undecided_count; at++) {
		const struct undecided_row *row = &report->hits->undecided[at];
		if (row->rule->rule != rule)
			continue;
		values->size = code.size = 0;
		add_place(report, row->place, values);
		if (row->column)
			buffer_format(&code, "missing:%s", row->column);
		else
			buffer_add_span(&code, SPAN(CODE_TOO_MANY));
		write_line(csv, rule->id, buffer_span(&code), row->subject, values);
	}
	values->size = 0;
	buffer_free(&code);
}

enum status write_undecided_csv(const struct report *report, const char *path, struct err *err)
{
	struct csv_out csv;
	struct buffer values = BUFFER_INIT;
	enum status status = csv_create(&csv, path, CSV_MACHINE, "rule,code,subject,values", err);
	if (status != STATUS_OK)
		return status;
	for (uint32_t at = 0; at < report->rule_count; at++) {
		const struct rule *rule = report->rule[at].rule;
		for (uint32_t code = 0; code < rule->undecided_count; code++)
			write_code(&csv, report, rule, code, &values);
		write_rows(&csv, report, rule, &values);
	}
	buffer_free(&values);
	return csv_close(&csv, STATUS_OK, err);
}
