#include "record/record_csv.h"

#include <csv.h>

#include "base/memory.h"

struct record_csv {
	struct csv_parser parser;
	record_csv_take *take;
	void *user;
	uint32_t field_count;
};

/* Where a record ends is decided in source/boundary.h; every line end libcsv sees is inside quotes or a lone CR, which is data. */
static int never_ends(unsigned char c)
{
	(void)c;
	return 0;
}

struct record_csv *record_csv_new(char delimiter)
{
	struct record_csv *csv = mem_zero(1, sizeof *csv);
	csv_init(&csv->parser, 0);
	csv_set_delim(&csv->parser, (unsigned char)delimiter);
	csv_set_term_func(&csv->parser, never_ends);
	csv_set_realloc_func(&csv->parser, mem_resize);
	return csv;
}

void record_csv_free(struct record_csv *csv)
{
	if (!csv)
		return;
	csv_free(&csv->parser);
	free(csv);
}

static void take_field(void *data, size_t size, void *user)
{
	struct record_csv *csv = user;
	csv->take(csv->user, csv->field_count++, (struct span){data, size});
}

uint32_t record_csv_split(struct record_csv *csv, struct span record, record_csv_take *take, void *user)
{
	csv->take = take;
	csv->user = user;
	csv->field_count = 0;
	/* Neither can fail: not strict, and out of memory ends the process. */
	csv_parse(&csv->parser, record.data, record.size, take_field, NULL, csv);
	csv_fini(&csv->parser, take_field, NULL, csv);
	return csv->field_count;
}
