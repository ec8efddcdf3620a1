/* Nanoseconds per cell: columns of a batch cut out of its rows and read, for each type and encoding. No test.
 *
 *     make build/micro/decode && build/micro/decode */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/idnumber.h"
#include "table/batch.h"

/* Few enough batches that bytes and fields stay in the cache, as they do behind the tokenizer. */
enum { ROWS = 2048, BATCHES = 3, ROUNDS = 20, PARTS = 60 };

static struct dictionary_entry county[] = {{SPAN("360702"), SPAN("章贡区")}, {SPAN("360703"), SPAN("南康区")}, {SPAN("360731"), SPAN("于都县")},
					   {SPAN("360732"), SPAN("兴国县")}, {SPAN("360781"), SPAN("瑞金市")}, {SPAN("360726"), SPAN("安远县")}};
static struct dictionary_entry state[] = {{SPAN("pending"), SPAN("待支付")}, {SPAN("paid"), SPAN("已支付")}, {SPAN("failed"), SPAN("支付失败")}};
static struct dictionary counties = {.count = 6, .entry = county}, states = {.count = 3, .entry = state};
static struct column_spec column[] = {{.name = "id", .title = "", .type = TYPE_ID},	{.name = "name", .title = "", .type = TYPE_TEXT},
				      {.name = "county", .title = "", .type = TYPE_CODE, .dictionary = &counties},
				      {.name = "month", .title = "", .type = TYPE_MONTH}, {.name = "day", .title = "", .type = TYPE_DATE},
				      {.name = "amount", .title = "", .type = TYPE_MONEY}, {.name = "count", .title = "", .type = TYPE_INT},
				      {.name = "card", .title = "", .type = TYPE_BOOL},
				      {.name = "account", .title = "", .type = TYPE_TEXT},
				      {.name = "state", .title = "", .type = TYPE_CODE, .dictionary = &states}};
enum { ID, NAME, COUNTY, MONTH, DAY, AMOUNT, COUNT, CARD, ACCOUNT, STATE, COLUMNS };
static struct table_spec spec = {.name = "bench", .title = "", .column_count = COLUMNS, .column = column};

static uint64_t seed = 1;
static uint32_t dice(uint32_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % sides;
}

static void put_id(struct buffer *out)
{
	id_synthetic(dice(16000000), buffer_room(out, 18));
	out->size += 18;
}
static void put_id_x(struct buffer *out)
{
	put_id(out);
	if (out->data[out->size - 1] == 'X')
		out->data[out->size - 1] = 'x';
}
static void put_month(struct buffer *out)
{
	buffer_format(out, "%04u%02u", 2015 + dice(11), 1 + dice(12));
}
static void put_month_dash(struct buffer *out)
{
	buffer_format(out, "%04u-%02u", 2015 + dice(11), 1 + dice(12));
}
static void put_day(struct buffer *out)
{
	buffer_format(out, "%04u%02u%02u", 1930 + dice(97), 1 + dice(12), 1 + dice(28));
}
static void put_day_dash(struct buffer *out)
{
	buffer_format(out, "%04u-%02u-%02u", 1930 + dice(97), 1 + dice(12), 1 + dice(28));
}
static void put_amount(struct buffer *out)
{
	buffer_format(out, "%u.%02u", dice(3) ? 100 + dice(8000) : dice(200), dice(100));
}
static void put_count(struct buffer *out)
{
	buffer_format(out, "%u", dice(10000));
}
static void put_flag(struct buffer *out)
{
	buffer_add_char(out, (char)('0' + dice(2)));
}
static void put_county(struct buffer *out)
{
	buffer_add_span(out, county[dice(6)].code);
}
static void put_account(struct buffer *out)
{
	buffer_format(out, "6217%07u%08u", dice(10000000), dice(100000000));
}
static void put_name(struct buffer *out)
{
	static const struct span names[] = {SPAN("张伟"), SPAN("李秀英"), SPAN("刘丽"), SPAN("欧阳建国"), SPAN("卢明")};
	buffer_add_span(out, names[dice(5)]);
}
static void put_name_gb(struct buffer *out)
{
	static const struct span names[] = {SPAN("\xD5\xC5\xCE\xB0"), SPAN("\xC0\xEE\xD0\xE3\xD3\xA2"), SPAN("\xC1\xF5\xC0\xF6"),
					    SPAN("\xC5\xB7\xD1\xF4\xBD\xA8\xB9\xFA")};
	buffer_add_span(out, names[dice(4)]);
}
static void put_label(struct buffer *out)
{
	buffer_add_span(out, state[dice(3)].label);
}
static void put_blank(struct buffer *out)
{
	(void)out;
}
static void put_null(struct buffer *out)
{
	buffer_add(out, "NULL", 4);
}

static struct buffer text_of[COLUMNS][BATCHES * ROWS];

static void cells_make(uint32_t of, void (*put)(struct buffer *))
{
	for (uint32_t at = 0; at < BATCHES * ROWS; at++) {
		text_of[of][at].size = 0;
		put(&text_of[of][at]);
	}
}

