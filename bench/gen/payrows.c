#include "payrows.h"

#include "rng.h"

#include <stdlib.h>

void payrows_draw(struct benefit *b, struct rng *r)
{
	static const int low[FUND_COUNT][ITEM_LIMIT] = {
		{90000, 12000, 8000, 2500}, {280000, 60000, 5000, 10000}, {12300, 300, 2000, 500},
		{147000, 0, 0, 0}, {210000, 130000, 0, 0}, {96000, 0, 0, 0}};
	static const int high[FUND_COUNT][ITEM_LIMIT] = {
		{260000, 90000, 70000, 30000}, {620000, 150000, 30000, 60000}, {12300, 16000, 2000, 3500},
		{165000, 0, 0, 0}, {380000, 240000, 0, 0}, {210000, 0, 0, 0}};
	static const int least[FUND_COUNT] = {1, 1, 2, 1, 1, 1}, most[FUND_COUNT] = {4, 4, 4, 1, 2, 1};
	b->item_count = (uint8_t)rng_between(r, least[b->fund], most[b->fund]);
	for (int i = 0; i < b->item_count; i++) {
		int fen = rng_between(r, low[b->fund][i], high[b->fund][i]);
		b->base[i] = low[b->fund][i] == high[b->fund][i] ? fen : fen / 5 * 5;
	}
}

bool payrows_due(const struct benefit *b, int month)
{
	if (month < b->from || month > b->to)
		return false;
	return !(b->gap_to && month >= b->gap_from && month <= b->gap_to);
}

enum event payrows_event(const struct world *w, uint32_t benefit, int month)
{
	const struct benefit *b = &w->benefits[benefit];
	if (b->calm || month < b->first_paid || month < w->first_month || !payrows_due(b, month))
		return EVENT_NONE;
	uint32_t n = (uint32_t)(hash_of(w->opt.seed, benefit, (uint64_t)month) % 1000);
	return n < 3 ? EVENT_LATE : n < 7 ? EVENT_FAILED : n < 8 ? EVENT_REVERSED : n < 13 ? EVENT_ADJUSTED : EVENT_NONE;
}

int64_t payrows_amount(const struct benefit *b, int item, int month)
{
	static const int step[FUND_COUNT][ITEM_LIMIT] = {
		{3800, 0, 0, 1200}, {9000, 2000, 500, 0}, {2000, 50, 300, 100},
		{0, 0, 0, 0}, {6000, 4000, 0, 0}, {2500, 0, 0, 0}};
	if (month > b->frozen_from && month <= b->frozen_to)
		month = b->frozen_from;
	int years = month / 12 - 2020;
	int64_t rise = years > 0 ? (int64_t)years * step[b->fund][item] : 0;
	return b->base[item] + rise;
}

int64_t payrows_total(const struct benefit *b, int month)
{
	int64_t sum = 0;
	for (int i = 0; i < b->item_count; i++)
		sum += payrows_amount(b, i, month);
	return sum;
}

int64_t payrows_monthly(const struct world *w, const struct benefit *b)
{
	return payrows_total(b, w->last_month);
}

bool payrows_pending(const struct world *w, const struct benefit *b, int paid_month)
{
	return paid_month == w->last_month && b->agency == w->agency_count - 1;
}

static int add(struct pay_row *rows, int n, struct pay_row row)
{
	if (n < ROW_LIMIT)
		rows[n++] = row;
	return n;
}

static int add_event(struct pay_row *rows, int n, struct pay_row row, enum event event)
{
	struct pay_row other = row;
	other.paid_month = row.paid_month + 1;
	if (event == EVENT_FAILED) {
		row.state = STATE_FAILED;
		return add(rows, add(rows, n, row), other);
	}
	if (event == EVENT_REVERSED) {
		n = add(rows, n, row);
		n = add(rows, n, other);
		rows[n - 1].amount = -row.amount;
		return add(rows, n, other);
	}
	if (event == EVENT_ADJUSTED && row.item == 0) {
		other.paid_month++;
		other.amount = row.amount / 10 + 137;
		return add(rows, add(rows, n, row), other);
	}
	row.paid_month += event == EVENT_LATE ? 2 : 0;
	return add(rows, n, row);
}

