/* exempted.csv: what an exemption list keeps out of the cases, with who says so and until when. */
#include "report/output.h"

static void write_line(struct csv_out *csv, const struct exempted *exempted)
{
	const struct hit *hit = exempted->hit;
	csv_text(csv, exempted->rule->rule->id);
	csv_text(csv, hit->kind);
	csv_digits(csv, hit->key);
	csv_text(csv, hit->fund);
	csv_text(csv, hit->county);
	if (exempted->rule->rule->has_claim)
		csv_money(csv, hit->amount);
	else
		csv_empty(csv, 1);
	csv_text(csv, hit->exempt->reason);
	csv_text(csv, hit->exempt->author);
	csv_day(csv, hit->exempt->until);
	csv_row_end(csv);
}

enum status write_exempted_csv(const struct report *report, const char *path, struct err *err)
{
	struct csv_out csv;
	enum status status = csv_create(&csv, path, CSV_MACHINE, "rule,kind,key,fund,county,amount,reason,author,until", err);
	if (status != STATUS_OK)
		return status;
	for (uint32_t rule = 0; rule < report->rule_count; rule++)
		for (uint32_t at = 0; at < report->cases->exempted_count; at++)
			if (report->cases->exempted[at].rule->rule == report->rule[rule].rule)
				write_line(&csv, &report->cases->exempted[at]);
	return csv_close(&csv, STATUS_OK, err);
}