static struct extract extract;
static struct batch *batches[BATCHES];
static struct chunk chunks[BATCHES];
static uint32_t rows[ROWS];

static void extract_make(void)
{
	static struct arena arena;
	struct buffer header = BUFFER_INIT;
	struct err err = ERR_INIT;
	for (uint32_t at = 0; at < COLUMNS; at++)
		buffer_format(&header, "%s%s", at ? "," : "", column[at].name);
	for (uint32_t at = 0; at < ROWS; at++)
		rows[at] = at;
	struct table *table = table_new(&spec, symbols_new(), &arena);
	for (uint32_t at = 0; at < COLUMNS; at++)
		table->wanted[at] = true;
	extract = (struct extract){.path = "bench", .shown = "bench", .table = table};
	buffer_add_char(&header, '\n');
	struct source_options options = {.path = "bench", .bytes = buffer_span(&header), .encoding = ENCODING_UTF8, .delimiter = ','};
	if (extract_open(&extract, &options, &err))
		exit(1);
	for (uint32_t at = 0; at < BATCHES; at++)
		batches[at] = batch_new(&extract);
}

/* Rows of all columns as they are now, side by side as in a file. */
static void batches_make(enum encoding encoding)
{
	struct err err = ERR_INIT;
	for (uint32_t at = 0; at < BATCHES; at++) {
		struct buffer *bytes = &chunks[at].bytes;
		bytes->size = 0;
		for (uint32_t row = 0; row < ROWS; row++)
			for (uint32_t of = 0; of < COLUMNS; of++) {
				buffer_add_span(bytes, buffer_span(&text_of[of][at * ROWS + row]));
				buffer_add_char(bytes, of + 1 < COLUMNS ? ',' : '\n');
			}
		buffer_room(bytes, SOURCE_SLACK_BYTES);
		chunks[at].encoding = encoding;
		batch_feed(batches[at], &chunks[at]);
		if (batch_next(batches[at], &err) || batches[at]->record.row_count != ROWS)
			exit(1);
	}
}

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void forget(struct batch *batch)
{
	arena_reset(&batch->arena);
	memset(batch->column, 0, COLUMNS * sizeof *batch->column);
}

/* The best of some parts: others work on the machine, too. */
static double measure(const uint32_t *of, uint32_t count)
{
	double best = 1e9;
	for (uint32_t part = 0; part < PARTS; part++) {
		double from = now();
		for (uint32_t round = 0; round < ROUNDS * BATCHES; round++) {
			struct batch *batch = batches[round % BATCHES];
			forget(batch);
			for (uint32_t at = 0; at < count; at++)
				batch->rowset.read(&batch->rowset, of[at], rows, ROWS);
		}
		double spent = (now() - from) / ROUNDS / BATCHES / ROWS;
		best = spent < best ? spent : best;
	}
	return best;
}

int main(void)
{
	static const struct {
		const char *what;
		uint32_t column;
		enum encoding encoding;
		void (*put)(struct buffer *);
	} kinds[] = {{"id, small x", ID, ENCODING_UTF8, put_id_x},
		     {"id, 18 digits", ID, ENCODING_UTF8, put_id},
		     {"name, GB18030", NAME, ENCODING_GB18030, put_name_gb},
		     {"name", NAME, ENCODING_UTF8, put_name},
		     {"account (text of digits)", ACCOUNT, ENCODING_UTF8, put_account},
		     {"code", COUNTY, ENCODING_UTF8, put_county},
		     {"code by label", STATE, ENCODING_UTF8, put_label},
		     {"month YYYY-MM", MONTH, ENCODING_UTF8, put_month_dash},
		     {"month YYYYMM", MONTH, ENCODING_UTF8, put_month},
		     {"empty date", DAY, ENCODING_UTF8, put_blank},
		     {"date NULL", DAY, ENCODING_UTF8, put_null},
		     {"date YYYYMMDD", DAY, ENCODING_UTF8, put_day},
		     {"date YYYY-MM-DD", DAY, ENCODING_UTF8, put_day_dash},
		     {"money", AMOUNT, ENCODING_UTF8, put_amount},
		     {"int", COUNT, ENCODING_UTF8, put_count},
		     {"bool", CARD, ENCODING_UTF8, put_flag}};
	static const uint32_t payment[] = {ID, NAME, COUNTY, MONTH, DAY, AMOUNT, ACCOUNT};
	extract_make();
	for (uint32_t at = 0; at < sizeof kinds / sizeof *kinds; at++) {
		cells_make(kinds[at].column, kinds[at].put);
		batches_make(kinds[at].encoding);
		printf("%-28s %6.2f\n", kinds[at].what, measure(&kinds[at].column, 1));
	}
	batches_make(ENCODING_UTF8); /* the last spelling of each column above */
	printf("%-28s %6.2f\n", "payment row of 7 columns", measure(payment, sizeof payment / sizeof *payment));
	return 0;
}
