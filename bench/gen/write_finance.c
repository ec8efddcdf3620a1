/* What finance booked for each fund and month, which is mostly what the agencies paid; and who holds which post. */
#include "payrows.h"
#include "places.h"
#include "plant.h"
#include "write.h"

#include <string.h>

void write_posts(struct world *w)
{
	struct sheet s;
	sheet_open(&s, w, TABLE_POST, dialect_of_table(w, TABLE_POST, 0), "post", "post");
	for (size_t i = 0; i < w->posts.count; i++) {
		const struct post *p = &w->posts.at[i];
		cell_string(&s, POS_OPERATOR, p->operator);
		cell_string(&s, POS_POST, p->low_risk ? "档案管理" : "待遇发放");
		cell_string(&s, POS_HIGH, p->low_risk ? "0" : "1");
		cell_string(&s, POS_FORMAL, p->informal ? "否" : "是");
		cell_day(&s, POS_FROM, p->from);
		if (p->raw_from)
			cell_string(&s, POS_FROM, p->raw_from);
		if (p->until)
			cell_day(&s, POS_UNTIL, p->until);
		if (p->raw_until)
			cell_string(&s, POS_UNTIL, p->raw_until);
		cell_string(&s, POS_COUNTY, place_cell(w, p->agency, s.dialect.county));
		sheet_row(&s);
	}
	sheet_close(&s);
}

/* The books of one agency and fund that business cannot match, in turn. */
enum turn { TURN_AMOUNT, TURN_ROWS, TURN_NO_ROWS, TURN_BEFORE, TURN_EQUAL, TURN_COUNT };

static const char *const why_of[TURN_COUNT] = {
	"finance has one fen more in one month", "finance has one payment more in one month, the same amount",
	"finance counted no payments, the amounts agree", "finance has a month that no extract has", "finance and business agree",
};

/* Funds with one code are one fund of the books. */
static bool first_of_code(int fund)
{
	for (int f = 0; f < fund; f++)
		if (!strcmp(fund_code(f), fund_code(fund)))
			return false;
	return true;
}

static struct total booked(const struct world *w, int agency, int fund, int month)
{
	struct total sum = {0};
	for (int f = fund; f < FUND_COUNT; f++) {
		const struct total *t = total_of(w, agency, f, month);
		if (strcmp(fund_code(f), fund_code(fund)))
			continue;
		sum.rows += t->rows;
		sum.amount += t->amount;
		sum.unread |= t->unread;
	}
	return sum;
}

static void finance_row(struct sheet *s, int agency, int fund, int month, struct total t, bool counted)
{
	cell_string(s, FIN_FUND, fund_cell(fund, s->dialect.fund));
	cell_string(s, FIN_COUNTY, place_cell(s->world, agency, s->dialect.county));
	cell_month(s, FIN_MONTH, month);
	if (counted)
		cell_number(s, FIN_ROWS, t.rows);
	cell_money(s, FIN_AMOUNT, t.amount);
	sheet_row(s);
}

/* Writes the months of one agency and fund; returns how many, and whether all amounts could be read. */
static int write_book(struct sheet *s, int agency, int fund, enum turn turn, bool *unread)
{
	const struct world *w = s->world;
	int months = 0;
	for (int m = w->first_month; m <= w->last_month; m++) {
		struct total t = booked(w, agency, fund, m);
		*unread |= t.unread;
		if (!t.rows)
			continue;
		bool odd = months++ == 3 && !*unread;
		t.amount += odd && turn == TURN_AMOUNT;
		t.rows += odd && turn == TURN_ROWS;
		finance_row(s, agency, fund, m, t, turn != TURN_NO_ROWS);
	}
	if (turn == TURN_BEFORE)
		finance_row(s, agency, fund, w->first_month - 1, (struct total){7, 123400, false}, true);
	return months;
}

/* A file with unreadable amounts cannot be compared: no story is told of it. */
static bool readable(const struct world *w, int agency, int fund)
{
	int months = 0;
	for (int m = w->first_month; m <= w->last_month; m++) {
		struct total t = booked(w, agency, fund, m);
		if (t.unread)
			return false;
		months += t.rows > 0;
	}
	return months > 3;
}

static void note(struct world *w, const struct sheet *s, int agency, int fund, enum kind kind, const char *expect, const char *why)
{
	const char *name = strrchr(w->files.at[s->file].path, '/') + 1;
	struct subject_plant *plant = plant_other(w, RULE_TOTALS, kind, name, expect, why);
	plant->agency = agency;
	plant->fund = fund;
}

void write_finance(struct world *w)
{
	struct sheet s;
	int next = 0;
	sheet_open(&s, w, TABLE_FINANCE_TOTAL, dialect_of_table(w, TABLE_FINANCE_TOTAL, 0), "finance_total", "finance_total");
	for (int agency = w->agency_count - 1; agency >= 0; agency--)
		for (int fund = 0; fund < FUND_COUNT; fund++) {
			bool unread = false, told = first_of_code(fund) && readable(w, agency, fund);
			enum turn turn = told ? (enum turn)(next++ % TURN_COUNT) : TURN_EQUAL;
			if (!first_of_code(fund))
				continue;
			write_book(&s, agency, fund, turn, &unread);
			bool hit = turn == TURN_AMOUNT || turn == TURN_ROWS || turn == TURN_BEFORE;
			if (unread)
				note(w, &s, agency, fund, KIND_UNDECIDED, "undecided:amounts-unreadable", "amounts that are none cannot be added up");
			else if (told)
				note(w, &s, agency, fund, hit ? KIND_WRONG : KIND_LOOKALIKE, hit ? "subject" : "none", why_of[turn]);
		}
	sheet_close(&s);
}
