/*
 * The payment extracts, streamed: for each month of payment, all benefits in an order of that month, each
 * with the rows paid in it. One file for each agency and year, or one for the city with --plain.
 */
#include "pay_sheet.h"
#include "payrows.h"
#include "places.h"
#include "plant.h"
#include "rng.h"
#include "write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLIP_ROWS 60 /* of the small file whose numbers are all damaged: too few rows for rule and share */

struct pay_writer {
	struct world *w;
	struct pay_sheet *sheets; /* by agency; only the first with --plain */
	struct extra *extras;     /* in order of payment */
	size_t extra_next;
};

static struct pay_sheet *sheet_of(struct pay_writer *p, const struct benefit *b)
{
	struct pay_sheet *s = &p->sheets[p->w->opt.plain ? 0 : b->agency];
	s->agency = b->agency;
	return s;
}

/* One extract is damaged as a whole (class 2); another stays under the limit of five in a hundred. */
static unsigned damage_every(const struct world *w, int agency, int year)
{
	if (w->opt.plain || year != w->last_month / 12 - 1)
		return 0;
	if (agency == (w->agency_count > 3 ? 2 : 0))
		return 3;
	return agency == 1 && w->agency_count > 3 ? 40 : 0;
}

static void open_year(struct pay_writer *p, int year)
{
	struct world *w = p->w;
	for (int a = 0; a < (w->opt.plain ? 1 : w->agency_count); a++) {
		char name[64] = "payment", glob[64] = "payment";
		if (!w->opt.plain) {
			snprintf(name, sizeof name, "payment-%s-%d", place_at(w, a)->code, year);
			snprintf(glob, sizeof glob, "payment-%s-*", place_at(w, a)->code);
		}
		p->sheets[a].damage_every = damage_every(w, a, year);
		p->sheets[a].plain_rows = 0;
		sheet_open(&p->sheets[a].sheet, w, TABLE_PAYMENT, dialect_of_agency(w, a, year), name, glob);
	}
}

/* What must be said of the file follows from what was written into it. */
static void note_damage(struct world *w, const struct written_file *f, int agency, unsigned every)
{
	bool all = f->damaged_ids[PATTERN_ROUNDED] == f->rows;
	if (note_damaged_file(w, f, RULE_DAMAGED, agency, "numbers damaged in a large part of one extract") || (!every && !all))
		return;
	char key[64];
	file_column_key(key, f, "id", id_pattern_names[PATTERN_ROUNDED]);
	plant_other(w, RULE_DAMAGED, KIND_LOOKALIKE, key, "none",
		every ? "some numbers damaged, under five in a hundred" : "all numbers damaged, but under a hundred rows")
		->agency = agency;
}

static void close_year(struct pay_writer *p)
{
	for (int a = 0; a < (p->w->opt.plain ? 1 : p->w->agency_count); a++) {
		struct pay_sheet *s = &p->sheets[a];
		sheet_close(&s->sheet);
		note_damage(p->w, sheet_file(&s->sheet), a, s->damage_every);
	}
}

static void write_due(struct pay_writer *p, uint32_t at, int for_month, int paid_month)
{
	struct pay_row rows[ROW_LIMIT];
	int count = payrows_for(p->w, at, for_month, rows);
	for (int i = 0; i < count; i++)
		if (rows[i].paid_month == paid_month)
			pay_sheet_row(sheet_of(p, &p->w->benefits[at]), at, &rows[i], false);
}

/* The month's own payment, with nothing odd about it: the usual case, and the quick one. */
static void write_month(struct pay_writer *p, uint32_t at, int month)
{
	const struct benefit *b = &p->w->benefits[at];
	struct pay_sheet *s = sheet_of(p, b);
	struct pay_row row = {month, month, 0, 0, STATE_PAID, REVIEW_DONE};
	if (payrows_pending(p->w, b, month))
		row.state = STATE_PENDING;
	for (int item = 0; item < b->item_count; item++) {
		row.item = (uint8_t)item;
		row.amount = payrows_amount(b, item, month);
		pay_sheet_row(s, at, &row, !b->planted);
	}
}

static void write_benefit(struct pay_writer *p, uint32_t at, int month)
{
	const struct benefit *b = &p->w->benefits[at];
	if (month == b->first_paid)
		for (int m = b->from > p->w->first_month ? b->from : p->w->first_month; m < month; m++)
			write_due(p, at, m, month);
	if (month >= b->first_paid && payrows_due(b, month)) {
		if (payrows_event(p->w, at, month) == EVENT_NONE)
			write_month(p, at, month);
		else
			write_due(p, at, month, month);
	}
	for (int back = 1; back <= 2; back++)
		if (payrows_event(p->w, at, month - back) != EVENT_NONE)
			write_due(p, at, month - back, month);
}

