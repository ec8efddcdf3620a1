/* The payment rows of a benefit, as a pure function of the seed, the benefit and the month. */
#ifndef PAYROWS_H
#define PAYROWS_H
#include "gen.h"

/* What may happen to a month's payment. */
enum event { EVENT_NONE, EVENT_LATE, EVENT_FAILED, EVENT_REVERSED, EVENT_ADJUSTED };

struct rng;
/* Draws how many items the benefit has, and their base amounts. */
void payrows_draw(struct benefit *b, struct rng *r);
enum event payrows_event(const struct world *w, uint32_t benefit, int month);
/* Fen of one item in one month: rises once a year. */
int64_t payrows_amount(const struct benefit *b, int item, int month);
/* The monthly standard of the register: what the last month is worth. */
int64_t payrows_monthly(const struct world *w, const struct benefit *b);
/* Fen of all its items together. */
int64_t payrows_total(const struct benefit *b, int month);
/* True when the benefit is owed for the month. */
bool payrows_due(const struct benefit *b, int month);
/* All rows for the month, whenever they were paid; returns how many. Planted extras are not among them. */
int payrows_for(const struct world *w, uint32_t benefit, int month, struct pay_row rows[ROW_LIMIT]);
/* The same with the planted extras, and only what was paid inside the window. Sorted extras needed. */
int payrows_all(const struct world *w, uint32_t benefit, int month, struct pay_row rows[2 * ROW_LIMIT]);
/* Sum of the rows with state paid. */
int64_t payrows_net(const struct world *w, uint32_t benefit, int month);
/* The same without the item that the person's own account pays. */
int64_t payrows_net_public(const struct world *w, uint32_t benefit, int month);
/* What was paid twice: over each item and absolute amount, the sum less the largest; the parts. */
int payrows_duplicates(const struct world *w, uint32_t benefit, int month, int64_t parts[ITEM_LIMIT * 4]);
/* Whether rows of this agency in the last month still wait for the bank. */
bool payrows_pending(const struct world *w, const struct benefit *b, int paid_month);
/* Sorts the extras by benefit, for payrows_all. */
void extras_sort(struct world *w);
/* Where the payments of an agency, fund and month are added up. */
struct total *total_of(const struct world *w, int agency, int fund, int paid_month);
#endif
