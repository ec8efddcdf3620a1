#include "dialect.h"

struct bytes_form {
	enum encoding encoding;
	char delimiter;
	bool crlf, quote_all;
	enum packing packing;
	const char *extension;
};

/* One after the other is taken, so that a few files show all of them. */
static const struct bytes_form forms[] = {
	{ENCODE_UTF8, ',', false, false, PACK_NONE, "csv"},
	{ENCODE_UTF8_BOM, ',', true, false, PACK_NONE, "csv"},
	{ENCODE_GB18030, ',', true, false, PACK_NONE, "csv"},
	{ENCODE_GB18030, '|', false, false, PACK_NONE, "txt"},
	{ENCODE_UTF8, '\t', false, false, PACK_GZIP, "csv.gz"},
	{ENCODE_UTF8, ',', false, true, PACK_MEMBERS, "csv.gz"},
	{ENCODE_UTF8, ';', false, false, PACK_NONE, "csv"},
	{ENCODE_GB18030, '\t', false, false, PACK_GZIP, "csv.gz"},
	{ENCODE_UTF8_BOM, ',', false, true, PACK_GZIP, "csv.gz"},
	{ENCODE_UTF8, ',', true, false, PACK_GZIP, "csv.gz"},
	{ENCODE_GB18030, ';', false, false, PACK_GZIP, "csv.gz"},
	{ENCODE_UTF8, '|', true, false, PACK_GZIP, "csv.gz"},
};
#define FORM_COUNT (sizeof forms / sizeof forms[0])

static const char *const nulls[] = {"", "NULL", "无", "\\N", "/", "null", "  "};

static void take_form(struct dialect *d, unsigned number)
{
	const struct bytes_form *f = &forms[number % FORM_COUNT];
	d->encoding = f->encoding;
	d->delimiter = f->delimiter;
	d->crlf = f->crlf;
	d->quote_all = f->quote_all;
	d->packing = f->packing;
	d->extension = f->extension;
	d->stated = f->encoding == ENCODE_GB18030 && f->delimiter == '|';
}

static void take_spellings(struct dialect *d, unsigned number)
{
	d->month = (enum month_style)(number % MONTH_STYLES);
	d->date = (enum date_style)(number % DATE_STYLES);
	d->amount = (enum amount_style)(number % 4);
	d->state = (int)(number % 3);
	d->county = (int)((number + 1) % 3);
	d->fund = (int)((number + number / 3) % 3);
	d->mode = d->state;
	d->null = nulls[number % (sizeof nulls / sizeof nulls[0])];
}

struct dialect dialect_plain(void)
{
	return (struct dialect){.delimiter = ',', .extension = "csv", .style = STYLE_TITLE, .null = "",
		.date = DATE_DASH, .month = MONTH_6};
}

/* An agency's vendor decides headers and control totals; the clerk of the year decides the bytes. */
struct dialect dialect_of_agency(const struct world *w, int agency, int year)
{
	static const enum header_style styles[] = {STYLE_CODE, STYLE_VENDOR, STYLE_TITLE, STYLE_OWN};
	static const char *const trailers[] = {NULL, "合计", NULL, "TOTAL", NULL, "总计", NULL, "小计"};
	struct dialect d = dialect_plain();
	if (w->opt.plain)
		return d;
	unsigned place = agency == w->agency_count - 1 ? 3 : (unsigned)agency;
	take_form(&d, place * 3 + (unsigned)year);
	take_spellings(&d, place * 5 + (unsigned)year);
	d.style = styles[place % 4];
	d.trailer = trailers[place % 8];
	d.brief = place % 4 == 2;
	d.shuffled = place % 4 == 1;
	d.mess = true;
	return d;
}

struct dialect dialect_of_table(const struct world *w, enum table table, int part)
{
	struct dialect d = dialect_plain();
	if (w->opt.plain)
		return d;
	unsigned number = (unsigned)table * 2 + (unsigned)part * 3;
	take_form(&d, number);
	take_spellings(&d, number);
	d.style = (enum header_style)((number + (unsigned)part + 1) % STYLE_COUNT);
	d.trailer = table == TABLE_NOTICE ? "小计" : NULL;
	d.shuffled = part == 1;
	d.mess = true;
	return d;
}