int payrows_for(const struct world *w, uint32_t benefit, int month, struct pay_row rows[ROW_LIMIT])
{
	const struct benefit *b = &w->benefits[benefit];
	int n = 0, paid = month < b->first_paid ? b->first_paid : month;
	if (month < w->first_month || !payrows_due(b, month))
		return 0;
	enum event event = payrows_event(w, benefit, month);
	for (int item = 0; item < b->item_count; item++) {
		struct pay_row row = {month, paid, payrows_amount(b, item, month), (uint8_t)item, STATE_PAID, REVIEW_DONE};
		n = add_event(rows, n, row, event);
	}
	for (int i = 0; i < n; i++)
		if (rows[i].state == STATE_PAID && payrows_pending(w, b, rows[i].paid_month))
			rows[i].state = STATE_PENDING;
	return n;
}

static int by_benefit(const void *left, const void *right)
{
	const struct extra *a = left, *b = right;
	if (a->benefit != b->benefit)
		return a->benefit < b->benefit ? -1 : 1;
	if (a->row.for_month != b->row.for_month)
		return a->row.for_month - b->row.for_month;
	if (a->row.paid_month != b->row.paid_month)
		return a->row.paid_month - b->row.paid_month;
	if (a->row.item != b->row.item)
		return a->row.item - b->row.item;
	return a->row.amount < b->row.amount ? -1 : a->row.amount > b->row.amount;
}

void extras_sort(struct world *w)
{
	if (w->extras.count)
		qsort(w->extras.at, w->extras.count, sizeof *w->extras.at, by_benefit);
}

static size_t first_extra(const struct world *w, uint32_t benefit)
{
	size_t low = 0, high = w->extras.count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (w->extras.at[middle].benefit < benefit)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int payrows_all(const struct world *w, uint32_t benefit, int month, struct pay_row rows[2 * ROW_LIMIT])
{
	int all = payrows_for(w, benefit, month, rows), n = 0;
	for (int i = 0; i < all; i++)
		if (rows[i].paid_month <= w->last_month)
			rows[n++] = rows[i];
	for (size_t i = first_extra(w, benefit); i < w->extras.count && w->extras.at[i].benefit == benefit; i++)
		if (w->extras.at[i].row.for_month == month && n < 2 * ROW_LIMIT)
			rows[n++] = w->extras.at[i].row;
	return n;
}

static int64_t net_without(const struct world *w, uint32_t benefit, int month, int item)
{
	struct pay_row rows[2 * ROW_LIMIT];
	int64_t net = 0;
	for (int n = payrows_all(w, benefit, month, rows); n > 0; n--)
		if (rows[n - 1].state == STATE_PAID && rows[n - 1].item != item)
			net += rows[n - 1].amount;
	return net;
}

int64_t payrows_net(const struct world *w, uint32_t benefit, int month)
{
	return net_without(w, benefit, month, -1);
}

int64_t payrows_net_public(const struct world *w, uint32_t benefit, int month)
{
	return net_without(w, benefit, month, ITEM_ACCOUNT);
}

int payrows_duplicates(const struct world *w, uint32_t benefit, int month, int64_t parts[ITEM_LIMIT * 4])
{
	struct pay_row rows[2 * ROW_LIMIT];
	int count = payrows_all(w, benefit, month, rows), found = 0;
	for (int i = 0; i < count; i++) {
		int64_t size = llabs(rows[i].amount), sum = 0;
		bool first = rows[i].state == STATE_PAID;
		for (int j = 0; j < count && first; j++) {
			if (rows[j].state != STATE_PAID || rows[j].item != rows[i].item || llabs(rows[j].amount) != size)
				continue;
			first = j >= i;
			sum += rows[j].amount;
		}
		if (first && sum > size)
			parts[found++] = sum - size;
	}
	return found;
}

struct total *total_of(const struct world *w, int agency, int fund, int paid_month)
{
	return &w->totals[(agency * FUND_COUNT + fund) * w->opt.months + paid_month - w->first_month];
}