static int by_payment(const void *left, const void *right)
{
	const struct extra *a = left, *b = right;
	if (a->row.paid_month != b->row.paid_month)
		return a->row.paid_month - b->row.paid_month;
	if (a->benefit != b->benefit)
		return a->benefit < b->benefit ? -1 : 1;
	if (a->row.for_month != b->row.for_month)
		return a->row.for_month - b->row.for_month;
	if (a->row.item != b->row.item)
		return a->row.item - b->row.item;
	return a->row.amount < b->row.amount ? -1 : a->row.amount > b->row.amount;
}

static void write_extras(struct pay_writer *p, int month)
{
	for (; p->extra_next < p->w->extras.count; p->extra_next++) {
		const struct extra *e = &p->extras[p->extra_next];
		if (e->row.paid_month != month)
			return;
		pay_sheet_row(sheet_of(p, &p->w->benefits[e->benefit]), e->benefit, &e->row, false);
	}
}

static uint32_t common_divisor(uint32_t a, uint32_t b)
{
	return b ? common_divisor(b, a % b) : a;
}

/* Another order each month: a walk with a step that shares no divisor with the number of benefits. */
static void write_paid_month(struct pay_writer *p, int month)
{
	uint32_t count = p->w->benefit_count;
	uint64_t h = hash_of(p->w->opt.seed, 77, (uint64_t)month);
	uint32_t at = (uint32_t)(h % count), step = (uint32_t)((h >> 20) % count) | 1;
	while (common_divisor(step, count) != 1)
		step++;
	for (uint32_t i = 0; i < count; i++) {
		write_benefit(p, at, month);
		at = (uint32_t)(((uint64_t)at + step) % count);
	}
	write_extras(p, month);
	if (!p->w->opt.plain)
		for (int a = 0; a < p->w->agency_count; a++)
			sink_member(p->sheets[a].sheet.sink);
}

/* A slip of back payments that went through a spreadsheet: every number is damaged. */
static void write_slip(struct pay_writer *p)
{
	struct world *w = p->w;
	struct pay_sheet *s = &p->sheets[0];
	char name[64], glob[64];
	uint32_t at = 0;
	if (w->opt.plain)
		return;
	snprintf(name, sizeof name, "payment-%s-bf", place_at(w, 0)->code);
	snprintf(glob, sizeof glob, "payment-%s-*", place_at(w, 0)->code);
	s->damage_every = 1;
	sheet_open(&s->sheet, w, TABLE_PAYMENT, dialect_of_agency(w, 0, 0), name, glob);
	for (int i = 0; i < SLIP_ROWS; i++) {
		while (at < w->benefit_count && (w->benefits[at].agency != 0 || w->benefits[at].planted))
			at++;
		if (at == w->benefit_count)
			break;
		struct pay_row row = {w->last_month - 4, w->last_month - 2, 1000 + i * 10, ITEM_LUMP, STATE_PAID, REVIEW_DONE};
		s->agency = 0;
		pay_sheet_row(s, at++, &row, true);
	}
	sheet_close(&s->sheet);
	note_damage(w, sheet_file(&s->sheet), 0, 0);
}

void write_payments(struct world *w)
{
	struct pay_writer p = {.w = w};
	p.sheets = calloc((size_t)w->agency_count, sizeof *p.sheets);
	w->totals = calloc((size_t)(w->agency_count * FUND_COUNT * w->opt.months), sizeof *w->totals);
	p.extras = malloc((w->extras.count + 1) * sizeof *p.extras);
	if (!p.sheets || !p.extras || !w->totals)
		die("out of memory");
	if (w->extras.count)
		memcpy(p.extras, w->extras.at, w->extras.count * sizeof *p.extras);
	qsort(p.extras, w->extras.count, sizeof *p.extras, by_payment);
	for (int month = w->first_month; month <= w->last_month; month++) {
		if (month == w->first_month || (!w->opt.plain && month % 12 == 0)) {
			if (month != w->first_month)
				close_year(&p);
			open_year(&p, month / 12);
		}
		write_paid_month(&p, month);
	}
	close_year(&p);
	write_slip(&p);
	free(p.sheets);
	free(p.extras);
}
