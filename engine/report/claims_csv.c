/* claims.csv: one line per claim in a case, with the part of it that is due after merging. */
#include "report/output.h"

static void write_claim(struct csv_out *csv, const struct case_part *part, uint32_t number)
{
	const struct hit *hit = &part->hit[number];
	csv_digits(csv, hit->key);
	csv_text(csv, hit->fund);
	csv_month(csv, hit->month);
	csv_text(csv, hit->county);
	csv_text(csv, part->rule->rule->id);
	csv_money(csv, hit->amount);
	csv_money(csv, part->hit_due[number]);
	csv_row_end(csv);
}

enum status write_claims_csv(const struct report *report, const char *path, struct err *err)
{
	struct csv_out csv;
	enum status status = csv_create(&csv, path, CSV_MACHINE, "person,fund,month,county,rule,amount,due", err);
	if (status != STATUS_OK)
		return status;
	for (uint32_t at = 0; at < report->cases->case_count; at++) {
		const struct case_file *file = &report->cases->file[at];
		for (uint32_t part = 0; part < file->part_count; part++)
			for (uint32_t hit = 0; hit < file->part[part].hit_count && file->part[part].rule->rule->has_claim; hit++)
				write_claim(&csv, &file->part[part], hit);
	}
	return csv_close(&csv, STATUS_OK, err);
}
