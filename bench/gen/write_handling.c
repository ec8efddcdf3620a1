/* What comes after a finding (notices, refunds, account balances), and what came before (contributions, changes). */
#include "names.h"
#include "payrows.h"
#include "places.h"
#include "plant.h"
#include "rng.h"
#include "write.h"

#include <stdio.h>
#include <string.h>

static void put_case(struct sheet *s, uint32_t benefit, bool named, enum name_spelling name)
{
	const struct benefit *b = &s->world->benefits[benefit];
	const struct person *p = &s->world->persons[b->person];
	int column = 0;
	cell_id(s, column++, p->id, ID_PLAIN);
	if (named)
		cell_name(s, column++, p, b->other_name ? NAME_OTHER : name, 1);
	cell_string(s, column++, fund_cell(b->fund, s->dialect.fund));
	cell_string(s, column, place_cell(s->world, b->agency, s->dialect.county));
}

static char *notice_number(struct sheet *s, unsigned number)
{
	char *out = sheet_room(s, 48);
	snprintf(out, 48, "赣市社保追字〔2026〕%u号", number);
	return out;
}

static void write_notices(struct world *w)
{
	struct sheet s;
	sheet_open(&s, w, TABLE_NOTICE, dialect_of_table(w, TABLE_NOTICE, 0), "notice", "notice");
	for (size_t i = 0; i < w->notices.count; i++) {
		const struct notice *n = &w->notices.at[i];
		put_case(&s, n->benefit, true, (enum name_spelling)n->name);
		cell_string(&s, NOT_NUMBER, notice_number(&s, n->number));
		cell_day(&s, NOT_SERVED, n->served);
		cell_day(&s, NOT_DUE, n->due);
		if (n->raw_due)
			cell_string(&s, NOT_DUE, n->raw_due);
		cell_money(&s, NOT_AMOUNT, n->amount);
		sheet_row(&s);
	}
	sheet_close(&s);
}

static void write_refunds(struct world *w)
{
	static const char *const kinds[3][3] = {
		{"1", "2", "3"}, {"退回", "抵扣", "分期"}, {"refund", "offset", "instalment"}};
	struct sheet s;
	sheet_open(&s, w, TABLE_REFUND, dialect_of_table(w, TABLE_REFUND, 0), "refund", "refund");
	for (size_t i = 0; i < w->refunds.count; i++) {
		const struct refund *r = &w->refunds.at[i];
		put_case(&s, r->benefit, true, NAME_SAME);
		cell_day(&s, REF_ON, r->on < w->opt.as_of ? r->on : w->opt.as_of);
		if (r->raw_amount)
			cell_string(&s, REF_AMOUNT, r->raw_amount);
		else
			cell_money(&s, REF_AMOUNT, r->amount);
		cell_string(&s, REF_KIND, kinds[s.dialect.state][r->kind]);
		cell_string(&s, REF_NOTICE, notice_number(&s, r->number));
		sheet_row(&s);
	}
	sheet_close(&s);
}

static void put_money(struct sheet *s, int column, int64_t fen)
{
	if (fen >= 0)
		cell_money(s, column, fen);
}

static void write_accounts(struct world *w)
{
	struct sheet s;
	sheet_open(&s, w, TABLE_ACCOUNT, dialect_of_table(w, TABLE_ACCOUNT, 0), "account", "account");
	for (size_t i = 0; i < w->balances.count; i++) {
		const struct balance *a = &w->balances.at[i];
		put_case(&s, a->benefit, false, NAME_SAME);
		put_money(&s, ACC_BALANCE, a->balance);
		put_money(&s, ACC_SUBSIDY, a->subsidy);
		put_money(&s, ACC_LUMP, a->lump_sum);
		if (a->at)
			cell_day(&s, ACC_AT, a->at);
		if (a->raw_at)
			cell_string(&s, ACC_AT, a->raw_at);
		sheet_row(&s);
	}
	sheet_close(&s);
}

static void contribution_row(struct sheet *s, const struct benefit *b, int month, uint64_t h)
{
	const struct person *p = &s->world->persons[b->person];
	char *unit = sheet_room(s, 16);
	int64_t base = b->fund == FUND_RESIDENT ? 0 : 340000 + (int64_t)(h % 500000);
	cell_id(s, CON_ID, p->id, ID_PLAIN);
	cell_name(s, CON_NAME, p, NAME_SAME, h);
	if (base)
		cell_safe(s, CON_UNIT, unit, (size_t)snprintf(unit, 16, "3607%08u", (unsigned)(h >> 32) % 500));
	cell_string(s, CON_FUND, fund_cell(b->fund, s->dialect.fund));
	cell_month(s, CON_FOR, month);
	cell_month(s, CON_MONTH, month);
	if (base)
		cell_money(s, CON_BASE, base);
	cell_money(s, CON_AMOUNT, base ? base * 24 / 100 : 30000 + (int64_t)(h % 8) * 10000);
	cell_string(s, CON_KIND, base ? "正常应缴" : "居民缴费");
	cell_string(s, CON_COUNTY, place_cell(s->world, b->agency, s->dialect.county));
	sheet_row(s);
}

static void write_contributions(struct world *w)
{
	struct sheet s;
	sheet_open(&s, w, TABLE_CONTRIBUTION, dialect_of_table(w, TABLE_CONTRIBUTION, 0), "contribution", "contribution");
	for (uint32_t i = 0; i < w->benefit_count; i++) {
		const struct benefit *b = &w->benefits[i];
		uint64_t h = hash_of(w->opt.seed ^ 0xc02, i, 1);
		for (int m = b->from - 12; b->fund <= FUND_RESIDENT && !b->no_contributions && h % 12 == 0 && m < b->from; m += b->fund == FUND_RESIDENT ? 12 : 1)
			contribution_row(&s, b, m, hash_of(h, (uint64_t)m, 2));
	}
	write_records_into(&s, TABLE_CONTRIBUTION);
	sheet_close(&s);
}

static void write_changes(struct world *w)
{
	struct sheet s;
	sheet_open(&s, w, TABLE_CHANGE, dialect_of_table(w, TABLE_CHANGE, 0), "change", "change");
	for (size_t i = 0; i < w->changes.count; i++) {
		const struct change *c = &w->changes.at[i];
		const struct benefit *b = &w->benefits[c->benefit];
		cell_id(&s, CHA_ID, w->persons[b->person].id, ID_PLAIN);
		cell_string(&s, CHA_FIELD, c->field);
		if (c->before)
			cell_string(&s, CHA_OLD, c->before);
		if (c->after)
			cell_string(&s, CHA_NEW, c->after);
		cell_day(&s, CHA_ON, c->day);
		cell_string(&s, CHA_OPERATOR, clerk_name(b->agency, (unsigned)hash_of(w->opt.seed, i, 12) % 5));
		cell_string(&s, CHA_CHANNEL, c->channel);
		cell_string(&s, CHA_COUNTY, place_cell(w, b->agency, s.dialect.county));
		sheet_row(&s);
	}
	sheet_close(&s);
}

void write_handling(struct world *w)
{
	write_accounts(w);
	write_notices(w);
	write_refunds(w);
	write_contributions(w);
	write_changes(w);
}
