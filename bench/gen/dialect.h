/* How one file is spelled: its bytes (encoding, delimiter, line ends, packing) and its cells. */
#ifndef DIALECT_H
#define DIALECT_H
#include "gen_calendar.h"
#include "gen.h"
#include "sink.h"
#include "tables.h"

enum encoding { ENCODE_UTF8, ENCODE_UTF8_BOM, ENCODE_GB18030 };
enum amount_style { AMOUNT_PLAIN, AMOUNT_SHORT, AMOUNT_THOUSANDS, AMOUNT_LONG };

struct dialect {
	enum encoding encoding;
	char delimiter;
	bool crlf, quote_all, brief, shuffled, mess;
	enum packing packing;
	const char *extension;
	enum header_style style;
	const char *trailer; /* first field of the last line; NULL for no control total */
	bool stated;         /* encoding and delimiter are written in hecha.yaml */
	const char *null;
	enum month_style month;
	enum date_style date;
	enum amount_style amount;
	int state, county, fund, mode; /* styles of places.h */
};

/* The dialect of the plain city: UTF-8, comma, LF, titles, no mess. */
struct dialect dialect_plain(void);
/* The dialect of one agency's extract of a payment year or of its person table (year 0). */
struct dialect dialect_of_agency(const struct world *w, int agency, int year);
/* The dialect of a table that one department sends for the whole city. */
struct dialect dialect_of_table(const struct world *w, enum table table, int part);
#endif
